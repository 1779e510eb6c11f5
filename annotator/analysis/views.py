"""The views of the overview: each makes one figure from what is looked at."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.analysis import people_views as people
from annotator.analysis import source_views as sources
from annotator.analysis.attribute_view import attributes
from annotator.analysis.figures import Figure, Row, Series, Shape, by_number, spread
from annotator.analysis.periods import day_of, periods
from annotator.analysis.terms import all_of, term
from annotator.model.values import ORIGINS, STATES

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.analysis.scope import Scope

MOST_OUTLETS = 4
"""So many outlets are told apart over time; the others are one."""
NO_OUTLET = "no outlet"


def labels(scope: Scope) -> Figure:
    """How often each label was given, under the layers of the codebook."""
    numbers: Counter[tuple[str, str]] = Counter()
    for (who, _, label, _, _), number in scope.chosen(scope.tally.spans):
        numbers[label, who] += number
    makers = scope.people(scope.tally.spans)
    book = scope.codebook
    names = list(dict.fromkeys((*book.labels, *(label for label, _ in numbers))))

    def row(label: str) -> Row:
        layer = book.label(label).layer
        condition = all_of(term("label", label), scope.conditions)
        by = () if scope.annotator else tuple(map(scope.by, makers))
        return Row(
            sources.short_name(book.label(label).name),
            tuple(numbers[label, one] for one in makers) or (0,),
            key=label,
            query=condition,
            queries=tuple(all_of(condition, one) for one in by),
            group=book.layers[layer].name if layer in book.layers else layer,
            tone=f"label:{label}",
        )

    layers = [layer.name for layer in book.layers.values()]
    rows = sorted(
        by_number(map(row, names)),
        key=lambda row: layers.index(row.group) if row.group in layers else len(layers),
    )
    return Figure(
        "labels",
        "Labels",
        Shape.BARS,
        "Label",
        "spans",
        tuple(Series(scope.name(one)) for one in makers) or (Series("Spans"),),
        tuple(rows),
        group_title="Layer",
        is_stacked=False,
        is_grouped=True,
    )


def origins(scope: Scope) -> Figure:
    """How the spans came to be."""
    numbers: Counter[str] = Counter()
    for key, number in scope.chosen(scope.tally.spans):
        numbers[key[3]] += number
    rows = [
        Row(one, (numbers[one],), key=one, query=all_of(term("origin", one), scope.conditions))
        for one in dict.fromkeys((*ORIGINS, *numbers))
    ]
    return _single("origins", "Origins", "Origin", "spans", "Spans", rows)


def relations(scope: Scope) -> Figure:
    """How many relations of each type there are."""
    numbers: Counter[str] = Counter()
    for (_, _, label), number in scope.chosen(scope.tally.relations):
        numbers[label] += number
    types = scope.codebook.relation_types
    rows = [
        Row(
            types[one].name if one in types else one,
            (numbers[one],),
            key=one,
            query=all_of(term("has", one), scope.conditions),
        )
        for one in dict.fromkeys((*types, *numbers))
    ]
    return _single("relations", "Relations", "Relation", "relations", "Relations", rows)


def _single(id_: str, title: str, row: str, unit: str, series: str, rows: list[Row]) -> Figure:
    return Figure(id_, title, Shape.BARS, row, unit, (Series(series),), by_number(rows))


def outlets(scope: Scope) -> Figure:
    """How many articles of each outlet there are, and how far they are."""
    numbers: Counter[tuple[str, str]] = Counter()
    for outlet, _, state in scope.documents():
        numbers[outlet, state] += 1
    states = [state for state in reversed(STATES) if scope.state in ("", state)]

    def row(outlet: str, found: tuple[int, ...]) -> Row:
        return Row(
            outlet or NO_OUTLET,
            found,
            key=outlet,
            query=all_of(term("outlet", outlet), scope.document_conditions) if outlet else "",
            tone="" if outlet else "none",
        )

    return Figure(
        "outlets",
        "Outlets",
        Shape.BARS,
        "Outlet",
        "articles",
        tuple(Series(people.STATE_NAMES[state], f"state:{state}") for state in states),
        by_number(spread(numbers, states, row)),
    )


def timeline(scope: Scope) -> Figure:
    """How many articles were published when, by outlet."""
    dated = [(outlet, day_of(published)) for outlet, published, _ in scope.documents()]
    days = [day for _, day in dated if day is not None]
    steps = periods(set(days))
    totals = Counter(outlet or NO_OUTLET for outlet, day in dated if day is not None)
    order = sorted(totals, key=lambda outlet: (-totals[outlet], outlet))
    told = order if len(order) <= MOST_OUTLETS + 1 else order[:MOST_OUTLETS]
    numbers: dict[str, Counter[str]] = defaultdict(Counter)
    for outlet, day in dated:
        if day is not None:
            name = outlet or NO_OUTLET
            numbers[day.isoformat()[: len(steps[0])]][name if name in told else ""] += 1
    shown = [*told, *([""] if len(told) < len(order) else [])]
    conditions = [_outlet_condition(name, told) for name in shown]

    def row(step: str) -> Row:
        condition = all_of(term("date", step), scope.document_conditions)
        return Row(
            step,
            tuple(numbers[step][name] for name in shown),
            key=step,
            query=condition,
            queries=tuple(all_of(condition, one) if one else "" for one in conditions),
        )

    rows = tuple(map(row, steps))
    undated = len(dated) - len(days)
    return Figure(
        "timeline",
        "Timeline",
        Shape.COLUMNS,
        "Published",
        "articles",
        tuple(Series(name or f"{len(order) - len(told)} other outlets") for name in shown)
        or (Series("Articles"),),
        rows,
        note=f"{undated:,} without a date" if undated else "",
    )


def _outlet_condition(name: str, told: list[str]) -> str:
    """The search for articles of one outlet, or (empty) of none that is told apart."""
    if not name:
        return f"NOT {term('outlet', *told)}"
    return term("outlet", name) if name != NO_OUTLET else ""


@dataclass(frozen=True, slots=True)
class View:
    """One view of the overview: its figure's id and title, and what makes it."""

    id: str
    title: str
    make: Callable[[Scope], Figure]

    def figure(self, scope: Scope) -> Figure:
        """The view's figure, without rows beyond the limit."""
        return replace(self.make(scope).shortened(), id=self.id, title=self.title)


VIEWS = (
    View("progress", "Progress", people.progress),
    View("done", "Articles done", people.done),
    View("days", "Annotators and days", people.days),
    View("labels", "Labels", labels),
    View("entities", "Entities", sources.entities),
    View("speakers", "Speakers", sources.speakers),
    View("quotes", "Quotes per speaker", sources.quotes),
    View("claims", "Claims per source", sources.claims),
    View("relations", "Relations", relations),
    View("attributes", "Attributes", attributes),
    View("origins", "Origins", origins),
    View("timeline", "Timeline", timeline),
    View("outlets", "Outlets", outlets),
)
"""All views in the order of the list."""
