"""Where the agreement is shown: title, numbers, picture and table, hints, or why there is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.ui.charts.chart import Chart, ChartArea
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.overview_inks import inks
from annotator.ui.panels.overview_table import FigureTable
from annotator.ui.panels.texts import SEPARATOR

if TYPE_CHECKING:
    from annotator.analysis.agreement_figures import ScoreFigure
    from annotator.ui.panels.agreement_list import DifferenceList
    from annotator.ui.session import Session


class AgreementPage(QWidget):
    """Shows a figure as a chart and as a table, or the list of disagreements."""

    def __init__(self, session: Session, differences: DifferenceList) -> None:
        super().__init__()
        self.figure: ScoreFigure | None = None
        self._differences = differences
        self._is_roomy = self._has_table = True
        self.chart = Chart(inks(lambda: session.codebook))
        self.chart.setObjectName("agreement_chart")
        self._area = ChartArea(self.chart)
        self.table = FigureTable()
        self.table.setObjectName("agreement_table")
        self._make_words()
        self._lay_out()

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
        self._both.addWidget(self.table)
        self._both.setHandleWidth(9)
        self._both.setSizes([540, 420])
        self._stack = QStackedWidget()
        for part in (self._both, self._nothing, self._differences):
            self._stack.addWidget(part)
        heading = QHBoxLayout()
        heading.setSpacing(12)
        heading.addWidget(self._title)
        heading.addWidget(self._details, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(heading)
        column.addWidget(self._stack, 1)
        column.addWidget(self._hints)

    @property
    def is_listing(self) -> bool:
        """Whether the disagreements are shown."""
        return self._stack.currentWidget() is self._differences

    def show_figure(
        self, figure: ScoreFigure, details: list[str], hints: list[str], definition: str
    ) -> None:
        """Show a figure with what is said beside it."""
        self.figure = figure
        self._title.setText(figure.title)
        self._details.setText(SEPARATOR.join([*details, *([figure.note] if figure.note else [])]))
        for words in (self._title, self._details):
            words.setToolTip(definition)
        self._hints.setText("\n".join(hints))
        self._hints.setVisible(bool(hints))
        self._stack.setCurrentWidget(self._both)
        self.chart.show_figure(figure)
        self.table.show_figure(figure)
        self.arrange()

    def show_nothing(self, text: str) -> None:
        """Say why there is no figure."""
        self.figure = None
        for words in (self._title, self._details, self._hints):
            words.clear()
        self._nothing.setText(text)
        self._stack.setCurrentWidget(self._nothing)

    def show_list(self, title: str, details: str) -> None:
        """Show the list of disagreements."""
        self._title.setText(title)
        self.say(details)
        self._hints.hide()
        self._stack.setCurrentWidget(self._differences)

    def show_numbers(self) -> None:
        """From the list back to the figure, which keeps the focus."""
        self._stack.setCurrentWidget(self._both)
        self.focus_figure(Qt.FocusReason.OtherFocusReason)

    def say(self, details: str) -> None:
        """What stands beside the title."""
        self._details.setText(details)

    def focus_figure(self, reason: Qt.FocusReason) -> None:
        """Let the picture take the focus, or the table where there is no picture."""
        (self.chart if self._area.isVisibleTo(self) else self.table).setFocus(reason)

    def make_room(self, *, is_roomy: bool, has_table: bool) -> None:
        """Chart and table side by side where there is room, else the one that is wanted."""
        self._is_roomy, self._has_table = is_roomy, has_table
        self.arrange()

    def arrange(self) -> None:
        """Show what there is room for."""
        has_focus = self.chart.hasFocus() or self.table.hasFocus()
        self.table.setVisible(self._has_table)
        self._area.setVisible(self._is_roomy or not self._has_table)
        if has_focus and not (self.chart.isVisible() and self.table.isVisible()):
            (self.table if self.table.isVisible() else self.chart).setFocus()
