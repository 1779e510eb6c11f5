"""The codebook as a tree: layers with their labels, attributes, relations, articles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from annotator.ui import icons
from annotator.ui.keymap import PlaceKeys
from annotator.ui.label_marks import swatch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.model.codebook import Label
    from annotator.ui.dialogs.codebook_desk import CodebookDesk

_KIND = Qt.ItemDataRole.UserRole
_ID = Qt.ItemDataRole.UserRole + 1
_WISHES = ("delete", "up", "down", "add", "name", "duplicate")


class CodebookTree(QTreeWidget):
    """Everything in a codebook; `chosen` says kind and id, `wanted` what a key asks for.

    Kinds are codebook, layer, label, attribute, relation_type and document; groups have no
    id. `wanted` is delete, up, down, add, name or duplicate.
    """

    chosen = Signal(str, str)
    wanted = Signal(str)

    def __init__(self, desk: CodebookDesk) -> None:
        super().__init__()
        self.setObjectName("codebook_tree")
        self.setAccessibleName(self.tr("Codebook"))
        self.setHeaderHidden(True)
        self.setColumnCount(2)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, self.header().ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, self.header().ResizeMode.ResizeToContents)
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self._desk = desk
        self.currentItemChanged.connect(self._tell)
        functions = {f"codebook.{wish}": partial(self.wanted.emit, wish) for wish in _WISHES}
        PlaceKeys(self, desk.keymap, functions)

    def refresh(self) -> None:
        """Show the codebook as it now is; what was current stays current."""
        current, beside = self.current(), self._beside()
        folded = self._folded()
        place = self.verticalScrollBar().value()
        self.blockSignals(True)
        self.clear()
        self._fill()
        for item in self._items():
            key = (str(item.data(0, _KIND)), str(item.data(0, _ID)))
            item.setExpanded(key not in folded)
        self.blockSignals(False)
        self.verticalScrollBar().setValue(place)
        if not any(self.show_thing(*key) for key in (current, *beside)):
            self.show_thing("codebook", "")

    def _fill(self) -> None:
        book = self._desk.codebook
        general = self._item(None, self.tr("Codebook"), "codebook", "", icon="codebook")
        general.setText(1, book.version)
        labels = self._item(None, self.tr("Labels"), "label", "")
        for layer in book.layers.values():
            group = self._item(labels, layer.name, "layer", layer.id)
            self._add_labels(group, (one for one in book.labels.values() if one.layer == layer.id))
        rest = [one for one in book.labels.values() if one.layer not in book.layers]
        self._add_labels(labels, rest)
        attributes = self._item(None, self.tr("Attributes"), "attribute", "")
        for attribute in book.attributes.values():
            item = self._item(attributes, attribute.name, "attribute", attribute.id)
            item.setText(1, attribute.key)
        relations = self._item(None, self.tr("Relations"), "relation_type", "")
        for relation in book.relation_types.values():
            item = self._item(relations, relation.name, "relation_type", relation.id)
            item.setText(1, relation.hotkey)
        self._item(None, self.tr("Attributes of articles"), "document", "")

    def _add_labels(self, group: QTreeWidgetItem, labels: Iterable[Label]) -> None:
        for label in labels:
            item = self._item(group, label.name, "label", label.id)
            item.setIcon(0, swatch(label, scale=self.devicePixelRatioF()))
            item.setText(1, label.hotkey.upper())
            item.setToolTip(0, label.definition)

    def _item(
        self, parent: QTreeWidgetItem | None, text: str, kind: str, id_: str, *, icon: str = ""
    ) -> QTreeWidgetItem:
        item = QTreeWidgetItem(parent) if parent is not None else QTreeWidgetItem(self)
        item.setText(0, text)
        item.setData(0, _KIND, kind)
        item.setData(0, _ID, id_)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if icon:
            item.setIcon(0, icons.icon(icon))
        if not id_ or kind == "layer":
            font = item.font(0)
            font.setBold(True)
            item.setFont(0, font)
        return item

    def _items(self) -> Iterable[QTreeWidgetItem]:
        waiting = [self.topLevelItem(row) for row in range(self.topLevelItemCount())]
        while waiting:
            item = waiting.pop(0)
            assert item is not None
            yield item
            waiting += [item.child(row) for row in range(item.childCount())]

    def _beside(self) -> list[tuple[str, str]]:
        """What to choose when the current thing is gone: the one above it, else its group."""
        item = self.currentItem()
        above = self.itemAbove(item) if item is not None else None
        mates = (above, item.parent() if item is not None else None)
        return [(str(one.data(0, _KIND)), str(one.data(0, _ID))) for one in mates if one is not None]

    def _folded(self) -> set[tuple[str, str]]:
        return {
            (str(item.data(0, _KIND)), str(item.data(0, _ID)))
            for item in self._items()
            if item.childCount() and not item.isExpanded()
        }

    # ------------------------------------------------------------ choosing

    def current(self) -> tuple[str, str]:
        """Kind and id of what is chosen."""
        item = self.currentItem()
        if item is None:
            return "codebook", ""
        return str(item.data(0, _KIND)), str(item.data(0, _ID))

    def show_thing(self, kind: str, id_: str) -> bool:
        """Choose this thing; False if it is not there."""
        for item in self._items():
            if (item.data(0, _KIND), item.data(0, _ID)) == (kind, id_):
                self.setCurrentItem(item)
                self.scrollToItem(item)
                return True
        return False

    def _tell(self) -> None:
        self.chosen.emit(*self.current())
