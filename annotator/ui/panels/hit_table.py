"""The table of a concordance: aligned at the hit, walked and chosen by keys or mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from annotator.ui.panels.hit_delegate import HitDelegate, row_height
from annotator.ui.panels.hit_texts import Column, column_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QResizeEvent

    from annotator.ui.panels.hit_model import HitModel
    from annotator.ui.session import Session

_WIDTHS = {
    Column.MARK: 32,
    Column.ARTICLE: 170,
    Column.LABEL: 128,
    Column.ANNOTATOR: 100,
    Column.ORIGIN: 90,
}
_OPTIONAL = (Column.ARTICLE, Column.LABEL, Column.ANNOTATOR, Column.ORIGIN)
_HIDDEN_AT_FIRST = (Column.MARK, Column.ANNOTATOR, Column.ORIGIN)
_SHARE_BEFORE = 0.44
_NARROW = 560
"""In a table of less than this width, in logical pixels, the optional columns give way."""
_WALKING = frozenset(
    (
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
    )
)


class HitTable(QTableView):
    """Rows of hits. `pressed_key` is asked first what a key does; True if it did something.

    A key that `is_own_key` says is the list's, even where it is a command of the window.

    `menu_requested` carries the place of the wanted menu on the screen.
    """

    menu_requested = Signal(QPoint)
    mark_clicked = Signal(int)

    def __init__(self, session: Session, model: HitModel) -> None:
        super().__init__()
        self.setObjectName("hits")
        self.setAccessibleName(self.tr("Hits"))
        self.pressed_key: Callable[[QKeyEvent], bool] | None = None
        self.is_own_key: Callable[[QKeyEvent], bool] | None = None
        self._wanted = set(Column) - set(_HIDDEN_AT_FIRST)
        self.setModel(model)
        self.setItemDelegate(HitDelegate(session, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self._prepare_headers()

    def _prepare_headers(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(8)
        rows.setDefaultSectionSize(row_height(self.font()))
        header = self.horizontalHeader()
        header.setMinimumSectionSize(24)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_column_menu)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        header.sectionResized.connect(self._follow_width)
        self._arrange()

    # ------------------------------------------------------------ columns

    def show_column(self, column: Column, is_wanted: bool) -> None:
        """Show a column or leave it out."""
        self._wanted = self._wanted | {column} if is_wanted else self._wanted - {column}
        self._arrange()

    def column_menu(self, menu: QMenu) -> None:
        """Fill a menu with the columns that can be shown or left out."""
        for column in _OPTIONAL:
            action = menu.addAction(column_names()[column])
            action.setCheckable(True)
            action.setChecked(column in self._wanted)
            action.toggled.connect(lambda is_on, one=column: self.show_column(one, is_on))

    def _show_column_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        self.column_menu(menu)
        menu.popup(self.horizontalHeader().mapToGlobal(place))

    def _follow_width(self, section: int, _old: int, _new: int) -> None:
        if section == Column.ARTICLE:
            self._arrange()

    def _arrange(self) -> None:
        """Share the width that the facts leave between what stands before and behind the hits."""
        header = self.horizontalHeader()
        width = self.viewport().width()
        is_narrow = width < _NARROW
        for column in Column:
            gives_way = is_narrow and column in _OPTIONAL
            self.setColumnHidden(column, gives_way or column not in self._wanted)
        facts = (one for one in _WIDTHS if not self.isColumnHidden(one))
        left = max(120, width - sum(header.sectionSize(one) for one in facts))
        before = int(left * _SHARE_BEFORE)
        header.resizeSection(Column.LEFT, before)
        header.resizeSection(Column.PLACE, left - before)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the hits at their place in the width."""
        super().resizeEvent(event)
        self._arrange()

    # ------------------------------------------------------------ choosing

    def chosen_rows(self) -> list[int]:
        """The chosen rows from top to bottom."""
        rows: set[int] = set()
        for first, last in self.chosen_ranges():
            rows.update(range(first, last + 1))
        return sorted(rows)

    def chosen_ranges(self) -> list[tuple[int, int]]:
        """The chosen rows as ranges, both ends inclusive, in no order."""
        chosen = self.selectionModel().selection()
        ranges = (chosen.at(place) for place in range(chosen.count()))
        return [(one.top(), one.bottom()) for one in ranges]

    def choose_row(self, row: int) -> None:
        """Choose this row alone and bring it into sight."""
        index = self.model().index(row, Column.PLACE)
        flag = QItemSelectionModel.SelectionFlag
        # Without flags a key that is held, as in Shift+F4, would choose all rows on the way.
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.scrollTo(index)

    # ------------------------------------------------------------ keys and mouse

    def event(self, event: QEvent) -> bool:
        """Claim the keys of one's own before the window takes them."""
        is_claim = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_claim and self.is_own_key is not None and self.is_own_key(event):  # type: ignore[arg-type]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Commands first, then walking and choosing."""
        if self.pressed_key is not None and self.pressed_key(event):
            event.accept()
            return
        is_all = event.key() == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in _WALKING or is_all:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a box decides; the rest chooses."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == Column.MARK:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.mark_clicked.emit(index.row())
            return
        is_right = event.button() == Qt.MouseButton.RightButton
        if is_right and index.isValid() and self.selectionModel().isSelected(index):
            return
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The commands on the chosen rows, by right click or the menu key."""
        place = event.globalPos()
        if event.reason() == event.Reason.Keyboard:
            below = self.visualRect(self.currentIndex()).bottomLeft()
            place = self.viewport().mapToGlobal(below)
        self.menu_requested.emit(place)
