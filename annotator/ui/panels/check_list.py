"""A list of checks or of findings, with the keys of both."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView

from annotator.ui import theme
from annotator.ui.keymap import PlaceKeys
from annotator.ui.panels.even_list import EvenList

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel, QModelIndex
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from annotator.ui.keymap import Keymap

_COMMANDS = ("fix", "fix_all", "accept", "mute", "mute_all", "next", "previous")
_MARGIN = 24


class CheckList(EvenList):
    """A quiet list; `commanded` names what a key asks for, `left` says that Esc was pressed."""

    commanded = Signal(str)
    left = Signal()

    def __init__(
        self, name: str, accessible_name: str, model: QAbstractItemModel, keymap: Keymap
    ) -> None:
        """The keys of the page take the latest step back here, too."""
        super().__init__()
        self._empty_text = ""
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setModel(model)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        functions = {f"checks.{one}": partial(self.commanded.emit, one) for one in _COMMANDS}
        functions["page.undo"] = partial(self.commanded.emit, "undo")
        PlaceKeys(self, keymap, functions)

    def choose(self, index: QModelIndex) -> None:
        """Make this the current row, the only one chosen."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)

    def set_empty_text(self, text: str) -> None:
        """What stands in the list while it has no rows."""
        self._empty_text = text
        self.setAccessibleDescription(text)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or what is said in their place."""
        super().paintEvent(event)
        if self._empty_text and self.model().rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(theme.current().colour("muted"))
            area = self.viewport().rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area, flags, self._empty_text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
