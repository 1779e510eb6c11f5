"""Agreement as figures: the matrix of annotators, by label, by article, over time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from annotator.analysis.agreement_counts import EVERYBODY, Agreement
from annotator.analysis.agreement_intervals import Score, Scores, counted_in, label_of, mean
from annotator.analysis.figures import LONGEST, Figure, Row, Series, Shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from annotator.analysis.agreement import Measure
    from annotator.analysis.agreement_counts import Facet, Members

_MOST_WEEKS = 26


class Target(NamedTuple):
    """What a number leads to: the disagreements of these, in this, of one article or of some."""

    members: Members
    facet: Facet
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreFigure(Figure):
    """A figure of scores instead of numbers; `scores` and `targets` stand by row and series.

    `undefined` says in words why a score does not exist.
    """

    scores: tuple[tuple[Score | None, ...], ...] = ()
    targets: tuple[tuple[Target | None, ...], ...] = ()
    undefined: str = ""

    @property
    def has_totals(self) -> bool:
        """Scores are not added up."""
        return False

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands above the columns of the table; a single series has its interval beside it."""
        if self.shape is Shape.MATRIX:
            return (self.row_title, *(series.name for series in self.series))
        return (self.row_title, self.series[0].name, "from", "to", "articles")

    def cells(self, row: Row) -> tuple[str | int, ...]:
        """What stands in one row of the table."""
        scores = self.scores[self.rows.index(row)]
        if self.shape is Shape.MATRIX:
            return (row.name, *(value_text(score) if score else "" for score in scores))
        score = scores[0] or Score(None)
        return (
            row.name,
            value_text(score),
            "" if score.low is None else f"{score.low:.3f}",
            "" if score.high is None else f"{score.high:.3f}",
            score.articles,
        )

    def told(self, row: int, series: int) -> str:
        """A score in words, to be said behind the name of its row."""
        score = self.scores[row][max(series, 0)]
        other = f" – {self.series[series].name}" if self.shape is Shape.MATRIX and series >= 0 else ""
        if score is None or score.value is None:
            return f"{other}: undefined. {self.undefined}"
        text = f"{other}: {score.value:.3f}"
        if score.low is not None and score.high is not None:
            text += f" (95 % interval {score.low:.3f} to {score.high:.3f})"
        articles = "1 article" if score.articles == 1 else f"{score.articles:,} articles"
        return f"{text}, {articles}"


