"""What to do with values when an attribute, a choice or a relation type changes or goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model import attribute_plans
from annotator.ui.dialogs.codebook_fields import Chooser, tick_box
from annotator.ui.dialogs.codebook_question import Question

if TYPE_CHECKING:
    from annotator.model.migration import Migration
    from annotator.model.values import Json
    from annotator.ui.dialogs.codebook_desk import CodebookDesk

_GOES = "\0"


class DetachAttribute(Question):
    """Whether the values of an attribute go from the spans of one label."""

    is_dangerous = True

    def __init__(self, desk: CodebookDesk, label_id: str, attribute: str) -> None:
        label, name = desk.codebook.label(label_id).name, desk.codebook.attributes[attribute].name
        super().__init__(desk)
        self.title = self.tr("Take {name} from {label}").format(name=name, label=label)
        self._label_id, self._attribute = label_id, attribute

    def migration(self) -> Migration:
        """The attribute taken from the label."""
        return attribute_plans.detach_attribute(self.desk.codebook, self._label_id, self._attribute)


class _Replacing(Question):
    """A question that asks what takes the place of something that goes."""

    _replacement: Chooser

    def enter(self) -> None:
        """Take the focus."""
        self._replacement.setFocus()

    def _chosen(self) -> str:
        """The id of what was chosen; empty where it goes without any."""
        chosen = self._replacement.chosen_id()
        return "" if chosen == _GOES else chosen


class DeleteAttribute(_Replacing):
    """What becomes of the values of an attribute that goes."""

    def __init__(self, desk: CodebookDesk, attribute: str) -> None:
        super().__init__(desk)
        self._attribute = attribute
        book = desk.codebook
        self.title = self.tr("Delete {name}").format(name=book.attributes[attribute].name)
        choices = [(_GOES, self.tr("none: they go, too"))]
        choices += [(one.id, one.name) for one in book.attributes.values() if one.id != attribute]
        self._replacement = self.chooser("attribute_replacement", self.tr("Its values become"), choices)

    @property
    def is_dangerous(self) -> bool:  # type: ignore[override]
        """Whether values go."""
        return not self._chosen()

    def migration(self) -> Migration:
        """The attribute deleted."""
        return attribute_plans.replace_attribute(self.desk.codebook, self._attribute, self._chosen())


class ReplaceChoice(_Replacing):
    """What becomes of the values of a choice that goes."""

    def __init__(self, desk: CodebookDesk, attribute: str, choice: str) -> None:
        super().__init__(desk)
        self._attribute, self._choice = attribute, choice
        type_ = desk.codebook.attributes[attribute]
        name = next((one.name for one in type_.choices if one.id == choice), choice)
        self.title = self.tr("Delete “{choice}” of {name}").format(choice=name, name=type_.name)
        choices = [(one.id, one.name) for one in type_.choices if one.id != choice]
        choices.append((_GOES, self.tr("no value")))
        words = self.tr("Where it was chosen, choose")
        self._replacement = self.chooser("choice_replacement", words, choices)

    def migration(self) -> Migration:
        """The choice replaced."""
        replaced = {self._choice: self._chosen() or None}
        return attribute_plans.replace_choices(self.desk.codebook, self._attribute, replaced)


class DeleteRelationType(_Replacing):
    """What becomes of the relations of a type that goes."""

    def __init__(self, desk: CodebookDesk, type_id: str) -> None:
        super().__init__(desk)
        self._type_id = type_id
        types = desk.codebook.relation_types
        self.title = self.tr("Delete {name}").format(name=types[type_id].name)
        choices = [(one.id, one.name) for one in types.values() if one.id != type_id]
        choices.append((_GOES, self.tr("none: delete them, too")))
        words = self.tr("Its relations become")
        self._replacement = self.chooser("relation_replacement", words, choices)

    @property
    def is_dangerous(self) -> bool:  # type: ignore[override]
        """Whether relations are to be deleted."""
        return not self._chosen()

    def migration(self) -> Migration:
        """The relation type deleted."""
        return attribute_plans.replace_relation_type(self.desk.codebook, self._type_id, self._chosen())


class SetEnds(Question):
    """Whether relations that other ends forbid are deleted."""

    def __init__(self, desk: CodebookDesk, type_id: str, end: str, labels: list[str]) -> None:
        super().__init__(desk)
        self._type_id, self._end, self._labels = type_id, end, labels
        name = desk.codebook.relation_types[type_id].name
        words = self.tr("Change where {name} may start") if end == "from" else ""
        words = words or self.tr("Change where {name} may lead")
        self.title = words.format(name=name)
        self._clears = tick_box(
            "clears_forbidden",
            self.tr("Delete the relations that are then forbidden (otherwise they stay)"),
            lambda _on: self.changed.emit(),
        )
        self.column.addWidget(self._clears)

    def migration(self) -> Migration:
        """The ends changed."""
        return attribute_plans.set_ends(
            self.desk.codebook,
            self._type_id,
            self._end,
            self._labels,
            clears=self._clears.isChecked(),
        )


class SetRelationAttributes(Question):
    """Whether the values of an attribute go from the relations of one type."""

    is_dangerous = True

    def __init__(self, desk: CodebookDesk, type_id: str, attributes: list[dict[str, Json]]) -> None:
        super().__init__(desk)
        self._type_id, self._attributes = type_id, attributes
        name = desk.codebook.relation_types[type_id].name
        self.title = self.tr("Change the attributes of {name}").format(name=name)

    def migration(self) -> Migration:
        """The attributes changed."""
        return attribute_plans.set_relation_attributes(
            self.desk.codebook, self._type_id, self._attributes
        )
