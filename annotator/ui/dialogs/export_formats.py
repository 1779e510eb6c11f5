"""The list of formats: typing finds one, the arrows go on from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.formats import extras
from annotator.ui import theme
from annotator.ui.dialogs.fields import search_field
from annotator.ui.export_choices import grouped
from annotator.ui.messages import announce

if TYPE_CHECKING:
    from annotator.formats.format import Format

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FormatList(QWidget):
    """`chosen` says which format is now meant, `entered` that the search is over."""

    chosen = Signal(object)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats: dict[int, Format] = {}
        self._words: dict[int, str] = {}
        self._search = search_field("export_search", self.tr("Find a format"))
        self._search.textChanged.connect(self._narrow)
        self._search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setObjectName("export_format")
        self.list.setAccessibleName(self.tr("Format"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fill()
        self.list.currentRowChanged.connect(self._say)
        self.list.itemActivated.connect(lambda _item: self.entered.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addWidget(self._search)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self._search)

    def _fill(self) -> None:
        bold = self.list.font()
        bold.setBold(True)
        for title, found in grouped():
            words = QCoreApplication.translate("Formats", title)
            heading = QListWidgetItem(words)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            heading.setFont(bold)
            heading.setForeground(theme.current().colour("muted"))
            self.list.addItem(heading)
            for one in found:
                row = self.list.count()
                self._formats[row] = one
                said = (one.title, one.name, *one.extensions, one.description, words)
                self._words[row] = " ".join(said).casefold()
                self.list.addItem(self._item(one))

    def _item(self, one: Format) -> QListWidgetItem:
        item = QListWidgetItem(f"   {one.title}")
        item.setToolTip(one.description)
        if extras.is_missing(one):
            item.setForeground(theme.current().colour("disabled"))
            item.setText(self.tr("   {title} (not installed)").format(title=one.title))
        return item

    # ------------------------------------------------------------ choosing

    @property
    def current(self) -> Format:
        """The format that is meant."""
        return self._formats[self.list.currentRow()]

    def choose(self, name: str) -> None:
        """Go to the format of this name, or to the first."""
        rows = (row for row, one in self._formats.items() if one.name == name)
        self.list.setCurrentRow(next(rows, min(self._formats)))

    def _say(self, row: int) -> None:
        if row in self._formats:
            self.list.scrollToItem(self.list.item(row))
            self.chosen.emit(self._formats[row])
            if self._search.hasFocus():
                announce(self._search, self._formats[row].title)

    def _narrow(self, text: str) -> None:
        """Show what has all these words, and go to one that is called so."""
        words = text.casefold().split()
        heading, shown = -1, []
        for row in range(self.list.count()):
            if row not in self._formats:
                heading = row
                self.list.item(row).setHidden(True)
                continue
            fits = all(word in self._words[row] for word in words)
            self.list.item(row).setHidden(not fits)
            if fits:
                shown.append(row)
                self.list.item(heading).setHidden(False)
        typed = text.strip().casefold()
        if shown and (typed or self.list.currentRow() not in shown):
            called = (row for row in shown if self._is_called(self._formats[row], typed))
            self.list.setCurrentRow(next(called, shown[0]))

    @staticmethod
    def _is_called(one: Format, typed: str) -> bool:
        return bool(typed) and any(name.casefold().startswith(typed) for name in (one.title, one.name))

    # ------------------------------------------------------------ keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The search keeps the focus: arrows move in the list, Enter goes on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in _ENTER:
                self.entered.emit()
                return True
            if key in _STEPS:
                self._step(_STEPS[key])
                return True
        return super().eventFilter(watched, event)

    def _step(self, step: int) -> None:
        shown = [row for row in self._formats if not self.list.item(row).isHidden()]
        if shown:
            at = shown.index(self.list.currentRow()) if self.list.currentRow() in shown else 0
            self.list.setCurrentRow(shown[max(0, min(len(shown) - 1, at + step))])
