"""The versions of one conflict side by side, each a card with its key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.ui import theme
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.texts import SEPARATOR, excerpt, said, time_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import QMouseEvent

    from annotator.jobs.deciding import Option, Undecided

_LEAST, _MOST_WIDTH = 180, 420
_LONGEST = 300


class VersionCard(QFrame):
    """One way to decide; a click chooses it."""

    chosen = Signal()

    def __init__(self, key: str, option: Option, parts: Collection[str], state: str) -> None:
        """`parts` are those in which the versions differ; `state` is said beside the key."""
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName(f"version_{key}")
        self.setMinimumWidth(_LEAST)
        self.setMaximumWidth(_MOST_WIDTH)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        who = SEPARATOR.join(filter(None, (option.who, time_text(option.time) if option.time else "")))
        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        head.addWidget(plain_label(key, role="key"))
        head.addWidget(plain_label(who, role="muted"))
        head.addStretch(1)
        head.addWidget(plain_label(state, role="ok"))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, theme.STEP, 12, theme.STEP)
        column.setSpacing(theme.HALF_STEP)
        column.addLayout(head)
        if option.words:
            column.addWidget(_strong(option.words))
        column.addLayout(self._lines(option, parts))
        column.addStretch(1)
        lines = [f"{name} {text}".strip() for name, text in (option.said or {}).items() if text]
        self.setAccessibleName(", ".join(filter(None, (key, who, state, option.words, *lines))))

    def _lines(self, option: Option, parts: Collection[str]) -> QFormLayout:
        """What it says: first what differs, then, quietly, what does not."""
        rows = QFormLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(theme.STEP)
        rows.setVerticalSpacing(2)
        words = option.said or {}
        names = [*(name for name in parts if words), *(name for name in words if name not in parts)]
        for name in names:
            text = words.get(name, "")
            is_different = name in parts
            if not text and not is_different:
                continue
            shown = excerpt(text, limit=_LONGEST) or said("nothing")
            label = _strong(shown) if is_different else plain_label(shown, role="muted", wraps=True)
            if name:
                rows.addRow(plain_label(said(name[0].upper() + name[1:]), role="muted"), label)
            else:
                rows.addRow(label)
        return rows

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        super().mouseReleaseEvent(event)
        is_here = self.rect().contains(event.position().toPoint())
        if is_here and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit()


class VersionCards(QScrollArea):
    """The cards of one conflict; `chosen` brings the number of one, from 0."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("conflict_versions")
        self.setAccessibleName(said("Versions"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cards: list[VersionCard] = []
        self.show_item(None, -1)

    def show_item(self, item: Undecided | None, decided: int) -> None:
        """Show the versions of this, and the one that was taken (-1: none yet)."""
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.STEP)
        self.cards = []
        options = item.options if item is not None else ()
        parts = item.differing if item is not None else ()
        for number, option in enumerate(options):
            state = ""
            if decided == number:
                state = said("✓ taken")
            elif decided < 0 and item is not None and number == item.shown:
                state = said("shown now")
            card = VersionCard(str(number + 1), option, parts, state)
            card.chosen.connect(partial(self.chosen.emit, number))
            self.cards.append(card)
            row.addWidget(card, 1)
        row.addStretch(1)
        former = self.takeWidget()
        if former is not None:
            former.deleteLater()  # a card may have been clicked just now
        self.setWidget(inside)


def _strong(text: str) -> QLabel:
    label = plain_label(text, wraps=True)
    font = QFont(label.font())
    font.setWeight(QFont.Weight.DemiBold)
    label.setFont(font)
    return label
