"""A text as what stands between its spaces, for exports that write a word a line.

Most of these parts are words, with a comma or full stop, that come back in every article. So they
are cut into tokens once and remembered, and of an article only what differs must be looked at: where
its spans begin and end, its stops and its lines. Tokens and sentences are those of `tokenising`.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from annotator.formats.kit.tokenising import (
    CLOSING,
    OPENING,
    STOPS,
    TOKEN,
    WIDE_STOPS,
    beginning,
    needed,
    stops,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Value = TypeVar("Value")

MOST_REMEMBERED = 400_000
"""How many characters of parts are remembered; then it begins anew."""
_OVERHEAD = 8
_ASCII_SPACES = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f"
_SPACES = "".join([*_ASCII_SPACES, *filter(str.isspace, map(chr, range(0x80, 0x3001)))])
"""All white space but the space itself."""
_NEVER, _WIDE = 3, -1


class Remembered(dict[str, Value], Generic[Value]):
    """What is made of a part when it is first asked for."""

    def __init__(self, make: Callable[[str], Value]) -> None:
        super().__init__()
        self._make = make
        self._room = MOST_REMEMBERED

    def __missing__(self, part: str) -> Value:
        self._room -= len(part) + _OVERHEAD
        if self._room < 0:
            self.clear()
            self._room = MOST_REMEMBERED - len(part)
        value = self[part] = self._make(part)
        return value


class Stop(NamedTuple):
    """A stop that ends a part, but for marks that close.

    `needed` is what the next word must be (see `tokenising.needed`), None where that depends on the
    word before the part.
    """

    sign: str
    is_close: bool
    needed: int | None


class Part(NamedTuple):
    """What stands between two spaces: its tokens, and the first and last places of each.

    `first` is the first token that opens no quote or bracket, "" if all do, and `beginning` what
    can be said of it; `inner` are the tokens with which sentences begin amid the part.
    """

    words: Sequence[str]
    starts: Mapping[int, int]
    ends: Mapping[int, int]
    beginning: int
    first: str
    stop: Stop | None
    inner: Sequence[int]


def part_of(text: str) -> Part:
    """A text without white space, cut into tokens."""
    words = TOKEN.findall(text)
    ends = [*accumulate(map(len, words))]
    starts = {start: number for number, start in enumerate([0, *ends[:-1]])}
    first = next((word for word in words if word not in OPENING), "")
    stop, inner = _stops_of(words) if not STOPS.isdisjoint(words) else (None, ())
    until = {end: number for number, end in enumerate(ends, 1)}
    return Part(words, starts, until, beginning(first), first, stop, inner)


def _stops_of(words: Sequence[str]) -> tuple[Stop | None, Sequence[int]]:
    """The stop at the end of a part, and the tokens after stops that need no space after them."""
    inner: list[int] = []
    for number, word in enumerate(words):
        if word not in STOPS:
            continue
        at = number + 1
        while at < len(words) and words[at] in CLOSING:
            at += 1
        if at < len(words):
            if word in WIDE_STOPS and words[at] not in WIDE_STOPS:
                inner.append(at)
            continue
        is_close = at == number + 1
        before = words[number - 1] if number else ""
        is_open = word == "." and not before
        return Stop(word, is_close, None if is_open else needed(word, before, is_close=is_close)), inner
    return None, inner


class Place(NamedTuple):
    """Where a span lies: part and token of its start, part and token of its end (exclusive).

    `is_whole` says that it holds its first and last part with all their tokens.
    """

    first: int
    token: int
    last: int
    end: int
    label: str
    is_whole: bool


class Spaced:
    """A text as its parts, some of which are empty where several spaces stand together."""

    def __init__(self, text: str, known: Remembered[Part]) -> None:
        self.known = known
        self.text = text
        for sign in _ASCII_SPACES if text.isascii() else _SPACES:
            if sign in text:
                text = text.replace(sign, " ")
        self.spaced = text
        self.parts = text.split(" ")

    def breaks(self) -> tuple[set[int], set[int]]:
        """The parts with which sentences begin, the first one apart, and those amid which some do."""
        found: set[int] = set()
        self._add_line_starts(found)
        return found, self._add_after_stops(found)

    def next(self, number: int) -> int:
        """The part from here on that is not empty; their number if there is none."""
        parts = self.parts
        while number < len(parts) and not parts[number]:
            number += 1
        return number

    def _add_line_starts(self, found: set[int]) -> None:
        parts, text, count = self.parts, self.text, self.spaced.count
        first = self.next(0)
        for sign in ("\n", "\u2029"):
            number = before = 0
            at = text.find(sign)
            while at >= 0:
                number += count(" ", before, at)
                after = self.next(number + 1)
                if after == len(parts):
                    break
                if after > first:
                    found.add(after)
                before, at = at, text.find(sign, at + 1)

    def _add_after_stops(self, found: set[int]) -> set[int]:
        broken: set[int] = set()
        parts, known, count = self.parts, self.known, self.spaced.count
        number = before = 0
        for place in stops(self.text):
            number += count(" ", before, place)
            before = place
            part = known[parts[number]]
            if part.inner:
                broken.add(number)
            stop = part.stop
            if stop is None:
                continue
            after = number + 1
            if after == len(parts) or not parts[after]:
                after = self.next(after)
                if after == len(parts):
                    break
            if self._is_end(number, stop, after):
                found.add(after)
        return broken

    def _is_end(self, number: int, stop: Stop, after: int) -> bool:
        """Whether a sentence begins with the part `after` the one that ends in a stop."""
        part = self.known[self.parts[after]]
        if stop.sign in WIDE_STOPS:
            return part.words[0] not in WIDE_STOPS
        least = stop.needed
        if least is None:
            before = next(filter(None, reversed(self.parts[:number])), "")
            word = self.known[before].words[-1] if before else ""
            least = needed(stop.sign, word, is_close=stop.is_close)
        while not part.first and (after := self.next(after + 1)) < len(self.parts):
            part = self.known[self.parts[after]]
        return part.beginning >= least

    def places(self, spans: Iterable[tuple[Any, ...]]) -> list[Place] | None:
        """Where the rows of spans lie; None if one is no row of whole tokens, or reaches into another."""
        parts, known = self.parts, self.known
        count, rfind = self.spaced.count, self.spaced.rfind
        found: list[Place] = []
        at = number = begin = 0
        for _, _, label, start, end, fragments, *_ in spans:
            if fragments is not None or start < at:
                return None
            if spaces := count(" ", at, start):
                number += spaces
                begin = rfind(" ", at, start) + 1
            first = number
            token = known[parts[first]].starts.get(start - begin)
            if spaces := count(" ", start, end):
                number += spaces
                begin = rfind(" ", start, end) + 1
            last = known[part := parts[number]].ends.get(end - begin)
            if token is None or last is None or start >= end:
                return None
            is_whole = not token and end - begin == len(part)
            found.append(Place(first, token, number, last, label, is_whole))
            at = end
        return found
