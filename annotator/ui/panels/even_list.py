"""A list whose rows are all of one height, also when what they say changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QListView, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex


class EvenList(QListView):
    """Paints changed rows anew; `QListView` would lay out all rows of the model again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)

    def dataChanged(
        self,
        first: QModelIndex | QPersistentModelIndex,
        last: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Paint the rows from `first` to `last` if they can be seen."""
        rectangle = self.visualRect(first) | self.visualRect(last)
        if rectangle.intersects(self.viewport().rect()):
            self.viewport().update(rectangle)
