"""What of a tally is looked at: one annotator or all, articles of one state or all."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from annotator.analysis.terms import all_of, term

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotator.analysis.tally import Tally
    from annotator.model.codebook import Codebook
    from annotator.model.values import Entity

K = TypeVar("K", bound="tuple[str, ...]")


@dataclass(frozen=True, slots=True)
class Scope:
    """A tally, what its ids are called, and what is chosen of it (empty: all).

    `annotators` are names by id, in the order in which they are shown; `me` is who looks.
    """

    tally: Tally
    codebook: Codebook
    annotators: Mapping[str, str] = field(default_factory=dict)
    entities: Mapping[str, Entity] = field(default_factory=dict)
    annotator: str = ""
    state: str = ""
    me: str = ""

    def chosen(self, counter: Counter[K]) -> Iterator[tuple[K, int]]:
        """What the counter, whose keys begin with annotator and state, holds of what is chosen."""
        for key, number in counter.items():
            if self.annotator in ("", key[0]) and self.state in ("", key[1]):
                yield key, number

    @property
    def conditions(self) -> str:
        """The search terms for what is chosen; a search knows one's own states alone."""
        if not self.annotator:
            return ""
        is_mine = bool(self.state) and self.annotator == self.me
        return all_of(self.by(self.annotator), is_state(self.state) if is_mine else "")

    @property
    def document_conditions(self) -> str:
        """The search term for articles of the chosen state, which one's own alone can be."""
        return is_state(self.state) if self.state and self.annotator == self.me != "" else ""

    def by(self, annotator: str) -> str:
        """The search term for what this annotator has made."""
        return term("annotator", self.name(annotator))

    def name(self, annotator: str) -> str:
        """What an annotator is called."""
        return self.annotators.get(annotator, annotator)

    def people(self, *counters: Counter[K]) -> list[str]:
        """The annotators that the counters speak of, by name."""
        seen = {key[0] for counter in counters for key, _ in self.chosen(counter)}
        return sorted(seen, key=lambda one: (self.name(one).casefold(), one))

    def documents(self) -> Iterator[tuple[str, str, str]]:
        """Outlet, date and state of the chosen documents.

        The state is the chosen annotator's, or that of all: done where all who have begun
        are done.
        """
        states: dict[str, set[str]] = defaultdict(set)
        for document, annotator, state, _, _ in self.tally.work:
            if self.annotator in ("", annotator) and state != "new":
                states[document].add(state)
        for document, (outlet, published, _) in self.tally.documents.items():
            begun = states.get(document)
            state = "new" if not begun else "done" if begun == {"done"} else "in progress"
            if self.state in ("", state):
                yield outlet, published, state


def is_state(state: str) -> str:
    """The search term for articles that are in this state for whoever searches."""
    return term("state", state.replace(" ", "-"))


def local_day(hour: str) -> str:
    """The day here of an hour in UTC (`2026-03-14T23`); empty if it is none."""
    try:
        return datetime.fromisoformat(f"{hour}:00:00+00:00").astimezone().date().isoformat()
    except (ValueError, OverflowError):
        return ""


def local_day_of(milliseconds: int) -> str:
    """The day here of a time in milliseconds since 1970."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone().date().isoformat()
