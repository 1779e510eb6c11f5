"""The panel of feedback: where what was decided differs from what the annotator has, and why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.ui import theme
from annotator.ui.adjudication_words import kind_explanation, kind_name
from annotator.ui.feedback import Item, feedback_of
from annotator.ui.keymap import PlaceKeys
from annotator.ui.panels.adjudication_rows import Row, RowList, RowModel
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.texts import SEPARATOR, excerpt, said, with_key
from annotator.ui.words import counted

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent

    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_OWN_WORDS = {"missing": "You have nothing here."}


class FeedbackPanel(QWidget):
    """N and Shift+N walk through the differences; Enter or Esc goes to the page."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("feedback")
        self.setAccessibleName(self.tr("Feedback"))
        self._session = session
        self._keymap = actions.keymap
        self._feedback = feedback_of(session)
        self._make_parts()
        self._lay_out()
        self._feedback.changed.connect(self._show)
        self._feedback.shown.connect(self._show_current)
        self._show()

    def _make_parts(self) -> None:
        self._summary = plain_label(role="muted", wraps=True)
        self._summary.setObjectName("feedback_summary")
        self._rows = RowModel(self)
        self._list = RowList("feedback_list", self.tr("Your differences"), self._rows)
        self._list.clicked.connect(self._choose)
        self._list.selectionModel().currentChanged.connect(self._follow_current)
        self._list.activated.connect(lambda _index: self._session.page_requested.emit())
        steps = {
            "feedback.next": partial(self._feedback.step, 1),
            "feedback.previous": partial(self._feedback.step, -1),
        }
        PlaceKeys(self._list, self._keymap, steps)
        self._buttons: dict[str, QPushButton] = {}
        for command, function in steps.items():
            button = self._buttons[command] = QPushButton()
            button.setObjectName(command.replace(".", "_"))
            button.setProperty("role", "small")
            button.setAutoDefault(False)
            button.clicked.connect(partial(_press, function))
        self._card = QFrame()
        self._card.setProperty("role", "card")
        self._card.setObjectName("feedback_card")
        self._kind, self._why = plain_label(role="heading"), plain_label(role="muted", wraps=True)
        self._lines = {
            name: plain_label(wraps=True) for name in ("Yours", "Decided", "Had it so", "Reason")
        }

    def _lay_out(self) -> None:
        rows = QFormLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._titles = {name: plain_label(said(name), role="muted") for name in self._lines}
        for name, line in self._lines.items():
            rows.addRow(self._titles[name], line)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(12, theme.STEP, 12, theme.STEP)
        inside.addWidget(self._kind)
        inside.addWidget(self._why)
        inside.addLayout(rows)
        steps = QHBoxLayout()
        for button in reversed(self._buttons.values()):
            steps.addWidget(button)
        steps.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.STEP, theme.STEP, theme.STEP, theme.STEP)
        column.setSpacing(theme.STEP)
        column.addWidget(self._summary)
        column.addWidget(self._card)
        column.addLayout(steps)
        column.addWidget(self._list, 1)
        self.setFocusProxy(self._list)

    # ------------------------------------------------------------ showing

    def enter(self) -> None:
        """Take the focus; the first difference is shown when there is one."""
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._feedback.begin()

    def _show(self) -> None:
        items = self._feedback.items
        self._rows.show([self._row(one) for one in items])
        articles = len({one.difference.document_id for one in items})
        words = counted(len(items), "%n place was decided otherwise", "%n places were decided otherwise")
        where = counted(articles, "in %n article.", "in %n articles.")
        nothing = said("Nothing that was decided differs from your annotations.")
        self._summary.setText(f"{words} {where}" if items else nothing)
        for command, text in (
            ("feedback.next", said("Next")),
            ("feedback.previous", said("Back")),
        ):
            self._buttons[command].setText(with_key(text, self._keymap.first(command)))
            self._buttons[command].setEnabled(bool(items))
        self._show_current()

    def _row(self, item: Item) -> Row:
        one = item.difference
        words = item.case.text[one.start : one.end]
        gold = "; ".join(self._feedback.in_words(item, each) for each in one.gold)
        is_alone = len({each.difference.document_id for each in self._feedback.items}) == 1
        parts = ("" if is_alone else item.title, f"→ {gold or said('nothing')}", one.decision.reason)
        second = SEPARATOR.join(filter(None, parts))
        return Row(one.id, excerpt(words, limit=60), second, kind_name(one.kind), "circle", "muted")

    def _show_current(self) -> None:
        item = self._feedback.current
        self._card.setVisible(item is not None)
        index = self._rows.index_of(item.difference.id if item is not None else "")
        self._list.setCurrentIndex(index)
        if item is None:
            return
        one = item.difference
        self._kind.setText(kind_name(one.kind))
        self._why.setText(said(_OWN_WORDS.get(one.kind, "")) or kind_explanation(one.kind))
        in_words = self._feedback.in_words
        gold = "; ".join(in_words(item, each) for each in one.gold)
        support = said("%1 of %2").replace("%1", str(one.support))
        support = support.replace("%2", str(one.decision.people)) if one.decision.people else ""
        texts = {
            "Yours": in_words(item, one.hers) if one.hers is not None else said("nothing"),
            "Decided": gold or said("nothing"),
            "Had it so": support if one.gold and one.decision.outcome == "taken" else "",
            "Reason": SEPARATOR.join(filter(None, (one.decision.reason, one.decision.comment))),
        }
        for name, text in texts.items():
            self._lines[name].setText(text)
            for part in (self._lines[name], self._titles[name]):
                part.setVisible(bool(text))

    # ------------------------------------------------------------ choosing

    def _choose(self, index: QModelIndex) -> None:
        self._feedback.show(self._feedback.items[index.row()])

    def _follow_current(self, index: QModelIndex) -> None:
        """Walking in the list shows what it walks to."""
        if not self._list.hasFocus() or not index.isValid():
            return
        item = self._feedback.items[index.row()]
        current = self._feedback.current
        if current is None or current.difference.id != item.difference.id:
            self._feedback.show(item)

    def showEvent(self, event: QShowEvent) -> None:
        """Look for what was decided."""
        super().showEvent(event)
        self._feedback.read()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is looked at any more."""
        super().hideEvent(event)
        self._feedback.show(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self._session.page_requested.emit()
        else:
            super().keyPressEvent(event)


def _press(function: partial[None], _checked: bool = False) -> None:
    function()
