"""Splitting a label by reviewing: its spans one after the other, a key says where each goes."""

from __future__ import annotations

import re
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.model import codebook_plans
from annotator.model.codebook_plans import Target
from annotator.model.hit import Hit, hit
from annotator.ui import theme
from annotator.ui.dialogs.codebook_fields import FormRows, push_button
from annotator.ui.dialogs.codebook_question import Question
from annotator.ui.dialogs.codebook_split_questions import TargetField
from annotator.ui.dialogs.fields import explanation
from annotator.ui.keymap import PlaceKeys
from annotator.ui.keys import readable

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model.migration import Migration
    from annotator.store.project import Project
    from annotator.ui.dialogs.codebook_desk import CodebookDesk
    from annotator.ui.tasks import Task

_TARGETS = ("first", "second", "third")
_BLANKS = re.compile(r"\s+")
_MOST = 20_000
_PART = 400


class Reviewed(Question):
    """What was chosen in a review, to be looked at once more."""

    def __init__(
        self, desk: CodebookDesk, label_id: str, targets: list[Target], chosen: dict[str, int]
    ) -> None:
        super().__init__(desk)
        name = desk.codebook.label(label_id).name
        self.title = self.tr("Split {name} as reviewed").format(name=name)
        self._label_id, self._targets, self._chosen = label_id, targets, chosen

    def migration(self) -> Migration:
        """The spans that were chosen, relabelled."""
        return codebook_plans.reviewed(self.desk.codebook, self._label_id, self._targets, self._chosen)


