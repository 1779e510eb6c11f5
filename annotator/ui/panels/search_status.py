"""The line that says how many hits there are, or why a query cannot be understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.hit_buttons import NARROWEST
from annotator.ui.panels.texts import SEPARATOR, number_text
from annotator.ui.words import counted

if TYPE_CHECKING:
    from annotator.errors import UserError
    from annotator.ui.panels.search_run import SearchRun


class SearchStatus(QWidget):
    """Words about the answer; `all_requested` asks for what is not shown yet."""

    all_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words = plain_label(role="muted")
        self._words.setObjectName("search_status")
        self._words.setMinimumWidth(NARROWEST)
        self._all = QPushButton(self.tr("Show all"))
        self._all.setObjectName("search_all")
        self._all.setAccessibleName(self.tr("Show all hits"))
        self._all.setProperty("role", "small")
        self._all.setAutoDefault(False)
        self._all.clicked.connect(self.all_requested)
        self.error = plain_label(role="error", wraps=True)
        """What is wrong with the query; it stands where the panel puts it."""
        self.error.setObjectName("search_error")
        self.error.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._words)
        row.addWidget(self._all)

    def show_answer(self, run: SearchRun, *, shown: int, is_queue: bool) -> None:
        """Say how many hits are known; of a queue, how many are left."""
        has_query = run.query is not None
        total = max(run.total, shown)
        self._all.setVisible(has_query and run.total > shown >= run.limit)
        if not has_query:
            words = ""
        elif not total and run.is_busy:
            words = self.tr("Searching…")
        elif not total:
            words = self.tr("All done: nothing is left.") if is_queue else self.tr("Nothing found.")
        else:
            left = (self.tr("%n left"), self.tr("%n left"))
            one, many = left if is_queue else (self.tr("%n hit"), self.tr("%n hits"))
            words = counted(total, one, many)
            if run.total > shown:
                first = self.tr("first {number} shown").format(number=number_text(shown))
                words += SEPARATOR + first
        self._words.setText(words)
        self.error.hide()

    def show_error(self, error: UserError) -> None:
        """Say what is wrong with the query, and the way out."""
        self._all.hide()
        self._words.clear()
        self.error.setText(f"{error.message} {error.hint}".strip())
        self.error.show()
