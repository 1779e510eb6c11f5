"""The table of work packages: check marks say for whom, the other columns what each gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.values import new_id
from annotator.ui import theme
from annotator.ui.dialogs.plain_button import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PySide6.QtGui import QKeyEvent

    from annotator.jobs.packaging_plan import Row

_NAME, _ARTICLES, _CHARACTERS, _SHARED, _OUTLETS = range(5)
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WHO = Qt.ItemDataRole.UserRole


class _NameLine(QLineEdit):
    """A line in which Enter adds what was typed and presses no button of the dialog."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter while there is a name."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip():
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class PackagePeople(QWidget):
    """People with check marks and the line that adds another; `changed` says that others are meant."""

    changed = Signal()

    def __init__(self, people: Mapping[str, str], checked: frozenset[str]) -> None:
        """`people` are names by id."""
        super().__init__()
        self._people = dict(people)
        self._make_table()
        self._make_line()
        another = QHBoxLayout()
        another.setSpacing(theme.STEP)
        another.addWidget(self.name, 1)
        another.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addWidget(self.table, 1)
        column.addLayout(another)
        for id_, name in self._people.items():
            self._add_row(id_, name, is_checked=id_ in checked)
        self.table.itemChanged.connect(self._follow)

    def _make_table(self) -> None:
        self.table = QTreeWidget()
        self.table.setObjectName("package_table")
        self.table.setAccessibleName(self.tr("People and what each gets"))
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setAllColumnsShowFocus(True)
        titles = (
            self.tr("Person"),
            self.tr("Articles"),
            self.tr("Characters"),
            self.tr("Shared with"),
            self.tr("Outlets"),
        )
        self.table.setHeaderLabels(list(titles))
        header = self.table.header()
        header.setStretchLastSection(True)
        for column in (_ARTICLES, _CHARACTERS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            self.table.headerItem().setTextAlignment(column, _NUMBER)
        self.table.setColumnWidth(_NAME, 150)
        self.table.setColumnWidth(_SHARED, 190)

    def _make_line(self) -> None:
        self.name = _NameLine()
        self.name.setObjectName("package_name")
        self.name.setAccessibleName(self.tr("Another person"))
        self.name.setPlaceholderText(self.tr("Another person"))
        self.name.entered.connect(self._add_person)
        self._add = PlainButton(self.tr("A&dd"))
        self._add.setObjectName("package_add")
        self._add.setEnabled(False)
        self._add.clicked.connect(self._add_person)
        self.name.textChanged.connect(lambda text: self._add.setEnabled(bool(text.strip())))

    # ------------------------------------------------------------ who

    @property
    def chosen(self) -> dict[str, str]:
        """The people with a check mark: names by id, in the order of the table."""
        return {
            id_: self._people[id_]
            for id_, item in self._items()
            if item.checkState(_NAME) == Qt.CheckState.Checked
        }

    @property
    def everybody(self) -> dict[str, str]:
        """All people of the table: names by id."""
        return dict(self._people)

    def show_rows(self, rows: Mapping[str, Row]) -> None:
        """Show what each gets, by id; nothing of those who are absent."""
        locale = QLocale()
        self.table.blockSignals(True)
        for id_, item in self._items():
            row = rows.get(id_)
            texts = {
                _ARTICLES: locale.toString(row.articles) if row else "",
                _CHARACTERS: locale.toString(row.characters) if row else "",
                _SHARED: row.partners_text if row else "",
                _OUTLETS: row.outlets_text if row else "",
            }
            for column, text in texts.items():
                item.setText(column, text)
            whole = ", ".join(f"{name or '–'} {number}" for name, number in row.outlets) if row else ""
            item.setToolTip(_SHARED, texts[_SHARED])
            item.setToolTip(_OUTLETS, whole)
        self.table.blockSignals(False)
        self.table.viewport().update()

    def _items(self) -> Iterator[tuple[str, QTreeWidgetItem]]:
        for place in range(self.table.topLevelItemCount()):
            item = self.table.topLevelItem(place)
            if item is not None:
                yield str(item.data(_NAME, _WHO)), item

    def _follow(self, item: QTreeWidgetItem, column: int) -> None:
        if column == _NAME:
            self.changed.emit()

    # ------------------------------------------------------------ another one

    def _add_row(self, id_: str, name: str, *, is_checked: bool) -> None:
        item = QTreeWidgetItem([name])
        item.setSizeHint(_NAME, QSize(0, self.fontMetrics().height() + theme.STEP))
        item.setToolTip(_NAME, name)
        item.setData(_NAME, _WHO, id_)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(_NAME, Qt.CheckState.Checked if is_checked else Qt.CheckState.Unchecked)
        for column in (_ARTICLES, _CHARACTERS):
            item.setTextAlignment(column, _NUMBER)
        self.table.addTopLevelItem(item)

    def _add_person(self) -> None:
        """Add who was typed; somebody of this name gets a check mark."""
        name = " ".join(self.name.text().split())
        self.name.clear()
        if not name:
            return
        for id_, item in self._items():
            if self._people[id_].casefold() == name.casefold():
                item.setCheckState(_NAME, Qt.CheckState.Checked)
                return
        id_ = new_id()
        self._people[id_] = name
        self._add_row(id_, name, is_checked=True)
        self.changed.emit()
