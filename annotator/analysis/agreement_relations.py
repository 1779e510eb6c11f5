"""Where two annotators agree in what they link, and in the values that they give."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from annotator.analysis.agreement_keys import ATTRIBUTES, RELATIONS
from annotator.analysis.agreement_spans import Covered

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from annotator.analysis.agreement_keys import Key
    from annotator.model.fragment import Fragment
    from annotator.model.values import Relation, Span


class Link(NamedTuple):
    """A relation by its type and the fragments of its ends."""

    label: str
    start: tuple[Fragment, ...]
    end: tuple[Fragment, ...]


def links(
    relations: Iterable[Relation], spans: Mapping[str, Span], symmetric: Collection[str] = ()
) -> list[Link]:
    """The relations both of whose ends are known; those of symmetric types have no direction."""
    found = []
    for one in relations:
        if one.from_id in spans and one.to_id in spans:
            ends = spans[one.from_id].fragments, spans[one.to_id].fragments
            found.append(Link(one.label, *(sorted(ends) if one.label in symmetric else ends)))
    return found


def compared_links(
    one: Sequence[Link], other: Sequence[Link], one_spans: Iterable[Span], other_spans: Iterable[Span]
) -> Counter[Key]:
    """All that is counted about the relations of two annotators in one article.

    The spans are all that either has marked, whatever the label.
    """
    numbers: dict[str, int] = {}
    if one or other:
        mine, theirs = Counter(one), Counter(other)
        places = [{span.fragments for span in some} for some in (one_spans, other_spans)]
        both_one, both_other = (
            Counter(link for link in some if link.start in known and link.end in known)
            for some, known in ((one, places[1]), (other, places[0]))
        )
        ends = [Counter((link.start, link.end) for link in some) for some in (one, other)]
        numbers = {
            "one": len(one),
            "other": len(other),
            "same": (mine & theirs).total(),
            "ends": (ends[0] & ends[1]).total(),
            "met_one": _met(one, other),
            "met_other": _met(other, one),
            "both_one": both_one.total(),
            "both_other": both_other.total(),
            "both_same": (both_one & both_other).total(),
        }
    return Counter({(RELATIONS, name): number for name, number in numbers.items()})


def _met(one: Sequence[Link], other: Sequence[Link]) -> int:
    found = 0
    for link in one:
        start, end = Covered(link.start), Covered(link.end)
        found += any(
            start.meets(there.start) and end.meets(there.end)
            for there in other
            if there.label == link.label
        )
    return found


Unit: TypeAlias = "tuple[str, Mapping[str, Span]]"
"""A label, and the span of each annotator who has marked a stretch with it."""


def shared_spans(spans: Mapping[str, Sequence[Span]]) -> list[Unit]:
    """What two or more annotators have marked with the same label and fragments.

    Of equal spans of one annotator the first counts.
    """
    units: dict[tuple[str, tuple[Fragment, ...]], dict[str, Span]] = {}
    for who, some in spans.items():
        for span in some:
            units.setdefault((span.label, span.fragments), {}).setdefault(who, span)
    return [(label, by) for (label, _), by in units.items() if len(by) > 1]


def compared_values(units: Iterable[Unit], attribute: str, labels: Collection[str]) -> Counter[Key]:
    """The values of an attribute on shared spans; `labels` are those that have the attribute.

    A span of another label counts if somebody has given it a value.
    """
    found: Counter[Key] = Counter()
    for label, by in units:
        if label not in labels and not any(attribute in span.attributes for span in by.values()):
            continue
        raters = len(by)
        found[ATTRIBUTES, "items", raters] += 1
        for value, number in Counter(said(span, attribute) for span in by.values()).items():
            found[ATTRIBUTES, "given", raters, value] += number
            found[ATTRIBUTES, "equal", raters] += number * (number - 1)
    return found


def without_values(shared: Mapping[tuple[str, int], int], labels: Collection[str]) -> Counter[Key]:
    """The same where nobody has given a value, from how often spans are shared by so many."""
    found: Counter[Key] = Counter()
    for (label, raters), number in shared.items():
        if label in labels:
            found[ATTRIBUTES, "items", raters] += number
            found[ATTRIBUTES, "given", raters, ""] += number * raters
            found[ATTRIBUTES, "equal", raters] += number * raters * (raters - 1)
    return found


def said(span: Span, attribute: str) -> str:
    """The value as it is compared and shown; empty where there is none."""
    value = span.attributes.get(attribute)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
