"""Finding in the article: as you type, with the number of hits, at any size of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QToolButton, QWidget

from annotator.ui import icons
from annotator.ui.panels.buttons import ActionToolButton
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.text_search import CAP, TextSearch
from annotator.ui.panels.texts import number_text, said
from annotator.ui.words import counted

if TYPE_CHECKING:
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_SCAN_SECONDS = 0.008
_TYPING_PAUSE = 60


class FindBar(QWidget):
    """A line above the page; hidden until it is opened.

    `go_requested` names the hit to show, in code points; `page_requested` says that the
    reader wants to go back to the text.
    """

    go_requested = Signal(int, int)
    page_requested = Signal()

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("find_bar")
        self.setAccessibleName(self.tr("Find in the article"))
        self._session = session
        self._search: TextSearch | None = None
        self._start = 0
        self._shown: tuple[int, int] | None = None
        self._make_widgets(actions)
        self._idle = QTimer(self)
        self._idle.timeout.connect(self._scan_further)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE)
        self._pause.timeout.connect(self._search_anew)
        session.document_opened.connect(self._forget)
        session.closed.connect(self._forget)
        self.hide()

    def _make_widgets(self, actions: Actions) -> None:
        self._needle = QLineEdit()
        self._needle.setObjectName("find_text")
        self._needle.setAccessibleName(self.tr("Find in the article"))
        self._needle.setPlaceholderText(self.tr("Find in the article"))
        self._needle.setClearButtonEnabled(True)
        self._needle.setMinimumWidth(120)
        self._needle.setMaximumWidth(360)
        self._needle.installEventFilter(self)
        self._needle.textChanged.connect(lambda _text: self._pause.start())
        self._whole_words = QCheckBox(self.tr("Whole words"))
        self._whole_words.setObjectName("find_whole_words")
        self._whole_words.setAccessibleName(self.tr("Whole words only"))
        self._whole_words.toggled.connect(lambda _is_on: self._search_anew())
        self._count = plain_label(role="muted")
        previous = ActionToolButton(actions["find.previous"])
        previous.setObjectName("find_previous")
        previous.setIcon(icons.icon("chevron-up"))
        following = ActionToolButton(actions["find.next"])
        following.setObjectName("find_next")
        following.setIcon(icons.icon("chevron-down"))
        close = QToolButton()
        close.setObjectName("find_close")
        close.setAccessibleName(self.tr("Close"))
        close.setToolTip(self.tr("Close (Esc)"))
        close.setAutoRaise(True)
        close.setIcon(icons.icon("close"))
        close.clicked.connect(self.close_find)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._needle, 3)
        row.addWidget(previous)
        row.addWidget(following)
        row.addWidget(self._count, 1)
        row.addWidget(self._whole_words)
        row.addWidget(close)

    # ------------------------------------------------------------ what the window asks

    def open_find(self, needle: str = "") -> None:
        """Show the bar, with this text to look for if there is one, and take the focus."""
        self._start = self._session.caret
        self.show()
        if needle and "\n" not in needle:
            self._needle.setText(needle)
        self._needle.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._needle.selectAll()
        if self._needle.text():
            self._search_anew()

    def find_next(self) -> None:
        """Go to the next hit; behind the last one comes the first."""
        self._go(1)

    def find_previous(self) -> None:
        """Go to the hit before; ahead of the first one comes the last."""
        self._go(-1)

    def close_find(self) -> None:
        """Hide the bar and go back to the text; what was looked for is kept."""
        self._idle.stop()
        self.hide()
        self.page_requested.emit()

    # ------------------------------------------------------------ searching

    def _search_anew(self) -> None:
        """Look for what now stands in the line, from where the search began."""
        self._begin()
        if self._search is None:
            self._show_count()
            return
        self._search.scan(seconds=_SCAN_SECONDS)
        self._show(self._search.after(self._start))
        if not self._search.is_complete:
            self._idle.start(0)

    def _begin(self) -> None:
        self._pause.stop()
        self._idle.stop()
        self._shown = None
        needle = self._needle.text()
        self._search = None
        if needle and self._session.document is not None:
            self._search = TextSearch(
                self._session.text,
                needle,
                whole_words=self._whole_words.isChecked(),
                start=self._start,
            )

    def _go(self, step: int) -> None:
        if not self._needle.text():
            self.open_find()
            return
        if self._search is None or self._pause.isActive():
            self._start = self._session.caret
            self._begin()
        if self._search is None:
            return
        if not self._search.is_complete:
            self._search.scan(seconds=_SCAN_SECONDS)
            self._idle.start(0)
        caret = self._session.caret
        start, end = self._shown or (caret, caret)
        if not start <= caret <= end:
            start = end = caret
        self._show(self._search.after(end) if step > 0 else self._search.before(start))

    def _show(self, hit: tuple[int, int] | None) -> None:
        self._shown = hit
        if hit is not None:
            self._start = hit[0]
            self._session.set_focus(None)
            self.go_requested.emit(*hit)
        self._show_count()

    def _scan_further(self) -> None:
        if self._search is None or self._search.scan(seconds=_SCAN_SECONDS):
            self._idle.stop()
        self._show_count()

    def _show_count(self) -> None:
        search = self._search
        if search is None:
            words, role = "", "muted"
        elif search.is_complete and not search.count:
            words, role = said("Not found"), "warning"
        elif search.is_capped:
            words, role = said("More than %1 hits").replace("%1", number_text(CAP)), "muted"
        else:
            number = search.number_of(self._shown[0]) if self._shown else 0
            total = counted(search.count, "%n hit", "%n hits") + ("" if search.is_complete else " …")
            place = said("%1 of %2").replace("%1", number_text(number))
            words = place.replace("%2", number_text(search.count)) if number else total
            role = "muted"
        if self._count.property("role") != role:
            self._count.setProperty("role", role)
            self._count.style().polish(self._count)
        self._count.setText(words)

    def _forget(self) -> None:
        """Another text: nothing is known about it yet."""
        self._idle.stop()
        self._search, self._shown, self._start = None, None, 0
        self._show_count()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys in the line: Enter and Shift+Enter walk the hits, Esc closes."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Escape:
            self.close_find()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return super().eventFilter(watched, event)
        elif self._pause.isActive():
            self._search_anew()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.find_previous()
        else:
            self.find_next()
        return True
