"""The lines of one document in CoNLL columns: made once without tags, sentence by sentence.

Each layer makes only those sentences anew in which it has spans.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.formats.conll_tags import Tagger
    from annotator.formats.kit.flattening import Found
    from annotator.formats.kit.tokenising import Tokens

DOCUMENT_START = "-DOCSTART- -X- O O\n\n"
"""Exactly this: spaCy takes any other line for a word."""

_EMPTY_LINE = b"\n\n"


class Profile(NamedTuple):
    """How a line looks: its ending, what stands between word and tag, what begins a document."""

    ending: str
    between: str
    start: str


PROFILES = {
    "conll2003": Profile(".conll", " -X- -X- ", DOCUMENT_START),
    "tsv": Profile(".tsv", "\t", "-DOCSTART-\tO\n\n"),
}


class Lines:
    """The lines of one document."""

    def __init__(self, tokens: Tokens, profile: Profile) -> None:
        self._words = tokens.words()
        self._edges = [0, *tokens.breaks(), len(self._words)]
        self._outside = outside = f"{profile.between}O\n"
        words = self._words.copy()
        for at in self._edges[1:-1]:
            words[at] = f"\n{words[at]}"
        self._plain = f"{profile.start}{outside.join(words)}{outside}\n".encode()
        self._start = profile.start.encode()
        self._sentences: list[bytes] = []

    def plain(self) -> bytes:
        """The document without any span."""
        return self._plain

    def tagged(self, found: Sequence[Found], tagger: Tagger) -> bytes:
        """The document with these spans; sentences that one of them reaches over are written as one."""
        if not self._sentences:
            self._sentences = self._plain[len(self._start) : -2].split(_EMPTY_LINE)
        words, edges, plain, outside = self._words, self._edges, self._sentences, self._outside
        written: list[bytes] = []
        now: list[str] = []
        sentence = at = end = 0
        for first, last, (begin, inside, final, only) in tagger.tags(found, edges):
            if first >= end:
                if now:
                    written.append(self._closed(now, at, end))
                    now = []
                next_one = bisect_right(edges, first, sentence) - 1
                written += plain[sentence:next_one]
                sentence = next_one + 1
                at, end = edges[next_one], edges[sentence]
            while end < last:
                sentence += 1
                end = edges[sentence]
            if at < first:
                now += (outside.join(words[at:first]), outside)
            if last - first == 1:
                now += (words[first], only)
            else:
                now += (words[first], begin)
                if last - first > 2:
                    now += (inside.join(words[first + 1 : last - 1]), inside)
                now += (words[last - 1], final)
            at = last
        if now:
            written.append(self._closed(now, at, end))
        written += plain[sentence:]
        return b"%s%s\n\n" % (self._start, _EMPTY_LINE.join(written))

    def _closed(self, now: list[str], at: int, end: int) -> bytes:
        """A sentence with its last words, without its last line end."""
        if at < end:
            now += (self._outside.join(self._words[at:end]), self._outside)
        return "".join(now)[:-1].encode()
