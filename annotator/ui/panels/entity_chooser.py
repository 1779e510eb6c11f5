"""A small list at a place of the page in which an entity is chosen, or a new one is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from annotator.ui import icons
from annotator.ui.messages import announce
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.entity_rows import (
    EntityDelegate,
    Index,
    Row,
    RowModel,
    reason_text,
    type_name,
)
from annotator.ui.panels.marks import swatch
from annotator.ui.panels.texts import SEPARATOR, said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.model.entities import Proposal
    from annotator.model.values import Entity
    from annotator.ui.entity_registry import EntityRegistry
    from annotator.ui.session import Session

NEW = "+"
"""Stands for a new entity among ids."""
NONE = ""
"""Stands for no entity among ids."""
_MOST = 50
_FEWEST, _ROWS, _WIDTH = 5, 9, 400


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be chosen: proposals, what a new entity would be called, and who hears it.

    `around` are the entities mentioned near, the nearest first. `chosen` hears an id, `NEW`
    with a name, or `NONE`.
    """

    title: str
    proposals: Sequence[Proposal]
    new_name: str
    current: str | None
    chosen: Callable[[str, str], object]
    around: Sequence[Entity] = ()


class EntityChooser(QFrame):
    """A line and a list over the window: type a part of a name, arrows, Enter; Esc leaves.

    While nothing is typed, the ranked proposals stand in the list and digits take them.
    """

    def __init__(self, session: Session, registry: EntityRegistry, page: QWidget) -> None:
        super().__init__(page.window())
        self.setObjectName("entity_chooser")
        self.setProperty("role", "card")
        self.setAccessibleName(self.tr("Choose the entity"))
        self._session = session
        self._registry = registry
        self._page = page
        self._question: Question | None = None
        self._model = RowModel(self)
        self._title = plain_label(role="muted")
        self._make_line()
        self._make_list()
        self._lay_out()
        self.hide()
        for signal in (session.document_opened, session.closed):
            signal.connect(self.leave)
        registry.changed.connect(self._refill)

    def _make_line(self) -> None:
        self._line = QLineEdit()
        self._line.setObjectName("entity_chooser_line")
        self._line.setAccessibleName(self.tr("Part of a name"))
        self._line.setPlaceholderText(self.tr("Part of a name, or a new one"))
        self._line.installEventFilter(self)
        self._line.textEdited.connect(lambda _text: self._fill())

    def _make_list(self) -> None:
        self._list = QListView()
        self._list.setObjectName("entity_chooser_list")
        self._list.setAccessibleName(self.tr("Entities"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(EntityDelegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setProperty("is_led", True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.clicked.connect(self._take)

    def _lay_out(self) -> None:
        keys = plain_label(self.tr("Enter takes · Esc leaves"), role="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        for part in (self._title, self._line, self._list, keys):
            column.addWidget(part)

    # ------------------------------------------------------------ asking

    def ask(self, question: Question, place: QRect) -> None:
        """Let an entity be chosen beside this place of the page's window."""
        self._question = question
        self._title.setText(question.title)
        self._line.clear()
        self._fill()
        self._put(place)
        self.show()
        self.raise_()
        self._line.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Choose nothing."""
        self._question = None
        if self.isVisible():
            had_focus = self.isAncestorOf(QApplication.focusWidget() or self)
            self.hide()
            if had_focus:
                self._page.setFocus()

    def _put(self, place: QRect) -> None:
        """Below the place, or above it where there is no room."""
        parent = self.parentWidget()
        assert parent is not None
        rows = max(_FEWEST, min(len(self._model.rows), _ROWS + 1))
        row_height = max(self._list.sizeHintForRow(0), self.fontMetrics().height())
        self._list.setFixedHeight(row_height * rows + 2 * self._list.frameWidth() + 2)
        width = min(_WIDTH, parent.width() - 16)
        self.setFixedWidth(width)
        self.adjustSize()
        left = min(max(8, place.left()), parent.width() - width - 8)
        top = place.bottom() + 8
        if top + self.height() > parent.height() - 8:
            top = max(8, place.top() - self.height() - 8)
        self.move(QPoint(left, top))

    # ------------------------------------------------------------ rows

    def _refill(self) -> None:
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        question = self._question
        if question is None:
            return
        typed = " ".join(self._line.text().split())
        rows = self._found(typed) if typed else self._proposed(question)
        name = typed or question.new_name
        if name and not (typed and any(row.name == name for row in rows)):
            words = self.tr("New entity “{name}”").format(name=name)
            rows.append(Row(NEW, words, sign=icons.icon("plus")))
        if question.current is not None and not typed:
            rows.append(Row(NONE, self.tr("No entity"), sign=icons.icon("close")))
        self._model.show(rows)
        if rows:
            # Where nobody fits, Enter makes a new one rather than taking who stands first.
            is_new = not (typed or question.proposals or question.current)
            new = next((place for place, row in enumerate(rows) if row.id == NEW), 0)
            self._list.setCurrentIndex(self._model.index(new if is_new else 0))
        self._list.scrollToTop()
        if typed:
            self._speak()

    def _speak(self) -> None:
        """Say which line Enter would take: the focus stays in the line above."""
        words = self._list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
        if words:
            announce(self._line, str(words))

    def _proposed(self, question: Question) -> list[Row]:
        """The proposals, then who is mentioned near, then those used last."""
        words = {one.entity.id: reason_text(one.reason) for one in question.proposals}
        index = self._registry.index
        lately = index.used_last(_ROWS) if index is not None else []
        listed = {one.entity.id: one.entity for one in question.proposals}
        for entities, told in (
            (question.around, said("in this article")),
            (lately, said("used lately")),
        ):
            for entity in entities:
                listed.setdefault(entity.id, entity)
                words.setdefault(entity.id, told)
        rows = list(listed.values())[:_ROWS]
        return [self._row(one, words[one.id], str(place)) for place, one in enumerate(rows, start=1)]

    def _found(self, typed: str) -> list[Row]:
        return [
            self._row(one, "; ".join(one.aliases)) for one in self._registry.search(typed, limit=_MOST)
        ]

    def _row(self, entity: Entity, words: str, key: str = "") -> Row:
        codebook = self._session.codebook
        label = codebook.label(entity.type)
        sign = swatch(label, scale=self.devicePixelRatioF()) if entity.type else None
        parts = (type_name(codebook, entity.type), words)
        detail = SEPARATOR.join(part for part in parts if part)
        return Row(entity.id, entity.name, detail, key, sign)

    # ------------------------------------------------------------ choosing

    def _take(self, index: Index) -> None:
        question = self._question
        if question is None or not index.isValid():
            return
        row = self._model.rows[index.row()]
        name = " ".join(self._line.text().split()) or question.new_name
        self.leave()
        question.chosen(row.id, name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk in the list, Enter takes, digits take at once, Esc leaves."""
        if event.type() == QEvent.Type.FocusOut and not self.isAncestorOf(
            QApplication.focusWidget() or self._page
        ):
            self.leave()
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        is_press = event.type() == QEvent.Type.KeyPress
        return (is_press and self._press(event)) or super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        key, text = event.key(), event.text()
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _ROWS,
            Qt.Key.Key_PageUp: -_ROWS,
            Qt.Key.Key_Tab: 1,
            Qt.Key.Key_Backtab: -1,
        }
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self._list.currentIndex())
        elif key in steps:
            self._step(steps[Qt.Key(key)])
        elif not self._line.text() and text.isdigit():
            row = next((n for n, one in enumerate(self._model.rows) if one.key == text), -1)
            self._take(self._model.index(row))
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        count = len(self._model.rows)
        if count:
            row = self._list.currentIndex().row() + by
            row = row % count if abs(by) == 1 else max(0, min(count - 1, row))
            self._list.setCurrentIndex(self._model.index(row))
            self._speak()
