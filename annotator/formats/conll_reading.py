"""Reading CoNLL columns: our own with the exact texts beside them, others with the text put together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.errors import FormatError
from annotator.formats import conll_companion, conll_rows, files
from annotator.formats.conll_options import DOCUMENTS, READ_SCHEME, SPACING, TAG_COLUMN, WORD_COLUMN
from annotator.formats.conll_tags import TagReader
from annotator.formats.kit.building import ArticleBuilder
from annotator.formats.kit.tokenising import Tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from annotator.formats.conll_companion import Manifest
    from annotator.formats.conll_rows import Sentence
    from annotator.formats.format import Article, Part, Reading

RECONSTRUCTED = "reconstructed"
"""The key of an article's metadata that says that its white space is made up, and how."""

_EMPTY = "words were empty and have been passed over"
_NO_SPACE_BEFORE = re.compile(
    r"[,.;:!?%)\]}\u2026\u201d\u2019\u00bb]+|'(?:s|m|d|re|ve|ll)|n't", re.IGNORECASE
)
_NO_SPACE_AFTER = frozenset("([{$\u00a3\u20ac\u201c\u2018\u201e\u00ab\u00a1\u00bf#@")


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The articles of a file, or of a folder that we wrote."""
    folder = path if path.is_dir() else path.parent
    if conll_companion.is_corpus(folder):
        manifest = conll_companion.read_manifest(folder)
        numbers = [
            number
            for number, one in enumerate(manifest.files)
            if one.name and (path.is_dir() or one.name == path.name)
        ]
        if numbers or path.is_dir():
            yield from _read_ours(folder, manifest, numbers, path, reading)
            return
    yield from _read_foreign(path, reading)


# ---------------------------------------------------------------- our own


def _read_ours(
    folder: Path, manifest: Manifest, numbers: Sequence[int], path: Path, reading: Reading
) -> Iterator[Part]:
    if manifest.codebook is not None:
        yield manifest.codebook
    yield from manifest.annotators
    streams = {}
    for number in numbers:
        file = folder / manifest.files[number].name
        if file.stat().st_size:
            columns = conll_rows.survey(file, None, "1", "-1")
            streams[number] = _documents(conll_rows.sentences(file, None, columns))
    tags = TagReader()
    for said in conll_companion.read_documents(folder, len(manifest.files)):
        if not path.is_dir() and not said.files.intersection(numbers):
            continue
        place = f"{said.place}"
        builder = ArticleBuilder(said.text, place, reading, title=said.title)
        builder.metadata.update(said.metadata)
        builder.attributes.update(said.attributes)
        builder.note = said.note
        placed = _Placed(builder)
        for number in sorted(said.files.intersection(streams)):
            one = manifest.files[number]
            sentences = next(streams[number], None)
            if sentences is None:
                raise FormatError(f"{folder / one.name} has fewer documents than {place} says.", _TORN)
            placed.add(sentences, tags, manifest, one.annotator, folder / one.name)
        yield builder.article()


_TORN = "The files of the folder belong together: export them again, or import this one from elsewhere."


class _Placed:
    """The words of one document, which all its files have, and where they stand in the exact text."""

    def __init__(self, builder: ArticleBuilder) -> None:
        self._builder = builder
        self._words: list[str] = []
        self._starts: Sequence[int] = ()
        self._ends: Sequence[int] = ()

    def add(
        self,
        sentences: Sequence[Sentence],
        tags: TagReader,
        manifest: Manifest,
        annotator: str,
        path: Path,
    ) -> None:
        """Add the spans of one file."""
        self._place([word for sentence in sentences for word in sentence.words], sentences, path)
        at = 0
        for sentence in sentences:
            for first, end, label in tags.spans(sentence.tags):
                edges = (self._starts[at + first], self._ends[at + end - 1])
                self._builder.add_span(manifest.labels.get(label, label), [edges], annotator=annotator)
            at += len(sentence.words)

    def _place(self, words: list[str], sentences: Sequence[Sentence], path: Path) -> None:
        if words == self._words:
            return
        tokens = Tokens(self._builder.raw_text)
        if tokens.words() == words:
            self._starts, self._ends = tokens.starts, tokens.ends
        else:
            found = conll_rows.places(words, self._builder.raw_text)
            if found is None:
                raise FormatError(
                    f"{path}, line {sentences[0].line:,}: the words are not those of"
                    f" “{self._builder.title}”.",
                    _TORN,
                )
            self._starts, self._ends = found
        self._words = words


# ---------------------------------------------------------------- others'


def _read_foreign(path: Path, reading: Reading) -> Iterator[Article]:
    columns = conll_rows.survey(
        path, reading.encoding, reading.value(WORD_COLUMN), reading.value(TAG_COLUMN)
    )
    tags = TagReader(reading.value(READ_SCHEME))
    sentences = conll_rows.sentences(path, reading.encoding, columns)
    is_each = reading.value(DOCUMENTS) == "sentences"
    documents = ([one] for one in sentences) if is_each else _documents(sentences)
    name = files.shown_name(path, is_bare=True)
    number = 0
    for number, some in enumerate(documents, 1):
        said = some[0].document
        title = said or (f"{name} {number}" if is_each or said is not None else name)
        yield from _article(some, title, path, tags, reading)
    if not number:
        raise FormatError(f"{path} has no rows of words and tags.", "There is nothing in it to label.")
    if sentence := tags.sentence():
        reading.remark(f"{files.shown_name(path)}: {sentence}.")


def _documents(sentences: Iterator[Sentence]) -> Iterator[list[Sentence]]:
    """The sentences of each document."""
    some: list[Sentence] = []
    for sentence in sentences:
        if sentence.document is not None and some:
            yield some
            some = []
        some.append(sentence)
    if some:
        yield some


def _article(
    sentences: Sequence[Sentence], title: str, path: Path, tags: TagReader, reading: Reading
) -> Iterator[Article]:
    """The article that the sentences make, each in a line of its own; none where all is empty."""
    lines: list[str] = []
    spans: list[tuple[str, int, int]] = []
    offset = empty = 0
    is_made_up = False
    for sentence in sentences:
        text, starts, ends = _laid_out(sentence, is_guessed=reading.value(SPACING) == "guess")
        is_made_up = is_made_up or text != sentence.text
        for first, end, label in tags.spans(sentence.tags):
            spans.append((label, offset + starts[first], offset + ends[end - 1]))
        empty += sum(not word.strip() for word in sentence.words)
        lines.append(text)
        offset += len(text) + 1
    raw = "\n".join(lines)
    if not raw.strip():
        return
    builder = ArticleBuilder(raw, f"{path}, line {sentences[0].line:,}", reading, title=title)
    if empty:
        reading.losses.add("characters", "dropped", _EMPTY, number=empty)
    builder.metadata[RECONSTRUCTED] = "words and lines" if is_made_up else "lines"
    for label, start, end in spans:
        builder.add_span(label, _trimmed(raw, start, end))
    yield builder.article()


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretch without the white space that empty words leave at its ends."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return [(start, start + len(words.strip()))]


def _laid_out(sentence: Sentence, *, is_guessed: bool) -> tuple[str, list[int], list[int]]:
    """The text of a sentence and where its words begin and end in it."""
    if sentence.text and (found := conll_rows.places(sentence.words, sentence.text)):
        return sentence.text, *found
    starts: list[int] = []
    ends: list[int] = []
    parts: list[str] = []
    position = 0
    is_open, before = True, ""
    for at, word in enumerate(sentence.words):
        is_glued = is_open or at - 1 in sentence.glued
        is_glued = is_glued or (is_guessed and (_joins(word) or before in _NO_SPACE_AFTER))
        if word.strip() and not is_glued:
            parts.append(" ")
            position += 1
        parts.append(word)
        starts.append(position)
        position += len(word)
        ends.append(position)
        if word.strip():
            is_open, before = False, word
    return "".join(parts), starts, ends


def _joins(word: str) -> bool:
    return _NO_SPACE_BEFORE.fullmatch(word) is not None
