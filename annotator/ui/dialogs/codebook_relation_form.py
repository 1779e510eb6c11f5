"""The form of a relation type: its ends, how many there may be, and its attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from annotator.model.codebook_draft import Draft
from annotator.ui import theme
from annotator.ui.dialogs.codebook_attribute_questions import (
    DeleteRelationType,
    SetEnds,
    SetRelationAttributes,
)
from annotator.ui.dialogs.codebook_fields import (
    FormRows,
    InlineLine,
    InlineText,
    TickList,
    push_button,
    remark,
    say,
    tick_box,
)
from annotator.ui.dialogs.codebook_key_row import KeyRow
from annotator.ui.dialogs.codebook_relation_choices import RelationChoices

if TYPE_CHECKING:
    from annotator.model.values import Json
    from annotator.ui.dialogs.codebook_desk import CodebookDesk

_NO_LIMIT = 0


class RelationForm(QWidget):
    """Name, key, ends, numbers and definition of a relation type."""

    def __init__(self, desk: CodebookDesk) -> None:
        super().__init__()
        self._desk = desk
        self._id = ""
        self._make_fields()
        rows = FormRows()
        rows.add(self.tr("Name"), self._name, self._remark)
        rows.add(self.tr("Key after L"), self._key)
        ends = QHBoxLayout()
        ends.setSpacing(theme.STEP)
        for words, ticks in ((self.tr("From"), self._from), (self.tr("To"), self._to)):
            part = QVBoxLayout()
            head = QLabel(words)
            head.setBuddy(ticks)
            part.addWidget(head)
            part.addWidget(ticks, 1)
            ends.addLayout(part)
        self._delete = push_button(
            "delete_relation", self.tr("Delete…"), lambda: desk.ask(DeleteRelationType(desk, self._id))
        )
        after = FormRows()
        after.add(self.tr("At least"), self._minimum)
        after.add(self.tr("At most"), self._maximum)
        after.add("", self._symmetric)
        after.add("", self._acyclic)
        after.add(self.tr("Definition"), self._definition)
        after.add(self.tr("Attributes"), self._attributes)
        after.add("", self._choices)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addLayout(rows)
        column.addLayout(ends, 1)
        column.addLayout(after)
        column.addWidget(self._delete, 0, Qt.AlignmentFlag.AlignRight)

    def _make_fields(self) -> None:
        self._name = InlineLine("relation_name", self.tr("Name"))
        self._name.written.connect(lambda text: self._set("name", text.strip()))
        self._remark = remark("relation_id")
        self._key = KeyRow(self._desk, "relation_type", "hotkey")
        self._from = TickList("relation_from", self.tr("Labels where it may start"), rows=6)
        self._from.ticked.connect(lambda ids: self._set_ends("from", ids))
        self._to = TickList("relation_to", self.tr("Labels where it may lead"), rows=6)
        self._to.ticked.connect(lambda ids: self._set_ends("to", ids))
        self._minimum = self._number("relation_min", self.tr("At least"), self.tr("none"))
        self._minimum.valueChanged.connect(lambda number: self._set("min", number))
        self._maximum = self._number("relation_max", self.tr("At most"), self.tr("no limit"))
        self._maximum.valueChanged.connect(lambda number: self._set("max_per_from", number or None))
        self._symmetric = tick_box(
            "relation_symmetric",
            self.tr("Goes both ways"),
            lambda is_on: self._set("symmetric", is_on or None),
        )
        self._acyclic = tick_box(
            "relation_acyclic",
            self.tr("Never leads back in a circle"),
            lambda is_on: self._set("acyclic", is_on or None),
        )
        self._definition = InlineText("relation_definition", self.tr("Definition"))
        self._definition.written.connect(lambda text: self._set("definition", text.strip()))

        self._attributes = TickList("relation_attributes", self.tr("Attributes"), rows=4)
        self._attributes.ticked.connect(self._set_attributes)
        self._choices = RelationChoices(self._desk)

    def _number(self, name: str, purpose: str, zero: str) -> QSpinBox:
        field = QSpinBox()
        field.setObjectName(name)
        field.setAccessibleName(purpose)
        field.setRange(_NO_LIMIT, 99)
        field.setSpecialValueText(zero)
        field.setSuffix(self.tr(" for each start"))
        field.setKeyboardTracking(False)
        field.setMaximumWidth(200)
        return field

    def show_thing(self, id_: str) -> None:
        """Show the relation type with this id."""
        book = self._desk.codebook
        kind = book.relation_types.get(id_)
        if kind is None:
            return
        self._id = id_
        is_writable = self._desk.is_writable
        self._name.show_text(kind.name)
        said = self.tr("Stored as {id}; that never changes. No label ticked means any.")
        say(self._remark, said.format(id=id_))
        self._key.show_key(id_, kind.hotkey)
        labels = [(one.id, one.name) for one in book.labels.values()]
        for ticks, own in ((self._from, kind.from_labels), (self._to, kind.to_labels)):
            ticks.set_editable(is_writable)
            ticks.show_things(labels, own)
        for field, number in ((self._minimum, kind.minimum), (self._maximum, kind.maximum or 0)):
            field.blockSignals(True)
            field.setValue(number)
            field.blockSignals(False)
        self._attributes.set_editable(is_writable)
        known = {one.id: one.name for one in (*kind.attributes, *book.attributes.values())}
        self._attributes.show_things(list(known.items()), [one.id for one in kind.attributes])
        self._choices.show_thing(kind)
        self._symmetric.setChecked(kind.symmetric)
        self._acyclic.setChecked(kind.acyclic)
        self._definition.show_text(kind.definition)
        for line in (self._name, self._definition):
            line.setReadOnly(not is_writable)
        for widget in (self._minimum, self._maximum, self._symmetric, self._acyclic, self._delete):
            widget.setEnabled(is_writable)

    def focus_name(self) -> None:
        """Put the focus into the name."""
        self._name.setFocus()
        self._name.selectAll()

    def _set(self, name: str, value: Json) -> None:
        self._desk.set_value("relation_type", self._id, name, value)

    def _set_ends(self, end: str, labels: list[str]) -> None:
        """More ends are written at once; fewer may forbid relations that are there."""
        kind = self._desk.codebook.relation_types[self._id]
        former = kind.from_labels if end == "from" else kind.to_labels
        allows_more = not labels or (bool(former) and set(former) <= set(labels))
        if allows_more:
            self._set(end, [*labels])
            return
        self.show_thing(self._id)
        self._desk.ask(SetEnds(self._desk, self._id, end, labels))

    def _set_attributes(self, ticked: list[str]) -> None:
        """One more is written at once, as the codebook says it; values of one that goes are lost."""
        draft = Draft(self._desk.codebook)
        raw = draft.value("relation_type", self._id, "attributes")
        own = (
            {str(one["id"]): one for one in raw if isinstance(one, dict)}
            if isinstance(raw, list)
            else {}
        )
        wanted: list[dict[str, Json]] = []
        for id_ in ticked:
            left = ("position", "required")
            said = {n: one for n, one in draft.values("attribute", id_).items() if n not in left}
            wanted.append(own.get(id_) or {"id": id_, **said})
        if own.keys() <= set(ticked):
            self._set("attributes", [*wanted])
            return
        self.show_thing(self._id)
        self._desk.ask(SetRelationAttributes(self._desk, self._id, wanted))
