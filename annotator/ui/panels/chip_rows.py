"""The rows of chips: no more than there is room for, then a chip for the rest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidgetItem

if TYPE_CHECKING:
    from annotator.ui.panels.chip import Chip, MoreChip

_MOST_ROWS = 3
_ROWS_WITH_NAMES = 2
"""Chips that take more rows, or more than there are, show their keys alone."""
_SPACING = 6
_GAP = 14


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where the first chips stand, and `more` after them if it is needed; from the left edge."""

    places: tuple[QRect, ...]
    more: QRect | None
    is_compact: bool
    height: int


class ChipRows(QLayout):
    """Fills rows like words fill lines, mirrored for right-to-left languages.

    What finds no room is hidden; `more` then stands at the end and says how many they are.
    """

    def __init__(self, more: MoreChip) -> None:
        super().__init__()
        self._more = more
        self._chips: list[Chip] = []
        self._gap_before: set[int] = set()
        self._items: list[QLayoutItem] = []
        self._most_rows = _MOST_ROWS
        self._plans: dict[int, _Plan] = {}
        self._is_placing = False
        more.hide()

    def add(self, chip: Chip, *, gap_before: bool = False) -> None:
        """Put one more chip at the end."""
        if gap_before:
            self._gap_before.add(len(self._chips))
        self._chips.append(chip)
        self.addChildWidget(chip)
        self.addItem(QWidgetItem(chip))
        self.invalidate()

    def clear(self) -> None:
        """Take all chips out and delete them."""
        chips, self._chips, self._items = self._chips, [], []
        self._gap_before.clear()
        for chip in chips:
            chip.hide()
            chip.setParent(None)
            chip.deleteLater()
        self._more.hide()
        self.invalidate()

    def limit(self, height: int) -> None:
        """Have only as many rows as this height has room for, in pixels; at least one."""
        row = self._more.sizeHint().height() + _SPACING
        most = max(1, min(_MOST_ROWS, height // row))
        if most != self._most_rows:
            self._most_rows = most
            self.invalidate()
            self.update()

    # ------------------------------------------------------------ Qt's side

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's own way of adding."""
        self._items.append(item)

    def count(self) -> int:
        """How many chips there are, shown or not."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at this place, or none."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take the item at this place out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def invalidate(self) -> None:
        """Something has another size now."""
        self._plans = {}
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        """It wants no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The height depends on how many rows there are."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all rows at this width, in pixels."""
        margins = self.contentsMargins()
        plan = self._plan(width - margins.left() - margins.right())
        return plan.height + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        """All in one row."""
        size = self.minimumSize()
        widths = [chip.full_width() + _SPACING for chip in self._chips]
        return QSize(max(size.width(), sum(widths)), size.height())

    def minimumSize(self) -> QSize:
        """The widest chip alone."""
        size = QSize()
        for chip in self._chips:
            size = size.expandedTo(chip.size_when(is_compact=True))
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def setGeometry(self, area: QRect) -> None:
        """Place the chips that have room, and hide the others.

        To show a chip makes Qt call this again in between, perhaps with another area: that
        one is noted, and chips are placed when all that are to be seen are shown.
        """
        super().setGeometry(area)
        if self._is_placing:
            return
        self._is_placing = True
        try:
            plan = self._plan(self._inner().width())
            self._show(plan)
            for _ in range(_MOST_ROWS):
                latest = self._plan(self._inner().width())
                if latest == plan:
                    break
                plan = latest
                self._show(plan)
            self._place(plan)
        finally:
            self._is_placing = False

    def _place(self, plan: _Plan) -> None:
        inner, parent = self._inner(), self.parentWidget()
        is_mirrored = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft

        def placed(place: QRect) -> QRect:
            left = inner.width() - place.left() - place.width() if is_mirrored else place.left()
            return QRect(inner.left() + left, inner.top() + place.top(), place.width(), place.height())

        for chip, place in zip(self._chips, plan.places, strict=False):
            chip.set_compact(plan.is_compact)
            chip.setGeometry(placed(place))
        if plan.more is not None:
            self._more.show_count(len(self._chips) - len(plan.places))
            self._more.setGeometry(placed(plan.more))

    def _show(self, plan: _Plan) -> None:
        for number, chip in enumerate(self._chips):
            chip.setVisible(number < len(plan.places))
        self._more.setVisible(plan.more is not None)

    def _inner(self) -> QRect:
        return self.geometry().marginsRemoved(self.contentsMargins())

    # ------------------------------------------------------------ planning

    def _plan(self, width: int) -> _Plan:
        plan = self._plans.get(width)
        if plan is None:
            plan = self._plans[width] = self._make_plan(width)
        return plan

    def _make_plan(self, width: int) -> _Plan:
        room = min(_ROWS_WITH_NAMES, self._most_rows) * (width - 28)
        is_compact = sum(chip.full_width() + _SPACING for chip in self._chips) > room
        sizes = [chip.size_when(is_compact=is_compact) for chip in self._chips]
        rows_of = partial(_rows_of, width=width, gap_before=self._gap_before, most_rows=self._most_rows)
        places = rows_of(sizes)
        more: QRect | None = None
        if len(places) < len(sizes):
            end = len(places)
            while end > 0 and len(rows_of([*sizes[:end], self._more.sizeHint()])) <= end:
                end -= 1
            *places, more = rows_of([*sizes[:end], self._more.sizeHint()])
        last = more or (places[-1] if places else QRect())
        return _Plan(tuple(places), more, is_compact, last.top() + last.height())


def _rows_of(sizes: list[QSize], width: int, *, gap_before: set[int], most_rows: int) -> list[QRect]:
    """Where these stand in the rows, as far as there are rows; the first one always stands."""
    places: list[QRect] = []
    x, y, rows = 0, 0, 1
    for index, size in enumerate(sizes):
        if x > 0:
            x += _GAP if index in gap_before else _SPACING
        if x > 0 and x + size.width() > width:
            x, y, rows = 0, y + size.height() + _SPACING, rows + 1
            if rows > most_rows:
                break
        places.append(QRect(x, y, size.width(), size.height()))
        x += size.width()
    return places
