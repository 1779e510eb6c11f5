"""What the project says about its checks: what is muted, and what was found to be fine.

Both are settings of the project, one each, so that they travel with the file, can be undone
and do not stand in each other's way when two people work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.model.change import Change, Edit
from annotator.model.values import Field, now

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from annotator.model.checks import Finding
    from annotator.model.values import Json

MUTED, ACCEPTED = "checks.muted/", "checks.accepted/"
ALL_LABELS = "*"


@dataclass(frozen=True, slots=True)
class Choices:
    """Checks that are muted, by id and label (`*`: all labels), and keys of accepted findings."""

    muted: frozenset[tuple[str, str]] = frozenset()
    accepted: frozenset[str] = frozenset()

    @classmethod
    def of(cls, settings: Mapping[str, Json]) -> Choices:
        """The choices that a project's settings hold."""
        muted = [name.removeprefix(MUTED) for name in settings if name.startswith(MUTED)]
        pairs = [name.split("/", 1) for name in muted if "/" in name]
        accepted = (name.removeprefix(ACCEPTED) for name in settings if name.startswith(ACCEPTED))
        return cls(frozenset((kind, label) for kind, label in pairs), frozenset(accepted))

    def mutes(self, kind: str, label: str) -> bool:
        """Whether findings of this check about this label are not shown."""
        return (kind, label) in self.muted or (kind, ALL_LABELS) in self.muted

    def mute_edit(self, kind: str, label: str, *, name: str, by: str, label_name: str = "") -> Edit:
        """Mute a check (called `name`) for a label (`label_name`) or all; again: let it speak."""
        is_muted = (kind, label) in self.muted
        field = Field("setting", f"{MUTED}{kind}/{label}", "value", True)
        whom = "" if label == ALL_LABELS else f" for {label_name or label}"
        title = f"{'unmute' if is_muted else 'mute'} “{name}”{whom}"
        change = Change(field, None) if is_muted else Change(None, field)
        return Edit(title, (change,), by, now())

    def accept_edit(self, findings: Iterable[Finding], *, by: str) -> Edit:
        """Remember that these findings are fine; those that are remembered are forgotten."""
        changes = []
        for finding in {one.key: one for one in findings}.values():
            field = Field("setting", ACCEPTED + finding.key, "value", True)
            is_known = finding.key in self.accepted
            changes.append(Change(field, None) if is_known else Change(None, field))
        number = f"{len(changes):,} findings" if len(changes) != 1 else "a finding"
        is_undone = bool(changes) and all(one.after is None for one in changes)
        title = f"take up {number} again" if is_undone else f"accept {number}"
        return Edit(title, tuple(changes), by, now())


def concerns(field: Field) -> bool:
    """Whether a field says something about checks."""
    return field.kind == "setting" and field.id.startswith((MUTED, ACCEPTED))


def document_of(field: Field) -> str:
    """The document of an accepted finding that is remembered or forgotten; else empty."""
    parts = field.id.removeprefix(ACCEPTED).split("/") if field.id.startswith(ACCEPTED) else []
    return parts[1] if len(parts) > 1 else ""
