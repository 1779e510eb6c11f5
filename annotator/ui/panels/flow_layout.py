"""A layout that fills rows like words fill lines, mirrored for right-to-left languages."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem


class FlowLayout(QLayout):
    """Rows of widgets; `gap_before` a widget leaves more room than usual, in pixels."""

    def __init__(self, *, spacing: int = 6, gap: int = 14) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap_before: set[int] = set()
        self._spacing = spacing
        self._gap = gap

    def add(self, widget: QWidget, *, gap_before: bool = False) -> None:
        """Put one more widget at the end."""
        if gap_before:
            self._gap_before.add(len(self._items))
        self.addChildWidget(widget)
        self.addItem(QWidgetItem(widget))
        self.invalidate()

    def clear(self) -> None:
        """Take all widgets out and delete them."""
        items, self._items = self._items, []
        self._gap_before.clear()
        for item in items:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's own way of adding."""
        self._items.append(item)

    def count(self) -> int:
        """How many widgets there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at this place, or none."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take the item at this place out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It wants no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The height depends on how many rows there are."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all rows at this width, in pixels."""
        margins = self.contentsMargins()
        inner = QRect(0, 0, width - margins.left() - margins.right(), 0)
        return self._arrange(inner, is_dry=True) + margins.top() + margins.bottom()

    def setGeometry(self, area: QRect) -> None:
        """Place the widgets."""
        super().setGeometry(area)
        self._arrange(area.marginsRemoved(self.contentsMargins()), is_dry=False)

    def sizeHint(self) -> QSize:
        """All in one row."""
        size = self.minimumSize()
        hints = [item.sizeHint().width() for item in self._items]
        return QSize(max(size.width(), sum(hints) + self._spacing * len(hints)), size.height())

    def minimumSize(self) -> QSize:
        """The widest widget alone."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _arrange(self, area: QRect, *, is_dry: bool) -> int:
        """Place the widgets row by row; returns the height that they take."""
        parent = self.parentWidget()
        is_mirrored = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x, y, row_height = 0, 0, 0
        for index, item in enumerate(self._items):
            size = item.sizeHint()
            if x > 0:
                x += self._gap if index in self._gap_before else self._spacing
            if x > 0 and x + size.width() > area.width():
                x, y, row_height = 0, y + row_height + self._spacing, 0
            if not is_dry:
                left = area.right() + 1 - x - size.width() if is_mirrored else area.left() + x
                item.setGeometry(QRect(QPoint(left, area.top() + y), size))
            x += size.width()
            row_height = max(row_height, size.height())
        return y + row_height
