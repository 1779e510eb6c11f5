"""Rows of columns as people write them: which separator, which columns, where sentences end.

Rules learnt from real files: columns are parted by TABs or spaces; a line with nothing but white
space ends a sentence, also one with a TAB; a word may be empty; `#` begins a comment only before
the first word of a sentence, and only where no tag stands in its place; a document begins with
`-DOCSTART-`, whatever follows, with `# newdoc` or `# begin document`; the first column may count
the words; a first row that begins with `TOKEN` names the columns.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from annotator.errors import FormatError
from annotator.formats import decoding, files
from annotator.formats.conll_tags import OUTSIDE, TAG

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LONGEST_LINE = 1_000_000
"""How many characters a line may have."""

_SURVEYED = 5_000
_SPECIAL = "#- \t"
"""What begins lines that may be something else than a row."""
_DOCUMENT = "-DOCSTART-"
_NEW_DOCUMENT = re.compile(r"#\s*(?:newdoc|begin document|document_id|doc_id)\b\W*(?:id\s*=)?\s*(.*)")
_END_DOCUMENT = re.compile(r"#\s*end document")
_TEXT = re.compile(r"#\s*text\s*=\s?(.*)")
_COREFERENCE = re.compile(r"[()|\d]+")
_HINT = "Say which column has the tags (tag-column) and which the words (word-column)."


class Columns(NamedTuple):
    """Where words and tags stand, counted from 0 or, if negative, from the end."""

    has_tabs: bool
    word: int
    tag: int
    width: int
    has_header: bool


@dataclass(slots=True)
class Sentence:
    """One sentence: its words and tags, the line of its first word, its text where a comment says it.

    `document` is what a mark before it says, None where no document begins; `glued` are the
    words that no space follows.
    """

    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    line: int = 0
    text: str = ""
    document: str | None = None
    glued: set[int] = field(default_factory=set)


def lines_of(path: Path, encoding: str | None) -> Iterator[tuple[int, str]]:
    """The lines of a file with their numbers, without their ends; UTF-8 if nothing else is said."""
    size = files.check(path)
    number = 0
    try:
        with path.open("rb") as file:
            name = encoding or decoding.by_mark(file.read(4)) or "utf-8"
        name = "utf-8-sig" if name == "utf-8" else name
        with path.open(encoding=name, newline="\n", buffering=1 << 18) as text:
            is_small = size <= files.LARGEST_ARTICLE
            lines = text if is_small else iter(partial(text.readline, LONGEST_LINE), "")
            for number, line in enumerate(lines, 1):
                if len(line) >= LONGEST_LINE:
                    _refuse(path, number, f"the line has more than {LONGEST_LINE:,} characters")
                yield number, line.rstrip("\r\n")
    except LookupError:
        raise FormatError(f"“{encoding}” is no encoding that {path} could have.") from None
    except UnicodeError as error:
        raise FormatError(
            f"{path}, near line {number + 1:,}: this is not {name} ({error}).",
            "Name its encoding with --encoding, or save it as UTF-8.",
        ) from None
    except OSError as error:
        raise files.unreadable(path, error) from None


def _refuse(path: Path, line: int, problem: str) -> None:
    raise FormatError(f"{path}, line {line:,}: {problem}.", _HINT)


def cells_of(line: str, *, has_tabs: bool) -> list[str]:
    """The cells of a row."""
    if has_tabs and "\t" in line:
        return line.split("\t")
    return re.split("[ \t]+", line.rstrip(" \t"))


def survey(path: Path, encoding: str | None, word: str, tag: str) -> Columns:
    """How the rows are built, found in the first ones; `word` and `tag` are what the user says."""
    rows: list[tuple[int, list[str]]] = []
    tabs = 0
    lines: list[tuple[int, str]] = []
    for number, line in lines_of(path, encoding):
        if line.strip(" \t") and not line.startswith(("# ", _DOCUMENT)):
            lines.append((number, line))
            tabs += "\t" in line
            if len(lines) >= _SURVEYED:
                break
    if not lines:
        raise FormatError(f"{path} has no rows of words and tags.", "There is nothing in it to label.")
    has_tabs = 2 * tabs > len(lines)
    rows = [(number, cells_of(line, has_tabs=has_tabs)) for number, line in lines]
    header = rows[0][1] if rows[0][1][0] == "TOKEN" else None
    if header is not None:
        del rows[0]
    width = Counter(len(cells) for _, cells in rows).most_common(1)[0][0] if rows else 0
    if width < 2:
        _refuse(path, lines[0][0], "this row has one column; a word and its tag are expected")
    whole = [cells for _, cells in rows if len(cells) == width]
    word_at = _named_column(word, header, path, _first_word_column(whole))
    tag_at = _named_column(tag, header, path, None)
    if tag_at is None:
        tag_at = 1 if header is not None else _tag_column(whole, path)
    assert word_at is not None
    return Columns(has_tabs, word_at, tag_at, width, header is not None)


def _named_column(
    said: str, header: Sequence[str] | None, path: Path, default: int | None
) -> int | None:
    if not said.strip():
        return default
    if header is not None and said in header:
        return header.index(said)
    try:
        number = int(said)
    except ValueError:
        number = 0
    if not 1 <= abs(number) <= 1_000:
        raise FormatError(f"{path} has no column “{said}”.", "Give its number, the first is 1.")
    return number - 1 if number > 0 else number


def _first_word_column(rows: Sequence[Sequence[str]]) -> int:
    """The first column, or the second where the first one counts the words."""
    first = [row[0] for row in rows]
    is_count = len(rows[0]) > 2 and first[0] in ("0", "1") and all(map(str.isdecimal, first))
    return int(is_count)


def _tag_column(rows: Sequence[Sequence[str]], path: Path) -> int:
    """The last column, or the last before it with tags if it has none."""
    for at in range(-1, -len(rows[0]), -1):
        column = {row[at] for row in rows}
        if any(cell in ("O", "_") or TAG.fullmatch(cell) for cell in column):
            spoken = column.difference(OUTSIDE)
            if spoken and all(_COREFERENCE.fullmatch(cell) for cell in spoken):
                raise FormatError(
                    f"{path}: the last column holds the brackets of coreference, not tags.", _HINT
                )
            return at
    raise FormatError(f"{path}: no column holds tags such as B-PER and O.", _HINT)


def sentences(path: Path, encoding: str | None, columns: Columns) -> Iterator[Sentence]:
    """The sentences of a file, in order."""
    now = Sentence()
    is_header = columns.has_header
    lines: list[str] = []
    for number, line in lines_of(path, encoding):
        if line and line[0] not in _SPECIAL:
            lines.append(line)
            continue
        if lines:
            is_header = _add_rows(now, lines, columns, path, number, is_header=is_header)
            lines = []
        is_document = line.startswith(_DOCUMENT)
        if is_document or not line.strip(" \t"):
            if now.words:
                yield now
            if now.words or is_document:
                now = Sentence(document="" if is_document else None)
        elif line.startswith("#") and _is_comment(line, now, columns):
            _read_comment(line, now)
        else:
            _add_row(now, line, columns, path, number)
    if lines:
        _add_rows(now, lines, columns, path, number + 1, is_header=is_header)
    if now.words:
        yield now


def _add_rows(
    now: Sentence, lines: list[str], columns: Columns, path: Path, next_number: int, *, is_header: bool
) -> bool:
    """Add rows that stand together; whether the header is still to come, which is False then."""
    first = next_number - len(lines)
    if is_header:
        del lines[0]
        first += 1
    separator = "\t" if columns.has_tabs else " "
    rows = [line.split(separator) for line in lines]
    is_plain = set(map(len, rows)) == {columns.width}
    if is_plain:
        is_plain = ("SpaceAfter" if columns.has_tabs else "\t") not in "\n".join(lines)
    if not is_plain:
        for number, line in enumerate(lines, first):
            _add_row(now, line, columns, path, number)
        return False
    word, tag = columns.word, columns.tag
    if not -columns.width <= word < columns.width or not -columns.width <= tag < columns.width:
        _refuse(path, first, f"it has {columns.width} columns, not the one that is asked for")
    now.line = now.line or first
    now.words += [row[word] for row in rows]
    now.tags += [row[tag] for row in rows]
    return False


def _is_comment(line: str, now: Sentence, columns: Columns) -> bool:
    """Whether a line that begins with `#` is none with a word in it."""
    if now.words:
        return _END_DOCUMENT.match(line) is not None
    return not _is_row(line, columns)


def _add_row(now: Sentence, line: str, columns: Columns, path: Path, number: int) -> None:
    has_tabs = columns.has_tabs
    cells = line.split("\t") if has_tabs and "\t" in line else cells_of(line, has_tabs=has_tabs)
    try:
        if len(cells) < 2:
            raise IndexError
        now.words.append(cells[columns.word])
        now.tags.append(cells[columns.tag])
    except IndexError:
        _refuse(path, number, f"{len(cells)} columns, where {columns.width} are expected")
    now.line = now.line or number
    if has_tabs and ("NoSpaceAfter" in line or "SpaceAfter=No" in line):
        now.glued.add(len(now.words) - 1)


def _is_row(line: str, columns: Columns) -> bool:
    """Whether a line that begins with `#` is a word with its tag."""
    cells = cells_of(line, has_tabs=columns.has_tabs)
    if len(cells) != columns.width:
        return False
    tag = cells[columns.tag] if -len(cells) <= columns.tag < len(cells) else ""
    return tag == "O" or TAG.fullmatch(tag) is not None


def _read_comment(line: str, sentence: Sentence) -> None:
    if found := _NEW_DOCUMENT.match(line):
        sentence.document = found.group(1).strip(" ();")
    elif found := _TEXT.match(line):
        sentence.text = found.group(1)


def places(words: Sequence[str], text: str) -> tuple[list[int], list[int]] | None:
    """Where words begin and end in a text that has nothing but them and white space; None if it has."""
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for word in words:
        at = text.find(word, position)
        if at < 0 or text[position:at].strip():
            return None
        position = at + len(word)
        starts.append(at)
        ends.append(position)
    return None if text[position:].strip() else (starts, ends)