class ReviewPage(QWidget):
    """One span at a time in its surroundings; keys choose one of three labels, leave it, or go back."""

    finished = Signal()

    def __init__(self, desk: CodebookDesk, label_id: str) -> None:
        super().__init__()
        self.setObjectName("review_page")
        self._desk, self._label_id = desk, label_id
        self._hits: list[Hit] = []
        self._chosen: dict[str, int] = {}
        self._at = 0
        name = desk.codebook.label(label_id).name
        self._title = QLabel(self.tr("Split {name} by reviewing").format(name=name))
        self._title.setProperty("role", "heading")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        labels = [(one.id, one.name) for one in desk.codebook.labels.values() if one.id != label_id]
        self._fields = [
            TargetField(f"review_target_{n}", self.tr("Label {number}").format(number=n), labels)
            for n, _name in enumerate(_TARGETS, start=1)
        ]
        self._names: list[QLabel] = []
        self._hint = explanation("")
        self._card = QFrame()
        self._place = QLabel()
        self._place.setProperty("role", "muted")
        self._words = QLabel()
        self._words.setObjectName("review_span")
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._verdict = QLabel()
        self._verdict.setObjectName("review_verdict")
        self._next = push_button("review_preview", self.tr("Preview…"), self._finish)
        self._lay_out()
        self._take_keys()
        desk.reader.ask(
            "review", lambda project, task: _spans(project, task, label_id), self._show, given=self._more
        )

    def _lay_out(self) -> None:
        rows = FormRows()
        for field in self._fields:
            self._names.append(rows.add("", field))
            field.activated.connect(lambda _index: self._card.setFocus())
        self._card.setObjectName("review_card")
        self._card.setAccessibleName(self.tr("Review"))
        self._card.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._card.setProperty("role", "card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(2 * theme.STEP, 2 * theme.STEP, 2 * theme.STEP, 2 * theme.STEP)
        for widget in (self._place, self._words, self._verdict):
            inside.addWidget(widget)
        inside.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(push_button("review_back", self.tr("Back"), self.finished.emit))
        foot.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addLayout(rows)
        column.addWidget(self._card, 1)
        column.addLayout(foot)

    def enter(self) -> None:
        """Take the focus: the first label's field while none was chosen."""
        self._fields[0].setFocus()

    # ------------------------------------------------------------ showing

    def _more(self, hits: list[Hit]) -> None:
        self._hits += hits
        self._refresh()

    def _show(self, _number: int) -> None:
        self._refresh()

    def _refresh(self) -> None:
        self._next.setEnabled(bool(self._chosen))
        if not self._hits:
            self._words.setText(escape(self.tr("There are no spans of this label.")))
            return
        if self._at >= len(self._hits):
            self._place.setText("")
            self._words.setText(escape(self.tr("That was the last one. Preview shows what you chose.")))
            self._verdict.setText("")
            return
        shown = self._hits[self._at]
        number = self.tr("{number} of {all} · {title}")
        self._place.setText(
            number.format(number=self._at + 1, all=f"{len(self._hits):,}", title=shown.title)
        )
        parts = [escape(_BLANKS.sub(" ", part)) for part in (shown.left, shown.text, shown.right)]
        self._words.setText(
            f"<p style='font-size:14pt; line-height:140%'>{parts[0]}<b>{parts[1]}</b>{parts[2]}</p>"
        )
        chosen = self._chosen.get(shown.span_id)
        self._verdict.setText("" if chosen is None else f"→ {self._fields[chosen].currentText()}")

    # ------------------------------------------------------------ choosing

    def _take_keys(self) -> None:
        """Let the keys of the place act on the page, and say which they are."""
        functions: dict[str, Callable[[], object]] = {
            f"split.{name}": partial(self._choose, number) for number, name in enumerate(_TARGETS)
        }
        functions |= {
            "split.leave": self._leave,
            "split.back": partial(self._step, -1),
            "split.on": partial(self._step, 1),
        }
        PlaceKeys(self, self._desk.keymap, functions)
        self._desk.keymap.changed.connect(self._show_keys)
        self._show_keys()

    def _show_keys(self) -> None:
        keymap = self._desk.keymap
        *numbers, leave, back = (
            readable(keymap.first(f"split.{name}").toString()) or "–"
            for name in (*_TARGETS, "leave", "back")
        )
        for label, key in zip(self._names, numbers, strict=True):
            label.setText(self.tr("Key {key}").format(key=key))
        text = self.tr("Choose the labels, click the text below, then press {keys} for each span. ")
        text += self.tr("{leave} leaves it as it is, {back} goes back. ")
        text += self.tr("Nothing is written before the preview.")
        self._hint.setText(text.format(keys=", ".join(numbers), leave=leave, back=back))

    def _choose(self, number: int) -> None:
        """The span that is shown gets this label."""
        if self._at >= len(self._hits):
            return
        if self._fields[number].target() == Target():
            self._desk.said.emit(self.tr("Choose a label for this key first."), "warning")
            return
        self._chosen[self._hits[self._at].span_id] = number
        self._step(1)

    def _leave(self) -> None:
        """The span that is shown stays as it is."""
        if self._at < len(self._hits):
            self._chosen.pop(self._hits[self._at].span_id, None)
            self._step(1)

    def _step(self, step: int) -> None:
        self._at = min(max(0, self._at + step), len(self._hits))
        self._refresh()

    def _finish(self) -> None:
        targets = [field.target() for field in self._fields]
        used = sorted(set(self._chosen.values()))
        places = {number: place for place, number in enumerate(used)}
        chosen = {span: places[number] for span, number in self._chosen.items()}
        self._desk.ask(Reviewed(self._desk, self._label_id, [targets[n] for n in used], chosen))


def _spans(project: Project, task: Task, label_id: str) -> int:
    """Give the spans of a label in their surroundings, part by part; returns how many."""
    titles: dict[str, str] = {}
    waiting: list[Hit] = []
    number = 0
    for stretch in project.stretches("span"):
        for span in project.spans_in(stretch, labels=[label_id]):
            if span.document_id not in titles:
                document = project.document(span.document_id)
                titles[span.document_id] = document.title if document is not None else ""
            text, title = project.text(span.document_id), titles[span.document_id]
            waiting.append(hit(span.document_id, title, text, span.start, span.end, span_id=span.id))
            number += 1
            if len(waiting) >= _PART:
                task.give(waiting)
                waiting = []
            if number >= _MOST:
                break
        if number >= _MOST:
            break
    task.give(waiting)
    return number
