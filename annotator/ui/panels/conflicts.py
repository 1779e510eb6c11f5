"""The panel of conflicts: what people did at once and differently, decided by keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from annotator.errors import UserError
from annotator.jobs import deciding
from annotator.model.change import Edit
from annotator.model.values import now
from annotator.ui import theme
from annotator.ui.keymap import PlaceKeys
from annotator.ui.large_steps import LARGE
from annotator.ui.panels.adjudication_rows import Row, RowList, RowModel
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.conflict_cards import VersionCards
from annotator.ui.panels.texts import excerpt, said
from annotator.ui.reader import Reader
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent, QShowEvent

    from annotator.jobs.deciding import Option, Undecided
    from annotator.model.change import Change
    from annotator.store.project import Project
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_MOST = 9


class ConflictsPanel(QWidget):
    """1 to 9 take a version, Enter keeps what is shown; what was decided stays in the list until
    the project is closed, so that one can think again."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("conflicts")
        self.setAccessibleName(self.tr("Conflicts"))
        self._session = session
        self._items: list[Undecided] = []
        self._decided: dict[str, int] = {}
        self._path: Path | None = None
        self._is_stale = True
        self._is_read = False
        self._reader = Reader(session, self, sees_all=True)
        self._make_parts(actions)
        self._lay_out()
        session.opened.connect(self._begin)
        session.closed.connect(self._begin)
        session.edited.connect(self._follow)
        self._begin()

    def _make_parts(self, actions: Actions) -> None:
        self._summary = plain_label(role="muted", wraps=True)
        self._summary.setObjectName("conflicts_summary")
        self._rows = RowModel(self)
        self._list = RowList("conflicts_list", self.tr("Conflicts"), self._rows)
        self._list.selectionModel().currentChanged.connect(self._show_current)
        self._list.clicked.connect(lambda _index: self._show_place())
        keys: dict[str, Callable[[], object]] = {
            f"conflicts.take_{number}": partial(self.take, number - 1) for number in range(1, _MOST + 1)
        }
        keys |= {"conflicts.keep": self.keep, "conflicts.go": self._go}
        keys["page.undo"] = self._session.undo
        PlaceKeys(self._list, actions.keymap, keys)
        self._subject, self._why = plain_label(role="heading", wraps=True), plain_label(role="muted")
        self._subject.setObjectName("conflict_subject")
        self._why.setWordWrap(True)
        self._cards = VersionCards()
        self._cards.chosen.connect(self.take)

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        lines = QVBoxLayout(left)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.STEP)
        lines.addWidget(self._summary)
        lines.addWidget(self._list, 1)
        lines = QVBoxLayout(right)
        lines.setContentsMargins(theme.STEP, 0, 0, 0)
        lines.setSpacing(theme.HALF_STEP)
        lines.addWidget(self._subject)
        lines.addWidget(self._why)
        lines.addWidget(self._cards, 1)
        self._right = right
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setObjectName("conflicts_splitter")
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(right)
        parts.setSizes([320, 640])
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.STEP, theme.STEP, theme.STEP, theme.STEP)
        row.addWidget(parts)
        self.setFocusProxy(self._list)

    # ------------------------------------------------------------ what the window asks

    def enter(self) -> None:
        """Take the focus; the first that is not decided is shown."""
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self._is_read:
            self._go_on()

    def reload(self) -> None:
        """Read anew what is to be decided, now or when the panel is shown."""
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self._reader.ask("conflicts", lambda project, _task: deciding.undecided(project), self._take)

    # ------------------------------------------------------------ following

    def _begin(self) -> None:
        if self._session.path != self._path:
            self._decided.clear()
            self._items = []
        self._path = self._session.path
        self._is_read = False
        self._show()
        self.reload()

    def _follow(self, edit: Edit) -> None:
        """Others' work came in, or what was decided is undone or decided elsewhere."""
        if edit.id is None:
            self.reload()
            return
        ids = {one.register: one for one in self._items}
        touched = [change for change in edit.changes if change.register in ids]
        for change in touched:
            one = ids[change.register]
            now_there = [n for n, option in enumerate(one.options) if option.value == change.after]
            if now_there:
                self._decided[one.id] = now_there[0]
        if touched or edit.undoes is not None:
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was done while the panel was hidden."""
        super().showEvent(event)
        if self._is_stale:
            self.reload()

    def _take(self, found: list[Undecided]) -> None:
        ids = {one.id for one in found}
        for id_ in ids & self._decided.keys():
            del self._decided[id_]
        kept = [one for one in self._items if one.id in self._decided and one.id not in ids]
        self._items = sorted([*found, *kept], key=deciding.order)
        is_first, self._is_read = not self._is_read, True
        self._show()
        if is_first:
            self._go_on()

    # ------------------------------------------------------------ showing

    @property
    def current(self) -> Undecided | None:
        """The one that is chosen in the list."""
        row = self._list.currentIndex().row()
        return self._items[row] if 0 <= row < len(self._items) else None

    def _show(self) -> None:
        current = self.current
        id_ = current.id if current is not None else self._rows.rows[0].id if self._rows.rows else ""
        self._rows.show([_row(one, is_decided=one.id in self._decided) for one in self._items])
        index = self._rows.index_of(id_)
        self._list.setCurrentIndex(index if index.isValid() else self._rows.index(0))
        words = counted(self.left, "%n is to be decided.", "%n are to be decided.")
        words = words if self.left else self.tr("All is decided.")
        keys = self.tr("1–9 take a version, Enter keeps what is shown.")
        nothing = self.tr("Nothing is to be decided: no two people have done different things at once.")
        self._summary.setText(f"{words} {keys}" if self._items else nothing)
        self._right.setVisible(bool(self._items))
        self._show_current()

    @property
    def left(self) -> int:
        """How many are not decided."""
        return sum(one.id not in self._decided for one in self._items)

    def _show_current(self) -> None:
        one = self.current
        self._cards.show_item(one, self._decided.get(one.id, -1) if one is not None else -1)
        self._subject.setText(one.subject if one is not None else "")
        self._why.setText(one.why or one.group if one is not None else "")
        if self._list.hasFocus():
            self._show_place()

    def _show_place(self) -> None:
        """Show the place in its article; the focus stays in the list."""
        one = self.current
        if one is None or one.document_id is None:
            return
        start, end = one.place or (0, 0)
        document = self._session.document
        if one.place is not None or document is None or document.id != one.document_id:
            span_id = one.register.id if one.register.kind == "span" else ""
            self._session.go_to(one.document_id, start, end, span_id=span_id)

    def _go(self) -> None:
        self._show_place()
        self._session.page_requested.emit()

    # ------------------------------------------------------------ deciding

    def keep(self) -> None:
        """Keep what is shown meanwhile."""
        one = self.current
        if one is not None and one.shown >= 0:
            self.take(one.shown)
        elif one is not None:
            self._session.announced.emit(self.tr("Choose one of the ways by its number."))

    def take(self, number: int) -> None:
        """Decide the present one for the version of this number, from 0."""
        one = self.current
        if one is None or number >= len(one.options):
            return
        if self._write(one, one.options[number]):
            self._decided[one.id] = number
            self._show()
            self._go_on()
            left = self.left
            self._session.announced.emit(
                counted(left, "Decided; %n is left.", "Decided; %n are left.")
                if left
                else self.tr("Decided. Nothing is left to decide.")
            )

    def _write(self, one: Undecided, option: Option) -> bool:
        session, title = self._session, deciding.title_of(one, option)
        project = session.project
        if project is None:
            return False
        if deciding.expected(one, option) > LARGE:
            session.large.do(title, partial(_changes, one, option), expected=one.count)
            return False
        try:
            changes = tuple(deciding.changes(project, one, option))
            return session.do(Edit(title, changes, session.annotator.id, now()))
        except UserError as error:
            session.failed.emit(error.message, error.hint)
            return False

    def _go_on(self) -> None:
        """Go to the next that is not decided, below or from the top."""
        at = max(0, self._list.currentIndex().row())
        numbers = [*range(at, len(self._items)), *range(at)]
        following = (row for row in numbers if self._items[row].id not in self._decided)
        row = next(following, None)
        if row is not None:
            self._list.setCurrentIndex(self._rows.index(row))
            self._show_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self._session.page_requested.emit()
        else:
            super().keyPressEvent(event)


def _row(one: Undecided, *, is_decided: bool) -> Row:
    icon, colour = ("check", "ok") if is_decided else ("warning", "warning")
    trailing = said("decided") if is_decided else said("waits") if one.kind == deciding.WAITING else ""
    return Row(one.id, excerpt(one.subject), one.group, trailing, icon, colour, is_decided)


def _changes(one: Undecided, option: Option, project: Project) -> Iterator[Change]:
    return deciding.changes(project, one, option)
