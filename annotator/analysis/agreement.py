"""How far annotators agree: what each measure means, and its value from counts.

Everything is counted document by document (`agreement_counts`) and pooled before it is divided.
A value that does not exist is None, never 0 or 1.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LabelSet: TypeAlias = tuple[str, ...]
"""The labels that an annotator gave a token in one layer, sorted; none is the empty tuple."""

DEFINITIONS: Mapping[str, str] = {
    "exact": (
        "Span F1, exact: 2 · common / (spans of one + spans of the other). Two spans are common if"
        " label and all fragments are the same; each span counts once."
    ),
    "overlap": (
        "Span F1, overlap: the harmonic mean of two shares, of the spans of either annotator that"
        " share at least one character with some span of the other that has the same label. Spans"
        " that only touch do not overlap; one span may answer for several."
    ),
    "kappa": (
        "Cohen’s κ over all tokens: (Po − Pe) / (1 − Pe). The category of a token is the set of"
        " labels that the annotator gave it in this layer, so spans may overlap and have gaps; no"
        " label is a category too. Pe comes from each annotator’s own shares."
    ),
    "kappa_labelled": (
        "Cohen’s κ over labelled tokens: the same, over the tokens that at least one of the two"
        " has labelled. It is the stricter figure where most of the text is unlabelled; in a layer"
        " with one label only it is 0 at most and says nothing."
    ),
}
"""What each measure is, in words, by its name."""


@dataclass(slots=True)
class PairCounts:
    """What two annotators did in one layer, of one document or of many together.

    `one_met` of the `one_spans` overlap some span of the same label by the other; `equal` tokens
    have the same labels, `blank` ones none by either. `one_sets` and `other_sets` count the tokens
    by the labels that they were given, those without a label left out.
    """

    one_spans: int = 0
    other_spans: int = 0
    common: int = 0
    one_met: int = 0
    other_met: int = 0
    tokens: int = 0
    equal: int = 0
    blank: int = 0
    one_sets: Counter[LabelSet] = field(default_factory=Counter)
    other_sets: Counter[LabelSet] = field(default_factory=Counter)

    def add(self, more: PairCounts) -> None:
        """Pool these counts with others."""
        for name in NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(more, name))
        self.one_sets.update(more.one_sets)
        self.other_sets.update(more.other_sets)


NUMBERS = tuple(str.split("one_spans other_spans common one_met other_met tokens equal blank"))
"""The names of the plain numbers of `PairCounts`."""


def exact_f1(counts: PairCounts) -> float | None:
    """Span F1 over equal spans; None where neither marked any."""
    total = counts.one_spans + counts.other_spans
    return 2 * counts.common / total if total else None


def overlap_f1(counts: PairCounts) -> float | None:
    """Span F1 over spans that overlap with the same label; None where neither marked any."""
    if not counts.one_spans + counts.other_spans:
        return None
    if not counts.one_met or not counts.other_met:
        return 0.0
    one, other = counts.one_met / counts.one_spans, counts.other_met / counts.other_spans
    return 2 * one * other / (one + other)


def kappa(counts: PairCounts) -> float | None:
    """Cohen's kappa over all tokens; None where chance alone would make both agree."""
    return _kappa(counts, counts.tokens)


def kappa_labelled(counts: PairCounts) -> float | None:
    """Cohen's kappa over the tokens that at least one of the two has labelled."""
    return _kappa(counts, counts.tokens - counts.blank)


def _kappa(counts: PairCounts, tokens: float) -> float | None:
    if not tokens:
        return None
    equal = counts.equal - (counts.tokens - tokens)
    one_none = tokens - counts.one_sets.total()
    other_none = tokens - counts.other_sets.total()
    both = sum(number * counts.other_sets[key] for key, number in counts.one_sets.items())
    by_chance = both + one_none * other_none
    square = tokens * tokens
    if by_chance >= square:
        return None
    return (equal * tokens - by_chance) / (square - by_chance)


MEASURES: Mapping[str, Callable[[PairCounts], float | None]] = {
    "exact": exact_f1,
    "overlap": overlap_f1,
    "kappa": kappa,
    "kappa_labelled": kappa_labelled,
}
"""The function of each measure, by its name."""
