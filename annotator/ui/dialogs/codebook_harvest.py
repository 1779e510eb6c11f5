"""Real spans of a label, to be ticked as good or bad examples of its guideline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.codebook_examples import add_examples, example_of
from annotator.model.hit import Hit, hit
from annotator.ui import theme
from annotator.ui.dialogs.codebook_fields import LeftElided, push_button
from annotator.ui.dialogs.fields import explanation
from annotator.ui.keymap import PlaceKeys
from annotator.ui.keys import readable

if TYPE_CHECKING:
    from annotator.model.codebook import Label
    from annotator.store.project import Project
    from annotator.ui.dialogs.codebook_desk import CodebookDesk
    from annotator.ui.tasks import Task

_GOOD, _BAD, _BEFORE, _WORDS, _AFTER = range(5)
_MOST = 300
_AROUND = 36


class HarvestPage(QWidget):
    """A table of spans in their surroundings; one key ticks a row as good, one as bad."""

    finished = Signal()

    def __init__(self, desk: CodebookDesk, label_id: str) -> None:
        super().__init__()
        self.setObjectName("harvest_page")
        self._desk = desk
        self._label_id = label_id
        name = desk.codebook.label(label_id).name
        self._title = QLabel(self.tr("Examples of {name}").format(name=name))
        self._title.setProperty("role", "heading")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._list = _HarvestTable()
        functions = {"harvest.good": self._tick_good, "harvest.bad": self._tick_bad}
        PlaceKeys(self._list, desk.keymap, functions)
        self._hint = explanation("")
        desk.keymap.changed.connect(self._show_keys)
        self._show_keys()
        self._list.itemChanged.connect(self._keep_apart)
        self._add = push_button("harvest_add", self.tr("Add the ticked ones"), self._take)
        self._add.setEnabled(False)
        back = push_button("harvest_back", self.tr("Back"), self.finished.emit)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(back)
        foot.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addWidget(self._list, 1)
        column.addLayout(foot)
        desk.reader.ask("harvest", lambda project, task: _spans(project, task, label_id), self._show)

    def _show_keys(self) -> None:
        keys = [self._desk.keymap.first(f"harvest.{one}").toString() for one in ("good", "bad")]
        text = self.tr("{good} ticks the current row as a good example, {bad} as a bad one.")
        good, bad = (readable(key) or self.tr("A click") for key in keys)
        self._hint.setText(text.format(good=good, bad=bad))

    def _tick_good(self) -> None:
        self._list.tick(_GOOD)

    def _tick_bad(self) -> None:
        self._list.tick(_BAD)

    def enter(self) -> None:
        """Take the focus."""
        self._list.setFocus()

    def _show(self, hits: list[Hit]) -> None:
        known = {*self._label().examples, *self._label().bad_examples}
        self._list.show_hits([one for one in hits if example_of(one) not in known])
        self.enter()

    def _label(self) -> Label:
        return self._desk.codebook.label(self._label_id)

    def _keep_apart(self, item: QTreeWidgetItem, column: int) -> None:
        """A row is a good or a bad example, never both."""
        other = {_GOOD: _BAD, _BAD: _GOOD}.get(column)
        if other is not None and item.checkState(column) == Qt.CheckState.Checked:
            item.setCheckState(other, Qt.CheckState.Unchecked)
        self._add.setEnabled(bool(self._list.ticked(_GOOD) or self._list.ticked(_BAD)))

    def _take(self) -> None:
        good, bad = self._list.ticked(_GOOD), self._list.ticked(_BAD)
        if self._desk.do(lambda book, by: add_examples(book, self._label_id, good=good, bad=bad, by=by)):
            self.finished.emit()


class _HarvestTable(QTreeWidget):
    """Spans in their surroundings with two boxes each."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("harvest_list")
        self.setAccessibleName(self.tr("Spans of the label"))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setHeaderLabels([self.tr("Good"), self.tr("Bad"), "", self.tr("Span"), ""])
        header = self.header()
        header.setStretchLastSection(False)
        for column in (_GOOD, _BAD):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.setItemDelegateForColumn(_BEFORE, LeftElided(self))
        for column in (_BEFORE, _WORDS, _AFTER):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def show_hits(self, hits: list[Hit]) -> None:
        """Fill the table."""
        self.blockSignals(True)
        self.clear()
        for one in hits:
            item = QTreeWidgetItem(self)
            for column in (_GOOD, _BAD):
                item.setCheckState(column, Qt.CheckState.Unchecked)
            for column, text in ((_BEFORE, one.left), (_WORDS, one.text), (_AFTER, one.right)):
                item.setText(column, " ".join(text.split()))
            item.setTextAlignment(_BEFORE, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            font = item.font(_WORDS)
            font.setBold(True)
            item.setFont(_WORDS, font)
            item.setToolTip(_WORDS, one.title)
            item.setData(_GOOD, Qt.ItemDataRole.UserRole, example_of(one))
        self.blockSignals(False)
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)

    def ticked(self, column: int) -> list[str]:
        """The examples that are ticked in this column."""
        items = (self.topLevelItem(row) for row in range(self.topLevelItemCount()))
        return [
            str(item.data(_GOOD, Qt.ItemDataRole.UserRole))
            for item in items
            if item is not None and item.checkState(column) == Qt.CheckState.Checked
        ]

    def tick(self, column: int) -> None:
        """Tick the current row in this column, or not after all; a tick goes on to the next row."""
        item = self.currentItem()
        if item is None:
            return
        is_ticked = item.checkState(column) == Qt.CheckState.Checked
        item.setCheckState(column, Qt.CheckState.Unchecked if is_ticked else Qt.CheckState.Checked)
        below = self.itemBelow(item)
        if below is not None and not is_ticked:
            self.setCurrentItem(below)


def _spans(project: Project, task: Task, label_id: str) -> list[Hit]:
    """The first spans of a label, no text twice, in their surroundings."""
    found: list[Hit] = []
    seen: set[str] = set()
    titles: dict[str, str] = {}
    for number, stretch in enumerate(project.stretches("span")):
        for span in project.spans_in(stretch, labels=[label_id]):
            if span.text in seen:
                continue
            seen.add(span.text)
            if span.document_id not in titles:
                document = project.document(span.document_id)
                titles[span.document_id] = document.title if document is not None else ""
            text = project.text(span.document_id)
            found.append(hit(span.document_id, titles[span.document_id], text, span.start, span.end))
            if len(found) >= _MOST:
                return found
        task.progress(number, 0, "")
    return found
