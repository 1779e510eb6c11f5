"""The key sheet: all keys that now hold, in two columns, with a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.ui import theme
from annotator.ui.dialogs.fields import search_field
from annotator.ui.dialogs.fitting import fit
from annotator.ui.keys import Binding, readable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HEADING_ROWS = 2
"""What a heading and the space around a card take, in rows."""


class KeySheet(QDialog):
    """Shows groups of bindings; typing narrows them to what is looked for."""

    def __init__(self, groups: Mapping[str, Sequence[Binding]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("key_sheet")
        self.setWindowTitle(self.tr("Keys"))
        fit(self, 920, 680)
        self._filter = search_field("key_filter", self.tr("Filter by command or key"))
        self._filter.textChanged.connect(self._narrow)
        self._nothing = QLabel(self.tr("No key does anything like that."))
        self._nothing.setProperty("role", "muted")
        self._nothing.hide()
        self._cards = [KeyCard(name, members) for name, members in groups.items()]
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.STEP, 2 * theme.STEP, theme.STEP, 2 * theme.STEP)
        column.setSpacing(2 * theme.STEP)
        column.addWidget(self._filter)
        column.addWidget(self._nothing)
        column.addWidget(self._new_area(), 1)

    def _new_area(self) -> QScrollArea:
        sheet = QWidget()
        columns = QHBoxLayout(sheet)
        columns.setContentsMargins(0, 0, theme.STEP, 0)
        columns.setSpacing(2 * theme.STEP)
        for cards in _halves(self._cards):
            column = QVBoxLayout()
            column.setSpacing(2 * theme.STEP)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            columns.addLayout(column, 1)
        area = QScrollArea()
        area.setObjectName("key_area")
        area.setAccessibleName(self.tr("Keys by group"))
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(sheet)
        return area

    def _narrow(self, wanted: str) -> None:
        shown = [card.narrow(wanted.strip().casefold()) for card in self._cards]
        self._nothing.setVisible(not any(shown))


class KeyCard(QFrame):
    """One group of keys."""

    def __init__(self, name: str, members: Sequence[Binding]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(name)
        self.rows = len(members)
        self._rows: list[tuple[str, list[QWidget]]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(2 * theme.STEP, theme.STEP, 2 * theme.STEP, theme.STEP)
        grid.setVerticalSpacing(theme.HALF_STEP)
        grid.setHorizontalSpacing(2 * theme.STEP)
        grid.setColumnStretch(0, 1)
        heading = QLabel(name)
        heading.setProperty("role", "heading")
        grid.addWidget(heading, 0, 0, 1, 2)
        for row, binding in enumerate(members, start=1):
            text = QLabel(binding.text)
            text.setWordWrap(True)
            caps = key_caps(binding.keys)
            grid.addWidget(text, row, 0)
            grid.addWidget(caps, row, 1, Qt.AlignmentFlag.AlignRight)
            words = " ".join([binding.text, *map(readable, binding.keys)]).casefold()
            self._rows.append((words, [text, caps]))

    def narrow(self, wanted: str) -> bool:
        """Show the rows that contain the words; False if there are none."""
        shown = False
        for words, widgets in self._rows:
            fits = wanted in words
            shown = shown or fits
            for widget in widgets:
                widget.setVisible(fits)
        self.setVisible(shown)
        return shown


def key_caps(keys: Sequence[str]) -> QWidget:
    """Keys as small caps side by side."""
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.HALF_STEP)
    for key in keys:
        cap = QLabel(readable(key))
        cap.setTextFormat(Qt.TextFormat.PlainText)
        cap.setProperty("role", "key")
        row.addWidget(cap)
    return widget


def _halves(cards: Sequence[KeyCard]) -> tuple[list[KeyCard], list[KeyCard]]:
    total = sum(card.rows + _HEADING_ROWS for card in cards)
    left: list[KeyCard] = []
    right: list[KeyCard] = []
    height = 0
    for card in cards:
        middle = height + (card.rows + _HEADING_ROWS) / 2
        (left if middle <= total / 2 and not right else right).append(card)
        height += card.rows + _HEADING_ROWS
    return left, right
