"""The text of a web page as it stands in the page: block by block, to the code point.

An extractor says which passages of a page are the article, but it tidies them up: it
turns no-break spaces into spaces and composes accents. So the page is rendered here, and
the extractor's passages are looked up in it by their letters and digits alone.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

_SKIPPED = frozenset(
    str.split(
        "script style noscript template title svg math iframe object embed canvas audio video "
        "button select textarea datalist map area base link meta"
    )
)
_BLOCKS = frozenset(
    str.split(
        "address article aside blockquote body caption center dd details dialog dir div dl dt "
        "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li "
        "main menu nav ol optgroup option p pre search section summary table tbody tfoot thead tr ul "
        "ab code head item list quote row"  # these are the extractor's names
    )
)
_WHOLE = frozenset(str.split("p li h1 h2 h3 h4 h5 h6 blockquote pre dd dt tr"))
_CELLS = frozenset(("td", "th", "cell"))
_BREAKS = frozenset(("br", "lb"))
_LINE, _CELL = "\0", "\x0b"
_WHITE_SPACE = re.compile(r"[ \t\n\f\r]+")
_PROBE = 40
_SHORT = 24


@dataclass(slots=True)
class Block:
    """One paragraph, heading, list item or table row of the page, in page order."""

    tag: str
    text: str


@dataclass(slots=True)
class Page:
    """The blocks of a page, and where each of its letters and digits stands."""

    blocks: list[Block]
    letters: str = ""
    places: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    edges: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        letters: list[str] = []
        for block in self.blocks:
            self.starts.append(len(letters))
            for index, char in enumerate(block.text):
                found = bare(char)
                letters += found
                self.places += [index] * len(found)
        self.starts.append(len(letters))
        self.letters = "".join(letters)
        self.edges = frozenset(self.starts)

    def find(self, passage: str, start: int) -> tuple[int, int] | None:
        """Where the passage's letters stand among the page's, from `start` or anywhere."""
        wanted = bare(passage)
        if not wanted:
            return None
        for origin in (start, 0):
            found = self._find_whole(wanted, origin) or self._find_ends(wanted, origin)
            if found is not None:
                return found
        return None

    def _find_whole(self, wanted: str, origin: int) -> tuple[int, int] | None:
        """The first place that begins and ends with a block; a long passage may lie inside one."""
        best = -1
        at = self.letters.find(wanted, origin)
        while at >= 0:
            if at in self.edges and at + len(wanted) in self.edges:
                return at, at + len(wanted)
            if best < 0 and (len(wanted) >= _SHORT or at in self.edges):
                best = at
            at = self.letters.find(wanted, at + 1)
        return (best, best + len(wanted)) if best >= 0 else None

    def _find_ends(self, wanted: str, origin: int) -> tuple[int, int] | None:
        """Where a passage stands that the extractor has taken something out of."""
        head, tail = wanted[:_PROBE], wanted[-_PROBE:]
        at = self.letters.find(head, origin) if len(wanted) >= _SHORT else -1
        end = self.letters.find(tail, at) if at >= 0 else -1
        if end < 0 or end + len(tail) - at > 2 * len(wanted):
            return None
        return at, end + len(tail)

    def stretches(self, found: Iterable[tuple[int, int]]) -> list[Block]:
        """The blocks that hold these letters; paragraphs and the like are taken whole."""
        edges: dict[int, tuple[int, int]] = {}
        for start, end in found:
            first, last = self._block_of(start), self._block_of(end - 1)
            for number in range(first, last + 1):
                low = max(start, self.starts[number])
                high = min(end, self.starts[number + 1])
                if low < high:
                    old = edges.get(number, (low, high))
                    edges[number] = (min(old[0], low), max(old[1], high))
        return [self._cut(number, *edges[number]) for number in sorted(edges)]

    def _block_of(self, letter: int) -> int:
        return bisect_right(self.starts, letter) - 1

    def _cut(self, number: int, low: int, high: int) -> Block:
        block = self.blocks[number]
        if block.tag in _WHOLE:
            return block
        start, end = 0, len(block.text)
        if low > self.starts[number]:
            start = self.places[low]
            while start > 0 and not block.text[start - 1].isspace() and not bare(block.text[start - 1]):
                start -= 1
        if high < self.starts[number + 1]:
            end = self.places[high - 1] + 1
            while end < len(block.text) and not block.text[end].isspace() and not bare(block.text[end]):
                end += 1
        return Block(block.tag, block.text[start:end])


def bare(text: str) -> str:
    """Only the letters and digits, decomposed, without accents and case."""
    folded = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return "".join(char for char in folded.casefold() if char.isalnum())


def render(root: _Element) -> Page:
    """The page's blocks, and where their letters stand."""
    return Page(blocks_of(root))


def blocks_of(root: _Element) -> list[Block]:
    """The page's blocks with white space collapsed as a browser does; no-break spaces stay."""
    blocks: list[Block] = []
    pieces: list[str] = []
    for piece in _pieces(root):
        if isinstance(piece, str):
            pieces.append(piece)
            continue
        text = "".join(pieces)
        pieces.clear()
        if piece.tag != "pre":
            text = _LINE.join(_WHITE_SPACE.sub(" ", line).strip(" ") for line in text.split(_LINE))
        text = text.replace(_LINE, "\n").replace(_CELL, "\t").strip("\n\t ")
        if text:
            blocks.append(Block(piece.tag, text))
    return blocks


class _Edge(NamedTuple):
    """Here a block of this tag begins or ends: what was said before belongs to one block."""

    tag: str


def _pieces(root: _Element) -> Iterator[str | _Edge]:
    """The text of the tree in page order, with the edges of its blocks."""
    stack: list[tuple[_Element, str, bool]] = [(root, "", False)]
    while stack:
        element, outer, is_over = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if is_over:
            if tag in _BLOCKS or element is root:
                yield _Edge(tag)
            elif tag in _CELLS:
                yield _CELL
        elif tag and tag not in _SKIPPED:
            if tag in _BLOCKS:
                yield _Edge(outer)
            elif tag in _BREAKS:
                yield _LINE
            yield element.text or ""
            stack.append((element, outer, True))
            inner = tag if tag in _BLOCKS else outer
            stack += [(child, inner, False) for child in reversed(element)]
            continue
        if element is not root:
            yield element.tail or ""