def value_text(score: Score) -> str:
    """The value with three places, or that there is none."""
    return "undefined" if score.value is None else f"{score.value:.3f}"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be drawn: which measure, of what, of whom. `score` gives the values."""

    measure: str
    undefined: str
    facet: Facet
    facet_name: str
    members: Members
    names: Mapping[str, str]
    score: Callable[[Facet, Members], Score]

    @property
    def title(self) -> str:
        """The heading of a figure."""
        name = self.measure
        name = name[0].upper() + name[1:] if name[0].isascii() else name
        return f"{name}: {self.facet_name}"


def matrix(wish: Wish, people: Sequence[str], pairs: Iterable[Members]) -> ScoreFigure:
    """All pairs of annotators; those that share no article have no cell."""
    known = set(pairs)
    found: dict[Members, Score] = {pair: wish.score(wish.facet, pair) for pair in sorted(known)}

    def of(one: str, other: str) -> tuple[Score | None, Target | None]:
        pair: Members = (one, other) if one < other else (other, one)
        return found.get(pair), Target(pair, wish.facet) if pair in found else None

    cells = [[of(one, other) for other in people] for one in people]
    names = [wish.names.get(one, one) for one in people]
    return _figure(
        wish,
        "matrix",
        Shape.MATRIX,
        "Annotator",
        names,
        tuple(Series(name) for name in names),
        [tuple(score for score, _ in row) for row in cells],
        [tuple(target for _, target in row) for row in cells],
    )


def by_facet(wish: Wish, facets: Sequence[Facet], names: Sequence[str]) -> ScoreFigure:
    """The same measure for one label, layer, type or attribute after the other."""
    return _figure(
        wish,
        "labels",
        Shape.SCORES,
        "Of what",
        names,
        (Series(wish.measure),),
        [(wish.score(facet, wish.members),) for facet in facets],
        [(Target(wish.members, facet),) for facet in facets],
    )


def by_article(wish: Wish, measure: Measure, agreement: Agreement) -> ScoreFigure:
    """Each article by itself, the lowest first; those where it is undefined at the end."""
    values = article_values(agreement, measure, wish.facet, wish.members)
    order = sorted(values, key=lambda at: (values[at] is None, values[at] or 0.0, at))
    there = [value for value in values.values() if value is not None]
    average = mean(there)
    note = f"{len(values) - len(there):,} undefined"
    note = f"mean {average:.3f}, {note}" if average is not None else note
    articles = [agreement.articles[at] for at in order[:LONGEST]]
    found = _figure(
        wish,
        "articles",
        Shape.SCORES,
        "Article",
        [one.title or one.id for one in articles],
        (Series(wish.measure),),
        [(Score(values[at], articles=1),) for at in order[:LONGEST]],
        [(Target(wish.members, wish.facet, (one.id,)),) for one in articles],
    )
    return replace(found, note=note, row_count=len(order))


def article_values(
    agreement: Agreement, measure: Measure, facet: Facet, members: Members
) -> dict[int, float | None]:
    """The value in each article, by its number."""
    if members == EVERYBODY and measure.is_of_pairs:
        of_pairs: dict[int, list[float | None]] = defaultdict(list)
        for pair in agreement.members():
            for number, counts in agreement.of(facet, pair).items():
                of_pairs[number].append(measure.of(counts, label_of(facet)))
        return {number: mean(values) for number, values in sorted(of_pairs.items())}
    found = agreement.of(counted_in(agreement, measure, facet), members)
    return {number: measure.of(counts, label_of(facet)) for number, counts in sorted(found.items())}


def over_time(wish: Wish, measure: Measure, agreement: Agreement) -> ScoreFigure:
    """By week or month in which the last span of an article was made."""
    days = {at: one.day for at, one in enumerate(agreement.articles) if one.day}
    periods = _periods(days)
    keys = sorted(set(periods.values()))
    scores, targets = [], []
    for key in keys:
        numbers = [at for at, period in periods.items() if period == key]
        part = _part(agreement, numbers, counted_in(agreement, measure, wish.facet))
        scores.append((Scores(part).score(measure, wish.facet, wish.members),))
        ids = tuple(agreement.articles[at].id for at in numbers)
        targets.append((Target(wish.members, wish.facet, ids),))
    found = _figure(wish, "time", Shape.TREND, "Period", keys, (Series(wish.measure),), scores, targets)
    undated = len(agreement.articles) - len(days)
    return replace(found, note=f"{undated:,} articles without a date" if undated else "")


def _periods(days: Mapping[int, str]) -> dict[int, str]:
    """The Monday of the week, or the month where there are many weeks, by number of the article."""
    known = {}
    for at, day in days.items():
        try:
            known[at] = date.fromisoformat(day)
        except ValueError:
            continue
    mondays = {at: day - timedelta(days=day.weekday()) for at, day in known.items()}
    spread = (max(mondays.values()) - min(mondays.values())).days if mondays else 0
    if spread > 7 * _MOST_WEEKS:
        return {at: day.isoformat()[:7] for at, day in known.items()}
    return {at: day.isoformat() for at, day in mondays.items()}


def _part(agreement: Agreement, numbers: Sequence[int], facet: Facet) -> Agreement:
    """The same account over some of the articles, of one facet alone."""
    part = Agreement(agreement.layers, agreement.attributes, agreement.symmetric)
    part.articles = [agreement.articles[at] for at in numbers]
    for members in {EVERYBODY, *part.members()}:
        counts = agreement.of(facet, members)
        some = {place: counts[at] for place, at in enumerate(numbers) if at in counts}
        part.take(facet, members, some)
    return part


def _figure(
    wish: Wish,
    id_: str,
    shape: Shape,
    row_title: str,
    names: Sequence[str],
    series: tuple[Series, ...],
    scores: Sequence[tuple[Score | None, ...]],
    targets: Sequence[tuple[Target | None, ...]],
) -> ScoreFigure:
    is_dated = shape is Shape.TREND
    rows = tuple(
        Row(name, tuple(range(len(line))), key=name if is_dated else "", group=str(number))
        for number, (name, line) in enumerate(zip(names, scores, strict=True))
    )
    return ScoreFigure(
        id=f"agreement-{id_}",
        title=wish.title,
        shape=shape,
        row_title=row_title,
        unit="",
        series=series,
        rows=rows,
        is_stacked=False,
        scores=tuple(scores),
        targets=tuple(targets),
        undefined=wish.undefined,
    )
