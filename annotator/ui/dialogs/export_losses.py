"""What would be lost: totals while one chooses, and each document on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from annotator.ui import theme
from annotator.ui.dialogs.plain_button import PlainButton
from annotator.ui.messages import announce
from annotator.ui.tasks import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.errors import UserError
    from annotator.ui.tasks import Task

_ROWS = 4
_BAR = 120


class LossPanel(QWidget):
    """A line that says how it stands, and a list of sentences; it is always of the same height.

    `stop_requested`, `look_requested` and `details_requested` are its buttons.
    """

    stop_requested = Signal()
    look_requested = Signal()
    details_requested = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name` begins the object names of its parts."""
        super().__init__(parent)
        self.setObjectName(f"{name}_losses")
        self._text = QLabel()
        self._text.setObjectName(f"{name}_foreseen")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setObjectName(f"{name}_foresight_bar")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR)
        self._stop = self._button(f"{name}_foresight_stop", self.tr("Stop"), self.stop_requested)
        self._again = self._button(f"{name}_foresight_again", self.tr("Look again"), self.look_requested)
        self._details = self._button(f"{name}_details", self.tr("Detai&ls…"), self.details_requested)
        self._totals = QListWidget()
        self._totals.setObjectName(f"{name}_totals")
        self._totals.setAccessibleName(self.tr("What would be lost"))
        self._totals.setWordWrap(True)
        self._totals.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._totals.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = self._totals.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._totals.setSizePolicy(policy)
        self._totals.setFixedHeight(_ROWS * (self.fontMetrics().height() + theme.HALF_STEP))
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self._show_work)
        self._lay_out()
        self.clear()

    def _button(self, name: str, words: str, signal: object) -> PlainButton:
        button = PlainButton(words)
        button.setObjectName(name)
        button.setProperty("role", "small")
        button.clicked.connect(lambda: signal.emit())  # type: ignore[attr-defined]
        return button

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(theme.STEP)
        line.addWidget(self._text, 1)
        for part in (self._bar, self._stop, self._again, self._details):
            line.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF_STEP)
        column.addLayout(line)
        column.addWidget(self._totals)
        self._text.setMinimumHeight(self._details.sizeHint().height())

    # ------------------------------------------------------------ showing

    def clear(self, text: str = "") -> None:
        """Say this alone."""
        self._show(text, [])

    def show_error(self, error: UserError) -> None:
        """Say why nothing is known."""
        self._show(error.message, [error.hint] if error.hint else [], role="warning")

    def show_stopped(self) -> None:
        """Say that it was stopped, and offer to look again."""
        self._show(self.tr("Stopped; what would be lost is not known."), [])
        self._again.show()

    def show_totals(self, text: str, sentences: Sequence[str], *, has_details: bool) -> None:
        """Show what was found."""
        self._show(text, sentences)
        self._details.setVisible(has_details)
        if self.isVisible():
            announce(self._text, " ".join((text, *sentences[:_ROWS])))

    def follow(self, task: Task) -> None:
        """Show how far the work is, once it has gone on for a while."""
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(self._text.text())
        task.progressed.connect(self._show_progress)
        self._patience.start()

    def _show(self, text: str, sentences: Sequence[str], *, role: str = "muted") -> None:
        self._patience.stop()
        for part in (self._bar, self._stop, self._again, self._details):
            part.hide()
        self._text.setText(text)
        if self._text.property("role") != role:
            self._text.setProperty("role", role)
            self._text.style().polish(self._text)
        self._totals.clear()
        self._totals.addItems(list(sentences))
        self._totals.setVisible(bool(sentences))

    def _show_work(self) -> None:
        self._bar.show()
        self._stop.show()

    def _show_progress(self, done: int, total: int, _text: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
