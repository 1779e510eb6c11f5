"""The form of one label: name, layer, key, mark, attributes; its colours; its guideline."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model import codebook_edits
from annotator.model.extent import Extent
from annotator.ui import theme
from annotator.ui.dialogs.codebook_attribute_questions import DetachAttribute
from annotator.ui.dialogs.codebook_colours import ColourPage
from annotator.ui.dialogs.codebook_fields import (
    Chooser,
    FormRows,
    InlineLine,
    TickList,
    push_button,
    remark,
    say,
    scrolling,
)
from annotator.ui.dialogs.codebook_guideline import GuidelinePage
from annotator.ui.dialogs.codebook_key_row import KeyRow
from annotator.ui.dialogs.codebook_label_questions import DeleteLabel, MergeLabels
from annotator.ui.dialogs.codebook_review import ReviewPage
from annotator.ui.dialogs.codebook_search_question import SplitBySearch
from annotator.ui.dialogs.codebook_split_questions import SplitByAnnotator, SplitByRule
from annotator.ui.dialogs.plain_button import PlainButton
from annotator.ui.words import counted

if TYPE_CHECKING:
    from annotator.model.codebook import Label
    from annotator.ui.dialogs.codebook_desk import CodebookDesk


class LabelForm(QWidget):
    """Three tabs for one label, and below what can be done with its spans."""

    def __init__(self, desk: CodebookDesk) -> None:
        super().__init__()
        self._desk = desk
        self._label_id = ""
        self._tabs = QTabWidget()
        self._tabs.setObjectName("label_tabs")
        self._tabs.setDocumentMode(True)
        self.colours = ColourPage(desk)
        self.guideline = GuidelinePage(desk)
        for page, words in (
            (self._new_basics(), self.tr("Label")),
            (self.colours, self.tr("Colours")),
            (self.guideline, self.tr("Guideline")),
        ):
            self._tabs.addTab(scrolling(page), words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addWidget(self._tabs, 1)
        column.addLayout(self._new_foot())
        desk.counted.connect(self._show_count)

    def _new_basics(self) -> QWidget:
        desk = self._desk
        self._name = InlineLine("label_name", self.tr("Name"))
        self._name.written.connect(lambda text: self._set("name", text.strip()))
        self._id = remark("label_id")
        self._layer = Chooser("label_layer", self.tr("Layer"))
        self._layer.chosen.connect(lambda id_: self._set("layer", id_))
        self._key = KeyRow(desk, "label", "hotkey")
        self._style = Chooser("label_style", self.tr("Mark"))
        self._style.chosen.connect(self._set_style)
        self._extent = Chooser("label_extent", self.tr("The key takes"))
        self._extent.chosen.connect(lambda id_: self._set("extent", id_))
        self._attributes = TickList("label_attributes", self.tr("Attributes"), rows=8)
        self._attributes.ticked.connect(self._set_attributes)
        rows = FormRows()
        rows.add(self.tr("Name"), self._name, self._id)
        rows.add(self.tr("Layer"), self._layer)
        rows.add(self.tr("Key"), self._key)
        rows.add(self.tr("Mark"), self._style)
        rows.add(self.tr("The key takes"), self._extent)
        rows.add(self.tr("Attributes"), self._attributes)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 2 * theme.STEP, 0, 0)
        column.addLayout(rows, 1)
        return page

    def _new_foot(self) -> QHBoxLayout:
        self._count = QLabel()
        self._count.setObjectName("label_count")
        self._count.setProperty("role", "muted")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._buttons = [
            push_button("merge_label", self.tr("&Merge…"), lambda: self._ask(MergeLabels)),
            self._new_split_button(),
            push_button("delete_label", self.tr("De&lete…"), lambda: self._ask(DeleteLabel)),
        ]
        foot = QHBoxLayout()
        foot.setSpacing(theme.STEP)
        foot.addWidget(self._count)
        foot.addStretch(1)
        for button in self._buttons:
            foot.addWidget(button)
        return foot

    def _new_split_button(self) -> PlainButton:
        """One button with the ways to split a label."""
        button = PlainButton(self.tr("&Split"))
        button.setObjectName("split_label")
        button.setAccessibleName(self.tr("Split"))
        menu = QMenu(button)
        menu.setObjectName("split_menu")
        for name, words, question in (
            ("split_by_rule", self.tr("By rule…"), SplitByRule),
            ("split_by_search", self.tr("By search…"), SplitBySearch),
            ("split_by_annotator", self.tr("By annotator…"), SplitByAnnotator),
            ("split_by_reviewing", self.tr("By reviewing its spans…"), ReviewPage),
        ):
            menu.addAction(words, partial(self._ask, question)).setObjectName(name)
        button.setMenu(menu)
        return button

    # ------------------------------------------------------------ showing

    def show_thing(self, id_: str) -> None:
        """Show the label with this id."""
        book = self._desk.codebook
        label = book.labels.get(id_)
        if label is None:
            return
        self._label_id = id_
        is_writable = self._desk.is_writable
        self._name.show_text(label.name)
        say(self._id, self.tr("Stored as {id}; that never changes.").format(id=id_))
        self._layer.show_choices([(one.id, one.name) for one in book.layers.values()], label.layer)
        self._key.show_key(id_, label.hotkey)
        self._style.show_choices(self._styles(), label.style)
        self._extent.show_choices(self._extents(), label.extent.value)
        self._attributes.set_editable(is_writable)
        self._attributes.show_things(
            [(one.id, one.name) for one in book.attributes.values()], label.attributes
        )
        self._name.setReadOnly(not is_writable)
        for widget in (self._layer, self._style, self._extent, *self._buttons):
            widget.setEnabled(is_writable)
        self.colours.show_label(label)
        self.guideline.show_label(label)
        self._show_count()

    def _show_count(self) -> None:
        number = self._desk.counts.get(self._label_id, 0)
        people = sum(label == self._label_id for label, _ in self._desk.counts_by_annotator)
        spans = counted(number, "%n span", "%n spans")
        by = counted(people, "by %n annotator", "by %n annotators")
        self._count.setText(f"{spans} {by}" if number else self.tr("No spans yet"))

    def _styles(self) -> list[tuple[str, str]]:
        return [
            ("fill", self.tr("Tint with a foot line")),
            ("box", self.tr("Thin outline")),
            ("underline-solid", self.tr("Line under the text")),
            ("underline-dashed", self.tr("Dashed line under the text")),
            ("margin-bar", self.tr("Bar in the margin")),
        ]

    def _extents(self) -> list[tuple[str, str]]:
        names = {
            "name": self.tr("the whole name"),
            "date": self.tr("the date or time"),
            "quantity": self.tr("the number with its unit"),
            "source": self.tr("the person or role that speaks"),
            "cue": self.tr("the verb of saying"),
            "quotation": self.tr("the quotation"),
            "clause": self.tr("the clause"),
            "line": self.tr("the line"),
            "sentence": self.tr("the sentence"),
            "token": self.tr("the word"),
        }
        return [(one.value, names.get(one.value, one.value)) for one in Extent]

    def focus_name(self) -> None:
        """Put the focus into the name."""
        self._tabs.setCurrentIndex(0)
        self._name.setFocus()
        self._name.selectAll()

    # ------------------------------------------------------------ changing

    def _label(self) -> Label:
        return self._desk.codebook.label(self._label_id)

    def _set(self, name: str, value: str) -> None:
        self._desk.set_value("label", self._label_id, name, value)

    def _set_style(self, style: str) -> None:
        self._desk.do(lambda book, by: codebook_edits.set_style(book, self._label_id, style, by=by))

    def _set_attributes(self, ticked: list[str]) -> None:
        """New ones are written at once; one that spans may carry is taken away by a question."""
        former = self._label().attributes
        gone = [one for one in former if one not in ticked and one in self._desk.codebook.attributes]
        if gone and self._desk.counts.get(self._label_id):
            self.show_thing(self._label_id)
            self._desk.ask(DetachAttribute(self._desk, self._label_id, gone[0]))
            return
        kept = [one for one in former if one not in gone]
        value = [*kept, *(one for one in ticked if one not in kept)]
        self._desk.set_value("label", self._label_id, "attributes", [*value])

    def _ask(self, question: type[QWidget]) -> None:
        self._desk.ask(question(self._desk, self._label_id))  # type: ignore[arg-type]
