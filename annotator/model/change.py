"""Changes and edits: one before/after pair, and one undoable step made of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from annotator.model.teamwork import document_of
from annotator.model.values import Field, NewDocument, Relation, Span, Value

if TYPE_CHECKING:
    from collections.abc import Iterator


class Register(NamedTuple):
    """What one change writes: `field` is empty where the value is written as a whole."""

    kind: str
    id: str
    field: str


def register_of(value: Value) -> Register:
    """The register that this value stands in."""
    if isinstance(value, Span):
        return Register("span", value.id, "")
    if isinstance(value, Relation):
        return Register("relation", value.id, "")
    if isinstance(value, NewDocument):
        return Register("document", value.id, "")
    return Register(value.kind, value.id, value.name)


@dataclass(frozen=True, slots=True)
class Change:
    """One write to one register: adding has no before, removing no after."""

    before: Value | None
    after: Value | None

    def __post_init__(self) -> None:
        if self.before is None and self.after is None:
            raise ValueError("a change needs a before or an after")

    @property
    def value(self) -> Value:
        """What is there afterwards, or what was there when it is removed."""
        value = self.after if self.after is not None else self.before
        assert value is not None
        return value

    @property
    def register(self) -> Register:
        """The register that is written."""
        return register_of(self.value)

    @property
    def document_id(self) -> str | None:
        """The document that this change concerns, if it is one."""
        value = self.value
        if isinstance(value, Span | Relation):
            return value.document_id
        if isinstance(value, NewDocument):
            return value.id
        if value.kind in ("document", "work"):
            return value.id.split("/")[0]
        return document_of(value)

    def inverse(self) -> Change:
        """The change that takes this one back."""
        return Change(self.after, self.before)


@dataclass(frozen=True, slots=True)
class Edit:
    """One user-visible, undoable step.

    `id` (24 bytes) is given when the project has written it; `undoes` names the edit
    that this one takes back.
    """

    title: str
    changes: tuple[Change, ...]
    annotator: str
    time: str
    undoes: bytes | None = None
    id: bytes | None = None

    def inverse(self, *, title: str, time: str) -> Edit:
        """The edit that takes this one back: its changes swapped, in reverse order."""
        changes = tuple(change.inverse() for change in reversed(self.changes))
        return Edit(title, changes, self.annotator, time, undoes=self.id)

    def with_changes(self, changes: tuple[Change, ...]) -> Edit:
        """The same step with other changes."""
        return replace(self, changes=changes)

    def spans(self) -> Iterator[tuple[Span | None, Span | None]]:
        """The before and after of each span that this edit changes."""
        for change in self.changes:
            if isinstance(change.value, Span):
                yield change.before, change.after  # type: ignore[misc]

    def relations(self) -> Iterator[tuple[Relation | None, Relation | None]]:
        """The before and after of each relation that this edit changes."""
        for change in self.changes:
            if isinstance(change.value, Relation):
                yield change.before, change.after  # type: ignore[misc]

    def fields(self, *kinds: str) -> Iterator[Field]:
        """The fields of these kinds that this edit changes (removed ones as they were)."""
        for change in self.changes:
            if isinstance(change.value, Field) and change.value.kind in kinds:
                yield change.value

    def writes(self, *kinds: str) -> bool:
        """Whether a field of one of these kinds is changed."""
        return next(self.fields(*kinds), None) is not None

    def concerns(self, document_id: str) -> bool:
        """Whether anything of this document is changed."""
        return any(change.document_id == document_id for change in self.changes)
