"""The choices of the attributes that a relation type has of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model import attribute_plans
from annotator.model.codebook_draft import Draft
from annotator.ui import theme
from annotator.ui.dialogs.codebook_choices import ChoiceList
from annotator.ui.dialogs.codebook_fields import Chooser
from annotator.ui.dialogs.codebook_question import Question

if TYPE_CHECKING:
    from annotator.model.codebook import AttributeType, RelationType
    from annotator.model.migration import Migration
    from annotator.model.values import Json
    from annotator.ui.dialogs.codebook_desk import CodebookDesk

_GOES = "\0"


class RelationChoices(QWidget):
    """Which attribute, and its choices; hidden where there is none with choices."""

    def __init__(self, desk: CodebookDesk) -> None:
        super().__init__()
        self._desk = desk
        self._kind: RelationType | None = None
        self._which = Chooser("relation_choices_of", self.tr("Choices of"))
        self._which.setEditable(False)
        self._which.chosen.connect(lambda _id: self._show())
        self._choices = ChoiceList(desk.keymap)
        self._choices.written.connect(self._write)
        self._choices.removal_requested.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF_STEP)
        column.addWidget(self._which)
        column.addWidget(self._choices)

    def show_thing(self, kind: RelationType) -> None:
        """Show the choices of a relation type's attributes."""
        former = self._which.chosen_id()
        self._kind = kind
        own = [one for one in kind.attributes if one.choices]
        ids = [one.id for one in own]
        words = self.tr("Choices of {name}")
        things = [(one.id, words.format(name=one.name)) for one in own]
        self._which.show_choices(things, former if former in ids else (ids or [""])[0])
        self.setVisible(bool(own))
        self._show()

    def _attribute(self) -> AttributeType | None:
        own = self._kind.attributes if self._kind is not None else ()
        return next((one for one in own if one.id == self._which.chosen_id()), None)

    def _show(self) -> None:
        attribute = self._attribute()
        if attribute is not None:
            self._choices.show_choices(attribute.choices, is_writable=self._desk.is_writable)

    def _write(self, choices: list[dict[str, Json]]) -> None:
        attribute = self._attribute()
        if self._kind is None or attribute is None:
            return
        raw = Draft(self._desk.codebook).value("relation_type", self._kind.id, "attributes")
        own: list[Json] = []
        for one in raw if isinstance(raw, list) else ():
            is_this = isinstance(one, dict) and one.get("id") == attribute.id
            own.append({**one, "values": [*choices]} if is_this and isinstance(one, dict) else one)
        self._desk.set_value("relation_type", self._kind.id, "attributes", own)

    def _ask(self, choice: str) -> None:
        attribute = self._attribute()
        if self._kind is not None and attribute is not None:
            self._desk.ask(ReplaceRelationChoice(self._desk, self._kind, attribute, choice))


class ReplaceRelationChoice(Question):
    """What becomes of the values of a choice that goes from a relation type's attribute."""

    def __init__(
        self, desk: CodebookDesk, kind: RelationType, attribute: AttributeType, choice: str
    ) -> None:
        super().__init__(desk)
        self._place = kind.id, attribute.id, choice
        names = {one.id: one.name for one in attribute.choices}
        said = self.tr("Delete “{choice}” of {name}")
        self.title = said.format(choice=names.get(choice, choice), name=attribute.name)
        choices = [(id_, name) for id_, name in names.items() if id_ != choice]
        choices.append((_GOES, self.tr("no value")))
        words = self.tr("Where it was chosen, choose")
        self._replacement = self.chooser("choice_replacement", words, choices)

    def enter(self) -> None:
        """Take the focus."""
        self._replacement.setFocus()

    def migration(self) -> Migration:
        """The choice replaced."""
        chosen = self._replacement.chosen_id()
        return attribute_plans.replace_relation_choice(
            self.desk.codebook, *self._place, "" if chosen == _GOES else chosen
        )
