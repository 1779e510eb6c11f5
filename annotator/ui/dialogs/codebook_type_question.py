"""Another type for an attribute, and what becomes of the values that are there."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

from annotator.model import attribute_plans
from annotator.model.conversions import converted, key_of
from annotator.ui.dialogs.codebook_fields import tick_box
from annotator.ui.dialogs.codebook_question import Question

if TYPE_CHECKING:
    from annotator.model.codebook import AttributeType
    from annotator.model.migration import Migration
    from annotator.model.values import AttributeValue
    from annotator.store.project import Project
    from annotator.ui.dialogs.codebook_desk import CodebookDesk
    from annotator.ui.tasks import Task

_MOST_VALUES = 200
_VALUE = Qt.ItemDataRole.UserRole


class ChangeType(Question):
    """The most frequent values with a proposal for each, which can be written over."""

    def __init__(self, desk: CodebookDesk, attribute: str, type_: str) -> None:
        super().__init__(desk)
        self._before = desk.codebook.attributes[attribute]
        self._after = replace(self._before, type=type_, choices=())
        names = {
            "choice": self.tr("a choice"),
            "yes/no": self.tr("yes or no"),
            "number": self.tr("a number"),
            "text": self.tr("a text"),
            "entity": self.tr("an entity"),
        }
        self.title = self.tr("Make {name} {type}").format(name=self._before.name, type=names[type_])
        self._entities: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        self._proposals: dict[str, str] = {}
        self._table = _ValueTable()
        self._table.itemChanged.connect(lambda _item: self.changed.emit())
        self.column.addWidget(self._table)
        self._drops = tick_box(
            "drops_unfit",
            self.tr("Delete the values that cannot be converted (otherwise they stay as they are)"),
            lambda _on: self.changed.emit(),
        )
        self.column.addWidget(self._drops)
        desk.reader.ask("values", lambda project, task: _values(project, task, attribute), self._show)

    def _show(self, answer: tuple[Counter[str], dict[str, str]]) -> None:
        values, names = answer
        self._entities = {name.casefold(): id_ for id_, name in names.items()}
        self._shown = {value: names.get(value, value) for value in values}
        if self._before.type != "entity":
            self._shown = {value: value for value in values}
        self._proposals = {value: self._proposal(value) for value in values}
        self._table.show_values(values, self._shown, self._proposals)
        self.changed.emit()

    def _proposal(self, value: str) -> str:
        if self._after.type == "entity":
            return value if value.casefold() in self._entities else ""
        if self._before.type == "entity":
            said = self._shown[value]
            found = converted(said, self._as_text(), self._after)
            return said if self._after.type == "choice" else "" if found is None else key_of(found)
        names = {choice.id: choice.name for choice in self._before.choices}
        if self._after.type == "choice":
            return names.get(value, value)
        found = converted(value, self._before, self._after)
        return "" if found is None else key_of(found)

    def enter(self) -> None:
        """Take the focus."""
        self._table.setFocus()

    def migration(self) -> Migration:
        """The type changed."""
        wanted = self._table.wanted()
        if self._after.type != "choice":
            wanted = {**self._proposals, **wanted}
        choices: list[tuple[str, str]] = []
        mapping: dict[str, AttributeValue | None] = {}
        if self._after.type == "choice":
            former = [one.name for one in self._before.choices]
            names = [words for words in dict.fromkeys([*wanted.values(), *former]) if words]
            ids = {name: _id_for(name) for name in names}
            choices = list({ids[name]: (ids[name], name) for name in names}.values())
            mapping = {value: ids[words] for value, words in wanted.items() if words}
        else:
            for value, words in wanted.items():
                read = self._read(words) if words else None
                if read is not None:
                    mapping[value] = read
        return attribute_plans.change_type(
            self.desk.codebook,
            self._before.id,
            self._after.type,
            choices=choices or [("yes", self.tr("yes")), ("no", self.tr("no"))],
            mapping=mapping,
            drops_unfit=self._drops.isChecked(),
        )

    def _read(self, words: str) -> AttributeValue | None:
        """What is written as a value of the new type; an entity is written by its name."""
        if self._after.type == "entity":
            return self._entities.get(words.casefold())
        return converted(words, self._as_text(), self._after)

    def _as_text(self) -> AttributeType:
        return replace(self._before, type="text", choices=())


class _ValueTable(QTableWidget):
    """Values that are there, how often, and what each becomes, which can be written."""

    def __init__(self) -> None:
        super().__init__(0, 3)
        self.setObjectName("value_table")
        self.setAccessibleName(self.tr("Values"))
        self.setHorizontalHeaderLabels([self.tr("Value"), self.tr("Spans"), self.tr("Becomes")])
        self.verticalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.setColumnWidth(0, 240)
        self.setMinimumHeight(180)

    def show_values(
        self, values: Counter[str], shown: dict[str, str], proposals: dict[str, str]
    ) -> None:
        """Show the most frequent values."""
        self.blockSignals(True)
        self.setRowCount(0)
        for value, number in values.most_common(_MOST_VALUES):
            row = self.rowCount()
            self.insertRow(row)
            fixed = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            for column, text in ((0, shown[value]), (1, f"{number:,}")):
                item = QTableWidgetItem(text)
                item.setData(_VALUE, value)
                item.setFlags(fixed)
                self.setItem(row, column, item)
            self.setItem(row, 2, QTableWidgetItem(proposals[value]))
        self.blockSignals(False)

    def wanted(self) -> dict[str, str]:
        """What each value becomes, by its text; empty where it was left open."""
        found = {}
        for row in range(self.rowCount()):
            value, becomes = self.item(row, 0), self.item(row, 2)
            if value is not None and becomes is not None:
                found[str(value.data(_VALUE))] = becomes.text().strip()
        return found


def _id_for(name: str) -> str:
    plain = "".join(letter if letter.isalnum() else "-" for letter in name.casefold())
    return plain.strip("-") or name


def _values(project: Project, task: Task, attribute: str) -> tuple[Counter[str], dict[str, str]]:
    """How often each value of an attribute is there, in spans and articles; names of entities."""
    found: Counter[str] = Counter()
    for number, stretch in enumerate(project.stretches("span")):
        found.update(project.value_counts(attribute, stretch))
        task.progress(number, 0, "")
    for _, attributes in project.documents_with([attribute]):
        found[key_of(attributes[attribute])] += 1
    return found, {one.id: one.name for one in project.entities()}
