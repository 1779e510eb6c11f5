"""Fragments: the half-open stretches of text that spans are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Fragment(NamedTuple):
    """A half-open stretch `[start, end)` of a document's text, in code points."""

    start: int
    end: int


def normalise(fragments: Iterable[tuple[int, int]]) -> tuple[Fragment, ...]:
    """Sort the fragments and join those that touch or overlap; empty ones are dropped."""
    joined: list[Fragment] = []
    for start, end in sorted(fragments):
        if start >= end:
            continue
        if joined and start <= joined[-1].end:
            joined[-1] = Fragment(joined[-1].start, max(end, joined[-1].end))
        else:
            joined.append(Fragment(start, end))
    return tuple(joined)


def covers(fragments: Iterable[tuple[int, int]], position: int) -> bool:
    """Whether the character at `position` lies in one of the fragments."""
    return any(start <= position < end for start, end in fragments)


def exact_text(text: str, fragments: Iterable[tuple[int, int]]) -> str:
    """The text of the fragments, joined by U+241F where there are several."""
    return "\u241f".join(text[start:end] for start, end in fragments)
