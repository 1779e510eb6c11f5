"""Reconciling: names that stand for two things and things with two names, side by side."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from annotator.model.reconciling import NAMED, Clash
from annotator.ui import theme
from annotator.ui.dialogs.fields import explanation
from annotator.ui.dialogs.fitting import fit
from annotator.ui.dialogs.plain_button import PlainButton
from annotator.ui.dialogs.reconcile_pair import PairDialog, named
from annotator.ui.keymap import PlaceKeys
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from annotator.model.reconciling import Thing
    from annotator.ui.keymap import Keymap

_SIZE = (980, 480)
_KIND, _LEFT, _LEFT_FROM, _RIGHT, _RIGHT_FROM, _DECISION = range(6)
_NAMES = (_LEFT, _RIGHT)
UNDECIDED, UNIFY, KEEP, MAP = "", "unify", "keep", "map"


class Verdict(NamedTuple):
    """What was decided: `one` goes and `other` stays, or with `way` KEEP both stay.

    Of one thing with two names `other` has the one that holds.
    """

    way: str
    one: Thing
    other: Thing


class ReconcileDialog(QDialog):
    """Left and Right say which stays, U makes one of two, K keeps both, M uses another instead.

    Nothing is changed before the dialog is accepted; `chosen` brings the verdicts.
    """

    chosen = Signal(list)

    def __init__(
        self,
        clashes: Sequence[Clash],
        things: Sequence[Thing],
        keymap: Keymap,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("reconcile")
        self.setWindowTitle(self.tr("Reconcile"))
        self._things = things
        self._clashes = [Clash(one.other, one.one) for one in clashes]
        self._ways: list[str] = [UNDECIDED] * len(clashes)
        self._stays: list[int] = [_LEFT] * len(clashes)
        self._mapped: dict[int, Thing] = {}
        self._items: list[QTreeWidgetItem] = []
        self._list = self._make_list(keymap)
        self._make_buttons(keymap)
        self._lay_out()
        for clash in self._clashes:
            self._add_row(clash)
        if self._items:
            self._list.setCurrentItem(self._items[0])
        self._follow()
        fit(self, *_SIZE)
        self._list.setFocus()

    def _make_list(self, keymap: Keymap) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("reconcile_list")
        tree.setAccessibleName(self.tr("Names to reconcile"))
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setAllColumnsShowFocus(True)
        origin = self.tr("Used · since")
        titles = (self.tr("This"), origin, self.tr("and this"), origin, self.tr("Decision"))
        tree.setHeaderLabels([self.tr("Kind"), *titles])
        header = tree.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._functions: dict[str, Callable[[], object]] = {
            "reconcile.unify": partial(self._decide, UNIFY),
            "reconcile.keep": partial(self._decide, KEEP),
            "reconcile.map": self._ask_for_other,
            "reconcile.left": partial(self._let_stay, _LEFT),
            "reconcile.right": partial(self._let_stay, _RIGHT),
            "reconcile.forget": partial(self._decide, UNDECIDED),
        }
        PlaceKeys(tree, keymap, self._functions)
        tree.currentItemChanged.connect(lambda _now, _before: self._follow())
        return tree

    def _make_buttons(self, keymap: Keymap) -> None:
        self._buttons: dict[str, QPushButton] = {}
        for command, words in (
            ("reconcile.unify", self.tr("Make them one")),
            ("reconcile.keep", self.tr("Keep both")),
            ("reconcile.map", self.tr("Use another…")),
        ):
            key = keymap.first(command).toString()
            button = self._buttons[command] = PlainButton(f"{words} ({key})" if key else words)
            button.setObjectName(command.replace(".", "_"))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(_press, self._functions[command]))
        self._pair = PlainButton(self.tr("&Two others…"))
        self._pair.setObjectName("reconcile_two")
        self._pair.clicked.connect(lambda: self._open_pair(None))

    def _lay_out(self) -> None:
        words = self.tr(
            "Here one name stands for two things, or one thing has two names. Say what is one:"
            " the bold one stays (← and → choose it) and gets all annotations of the other. It is"
            " remembered, so that the next merge does not ask again."
        )
        nothing = self.tr("No name stands for two things. “Two others…” makes any two things one.")
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        for button in (*self._buttons.values(), self._pair):
            row.addWidget(button)
        row.addStretch(1)
        below = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._apply = below.addButton(self.tr("&Apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._apply.setObjectName("reconcile_apply")
        self._apply.setDefault(True)
        self._apply.setText(counted(100, "&Apply %n decision", "&Apply %n decisions"))
        self._apply.setMinimumWidth(self._apply.sizeHint().width())
        below.accepted.connect(self._accept)
        below.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * [2 * theme.STEP]))
        column.setSpacing(theme.STEP + theme.HALF_STEP)
        column.addWidget(explanation(words if self._clashes else nothing))
        column.addWidget(self._list, 1)
        column.addLayout(row)
        column.addWidget(below)

    # ------------------------------------------------------------ rows

    def _add_row(self, clash: Clash) -> None:
        kind = NAMED[clash.kind][0]
        left, right = clash.one, clash.other
        cells = [
            kind[0].upper() + kind[1:],
            named(left),
            _origin(left),
            named(right),
            _origin(right),
            "",
        ]
        item = QTreeWidgetItem(cells)
        for column in (_LEFT_FROM, _RIGHT_FROM):
            item.setForeground(column, theme.current().colour("muted"))
        for column, thing in ((_LEFT, left), (_RIGHT, right)):
            item.setToolTip(column, thing.id)
        self._list.addTopLevelItem(item)
        self._items.append(item)
        self._show_row(len(self._items) - 1)

    def _show_row(self, row: int) -> None:
        item, way = self._items[row], self._ways[row]
        for column in _NAMES:
            font = QFont(self._list.font())
            font.setBold(way == KEEP or (way != MAP and column == self._stays[row]))
            item.setFont(column, font)
        item.setText(_DECISION, self._words(row))
        item.setForeground(_DECISION, theme.current().colour("ok" if way != UNDECIDED else "muted"))

    def _words(self, row: int) -> str:
        clash, way = self._clashes[row], self._ways[row]
        if way == UNDECIDED:
            return self.tr("undecided")
        if way == KEEP:
            return self.tr("both stay")
        verdict = self._verdict(row)
        if clash.is_one_thing:
            return self.tr("is called {name}").format(name=verdict.other.name)
        return f"{named(verdict.one)} → {named(verdict.other)}"

    def _verdict(self, row: int) -> Verdict:
        clash, way = self._clashes[row], self._ways[row]
        pair = (clash.other, clash.one) if self._stays[row] == _LEFT else (clash.one, clash.other)
        return Verdict(way, pair[0], self._mapped[row] if way == MAP else pair[1])

    @property
    def _row(self) -> int:
        item = self._list.currentItem()
        return self._items.index(item) if item is not None else -1

    # ------------------------------------------------------------ deciding

    def _decide(self, way: str) -> None:
        """Decide the present row, and go to the next that is not decided."""
        row = self._row
        if row < 0 or (way == KEEP and self._clashes[row].is_one_thing):
            return
        self._ways[row] = way
        self._show_row(row)
        later = (n for n in range(row + 1, len(self._ways)) if self._ways[n] == UNDECIDED)
        if way != UNDECIDED:
            self._list.setCurrentItem(self._items[next(later, row)])
        self._follow()

    def _let_stay(self, column: int) -> None:
        row = self._row
        if row >= 0:
            self._stays[row] = column
            if self._ways[row] == UNDECIDED and self._clashes[row].is_one_thing:
                self._ways[row] = UNIFY
            self._show_row(row)
            self._follow()

    def _ask_for_other(self) -> None:
        row = self._row
        if row >= 0 and not self._clashes[row].is_one_thing:
            self._open_pair(row)

    def _open_pair(self, row: int | None) -> None:
        one = self._verdict(row).one if row is not None else None
        dialog = PairDialog(self._things, one, self)
        dialog.chosen.connect(partial(self._take_pair, row))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_pair(self, row: int | None, one: Thing, other: Thing) -> None:
        if row is None:
            self._clashes.append(Clash(replace(other, by="", since=""), replace(one, by="", since="")))
            self._ways.append(UNIFY)
            self._stays.append(_LEFT)
            self._add_row(self._clashes[-1])
            row = len(self._clashes) - 1
        else:
            self._ways[row], self._mapped[row] = MAP, other
        self._show_row(row)
        self._list.setCurrentItem(self._items[row])
        self._follow()

    def _follow(self) -> None:
        row = self._row
        is_pair = row >= 0 and not self._clashes[row].is_one_thing
        self._buttons["reconcile.unify"].setEnabled(row >= 0)
        for command in ("reconcile.keep", "reconcile.map"):
            self._buttons[command].setEnabled(is_pair)
        decided = sum(way != UNDECIDED for way in self._ways)
        self._apply.setText(
            counted(decided, "&Apply %n decision", "&Apply %n decisions")
            if decided
            else self.tr("&Apply")
        )
        self._apply.setEnabled(decided > 0)

    def _accept(self) -> None:
        rows = [row for row, way in enumerate(self._ways) if way != UNDECIDED]
        verdicts = [self._verdict(row) for row in rows]
        self.accept()
        self.chosen.emit(verdicts)


def _origin(thing: Thing) -> str:
    """How often a thing is used, and who brought it in when."""
    uses = QLocale().toString(thing.uses)
    return " · ".join(filter(None, (uses, thing.by, thing.since[:10])))


def _press(function: Callable[[], object], _checked: bool = False) -> None:
    function()
