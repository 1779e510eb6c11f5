"""Writing CoNLL-U: a file for each annotator, in its last column a key for each layer.

The text can be put together again to the letter: `SpaceAfter=No`, `SpacesAfter` and `SpacesBefore`
say what stands between the words, `TokenRange` where they stand (code points).
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from itertools import pairwise
from typing import TYPE_CHECKING, Any, BinaryIO

from annotator.formats import conllu_escapes as escapes
from annotator.formats.conll_tags import Tagger, TagNames
from annotator.formats.conll_writing import LOOKED_AT, NOBODY, rows_at_work_on
from annotator.formats.jsonl_writing import in_order
from annotator.formats.kit import left_out, passing
from annotator.formats.kit.file_names import UniqueNames, plain
from annotator.formats.kit.flattening import ByLayer, Found, flat_rows, priority_of
from annotator.formats.kit.options import ALIGN, FRAGMENTS, PRIORITY, Choice, Option
from annotator.formats.kit.tokenising import Tokens
from annotator.formats.stored_rows import stored
from annotator.formats.writing import new_folder
from annotator.model.codebook import to_file
from annotator.model.values import METADATA_KEYS, Annotator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from annotator.formats.format import Corpus, Rows, Writing
    from annotator.model.values import Document

CODEBOOK = "codebook.json"
HEADER = "global.annotator"
COLUMNS = "# global.columns = ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC\n"
NOT_FOR_LAYERS = frozenset(
    str.split("Entity SpaceAfter SpacesAfter SpacesBefore TokenRange Lang Gloss Translit MSeg XML")
)
"""Keys of the last column that mean something else; `Entity` is GUM's, with brackets."""

TAGS = Option(
    "scheme",
    "Tags",
    "iob2",
    (
        Choice("iob2", "IOB2: B- begins each span"),
        Choice("iob1", "IOB1: B- only between neighbours"),
        Choice("bilou", "BILOU: L- ends a span, U- is one word"),
        Choice("bioes", "BIOES: E- ends a span, S- is one word"),
    ),
)


def write(corpus: Corpus, folder: Path, writing: Writing) -> None:
    """Write the files into a folder."""
    with new_folder(folder, overwrites=writing.overwrites) as temporary:
        with ExitStack() as stack:
            sentences = _Files(corpus, temporary, writing, stack)
            total = len(corpus.documents())
            for number, one in enumerate(stored(corpus, LOOKED_AT)):
                writing.step(number, total, one.document.title)
                sentences.add(one)
            writing.step(total, total, "")
        sentences.finish()
        content = json.dumps(to_file(corpus.codebook()), ensure_ascii=False, indent=1)
        (temporary / CODEBOOK).write_bytes(content.encode() + b"\n")


def layer_keys(layers: Sequence[str]) -> dict[str, str]:
    """The key of each layer: its id in letters and digits, the first one large."""
    found: dict[str, str] = {}
    taken = set(NOT_FOR_LAYERS)
    for layer in layers:
        base = plain(layer).replace("-", "").replace("_", "") or "Spans"
        base = base[0].upper() + base[1:]
        key, number = "NE" if base.casefold() == "entity" else base, 1
        while key in taken:
            number += 1
            key = f"{base}{number}"
        taken.add(key)
        found[layer] = key
    return found


