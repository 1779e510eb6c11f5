"""Who of a team reads which articles: how many each, how many with whom, evenly by length and outlet.

A plan is worked out in three steps, each the same for the same seed. First who shares with
whom: everybody's shared articles are dealt so that all pairs have about equally many, which
agreement needs (a multigraph with given degrees; Hakimi 1962, On realizability of a set of
integers as degrees of the vertices of a linear graph). Then which articles: a stratified
sample, dealt outlet by outlet in the order of length. Last, articles of one outlet change
hands as long as that makes the amounts of text more equal.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING

from annotator.model.planning_articles import deal
from annotator.model.planning_pairs import Readers, shared_sets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Readable:
    """An article to be given out: its length in code points, its outlet, its near-duplicates.

    `group` is the same for articles that are near-duplicates of each other, empty for others.
    """

    id: str
    characters: int
    outlet: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a plan is to do.

    `shares` says how many articles each person (by id) gets; `overlap` which part of them, 0 to
    1, is read by `readers` people. They are shared with `partner` (an id) where one is named,
    else with everybody in turn.
    """

    shares: Mapping[str, int]
    overlap: float = 0.0
    readers: int = 2
    partner: str = ""
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Portion:
    """What one person gets: articles in the project's order, and what they amount to.

    `characters` are code points, `shared` says how many articles she shares with whom, by id,
    `lacking` how many could not be found for her.
    """

    documents: tuple[str, ...]
    characters: int = 0
    outlets: Mapping[str, int] = field(default_factory=dict)
    shared: Mapping[str, int] = field(default_factory=dict)
    shared_documents: int = 0
    lacking: int = 0


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """Everybody's portion by person id; `articles` are given to anybody, `left` are not."""

    portions: Mapping[str, Portion]
    articles: int = 0
    left: int = 0

    @property
    def assignments(self) -> int:
        """How many articles are given out, those of several people counted several times."""
        return sum(len(portion.documents) for portion in self.portions.values())

    @property
    def pairs(self) -> dict[tuple[str, str], int]:
        """How many articles each two people share, by their ids."""
        return {
            (one, other): self.portions[one].shared.get(other, 0)
            for one, other in combinations(self.portions, 2)
        }


def plan(
    articles: Sequence[Readable],
    wish: Wish,
    *,
    held: Iterable[tuple[str, str]] = (),
    groups: Mapping[str, str] | None = None,
) -> TeamPlan:
    """Divide articles among people as the wish says; nobody gets an article that she holds.

    `held` are pairs of article and person: what anybody was given before, or has worked on.
    Near-duplicates go to the same people, and to whoever holds one; `groups` names the group of
    articles that are held and not to be divided.
    """
    taken = set(held)
    named = {**(groups or {}), **{one.id: one.group for one in articles}}
    owners: dict[str, set[str]] = defaultdict(set)
    for id_, person in taken:
        if group := named.get(id_, ""):
            owners[group].add(person)
    chance = Random(wish.seed)
    sets = shared_sets(wish.shares, wish.overlap, wish.readers, wish.partner, chance)
    dealt = deal(articles, sets, taken, owners, chance)
    return _counted(articles, wish, sets, dealt)


def _counted(
    articles: Sequence[Readable], wish: Wish, sets: Sequence[Readers], dealt: Mapping[str, Readers]
) -> TeamPlan:
    """What comes of it for each person."""
    wanted = Counter(person for readers in sets for person in readers)
    people = dict.fromkeys((*wish.shares, *wanted))
    given: dict[str, list[Readable]] = {person: [] for person in people}
    shared: dict[str, Counter[str]] = {person: Counter() for person in people}
    numbers: Counter[str] = Counter()
    for article in articles:
        readers = dealt.get(article.id, ())
        for person in readers:
            given[person].append(article)
            shared[person].update(other for other in readers if other != person)
            numbers[person] += len(readers) > 1
    portions = {
        person: Portion(
            tuple(article.id for article in own),
            sum(article.characters for article in own),
            Counter(article.outlet for article in own),
            shared[person],
            numbers[person],
            wanted[person] - len(own),
        )
        for person, own in given.items()
    }
    return TeamPlan(portions, len(dealt), len(articles) - len(dealt))
