"""The panel of doubts: threads about spans, relations and articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.model import thread_edits
from annotator.model.threads import Thread, threads_of
from annotator.model.values import Relation, Span
from annotator.ui.panels.buttons import ActionButton
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.doubt_editor import MessageEditor
from annotator.ui.panels.doubt_list import DoubtDelegate, DoubtModel
from annotator.ui.panels.doubt_places import quoted_words, show_place
from annotator.ui.panels.doubt_thread import LEAST_HEIGHT, ThreadView
from annotator.ui.panels.texts import excerpt, in_quotes, said
from annotator.ui.panels.writing import write
from annotator.ui.reader import Reader

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QShowEvent

    from annotator.model.change import Edit
    from annotator.model.values import Document
    from annotator.store.project import Project
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_OPEN, _ALL, _MINE, _HERE = "open", "all", "mine", "here"


class _Read(NamedTuple):
    threads: list[Thread]
    names: dict[str, str]
    titles: dict[str, str]


class DoubtsPanel(QWidget):
    """Enter goes to the place; Tab goes on to the reply. `write_about` begins a thread."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("doubts")
        self.setAccessibleName(self.tr("Doubts"))
        self._session = session
        self._about: Span | Relation | Document | None = None
        self._read = _Read([], {}, {})
        self._wanted = ""
        self._is_stale = True
        self._reader = Reader(session, self)
        self._make_filter(actions)
        self._make_writer()
        self._make_list()
        self._lay_out()
        session.opened.connect(self.reload)
        session.closed.connect(self._forget)
        session.document_opened.connect(self._follow_document)
        session.edited.connect(self._follow)

    # ------------------------------------------------------------ making

    def _make_filter(self, actions: Actions) -> None:
        self._filter = QComboBox()
        self._filter.setObjectName("doubts_filter")
        self._filter.setAccessibleName(self.tr("Which doubts"))
        for name, words in (
            (_OPEN, self.tr("Open")),
            (_HERE, self.tr("Of this article")),
            (_MINE, self.tr("That I wrote in")),
            (_ALL, self.tr("All")),
        ):
            self._filter.addItem(words, name)
        self._filter.currentIndexChanged.connect(lambda _index: self._show())
        self._new = ActionButton(actions["doubt.write"], self.tr("New doubt"), shows_key=True)
        self._new.setObjectName("doubts_new")

    def _make_writer(self) -> None:
        self._writer = QFrame()
        self._writer.setObjectName("doubt_writer")
        self._quote = plain_label(role="muted", wraps=True)
        self._words = MessageEditor("doubt_words", self.tr("What is in doubt? Ctrl+Enter writes it"))
        self._words.sent.connect(self._begin)
        self._words.left.connect(self._leave)
        done = QPushButton(self.tr("Write"))
        done.setObjectName("doubt_write")
        done.clicked.connect(self._begin)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setObjectName("doubt_cancel")
        cancel.clicked.connect(self._leave)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (done, cancel):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self._writer)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._quote)
        column.addWidget(self._words)
        column.addLayout(row)
        self._writer.hide()

    def _make_list(self) -> None:
        self._model = DoubtModel(self)
        self._list = QListView()
        self._list.setObjectName("doubts_list")
        self._list.setAccessibleName(self.tr("Doubts"))
        self._list.setModel(self._model)
        self._list.setMinimumHeight(LEAST_HEIGHT)
        self._list.setItemDelegate(DoubtDelegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.activated.connect(self._go)
        self._list.doubleClicked.connect(self._go)
        self._list.selectionModel().currentChanged.connect(lambda _now, _before: self._show_thread())
        self._thread = ThreadView(self._session)
        self._thread.left.connect(self._list.setFocus)
        self._nothing = plain_label(role="muted", wraps=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._filter, 1)
        head.addWidget(self._new)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setObjectName("doubts_splitter")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._list)
        splitter.addWidget(self._thread)
        splitter.setSizes([260, 240])
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._writer)
        column.addWidget(self._nothing)
        column.addWidget(splitter, 1)
        self.setFocusProxy(self._list)

    # ------------------------------------------------------------ what the window asks

    def enter(self) -> None:
        """Take the focus: the list, at its first thread."""
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._model.index(0))

    def write_about(self, about: Span | Relation | Document) -> None:
        """Ask what is in doubt of this."""
        self._about = about
        words = excerpt(quoted_words(self._session, about), limit=160)
        is_article = not isinstance(about, Span | Relation)
        quote = self.tr("Of the article %1") if is_article else self.tr("Of %1")
        self._quote.setText(quote.replace("%1", in_quotes(words)))
        self._words.clear()
        self._writer.show()
        self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _begin(self) -> None:
        about, words, by = self._about, self._words.words, self._session.annotator.id
        if about is None or not words:
            return
        quoted = quoted_words(self._session, about)
        if write(
            self._session,
            lambda: thread_edits.begin_thread(about, words, by=by, quoted=quoted),
        ):
            self._session.announced.emit(self.tr("Doubt written."))
            self._leave()

    def _leave(self) -> None:
        """Put the writer away and go on in the text."""
        self._about = None
        self._words.clear()
        self._writer.hide()
        self._session.page_requested.emit()

    # ------------------------------------------------------------ following

    def reload(self) -> None:
        """Read all threads anew, now or when the panel is shown."""
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self._reader.ask("threads", lambda project, _task: _read(project), self._take)

    def _forget(self) -> None:
        self._read = _Read([], {}, {})
        self._writer.hide()
        self._show()

    def _take(self, read: _Read) -> None:
        self._read = read
        self._show()

    def _follow(self, edit: Edit) -> None:
        if edit.writes("message", "annotator") or not edit.changes:
            begun = [field.id for field in edit.fields("message")]
            self._wanted = begun[0] if len(begun) == 1 else ""
            self.reload()

    def _follow_document(self) -> None:
        if self._filter.currentData() == _HERE:
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was done while the panel was hidden."""
        super().showEvent(event)
        if self._is_stale:
            self.reload()

    # ------------------------------------------------------------ showing

    def _is_wanted(self, thread: Thread) -> bool:
        which, document = self._filter.currentData(), self._session.document
        if which == _OPEN:
            return not thread.is_settled
        if which == _MINE:
            return thread.concerns(self._session.annotator.id)
        if which == _HERE:
            return document is not None and thread.first.document_id == document.id
        return True

    def _show(self) -> None:
        current = self._model.thread_at(self._list.currentIndex())
        shown = [thread for thread in self._read.threads if self._is_wanted(thread)]
        self._model.show(shown, self._read.names, self._read.titles)
        holder = next((one.id for one in shown if any(m.id == self._wanted for m in one.messages)), "")
        index = self._model.index_of(holder or (current.id if current is not None else ""))
        self._wanted = ""
        self._list.setCurrentIndex(index if index.isValid() else self._model.index(0))
        self._list.setVisible(bool(shown))
        self._nothing.setVisible(not shown)
        self._nothing.setText(
            said("No doubts here. Write one about the focused span, or about the article.")
        )
        self._show_thread()

    def _show_thread(self) -> None:
        thread = self._model.thread_at(self._list.currentIndex())
        self._thread.show_thread(thread, self._read.names)

    def _go(self) -> None:
        thread = self._model.thread_at(self._list.currentIndex())
        if thread is not None:
            show_place(self._session, thread.first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self._session.page_requested.emit()
        else:
            super().keyPressEvent(event)


def _read(project: Project) -> _Read:
    threads = threads_of(project.messages())
    ids = {thread.first.document_id for thread in threads}
    titles = {id_: one.title for id_ in ids if (one := project.document(id_)) is not None}
    return _Read(threads, {one.id: one.name for one in project.annotators()}, titles)
