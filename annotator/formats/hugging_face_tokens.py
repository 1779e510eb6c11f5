"""The view `tokens` of a Hugging Face dataset: tags in IOB2 for each layer, for token classifiers.

A row for each annotator of a document. Of spans that overlap within a layer the longest is
tagged; what no tag can say is counted in the loss report, and is in the view `spans`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from annotator.formats.hugging_face_columns import Offsets
from annotator.formats.kit.flattening import Piece, flatten, layers_in_use, priority_of
from annotator.formats.kit.options import ALIGN, PRIORITY
from annotator.formats.kit.tokenising import Tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from annotator.formats.format import Corpus, Record, Writing
    from annotator.formats.kit.tokenising import Alignment
    from annotator.model.values import Span

TAKEN = "another span of the layer holds these words; the view “spans” has all"
NO_TOKEN = "its edges lie inside words; the view “spans” has it"
FIRST = "ner_tags"


class TokenRows:
    """Makes the rows of the view; `tags` are the tags by column, "O" first."""

    def __init__(self, corpus: Corpus, writing: Writing, *, is_numbered: bool) -> None:
        codebook = corpus.codebook()
        self._corpus = corpus
        self._is_numbered = is_numbered
        self._writing = writing
        self._people = {annotator.id: annotator.name for annotator in corpus.annotators()}
        self._align = cast("Alignment", writing.value(ALIGN))
        self._priority = priority_of(writing.value(PRIORITY))
        layers = list(layers_in_use(codebook))
        names = [FIRST, *(f"{layer}_tags" for layer in layers[1:])]
        self._columns = dict(zip(layers, names, strict=False))
        self._layer_of = {id_: label.layer or "spans" for id_, label in codebook.labels.items()}
        self.tags: dict[str, list[str]] = {name: ["O"] for name in self._columns.values()}
        for id_ in codebook.labels:
            self.tags[self._columns[self._layer_of[id_]]] += [f"B-{id_}", f"I-{id_}"]
        self._written: dict[str, dict[str, int | str]] = {
            name: {tag: number if is_numbered else tag for number, tag in enumerate(some)}
            for name, some in self.tags.items()
        }

    def rows(self, record: Record) -> Iterator[dict[str, Any]]:
        """A row for each annotator who has begun with the document."""
        works = self._corpus.works(record.document.id)
        begun = {work.annotator for work in works if work.state != "new"}
        by_annotator: dict[str, list[Span]] = {id_: [] for id_ in self._people if id_ in begun}
        for span in record.spans:
            by_annotator.setdefault(span.annotator, []).append(span)
        if not by_annotator:
            return
        tokens = Tokens(record.text)
        offsets = Offsets(tokens.starts, tokens.ends)
        for id_, spans in by_annotator.items():
            yield {
                "id": record.document.id,
                "annotator": self._people.get(id_, id_),
                "tokens": tokens.words(),
                "offsets": offsets if self._is_numbered else list(zip(*offsets, strict=True)),
                **self._tagged(tokens, spans),
            }

    def _tagged(self, tokens: Tokens, spans: Sequence[Span]) -> Mapping[str, list[int | str]]:
        by_layer: dict[str, list[Piece]] = {layer: [] for layer in self._columns}
        for span in spans:
            pieces = [Piece(start, end, span) for start, end in span.fragments]
            by_layer[self._layer_of[span.label]] += pieces
        return {
            self._columns[layer]: self._layer_tags(tokens, pieces, self._written[self._columns[layer]])
            for layer, pieces in by_layer.items()
        }

    def _layer_tags(
        self, tokens: Tokens, pieces: Sequence[Piece], written: Mapping[str, int | str]
    ) -> list[int | str]:
        nothing = written["O"]
        tags = [nothing] * len(tokens)
        flat = flatten(pieces, self._priority)
        taken = [piece.span.id for piece in flat.dropped]
        unplaced: list[str] = []
        end = 0
        for piece in flat.kept:
            found = tokens.align(piece.start, piece.end, self._align)
            if found is None:
                unplaced.append(piece.span.id)
            elif found.first < end:
                taken.append(piece.span.id)
            else:
                end = found.end
                inside = written[f"I-{piece.span.label}"]
                tags[found.first : end] = [inside] * (end - found.first)
                tags[found.first] = written[f"B-{piece.span.label}"]
        for ids, why in ((taken, TAKEN), (unplaced, NO_TOKEN)):
            if ids:
                self._writing.losses.add("token tags", "dropped", why, ids=ids)
        return tags
