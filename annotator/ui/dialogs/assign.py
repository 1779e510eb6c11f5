"""Who is to work on which articles: an even division, shown before it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.document_edits import Load, divide
from annotator.model.values import Annotator, new_id
from annotator.ui import theme
from annotator.ui.dialogs.fields import explanation, form
from annotator.ui.dialogs.fitting import fit
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QKeyEvent

    from annotator.model.teamwork import Assignment

_NAME, _HAS, _GETS, _CHARACTERS = range(4)
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WHO = Qt.ItemDataRole.UserRole
_SIZE = (560, 460)


@dataclass(frozen=True, slots=True)
class Plan:
    """What each person is given, by id, and the names of people whom the project does not know."""

    loads: Mapping[str, Load]
    new_people: Mapping[str, str]


class _NameLine(QLineEdit):
    """A line in which Enter adds what was typed and presses no button of the dialog."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter while there is a name."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip():
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class AssignDialog(QDialog):
    """Check marks say among whom; the table shows at once what each would get."""

    planned = Signal(object)
    released = Signal(object)

    def __init__(
        self,
        lengths: Mapping[str, int],
        people: Sequence[Annotator],
        assignments: Sequence[Assignment],
        chosen: Sequence[str],
        shown: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        """`lengths` are code points by document; `chosen` and `shown` articles of the list."""
        super().__init__(parent)
        self.setObjectName("assign")
        self.setWindowTitle(self.tr("Assign articles"))
        self._lengths = lengths
        self._people = {one.id: one.name for one in people}
        self._known = frozenset(self._people)
        self._assignments = assignments
        self._taken = {(one.document_id, one.annotator) for one in assignments}
        self._loads: dict[str, Load] = {}
        self._make_scope(chosen, shown)
        self._make_table()
        self._make_fields()
        self._lay_out()
        for id_, name in self._people.items():
            self._add_row(id_, name)
        self._table.itemChanged.connect(lambda _item, _column: self._plan())
        self._plan()
        fit(self, *_SIZE)

    # ------------------------------------------------------------ making

    def _make_scope(self, chosen: Sequence[str], shown: Sequence[str]) -> None:
        assigned = {document for document, _who in self._taken}
        free = [id_ for id_ in shown if id_ not in assigned]
        self._scope = QComboBox()
        self._scope.setObjectName("assign_scope")
        self._scope.setAccessibleName(self.tr("Which articles"))
        texts = (
            (counted(len(chosen), "The chosen article", "The %n chosen articles"), chosen),
            (counted(len(shown), "The %n article in the list", "The %n articles in the list"), shown),
            (counted(len(free), "%n that nobody has yet", "%n that nobody has yet"), free),
        )
        for text, documents in texts:
            if documents:
                self._scope.addItem(text, list(documents))
        several = len(chosen) > 1
        self._scope.setCurrentIndex(0 if several or self._scope.count() < 2 else 1)
        self._scope.currentIndexChanged.connect(lambda _index: self._plan())

    def _make_table(self) -> None:
        self._table = QTreeWidget()
        self._table.setObjectName("assign_table")
        self._table.setAccessibleName(self.tr("People"))
        self._table.setRootIsDecorated(False)
        self._table.setUniformRowHeights(True)
        titles = [self.tr("Person"), self.tr("Has now"), self.tr("Gets"), self.tr("Characters")]
        self._table.setHeaderLabels(titles)
        header = self._table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column in (_HAS, _GETS, _CHARACTERS):
            self._table.headerItem().setTextAlignment(column, _NUMBER)

    def _make_fields(self) -> None:
        self._name = _NameLine()
        self._name.setObjectName("assign_name")
        self._name.setAccessibleName(self.tr("Another person"))
        self._name.setPlaceholderText(self.tr("Another person"))
        self._name.entered.connect(self._add_person)
        self._add = QPushButton(self.tr("Add"))
        self._add.setObjectName("assign_add")
        self._add.setAutoDefault(False)
        self._add.setEnabled(False)
        self._add.clicked.connect(self._add_person)
        self._name.textChanged.connect(lambda text: self._add.setEnabled(bool(text.strip())))
        self._each = QSpinBox()
        self._each.setObjectName("assign_each")
        self._each.setAccessibleName(self.tr("People for each article"))
        self._each.setMinimum(1)
        self._each.valueChanged.connect(lambda _number: self._plan())
        self._summary = explanation("")
        self._summary.setObjectName("assign_summary")

    def _lay_out(self) -> None:
        rows = form()
        for words, part in (
            (self.tr("&Articles"), self._scope),
            (self.tr("&People for each"), self._each),
        ):
            label = QLabel(words)
            label.setBuddy(part)
            rows.addRow(label, part)
        another = QHBoxLayout()
        another.setSpacing(theme.STEP)
        another.addWidget(self._name, 1)
        another.addWidget(self._add)
        role, standard = QDialogButtonBox.ButtonRole, QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Cancel)
        buttons.button(standard.Cancel).setObjectName("assign_cancel")
        self._take_away = buttons.addButton(self.tr("Take away"), role.ResetRole)
        self._take_away.setObjectName("assign_release")
        self._take_away.setToolTip(self.tr("Take these articles away from the people with a check mark"))
        self._take_away.setAutoDefault(False)
        self._take_away.clicked.connect(self._release)
        self._assign = buttons.addButton(self.tr("Assign"), role.AcceptRole)
        self._assign.setObjectName("assign_now")
        self._assign.setDefault(True)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(theme.STEP + theme.HALF_STEP)
        column.addLayout(rows)
        column.addWidget(self._table, 1)
        column.addLayout(another)
        column.addWidget(self._summary)
        column.addWidget(buttons)

    def _add_row(self, id_: str, name: str, *, is_checked: bool = False) -> None:
        item = QTreeWidgetItem([name])
        item.setSizeHint(_NAME, QSize(0, self.fontMetrics().height() + theme.STEP))
        item.setData(_NAME, _WHO, id_)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(_NAME, Qt.CheckState.Checked if is_checked else Qt.CheckState.Unchecked)
        for column in (_HAS, _GETS, _CHARACTERS):
            item.setTextAlignment(column, _NUMBER)
        has = sum(who == id_ for _document, who in self._taken)
        item.setText(_HAS, QLocale().toString(has) if has else "–")
        self._table.addTopLevelItem(item)

    # ------------------------------------------------------------ planning

    @property
    def _documents(self) -> list[str]:
        return self._scope.currentData() or []

    def _checked(self) -> list[str]:
        items = [self._table.topLevelItem(row) for row in range(self._table.topLevelItemCount())]
        return [
            str(item.data(_NAME, _WHO))
            for item in items
            if item is not None and item.checkState(_NAME) == Qt.CheckState.Checked
        ]

    def _plan(self) -> None:
        """Divide anew and show it."""
        people = self._checked()
        self._each.setMaximum(max(1, len(people)))
        documents = [(id_, self._lengths[id_]) for id_ in self._documents if id_ in self._lengths]
        self._loads = divide(documents, people, each_by=self._each.value(), taken=self._taken)
        self._table.blockSignals(True)
        for row in range(self._table.topLevelItemCount()):
            item = self._table.topLevelItem(row)
            if item is not None:
                self._show_load(item, self._loads.get(str(item.data(_NAME, _WHO))))
        self._table.blockSignals(False)
        self._table.viewport().update()
        given = sum(len(load.documents) for load in self._loads.values())
        self._assign.setEnabled(given > 0)
        self._take_away.setEnabled(bool(self._affected()))
        self._summary.setText(self._summary_text(people, given))

    def _show_load(self, item: QTreeWidgetItem, load: Load | None) -> None:
        item.setText(_GETS, QLocale().toString(len(load.documents)) if load else "")
        item.setText(_CHARACTERS, QLocale().toString(load.characters) if load else "")

    def _summary_text(self, people: list[str], given: int) -> str:
        if not people:
            return self.tr("Set a check mark at everybody who is to work on these articles.")
        if not given:
            return self.tr("Each of these articles has as many people as you ask for.")
        return counted(given, "%n assignment will be made.", "%n assignments will be made.")

    def _affected(self) -> list[Assignment]:
        people, documents = set(self._checked()), set(self._documents)
        return [
            one for one in self._assignments if one.annotator in people and one.document_id in documents
        ]

    # ------------------------------------------------------------ acting

    def _add_person(self) -> None:
        name = self._name.text().strip()
        self._name.clear()
        if not name:
            return
        known = {said.casefold(): id_ for id_, said in self._people.items()}
        if name.casefold() in known:
            for row in range(self._table.topLevelItemCount()):
                item = self._table.topLevelItem(row)
                if item is not None and item.data(_NAME, _WHO) == known[name.casefold()]:
                    item.setCheckState(_NAME, Qt.CheckState.Checked)
            return
        id_ = new_id()
        self._people[id_] = name
        self._add_row(id_, name, is_checked=True)
        self._plan()

    def _accept(self) -> None:
        new = {id_: self._people[id_] for id_ in self._loads if id_ not in self._known}
        self.accept()
        self.planned.emit(Plan(self._loads, new))

    def _release(self) -> None:
        affected = self._affected()
        self.accept()
        self.released.emit(affected)
