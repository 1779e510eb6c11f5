"""What articles are asked for, and in which order. Knows no Qt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.model.values import STATES, Document, Work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

YES = "yes"
ATTRIBUTE = "attribute."
"""Facets and orders of attributes begin so; their id follows."""


@dataclass(slots=True)
class Article:
    """One article as the list shows it; `words` are title and outlet in small letters.

    `doubts` are those that are not settled, `people` the annotators who are to work on it,
    by id; `group` is the first of its near-duplicates, itself perhaps, and `twins` how many
    others there are.
    """

    document: Document
    work: Work
    spans: int
    place: int
    words: str
    doubts: int = 0
    has_note: bool = False
    people: tuple[str, ...] = ()
    group: str = ""
    twins: int = 0

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id

    def values(self, facet: str) -> tuple[str, ...]:
        """What the article says in this respect; an empty text where it says nothing."""
        if facet in _FACETS:
            return _FACETS[facet](self)
        if facet.startswith(ATTRIBUTE):
            value = self.document.attributes.get(facet.removeprefix(ATTRIBUTE), "")
            return ("yes" if value else "no",) if isinstance(value, bool) else (str(value),)
        return (self.document.metadata.get(facet, ""),)


def _if(is_so: bool) -> tuple[str, ...]:
    return (YES,) if is_so else ()


_FACETS: Mapping[str, Callable[[Article], tuple[str, ...]]] = {
    "state": lambda article: (article.work.state,),
    "flagged": lambda article: _if(article.work.is_flagged),
    "doubt": lambda article: _if(article.doubts > 0),
    "note": lambda article: _if(article.has_note),
    "twins": lambda article: _if(article.twins > 0),
    "first": lambda article: _if(article.group in ("", article.id)),
    "assigned": lambda article: article.people or ("",),
    "like": lambda article: (article.group,),
    "spans": lambda article: ("some" if article.spans else "none",),
    "month": lambda article: (article.document.metadata.get("published", "")[:7],),
}
MARKS = ("flagged", "doubt", "note", "twins", "first")
"""Facets whose only value is `YES`."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which values are wanted in which respect: one of them in each."""

    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.chosen)

    def has(self, facet: str, value: str = YES) -> bool:
        """Whether this value is wanted."""
        return value in self.chosen.get(facet, frozenset())

    def toggled(self, facet: str, value: str = YES) -> Wishes:
        """The same wishes with this value wanted, or no longer."""
        values = self.chosen.get(facet, frozenset()) ^ {value}
        others = {name: wanted for name, wanted in self.chosen.items() if name != facet}
        return Wishes({**others, facet: values} if values else others)

    def only(self, facet: str, *values: str) -> Wishes:
        """The same wishes with these values in this respect, or with none."""
        others = {name: wanted for name, wanted in self.chosen.items() if name != facet}
        return Wishes({**others, facet: frozenset(values)} if values else others)

    def fitting(self, articles: Iterable[Article]) -> list[Article]:
        """The articles that fit, in the same order."""
        found = list(articles)
        for facet, wanted in self.chosen.items():
            found = [one for one in found if not wanted.isdisjoint(one.values(facet))]
        return found


@dataclass(frozen=True, slots=True)
class Order:
    """By what articles are sorted; those that say nothing in this respect stand last."""

    by: str = "arrival"
    is_reversed: bool = False

    def sorted(self, articles: Iterable[Article], names: Mapping[str, str]) -> list[Article]:
        """The articles in this order, equal ones as they came; `names` are those of annotators."""
        arrived = sorted(articles, key=lambda one: one.place)
        if self.by == "arrival":
            return arrived[::-1] if self.is_reversed else arrived
        places = {article.id: article.place for article in arrived}
        key = _key_of(self.by, names, places)
        keyed = [(key(one), one) for one in arrived]
        said = [(value, one) for value, one in keyed if value is not None]
        silent = [one for value, one in keyed if value is None]
        is_downwards = self.is_reversed != (self.by in DOWNWARDS)
        said.sort(key=lambda pair: pair[0], reverse=is_downwards)  # type: ignore[arg-type,return-value]
        return [one for _value, one in said] + silent


ORDERS = (
    "arrival", "title", "published", "outlet", "language", "state", "assigned", "spans", "length",
    "flagged", "doubt", "twins",
)  # fmt: skip
DOWNWARDS = ("published", "spans", "length", "doubt", "flagged")
"""Orders that begin with the greatest unless they are reversed."""


def _key_of(
    by: str, names: Mapping[str, str], places: Mapping[str, int]
) -> Callable[[Article], object | None]:
    if by in _KEYS:
        return _KEYS[by]
    if by == "assigned":
        return lambda one: sorted(names.get(who, who).casefold() for who in one.people) or None
    if by == "twins":
        return lambda one: (places.get(one.group, one.place), one.place) if one.group else None
    return lambda one: one.values(by)[0].casefold() or None


_KEYS: Mapping[str, Callable[[Article], object | None]] = {
    "title": lambda one: one.document.title.casefold(),
    "state": lambda one: STATES.index(one.work.state),
    "spans": lambda one: one.spans,
    "length": lambda one: one.document.length,
    "flagged": lambda one: one.work.is_flagged or None,
    "doubt": lambda one: one.doubts or None,
}


def choices(articles: Iterable[Article], facet: str, *, limit: int = 40) -> list[tuple[str, int]]:
    """The values that articles have in this respect and how many have each, the most frequent first.

    Months stand in their order, the latest first.
    """
    counts = Counter(value for article in articles for value in article.values(facet))
    if facet == "month":
        return sorted(counts.items(), reverse=True)[:limit]
    return sorted(counts.most_common(limit), key=lambda pair: (pair[0] == "", -pair[1], pair[0]))
