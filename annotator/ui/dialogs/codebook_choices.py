"""The choices of an attribute: names and definitions, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from annotator.ui import theme
from annotator.ui.dialogs.codebook_fields import push_button
from annotator.ui.keymap import PlaceKeys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model.codebook import Choice
    from annotator.model.values import Json
    from annotator.ui.keymap import Keymap

_ID = Qt.ItemDataRole.UserRole
_NAME, _DEFINITION = range(2)


class ChoiceList(QWidget):
    """A table that is edited in place; ids stay, names change.

    `written` says all choices as a codebook file writes them; `removal_requested` the id of
    one that is to go.
    """

    written = Signal(list)
    removal_requested = Signal(str)

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._table = _Table()
        PlaceKeys(self._table, keymap, {"codebook.delete": self._remove})
        self._table.itemChanged.connect(lambda _item: self._write())
        self._buttons = [
            push_button("choice_add", self.tr("Add"), self._add),
            push_button("choice_delete", self.tr("Delete…"), self._remove),
            push_button("choice_up", self.tr("Up"), lambda: self._move(-1)),
            push_button("choice_down", self.tr("Down"), lambda: self._move(1)),
        ]
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        for button in self._buttons:
            button.setProperty("role", "small")
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF_STEP)
        column.addWidget(self._table, 1)
        column.addLayout(row)
        self.setFocusProxy(self._table)

    def show_choices(self, choices: Sequence[Choice], *, is_writable: bool) -> None:
        """Show these choices."""
        place = self._table.currentRow()
        self._table.blockSignals(True)
        self._table.setRowCount(0)
        for choice in choices:
            self._insert(choice.id, choice.name, choice.definition, is_writable=is_writable)
        self._table.setCurrentCell(min(max(0, place), self._table.rowCount() - 1), _NAME)
        self._table.blockSignals(False)
        for button in self._buttons:
            button.setEnabled(is_writable)

    def _insert(self, id_: str, name: str, definition: str, *, is_writable: bool = True) -> int:
        row = self._table.rowCount()
        self._table.insertRow(row)
        for column, text in ((_NAME, name), (_DEFINITION, definition)):
            item = QTableWidgetItem(text)
            item.setData(_ID, id_)
            if not is_writable:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self._table.setItem(row, column, item)
        return row

    def _rows(self) -> list[dict[str, Json]]:
        found: list[dict[str, Json]] = []
        for row in range(self._table.rowCount()):
            name, definition = self._table.item(row, _NAME), self._table.item(row, _DEFINITION)
            assert name is not None
            assert definition is not None
            words = name.text().strip()
            if not words:
                continue
            one: dict[str, Json] = {"id": str(name.data(_ID)) or self._fresh_id(words), "name": words}
            if definition.text().strip():
                one["definition"] = definition.text().strip()
            found.append(one)
        return found

    def _fresh_id(self, words: str) -> str:
        taken = {str(self._id_at(row)) for row in range(self._table.rowCount())}
        letters = "".join(letter if letter.isalnum() else "-" for letter in words.casefold())
        stem = letters.strip("-") or "choice"
        number, id_ = 2, stem
        while id_ in taken:
            id_, number = f"{stem}-{number}", number + 1
        return id_

    def _id_at(self, row: int) -> str:
        item = self._table.item(row, _NAME)
        return str(item.data(_ID)) if item is not None else ""

    def _write(self) -> None:
        if rows := self._rows():
            self.written.emit(rows)

    def _add(self) -> None:
        self._table.blockSignals(True)
        row = self._insert("", "", "")
        self._table.blockSignals(False)
        self._table.setCurrentCell(row, _NAME)
        item = self._table.item(row, _NAME)
        if item is not None:
            self._table.editItem(item)

    def _remove(self) -> None:
        row = self._table.currentRow()
        if row < 0:
            return
        if id_ := self._id_at(row):
            self.removal_requested.emit(id_)
        else:
            self._table.removeRow(row)

    def _move(self, step: int) -> None:
        row = self._table.currentRow()
        rows = self._rows()
        if 0 <= row < len(rows) and 0 <= row + step < len(rows):
            rows.insert(row + step, rows.pop(row))
            self._table.setCurrentCell(row + step, _NAME)
            self.written.emit(rows)


class _Table(QTableWidget):
    """Two columns; Tab leaves the table."""

    def __init__(self) -> None:
        super().__init__(0, 2)
        self.setObjectName("choices")
        self.setAccessibleName(self.tr("Choices"))
        self.setHorizontalHeaderLabels([self.tr("Name"), self.tr("Definition")])
        self.verticalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.setColumnWidth(0, 180)
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(5 * (QFontMetrics(self.font()).height() + 12))
