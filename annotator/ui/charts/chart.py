"""The widget that shows a figure as a chart: arrows move over its marks, Enter opens one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QScrollArea, QToolTip, QWidget

from annotator.analysis.agreement_figures import ScoreFigure
from annotator.analysis.figures import Figure, Shape
from annotator.ui import theme
from annotator.ui.charts.bars import lay_out_bars
from annotator.ui.charts.columns import lay_out_columns, lay_out_lines, period_text
from annotator.ui.charts.days import lay_out_days
from annotator.ui.charts.drawing import Drawing, Look, Mark, amount_text, number_text, paint
from annotator.ui.charts.moves import mark_at, target
from annotator.ui.charts.scores import lay_out_matrix, lay_out_scores, lay_out_trend

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from annotator.ui.charts.drawing import Ink

_LAYOUTS: dict[Shape, Callable[[Figure, float, float, Look], Drawing]] = {
    Shape.BARS: lay_out_bars,
    Shape.COLUMNS: lay_out_columns,
    Shape.LINES: lay_out_lines,
    Shape.DAYS: lay_out_days,
    Shape.MATRIX: lay_out_matrix,
    Shape.SCORES: lay_out_scores,
    Shape.TREND: lay_out_trend,
}
_LEAST_WIDTH = 240


def lay_out(figure: Figure, width: float, height: float, look: Look) -> Drawing:
    """The figure as a drawing of at least this size, in logical pixels."""
    return _LAYOUTS[figure.shape](figure, width, height, look)


def row_text(figure: Figure, index: int) -> str:
    """The name of a row; dates as the reader writes them."""
    row = figure.rows[index]
    is_date = figure.shape is not Shape.BARS and row.key
    return period_text(row.key) if is_date else row.name


def told(figure: Figure, row: int, series: int) -> str:
    """A number in words: what it is of, and how much."""
    found = figure.rows[row]
    name = row_text(figure, row)
    if isinstance(figure, ScoreFigure):
        return f"{name}{figure.told(row, series)}"
    if series < 0 or len(figure.series) == 1:
        text = f"{name}: {amount_text(found.total, figure.unit)}"
        parts = zip(figure.series, found.numbers, strict=True) if len(figure.series) > 1 else ()
        shares = [f"{one.name} {number_text(number)}" for one, number in parts if number]
        return "\n".join([text, *shares])
    number, amount = found.numbers[series], amount_text(found.numbers[series], figure.unit)
    if figure.is_stacked and figure.has_totals:
        amount = f"{number_text(number)} / {amount_text(found.total, figure.unit)}"
    return f"{name}, {figure.series[series].name}: {amount}"


def _area_of(chart: QWidget) -> QScrollArea | None:
    """What the chart scrolls in."""
    room = chart.parentWidget()
    area = room.parentWidget() if room is not None else None
    return area if isinstance(area, QScrollArea) else None


class Chart(QWidget):
    """A figure, drawn. `opened` names the row and series that were clicked or entered.

    `moved` says in words where the arrows have come to.
    """

    opened = Signal(int, int)
    moved = Signal(str)
    left = Signal()

    def __init__(self, ink: Callable[[str, int], Ink]) -> None:
        super().__init__()
        self.setObjectName("overview_chart")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._ink = ink
        self._figure: Figure | None = None
        self._drawing = Drawing(QSize(0, 0).toSizeF())
        self._current = -1
        self._hovered = -1

    @property
    def figure(self) -> Figure | None:
        """What is shown."""
        return self._figure

    @property
    def drawing(self) -> Drawing:
        """How it is laid out."""
        return self._drawing

    @property
    def look(self) -> Look:
        """The font and colours that now hold."""
        return Look(self.font(), theme.current(), self._ink)

    def show_figure(self, figure: Figure) -> None:
        """Show a figure from now on."""
        is_other = self._figure is None or self._figure.id != figure.id
        self._figure = figure
        if is_other:
            self._current = self._hovered = -1
        self.setAccessibleName(self.tr("Chart: {title}").format(title=figure.title))
        self.relay()
        area = _area_of(self)
        if is_other and figure.shape is Shape.DAYS and area is not None:
            area.horizontalScrollBar().setValue(area.horizontalScrollBar().maximum())
        self._current = min(self._current, len(self._drawing.marks) - 1)

    def relay(self) -> None:
        """Lay the figure out anew for the room that there is."""
        if self._figure is None:
            return
        area = self.parentWidget()
        room = area.size() if area is not None else self.size()
        self._drawing = lay_out(self._figure, room.width(), room.height(), self.look)
        size = self._drawing.size.toSize()
        self.setMinimumSize(size)
        self.resize(size.expandedTo(room))
        self.update()

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is seen of the drawing, the mark under the pointer and the current one."""
        painter = QPainter(self)
        colours = theme.current()
        painter.fillRect(event.rect(), colours.colour("page"))
        hovered = self._mark(self._hovered)
        if hovered is not None:
            painter.fillRect(self._line_of(hovered), colours.colour("hover"))
        paint(painter, self._drawing, self.look, QRectF(event.rect()))
        current = self._mark(self._current)
        if current is not None and self.hasFocus():
            painter.setPen(QPen(colours.colour("text"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(current.area.adjusted(-2, -2, 2, 2))
        painter.end()

    def _line_of(self, mark: Mark) -> QRectF:
        """The stripe behind a mark and the others of its row."""
        assert self._figure is not None
        area = mark.area.adjusted(-4, -4, 4, 4)
        if self._figure.shape is Shape.BARS:
            area.setLeft(0)
            area.setRight(self.width())
        return area

    # ------------------------------------------------------------ pointer

    def mark_at(self, place: QPointF) -> int:
        """The number of the mark here, -1 for none."""
        is_bars = self._figure is not None and self._figure.shape is Shape.BARS
        return mark_at(self._drawing.marks, place, has_lines=is_bars)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which mark is under the pointer."""
        self._hover(self.mark_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """No mark is under the pointer."""
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            shape = Qt.CursorShape.PointingHandCursor if index >= 0 else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The mark that is pressed is the current one."""
        index = self.mark_at(event.position())
        if index >= 0:
            self._current = index
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to what the mark counts."""
        index = self.mark_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            self._open(index)

    def event(self, event: QEvent) -> bool:
        """Say what the mark under the pointer stands for."""
        if isinstance(event, QHelpEvent) and self._figure is not None:
            mark = self._mark(self.mark_at(QPointF(event.pos())))
            text = told(self._figure, mark.row, mark.series) if mark is not None else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    # ------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from mark to mark, Enter opens one, Esc leaves."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self._open(self._current)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif (found := target(event.key(), self._drawing.marks, self._current)) is not None:
            self._go(found)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The first mark is the current one when the keyboard comes for the first time."""
        super().focusInEvent(event)
        if self._current < 0 and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._current = 0 if self._drawing.marks else -1
        self.update()

    def _go(self, index: int) -> None:
        self._current = index
        mark = self._drawing.marks[index]
        area = _area_of(self)
        if area is not None:
            centre = mark.area.center().toPoint()
            area.ensureVisible(centre.x(), centre.y(), 60, 40)
        assert self._figure is not None
        words = told(self._figure, mark.row, mark.series).replace("\n", " · ")
        self.setAccessibleDescription(words)
        self.moved.emit(words)
        self.update()

    def _open(self, index: int) -> None:
        mark = self._drawing.marks[index]
        self.opened.emit(mark.row, mark.series)

    def _mark(self, index: int) -> Mark | None:
        return self._drawing.marks[index] if 0 <= index < len(self._drawing.marks) else None


class ChartArea(QScrollArea):
    """A chart that scrolls where it is larger than its room."""

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self.setObjectName("overview_chart_area")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setWidget(chart)
        self._chart = chart

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the chart out for the new room."""
        super().resizeEvent(event)
        self._chart.relay()

    def changeEvent(self, event: QEvent) -> None:
        """Follow another font or theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._chart.relay()
