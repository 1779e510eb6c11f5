"""Moving one edge of a stretch of text by a word or by a character."""

from __future__ import annotations

import unicodedata

from annotator.model.fragment import Fragment
from annotator.model.tokens import next_token, previous_token, token_at

_JOINERS = "\u200d\ufe0e\ufe0f"


def moved(
    text: str, fragment: Fragment, step: int, *, is_end: bool, by_character: bool = False
) -> Fragment | None:
    """The stretch with one edge a word or character on (`step` 1) or back (-1); None where it cannot."""
    start, end = fragment
    if by_character:
        there = _next_character(text, end if is_end else start, step)
        start, end = (start, there) if is_end else (there, end)
    elif is_end:
        end = _next_end(text, end) if step > 0 else _previous_end(text, end)
    else:
        start = _next_start(text, start) if step > 0 else _previous_start(text, start)
    if 0 <= start < end <= len(text):
        return Fragment(start, end)
    return None


def _next_character(text: str, position: int, step: int) -> int:
    """The offset one visible character further: marks and joined emoji stay whole."""
    position += step
    while 0 < position < len(text) and _joins(text, position):
        position += step
    return position


def _joins(text: str, position: int) -> bool:
    """Whether the characters on both sides of the offset are one to the reader."""
    after = text[position]
    is_mark = unicodedata.combining(after) != 0 or after in _JOINERS
    return is_mark or "\U0001f3fb" <= after <= "\U0001f3ff" or text[position - 1] == "\u200d"


def _next_end(text: str, end: int) -> int:
    token = next_token(text, max(0, end - 1))
    return token.end if token is not None else end


def _previous_end(text: str, end: int) -> int:
    here = token_at(text, max(0, end - 1))
    token = previous_token(text, here.start if here is not None else end)
    return token.end if token is not None else end


def _next_start(text: str, start: int) -> int:
    token = next_token(text, start)
    return token.start if token is not None else start


def _previous_start(text: str, start: int) -> int:
    token = previous_token(text, start)
    return token.start if token is not None else start
