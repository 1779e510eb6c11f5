"""The command palette: one box and a list over the upper middle of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.ui import icons, theme
from annotator.ui.dialogs.palette_rows import PaletteDelegate, PaletteRows, spoken
from annotator.ui.messages import announce
from annotator.ui.palette_entries import PREFIXES, rows_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.ui.palette_entries import Entry, Shelf

_MOST_ROWS = 60
_ROWS_IN_SIGHT = 10
_WIDTH, _MARGIN, _SHADOW, _ROUND = 660, 40, 14, 10
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _ROWS_IN_SIGHT - 1,
    Qt.Key.Key_PageUp: 1 - _ROWS_IN_SIGHT,
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Palette(QFrame):
    """Lies over its window, not in one of its own. `chosen` says the entry after it has closed."""

    chosen = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setAccessibleName(self.tr("Command palette"))
        self._shelves: Sequence[Shelf] = ()
        self._recent: Sequence[str] = ()
        self._former: QWidget | None = None
        self._rows = PaletteRows()
        self._box = self._new_box()
        self._list = self._new_list()
        self._nothing = QLabel(self.tr("Nothing is called anything like that."))
        self._nothing.setObjectName("palette_nothing")
        self._nothing.setProperty("role", "muted")
        self._nothing.setMargin(2 * theme.STEP)
        self._lay_out()
        self.hide()

    def _new_box(self) -> QLineEdit:
        box = QLineEdit()
        box.setObjectName("palette_box")
        box.setAccessibleName(self.tr("Command, article, label or entity"))
        box.setPlaceholderText(self.tr("Type a command, an article, a label, an entity …"))
        box.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        box.textChanged.connect(self._narrow)
        box.installEventFilter(self)
        return box

    def _new_list(self) -> QListView:
        rows = QListView()
        rows.setObjectName("palette_list")
        rows.setAccessibleName(self.tr("What fits"))
        rows.setModel(self._rows)
        rows.setItemDelegate(PaletteDelegate(rows))
        rows.setUniformItemSizes(True)
        rows.setFrameShape(QFrame.Shape.NoFrame)
        rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rows.setMouseTracking(True)
        rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        rows.clicked.connect(self._choose)
        return rows

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        edge = _SHADOW + theme.STEP
        column.setContentsMargins(edge, edge - 2, edge, edge)
        column.setSpacing(theme.STEP)
        column.addWidget(self._box)
        column.addWidget(self._list, 1)
        column.addWidget(self._nothing)
        column.addLayout(self._new_hints())

    def _new_hints(self) -> QHBoxLayout:
        names = {
            ">": self.tr("commands"),
            "#": self.tr("labels"),
            "@": self.tr("entities"),
            ":": self.tr("articles"),
            "?": self.tr("searches"),
            "~": self.tr("projects"),
        }
        row = QHBoxLayout()
        row.setSpacing(theme.HALF_STEP)
        for sign in PREFIXES:
            button = QToolButton()
            button.setObjectName(f"palette_only_{PREFIXES[sign][0]}")
            button.setProperty("role", "palette-hint")
            button.setText(f"{sign}  {names[sign]}")
            button.setToolTip(self.tr("Only {names}").format(names=names[sign]))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on=False, sign=sign: self._narrow_to(sign))
            row.addWidget(button)
        row.addStretch(1)
        keys = QLabel(self.tr("Enter runs · Esc closes"))
        keys.setProperty("role", "muted")
        row.addWidget(keys)
        return row

    # ------------------------------------------------------------ opening and closing

    def open_with(self, shelves: Sequence[Shelf], recent: Sequence[str]) -> None:
        """Show these entries; `recent` names what was used before, the latest first."""
        self._shelves, self._recent = shelves, recent
        self._former = QApplication.focusWidget()
        self._box.clear()
        self._narrow()
        self._place()
        self.show()
        self.raise_()
        self._box.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_shelves(self, shelves: Sequence[Shelf]) -> None:
        """Show other entries: more has been read."""
        self._shelves = shelves
        current = self._list.currentIndex().row()
        self._narrow()
        if 0 <= current < len(self._rows.rows):
            self._list.setCurrentIndex(self._rows.index(current))

    def close_palette(self) -> None:
        """Hide, and give the focus back to where it was."""
        former, self._former = self._former, None
        if former is not None and former.isVisible():
            former.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()

    def _place(self) -> None:
        window = self.parentWidget()
        assert window is not None
        width = min(_WIDTH, window.width() - _MARGIN) + 2 * _SHADOW
        height = min(self.sizeHint().height(), window.height() - _MARGIN)
        row = self._list.sizeHintForRow(0) if self._rows.rows else self.fontMetrics().height() + 16
        rows = row * _ROWS_IN_SIGHT + 2
        around = height - self._list.sizeHint().height()
        height = min(around + rows, window.height() - _MARGIN)
        top = max(_MARGIN // 2, round(window.height() * 0.11)) - _SHADOW
        self.setGeometry((window.width() - width) // 2, top, width, height)

    # ------------------------------------------------------------ narrowing

    def _narrow_to(self, sign: str) -> None:
        typed = self._box.text()
        words = typed[1:].lstrip() if typed[:1] in PREFIXES else typed
        self._box.setText(words if typed[:1] == sign else f"{sign}{words}")

    def _narrow(self) -> None:
        rows = rows_for(self._box.text(), self._shelves, self._recent, _MOST_ROWS)
        self._rows.show_rows(rows)
        self._list.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        if rows:
            self._list.setCurrentIndex(self._rows.index(0))
            self._list.scrollToTop()
            self._say()

    def _say(self) -> None:
        if self.isVisible():
            announce(self._box, spoken(self._rows.rows[self._list.currentIndex().row()].entry))

    # ------------------------------------------------------------ keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The box keeps the focus: arrows and Enter act on the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        if event.type() == QEvent.Type.FocusOut and self.isVisible() and self.window().isActiveWindow():
            self._former = None
            self.hide()
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in _ENTER:
            self._choose(self._list.currentIndex())
        elif key in _STEPS:
            self._step(_STEPS[key])
        else:
            return False
        return True

    def _step(self, step: int) -> None:
        count = len(self._rows.rows)
        if not count:
            return
        row = self._list.currentIndex().row() + step
        row = row % count if abs(step) == 1 else max(0, min(count - 1, row))
        self._list.setCurrentIndex(self._rows.index(row))
        self._say()

    def _choose(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        entry: Entry = self._rows.rows[index.row()].entry
        if entry.refusal:
            announce(self._box, entry.refusal, is_urgent=True)
            return
        self.close_palette()
        self.chosen.emit(entry)

    # ------------------------------------------------------------ looks

    def paintEvent(self, event: QPaintEvent) -> None:
        """A soft shadow, and the sheet on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.current()
        sheet = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW - 4, -_SHADOW, -_SHADOW)
        painter.setPen(Qt.PenStyle.NoPen)
        for step in range(_SHADOW, 0, -2):
            painter.setBrush(QColor(0, 0, 0, 14 if colours.is_dark else 7))
            spread = sheet.adjusted(-step, 4 - step, step, step)
            painter.drawRoundedRect(spread, _ROUND + step, _ROUND + step)
        painter.setBrush(colours.colour("raised"))
        painter.setPen(QPen(colours.colour("edge"), 1))
        painter.drawRoundedRect(sheet.adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)
