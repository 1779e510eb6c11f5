"""Which article goes to which readers: a stratified sample, dealt evenly by outlet and length."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from itertools import groupby, islice
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from random import Random

    from annotator.model.planning_pairs import Readers

_MOST_SWAPS = 400
"""So often articles change hands to make the amounts of text more equal."""
_MOST_LOOKS = 200_000
"""So many articles are looked at in all these swaps: of very many, chance makes amounts equal."""
_EVEN = 0.002
"""Amounts that differ by this part of what is due are equal enough."""
_LOOKED_AT = 3
"""So many articles around the best length are tried in each swap."""
_AHEAD, _MOST_EXCHANGED = 200, 200


class Article(Protocol):
    """What is known of an article here; see `planning.Readable`."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def characters(self) -> int: ...  # noqa: D102
    @property
    def outlet(self) -> str: ...  # noqa: D102
    @property
    def group(self) -> str: ...  # noqa: D102


def deal(
    articles: Sequence[Article],
    sets: Sequence[Readers],
    held: set[tuple[str, str]],
    owners: Mapping[str, set[str]],
    chance: Random,
) -> dict[str, Readers]:
    """The readers of each article that is given out, by its id; `sets` has one entry for each.

    Nobody gets what she holds (pairs of article and person in `held`), near-duplicates go to
    the same readers, or to who holds one of them (`owners`, by group).
    """
    return _Deal(articles, sets, held, owners, chance).made()


