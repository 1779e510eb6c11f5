"""The review of all places of the project that could have the label of a span.

Nothing is written before all is decided; then the accepted places are one step.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.model import propagation
from annotator.ui.chosen_spans import ChosenSpans
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.hit_buttons import NARROWEST
from annotator.ui.panels.hit_commands import ListCommand
from annotator.ui.panels.hit_list import HitList
from annotator.ui.panels.hit_texts import Column, key_of
from annotator.ui.panels.propagation_forms import FormChoice
from annotator.ui.panels.propagation_search import Place, find_places
from annotator.ui.panels.texts import SEPARATOR, key_text, with_key
from annotator.ui.words import counted, in_short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from annotator.model.hit import Hit
    from annotator.model.values import Span
    from annotator.ui.actions import Actions
    from annotator.ui.reader import Reader
    from annotator.ui.session import Session

ACCEPTED, REJECTED = "accepted", "rejected"
_COMMANDS = (
    ListCommand("accept_place", "Accept", "check", "review.accept"),
    ListCommand("reject_place", "Reject", "close", "review.reject"),
    ListCommand("forget_place", "Undecided", "", "review.forget"),
    ListCommand(
        "accept_article", "Accept all in this article", "", "review.accept_article", begins_group=True
    ),
    ListCommand("accept_all", "Accept all", "", "review.accept_all"),
    ListCommand("apply", "Apply", "", "review.apply"),
)


class PropagationPanel(QWidget):
    """Shows where the words of a span stand; `left` says that the review is over."""

    left = Signal()

    def __init__(self, session: Session, actions: Actions, reader: Reader) -> None:
        super().__init__()
        self.setObjectName("propagation")
        self.setAccessibleName(self.tr("Label equal words in the project"))
        self._session = session
        self._reader = reader
        self._is_searching = False
        self._spans = ChosenSpans(session)
        self._span: Span | None = None
        self._places: list[Place] = []
        self._rejected: dict[tuple[str, str], set[tuple[str, int, int]]] = {}
        self.hits = HitList(session, actions, is_review=True)
        self.hits.table.show_column(Column.MARK, True)
        self.hits.table.show_column(Column.LABEL, False)
        self.hits.table.mark_clicked.connect(self._tick)
        self.forms = FormChoice()
        self.forms.changed.connect(self._show_places)
        self._title = plain_label(role="heading")
        self._summary = plain_label(role="muted")
        for words in (self._title, self._summary):
            words.setMinimumWidth(NARROWEST)
        self._summary.setObjectName("propagation_summary")
        self._buttons: dict[str, QPushButton] = {}
        self._add_commands()
        self._lay_out()
        self.setFocusProxy(self.hits)
        session.closed.connect(self._forget)

    def _add_commands(self) -> None:
        functions: dict[str, Callable[[], None]] = {
            "accept_place": lambda: self._decide(ACCEPTED),
            "reject_place": lambda: self._decide(REJECTED),
            "forget_place": lambda: self._decide(""),
            "accept_article": self._accept_article,
            "accept_all": lambda: self._accept(range(len(self.hits.hits))),
            "apply": self.apply,
        }
        for command in _COMMANDS:
            self.hits.commands.add(command, functions[command.id])
            self._add_button(command.id, self.tr(command.text), functions[command.id])
        self.hits.commands.leave = self.leave
        self._add_button("leave_review", self.tr("Leave"), self.leave)
        self.hits.commands.keymap.changed.connect(self._show_keys)
        self._show_keys()

    def _add_button(self, name: str, words: str, function: Callable[[], None]) -> None:
        button = self._buttons[name] = QPushButton()
        button.setObjectName(f"propagation_{name}")
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.setMinimumWidth(NARROWEST)
        button.setProperty("role", "small")
        button.clicked.connect(function)

    def _show_keys(self) -> None:
        """Say on the buttons which keys do the same."""
        keys = {one.id: self.hits.commands.keymap.first(one.action) for one in _COMMANDS}
        for name, button in self._buttons.items():
            button.setText(with_key(button.accessibleName(), keys.get(name, "Esc")))

    def _lay_out(self) -> None:
        for place, name in enumerate(list(self._buttons)[:5]):
            self.hits.button_row.insertWidget(place, self._buttons[name])
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._title)
        top.addWidget(self._summary, 1)
        for name in ("apply", "leave_review"):
            self._buttons[name].setProperty("role", "")
            top.addWidget(self._buttons[name])
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.forms)
        column.addWidget(self.hits, 1)

    # ------------------------------------------------------------ a review

    def review(self, span: Span) -> None:
        """Look for the words of this span in the whole project."""
        self._forget()
        self._span = span
        session = self._session
        label = session.codebook.label(span.label)
        source = propagation.source_of(span, session.codebook)
        title = self.tr("“{words}” as {label}").format(words=in_short(span.text, 40), label=label.name)
        self._title.setText(title)
        self.forms.start()
        by = session.annotator.id
        self._is_searching = True
        self._reader.ask(
            "places",
            lambda project, task: find_places(project, task, source, span, by=by),
            lambda _number: self._end(),
            given=self._take,
        )
        self._show_summary()
        self.hits.enter()

    def apply(self) -> None:
        """Label what is accepted, in one step."""
        span, accepted = self._span, self._of_mark(ACCEPTED)
        if span is None or self._session.project is None:
            return
        if not accepted:
            key = key_text(self.hits.commands.keymap.first("review.accept")) or self.tr("Accept")
            words = self.tr("Nothing is accepted yet: {key} accepts a place.")
            self._session.announced.emit(words.format(key=key))
            return
        now = self._session.project.span(span.id) or span
        self._remember_rejected()
        self._spans.copy_to(accepted, replace(now, label=span.label))
        self.leave()

    def leave(self) -> None:
        """Go back to the page; what was rejected is remembered."""
        self._remember_rejected()
        self._forget()
        self.left.emit()
        self._session.page_requested.emit()

    def _forget(self) -> None:
        self._reader.forget("places")
        self._span = None
        self._places = []
        self.hits.clear()
        self.hits.model.marks.clear()

    def _remember_rejected(self) -> None:
        if self._span is not None:
            known = self._rejected.setdefault((self._span.text, self._span.label), set())
            known.update(key_of(hit) for hit in self._of_mark(REJECTED))

    # ------------------------------------------------------------ places

    def _take(self, places: list[Place]) -> None:
        assert self._span is not None
        rejected = self._rejected.get((self._span.text, self._span.label), ())
        new = [place for place in places if key_of(place.hit) not in rejected]
        self._places += new
        self.forms.show_counts(Counter(place.form for place in self._places))
        wanted = self.forms.wanted()
        is_first = not self.hits.hits
        self.hits.add_hits([place.hit for place in new if place.form in wanted])
        if is_first and self.hits.hits and self.hits.table.hasFocus():
            self.hits.table.choose_row(0)
        self._show_summary()

    def _end(self) -> None:
        self._is_searching = False
        self._show_summary()

    def _show_places(self) -> None:
        wanted = self.forms.wanted()
        self.hits.replace_hits([place.hit for place in self._places if place.form in wanted])
        self._show_summary()

    # ------------------------------------------------------------ deciding

    def _decide(self, mark: str) -> None:
        """Decide about what is chosen, and go on to the next place."""
        rows = self.hits.table.chosen_rows()
        if not rows:
            return
        self.hits.model.mark(rows, mark)
        self._show_summary()
        if mark and rows[-1] + 1 < len(self.hits.hits):
            self.hits.table.choose_row(rows[-1] + 1)

    def _tick(self, row: int) -> None:
        """A click on a box: accepted, or undecided again."""
        mark = self.hits.model.marks.get(key_of(self.hits.hits[row]), "")
        self.hits.model.mark([row], "" if mark == ACCEPTED else ACCEPTED)
        self._show_summary()

    def _accept_article(self) -> None:
        current = self.hits.current()
        if current is not None:
            document = current.document_id
            hits = enumerate(self.hits.hits)
            self._accept(row for row, hit in hits if hit.document_id == document)

    def _accept(self, rows: Iterable[int]) -> None:
        """Accept these, those apart that were rejected."""
        marks, hits = self.hits.model.marks, self.hits.hits
        fitting = [row for row in rows if marks.get(key_of(hits[row])) != REJECTED]
        self.hits.model.mark(fitting, ACCEPTED)
        self._show_summary()

    def _of_mark(self, mark: str) -> list[Hit]:
        marks = self.hits.model.marks
        return [hit for hit in self.hits.hits if marks.get(key_of(hit), "") == mark]

    def _show_summary(self) -> None:
        """Say what Apply will do."""
        accepted, rejected = len(self._of_mark(ACCEPTED)), len(self._of_mark(REJECTED))
        total = len(self.hits.hits)
        if self._is_searching and not total:
            words = self.tr("Searching…")
        elif not total and self._places:
            words = self.tr("Nothing is listed: tick a kind of place below.")
        elif not total:
            words = self.tr("These words stand nowhere else without this label.")
        else:
            parts = (
                counted(accepted, self.tr("%n will be labelled"), self.tr("%n will be labelled")),
                counted(rejected, self.tr("%n rejected"), self.tr("%n rejected")),
                counted(total - accepted - rejected, self.tr("%n undecided"), self.tr("%n undecided")),
            )
            words = SEPARATOR.join(parts)
        self._summary.setText(words)
        self._buttons["apply"].setEnabled(accepted > 0)

    # ------------------------------------------------------------ keys

    def event(self, event: QEvent) -> bool:
        """To apply and to leave, the keys of the review hold on its buttons and boxes, too."""
        if isinstance(event, QKeyEvent):
            is_apply = self.hits.commands.keymap.stands_for(event, "review.apply")
            if is_apply or event.key() == Qt.Key.Key_Escape:
                if event.type() == QEvent.Type.KeyPress:
                    self.hits.commands.press(event)
                event.accept()
                return True
        return super().event(event)
