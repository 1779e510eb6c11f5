"""Writing Prodigy's JSON Lines: a row for each article and annotator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.formats import prodigy_options as options
from annotator.formats.jsonl_writing import in_order
from annotator.formats.kit import passing
from annotator.formats.kit.by_annotator import Share, borrowed_ids, shares
from annotator.formats.kit.flattening import NO_OVERLAP, flatten, pieces, priority_of
from annotator.formats.kit.json_files import encoded
from annotator.formats.kit.options import ALIGN, FRAGMENTS, PRIORITY
from annotator.formats.kit.tokenising import Tokens
from annotator.formats.prodigy_tokens import ProdigyTokens, aligned
from annotator.formats.writing import new_file
from annotator.model.values import METADATA_KEYS, Annotator, Entity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from annotator.formats.format import Corpus, Record, Writing
    from annotator.formats.kit.flattening import Piece
    from annotator.model.values import Document, Relation

NO_END = "an end of it was left out"


def write(corpus: Corpus, path: Path, writing: Writing) -> None:
    """Write all articles to one file."""
    writer = _Writer(corpus, writing)
    total = len(corpus.documents())
    with new_file(path, overwrites=writing.overwrites) as file:
        for number, record in enumerate(corpus.records()):
            writing.step(number, total, record.document.title)
            for row in writer.rows(record):
                file.write(encoded(row) + b"\n")
        writing.step(total, total, "")


class _Writer:
    """Makes the rows of one file."""

    def __init__(self, corpus: Corpus, writing: Writing) -> None:
        self._corpus = corpus
        self._writing = writing
        self._losses = writing.losses
        self._people: Mapping[str, Annotator] = {one.id: one for one in corpus.annotators()}
        self._entities: Mapping[str, Entity] = {one.id: one for one in corpus.entities()}
        self._is_flat = writing.value(options.VIEW) == options.NER
        self._priority = priority_of(writing.value(PRIORITY))

    def rows(self, record: Record) -> list[dict[str, Any]]:
        """The rows of one document: one for each who has worked on it, at least one."""
        document = record.document
        self._losses.begin(document.id, document.title)
        found = shares(record, self._corpus, list(self._people.values()))
        if borrowed := borrowed_ids(found):
            self._losses.add("spans", "changed", passing.NOT_HERS, ids=borrowed)
        words = Tokens(record.text)
        return [
            self._row(record, share, words) | self._end(document, share)
            for share in found or [Share("")]
        ]

    def _end(self, document: Document, share: Share) -> dict[str, Any]:
        """Whose row it is, and what Prodigy itself had said of the task."""
        end = options.kept_values(document.metadata)
        if not share.annotator:
            return end
        person = self._person(share.annotator)
        names = {"_annotator_id": person.name, "_session_id": person.name}
        more = {"annotator": passing.annotator_values(person)}
        return {**end, "answer": "accept", **names, **more, **passing.work_values(share.work)}

    def _person(self, id_: str) -> Annotator:
        return self._people.get(id_) or Annotator(id_, id_)

    def _row(self, record: Record, share: Share, words: Tokens) -> dict[str, Any]:
        document = record.document
        kept = options.kept_values(document.metadata)
        meta = {key: value for key, value in document.metadata.items() if key not in kept}
        own = self._pieces(share, words)
        tokens = ProdigyTokens(record.text, words, own)
        first: dict[str, Piece] = {}
        for piece in own:
            first.setdefault(piece.span.id, piece)
        numbers: dict[str, int] = {}
        spans = []
        for piece in own:
            numbers[piece.span.id] = numbers.get(piece.span.id, 0) + 1
            spans.append(self._span(piece, record.text, tokens, share, numbers[piece.span.id]))
        linked = dict.fromkeys(piece.span.entity for piece in own if piece.span.entity)
        entities = [self._entities[one] for one in linked if one in self._entities]
        row: dict[str, Any] = {
            "text": record.text,
            "meta": in_order(meta, METADATA_KEYS),
            "document": _document(document),
            "tokens": tokens.rows,
            "spans": spans,
            "relations": self._relations(share, first, tokens),
        }
        if share.borrowed:
            others = dict.fromkeys(span.annotator for span in share.borrowed)
            row["annotators"] = [passing.annotator_values(self._person(one)) for one in others]
        if entities:
            row["entities"] = [passing.entity_values(one) for one in entities]
        return row

    def _pieces(self, share: Share, words: Tokens) -> list[Piece]:
        every = pieces(share.all_spans(), self._writing.value(FRAGMENTS), self._losses)
        kept = aligned(every, words, self._writing.value(ALIGN), self._losses)
        if self._is_flat:
            flat = flatten(kept, self._priority)
            if flat.dropped:
                ids = dict.fromkeys(piece.span.id for piece in flat.dropped)
                self._losses.add("spans", "dropped", NO_OVERLAP, ids=ids)
            kept = flat.kept
        return kept

    def _span(
        self, piece: Piece, text: str, tokens: ProdigyTokens, share: Share, number: int
    ) -> dict[str, Any]:
        span = piece.span
        said: dict[str, Any] = tokens.place(piece.start, piece.end)
        said |= {"label": span.label, "text": text[piece.start : piece.end], "type": "span"}
        said["id"] = span.id
        if len(span.fragments) > 1 and self._writing.value(FRAGMENTS) == "split":
            said |= {"piece": number, "pieces": len(span.fragments)}
        if number > 1:
            return said
        if span.annotator != share.annotator:
            said["annotator"] = span.annotator
        if span.entity:
            entity = self._entities.get(span.entity)
            said["entity"] = span.entity
            said |= {"kb_id": entity.qid} if entity is not None and entity.qid else {}
        return said | passing.annotation_values(span)

    def _relations(
        self, share: Share, first: Mapping[str, Piece], tokens: ProdigyTokens
    ) -> list[dict[str, Any]]:
        written: list[dict[str, Any]] = []
        lost: list[str] = []
        for relation in share.relations:
            head, child = first.get(relation.from_id), first.get(relation.to_id)
            if head is None or child is None:
                lost.append(relation.id)
            else:
                written.append(_relation(relation, head, child, tokens))
        if lost:
            self._losses.add("relations", "dropped", NO_END, ids=lost)
        return written


def _relation(relation: Relation, head: Piece, child: Piece, tokens: ProdigyTokens) -> dict[str, Any]:
    ends = {
        f"{name}_span": tokens.place(piece.start, piece.end) | {"label": piece.span.label}
        for name, piece in (("head", head), ("child", child))
    }
    return {
        "head": ends["head_span"]["token_end"],
        "child": ends["child_span"]["token_end"],
        **ends,
        "label": relation.label,
        "color": options.COLOUR,
        "id": relation.id,
        "head_id": relation.from_id,
        "child_id": relation.to_id,
        **passing.annotation_values(relation),
    }


def _document(document: Document) -> dict[str, Any]:
    said = {
        "title": document.title,
        "note": document.note,
        "attributes": in_order(document.attributes, ()),
        "created": document.created,
    }
    return {key: value for key, value in said.items() if value or key == "title"}
