"""Headlines: lines where a capital tells no name from another word."""

from __future__ import annotations

from annotator.model.fragment import Fragment
from annotator.model.tokens import WINDOW, tokens, window_at


def repeated_part(text: str, token: Fragment, run: Fragment, low: int, high: int) -> Fragment:
    """In a line where every word is capitalised: the longest part of the run that the text repeats."""
    inside = tokens(text, *run)
    if len(inside) < 2 or not is_headline(text, low, high):
        return run
    near = window_at(text, run.start, WINDOW)
    elsewhere = text[near.start : low] + "\n" + text[high : near.end]
    here = next((n for n, each in enumerate(inside) if each.start >= token.start), 0)
    for length in range(len(inside), 1, -1):
        for first in range(max(0, here - length + 1), min(here, len(inside) - length) + 1):
            part = Fragment(inside[first].start, inside[first + length - 1].end)
            if text[part.start : part.end] in elsewhere:
                return part
    return run if len(inside) <= 3 else token


def is_headline(text: str, low: int, high: int) -> bool:
    """Whether most words of the line are capitalised and no full stop ends it."""
    words = [word for word in text[low:high].split() if word[0].isalpha() and len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= 4 and capitals >= 0.8 * len(words) and text[low:high].rstrip()[-1:] != "."
