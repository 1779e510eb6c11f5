"""The form of one attribute, and the list of those that whole articles carry."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model import codebook_edits
from annotator.model.conversions import converted, key_of
from annotator.ui import theme
from annotator.ui.dialogs.codebook_attribute_questions import (
    DeleteAttribute,
    DetachAttribute,
    ReplaceChoice,
)
from annotator.ui.dialogs.codebook_choices import ChoiceList
from annotator.ui.dialogs.codebook_fields import (
    Chooser,
    FormRows,
    InlineLine,
    TickList,
    push_button,
    remark,
    say,
    tick_box,
)
from annotator.ui.dialogs.codebook_key_row import KeyRow
from annotator.ui.dialogs.codebook_type_question import ChangeType
from annotator.ui.dialogs.fields import explanation

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QWheelEvent

    from annotator.model.change import Edit
    from annotator.model.codebook import AttributeType, Codebook
    from annotator.model.values import AttributeValue, Json
    from annotator.ui.dialogs.codebook_desk import CodebookDesk

_WALKING = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)


class AttributeForm(QWidget):
    """Name, key, type, choices, default, and who carries it."""

    def __init__(self, desk: CodebookDesk) -> None:
        super().__init__()
        self._desk = desk
        self._id = ""
        self._make_fields()
        rows = FormRows()
        rows.add(self.tr("Name"), self._name, self._remark)
        rows.add(self.tr("Key after T"), self._key)
        rows.add(self.tr("Type"), self._type)
        self._choices_name = rows.add(self.tr("Choices"), self._choices)
        rows.add(self.tr("Default"), self._default)
        rows.add("", self._required)
        rows.add(self.tr("Hint"), self._hint)
        rows.add(self.tr("Labels with it"), self._labels)
        rows.add("", self._articles)
        self._delete = push_button("delete_attribute", self.tr("Delete…"), self._ask_delete)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addLayout(rows, 1)
        column.addLayout(foot)

    def _make_fields(self) -> None:
        desk = self._desk
        self._name = InlineLine("attribute_name", self.tr("Name"))
        self._name.written.connect(lambda text: self._set("name", text.strip()))
        self._remark = remark("attribute_id")
        self._key = KeyRow(desk, "attribute", "key")
        self._type = _TypeChooser("attribute_type", self.tr("Type"))
        self._type.chosen.connect(self._ask_type)
        self._choices = ChoiceList(desk.keymap)
        self._choices.written.connect(self._set_choices)
        self._choices.removal_requested.connect(
            lambda choice: desk.ask(ReplaceChoice(desk, self._id, choice))
        )
        self._default = Chooser("attribute_default", self.tr("Default"))
        self._default.setEditable(False)
        self._default.chosen.connect(self._set_default)
        self._required = tick_box(
            "attribute_required",
            self.tr("Must be set for each"),
            lambda is_on: self._set("required", is_on or None),
        )
        self._hint = InlineLine("attribute_hint", self.tr("Hint"))
        self._hint.written.connect(lambda text: self._set("hint", text.strip()))
        self._labels = TickList("attribute_labels", self.tr("Labels with it"), rows=6)
        self._labels.ticked.connect(self._set_labels)
        self._articles = tick_box(
            "attribute_of_articles", self.tr("Whole articles carry it"), self._set_articles
        )

    # ------------------------------------------------------------ showing

    def show_thing(self, id_: str) -> None:
        """Show the attribute with this id."""
        book = self._desk.codebook
        attribute = book.attributes.get(id_)
        if attribute is None:
            return
        self._id = id_
        is_writable = self._desk.is_writable
        self._name.show_text(attribute.name)
        say(self._remark, self.tr("Stored as {id}; that never changes.").format(id=id_))
        self._key.show_key(id_, attribute.key)
        self._type.show_choices(self._types(), attribute.type)
        for part in (self._choices_name, self._choices):
            part.setVisible(attribute.type == "choice")
        self._choices.show_choices(attribute.choices, is_writable=is_writable)
        self._show_default(attribute)
        self._required.setChecked(attribute.required)
        self._hint.show_text(attribute.hint)
        self._labels.set_editable(is_writable)
        carriers = [one.id for one in book.labels.values() if id_ in one.attributes]
        self._labels.show_things([(one.id, one.name) for one in book.labels.values()], carriers)
        self._articles.setChecked(any(one.id == id_ for one in book.document_attributes))
        for line in (self._name, self._hint):
            line.setReadOnly(not is_writable)
        for widget in (self._type, self._default, self._required, self._articles, self._delete):
            widget.setEnabled(is_writable)

    def _show_default(self, attribute: AttributeType) -> None:
        choices = [("", self.tr("none"))]
        if attribute.type == "choice":
            choices += [(one.id, one.name) for one in attribute.choices]
        elif attribute.type == "yes/no":
            choices += [("yes", self.tr("yes")), ("no", self.tr("no"))]
        elif attribute.default is not None:
            choices.append((key_of(attribute.default), key_of(attribute.default)))
        current = "" if attribute.default is None else key_of(attribute.default)
        self._default.show_choices(choices, current)

    def _types(self) -> list[tuple[str, str]]:
        return [
            ("choice", self.tr("Choice")),
            ("yes/no", self.tr("Yes or no")),
            ("number", self.tr("Number")),
            ("text", self.tr("Text")),
            ("entity", self.tr("Entity")),
        ]

    def focus_name(self) -> None:
        """Put the focus into the name."""
        self._name.setFocus()
        self._name.selectAll()

    # ------------------------------------------------------------ changing

    def _set(self, name: str, value: Json) -> None:
        self._desk.set_value("attribute", self._id, name, value)

    def _ask_type(self, type_: str) -> None:
        if type_ != self._desk.codebook.attributes[self._id].type:
            self._desk.ask(ChangeType(self._desk, self._id, type_))

    def _ask_delete(self) -> None:
        self._desk.ask(DeleteAttribute(self._desk, self._id))

    def _set_choices(self, choices: list[dict[str, Json]]) -> None:
        self._desk.do(lambda book, by: codebook_edits.set_choices(book, self._id, choices, by=by))

    def _set_default(self, chosen: str) -> None:
        attribute = self._desk.codebook.attributes[self._id]
        value: AttributeValue | None = chosen or None
        if chosen and attribute.type == "yes/no":
            value = converted(chosen, attribute, attribute)
            value = chosen == "yes" if value is None else value
        self._set("default", value)

    def _set_articles(self, is_wanted: bool) -> None:
        self._desk.do(
            lambda book, by: codebook_edits.set_document_attribute(book, self._id, is_wanted, by=by)
        )

    def _set_labels(self, ticked: list[str]) -> None:
        """A label that gets it is written at once; one that loses it is asked about."""
        for label in self._desk.codebook.labels.values():
            has, wants = self._id in label.attributes, label.id in ticked
            if wants and not has:
                value: Json = [*label.attributes, self._id]
                self._desk.set_value("label", label.id, "attributes", value)
            elif has and not wants and self._desk.counts.get(label.id):
                self.show_thing(self._id)
                self._desk.ask(DetachAttribute(self._desk, label.id, self._id))
            elif has and not wants:
                kept: Json = [one for one in label.attributes if one != self._id]
                self._desk.set_value("label", label.id, "attributes", kept)


class ArticlesForm(QWidget):
    """Which attributes whole articles carry."""

    def __init__(self, desk: CodebookDesk) -> None:
        super().__init__()
        self._desk = desk
        self._list = TickList("article_attributes", self.tr("Attributes of articles"), rows=12)
        self._list.ticked.connect(self._write)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        text = self.tr("Topic, genre, relevant or not: what is said of an article as a whole.")
        column.addWidget(explanation(text))
        column.addWidget(self._list, 1)

    def show_thing(self, _id: str) -> None:
        """Show which attributes articles carry."""
        book = self._desk.codebook
        self._list.set_editable(self._desk.is_writable)
        things = [(one.id, one.name) for one in book.attributes.values()]
        self._list.show_things(things, [one.id for one in book.document_attributes])

    def focus_name(self) -> None:
        """Put the focus into the list."""
        self._list.setFocus()

    def _write(self, ticked: list[str]) -> None:
        known = {one.id for one in self._desk.codebook.document_attributes}
        for id_ in known.symmetric_difference(ticked):
            is_wanted = id_ in ticked
            self._desk.do(partial(_set_of_articles, id_=id_, is_wanted=is_wanted))


def _set_of_articles(book: Codebook, by: str, *, id_: str, is_wanted: bool) -> Edit:
    return codebook_edits.set_document_attribute(book, id_, is_wanted, by=by)


class _TypeChooser(Chooser):
    """Keys open its list, where they walk: each type that is taken leads to a page of questions."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list for keys that would take the next type at once."""
        if event.key() in _WALKING or event.text().isalpha():
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the form."""
        event.ignore()
