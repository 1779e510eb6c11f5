"""Quotation marks of all styles, paired: where a quotation starts and ends.

A quotation runs from its opening mark to its closing mark, both included, in code points, end
exclusive. Where a quotation runs on over paragraphs, each paragraph's part is a quotation of its
own and all but the last are not `closed`; `quotation_at` puts them together again.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from annotator.model.apostrophes import (
    BEFORE_OPEN,
    SINGLE,
    closes_single,
    is_inch_mark,
    opens_single,
    opens_strongly,
)
from annotator.model.fragment import Fragment
from annotator.model.patterns import Pattern
from annotator.model.reporting import reports
from annotator.model.tokens import paragraphs, window_at

if TYPE_CHECKING:
    from collections.abc import Iterable

_CLOSERS = {
    "\u201c": '\u201d"',
    "\u201e": '\u201c\u201d"',
    "\u201a": "\u2018\u2019",
    "\u2018": "\u2019'",
    "\u201f": "\u201d",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab\u00bb",
    "\u2039": "\u203a",
    "\u203a": "\u2039",
    "\u300c": "\u300d",
    "\u300e": "\u300f",
    "\u201d": "\u201d",
    '"': '"\u201d',
    "'": "'\u2019",
}
_MARK = Pattern("[\"'\u2018-\u201f\u00ab\u00bb\u2039\u203a\u300c-\u300f]")
_ALWAYS_OPEN = "\u201e\u300c\u300e\u201f"


_DEEPEST = 8


class Quotation(NamedTuple):
    """A quotation with its marks; `style` is its opening mark; not `closed` if no mark ends it."""

    fragment: Fragment
    style: str
    closed: bool


@dataclass
class _Open:
    """An opening mark that waits for its closing mark."""

    at: int
    mark: str
    runs_on: bool = False


def quotations(text: str, start: int, end: int, *, nested: bool = False) -> list[Quotation]:
    """The quotations of `text[start:end]` in text order, the outermost only unless `nested`."""
    found = _paired(text, max(0, start), min(len(text), end))
    return list(found) if nested else _outermost(found)


@functools.lru_cache(maxsize=16)
def _paired(text: str, start: int, end: int) -> tuple[Quotation, ...]:
    """The quotations with those inside them; one caret asks several times for the same stretch."""
    found: list[Quotation] = []
    stack: list[_Open] = []
    parts = paragraphs(text, start, end)
    for number, (low, high) in enumerate(parts):
        following = parts[number + 1].start if number + 1 < len(parts) else -1
        _pair_marks(text, low, high, stack, found)
        _close_paragraph(text, high, following, stack, found)
    found.sort(key=lambda quotation: (quotation.fragment.start, -quotation.fragment.end))
    return tuple(found)


def _outermost(found: Iterable[Quotation]) -> list[Quotation]:
    kept: list[Quotation] = []
    for quotation in found:
        if not kept or quotation.fragment.start >= kept[-1].fragment.end:
            kept.append(quotation)
    return kept


def _pair_marks(text: str, low: int, high: int, stack: list[_Open], found: list[Quotation]) -> None:
    """Open and close quotations at the marks of one paragraph."""
    for match in _MARK.finditer(text, low, high):
        at, mark = match.start(), match.group()
        if stack and stack[-1].runs_on and at == low:
            stack[-1].runs_on = False
            continue
        depth = _closes(text, at, low, high, stack)
        if depth is not None:
            if mark == stack[depth].mark == '"' and opens_strongly(text, at, low, high):
                stack[depth:] = [_Open(at, mark)]
                continue
            opened = stack[depth]
            del stack[depth:]
            found.append(Quotation(Fragment(opened.at, at + 1), opened.mark, True))
        elif _opens(text, at, low, high, stack):
            stack.append(_Open(at, mark))
            del stack[:-_DEEPEST]


def _closes(text: str, at: int, low: int, high: int, stack: list[_Open]) -> int | None:
    """Which open quotation, as a depth of the stack, the mark at `at` closes."""
    mark = text[at]
    depth = next((i for i in reversed(range(len(stack))) if mark in _CLOSERS[stack[i].mark]), None)
    if depth is None:
        return None
    if mark in SINGLE and not closes_single(text, at, low, high):
        return None
    if mark == '"' and is_inch_mark(text, at, low, high):
        return None
    reopens = mark == "\u00bb" or (mark == '"' and stack[depth].mark != '"')
    return None if reopens and opens_strongly(text, at, low, high) else depth


def _opens(text: str, at: int, low: int, high: int, stack: list[_Open]) -> bool:
    """Whether the mark at `at`, which closes nothing, opens a quotation."""
    mark = text[at]
    if mark in _ALWAYS_OPEN:
        return True
    if mark in _CLOSERS and mark in "\u201c\u00ab\u2039":
        return at + 1 < high
    if mark not in _CLOSERS or mark == "\u2019":
        return False
    if any(opened.mark == mark for opened in stack):
        return False
    free = at == low or text[at - 1].isspace() or text[at - 1] in BEFORE_OPEN
    if mark in SINGLE:
        return free and opens_single(text, at, low, high)
    if mark == '"' and free and at + 1 < high and text[at + 1].isspace():
        return True
    return opens_strongly(text, at, low, high)


def _close_paragraph(
    text: str, high: int, following: int, stack: list[_Open], found: list[Quotation]
) -> None:
    """End the paragraph: carry an open quotation over if the next paragraph reopens it."""
    if not stack:
        return
    again = text[following] if following >= 0 else ""
    opened = next((entry for entry in stack if _stays_open(text, entry, high, again)), None)
    stack.clear()
    if opened is None:
        return
    found.append(Quotation(Fragment(opened.at, high), opened.mark, False))
    if again and (again == opened.mark or (again == "\u00bb" and opened.mark == "\u00ab")):
        stack.append(_Open(following, opened.mark, runs_on=True))


def _stays_open(text: str, opened: _Open, high: int, again: str) -> bool:
    """Whether an unclosed mark quotes the rest of its paragraph: it starts it or follows a comma."""
    before = text[max(0, opened.at - 3) : opened.at].rstrip(" \u00a0")
    if opened.mark == "'" and again != "'":
        return False
    leads = not before or before[-1] in "\n\u2029,:.?!\u2014\u2013" or before[-1] in _CLOSERS
    return leads and high - opened.at > 3


# One quote of several fragments

_BLANKS_AND_CLOSERS = " \u00a0\u201d\u2019\"'\u00bb"
_WORDS = Pattern(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_INNER_END = ",?!\u2026-\u2013\u2014\uff0c"
_ANOTHER = Pattern(
    r"\b(?:and|adding|later|but|then) (?:\w+ )?(?:added|said|that|of|to|continued)\b|\badding\b"
)


def quotation_at(text: str, position: int) -> tuple[Fragment, ...]:
    """The outermost quotation around the position as the fragments of one quote, or nothing.

    Fragments join over an attribution that belongs to the first of them: “We will,” she said,
    “appeal.” and also “We will,” she said. “We shall.”, which PolNeAR's annotators mark as one
    content. They do not join if the first is a finished sentence (“A.” He paused. “B.”) or if
    the second has an attribution of its own. Parts that run on over paragraphs join, too.
    """
    found = quotations(text, *_whole_paragraphs(text, position))
    here = next((i for i, each in enumerate(found) if _touches(each.fragment, position)), None)
    if here is None:
        return ()
    first = last = here
    while first > 0 and _joins(text, found, first - 1):
        first -= 1
    while last + 1 < len(found) and _joins(text, found, last):
        last += 1
    return tuple(each.fragment for each in found[first : last + 1])


def _touches(fragment: Fragment, position: int) -> bool:
    return fragment.start <= position <= fragment.end


def _whole_paragraphs(text: str, position: int) -> Fragment:
    """The window around the position, cut at paragraph breaks where it has some."""
    near = window_at(text, position)
    start, end = near
    if start > 0 and (found := text.find("\n", start, position)) >= 0:
        start = found + 1
    if end < len(text) and (found := text.rfind("\n", position, end)) >= 0:
        end = found
    return Fragment(start, end)


def _joins(text: str, found: list[Quotation], number: int) -> bool:
    """Whether the quotation and the one after it are parts of one quote."""
    first, second = found[number : number + 2]
    gap = text[first.fragment.end : second.fragment.start]
    if not first.closed:
        return first.style == second.style and not gap.strip() and _runs_on(text, second)
    if len(gap) > 250 or "\n" in gap or "\u2029" in gap or first.style != second.style:
        return False
    if not (_is_attribution(gap) and _is_open_ended(text, first, gap)):
        return False
    return _carries_on(text, second, gap)


def _runs_on(text: str, second: Quotation) -> bool:
    before = text[max(0, second.fragment.start - 2) : second.fragment.start]
    return not before or before[-1] in "\n\u2029\u2028" or before.isspace()


def _is_open_ended(text: str, first: Quotation, gap: str) -> bool:
    """Whether the first part waits for its attribution: it ends in a comma, ?, ! or a dash."""
    inner = text[first.fragment.start + 1 : first.fragment.end - 1].rstrip()
    if gap[:1] in ",\u2014\u2013" or gap[:2] in (" \u2014", " \u2013", " -", "--"):
        return True
    if gap.lstrip()[:1].islower() and inner[-1:] == ".":
        return True
    return inner[-1:] != "" and inner[-1:] in _INNER_END


def _is_attribution(gap: str) -> bool:
    """Whether the words between are one attribution: one reporting verb, no other sentence."""
    body = gap.strip().rstrip(".,:;\u2014\u2013- ")
    if re.search(r"[a-z\u00e0-\u00ff]{3}[.?!] +[A-Z]", body) or _ANOTHER.search(body):
        return False
    words = [match.group() for match in _WORDS.finditer(body)]
    if not words:
        return False
    cues = sum(reports(word, before) for before, word in zip(["", *words], words, strict=False))
    return cues >= 1 or (gap.rstrip()[-1:] == "," and len(words) <= 8)


def _carries_on(text: str, second: Quotation, gap: str) -> bool:
    """Whether the second part carries the first on and is neither a scare quote nor another's."""
    ending = gap.rstrip()[-1:]
    if ending == ",":
        return True
    if ending not in (".", ";", ":", "\u2014", "\u2013", "-"):
        return False
    inner = text[second.fragment.start + 1 : second.fragment.end - 1].rstrip(_BLANKS_AND_CLOSERS)
    if not second.closed or inner[-1:] in (".", "\u2026"):
        return True
    after = text[second.fragment.end : second.fragment.end + 80].lstrip(" \u00a0").split("\n")[0]
    if inner[-1:] in ("?", "!"):
        return not any(reports(word) for word in after.split()[:4]) or after[:1].isupper()
    return after[:1] == "."