class _Files:
    """The files of one export; each is opened when its first document comes."""

    def __init__(self, corpus: Corpus, folder: Path, writing: Writing, stack: ExitStack) -> None:
        self._corpus, self._folder, self._stack = corpus, folder, stack
        self._codebook = corpus.codebook()
        self._layers_of = ByLayer(self._codebook).split
        self._losses = writing.losses
        self._how = (writing.value(FRAGMENTS), writing.value(ALIGN))
        self._priority = priority_of(writing.value(PRIORITY))
        labels = self._codebook.labels.values()
        layers = dict.fromkeys(
            [*self._codebook.layers, *(one.layer or "spans" for one in labels), "spans"]
        )
        self._keys = layer_keys(list(layers))
        self._names = TagNames(self._codebook, "|=\\\\")
        self._taggers = {
            layer: Tagger(self._names, writing.value(TAGS), f"|{key}={{}}")
            for layer, key in self._keys.items()
        }
        self._people = {one.id: one for one in corpus.annotators()}
        self._files: dict[str, BinaryIO] = {}

    def add(self, one: Rows) -> None:
        """Write one document."""
        self._losses.begin(one.document.id, one.document.title)
        left_out.report_rows(one, self._losses)
        tokens = Tokens(one.text)
        hers = rows_at_work_on(one, self._corpus, self._people)
        if not hers:
            self._losses.add("documents", "dropped", NOBODY)
        breaks = tokens.breaks()
        for annotator, spans in hers.items():
            content = "".join(self._document(one.document, spans, tokens, breaks))
            self._file(annotator).write(content.encode())

    def _document(
        self,
        document: Document,
        spans: Sequence[tuple[Any, ...]],
        tokens: Tokens,
        breaks: Sequence[int],
    ) -> Iterator[str]:
        tags = [""] * len(tokens)
        reached: list[Found] = []
        for layer, some in self._layers_of(spans).items():
            kept = flat_rows(some, tokens, self._how, self._priority, self._losses)
            own = [""] * len(tokens)
            self._taggers[layer].write(kept, own, breaks)
            tags = list(map(str.__add__, tags, own))
            reached += kept
        yield from _document_lines(document)
        crossed = {at for first, end, _ in reached for at in range(first + 1, end)}
        edges = [0, *(at for at in breaks if at not in crossed), len(tokens)]
        for number, (first, end) in enumerate(pairwise(edges), 1):
            yield f"# sent_id = {document.id}-{number}\n"
            sentence = tokens.text[tokens.starts[first] : tokens.ends[end - 1]]
            yield f"# text = {' '.join(sentence.split())}\n"
            yield from _rows(tokens, first, end, tags)
            yield "\n"

    def _file(self, annotator: str) -> BinaryIO:
        file = self._files.get(annotator)
        if file is None:
            path = self._folder / _temporary(len(self._files))
            file = self._files[annotator] = self._stack.enter_context(path.open("xb"))
            file.write(COLUMNS.encode())
            file.write(self._header(annotator).encode())
        return file

    def _header(self, annotator: str) -> str:
        person = self._people.get(annotator) or Annotator(annotator, annotator)
        said = {
            "version": 1,
            "layers": {key: layer for layer, key in self._keys.items()},
            "labels": self._names.renamed(),
            "annotator": passing.annotator_values(person),
        }
        return f"# {HEADER} = {json.dumps(said)}\n"

    def finish(self) -> None:
        """Name the files after whose they are."""
        names = UniqueNames()
        for number, annotator in enumerate(self._files):
            who = self._people[annotator].name if annotator in self._people else annotator
            name = "annotations" if len(self._files) == 1 else names.new(who, otherwise="annotator")
            (self._folder / _temporary(number)).rename(self._folder / f"{name}.conllu")


def _temporary(number: int) -> str:
    return f"{number}.part"


def _document_lines(document: Document) -> Iterator[str]:
    """The comments before the first sentence: id, title, metadata, attributes, note."""
    yield f"# newdoc id = {document.id}\n"
    said: Mapping[str, str] = {
        "meta::title": document.title,
        "annotator::note": document.note,
        "annotator::attributes": json.dumps(in_order(document.attributes, ()))
        if document.attributes
        else "",
    }
    for key, value in said.items():
        if value:
            yield f"# {key} = {escapes.value(value)}\n"
    for key, value in in_order(document.metadata, METADATA_KEYS).items():
        kind = "meta" if key != "title" else "annotator.meta"
        yield f"# {kind}::{escapes.key(key)} = {escapes.value(value)}\n"


def _rows(tokens: Tokens, first: int, end: int, tags: Sequence[str]) -> Iterator[str]:
    words, text = tokens.words(), tokens.text
    starts, ends = tokens.starts, tokens.ends
    for number, at in enumerate(range(first, end), 1):
        start, stop = starts[at], ends[at]
        after = text[stop : starts[at + 1] if at + 1 < len(words) else len(text)]
        if not after:
            space = "SpaceAfter=No|"
        else:
            space = "" if after == " " else f"SpacesAfter={escapes.spaces(after)}|"
        if at == 0 and start:
            space += f"SpacesBefore={escapes.spaces(text[:start])}|"
        yield (
            f"{number}\t{words[at]}\t_\t_\t_\t_\t_\t_\t_\t{space}TokenRange={start}:{stop}{tags[at]}\n"
        )
