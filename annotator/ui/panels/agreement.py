"""How far annotators agree: a matrix of pairs, by label, by article, over time, and what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.ui.panels.agreement_bar import AgreementBar
from annotator.ui.panels.agreement_counting import AgreementCounting
from annotator.ui.panels.agreement_list import DifferenceList
from annotator.ui.panels.agreement_page import AgreementPage
from annotator.ui.panels.agreement_views import VIEWS, AgreementViews
from annotator.ui.panels.overview_export import ExportButton
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
        self._is_roomy = True
        self._counting = AgreementCounting(session, self)
        self.differences = DifferenceList(session, actions)
        self._page = AgreementPage(session, self.differences)
        export = ExportButton(session, lambda: self._page.figure, lambda: self._page.chart.look)
        export.setObjectName("agreement_export")
        self.bar = AgreementBar(export, self._counting)
        self._views = AgreementViews(session, self._counting, self.bar, self)
        self._make_list()
        self._lay_out()
        self._connect()

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

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self._list)
        below.addWidget(self._page, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addLayout(below, 1)
        self.setFocusProxy(self._list)

    def _connect(self) -> None:
        self._list.currentRowChanged.connect(lambda _row: self._refresh())
        self.bar.chosen.connect(self._refresh)
        self.bar.table_toggled.connect(self._arrange)
        self._counting.counted.connect(self._take)
        self._counting.changed.connect(self._say_counting)
        self._views.made.connect(self._show)
        self._views.nothing.connect(self._page.show_nothing)
        for part in (self._page.chart, self._page.table):
            part.opened.connect(self._open)
        self._page.chart.moved.connect(self._session.announced)
        self._page.chart.left.connect(self._session.page_requested)
        self.differences.left.connect(self._go_back)

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
        return self._page.figure

    # ------------------------------------------------------------ showing

    def _take(self) -> None:
        if self._counting.compared is not None:
            self.bar.offer(self._counting.compared)
        self._refresh()

    def _refresh(self) -> None:
        """Make the chosen figure of what is counted, beside the window, and show it."""
        self._views.make(str(self._list.currentItem().data(Qt.ItemDataRole.UserRole)))

    def _say_counting(self) -> None:
        if self._counting.compared is None and self._session.project is not None:
            is_busy = self._counting.is_busy
            self._page.show_nothing(self.tr("Counting…") if is_busy else self.tr("Not counted."))

    def _show(self, figure: ScoreFigure, details: list[str], hints: list[str]) -> None:
        self._page.show_figure(figure, details, hints, self.bar.definition)

    def _arrange(self) -> None:
        self._page.make_room(is_roomy=self._is_roomy, has_table=self.bar.is_table_shown)

    # ------------------------------------------------------------ disagreements

    def _open(self, row: int, series: int) -> None:
        """List the disagreements behind a number."""
        if self._page.figure is None:
            return
        targets = self._page.figure.targets[row]
        target = targets[series] if 0 <= series < len(targets) else None
        target = target or next((one for one in targets if one is not None), None)
        if target is None:
            self._session.announced.emit(self.tr("These share no article."))
            return
        self._list_differences(target)

    def _list_differences(self, target: Target) -> None:
        compared = self._counting.compared
        assert compared is not None
        self.differences.clear()
        people = " – ".join(compared.people(target.members))
        name = compared.name_of(target.facet)
        self._page.show_list(self.tr("Disagreements"), SEPARATOR.join((name, people)))
        self.differences.setFocus()
        self._counting.differences(target, self.differences.add, self._end_list)

    def _end_list(self, left: int) -> None:
        if not self.differences.differences:
            self._page.say(self.tr("There is none: they agree in everything here."))
        elif left:
            text = self.tr("Too many: {number} articles were not looked at.")
            self._page.say(text.format(number=left))
        if self._page.is_listing:
            self.differences.enter()

    def _go_back(self) -> None:
        """From the disagreements back to the numbers."""
        self._counting.stop_listing()
        self._page.show_numbers()
        self._refresh()

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
            self.bar.want_table(is_roomy)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the page; Enter in the list to the picture."""
        if event.key() == Qt.Key.Key_Escape:
            self._session.page_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._list.hasFocus():
            self._page.focus_figure(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)
