"""Choosing keys: a list of commands with their keys, and a warning where two want the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.ui import icons, theme
from annotator.ui.dialogs.fields import search_field
from annotator.ui.dialogs.key_warnings import KeyWarnings
from annotator.ui.keys import GROUPS, Binding, normal, readable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_ID = Qt.ItemDataRole.UserRole


class KeyEditor(QWidget):
    """Shows the bindings that may be changed here; `everything` is what they may clash with.

    `chosen` says the new keys by the id of the binding: of the one that is edited, and of
    those that lose a key to it. Whoever listens stores them and calls `set_bindings` again.
    """

    chosen = Signal(object)

    def __init__(self, name: str, *, allows_several: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bindings: dict[str, Binding] = {}
        self._everything: list[Binding] = []
        self._warnings = KeyWarnings()
        self._search = search_field(f"{name}_search", self.tr("Search by command or key"))
        self._search.textChanged.connect(self._narrow)
        self._tree = self._new_tree(f"{name}_tree")
        self._tree.currentItemChanged.connect(self._show_current)
        self._key = QKeySequenceEdit()
        self._key.setObjectName(f"{name}_key")
        self._key.setAccessibleName(self.tr("New key"))
        self._key.setMaximumSequenceLength(1)
        self._key.setClearButtonEnabled(True)
        self._key.keySequenceChanged.connect(self._warn)
        self._set = self._button(f"{name}_set", self.tr("Set"), self._set_key)
        self._add = self._button(f"{name}_add", self.tr("Add"), self._add_key)
        self._add.setVisible(allows_several)
        self._none = self._button(f"{name}_none", self.tr("No key"), self._remove_keys)
        self._reset = self._button(f"{name}_reset", self.tr("Usual key"), self._use_usual)
        self._take = self._button(f"{name}_take", self.tr("Take it over"), self._take_key)
        self._swap = self._button(f"{name}_swap", self.tr("Swap"), self._swap_keys)
        self._take.setToolTip(self.tr("The key stands for this alone; what had it has it no more"))
        self._swap.setToolTip(self.tr("The two change their keys"))
        self._warning = QLabel()
        self._warning.setObjectName(f"{name}_warning")
        self._warning.setProperty("role", "warning")
        self._warning.setWordWrap(True)
        self._warning.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()

    def _new_tree(self, name: str) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName(name)
        tree.setAccessibleName(self.tr("Commands and their keys"))
        tree.setHeaderLabels([self.tr("Command"), self.tr("Keys")])
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        tree.header().setStretchLastSection(False)
        return tree

    def _button(self, name: str, text: str, function: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(function)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        row.addWidget(QLabel(self.tr("New key")))
        row.addWidget(self._key, 1)
        for button in (self._set, self._add, self._none, self._reset):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addWidget(self._search)
        column.addWidget(self._tree, 1)
        column.addLayout(row)
        below = QHBoxLayout()
        below.setSpacing(theme.STEP)
        below.addWidget(self._warning, 1)
        below.addWidget(self._take)
        below.addWidget(self._swap)
        column.addLayout(below)

    # ------------------------------------------------------------ showing

    def set_bindings(self, own: Sequence[Binding], everything: Sequence[Binding]) -> None:
        """Show these bindings; the row that was current stays current."""
        current = self._current_id()
        self._bindings = {one.id: one for one in own}
        self._everything = list(everything)
        self._warnings = KeyWarnings(everything)
        self._tree.clear()
        for group, name in GROUPS.items():
            members = [one for one in own if one.group == group]
            if members:
                heading = QTreeWidgetItem(self._tree, [QCoreApplication.translate("Keys", name)])
                heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
                heading.setExpanded(True)
                for binding in members:
                    self._add_row(heading, binding, is_current=binding.id == current)
        self._narrow(self._search.text())
        self._show_current()

    def _add_row(self, heading: QTreeWidgetItem, binding: Binding, *, is_current: bool) -> None:
        item = QTreeWidgetItem(heading, [binding.text, "   ".join(map(readable, binding.keys))])
        item.setData(0, _ID, binding.id)
        if self._warnings.has_clash(binding):
            item.setIcon(1, icons.icon("warning", theme.current().warning))
        if not binding.is_usual:
            font = item.font(1)
            font.setBold(True)
            item.setFont(1, font)
        if is_current:
            self._tree.setCurrentItem(item)

    def _narrow(self, wanted: str) -> None:
        wanted = wanted.strip().casefold()
        for row in range(self._tree.topLevelItemCount()):
            heading = self._tree.topLevelItem(row)
            assert heading is not None
            shown, is_whole = 0, wanted in heading.text(0).casefold()
            for index in range(heading.childCount()):
                item = heading.child(index)
                assert item is not None
                fits = is_whole or wanted in f"{item.text(0)} {item.text(1)}".casefold()
                item.setHidden(not fits)
                shown += fits
            heading.setHidden(not shown)

    def _show_current(self) -> None:
        binding = self._bindings.get(self._current_id())
        for widget in (self._key, self._set, self._add, self._none):
            widget.setEnabled(binding is not None)
        self._reset.setEnabled(binding is not None and not binding.is_usual)
        self._key.clear()
        self._warn()

    def _warn(self) -> None:
        own, holders = self._bindings.get(self._current_id()), self._holders()
        is_free = bool(holders) and not any(one.is_fixed for one in holders)
        self._take.setVisible(is_free)
        self._swap.setVisible(len(holders) == 1 and is_free and own is not None and bool(own.keys))
        if own is None:
            self._warning.setText("")
        elif self._pressed():
            self._warning.setText(self._warnings.of_pressed(self._pressed(), own))
        else:
            self._warning.setText(self._warnings.of_present(own))

    def _holders(self) -> list[Binding]:
        """The others that have the pressed key already, where this command holds."""
        pressed, own = self._pressed(), self._bindings.get(self._current_id())
        return self._warnings.holders(pressed, own) if pressed and own is not None else []

    # ------------------------------------------------------------ choosing

    def _current_id(self) -> str:
        item = self._tree.currentItem()
        return str(item.data(0, _ID) or "") if item is not None else ""

    def _pressed(self) -> str:
        sequence: QKeySequence = self._key.keySequence()
        return sequence.toString(QKeySequence.SequenceFormat.PortableText)

    def _set_key(self) -> None:
        self._choose((self._pressed(),) if self._pressed() else ())

    def _add_key(self) -> None:
        self._choose((*self._bindings[self._current_id()].keys, self._pressed()))

    def _remove_keys(self) -> None:
        self._choose(())

    def _use_usual(self) -> None:
        self._choose(self._bindings[self._current_id()].usual)

    def _take_key(self) -> None:
        self._choose((self._pressed(),), dict.fromkeys((one.id for one in self._holders()), ""))

    def _swap_keys(self) -> None:
        former = self._bindings[self._current_id()].keys[0]
        self._choose((self._pressed(),), {one.id: former for one in self._holders()})

    def _choose(self, keys: tuple[str, ...], losers: Mapping[str, str] | None = None) -> None:
        """Say the new keys; `losers` get another key, or none, in place of the pressed one."""
        binding = self._bindings[self._current_id()].with_keys(keys)
        chosen = {binding.id: binding.keys}
        pressed = self._pressed()
        for one in self._everything:
            if losers is not None and one.id in losers:
                new = (losers[one.id] if normal(key) == pressed else key for key in one.keys)
                chosen[one.id] = one.with_keys(new).keys
        self.chosen.emit(chosen)
