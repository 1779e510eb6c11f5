"""Models of the usual ways to label, computed for a given article (keystroke-level model).

Each model is the least that the way asks for: no slip, no look, no scrolling. A thinking of
1.35 seconds a label is common to all ways and kept apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.tokens import sentences, tokens
from annotator.model.values import Span
from tests.benchmarks.replay_given import Given
from tests.benchmarks.replay_hand import KEY, POINT

BUTTON = 0.10
"""Pressing or releasing the button of the mouse, in seconds."""
REPEAT = 0.10
"""Each further press of a key that is hit again and again, in seconds."""
DRAG = 2 * POINT + 2 * BUTTON
CLICK = POINT + 2 * BUTTON


@dataclass(frozen=True)
class Modelled:
    """What a way of labelling costs for all spans of an article."""

    name: str
    operations: float
    seconds: float


def spans_by_others(given: Given, spans: list[Span]) -> list[Modelled]:
    """The other ways to make these spans; a relation is a drag and a click in all of them."""
    ordered = sorted(spans, key=lambda span: (span.start, -span.end))
    pieces = sum(len(span.fragments) for span in ordered)
    count, further = len(ordered), pieces - len(ordered)
    popup = Modelled("drag, label in a popup", 3 * count + 2 * further, pieces * DRAG + count * CLICK)
    digit = Modelled("drag, number key", 3 * count + 2 * further, pieces * DRAG + count * KEY)
    return [popup, digit, _sticky(given, ordered), _token_caret(given, ordered)]


def relations_by_others(given: Given) -> Modelled:
    """Drag from the one span to the other, and pick the type."""
    count = len(given.relations)
    return Modelled("drag, type in a popup", 3 * count, count * (DRAG + CLICK))


def _sticky(given: Given, spans: list[Span]) -> Modelled:
    """Double-click a word or drag; a key only where the label is another one than before."""
    operations = seconds = 0.0
    former = ""
    for span in spans:
        for start, end in span.fragments:
            is_word = len(tokens(given.text, start, end)) == 1
            operations += 2
            seconds += POINT + 4 * BUTTON if is_word else DRAG
        if span.label != former:
            operations += 1
            seconds += KEY
        former = span.label
    return Modelled("sticky label, double-click", operations, seconds)


def _token_caret(given: Given, spans: list[Span]) -> Modelled:
    """Move by sentence and word, extend word by word, press the label's key."""
    words = tokens(given.text, 0, len(given.text))
    number_at = {start: number for number, (start, _) in enumerate(words)}
    lines = sorted(start for start, _ in sentences(given.text, 0, len(given.text)))
    operations = seconds = 0.0
    caret = 0
    for span in spans:
        for start, end in span.fragments:
            there = number_at.get(start, caret)
            before = max((line for line in lines if line <= start), default=0)
            jumps = sum(words[min(caret, len(words) - 1)].start < line <= before for line in lines)
            inside = there - number_at.get(before, there)
            runs = (min(abs(there - caret), jumps + inside), len(tokens(given.text, start, end)) - 1)
            for run in runs:
                operations += run
                seconds += (KEY + (run - 1) * REPEAT) if run else 0.0
            caret = there
        operations += 1
        seconds += KEY
    return Modelled("token caret, extend keys", operations, seconds)
