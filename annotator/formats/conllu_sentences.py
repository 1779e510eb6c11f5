"""The sentences of a CoNLL-U file: comments, words, and the text that they stand for.

A word of several parts (`3-4`) is written once; its parts get their places in it where they
make it up, else all of it. Empty nodes (`8.1`) are no words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from annotator.errors import FormatError
from annotator.formats import conllu_escapes as escapes
from annotator.formats.conll_rows import lines_of, places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

COLUMNS = ("ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC")
_COMMENT = re.compile(r"#\s*([^=\s][^=]*?)\s*(?:=\s?(.*))?")
_ID = re.compile(r"\d+(?:-(\d+)|\.\d+)")
_LONGEST_ID = 10
_HINT = "CoNLL-U has ten columns with TABs between them; other columns are read as CoNLL."


@dataclass(slots=True)
class Row:
    """A word, or a part of one (then `start` and `end` lie in the word's form)."""

    form: str
    misc: Mapping[str, str]
    line: int
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Sentence:
    """One sentence: its comments, its surface forms in order, and all words for annotations.

    Offsets of `words` are set by `lay_out`.
    """

    comments: dict[str, str] = field(default_factory=dict)
    surface: list[Row] = field(default_factory=list)
    words: list[Row] = field(default_factory=list)
    parts: list[tuple[int, list[Row]]] = field(default_factory=list)
    line: int = 0

    @property
    def begins_document(self) -> bool:
        """Whether a document begins with it."""
        return "newdoc" in self.comments or "newdoc id" in self.comments


def sentences(path: Path, encoding: str | None) -> Iterator[Sentence]:
    """The sentences of a file, in order."""
    reader = _Reader(path)
    for number, line in lines_of(path, encoding):
        if not line.strip(" \t"):
            if reader.now.surface:
                yield reader.finished()
        elif line.startswith("#") and not reader.now.surface:
            reader.comment(line)
        else:
            reader.row(line, number)
    if reader.now.surface:
        yield reader.finished()


class _Reader:
    """Puts the rows of one file together."""

    def __init__(self, path: Path) -> None:
        self.now = Sentence()
        self._path = path
        self._columns = {name: at for at, name in enumerate(COLUMNS)}
        self._until = 0

    def comment(self, line: str) -> None:
        """Take a comment before a sentence."""
        found = _COMMENT.fullmatch(line)
        if found is None:
            return
        key, value = found.group(1), found.group(2) or ""
        if key == "global.columns":
            self._columns = {name: at for at, name in enumerate(value.split())}
            if not {"ID", "FORM"} <= self._columns.keys():
                raise FormatError(f"{self._path}: its columns have no ID and FORM.", _HINT)
        else:
            self.now.comments[key] = value

    def row(self, line: str, number: int) -> None:
        """Take the row of a word, a word of several parts or an empty node."""
        cells = line.split("\t")
        if len(cells) < len(self._columns):
            self._refuse(number, f"{len(cells)} columns, where {len(self._columns)} are expected")
        id_, form = cells[self._columns["ID"]], cells[self._columns["FORM"]]
        misc_at = self._columns.get("MISC")
        row = Row(form, _misc(cells[misc_at]) if misc_at else {}, number)
        if not (id_.isascii() and id_.isdigit() and len(id_) < _LONGEST_ID):
            self._several(id_, row)
            return
        self.now.line = self.now.line or number
        self.now.words.append(row)
        if int(id_) <= self._until:
            self.now.parts[-1][1].append(row)
        else:
            self.now.surface.append(row)

    def _several(self, id_: str, row: Row) -> None:
        """Take a word of several parts; an empty node is passed over."""
        found = _ID.fullmatch(id_)
        if found is None or len(id_) > 2 * _LONGEST_ID:
            self._refuse(row.line, f"“{id_[:20]}” is no number of a word")
        elif found.group(1):
            self.now.line = self.now.line or row.line
            self._until = int(found.group(1))
            self.now.surface.append(row)
            self.now.parts.append((len(self.now.surface) - 1, []))

    def _refuse(self, number: int, problem: str) -> None:
        raise FormatError(f"{self._path}, line {number:,}: {problem}.", _HINT)

    def finished(self) -> Sentence:
        """The sentence that ends here."""
        done, self.now = self.now, Sentence()
        self._until = 0
        return done


def _misc(cell: str) -> Mapping[str, str]:
    if cell == "_":
        return {}
    return {key: value for key, _, value in [pair.partition("=") for pair in cell.split("|")]}


class LaidOut(NamedTuple):
    """The text of a sentence with the white space before it and after it."""

    before: str
    text: str
    after: str


def lay_out(sentence: Sentence) -> LaidOut:
    """Give all words their offsets in the sentence's text, which is returned.

    What the rows say of white space holds; where they say nothing of it, a comment `text` does.
    """
    rows = sentence.surface
    spaces = [_space_after(row.misc) for row in rows]
    before = escapes.plain(rows[0].misc.get("SpacesBefore", ""))
    after = spaces.pop()
    said = sentence.comments.get("text", "")
    found = None
    if said and not any(row.misc.keys() & {"SpaceAfter", "SpacesAfter"} for row in rows):
        found = places([row.form for row in rows], said)
    if found is not None:
        text = said
        for row, start, end in zip(rows, *found, strict=True):
            row.start, row.end = start, end
    else:
        text = ""
        parts: list[str] = []
        at = 0
        for row, space in zip(rows, [*spaces, ""], strict=True):
            row.start, row.end = at, at + len(row.form)
            parts += (row.form, space)
            at = row.end + len(space)
        text = "".join(parts)
    for number, some in sentence.parts:
        _place_parts(rows[number], some)
    return LaidOut(before, text, after)


def _space_after(misc: Mapping[str, str]) -> str:
    if "SpacesAfter" in misc:
        return escapes.plain(misc["SpacesAfter"])
    return "" if misc.get("SpaceAfter") == "No" else " "


def _place_parts(whole: Row, parts: Sequence[Row]) -> None:
    """The parts stand one after the other if they make the word up, else each takes all of it."""
    is_exact = "".join(part.form for part in parts) == whole.form
    at = whole.start
    for part in parts:
        part.start, part.end = (at, at + len(part.form)) if is_exact else (whole.start, whole.end)
        at = part.end
