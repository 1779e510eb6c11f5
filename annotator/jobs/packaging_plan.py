"""What can be given out of a project, and the table of who would get what; nothing is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.errors import UserError
from annotator.jobs.twins import groups_of
from annotator.model.planning import Portion, Readable, TeamPlan, Wish, plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.model.values import Annotator
    from annotator.store.project import Project

NEW, GIVEN = "new", "given"
"""Which articles: new ones are planned, or everybody gets what she was assigned before."""
_MOST_OUTLETS, _MOST_LACKING = 4, 5


@dataclass(frozen=True, slots=True)
class Stock:
    """The articles of a project in its order, and who holds which of them.

    `assigned` are pairs of article and person, `begun` those of work and annotations, too.
    """

    articles: Sequence[Readable]
    people: Sequence[Annotator]
    assigned: frozenset[tuple[str, str]] = frozenset()
    begun: frozenset[tuple[str, str]] = frozenset()

    @property
    def free(self) -> list[str]:
        """The articles that nobody was assigned, and on which no person has begun."""
        persons = {one.id for one in self.people if one.role == "person"}
        taken = {id_ for id_, _who in self.assigned}
        taken |= {id_ for id_, who in self.begun if who in persons}
        return [one.id for one in self.articles if one.id not in taken]


@dataclass(frozen=True, slots=True)
class PackageWish:
    """Which packages are to be made.

    `people` are names by id, `articles` how many each gets, or each by id in `numbers`;
    `documents` those to choose from, None for all that are free. `way` is `NEW` or `GIVEN`.
    `overlap`, `readers` and `partner` (an id among the people) are as in `planning.Wish`.
    """

    people: Mapping[str, str]
    articles: int = 30
    overlap: float = 0.0
    readers: int = 2
    partner: str = ""
    seed: int = 0
    documents: Sequence[str] | None = None
    way: str = NEW
    is_blind: bool = True
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One person's line of the table; outlets and people she shares with are named, with numbers."""

    name: str
    articles: int
    characters: int
    shared: int
    partners: Sequence[tuple[str, int]]
    outlets: Sequence[tuple[str, int]]
    lacking: int = 0

    @property
    def partners_text(self) -> str:
        """With whom she shares how many."""
        return ", ".join(f"{name} {number}" for name, number in self.partners)

    @property
    def outlets_text(self) -> str:
        """The outlets with most articles, and how many others there are."""
        most = [f"{name or '–'} {number}" for name, number in self.outlets[:_MOST_OUTLETS]]
        others = len(self.outlets) - _MOST_OUTLETS
        return ", ".join(most) + (f", {others} more" if others > 0 else "")


def stock(project: Project) -> Stock:
    """What can be given out, and who has what."""
    groups = groups_of(project)
    assigned = {(one.document_id, one.annotator) for one in project.assignments()}
    begun = {(id_, annotator) for id_, annotator, _state in project.work_begun()}
    begun |= project.annotated_by()
    articles = [
        Readable(one.id, one.length, one.metadata.get("outlet", ""), groups.get(one.id, ""))
        for one in project.documents()
    ]
    return Stock(articles, project.annotators(), frozenset(assigned), frozenset(begun))


def propose(stock: Stock, wish: PackageWish) -> TeamPlan:
    """Who would get what."""
    if wish.way == GIVEN:
        return _given(stock, wish)
    wanted = set(stock.free if wish.documents is None else wish.documents)
    pool = [one for one in stock.articles if one.id in wanted]
    shares = {id_: wish.numbers.get(id_, wish.articles) for id_ in wish.people}
    return plan(
        pool,
        Wish(shares, wish.overlap, wish.readers, wish.partner, wish.seed),
        held=stock.assigned | stock.begun,
        groups={one.id: one.group for one in stock.articles if one.group},
    )


def _given(stock: Stock, wish: PackageWish) -> TeamPlan:
    """Everybody's articles as they were assigned."""
    readers: dict[str, list[str]] = {one.id: [] for one in stock.articles}
    for id_, person in sorted(stock.assigned):
        if id_ in readers:
            readers[id_].append(person)
    portions = {}
    for person in wish.people:
        own = [one for one in stock.articles if person in readers[one.id]]
        others = Counter(who for one in own for who in readers[one.id] if who != person)
        portions[person] = Portion(
            tuple(one.id for one in own),
            sum(one.characters for one in own),
            Counter(one.outlet for one in own),
            others,
            sum(len(readers[one.id]) > 1 for one in own),
        )
    articles = len({id_ for portion in portions.values() for id_ in portion.documents})
    return TeamPlan(portions, articles, len(readers) - articles)


def table(made: TeamPlan, stock: Stock, wish: PackageWish) -> list[Row]:
    """The plan as lines, one for each person, in the order of the plan."""
    names = {one.id: one.name for one in stock.people} | dict(wish.people)
    return [
        Row(
            names.get(person, person),
            len(portion.documents),
            portion.characters,
            portion.shared_documents,
            _most({names.get(other, other): number for other, number in portion.shared.items()}),
            _most(portion.outlets),
            portion.lacking,
        )
        for person, portion in made.portions.items()
    ]


def _most(numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(numbers.items(), key=lambda one: (-one[1], one[0]))


def text_table(rows: Sequence[Row]) -> list[str]:
    """The table in lines of plain text."""
    cells = [("Annotator", "Articles", "Characters", "Shared", "With", "Outlets")]
    for row in rows:
        cells.append(
            (
                row.name,
                f"{row.articles:,}",
                f"{row.characters:,}",
                f"{row.shared:,}",
                row.partners_text or "–",
                row.outlets_text or "–",
            )
        )
    widths = [max(len(line[column]) for line in cells) for column in range(6)]
    numbers = range(1, 4)
    return [
        "  ".join(
            cell.rjust(widths[column]) if column in numbers else cell.ljust(widths[column])
            for column, cell in enumerate(line)
        ).rstrip()
        for line in cells
    ]


def remarks(made: TeamPlan, rows: Sequence[Row]) -> list[str]:
    """What somebody who asked for this plan should know."""
    lacking = [row for row in rows if row.lacking > 0]
    said = [f"{row.name} gets {row.lacking:,} fewer than asked for." for row in lacking[:_MOST_LACKING]]
    if lacking:
        said.append("There are no more articles that they may have.")
    pairs = [number for number in made.pairs.values() if number]
    if pairs and max(pairs) - min(pairs) > 2:
        said.append("Some share many more articles with each other than others do.")
    return said


def check(made: TeamPlan) -> None:
    """Refuse a plan that gives nobody anything."""
    if not made.assignments:
        raise UserError(
            "There is no article to put into a package.",
            "Choose articles that nobody has yet, or other people.",
        )
