"""What a merge would bring, and what it leaves for people to decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.model.change import Register
    from annotator.model.values import Value


@dataclass(frozen=True, slots=True)
class Counts:
    """How many things of one kind are new, changed, removed, the same, or in conflict."""

    new: int = 0
    changed: int = 0
    removed: int = 0
    same: int = 0
    conflicting: int = 0


@dataclass(frozen=True, slots=True)
class TitleClash:
    """Two articles with one title and different texts.

    Or, where `one` = `other`, one article with two titles.
    """

    one: str
    other: str
    one_title: str
    other_title: str


@dataclass(frozen=True, slots=True)
class NameClash:
    """Two things of a kind with one name after Unicode folding and different ids.

    Or, where `one` = `other`, one id with two names.
    """

    kind: str
    one: str
    other: str
    one_name: str
    other_name: str


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What would come by merging; `counts` by kind: document, span, relation, entity, label, …

    `people` are annotators who are new to the project, by name. `projects` are the ids of the
    projects that it comes from.
    """

    edits: int = 0
    changes: int = 0
    counts: Mapping[str, Counts] = field(default_factory=dict)
    people: tuple[str, ...] = ()
    same_title: tuple[TitleClash, ...] = ()
    same_text: tuple[TitleClash, ...] = ()
    names: tuple[NameClash, ...] = ()
    projects: tuple[str, ...] = ()

    @property
    def conflicts(self) -> int:
        """How many things would be left to decide."""
        return sum(one.conflicting for one in self.counts.values())


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge has brought: edits, changes, and conflicts that are open in the project now."""

    edits: int = 0
    changes: int = 0
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """One of the values that stand against each other, and who wrote it when; None removes."""

    change: bytes
    value: Value | None
    annotator: str
    time: str
    title: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A register whose versions say different things; the one at `shown` holds meanwhile."""

    register: Register
    document_id: str | None
    versions: tuple[Version, ...]
    shown: int
