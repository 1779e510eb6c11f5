"""Writing CoNLL columns: a file for each layer (and annotator), and what is needed to read them again.

A document is cut into tokens once; the lines without tags are made once, too, and each layer
replaces those of its spans.
"""

from __future__ import annotations

from bisect import bisect_left
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from annotator.formats import conll_companion
from annotator.formats.conll_companion import ColumnFile
from annotator.formats.conll_options import COMPANION, PROFILE, SCHEME
from annotator.formats.conll_tags import Tagger, TagNames
from annotator.formats.kit import left_out
from annotator.formats.kit.file_names import UniqueNames
from annotator.formats.kit.flattening import by_layer, flat_on_tokens, pieces, priority_of
from annotator.formats.kit.options import ALIGN, FRAGMENTS, OVERLAPS, PRIORITY
from annotator.formats.kit.tokenising import Tokens
from annotator.formats.writing import new_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from annotator.formats.format import Corpus, Record, Writing
    from annotator.formats.kit.flattening import Piece
    from annotator.model.values import Span

DOCUMENT_START = "-DOCSTART- -X- O O\n\n"
"""Exactly this: spaCy takes any other line for a word."""

BUFFER = 1 << 18
"""How many bytes a file keeps in memory before it writes them."""

ALL = "all"
"""What the file of all layers is called."""

NOBODY = "nobody has labelled it, so that there is nothing to say of its words"
SPACES = "white space is not in the columns, and the exact text was not asked for"


class Profile(NamedTuple):
    """How a line looks: its ending, what stands between word and tag, what begins a document."""

    ending: str
    between: str
    start: str


PROFILES = {
    "conll2003": Profile(".conll", " -X- -X- ", DOCUMENT_START),
    "tsv": Profile(".tsv", "\t", "-DOCSTART-\tO\n\n"),
}


def write(corpus: Corpus, folder: Path, writing: Writing) -> None:
    """Write the files into a folder."""
    with new_folder(folder, overwrites=writing.overwrites) as temporary:
        with ExitStack() as stack:
            columns = _Columns(corpus, temporary, writing, stack)
            total = len(corpus.documents())
            for number, record in enumerate(corpus.records()):
                writing.step(number, total, record.document.title)
                columns.add(record)
            writing.step(total, total, "")
        columns.finish()


def at_work_on(record: Record, corpus: Corpus, people: Collection[str]) -> Mapping[str, Sequence[Span]]:
    """The spans of each annotator who is at work on the document; a single one is on all."""
    if len(people) == 1:
        return dict.fromkeys(people, record.spans)
    found: dict[str, list[Span]] = {}
    for work in corpus.works(record.document.id):
        if work.state != "new":
            found[work.annotator] = []
    for span in record.spans:
        found.setdefault(span.annotator, []).append(span)
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
        self._layers = self._all_layers() if self._by_layer else [ALL]
        self._companion: BinaryIO | None = None
        if writing.is_on(COMPANION):
            path = folder / conll_companion.DOCUMENTS
            self._companion = stack.enter_context(path.open("xb", buffering=BUFFER))

    def _all_layers(self) -> list[str]:
        """The layers that have labels; `by_layer` finds those of labels that the codebook lacks."""
        return list(dict.fromkeys(one.layer or "spans" for one in self._codebook.labels.values()))

    def add(self, record: Record) -> None:
        """Write one document."""
        losses = self._losses
        losses.begin(record.document.id, record.document.title)
        left_out.report(record, losses)
        if self._companion is None:
            left_out.report_document(record.document, losses)
            losses.add("characters", "changed", SPACES)
        tokens = Tokens(record.text)
        lines = _Lines(tokens, self._profile)
        numbers: list[int] = []
        for annotator, spans in at_work_on(record, self._corpus, self._people).items():
            numbers += self._add_hers(annotator, spans, tokens, lines)
        if not numbers:
            losses.add("documents", "dropped", NOBODY)
        if self._companion is not None:
            self._companion.write(conll_companion.document_line(record, numbers))

    def _add_hers(
        self, annotator: str, spans: Sequence[Span], tokens: Tokens, lines: _Lines
    ) -> list[int]:
        layers = by_layer(spans, self._codebook) if self._by_layer else {ALL: spans}
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

    def _tagged(self, spans: Sequence[Span], tokens: Tokens, lines: _Lines) -> bytes:
        fragments, align = self._how
        candidates = pieces(spans, fragments, self._losses)
        kept = flat_on_tokens(candidates, tokens, align, self._priority, self._losses)
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


class _Lines:
    """The lines of one document: the words with what follows each of them."""

    def __init__(self, tokens: Tokens, profile: Profile) -> None:
        self._words = tokens.words()
        self._start, self._between = profile.start, profile.between
        self._breaks = [*tokens.breaks(), len(self._words)]
        outside = f"{self._between}O\n"
        self._endings = [outside] * len(self._words)
        for at in self._breaks:
            self._endings[at - 1] = f"{outside}\n"
        self._plain = b""

    def plain(self) -> bytes:
        """The document without any span."""
        if not self._plain:
            self._plain = self._joined(self._endings)
        return self._plain

    def tagged(self, kept: Sequence[Piece], tagger: Tagger) -> bytes:
        """The document with these pieces; sentences that one of them reaches over are written as one."""
        endings = self._endings.copy()
        tagger.write(kept, endings, self._breaks)
        firsts = [piece.start for piece in kept]
        for at in self._breaks:
            if endings[at - 1][-2:] != "\n\n":
                before = kept[bisect_left(firsts, at) - 1]
                if before.end <= at:
                    endings[at - 1] += "\n"
        return self._joined(endings)

    def _joined(self, endings: Sequence[str]) -> bytes:
        both = [""] * (2 * len(endings))
        both[::2] = self._words
        both[1::2] = endings
        return (self._start + "".join(both)).encode()
