"""Counts of what was found, exact, and the findings themselves, as many as are looked at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.model.checks import CHECKS, LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from annotator.model.check_choices import Choices
    from annotator.model.checks import Finding

KEPT = 1_000
"""So many findings are kept of each check and label; more are only counted."""


@dataclass(slots=True)
class _Cell:
    """The findings of one check about one label, by document."""

    count: int = 0
    accepted: int = 0
    kept: dict[str, list[Finding]] = field(default_factory=dict)
    kept_count: int = 0
    level: str = "warning"


class Tally:
    """What was found in a project; a document that is checked again replaces its findings."""

    def __init__(
        self, choices: Choices, order: Mapping[str, int] | None = None, *, keeps: int = KEPT
    ) -> None:
        """`order` numbers the documents as they are to be listed."""
        self.choices = choices
        self._order = order or {}
        self._keeps = keeps
        self._cells: dict[tuple[str, str], _Cell] = {}
        self._documents: dict[str, list[tuple[tuple[str, str], int, int]]] = {}

    def take(self, document_id: str, found: Iterable[Finding]) -> None:
        """Take what was found in a document, in place of what was found there before."""
        known = self._forget(document_id)
        counts: Counter[tuple[str, str]] = Counter()
        accepted: Counter[tuple[str, str]] = Counter()
        for finding in found:
            place = (finding.kind, finding.label)
            cell = self._cells.get(place)
            if cell is None:
                cell = self._cells[place] = _Cell()
            counts[place] += 1
            cell.level = finding.level
            if self.choices.accepted and finding.key in self.choices.accepted:
                accepted[place] += 1
            if cell.kept_count < self._keeps or place in known:
                cell.kept.setdefault(document_id, []).append(finding)
                cell.kept_count += 1
        for place, count in counts.items():
            self._cells[place].count += count
            self._cells[place].accepted += accepted[place]
        if counts:
            self._documents[document_id] = [(one, n, accepted[one]) for one, n in counts.items()]

    def _forget(self, document_id: str) -> set[tuple[str, str]]:
        """Forget what was found in a document; tells of which checks its findings were kept."""
        known = set()
        for place, count, accepted in self._documents.pop(document_id, ()):
            cell = self._cells[place]
            cell.count -= count
            cell.accepted -= accepted
            kept = cell.kept.get(document_id)
            if kept:
                known.add(place)
                cell.kept_count -= len(kept)
                cell.kept[document_id] = []
        return known

    # ------------------------------------------------------------ asking

    def count(self, kind: str, *, is_all: bool = False) -> int:
        """How many findings of a check are to be looked at, or with `is_all` there are at all."""
        return sum(
            cell.count if is_all else cell.count - cell.accepted
            for (check, label), cell in self._cells.items()
            if check == kind and (is_all or not self.choices.mutes(check, label))
        )

    def labels(self, kind: str, *, is_all: bool = False) -> dict[str, int]:
        """The counts of a check by label, the largest first."""
        found = {
            label: cell.count if is_all else cell.count - cell.accepted
            for (check, label), cell in self._cells.items()
            if check == kind and (is_all or not self.choices.mutes(check, label))
        }
        return {label: n for label, n in sorted(found.items(), key=lambda one: -one[1]) if n}

    def findings(self, kind: str, *, is_all: bool = False) -> list[Finding]:
        """The findings of a check that were kept, a document after the other."""
        accepted = self.choices.accepted
        found = [
            one
            for (check, label), cell in self._cells.items()
            if check == kind and (is_all or not self.choices.mutes(check, label))
            for kept in cell.kept.values()
            for one in kept
            if is_all or not accepted or one.key not in accepted
        ]
        order = self._order
        last = len(order)
        return sorted(
            found, key=lambda one: (order.get(one.document_id, last), one.document_id, one.start)
        )

    def level_count(self, level: str, *, is_all: bool = False) -> int:
        """How many findings of this level are to be looked at."""
        return sum(
            cell.count if is_all else cell.count - cell.accepted
            for (check, label), cell in self._cells.items()
            if cell.level == level and (is_all or not self.choices.mutes(check, label))
        )

    @property
    def muted(self) -> int:
        """How many findings are muted."""
        cells = self._cells.items()
        return sum(cell.count for place, cell in cells if self.choices.mutes(*place))

    @property
    def accepted(self) -> int:
        """How many findings, not muted, were accepted."""
        cells = self._cells.items()
        return sum(cell.accepted for place, cell in cells if not self.choices.mutes(*place))

    def documents(self, kind: str) -> list[str]:
        """The documents in which a check found something, muted and accepted included."""
        return [
            document
            for document, found in self._documents.items()
            if any(place[0] == kind for place, _count, _accepted in found)
        ]

    def kinds(self, *, is_all: bool = False) -> Iterator[tuple[str, int]]:
        """The checks that found something, the gravest first, with their counts."""
        for check in CHECKS:
            if count := self.count(check.id, is_all=is_all):
                yield check.id, count

    def level(self, kind: str) -> str:
        """How grave the findings of a check are."""
        levels = {cell.level for (check, _), cell in self._cells.items() if check == kind}
        return next((level for level in LEVELS if level in levels), "warning")
