"""A list of hits as a concordance, with all that can be done with those that are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from annotator.model.hit import Hit
from annotator.ui.panels.buttons import NO_MENU_SIGN
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.hit_commands import COMMANDS, HitCommands
from annotator.ui.panels.hit_model import HitModel
from annotator.ui.panels.hit_orders import in_order
from annotator.ui.panels.hit_table import HitTable
from annotator.ui.panels.hit_texts import key_of, one_line
from annotator.ui.panels.marks import swatch
from annotator.ui.panels.texts import unfolding
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotator.model.change import Edit
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_BUTTONS = ("go", "unlink", "delete", "reject")


class HitList(QWidget):
    """A table of hits, with a row of buttons below it.

    Enter or a double click goes to the place (`hit_activated`), Space shows it and stays in
    the list; label keys, D, U and X act on all that is chosen. Rows follow every edit.
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
        self.table.menu_requested.connect(self._show_menu)
        self.table.selectionModel().selectionChanged.connect(self._follow_choice)
        self.model.modelReset.connect(self._follow_choice)
        self.model.rowsInserted.connect(self._follow_choice)
        self.model.rowsRemoved.connect(self._follow_choice)
        self.setFocusProxy(self.table)
        self._count = plain_label(role="muted")
        self._count.setObjectName("hits_chosen")
        self._buttons: list[QWidget] = []
        self._next_row: int | None = None
        self._order = "text"
        self.button_row = QHBoxLayout()
        self._lay_out(has_buttons=not is_review)
        session.edited.connect(self.follow)
        self._follow_choice()

    def _lay_out(self, *, has_buttons: bool) -> None:
        self.button_row.setContentsMargins(0, 0, 0, 0)
        self.button_row.setSpacing(6)
        if has_buttons:
            self._add_buttons()
        self.button_row.addStretch(1)
        self.button_row.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.table, 1)
        column.addLayout(self.button_row)

    def _add_buttons(self) -> None:
        labels = QPushButton(unfolding(self.tr("Label as")))
        labels.setObjectName("hits_label")
        labels.setAccessibleName(self.tr("Label as"))
        labels.setProperty("role", "small")
        labels.setStyleSheet(NO_MENU_SIGN.replace("QToolButton", "QPushButton"))
        menu = QMenu(labels)
        menu.aboutToShow.connect(lambda: self.commands.fill_labels(menu))
        labels.setMenu(menu)
        for command in COMMANDS:
            if command.id in _BUTTONS:
                self.add_button(command.id, self.tr(command.text), self.commands.key_of(command))
            if command.id == "go":
                self.button_row.addWidget(labels)
                self._buttons.append(labels)

    def add_button(self, command_id: str, text: str, key: str) -> None:
        """A button for one of the list's commands."""
        button = QPushButton(text)
        button.setObjectName(f"hits_{command_id}")
        button.setAccessibleName(text)
        button.setProperty("role", "small")
        button.setToolTip(f"{text} ({key})" if key else text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.commands.run(command_id))
        self.button_row.addWidget(button)
        self._buttons.append(button)

    # ------------------------------------------------------------ what is shown

    def show_hits(self, hits: Iterable[Hit]) -> None:
        """Show these and nothing else."""
        self.model.show(hits)
        self.table.scrollToTop()

    def add_hits(self, hits: Sequence[Hit]) -> None:
        """Show these, too, below the others."""
        self.model.add(hits)

    def replace_hits(self, hits: Sequence[Hit]) -> None:
        """Show these; the current hit stays current, or the one behind it comes next."""
        hits = in_order(hits, self._order)
        current, row = self.current(), self.table.currentIndex().row()
        survivors = {key_of(hit) for hit in hits}
        passed = sum(key_of(hit) in survivors for hit in self.hits[: max(row, 0)])
        self.model.show(hits)
        self._next_row = None
        if current is None:
            return
        if key_of(current) in survivors:
            places = (place for place, hit in enumerate(hits) if key_of(hit) == key_of(current))
            self.table.choose_row(next(places))
        else:
            self._next_row = passed

    def sort(self, order: str) -> None:
        """List the hits in one of the `ORDERS` from now on."""
        if order != self._order or order != "text":
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
        row = self.table.currentIndex().row()
        self.model.follow(edit)
        self._keep_current(row)

    def enter(self) -> None:
        """Take the focus, at the first row if none is current."""
        self.table.setFocus()
        if not self.table.currentIndex().isValid() and self.hits:
            self.table.choose_row(0)

    # ------------------------------------------------------------ what is chosen

    def selected(self) -> list[Hit]:
        """The chosen hits from top to bottom."""
        return [self.hits[row] for row in self.table.chosen_rows()]

    def selected_count(self) -> int:
        """How many are chosen."""
        return sum(last - first + 1 for first, last in self.table.chosen_ranges())

    def current(self) -> Hit | None:
        """The hit that the keys are at."""
        row = self.table.currentIndex().row()
        return self.hits[row] if 0 <= row < len(self.hits) else None

    def step(self, by: int) -> bool:
        """Make the next hit (1) or the one before (-1) current, around the ends; False without hits."""
        if not self.hits:
            return False
        row = self.table.currentIndex().row()
        if row < 0:
            behind = self._next_row if self._next_row is not None else 0
            row = behind if by > 0 else behind + by
        else:
            row += by
        self._next_row = None
        self.table.choose_row(row % len(self.hits))
        return True

    def _follow_choice(self, *_places: object) -> None:
        chosen, total = self.selected_count(), len(self.hits)
        for button in self._buttons:
            button.setEnabled(bool(chosen))
        one, many = self.tr("%n chosen"), self.tr("%n chosen")
        self._count.setText(counted(chosen, one, many) if chosen > 1 and total else "")
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

    def copy(self) -> None:
        """Copy what is chosen as lines: article, before, hit, after."""
        lines = (
            "\t".join(one_line(part) for part in (hit.title, hit.left, hit.text, hit.right))
            for hit in self.selected()
        )
        QGuiApplication.clipboard().setText("\n".join(lines))

    def swatch(self, label_id: str) -> QIcon:
        """The mark of a label in small."""
        return swatch(self._session.codebook.label(label_id), scale=self.devicePixelRatioF())

    def _keep_current(self, row: int) -> None:
        """Where the current row has gone, the next one is current."""
        if row >= 0 and self.hits and not self.table.selectionModel().hasSelection():
            self.table.choose_row(min(row, len(self.hits) - 1))

    def _show_menu(self, place: QPoint) -> None:
        self.commands.menu().popup(place)
