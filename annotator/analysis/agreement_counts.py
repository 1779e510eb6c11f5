"""Counting where annotators agree, one document at a time, by layer and by pair."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from annotator.analysis.agreement import LabelSet, PairCounts
from annotator.model.fragment import normalise
from annotator.model.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from annotator.model.fragment import Fragment
    from annotator.model.values import Span

Pair: TypeAlias = tuple[str, str]
"""Two annotators by id, the lesser first."""

GROUPS = 300
"""So many documents of a pair are kept apart; of more, several are counted together."""


class Agreement:
    """Collects the counts of all pairs, layer by layer, in at most `GROUPS` groups of documents.

    `layer_of` names the layer of a label. `groups[layer][pair]` are the counts by group;
    `documents[pair]` says how many documents the two share.
    """

    def __init__(self, layers: Sequence[str], layer_of: Callable[[str], str]) -> None:
        self._layers = tuple(layers)
        self._layer_of = layer_of
        self._seen = 0
        self.documents: Counter[Pair] = Counter()
        self.groups: dict[str, dict[Pair, dict[int, PairCounts]]] = {
            layer: defaultdict(lambda: defaultdict(PairCounts)) for layer in layers
        }

    def add(self, text: str, spans: Sequence[Span], people: Collection[str]) -> None:
        """Count a document that these people have worked on, by their ids."""
        if len(people) < 2:
            return
        group = self._seen % GROUPS
        self._seen += 1
        pairs = list(combinations(sorted(people), 2))
        self.documents.update(pairs)
        grid = _Grid(text)
        by_layer: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
        for span in spans:
            by_layer[self._layer_of(span.label)][span.annotator].append(span)
        for layer in self._layers:
            views = {who: _View(by_layer[layer][who], grid) for who in people}
            for pair in pairs:
                self.groups[layer][pair][group].add(_compared(views[pair[0]], views[pair[1]], grid))


class _Grid:
    """The tokens of a text."""

    def __init__(self, text: str) -> None:
        found = tokens(text, 0, len(text))
        self.starts = [one.start for one in found]
        self.ends = [one.end for one in found]

    def touched(self, fragment: Fragment) -> range:
        """The tokens that share a character with a fragment."""
        return range(bisect_right(self.ends, fragment.start), bisect_left(self.starts, fragment.end))


class _View:
    """What one annotator marked in one layer of a document."""

    def __init__(self, spans: Sequence[Span], grid: _Grid) -> None:
        self.spans = spans
        self.keys = Counter((span.label, span.fragments) for span in spans)
        self.covered = _covered(spans)
        labels: dict[int, set[str]] = defaultdict(set)
        for span in spans:
            for fragment in span.fragments:
                for token in grid.touched(fragment):
                    labels[token].add(span.label)
        self.labels: dict[int, LabelSet] = {token: tuple(sorted(some)) for token, some in labels.items()}

    def met_by(self, covered: Mapping[str, Sequence[Fragment]]) -> int:
        """How many of the spans share a character with what is covered under their label."""
        return sum(_is_met(span, covered.get(span.label, ())) for span in self.spans)


def _covered(spans: Sequence[Span]) -> dict[str, tuple[Fragment, ...]]:
    """The stretches that the spans of each label cover, sorted and apart from each other."""
    found: dict[str, list[Fragment]] = defaultdict(list)
    for span in spans:
        found[span.label] += span.fragments
    return {label: normalise(some) for label, some in found.items()}


def _is_met(span: Span, covered: Sequence[Fragment]) -> bool:
    for start, end in span.fragments:
        at = bisect_right(covered, start, key=lambda one: one.end)
        if at < len(covered) and covered[at].start < end:
            return True
    return False


def _compared(one: _View, other: _View, grid: _Grid) -> PairCounts:
    labelled = one.labels.keys() | other.labels.keys()
    blank = len(grid.starts) - len(labelled)
    return PairCounts(
        one_spans=len(one.spans),
        other_spans=len(other.spans),
        common=(one.keys & other.keys).total(),
        one_met=one.met_by(other.covered),
        other_met=other.met_by(one.covered),
        tokens=len(grid.starts),
        equal=blank + sum(_are_equal(one, other, labelled)),
        blank=blank,
        one_sets=Counter(one.labels.values()),
        other_sets=Counter(other.labels.values()),
    )


def _are_equal(one: _View, other: _View, tokens: Collection[int]) -> Iterator[bool]:
    return (one.labels.get(token) == other.labels.get(token) for token in tokens)
