"""What the search line offers while a key or its value is typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QStringListModel, Qt
from PySide6.QtWidgets import QFrame, QListView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QKeyEvent

    from annotator.ui.panels.search_box import SearchBox

_TERM = re.compile(r'[-(]*(?P<term>(?:[^\s"()]|"[^"]*"?)*)$')
_MOST = 40
_ROWS = 8
_FEWEST_LETTERS = 2
_WIDTHS = (160, 420)


class SearchWords(QListView):
    """Completes the term at the caret: keys as `label:`, and the values of each key.

    `values` gives the values by key, in the order in which they are offered. The list lies
    over what is below the line and never takes the focus: Tab or a click takes a word.
    """

    def __init__(self, box: SearchBox, values: Callable[[], Mapping[str, Sequence[str]]]) -> None:
        super().__init__(box)
        self.setObjectName("search_words")
        self.setAccessibleName(self.tr("Words to choose from"))
        self._box = box
        self.values = values
        self._words = QStringListModel(self)
        self.setModel(self._words)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.Box)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._take)
        self.hide()

    def offer(self) -> None:
        """Show what could stand at the caret, or nothing."""
        offers = self._offers()
        if not offers:
            self.hide()
            return
        self._words.setStringList(offers)
        self.setCurrentIndex(QModelIndex())
        window = self._box.window()
        if self.parent() is not window:
            self.setParent(window)
        least, most = _WIDTHS
        width = min(max(self.sizeHintForColumn(0) + 32, least), most)
        height = min(len(offers), _ROWS) * self.sizeHintForRow(0) + 2 * self.frameWidth()
        begun = self._box.fontMetrics().horizontalAdvance(self._term())
        caret = self._box.cursorRect()
        place = self._box.mapTo(window, QPoint(max(caret.center().x() - begun, 0), self._box.height()))
        if place.y() + height > window.height():
            place.setY(self._box.mapTo(window, QPoint(0, 0)).y() - height)
        place.setX(min(place.x(), max(window.width() - width, 0)))
        self.setGeometry(place.x(), place.y(), width, height)
        self.show()
        self.raise_()

    def press(self, event: QKeyEvent) -> bool:
        """Walk, take or leave the offers; True if the key was for them."""
        if not self.isVisible():
            return False
        key, row = event.key(), self.currentIndex().row()
        if key == Qt.Key.Key_Escape:
            self.hide()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.setCurrentIndex(self._words.index((row + step) % self._words.rowCount()))
        elif key == Qt.Key.Key_Tab or (key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0):
            self._take(self._words.index(max(row, 0)))
        else:
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.hide()
            return False
        return True

    def _term(self) -> str:
        match = _TERM.search(self._box.text()[: self._box.cursorPosition()])
        return match["term"] if match is not None else ""

    def _offers(self) -> list[str]:
        term = self._term()
        values = self.values()
        key, colon, begun = term.partition(":")
        if not colon:
            typed = term.casefold()
            is_long_enough = len(typed) >= _FEWEST_LETTERS
            return [f"{one}:" for one in values if is_long_enough and one.startswith(typed)]
        begun = begun.strip('"').casefold()
        known = values.get(key.casefold(), ())
        fitting = [one for one in known if one.casefold().startswith(begun)]
        fitting += [one for one in known if begun in one.casefold() and one not in fitting]
        if [one.casefold() for one in fitting] == [begun]:
            return []
        return [f"{key}:{_quoted(one)}" for one in fitting[:_MOST]]

    def _take(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Put the chosen words in place of what was begun."""
        words = str(index.data())
        caret, begun = self._box.cursorPosition(), len(self._term())
        ending = "" if words.endswith(":") else " "
        self._box.setSelection(caret - begun, begun)
        self._box.insert(words + ending)
        if ending:
            self.hide()
        else:
            self.offer()


def _quoted(value: str) -> str:
    """A value as it must be written in a query."""
    return value if re.fullmatch(r"\w[\w.\-]*", value) else '"' + value.replace('"', '""') + '"'
