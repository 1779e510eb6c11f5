"""A list of hits as a concordance, with all that can be done with those that are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.hit import Hit
from annotator.ui.panels.hit_buttons import HitButtons
from annotator.ui.panels.hit_commands import HitCommands
from annotator.ui.panels.hit_model import HitModel
from annotator.ui.panels.hit_orders import AS_FOUND, in_order
from annotator.ui.panels.hit_table import HitTable
from annotator.ui.panels.hit_texts import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotator.model.change import Edit
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session


class HitList(QWidget):
    """A table of hits, with a row of buttons below it.

    Enter or a double click goes to the place (`hit_activated`); label keys and those of the
    list act on all that is chosen. Rows follow every edit.
    """

    hit_activated = Signal(Hit)
    chosen_changed = Signal()

    def __init__(self, session: Session, actions: Actions, *, is_review: bool = False) -> None:
        """In a review nothing is written; its owner adds the commands and the buttons."""
        super().__init__()
        self._session = session
        self.model = HitModel(session, self)
        self.table = HitTable(session, self.model)
        self.commands = HitCommands(session, actions, self, is_review=is_review)
        self.table.pressed_key = self.commands.press
        self.table.is_own_key = self.commands.is_own
        self.table.doubleClicked.connect(lambda _index: self.go())
        self.table.menu_requested.connect(lambda place: self.commands.menu().popup(place))
        self.table.selectionModel().selectionChanged.connect(self._follow_choice)
        self.model.modelReset.connect(self._follow_choice)
        self.model.rowsInserted.connect(self._follow_choice)
        self.model.rowsRemoved.connect(self._follow_choice)
        self.setFocusProxy(self.table)
        self._next_row: int | None = None
        self._order = AS_FOUND
        self.buttons = HitButtons(self.commands)
        self.button_row = self.buttons.row
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.table, 1)
        column.addWidget(self.buttons)
        session.edited.connect(self.follow)
        self._follow_choice()

    # ------------------------------------------------------------ what is shown

    def show_hits(self, hits: Iterable[Hit]) -> None:
        """Show these and nothing else."""
        self.model.show(hits)
        self.table.scrollToTop()

    def add_hits(self, hits: Sequence[Hit]) -> None:
        """Show these, too, below the others."""
        self.model.add(hits)

    def replace_hits(self, hits: Sequence[Hit], *, order: str | None = None) -> None:
        """Show these; the current hit stays current, or the one behind it comes next.

        With `order` they are sorted so already, and will be from now on.
        """
        hits = in_order(hits, self._order) if order is None else hits
        self._order = self._order if order is None else order
        current = self.current() if self.selected_count() else None
        former, row = self.hits[: max(self.table.currentIndex().row(), 0)], -1
        if current is not None:
            wanted = key_of(current)
            row = next((place for place, hit in enumerate(hits) if key_of(hit) == wanted), -1)
        self.model.show(hits)
        self._next_row = None
        if row >= 0:
            self.table.choose_row(row)
        elif current is not None:
            survivors = {key_of(hit) for hit in hits}
            self._next_row = sum(key_of(hit) in survivors for hit in former)

    def sort(self, order: str) -> None:
        """List the hits in one of the `ORDERS` from now on."""
        if order != self._order or order != AS_FOUND:
            self._order = order
            self.replace_hits(self.hits)

    def clear(self) -> None:
        """Show nothing."""
        self.model.show(())

    @property
    def hits(self) -> Sequence[Hit]:
        """All hits in order, as they now are."""
        return self.model.hits

    def follow(self, edit: Edit) -> None:
        """Take over an edit; what is current stays in sight."""
        row = self.table.currentIndex().row() if self.selected_count() else -1
        self.model.follow(edit)
        self._keep_current(row)

    def enter(self) -> None:
        """Take the focus, at the current row, or the first; it is chosen, if none is."""
        self.table.setFocus()
        if not self.selected_count() and self.hits:
            self.table.choose_row(max(0, self.table.currentIndex().row()))

    # ------------------------------------------------------------ what is chosen

    def selected(self) -> list[Hit]:
        """The chosen hits from top to bottom."""
        return [self.hits[row] for row in self.table.chosen_rows()]

    def selected_count(self) -> int:
        """How many are chosen."""
        return sum(last - first + 1 for first, last in self.table.chosen_ranges())

    def current(self) -> Hit | None:
        """The hit that the keys are at, else the first that is chosen."""
        row = self.table.currentIndex().row()
        if row < 0:
            row = min((first for first, _last in self.table.chosen_ranges()), default=-1)
        return self.hits[row] if 0 <= row < len(self.hits) else None

    def step(self, by: int) -> bool:
        """Make the next hit (1) or the one before (-1) current, around the ends; False without hits."""
        if not self.hits:
            return False
        row = self.table.currentIndex().row()
        if row < 0 or not self.selected_count():
            behind = self._next_row if self._next_row is not None else 0
            row = behind if by > 0 else behind + by
        else:
            row += by
        self._next_row = None
        self.table.choose_row(row % len(self.hits))
        return True

    def _follow_choice(self, *_places: object) -> None:
        self.buttons.show_number(self.selected_count())
        self.chosen_changed.emit()

    # ------------------------------------------------------------ commands

    def go(self) -> None:
        """Go to the current place; the page takes the focus."""
        hit = self.current()
        if hit is not None:
            self.preview()
            self.hit_activated.emit(hit)
            self._session.page_requested.emit()

    def preview(self) -> None:
        """Show the current place and stay in the list."""
        hit = self.current()
        if hit is not None:
            self._session.go_to(hit.document_id, hit.start, hit.end, span_id=hit.span_id)

    def take_off(self) -> None:
        """Take what is chosen off the list; nothing is written."""
        rows = self.table.chosen_rows()
        self.model.remove(rows)
        if rows:
            self._keep_current(rows[0])

    def _keep_current(self, row: int) -> None:
        """Where the current row has gone, the next one is current."""
        if row >= 0 and self.hits and not self.table.selectionModel().hasSelection():
            self.table.choose_row(min(row, len(self.hits) - 1))
