"""The rows of the list of relations: how they look, and what keys do to the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTreeWidget

from annotator.ui.keymap import PlaceKeys
from annotator.ui.panels.lines import quiet

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from annotator.ui.keymap import Keymap
    from annotator.ui.panels.span_model import Index


class _RowDelegate(QStyledItemDelegate):
    """Rows whose sign keeps its colour when the chosen row is shown quietly."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """As usual, but with the plain sign while the focus is elsewhere."""
        super().initStyleOption(option, index)
        if option.widget is None or option.widget.hasFocus() or option.icon.isNull():
            return
        sign = option.icon.pixmap(option.decorationSize)
        plain = QIcon(sign)
        plain.addPixmap(sign, QIcon.Mode.Selected)
        option.icon = plain


class RelationTree(QTreeWidget):
    """Rows of relations; the page's keys for deleting, a note and a doubt are about the chosen one."""

    removal_requested = Signal()
    note_requested = Signal()
    doubt_requested = Signal()

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        functions = {
            "span.delete": self.removal_requested.emit,
            "span.note": self.note_requested.emit,
            "doubt.write": self.doubt_requested.emit,
        }
        PlaceKeys(self, keymap, functions)
        self.setColumnCount(2)
        self.setItemDelegate(_RowDelegate(self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(True)

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Show the chosen row quietly while the focus is elsewhere."""
        super().drawRow(painter, option if self.hasFocus() else quiet(option), index)
