"""Looking into the inspector: what an annotator sees and touches there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QPlainTextEdit,
    QTreeWidget,
    QWidget,
)

if TYPE_CHECKING:
    from annotator.ui.panels.choice_editor import ChoiceEditor
    from annotator.ui.panels.inspector import InspectorPanel

HEARD = ("“We waited two hours,”", "“and nobody called.”")
"""A quotation in two fragments."""


def words(panel: InspectorPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def part(panel: InspectorPanel, name: str) -> QWidget:
    return next(one for one in panel.findChildren(QWidget, name) if one.isVisible())


def choice(panel: InspectorPanel, name: str) -> ChoiceEditor:
    return part(panel, f"attribute:{name}")  # type: ignore[return-value]


def note(panel: InspectorPanel) -> QPlainTextEdit:
    return part(panel, "span_note")  # type: ignore[return-value]


def relations(panel: InspectorPanel) -> QTreeWidget:
    return part(panel, "relations_list")  # type: ignore[return-value]


def relation_rows(panel: InspectorPanel) -> list[str]:
    items = [relations(panel).topLevelItem(row) for row in range(relations(panel).topLevelItemCount())]
    return [str(item.data(0, Qt.ItemDataRole.AccessibleTextRole)) for item in items]  # type: ignore[union-attr]
