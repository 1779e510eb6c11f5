"""LitBank's quotes: who says what in a novel, `NAME.txt` in rows of tokens and `NAME.ann` beside it.

QUOTE  id  row  token  row  token  words     the last token belongs to the quote
ATTRIB id  speaker
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid5

from annotator.errors import FormatError
from annotator.formats import files
from annotator.formats.brat_files import companions, files_of, read_lines, read_text
from annotator.formats.brat_lines import said_bad
from annotator.formats.format import CodebookLine, Format
from annotator.formats.kit.building import OUTSIDE, ArticleBuilder
from annotator.formats.text import title_of
from annotator.model.codebook import FORMAT as CODEBOOK_FORMAT
from annotator.model.values import DOCUMENT_NAMESPACE, Entity, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from annotator.formats.format import Part, Reading

NO_LINE = "it is no line of LitBank's quotes"

_CODEBOOK: dict[str, Any] = {
    "format": CODEBOOK_FORMAT,
    "layers": [{"id": "attribution", "name": "Quotes"}],
    "labels": [{"id": "QUOTE", "name": "Quote", "layer": "attribution"}],
}
_QUOTE = re.compile(r"QUOTE\t([^\t]+)" + r"\t([0-9]{1,9})" * 4 + r"(?:\t(.*))?")
_ATTRIBUTED = re.compile(r"ATTRIB\t([^\t]+)\t([^\t]+)")
_RECOGNISED = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:QUOTE\t[^\t\n]+\t\d+\t|ATTRIB\t)")
_NUMBERED = re.compile(r"(.+)-[0-9]+")


class _Quote(NamedTuple):
    name: str
    start: tuple[int, int]
    end: tuple[int, int]
    words: str | None
    number: int


@dataclass(slots=True)
class _Lines:
    """What an annotation file says."""

    quotes: list[_Quote] = field(default_factory=list)
    speakers: dict[str, str] = field(default_factory=dict)
    bad: list[int] = field(default_factory=list)


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The label of quotes, the speakers and the text with its quotes, linked to who says them."""
    found = files_of(path)
    reading.losses.begin("", files.shown_name(path))
    text, content, encoding = read_text(found, reading.encoding)
    lines = _read_lines(path, reading)
    article = ArticleBuilder(text, str(path), reading, title=title_of(text, found.text))
    article.source = Source(files.shown_name(found.text), content, encoding)
    known = {quote.name for quote in lines.quotes}
    speakers = {quote: said for quote, said in lines.speakers.items() if quote in known}
    if strays := lines.speakers.keys() - known:
        reading.losses.add(
            "entities", "dropped", "the file has no quote of this name", ids=sorted(strays)
        )
    entities = {said: _entity(said, article.id) for said in dict.fromkeys(speakers.values())}
    rows = _Rows(text)
    for quote in lines.quotes:
        stretch = rows.stretch(quote)
        if stretch is None:
            reading.losses.add("spans", "dropped", OUTSIDE, ids=[quote.name])
            continue
        _compare(quote, text[slice(*stretch)], path, reading)
        speaker = entities[speakers[quote.name]].id if quote.name in speakers else None
        article.add_span("QUOTE", [stretch], name=quote.name, entity=speaker)
    yield CodebookLine(_CODEBOOK, str(path), is_whole=False)
    yield from entities.values()
    yield article.article()


def _read_lines(path: Path, reading: Reading) -> _Lines:
    lines = _Lines()
    name = files.shown_name(path)
    for number, line in enumerate(read_lines(path).split("\n"), 1):
        line = line.rstrip("\r")
        if (quote := _QUOTE.fullmatch(line)) is not None:
            row, token, last_row, last_token = map(int, quote.groups()[1:5])
            found = _Quote(quote[1], (row, token), (last_row, last_token), quote[6], number)
            lines.quotes.append(found)
        elif (said := _ATTRIBUTED.fullmatch(line)) is not None:
            lines.speakers[said[1]] = said[2]
        elif line.strip():
            lines.bad.append(number)
            reading.losses.add("lines", "dropped", NO_LINE)
            reading.remark(f"{name}, line {number:,}: {NO_LINE}; left out.")
    if lines.bad and not lines.quotes and not lines.speakers:
        raise FormatError(
            f"{path} has no quotes of LitBank: {said_bad(lines.bad)}, cannot be understood.",
            "Lines look like “QUOTE<tab>Q1<tab>2<tab>29<tab>4<tab>5<tab>words”.",
        )
    return lines


class _Rows:
    """The rows of a text and their tokens, which single spaces part."""

    def __init__(self, text: str) -> None:
        self._rows = text.split("\n")
        self._starts = [0]
        for row in self._rows:
            self._starts.append(self._starts[-1] + len(row) + 1)
        self._tokens: dict[int, list[tuple[int, int]]] = {}

    def stretch(self, quote: _Quote) -> tuple[int, int] | None:
        """The code points of a quote; None where the text has no such tokens."""
        first, last = self._token(quote.start), self._token(quote.end)
        if first is None or last is None or first[0] >= last[1]:
            return None
        return first[0], last[1]

    def _token(self, place: Sequence[int]) -> tuple[int, int] | None:
        row, token = place
        if row >= len(self._rows):
            return None
        if row not in self._tokens:
            self._tokens[row] = list(self._found_tokens(row))
        tokens = self._tokens[row]
        return tokens[token] if token < len(tokens) else None

    def _found_tokens(self, row: int) -> Iterator[tuple[int, int]]:
        start = self._starts[row]
        for word in self._rows[row].rstrip("\r").split(" "):
            yield start, start + len(word)
            start += len(word) + 1


def _compare(quote: _Quote, text: str, path: Path, reading: Reading) -> None:
    if quote.words is not None and quote.words.split() != text.split():
        reading.remark(
            f"{files.shown_name(path)}, line {quote.number:,}: the file says “{quote.words}”,"
            f" its tokens say “{text}”."
        )


def _entity(said: str, document: str) -> Entity:
    """A speaker of one text: `Mrs_Bennet-7` is Mrs Bennet."""
    numbered = _NUMBERED.fullmatch(said)
    name = (numbered[1] if numbered is not None else said).replace("_", " ").strip()
    return Entity(str(uuid5(DOCUMENT_NAMESPACE, f"{document} {said}")), " ".join(name.split()) or said)


FORMAT = Format(
    name="litbank",
    title="LitBank quotes",
    extensions=(".ann",),
    description="Quotes of novels, each linked to its speaker as an entity.",
    read=read,
    recognises=lambda start: _RECOGNISED.match(start) is not None,
    companions=companions,
)
