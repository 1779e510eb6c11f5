"""Fields that are edited in place: what is written holds when the field is left, or on Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.ui import theme
from annotator.ui.dialogs.plain_button import PlainButton

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_ID = Qt.ItemDataRole.UserRole
_HIGH = 80
"""Beside fields higher than this the name stands at the top, in logical pixels."""


def _is_undo(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent):
        return False
    key = QKeySequence.StandardKey
    return event.matches(key.Undo) or event.matches(key.Redo)


class InlineLine(QLineEdit):
    """One line; `written` comes when it was changed and is left, or on Enter.

    When nothing in it can be undone, Ctrl+Z is left to the window.
    """

    written = Signal(str)

    def __init__(self, name: str, purpose: str, placeholder: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(purpose)
        self.setPlaceholderText(placeholder)
        self._shown = ""
        self.editingFinished.connect(self.finish)

    def show_text(self, text: str) -> None:
        """Show what now holds, unless somebody is writing here."""
        if self._shown != text or not self.hasFocus() or not self.isModified():
            self._shown = text
            self.setText(text)

    def finish(self) -> None:
        """Write what was changed, if anything was."""
        if self.text() != self._shown and not self.isReadOnly():
            self._shown = self.text()
            self.written.emit(self.text())
            self.setText(self._shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts back what held; without anything written it leaves."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._shown:
            self.setText(self._shown)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Let the window have Ctrl+Z where there is nothing to undo here."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_undo(event) and not self.isModified():
            event.ignore()
            return False
        return super().event(event)


class InlineText(QPlainTextEdit):
    """Several lines; `written` comes when they were changed and the field is left."""

    written = Signal(str)

    def __init__(self, name: str, purpose: str, *, lines: int = 2) -> None:
        super().__init__()
        self.setObjectName("field")
        self.setProperty("field", name)
        self.setAccessibleName(purpose)
        self.setTabChangesFocus(True)
        self._shown = ""
        line = QFontMetrics(self.font()).lineSpacing()
        self.setMinimumHeight(line * lines + 18)
        self.setMaximumHeight(line * lines * 2 + 4)

    def show_text(self, text: str) -> None:
        """Show what now holds, unless somebody is writing here."""
        if self.hasFocus() and self.document().isModified():
            return
        if self.toPlainText() != text:
            self.setPlainText(text)
        self._shown = text
        self.document().setModified(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write what was changed."""
        super().focusOutEvent(event)
        self.finish()

    def finish(self) -> None:
        """Write what was changed, if anything was."""
        text = self.toPlainText()
        self.document().setModified(False)
        if text != self._shown and not self.isReadOnly():
            self._shown = text
            self.written.emit(text)

    def event(self, event: QEvent) -> bool:
        """Let the window have Ctrl+Z where there is nothing to undo here."""
        is_clean = not self.document().isModified()
        if event.type() == QEvent.Type.ShortcutOverride and _is_undo(event) and is_clean:
            event.ignore()
            return False
        return super().event(event)


def lines_of(text: str) -> list[str]:
    """The lines of a field that holds a list, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class Chooser(QComboBox):
    """A choice among things with ids; `chosen` says the id when the user takes one."""

    chosen = Signal(str)

    def __init__(self, name: str, purpose: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(purpose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(16)
        self.activated.connect(lambda _index: self.chosen.emit(self.chosen_id()))

    def show_choices(self, choices: Iterable[tuple[str, str]], current: str) -> None:
        """Show these ids with their names."""
        self.blockSignals(True)
        self.clear()
        for id_, name in choices:
            self.addItem(name, id_)
        self.setCurrentIndex(max(0, self.findData(current)))
        self.blockSignals(False)

    def chosen_id(self) -> str:
        """The id of what is chosen."""
        return str(self.currentData() or "")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the form; it chooses only in a field that has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class TickList(QListWidget):
    """Things to tick; `ticked` says the ids that are ticked, in the order of the list."""

    ticked = Signal(list)

    def __init__(self, name: str, purpose: str, *, rows: int = 6) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(purpose)
        self.setUniformItemSizes(True)
        self._is_editable = True
        height = rows * (QFontMetrics(self.font()).height() + 3) + 8
        self.setMinimumHeight(min(height, 120))
        self.setMaximumHeight(2 * height)
        self.itemChanged.connect(lambda _item: self.ticked.emit(self.ticked_ids()))

    def show_things(self, things: Sequence[tuple[str, str]], ticked: Iterable[str]) -> None:
        """Show these ids with their names; ticked ones not among them are kept at the end."""
        wanted = set(ticked)
        place = self.currentRow()
        self.blockSignals(True)
        self.clear()
        for id_, name in things:
            item = QListWidgetItem(name, self)
            item.setData(_ID, id_)
            item.setCheckState(Qt.CheckState.Checked if id_ in wanted else Qt.CheckState.Unchecked)
            if not self._is_editable:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
        if self.hasFocus():
            self.setCurrentRow(min(max(0, place), self.count() - 1))
        self.blockSignals(False)

    def set_editable(self, is_editable: bool) -> None:
        """Whether ticks can be changed from the next showing on."""
        self._is_editable = is_editable

    def ticked_ids(self) -> list[str]:
        """The ids that are ticked."""
        items = (self.item(row) for row in range(self.count()))
        return [str(one.data(_ID)) for one in items if one.checkState() == Qt.CheckState.Checked]


class LeftElided(QStyledItemDelegate):
    """Cuts the text of a column at its beginning: what stands before something ends beside it."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Cut at the left."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideLeft


class FormRows(QGridLayout):
    """Rows of a name and a field, with quiet remarks below fields."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(2 * theme.STEP)
        self.setVerticalSpacing(theme.STEP)
        self.setColumnStretch(1, 1)
        self.setColumnMinimumWidth(0, 96)

    def add(self, name: str, field: QWidget, remark: QLabel | None = None) -> QLabel:
        """Add a row; its name is returned."""
        row = self.rowCount()
        label = QLabel(name)
        label.setBuddy(field)
        is_high = isinstance(field, QPlainTextEdit | QListWidget) or field.sizeHint().height() > _HIGH
        top = Qt.AlignmentFlag.AlignTop if is_high else Qt.AlignmentFlag.AlignVCenter
        self.addWidget(label, row, 0, top)
        self.addWidget(field, row, 1)
        if remark is not None:
            self.addWidget(remark, row + 1, 1)
        return label


def scrolling(page: QWidget) -> QScrollArea:
    """A page that scrolls where it finds no room."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area


def remark(name: str, role: str = "muted") -> QLabel:
    """An empty sentence below a field; hidden while it says nothing."""
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.hide()
    return label


def say(label: QLabel, text: str, role: str = "") -> None:
    """Let a remark say this, in the colour of the role; nothing hides it."""
    label.setText(text)
    label.setVisible(bool(text))
    if role and label.property("role") != role:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)


def push_button(name: str, words: str, function: Callable[[], object], *, hint: str = "") -> PlainButton:
    """A plain button that Enter in a field does not press."""
    button = PlainButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words.rstrip("…").replace("&", ""))
    button.setToolTip(hint)
    button.clicked.connect(lambda _checked=False: function())
    return button


def tick_box(name: str, words: str, function: Callable[[bool], object]) -> QCheckBox:
    """A box to tick; only the user's clicks and keys are told."""
    box = QCheckBox(words)
    box.setObjectName(name)
    box.setAccessibleName(words)
    box.clicked.connect(function)
    return box
