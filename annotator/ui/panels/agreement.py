"""How far annotators agree: a matrix of pairs, by label, by article, over time, and what differs."""

from __future__ import annotations

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

from annotator.ui.charts.chart import Chart, ChartArea
from annotator.ui.panels.agreement_bar import AgreementBar
from annotator.ui.panels.agreement_counting import AgreementCounting
from annotator.ui.panels.agreement_list import DifferenceList
from annotator.ui.panels.agreement_views import VIEWS, AgreementViews
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.overview_export import ExportButton
from annotator.ui.panels.overview_inks import inks
from annotator.ui.panels.overview_table import FigureTable
from annotator.ui.panels.texts import SEPARATOR, said

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent

    from annotator.analysis.agreement_figures import ScoreFigure, Target
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_ROOMY = 860
"""From this width on, in logical pixels, chart and table stand side by side."""
_LIST = 150


class AgreementPanel(QWidget):
    """A list of views; the chosen one as a chart and as a table, which lead to the disagreements."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("agreement")
        self.setAccessibleName(self.tr("Agreement"))
        self._session = session
        self._figure: ScoreFigure | None = None
        self._is_roomy = True
        self._counting = AgreementCounting(session, self)
        self._make_chart()
        export = ExportButton(session, lambda: self._figure, lambda: self._chart.look)
        export.setObjectName("agreement_export")
        self._bar = AgreementBar(export, self._counting)
        self._views = AgreementViews(session, self._counting, self._bar, self)
        self._differences = DifferenceList(session, actions)
        self._make_list()
        self._make_words()
        self._lay_out()
        self._connect()

    def _make_chart(self) -> None:
        self._chart = Chart(inks(lambda: self._session.codebook))
        self._chart.setObjectName("agreement_chart")
        self._area = ChartArea(self._chart)
        self._table = FigureTable()
        self._table.setObjectName("agreement_table")

    def _make_list(self) -> None:
        self._list = QListWidget()
        self._list.setObjectName("agreement_views")
        self._list.setAccessibleName(self.tr("Views"))
        self._list.setFixedWidth(_LIST)
        self._list.setStyleSheet("QListView::item { padding: 3px 6px; }")
        for id_, title in VIEWS.items():
            item = QListWidgetItem(said(title))
            item.setData(Qt.ItemDataRole.UserRole, id_)
            self._list.addItem(item)
        self._list.setCurrentRow(0)

    def _make_words(self) -> None:
        self._title = plain_label()
        self._title.setObjectName("agreement_title")
        font = self._title.font()
        font.setWeight(font.Weight.DemiBold)
        self._title.setFont(font)
        self._details = plain_label(role="muted")
        self._details.setObjectName("agreement_details")
        self._hints = plain_label(role="muted", wraps=True)
        self._hints.setObjectName("agreement_hints")
        self._nothing = plain_label(role="muted", wraps=True)
        self._nothing.setObjectName("agreement_nothing")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _lay_out(self) -> None:
        self._both = QSplitter(Qt.Orientation.Horizontal)
        self._both.setChildrenCollapsible(False)
        self._both.addWidget(self._area)
        self._both.addWidget(self._table)
        self._both.setHandleWidth(9)
        self._both.setSizes([540, 420])
        self._stack = QStackedWidget()
        for part in (self._both, self._nothing, self._differences):
            self._stack.addWidget(part)
        heading = QHBoxLayout()
        heading.setSpacing(12)
        heading.addWidget(self._title)
        heading.addWidget(self._details, 1)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addLayout(heading)
        right.addWidget(self._stack, 1)
        right.addWidget(self._hints)
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

    def _connect(self) -> None:
        self._list.currentRowChanged.connect(lambda _row: self._refresh())
        self._bar.chosen.connect(self._refresh)
        self._bar.table_toggled.connect(self._arrange)
        self._counting.counted.connect(self._take)
        self._counting.changed.connect(self._say_counting)
        self._views.made.connect(self._show)
        self._views.nothing.connect(self._show_nothing)
        for part in (self._chart, self._table):
            part.opened.connect(self._open)
        self._chart.moved.connect(self._session.announced)
        self._chart.left.connect(self._session.page_requested)
        self._differences.left.connect(self._go_back)

    # ------------------------------------------------------------ for others

    def enter(self) -> None:
        """Take the focus: the list of views."""
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose(self, view_id: str) -> None:
        """Show the view of this id."""
        self._list.setCurrentRow(list(VIEWS).index(view_id))

    @property
    def figure(self) -> ScoreFigure | None:
        """What is shown."""
        return self._figure

    @property
    def bar(self) -> AgreementBar:
        """The choices."""
        return self._bar

    @property
    def differences(self) -> DifferenceList:
        """The list of disagreements."""
        return self._differences

    # ------------------------------------------------------------ showing

    def _take(self) -> None:
        if self._counting.compared is not None:
            self._bar.offer(self._counting.compared)
        self._refresh()

    def _refresh(self) -> None:
        """Make the chosen figure of what is counted, beside the window, and show it."""
        self._views.make(str(self._list.currentItem().data(Qt.ItemDataRole.UserRole)))

    def _say_counting(self) -> None:
        if self._counting.compared is None and self._session.project is not None:
            is_busy = self._counting.is_busy
            self._show_nothing(self.tr("Counting…") if is_busy else self.tr("Not counted."))

    def _show(self, figure: ScoreFigure, details: list[str], hints: list[str]) -> None:
        self._figure = figure
        self._title.setText(figure.title)
        self._title.setToolTip(self._bar.definition)
        self._details.setText(SEPARATOR.join([*details, *([figure.note] if figure.note else [])]))
        self._details.setToolTip(self._bar.definition)
        self._hints.setText("\n".join(hints))
        self._hints.setVisible(bool(hints))
        self._stack.setCurrentWidget(self._both)
        self._chart.show_figure(figure)
        self._table.show_figure(figure)
        self._arrange()

    def _show_nothing(self, text: str) -> None:
        self._figure = None
        for words in (self._title, self._details, self._hints):
            words.clear()
        self._nothing.setText(text)
        self._stack.setCurrentWidget(self._nothing)

    def _arrange(self) -> None:
        """Chart and table side by side where there is room, else the one that is wanted."""
        has_focus = self._chart.hasFocus() or self._table.hasFocus()
        self._table.setVisible(self._bar.is_table_shown)
        self._area.setVisible(self._is_roomy or not self._bar.is_table_shown)
        if has_focus and not (self._chart.isVisible() and self._table.isVisible()):
            (self._table if self._table.isVisible() else self._chart).setFocus()

    # ------------------------------------------------------------ disagreements

    def _open(self, row: int, series: int) -> None:
        """List the disagreements behind a number."""
        if self._figure is None:
            return
        targets = self._figure.targets[row]
        target = targets[max(series, 0)] if series < len(targets) else targets[0]
        target = target or next((one for one in targets if one is not None), None)
        if target is None:
            self._session.announced.emit(self.tr("These share no article."))
            return
        self._list_differences(target)

    def _list_differences(self, target: Target) -> None:
        assert self._counting.compared is not None
        people = " – ".join(self._counting.compared.people(target.members))
        self._differences.clear()
        self._title.setText(self.tr("Disagreements"))
        name = self._counting.compared.name_of(target.facet)
        self._details.setText(SEPARATOR.join((name, people)))
        self._hints.hide()
        self._stack.setCurrentWidget(self._differences)
        self._differences.setFocus()
        self._counting.differences(target, self._differences.add, self._end_list)

    def _end_list(self, left: int) -> None:
        if not self._differences.differences:
            self._details.setText(self.tr("There is none: they agree in everything here."))
        if left:
            text = self.tr("Too many: {number} articles were not looked at.").format(number=left)
            self._details.setText(text)
        if self._stack.currentWidget() is self._differences:
            self._differences.enter()

    def _go_back(self) -> None:
        """From the disagreements back to the numbers."""
        self._counting.stop_listing()
        self._stack.setCurrentWidget(self._both)
        self._refresh()
        target = self._chart if self._area.isVisibleTo(self) else self._table
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ events

    def showEvent(self, event: QShowEvent) -> None:
        """Count, if that was not done yet."""
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
