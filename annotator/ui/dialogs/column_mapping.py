"""Which column of a table holds the text, the title and so on, seen at the first rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.formats.article_table_guess import FIELDS
from annotator.ui import theme
from annotator.ui.dialogs.fields import explanation
from annotator.ui.dialogs.fitting import fit
from annotator.ui.dialogs.plain_button import PlainButton
from annotator.ui.words import in_short

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.formats.article_table_guess import TableGuess

_NAMES = {
    "text": "Text",
    "title": "Title",
    "outlet": "Outlet",
    "author": "Author",
    "published": "Date",
    "url": "Address",
    "language": "Language",
}
_SIZE = (860, 560)
_WIDE, _NARROW = 260, 130
_IN_A_CELL = 160
_ACROSS = 2
"""So many fields stand side by side."""


class ColumnDialog(QDialog):
    """A list for each thing that a column can hold; what is chosen shows in the table at once.

    `chosen` brings the mapping, "" for what no column holds. A column holds one thing only.
    """

    chosen = Signal(object)

    def __init__(
        self, name: str, table: TableGuess, mapping: Mapping[str, str], parent: QWidget
    ) -> None:
        """`mapping` is what now holds, over what is guessed; `name` is that of the file."""
        super().__init__(parent)
        self.setObjectName("columns")
        self.setWindowTitle(self.tr("Columns of {name}").format(name=name))
        fit(self, *_SIZE)
        self._table = table
        self._boxes = {field: self._box(field) for field in FIELDS}
        self._rows = self._new_rows()
        self._problem = QLabel()
        self._problem.setObjectName("columns_problem")
        self._problem.setProperty("role", "warning")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()
        self._show({**table.mapping, **mapping})

    def _box(self, field: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(f"column_{field}")
        box.setAccessibleName(self._name(field))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(16)
        box.addItem(self.tr("– no column –"), "")
        for column in self._table.columns:
            box.addItem(in_short(column), column)
        box.currentIndexChanged.connect(lambda _index: self._follow(field))
        return box

    @staticmethod
    def _name(field: str) -> str:
        return QCoreApplication.translate("Columns", _NAMES[field])

    def _new_rows(self) -> QTableWidget:
        rows = QTableWidget()
        rows.setObjectName("column_rows")
        rows.setAccessibleName(self.tr("The first rows"))
        rows.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        rows.setTabKeyNavigation(False)
        rows.setWordWrap(False)
        rows.verticalHeader().hide()
        rows.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        return rows

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.STEP)
        grid.setVerticalSpacing(theme.STEP)
        for number, field in enumerate(FIELDS):
            label = QLabel(self._name(field))
            label.setBuddy(self._boxes[field])
            row, across = divmod(number, _ACROSS)
            grid.addWidget(label, row, 2 * across)
            grid.addWidget(self._boxes[field], row, 2 * across + 1)
            grid.setColumnStretch(2 * across + 1, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._use = buttons.addButton(
            self.tr("Use these columns"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._use.setObjectName("use_columns")
        self._use.setDefault(True)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        guess = PlainButton(self.tr("&Guess again"))
        guess.setObjectName("guess_columns")
        guess.clicked.connect(lambda: self._show(self._table.mapping))
        below = QHBoxLayout()
        below.setSpacing(theme.STEP)
        for part, stretch in ((guess, 0), (self._problem, 1), (buttons, 0)):
            below.addWidget(part, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.STEP, 2 * theme.STEP, 2 * theme.STEP, 2 * theme.STEP)
        column.setSpacing(theme.STEP + theme.HALF_STEP)
        column.addLayout(grid)
        column.addWidget(explanation(self.tr("All other columns become details of the article.")))
        column.addWidget(self._rows, 1)
        column.addLayout(below)

    # ------------------------------------------------------------ choosing

    @property
    def mapping(self) -> dict[str, str]:
        """What now holds."""
        return {field: str(box.currentData() or "") for field, box in self._boxes.items()}

    def _show(self, mapping: Mapping[str, str]) -> None:
        for field, box in self._boxes.items():
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(mapping.get(field, ""))))
        self._refresh()

    def _follow(self, changed: str) -> None:
        """What took a column from another field leaves that without one."""
        taken = self._boxes[changed].currentData()
        for field, box in self._boxes.items():
            if field != changed and taken and box.currentData() == taken:
                with QSignalBlocker(box):
                    box.setCurrentIndex(0)
        self._refresh()

    def _refresh(self) -> None:
        """Show the first rows: what the columns hold comes first, the others follow."""
        mapping = {field: column for field, column in self.mapping.items() if column}
        others = [one for one in self._table.columns if one not in mapping.values()]
        shown = [(self._name(field), column) for field, column in mapping.items()]
        shown += [("", column) for column in others]
        self._rows.clear()
        self._rows.setRowCount(len(self._table.rows))
        self._rows.setColumnCount(len(shown))
        for at, (name, column) in enumerate(shown):
            self._fill(at, name, column)
        self._use.setEnabled("text" in mapping)
        text = "" if "text" in mapping else self.tr("Say which column holds the text.")
        self._problem.setText(text)

    def _fill(self, at: int, name: str, column: str) -> None:
        heading = QTableWidgetItem(f"{name} ← {column}" if name else column)
        font = heading.font()
        font.setBold(bool(name))
        heading.setFont(font)
        self._rows.setHorizontalHeaderItem(at, heading)
        self._rows.setColumnWidth(at, _WIDE if column == self.mapping["text"] else _NARROW)
        source = self._table.columns.index(column)
        for row, cells in enumerate(self._table.rows):
            said = cells[source] if source < len(cells) else ""
            item = QTableWidgetItem(in_short(said, _IN_A_CELL))
            if not name:
                item.setForeground(theme.current().colour("muted"))
            self._rows.setItem(row, at, item)

    def _accept(self) -> None:
        mapping = self.mapping
        self.accept()
        self.chosen.emit(mapping)
