"""The table of a figure: numbers to the right, sorted by a click on a heading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QTableView

from annotator.analysis.figures import Shape
from annotator.ui.charts.chart import row_text
from annotator.ui.charts.drawing import number_text

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from annotator.analysis.figures import Figure, Row

Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WIDEST = 130
_LEAST_NAME = 140
_AIR = 26
"""Added to the width of a column for its margins and the sign of sorting, in logical pixels."""
_LOOKED_AT = 100


class FigureModel(QAbstractTableModel):
    """The rows of a figure in the order that was asked for."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.figure: Figure | None = None
        self._order: list[int] = []

    def show_figure(self, figure: Figure) -> None:
        """Show this figure, in its own order."""
        self.beginResetModel()
        self.figure = figure
        self._order = list(range(len(figure.rows)))
        self.endResetModel()

    def place(self, index: Index) -> tuple[int, int] | None:
        """The row of the figure and the series that a cell belongs to (-1: the whole row)."""
        if self.figure is None or not index.isValid():
            return None
        series = index.column() - self.first_number
        is_series = 0 <= series < len(self.figure.series)
        return self._order[index.row()], series if is_series else -1

    @property
    def first_number(self) -> int:
        """The first column with numbers."""
        return 2 if self.figure is not None and self.figure.group_title else 1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns there are."""
        return 0 if parent.isValid() or self.figure is None else len(self.figure.headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The headings, aligned as what stands under them."""
        if self.figure is None or orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.figure.headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section >= self.first_number else _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a cell."""
        if self.figure is None or not index.isValid():
            return None
        row = self._order[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            cell = self.figure.cells(self.figure.rows[row])[index.column()]
            if isinstance(cell, int):
                return number_text(cell)
            return row_text(self.figure, row) if index.column() == 0 else cell
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() >= self.first_number else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return row_text(self.figure, row)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; without one (-1) the figure's own order is back."""
        if self.figure is None:
            return
        figure = self.figure

        def value(index: int) -> tuple[int, str]:
            row: Row = figure.rows[index]
            cell = figure.cells(row)[column]
            if isinstance(cell, int):
                return cell, ""
            is_key = column == 0 and figure.shape is not Shape.BARS
            return 0, row.key if is_key else cell.casefold()

        self.layoutAboutToBeChanged.emit()
        self._order = list(range(len(figure.rows)))
        if column >= 0:
            self._order.sort(key=value, reverse=order == Qt.SortOrder.DescendingOrder)
        self.layoutChanged.emit()


class FigureTable(QTableView):
    """Shows the table of a figure; `opened` names row and series of a cell (-1: the whole row)."""

    opened = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("overview_table")
        self._model = FigureModel(self)
        self.setModel(self._model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setStyleSheet("QTableView::item { padding: 0 8px; }")
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setMinimumSectionSize(56)
        self.clicked.connect(self._open)

    def show_figure(self, figure: Figure) -> None:
        """Show this figure's table."""
        self.setAccessibleName(self.tr("Table: {title}").format(title=figure.title))
        header = self.horizontalHeader()
        self.setSortingEnabled(False)
        header.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self._model.show_figure(figure)
        self.setSortingEnabled(True)
        for column in range(1, self._model.columnCount()):
            self.setColumnWidth(column, self._width_of(column))
        self._fit()
        self.setCurrentIndex(self._model.index(0, 0))

    def _width_of(self, column: int) -> int:
        """What the heading and the first cells need; kinds of rows are cut short."""
        cells = [
            str(self._model.index(row, column).data())
            for row in range(min(_LOOKED_AT, self._model.rowCount()))
        ]
        heading = str(self._model.headerData(column, Qt.Orientation.Horizontal))
        needed = max(map(self.fontMetrics().horizontalAdvance, [heading, *cells])) + _AIR
        return needed if column >= self._model.first_number else min(needed, _WIDEST)

    def _fit(self) -> None:
        """Give the names the room that the numbers leave."""
        columns = range(1, self._model.columnCount())
        left = self.viewport().width() - sum(map(self.columnWidth, columns))
        self.setColumnWidth(0, max(_LEAST_NAME, left))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the names anew."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leads to what the row counts."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _open(self, index: Index) -> None:
        place = self._model.place(index)
        if place is not None:
            self.opened.emit(*place)
