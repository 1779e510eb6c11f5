"""Choosing two things of which one is used instead of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QDialog, QLabel

from annotator.model.reconciling import NAMED
from annotator.ui.dialogs.fields import explanation, form, lay_out_form
from annotator.ui.dialogs.fitting import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from annotator.model.reconciling import Thing

_SIZE = (520, 240)


class PairDialog(QDialog):
    """Asks for a kind and two things of it; `chosen` brings what goes and what stays."""

    chosen = Signal(object, object)

    def __init__(
        self, things: Sequence[Thing], one: Thing | None = None, parent: QWidget | None = None
    ) -> None:
        """`one` is what goes, if that is clear."""
        super().__init__(parent)
        self.setObjectName("reconcile_pair")
        self.setWindowTitle(self.tr("Use another instead"))
        self._things = list(things)
        self._kind = self._box("pair_kind", self.tr("Kind"), is_searched=False)
        for kind, (name, _) in NAMED.items():
            if sum(thing.kind == kind for thing in self._things) > 1:
                self._kind.addItem(name[0].upper() + name[1:], kind)
        self._one = self._box("pair_one", self.tr("Instead of"))
        self._other = self._box("pair_other", self.tr("Use"))
        rows = form()
        for words, box in (
            (self.tr("&Kind"), self._kind),
            (self.tr("&Instead of"), self._one),
            (self.tr("&Use"), self._other),
        ):
            label = QLabel(words)
            label.setBuddy(box)
            rows.addRow(label, box)
        words = self.tr("All that names the first names the second then, and the first is no more.")
        self._accept_button = lay_out_form(self, rows, explanation(words), self.tr("&Use"), self._accept)
        self._kind.currentIndexChanged.connect(lambda _index: self._fill())
        for box in (self._one, self._other):
            box.currentTextChanged.connect(lambda _text: self._follow())
        if one is not None:
            self._kind.setCurrentIndex(self._kind.findData(one.kind))
        self._fill()
        if one is not None:
            self._one.setCurrentIndex(self._one.findData(one.id))
            for box in (self._kind, self._one):
                box.setEnabled(False)
            self._other.setFocus()
        fit(self, *_SIZE)

    def _box(self, name: str, said: str, *, is_searched: bool = True) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(said)
        if is_searched:
            box.setEditable(True)
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            completer = box.completer()
            if completer is not None:
                completer.setFilterMode(Qt.MatchFlag.MatchContains)
                completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        return box

    def _fill(self) -> None:
        kind = self._kind.currentData()
        own = [thing for thing in self._things if thing.kind == kind]
        for box in (self._one, self._other):
            box.clear()
            for thing in sorted(own, key=lambda thing: thing.name.casefold()):
                box.addItem(named(thing), thing.id)
            box.setCurrentIndex(-1)
            box.clearEditText()
        self._follow()

    def _thing(self, box: QComboBox) -> Thing | None:
        index = box.findText(box.currentText(), Qt.MatchFlag.MatchExactly)
        key = self._kind.currentData(), box.itemData(index)
        return next((one for one in self._things if (one.kind, one.id) == key), None)

    def _follow(self) -> None:
        one, other = self._thing(self._one), self._thing(self._other)
        is_fit = one is not None and other is not None and one.id != other.id
        self._accept_button.setEnabled(is_fit)

    def _accept(self) -> None:
        one, other = self._thing(self._one), self._thing(self._other)
        if one is None or other is None or one.id == other.id:
            return
        self.accept()
        self.chosen.emit(one, other)


def named(thing: Thing) -> str:
    """A thing by its name, and by its id where that says something."""
    is_telling = thing.kind in ("label", "attribute", "relation_type")
    return f"{thing.name} ({thing.id})" if is_telling and thing.id != thing.name else thing.name