class _Deal:
    """One division under way: which article has which readers, and which readers still want some."""

    def __init__(
        self,
        articles: Sequence[Article],
        sets: Sequence[Readers],
        held: set[tuple[str, str]],
        owners: Mapping[str, set[str]],
        chance: Random,
    ) -> None:
        self._articles = {one.id: one for one in articles}
        self._held = held
        self._chance = chance
        self._wanted = Counter(sets)
        self._order = {readers: number for number, readers in enumerate(dict.fromkeys(sets))}
        self._dealt: dict[str, Readers] = {}
        self._kin: dict[str, Readers] = {}
        self._owners = owners
        self._scarce: set[str] = set()

    def made(self) -> dict[str, Readers]:
        """Give everything out."""
        articles = self._sample()
        alone = [one for one in articles if not one.group]
        for group in _clusters(articles):
            self._deal_cluster(group)
        self._deal_evenly(alone)
        self._fill()
        self._exchange()
        self._level()
        return self._dealt

    # ------------------------------------------------------------ sampling

    def _sample(self) -> list[Article]:
        """As many articles as are wanted, of every outlet its part."""
        number = sum(self._wanted.values())
        pool = list(self._articles.values())
        self._chance.shuffle(pool)
        if len(pool) <= number:
            return pool
        outlets: dict[str, list[Article]] = defaultdict(list)
        for one in sorted(pool, key=lambda one: one.outlet):
            outlets[one.outlet].append(one)
        spread = [
            ((place + self._chance.random()) / len(own), one)
            for own in outlets.values()
            for place, one in enumerate(own)
        ]
        spread.sort(key=lambda pair: pair[0])
        return [one for _place, one in spread[:number]]

    # ------------------------------------------------------------ dealing

    def _may(self, article: Article, readers: Readers) -> bool:
        return not any((article.id, person) in self._held for person in readers)

    def _give(self, article: Article, readers: Readers) -> None:
        self._dealt[article.id] = readers
        if article.group:
            self._kin.setdefault(article.group, readers)
        self._wanted[readers] -= 1

    def _deal_cluster(self, cluster: Sequence[Article]) -> None:
        """Near-duplicates go to one person who still wants so many; what she cannot take is left."""
        owners = self._owners.get(cluster[0].group, set())
        amounts = self._amounts()
        best: tuple[tuple[object, ...], Readers, list[Article]] | None = None
        for readers in self._order:
            fits = not owners or owners.issuperset(readers)
            free = [one for one in cluster if self._may(one, readers)][: self._wanted[readers]]
            if not free or not fits:
                continue
            amount = sum(amounts[person] for person in readers) / len(readers)
            rank = (-len(free), len(readers), amount, -self._wanted[readers], self._order[readers])
            if best is None or rank < best[0]:
                best = (rank, readers, free)
        if best is not None:
            for one in best[2]:
                self._give(one, best[1])

    def _amounts(self) -> Counter[str]:
        amounts: Counter[str] = Counter()
        for id_, readers in self._dealt.items():
            for person in readers:
                amounts[person] += self._articles[id_].characters
        return amounts

    def _deal_evenly(self, articles: Sequence[Article]) -> None:
        """Outlet by outlet, the longest first, in turns that come round as often as each is wanted."""
        turns = deque(
            readers
            for _place, _number, readers in sorted(
                (
                    ((place + self._chance.random()) / number, self._order[readers], readers)
                    for readers, number in self._wanted.items()
                    for place in range(number)
                ),
                key=lambda turn: turn[:2],
            )
        )
        for one in sorted(articles, key=lambda one: (one.outlet, -one.characters, one.id)):
            for at, readers in enumerate(islice(turns, _AHEAD)):
                if self._may(one, readers):
                    self._give(one, readers)
                    del turns[at]
                    break

    def _fill(self) -> None:
        """Give what was not in the sample, or could not be placed, to readers who still lack some."""
        for article in self._articles.values():
            if article.id in self._dealt:
                continue
            for readers, number in self._wanted.items():
                if number > 0 and self._may(article, readers) and self._is_kin(article, readers):
                    self._give(article, readers)
                    break

    def _is_kin(self, article: Article, readers: Readers) -> bool:
        """Whether no others have near-duplicates of the article."""
        if not article.group:
            return True
        if article.group in self._kin:
            return self._kin[article.group] == readers
        owners = self._owners.get(article.group)
        return not owners or owners.issuperset(readers)

    def _exchange(self) -> None:
        """Where only articles are left that some may not have, others take them and give up theirs."""
        left = [one for one in self._articles.values() if one.id not in self._dealt and not one.group]
        for article in left[:_MOST_EXCHANGED]:
            lacking = [readers for readers, number in self._wanted.items() if number > 0]
            if not lacking:
                return
            for id_, theirs in self._dealt.items():
                other = self._articles[id_]
                if other.group or not self._may(article, theirs):
                    continue
                takers = (one for one in lacking if one != theirs and self._may(other, one))
                readers = next(takers, None)
                if readers is not None:
                    self._wanted[theirs] += 1
                    self._give(other, readers)
                    self._give(article, theirs)
                    break

    # ------------------------------------------------------------ levelling

    def _level(self) -> None:
        """Let two articles of one outlet change hands while that makes the amounts more equal."""
        numbers: Counter[str] = Counter()
        for readers in self._dealt.values():
            numbers.update(readers)
        outlets = Counter(self._articles[id_].outlet for id_ in self._dealt)
        self._scarce = {outlet for outlet, number in outlets.items() if number < len(numbers)}
        amounts = self._amounts()
        mean = sum(amounts.values()) / max(1, sum(numbers.values()))
        for _ in range(min(_MOST_SWAPS, _MOST_LOOKS // (len(self._dealt) + 1))):
            over = {person: amounts[person] - mean * numbers[person] for person in numbers}
            if all(abs(over[one]) <= _EVEN * mean * numbers[one] for one in over):
                return
            ranked = sorted(over, key=lambda one: (-over[one], one))
            if not any(self._swap(high, low, over, amounts) for high, low in _extremes(ranked)):
                return

    def _swap(self, high: str, low: str, over: Mapping[str, float], amounts: Counter[str]) -> bool:
        """Find the exchange between these two that helps most, and make it."""
        best: tuple[float, str, str] | None = None
        for mine, theirs in self._by_outlet(high, low):
            lengths = [one.characters for one in theirs]
            for one in mine:
                at = bisect_left(lengths, one.characters - (over[high] - over[low]) / 2)
                for other in theirs[max(0, at - _LOOKED_AT) : at + _LOOKED_AT]:
                    gain = self._gain(one, other, over)
                    if gain > 1e-6 and (best is None or gain > best[0]):
                        best = (gain, one.id, other.id)
        if best is None:
            return False
        _gain, one_id, other_id = best
        moved = self._articles[one_id].characters - self._articles[other_id].characters
        for person, sign in _moves(self._dealt[one_id], self._dealt[other_id]):
            amounts[person] += sign * moved
        self._dealt[one_id], self._dealt[other_id] = self._dealt[other_id], self._dealt[one_id]
        return True

    def _gain(self, one: Article, other: Article, over: Mapping[str, float]) -> float:
        """By how much the squared differences shrink when these two change places."""
        mine, theirs = self._dealt[one.id], self._dealt[other.id]
        if not (self._may(one, theirs) and self._may(other, mine)):
            return 0.0
        moved = one.characters - other.characters
        return -sum(
            (over[person] + sign * moved) ** 2 - over[person] ** 2
            for person, sign in _moves(mine, theirs)
        )

    def _by_outlet(self, high: str, low: str) -> Iterator[tuple[list[Article], list[Article]]]:
        """The articles that only one of the two has, those of one outlet together, shortest first.

        Outlets with fewer articles than people are taken for one.
        """
        sides: dict[str, tuple[list[Article], list[Article]]] = defaultdict(lambda: ([], []))
        for id_, readers in self._dealt.items():
            article = self._articles[id_]
            if not article.group and (high in readers) != (low in readers):
                outlet = "" if article.outlet in self._scarce else article.outlet
                sides[outlet][low in readers].append(article)
        for outlet in sorted(sides):
            mine, theirs = sides[outlet]
            if mine and theirs:
                yield mine, sorted(theirs, key=lambda one: (one.characters, one.id))


def _clusters(articles: Iterable[Article]) -> list[list[Article]]:
    """The near-duplicates among the articles, the largest groups first."""
    ordered = sorted((one for one in articles if one.group), key=lambda one: (one.group, one.id))
    groups = [list(group) for _group, group in groupby(ordered, key=lambda one: one.group)]
    return sorted(groups, key=lambda group: -len(group))


def _extremes(ranked: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of who has most and who has least, the most different first."""
    for high in ranked[:2]:
        for low in ranked[:-4:-1]:
            if high != low:
                yield high, low


def _moves(mine: Readers, theirs: Readers) -> Iterator[tuple[str, int]]:
    """Who gets the other's article for her own (-1), and who the reverse (1)."""
    yield from ((person, -1) for person in mine if person not in theirs)
    yield from ((person, 1) for person in theirs if person not in mine)
