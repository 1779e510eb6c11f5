"""The bar above the overview: whose work and which articles, counting, table, export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QPushButton, QToolButton, QWidget

from annotator.model.values import STATES
from annotator.ui import icons
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.texts import state_name

if TYPE_CHECKING:
    from annotator.analysis.scope import Scope
    from annotator.ui.panels.overview_counting import Counting

_PROGRESS = 120


class OverviewBar(QWidget):
    """Choices, and how far the counting is. `chosen` says that a choice has changed."""

    chosen = Signal()
    table_toggled = Signal()

    def __init__(self, export: QWidget, counting: Counting) -> None:
        super().__init__()
        self._counting = counting
        self._make_choices()
        self._make_progress()
        self._table = QToolButton()
        self._table.setObjectName("overview_show_table")
        self._table.setText(self.tr("Table"))
        self._table.setIcon(icons.icon("queue"))
        self._table.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._table.setCheckable(True)
        self._table.setChecked(True)
        self._table.setAccessibleName(self.tr("Show the table"))
        self._table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._table.toggled.connect(lambda _is_on: self.table_toggled.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self._annotator, self._state):
            row.addWidget(part)
        row.addStretch(1)
        for shown in (self._notice, self._progress, self._button, self._table, export):
            row.addWidget(shown)
        counting.changed.connect(self._follow)
        counting.progressed.connect(self._show_progress)
        self._follow()

    def _make_choices(self) -> None:
        self._annotator = QComboBox()
        self._annotator.setObjectName("overview_annotator")
        self._annotator.setAccessibleName(self.tr("Whose work is counted"))
        self._annotator.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._annotator.addItem(self.tr("All annotators"), "")
        self._annotator.currentIndexChanged.connect(lambda _index: self.chosen.emit())
        self._state = QComboBox()
        self._state.setObjectName("overview_state")
        self._state.setAccessibleName(self.tr("State of the articles that are counted"))
        self._state.addItem(self.tr("All articles"), "")
        for state in STATES:
            self._state.addItem(state_name(state), state)
        self._state.currentIndexChanged.connect(lambda _index: self.chosen.emit())

    def _make_progress(self) -> None:
        self._notice = plain_label(role="muted")
        self._notice.setObjectName("overview_notice")
        self._progress = QProgressBar()
        self._progress.setObjectName("overview_progress")
        self._progress.setAccessibleName(self.tr("How far the counting is"))
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(_PROGRESS)
        self._button = QPushButton()
        self._button.setObjectName("overview_count")
        self._button.setAutoDefault(False)
        self._button.setProperty("role", "small")
        self._button.clicked.connect(self._press)

    @property
    def annotator(self) -> str:
        """The id of the chosen annotator; empty for all."""
        return str(self._annotator.currentData() or "")

    @property
    def state(self) -> str:
        """The chosen state; empty for all."""
        return str(self._state.currentData() or "")

    @property
    def is_table_shown(self) -> bool:
        """Whether the table is wanted."""
        return self._table.isChecked()

    def want_table(self, is_wanted: bool) -> None:
        """Show the table, or not."""
        self._table.setChecked(is_wanted)

    def offer(self, scope: Scope) -> None:
        """Offer the annotators of what was counted; the choice is kept if it can be."""
        known = {str(self._annotator.itemData(index)) for index in range(1, self._annotator.count())}
        if known == set(scope.annotators):
            return
        chosen = self.annotator
        self._annotator.blockSignals(True)
        while self._annotator.count() > 1:
            self._annotator.removeItem(1)
        for id_, name in scope.annotators.items():
            self._annotator.addItem(name, id_)
        self._annotator.setCurrentIndex(max(0, self._annotator.findData(chosen)))
        self._annotator.blockSignals(False)

    def _follow(self) -> None:
        """Show what can be done about the counting: stop it, or count again."""
        counting = self._counting
        is_old = counting.is_stale and counting.scope is not None
        self._progress.setVisible(counting.is_busy)
        self._button.setVisible(counting.is_busy or counting.is_stale)
        self._notice.setVisible(is_old and not counting.is_busy)
        self._notice.setText(self.tr("Edits have come since."))
        text = self.tr("Stop") if counting.is_busy else self.tr("Count again")
        self._button.setText(text)
        self._button.setAccessibleName(text)
        if not counting.is_busy:
            self._progress.setValue(0)

    def _show_progress(self, done: int, total: int) -> None:
        self._progress.setMaximum(max(1, total))
        self._progress.setValue(done)

    def _press(self) -> None:
        if self._counting.is_busy:
            self._counting.stop()
        else:
            self._counting.count()
