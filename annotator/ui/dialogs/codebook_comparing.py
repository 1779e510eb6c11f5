"""Another codebook beside the project's: what is new, changed or gone, before it is taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from annotator.model.codebook import from_fields, to_fields
from annotator.model.codebook_comparison import (
    CHANGED,
    GONE,
    NEW,
    REMOVED,
    Difference,
    compare,
    take_over,
)
from annotator.ui.dialogs.codebook_question import Question

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.model.migration import Migration
    from annotator.ui.dialogs.codebook_desk import CodebookDesk
    from annotator.ui.dialogs.codebook_fields import Chooser

_STAYS, _DELETED = "\0", "\1"


class TakeOver(Question):
    """The differences as a tree; for each label that goes, which new one its spans get."""

    def __init__(self, desk: CodebookDesk, content: Mapping[str, Any], name: str) -> None:
        text = desk.tr(
            "The codebook of the project becomes the other one. Spans stay; those whose label "
            "it does not have can get one of its labels here."
        )
        super().__init__(desk, text)
        self._content = content
        self._after = from_fields(to_fields(content))
        self.title = self.tr("Take over {name}").format(name=name)
        differences = compare(desk.codebook, self._after)
        self._tree = _DifferenceTree()
        self._tree.show_differences(differences)
        self.column.insertWidget(1, self._tree)
        self._replacements: dict[tuple[str, str], Chooser] = {}
        for one in differences:
            if one.state == REMOVED and self._uses(one):
                self._replacements[one.kind, one.id] = self._replacement(one)

    def _uses(self, one: Difference) -> int:
        """How many spans or relations are called so."""
        if one.kind == "label":
            return self.desk.counts.get(one.id, 0)
        return self.desk.relation_counts.get(one.id, 0) if one.kind == "relation_type" else 0

    def _replacement(self, gone: Difference) -> Chooser:
        number = self._uses(gone)
        things = self._after.labels if gone.kind == "label" else self._after.relation_types
        names = [(one.id, one.name) for one in things.values()]
        words = self.tr("{name} ({number}) becomes").format(name=gone.name, number=f"{number:,}")
        choices = [(_STAYS, self.tr("stays, without a place in the codebook"))]
        choices += names
        choices.append((_DELETED, self.tr("delete them")))
        field = self.chooser(f"replacement_{gone.id}", words, choices)
        alike = next((id_ for id_, name in names if name.casefold() == gone.name.casefold()), _STAYS)
        field.setCurrentIndex(max(0, field.findData(alike)))
        return field

    @property
    def is_dangerous(self) -> bool:  # type: ignore[override]
        """Whether spans are to be deleted."""
        return any(one.chosen_id() == _DELETED for one in self._replacements.values())

    def enter(self) -> None:
        """Take the focus."""
        self._tree.setFocus()

    def migration(self) -> Migration:
        """The other codebook taken over."""
        said: dict[str, dict[str, str]] = {"label": {}, "relation_type": {}}
        for (kind, id_), field in self._replacements.items():
            chosen = field.chosen_id()
            if chosen != _STAYS:
                said[kind][id_] = GONE if chosen == _DELETED else chosen
        labels, relations = said["label"], said["relation_type"]
        return take_over(self.desk.codebook, self._content, labels, relations)


class _DifferenceTree(QTreeWidget):
    """Three groups: new, changed, gone."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("differences")
        self.setAccessibleName(self.tr("Differences"))
        self.setHeaderLabels([self.tr("What"), self.tr("Kind"), self.tr("Differs in")])
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setStretchLastSection(True)
        self.setMinimumHeight(190)

    def show_differences(self, found: list[Difference]) -> None:
        """Show the differences; none: a sentence."""
        names = {NEW: self.tr("New"), CHANGED: self.tr("Changed"), REMOVED: self.tr("Gone")}
        kinds = {
            "layer": self.tr("layer"),
            "label": self.tr("label"),
            "attribute": self.tr("attribute"),
            "relation_type": self.tr("relation"),
            "guideline": self.tr("codebook"),
        }
        for state, words in names.items():
            members = [one for one in found if one.state == state]
            if not members:
                continue
            group = QTreeWidgetItem(self, [f"{words} ({len(members)})"])
            for one in members:
                QTreeWidgetItem(group, [one.name, kinds[one.kind], ", ".join(one.fields)])
            group.setExpanded(state != CHANGED or len(members) < 12)
        if not found:
            QTreeWidgetItem(self, [self.tr("Both codebooks are the same.")])
