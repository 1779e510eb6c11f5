"""The lines of one document in CoNLL columns: those of each part without tags are made once and kept.

Each layer of spans takes them over, and puts its tags in the place of `O`, stretch by stretch.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from annotator.formats.kit.spaced import Part, Remembered, Spaced, part_of
from annotator.formats.kit.tokenising import Tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.formats.conll_tags import Tagger
    from annotator.formats.kit.flattening import Found
    from annotator.formats.kit.spaced import Place

Ends: TypeAlias = tuple[bytes, bytes, bytes, bytes]
"""What ends the lines of a span's first, inner, last and only word."""

DOCUMENT_START = "-DOCSTART- -X- O O\n\n"
"""Exactly this: spaCy takes any other line for a word."""


class Profile(NamedTuple):
    """How a line looks: its ending, what stands between word and tag, what begins a document."""

    ending: str
    between: str
    start: str


PROFILES = {
    "conll2003": Profile(".conll", " -X- -X- ", DOCUMENT_START),
    "tsv": Profile(".tsv", "\t", "-DOCSTART-\tO\n\n"),
}


class KnownLines:
    """What is remembered from one document to the next: parts, their lines, the ends of labels' lines."""

    def __init__(self, profile: Profile, tagger: Tagger) -> None:
        self.start = profile.start.encode()
        self.outside = f"{profile.between}O\n"
        self.end = self.outside.encode()
        self.is_iob1 = tagger.is_iob1
        self.parts: Remembered[Part] = Remembered(part_of)
        self.lines: Remembered[bytes] = Remembered(self._lines_of)
        self.ends: dict[str, Ends] = {}
        self._tagger = tagger
        self._between = profile.between

    def _lines_of(self, part: str) -> bytes:
        return self.of([part] if part.isalnum() else self.parts[part].words)

    def of(self, words: Sequence[str]) -> bytes:
        """The lines of words that no span holds."""
        return f"{self.outside.join(words)}{self.outside}".encode() if words else b""

    def ends_of(self, label: str) -> Ends:
        """How the lines of a label's spans end."""
        begin, inside, last, only = (
            f"{self._between}{entry}\n".encode() for entry in self._tagger.entries(label)
        )
        self.ends[label] = begin, inside, last, only
        return self.ends[label]


class Lines:
    """The lines of one document."""

    def __init__(self, text: str, known: KnownLines) -> None:
        self._known = known
        self._tokens: Tokens | None = None
        self._text = Spaced(text, known.parts)
        self.places = self._text.places
        self._bare = [*map(known.lines.__getitem__, self._text.parts)]
        self._plain = self._bare.copy()
        self._breaks, broken = self._text.breaks()
        for number in broken:
            self._plain[number] = self._outside(number, 0)
        for number in self._breaks:
            self._plain[number - 1] += b"\n"

    def plain(self) -> bytes:
        """The document without any span."""
        return b"%s%s\n" % (self._known.start, b"".join(self._plain))

    def tagged(self, places: Sequence[Place]) -> bytes:
        """The document with the spans that lie there; no sentence ends within one."""
        plain, rest, known = self._plain, self._rest, self._known
        lines = [known.start]
        at = token = 0
        before: Place | None = None
        for place in places:
            first, start, last, end, label, _ = place
            ends = known.ends.get(label) or known.ends_of(label)
            if known.is_iob1 and not self._goes_on(before, place):
                ends = (ends[1],) * 4
            if at < first:
                if token:
                    lines.append(rest(at, token))
                    at, token = at + 1, 0
                lines += plain[at:first]
            if start:
                lines.append(self._outside(first, token, start))
            lines.append(self._with_ends(place, ends))
            at, token, before = last, end, place
        if token:
            lines.append(rest(at, token))
            at += 1
        lines += plain[at:]
        lines.append(b"\n")
        return b"".join(lines)

    def tokens(self) -> Tokens:
        """The tokens of the whole text, for spans that must be fitted to them."""
        if self._tokens is None:
            self._tokens = Tokens(self._text.text)
        return self._tokens

    def places_of(self, found: Sequence[Found]) -> list[Place]:
        """Where spans lie that are counted in tokens."""
        starts, ends = self.tokens().starts, self.tokens().ends
        rows = [("", "", label, starts[first], ends[end - 1], None) for first, end, label in found]
        places = self.places(rows)
        assert places is not None
        return places

    def _goes_on(self, before: Place | None, place: Place) -> bool:
        """Whether a span follows another of its label, in one sentence, with no word between them."""
        if before is None or before.label != place.label:
            return False
        part = self._part(before.last)
        if before.last == place.first:
            return before.end == place.token and place.token not in part.inner
        is_next = self._text.next(before.last + 1) == place.first and place.first not in self._breaks
        return is_next and place.token == 0 and before.end == len(part.words)

    def _part(self, number: int) -> Part:
        return self._known.parts[self._text.parts[number]]

    def _outside(self, number: int, first: int, end: int | None = None) -> bytes:
        """The lines of a part's tokens that no span holds, and the ends of sentences amid them."""
        words, inner = self._part(number).words, self._part(number).inner
        if end is None:
            end = len(words)
        if not inner:
            return self._known.of(words[first:end])
        edges = [first, *(at for at in inner if first <= at <= end), end]
        return b"\n".join([self._known.of(words[one:other]) for one, other in pairwise(edges)])

    def _rest(self, number: int, token: int) -> bytes:
        """What follows a span in the part in which it ends."""
        is_end = number + 1 in self._breaks
        return self._outside(number, token) + b"\n" if is_end else self._outside(number, token)

    def _inside(self, place: Place) -> bytes:
        """The lines of a span's tokens, without tags."""
        first, token, last, end, _, is_whole = place
        if is_whole:
            return self._bare[first] if first == last else b"".join(self._bare[first : last + 1])
        of = self._known.of
        if first == last:
            return of(self._part(first).words[token:end])
        amid = b"".join(self._bare[first + 1 : last])
        return of(self._part(first).words[token:]) + amid + of(self._part(last).words[:end])

    def _with_ends(self, place: Place, ends: Ends) -> bytes:
        """The same with tags."""
        outside = self._known.end
        lines = self._inside(place)[: -len(outside)]
        begin, inside, last, only = ends
        if outside not in lines:
            return lines + only
        return lines.replace(outside, begin, 1).replace(outside, inside) + last
