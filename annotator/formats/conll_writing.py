"""Writing CoNLL columns: a file for each layer (and annotator), and what is needed to read them again.

A document is cut into tokens once; the lines without tags are made once, too (`conll_lines`), and
each layer replaces the sentences of its spans.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from annotator.formats import conll_companion
from annotator.formats.columns import MARKS, Columns
from annotator.formats.conll_companion import ColumnFile
from annotator.formats.conll_lines import PROFILES, Lines
from annotator.formats.conll_options import COMPANION, PROFILE, SCHEME
from annotator.formats.conll_tags import Tagger, TagNames
from annotator.formats.kit import left_out
from annotator.formats.kit.file_names import UniqueNames
from annotator.formats.kit.flattening import ByLayer, flat_rows, priority_of
from annotator.formats.kit.options import ALIGN, FRAGMENTS, OVERLAPS, PRIORITY
from annotator.formats.kit.tokenising import Tokens
from annotator.formats.stored_rows import stored
from annotator.formats.writing import new_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from annotator.formats.format import Corpus, Record, Rows, Writing
    from annotator.model.values import Span

BUFFER = 1 << 18
"""How many bytes a file keeps in memory before it writes them."""

ALL = "all"
"""What the file of all layers is called."""

NOBODY = "nobody has labelled it, so that there is nothing to say of its words"
SPACES = "white space is not in the columns, and the exact text was not asked for"


One = TypeVar("One", "Span", tuple[Any, ...])

LOOKED_AT = Columns(MARKS, frozenset())
"""Relations are only counted."""
_OF_SPAN: Callable[[Span], str] = attrgetter("annotator")
_OF_ROW: Callable[[tuple[Any, ...]], str] = itemgetter(7)


def write(corpus: Corpus, folder: Path, writing: Writing) -> None:
    """Write the files into a folder."""
    with new_folder(folder, overwrites=writing.overwrites) as temporary:
        with ExitStack() as stack:
            columns = _Columns(corpus, temporary, writing, stack)
            total = len(corpus.documents())
            for number, one in enumerate(stored(corpus, LOOKED_AT)):
                writing.step(number, total, one.document.title)
                columns.add(one)
            writing.step(total, total, "")
        columns.finish()


def at_work_on(record: Record, corpus: Corpus, people: Collection[str]) -> Mapping[str, Sequence[Span]]:
    """The spans of each annotator who is at work on the document; a single one is on all."""
    return _by_worker(record.document.id, record.spans, _OF_SPAN, corpus, people)


def rows_at_work_on(
    one: Rows, corpus: Corpus, people: Collection[str]
) -> Mapping[str, Sequence[tuple[Any, ...]]]:
    """The same, as it is stored."""
    return _by_worker(one.document.id, one.spans, _OF_ROW, corpus, people)


def _by_worker(
    document_id: str,
    spans: Sequence[One],
    whose: Callable[[One], str],
    corpus: Corpus,
    people: Collection[str],
) -> Mapping[str, Sequence[One]]:
    if len(people) == 1:
        return dict.fromkeys(people, spans)
    found: dict[str, list[One]] = {}
    for work in corpus.works(document_id):
        if work.state != "new":
            found[work.annotator] = []
    for span, annotator in zip(spans, map(whose, spans), strict=True):
        if annotator in found:
            found[annotator].append(span)
        else:
            found[annotator] = [span]
    return found


class _Columns:
    """The files of one export; each is opened when its first document comes."""

    def __init__(self, corpus: Corpus, folder: Path, writing: Writing, stack: ExitStack) -> None:
        self._corpus = corpus
        self._codebook = corpus.codebook()
        self._folder = folder
        self._losses = writing.losses
        self._stack = stack
        self._profile = PROFILES[writing.value(PROFILE)]
        self._how = (writing.value(FRAGMENTS), writing.value(ALIGN))
        self._priority = priority_of(writing.value(PRIORITY))
        self._by_layer = writing.value(OVERLAPS) == "layers"
        self._names = TagNames(self._codebook)
        form = f"{self._profile.between}{{}}\n"
        self._tagger = Tagger(self._names, writing.value(SCHEME), form)
        self._people = {one.id: one for one in corpus.annotators()}
        self._files: dict[tuple[str, str], _OneFile] = {}
        self._layers_of = ByLayer(self._codebook).split
        self._layers = self._all_layers() if self._by_layer else [ALL]
        self._companion: BinaryIO | None = None
        if writing.is_on(COMPANION):
            path = folder / conll_companion.DOCUMENTS
            self._companion = stack.enter_context(path.open("xb", buffering=BUFFER))

    def _all_layers(self) -> list[str]:
        """The layers that have labels; `ByLayer` finds those of labels that the codebook lacks."""
        return list(dict.fromkeys(one.layer or "spans" for one in self._codebook.labels.values()))

    def add(self, one: Rows) -> None:
        """Write one document."""
        losses = self._losses
        losses.begin(one.document.id, one.document.title)
        left_out.report_rows(one, losses)
        if self._companion is None:
            left_out.report_document(one.document, losses)
            losses.add("characters", "changed", SPACES)
        numbers: list[int] = []
        if hers := rows_at_work_on(one, self._corpus, self._people):
            tokens = Tokens(one.text)
            lines = Lines(tokens, self._profile)
            for annotator, spans in hers.items():
                numbers += self._add_hers(annotator, spans, tokens, lines)
        if not numbers:
            losses.add("documents", "dropped", NOBODY)
        if self._companion is not None:
            self._companion.write(conll_companion.document_line(one, numbers))

    def _add_hers(
        self, annotator: str, spans: Sequence[tuple[Any, ...]], tokens: Tokens, lines: Lines
    ) -> list[int]:
        layers = self._layers_of(spans) if self._by_layer else {ALL: spans}
        numbers: list[int] = []
        for layer in dict.fromkeys([*self._layers, *layers]):
            file = self._file(annotator, layer)
            if some := layers.get(layer):
                file.has_spans = True
                file.content.write(self._tagged(some, tokens, lines))
            else:
                file.content.write(lines.plain())
            numbers.append(file.number)
        return numbers

    def _tagged(self, spans: Sequence[tuple[Any, ...]], tokens: Tokens, lines: Lines) -> bytes:
        kept = flat_rows(spans, tokens, self._how, self._priority, self._losses)
        return lines.tagged(kept, self._tagger)

    def _file(self, annotator: str, layer: str) -> _OneFile:
        file = self._files.get((annotator, layer))
        if file is None:
            number = len(self._files)
            path = self._folder / _temporary(number)
            content = self._stack.enter_context(path.open("xb", buffering=BUFFER))
            file = self._files[annotator, layer] = _OneFile(number, content)
        return file

    def finish(self) -> None:
        """Name the files, take those away that say nothing, and write what they are."""
        written = {annotator for annotator, _ in self._files}
        names = UniqueNames()
        said: list[ColumnFile] = []
        for (annotator, layer), file in self._files.items():
            path = self._folder / _temporary(file.number)
            who = self._people[annotator].name if annotator in self._people else annotator
            name = ""
            if file.has_spans or self._is_only(annotator, file):
                words = layer if len(written) == 1 else f"{who} {layer}"
                name = names.new(words, otherwise="spans") + self._profile.ending
                path.rename(self._folder / name)
            else:
                path.unlink()
            said.append(ColumnFile(name, "" if layer == ALL else layer, annotator))
        if self._companion is not None:
            people = [one for one in self._corpus.annotators() if one.id in written]
            content = conll_companion.manifest_bytes(said, people, self._names.renamed(), self._codebook)
            (self._folder / conll_companion.CORPUS).write_bytes(content)

    def _is_only(self, annotator: str, file: _OneFile) -> bool:
        """Whether this is the first of an annotator's files and none of them has a span."""
        hers = [one for (who, _), one in self._files.items() if who == annotator]
        return file is hers[0] and not any(one.has_spans for one in hers)


@dataclass(slots=True)
class _OneFile:
    """A file that documents are added to."""

    number: int
    content: BinaryIO
    has_spans: bool = False


def _temporary(number: int) -> str:
    return f"{number}.part"
