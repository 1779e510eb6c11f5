"""A text as one annotator has cut it: pieces that do not overlap, each with its labels.

Coefficients over tokens and over characters need one value at each place. Where spans of one
annotator lie over each other, the place is cut at every edge, and its value is the set of the
labels that lie there: nothing that somebody has marked is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LabelSet: TypeAlias = tuple[str, ...]
"""The labels that an annotator gave a place, sorted; none is the empty tuple."""


Mark: TypeAlias = tuple[int, int, str]
"""A labelled stretch `[start, end)`, in characters or in tokens."""
Piece: TypeAlias = tuple[int, int, LabelSet]
"""A stretch `[start, end)` with all the labels that lie over it."""


def pieces(marks: Iterable[Mark]) -> list[Piece]:
    """The marks of one annotator as pieces in order; marks that only touch stay apart."""
    found: list[Piece] = []
    cluster: list[Mark] = []
    begin = end = -1
    for mark in sorted(marks):
        if mark[0] >= end:
            if len(cluster) > 1:
                found += _cut(cluster)
            elif cluster:
                found.append((begin, end, (cluster[0][2],)))
            begin, end, _ = mark
            cluster = [mark]
        else:
            cluster.append(mark)
            end = max(end, mark[1])
    if cluster:
        found += _cut(cluster)
    return found


def _cut(cluster: Sequence[Mark]) -> Iterator[Piece]:
    """Marks that overlap one another, cut at every edge; equal neighbours are joined."""
    labels = {label for _, _, label in cluster}
    if len(labels) == 1:
        yield cluster[0][0], max(end for _, end, _ in cluster), (cluster[0][2],)
        return
    edges = sorted({edge for start, end, _ in cluster for edge in (start, end)})
    begin, before = edges[0], _labels_at(cluster, edges[0])
    for edge in edges[1:-1]:
        here = _labels_at(cluster, edge)
        if here != before:
            yield begin, edge, before
            begin, before = edge, here
    yield begin, edges[-1], before


def _labels_at(cluster: Iterable[Mark], place: int) -> LabelSet:
    return tuple(sorted({label for start, end, label in cluster if start <= place < end}))


def lengths(some: Iterable[Piece], *, power: int = 1) -> dict[LabelSet, int]:
    """How long the pieces are together, or the powers of their lengths, by their labels."""
    found: dict[LabelSet, int] = {}
    for start, end, labels in some:
        length = end - start
        found[labels] = found.get(labels, 0) + (length if power == 1 else length**power)
    return found


@dataclass(slots=True)
class Overlap:
    """What the pieces of two annotators share.

    `both` is the length that both have marked, `equal` by labels what both gave the same;
    `one` and `other` say which labels either gave to what both have marked. `one_squares` adds
    up, by labels, the squared length that each piece shares with pieces of the other.
    """

    both: int = 0
    equal: dict[LabelSet, int] = field(default_factory=dict)
    one: dict[LabelSet, int] = field(default_factory=dict)
    other: dict[LabelSet, int] = field(default_factory=dict)
    one_squares: dict[LabelSet, int] = field(default_factory=dict)
    other_squares: dict[LabelSet, int] = field(default_factory=dict)


def overlap(one: Sequence[Piece], other: Sequence[Piece]) -> Overlap:
    """Walk through the pieces of two annotators side by side."""
    found = Overlap()
    if one == other:
        found.equal = found.one = found.other = lengths(one)
        found.one_squares = found.other_squares = lengths(one, power=2)
        found.both = sum(found.equal.values())
        return found
    equal = found.equal
    shared_one, shared_other = [0] * len(one), [0] * len(other)
    first = second = 0
    while first < len(one) and second < len(other):
        start, end, labels = one[first]
        begin, stop, others = other[second]
        length = (end if end < stop else stop) - (start if start > begin else begin)
        if length > 0:
            shared_one[first] += length
            shared_other[second] += length
            if labels == others:
                equal[labels] = equal.get(labels, 0) + length
        if end < stop:
            first += 1
        else:
            second += 1
    _add(one, shared_one, found.one, found.one_squares)
    _add(other, shared_other, found.other, found.other_squares)
    found.both = sum(shared_one)
    return found


def _add(
    some: Sequence[Piece],
    shared: Sequence[int],
    plain: dict[LabelSet, int],
    squares: dict[LabelSet, int],
) -> None:
    for (_, _, labels), length in zip(some, shared, strict=True):
        if length:
            plain[labels] = plain.get(labels, 0) + length
            squares[labels] = squares.get(labels, 0) + length * length
