"""Figures about people: how far they are, and what they did on which day."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

from annotator.analysis.figures import Figure, Row, Series, Shape
from annotator.analysis.scope import is_state, local_day, local_day_of
from annotator.analysis.terms import all_of, term
from annotator.model.values import STATES

if TYPE_CHECKING:
    from annotator.analysis.scope import Scope

STATE_NAMES = {"new": "New", "in progress": "In progress", "done": "Done"}


def progress(scope: Scope) -> Figure:
    """How many articles are new, in progress and done, for each annotator."""
    numbers: Counter[tuple[str, str]] = Counter()
    flagged = 0
    for _, who, state, is_flagged, _ in scope.tally.work:
        if scope.annotator in ("", who):
            numbers[who, state] += 1
            flagged += is_flagged and scope.state in ("", state)
    workers = {who for _, who, *_ in scope.tally.work} | {key[0] for key in scope.tally.spans}
    people = [who for who in scope.annotators if who in workers or len(scope.annotators) == 1]
    states = [state for state in reversed(STATES) if scope.state in ("", state)]
    total = len(scope.tally.documents)

    def count(who: str, state: str) -> int:
        begun = numbers[who, "in progress"] + numbers[who, "done"]
        return numbers[who, state] if state != "new" else max(0, total - begun)

    def row(who: str) -> Row:
        return Row(
            scope.name(who),
            tuple(count(who, state) for state in states),
            key=who,
            query=scope.by(who),
            queries=tuple(map(is_state, states)) if who == scope.me else (),
        )

    return Figure(
        "progress",
        "Progress",
        Shape.BARS,
        "Annotator",
        "articles",
        tuple(Series(STATE_NAMES[state], f"state:{state}") for state in states),
        tuple(row(who) for who in people if scope.annotator in ("", who)),
        note=f"{flagged:,} flagged" if flagged else "",
        whole=0 if scope.state else total,
    )


def done(scope: Scope) -> Figure:
    """How many articles each annotator had done by the end of each day, as far as they still are."""
    numbers: Counter[tuple[str, str]] = Counter()
    for _, who, state, _, since in scope.tally.work:
        if state == "done" and scope.annotator in ("", who):
            numbers[who, local_day_of(since)] += 1
    people = [who for who in scope.annotators if any(who == key[0] for key in numbers)]
    days = sorted({day for _, day in numbers})
    columns = [list(accumulate(numbers[who, day] for day in days)) for who in people]
    rows = [
        Row(day, tuple(column[index] for column in columns), key=day) for index, day in enumerate(days)
    ]
    series = tuple(Series(scope.name(who)) for who in people)
    return Figure("done", "Articles done", Shape.LINES, "Day", "articles done", series, tuple(rows))


def days(scope: Scope) -> Figure:
    """How many spans each annotator has made on each day."""
    numbers: Counter[tuple[str, str]] = Counter()
    known: dict[str, str] = {}
    for (who, _, _, _, hour), number in scope.chosen(scope.tally.spans):
        if hour not in known:
            known[hour] = local_day(hour)
        numbers[who, known[hour]] += number
    people = scope.people(scope.tally.spans)

    def row(day: str) -> Row:
        condition = all_of(term("made", day) if day else "", scope.conditions)
        by = [all_of(condition, scope.by(who)) for who in people]
        return Row(
            day or "unknown",
            tuple(numbers[who, day] for who in people),
            key=day,
            query=condition,
            queries=() if scope.annotator else tuple(by),
        )

    return Figure(
        "days",
        "Annotators and days",
        Shape.DAYS,
        "Day",
        "spans",
        tuple(Series(scope.name(who)) for who in people),
        tuple(map(row, sorted({day for _, day in numbers}))),
    )
