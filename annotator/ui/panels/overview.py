"""The overview: what has been done, by whom, and what is in the articles, as charts and tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.analysis.views import VIEWS
from annotator.ui.charts.chart import Chart, ChartArea
from annotator.ui.charts.drawing import amount_text, number_text
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.overview_bar import OverviewBar
from annotator.ui.panels.overview_counting import Counting
from annotator.ui.panels.overview_export import ExportButton
from annotator.ui.panels.overview_inks import inks
from annotator.ui.panels.overview_table import FigureTable
from annotator.ui.panels.texts import SEPARATOR, said
from annotator.ui.tasks import Tasks

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent

    from annotator.analysis.figures import Figure
    from annotator.analysis.scope import Scope
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_ROOMY = 820
"""From this width on, in logical pixels, chart and table stand side by side."""
_LIST = 176


class OverviewPanel(QWidget):
    """A list of views; the chosen one as a chart and as a table, both of which lead to the spans."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("overview")
        self.setAccessibleName(self.tr("Overview"))
        self._session = session
        self._figure: Figure | None = None
        self._question = 0
        self._is_roomy = True
        self._tasks = Tasks(self)
        self._counting = Counting(session, self)
        self._chart = Chart(inks(lambda: session.codebook))
        self._area = ChartArea(self._chart)
        self._table = FigureTable()
        self._bar = OverviewBar(
            ExportButton(session, lambda: self._figure, lambda: self._chart.look), self._counting
        )
        self._make_list()
        self._lay_out()
        self._counting.counted.connect(self._refresh)
        self._counting.changed.connect(self._say_counting)
        self._bar.chosen.connect(self._refresh)
        self._bar.table_toggled.connect(self._arrange)
        for part in (self._chart, self._table):
            part.opened.connect(self._open)
        self._chart.moved.connect(session.announced)
        self._chart.left.connect(session.page_requested)
        session.closing.connect(self._tasks.stop)

    def _make_list(self) -> None:
        self._list = QListWidget()
        self._list.setObjectName("overview_views")
        self._list.setAccessibleName(self.tr("Views"))
        self._list.setFixedWidth(_LIST)
        self._list.setStyleSheet("QListView::item { padding: 3px 6px; }")
        for view in VIEWS:
            item = QListWidgetItem(said(view.title))
            item.setData(Qt.ItemDataRole.UserRole, view.id)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.currentRowChanged.connect(lambda _row: self._refresh())

    def _lay_out(self) -> None:
        self._make_parts()
        heading = QHBoxLayout()
        heading.setSpacing(12)
        heading.addWidget(self._title)
        heading.addWidget(self._details, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._both)
        self._stack.addWidget(self._nothing)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(heading)
        right.addWidget(self._stack, 1)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self._list)
        below.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._bar)
        column.addLayout(below, 1)
        self.setFocusProxy(self._list)

    def _make_parts(self) -> None:
        self._title = plain_label()
        self._title.setObjectName("overview_title")
        font = self._title.font()
        font.setWeight(font.Weight.DemiBold)
        self._title.setFont(font)
        self._details = plain_label(role="muted")
        self._details.setObjectName("overview_details")
        self._nothing = plain_label(role="muted", wraps=True)
        self._nothing.setObjectName("overview_nothing")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._both = QSplitter(Qt.Orientation.Horizontal)
        self._both.setObjectName("overview_both")
        self._both.setChildrenCollapsible(False)
        self._both.addWidget(self._area)
        self._both.addWidget(self._table)
        self._both.setHandleWidth(9)
        self._both.setSizes([540, 460])

    def enter(self) -> None:
        """Take the focus: the list of views."""
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose(self, view_id: str) -> None:
        """Show the view of this id."""
        self._list.setCurrentRow([view.id for view in VIEWS].index(view_id))

    @property
    def figure(self) -> Figure | None:
        """What is shown."""
        return self._figure

    # ------------------------------------------------------------ showing

    def _refresh(self) -> None:
        """Make the chosen figure of what is counted, beside the window, and show it."""
        scope = self._counting.scope
        self._question += 1
        if scope is None:
            self._show_nothing("")
            self._say_counting()
            return
        self._bar.offer(scope)
        chosen = replace(
            scope,
            annotator=self._bar.annotator,
            state=self._bar.state,
            me=self._session.annotator.id,
        )
        view = VIEWS[max(0, self._list.currentRow())]
        question = self._question

        def show(figure: Figure) -> None:
            if question == self._question:
                self._show(figure, chosen)

        self._tasks.run(
            said(view.title),
            lambda _task: view.figure(chosen),
            done=show,
            failed=lambda error: self._session.failed.emit(error.message, error.hint),
        )

    def _say_counting(self) -> None:
        if self._counting.scope is None and self._session.project is not None:
            is_busy = self._counting.is_busy
            self._show_nothing(self.tr("Counting…") if is_busy else self.tr("Not counted."))

    def _show(self, figure: Figure, scope: Scope) -> None:
        self._title.setText(said(figure.title))
        if not figure.total:
            self._show_nothing(_nothing_text(figure, scope))
            self._title.setText(said(figure.title))
            return
        self._figure = figure
        self._details.setText(SEPARATOR.join(_details(figure)))
        self._stack.setCurrentWidget(self._both)
        self._chart.show_figure(figure)
        self._table.show_figure(figure)
        self._arrange()

    def _show_nothing(self, text: str) -> None:
        self._figure = None
        self._title.clear()
        self._details.clear()
        self._nothing.setText(text)
        self._stack.setCurrentWidget(self._nothing)

    def _arrange(self) -> None:
        """Chart and table side by side where there is room, else the one that is wanted."""
        has_focus = self._chart.hasFocus() or self._table.hasFocus()
        self._table.setVisible(self._bar.is_table_shown)
        self._area.setVisible(self._is_roomy or not self._bar.is_table_shown)
        if has_focus and not (self._chart.isVisible() and self._table.isVisible()):
            (self._table if self._table.isVisible() else self._chart).setFocus()

    # ------------------------------------------------------------ going there

    def _open(self, row: int, series: int) -> None:
        """Search what a row, or one of its numbers, counts."""
        if self._figure is None:
            return
        found = self._figure.rows[row]
        query = found.query if series < 0 else found.query_of(series)
        if query:
            self._session.search_requested.emit(query)
        else:
            self._session.announced.emit(self.tr("There is no search for this number."))

    # ------------------------------------------------------------ events

    def showEvent(self, event: QShowEvent) -> None:
        """Count, if that was not done yet or edits have come."""
        super().showEvent(event)
        self._counting.want(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        self._counting.want(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Chart and table, or the chart alone, as there is room."""
        super().resizeEvent(event)
        is_roomy = self.width() >= _ROOMY
        if is_roomy != self._is_roomy:
            self._is_roomy = is_roomy
            self._bar.want_table(is_roomy)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the page; Enter in the list to the chart."""
        if event.key() == Qt.Key.Key_Escape:
            self._session.page_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._list.hasFocus():
            target = self._chart if self._chart.isVisible() else self._table
            target.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


def _details(figure: Figure) -> list[str]:
    """What is shown, in short: how much, how many rows, a note."""
    rows = max(figure.row_count, len(figure.rows))
    parts = [] if figure.shape.value == "lines" else [amount_text(figure.total, figure.unit)]
    if rows > len(figure.rows):
        text = said("the first %1 of %2").replace("%1", number_text(len(figure.rows)))
        parts.append(text.replace("%2", number_text(rows)))
    return [*parts, figure.note] if figure.note else parts


def _nothing_text(figure: Figure, scope: Scope) -> str:
    if scope.annotator or scope.state:
        return said("Nothing to count for this annotator and state.")
    return said("Nothing to count yet.")
