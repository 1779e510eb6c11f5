"""The status bar: whether all is saved, what is open, who annotates, and long work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStatusBar,
    QToolButton,
    QWidget,
)

from annotator.model.sight import seen_of
from annotator.ui import icons, theme
from annotator.ui.tasks import PATIENCE, Task
from annotator.ui.words import counted

if TYPE_CHECKING:
    from annotator.model.change import Edit
    from annotator.ui.session import Session

_PROGRESS_WIDTH = 160
_SIGN = 16
_SAID_FOR = 6_000
"""How long an announcement can be read, in milliseconds."""


class StatusBar(QStatusBar):
    """Left: the saved state and long work; right: counts, annotator, codebook, text size."""

    annotator_requested = Signal()
    zoom_requested = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._span_count = 0
        self.setObjectName("status_bar")
        self.setAccessibleName(self.tr("Status"))
        self.setSizeGripEnabled(False)
        self.setContentsMargins(theme.STEP, 2, theme.STEP, 2)
        self._make_left()
        self._make_right()
        session.document_opened.connect(self._count)
        session.edited.connect(self._follow)
        for signal in (session.opened, session.closed, session.failed):
            signal.connect(self.refresh)
        self.refresh()

    def _make_left(self) -> None:
        self._sign = QLabel()
        self._saved = QLabel()
        self._saved.setObjectName("saved_state")
        self._said = QLabel()
        self._said.setObjectName("announcement")
        self._said.setProperty("role", "muted")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(_SAID_FOR)
        self._silence.timeout.connect(self._said.clear)
        self._task = TaskRow()
        self.addWidget(self._sign)
        self.addWidget(self._saved)
        self.addWidget(self._said, 1)
        self.addWidget(self._task)

    def _make_right(self) -> None:
        self._counts = QLabel()
        self._counts.setObjectName("counts")
        self._annotator = self._button("annotator", "user", self.tr("Change your name"))
        self._annotator.clicked.connect(self.annotator_requested)
        self._codebook = QLabel()
        self._codebook.setObjectName("codebook")
        self._codebook.setProperty("role", "muted")
        self._zoom = self._button("zoom", "", self.tr("Reading font, size and width"))
        self._zoom.clicked.connect(self.zoom_requested)
        for widget in (self._counts, self._annotator, self._codebook, self._zoom):
            self.addPermanentWidget(widget)

    def _button(self, name: str, icon: str, purpose: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"status_{name}")
        button.setAutoRaise(True)
        button.setToolTip(purpose)
        button.setAccessibleDescription(purpose)
        button.setIconSize(QSize(_SIGN, _SIGN))
        button.setIcon(icons.icon(icon))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def show_task(self, task: Task) -> None:
        """Show this long work, if it goes on for a while."""
        self._task.follow(task)

    def show_announcement(self, text: str) -> None:
        """Show for a while what a screen reader says."""
        self._said.setText(text)
        self._said.setToolTip(text)
        self._silence.start()

    def show_text_size(self, points: float) -> None:
        """Name the size of the reading text, in points."""
        self._zoom.setText(self.tr("{points} pt").format(points=QLocale().toString(points, "f", 1)))
        self._zoom.setAccessibleName(self.tr("Reading text: {size}").format(size=self._zoom.text()))

    def _count(self) -> None:
        project, document = self._session.sights.reading, self._session.document
        self._span_count = 0
        if project is not None and document is not None:
            sight = self._session.sights.on_page
            self._span_count = sum(project.span_counts(document.id, sight=sight).values())
        self.refresh()

    def _follow(self, edit: Edit) -> None:
        if not edit.changes:
            self._count()
            return
        document = self._session.document
        for before, after in seen_of(edit, self._session.sights.on_page).spans():
            span = after or before
            if document is not None and span is not None and span.document_id == document.id:
                self._span_count += (after is not None) - (before is not None)
        self.refresh()

    def refresh(self) -> None:
        """Show everything as it now is."""
        session = self._session
        self._show_saved()
        spans = counted(self._span_count, "%n span", "%n spans")
        self._counts.setText(spans if session.document is not None else "")
        name = session.annotator_name if session.project is None else session.annotator.name
        self._annotator.setText(name)
        spoken = self.tr("Annotator: {name}").format(name=name)
        self._annotator.setAccessibleName(spoken)
        self._annotator.setVisible(bool(name))
        codebook = session.codebook
        named = f"{codebook.name} {codebook.version}".strip() if session.project is not None else ""
        self._codebook.setText(named)
        self._zoom.setVisible(session.project is not None)

    def _show_saved(self) -> None:
        session, colours = self._session, theme.current()
        text, role, icon, colour, why = "", "", "", "", ""
        if session.project is None:
            pass
        elif session.is_unsaved:
            text, role, icon = self.tr("The last edit is NOT saved"), "error", "warning"
            colour = colours.error
        elif session.project.read_only:
            text, role, icon = self.tr("For reading only"), "warning", "lock"
            colour, why = colours.warning, session.project.read_only_reason
        else:
            saved = QDateTime.fromSecsSinceEpoch(int(session.saved_at)).time()
            clock = QLocale().toString(saved, QLocale.FormatType.ShortFormat)
            text, role, icon = self.tr("All saved {time}").format(time=clock), "ok", "check"
            colour = colours.ok
        self._saved.setText(text)
        self._saved.setToolTip(why)
        self._sign.setToolTip(why)
        self._sign.setPixmap(icons.icon(icon, colour).pixmap(QSize(_SIGN, _SIGN)))
        if self._saved.property("role") != role:
            self._saved.setProperty("role", role)
            self._saved.style().polish(self._saved)


class TaskRow(QWidget):
    """Long work: what it is, how far it is, and Cancel; hidden for the first moments."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("task_row")
        self.setAccessibleName(self.tr("Work in progress"))
        self._task: Task | None = None
        self._text = QLabel()
        self._text.setObjectName("task_text")
        self._bar = QProgressBar()
        self._bar.setObjectName("task_progress")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_PROGRESS_WIDTH)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setObjectName("task_cancel")
        self._cancel.setProperty("role", "small")
        self._cancel.clicked.connect(self._stop)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self.show)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.STEP, 0, 0, 0)
        row.setSpacing(theme.STEP)
        for widget in (self._text, self._bar, self._cancel):
            row.addWidget(widget)
        row.addStretch(1)
        self.hide()

    def follow(self, task: Task) -> None:
        """Show this work until it ends."""
        self._task = task
        self._text.setText(task.title)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(task.title)
        self._cancel.setEnabled(True)
        task.progressed.connect(self._show)
        task.finished.connect(self._end)
        self._patience.start()

    def _show(self, done: int, total: int, text: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if self._task is not None and text:
            self._text.setText(f"{self._task.title} {text}")

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._text.setText(self.tr("Stopping…"))
            self._cancel.setEnabled(False)

    def _end(self) -> None:
        self._task = None
        self._patience.stop()
        self.hide()
