"""The codebook's labels as chips: their key, their mark, and their guideline on hovering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from annotator.model.values import CODEBOOK_KINDS
from annotator.ui.keymap import PlaceKeys
from annotator.ui.panels.chip import Chip, MoreChip
from annotator.ui.panels.chip_rows import ChipRows
from annotator.ui.panels.marks import swatch
from annotator.ui.panels.texts import key_text

if TYPE_CHECKING:
    from annotator.model.change import Edit
    from annotator.model.codebook import Label
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_MOST_OF_HEIGHT = 0.15
"""Which part of the height around them the rows may take."""


class LabelChips(QWidget):
    """All labels in rows, a small gap between layers; one tab stop, then arrow keys.

    Labels with keys come first; what finds no room in three rows is in the menu of the last
    chip. Which chips are shown depends on the codebook and the window alone, so that nothing
    jumps. `page_requested` comes after a label that was chosen by key, and on Esc.
    """

    page_requested = Signal()

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("chips")
        self.setAccessibleName(self.tr("Labels"))
        self._session = session
        self._actions = actions
        self._chips: dict[str, Chip] = {}
        self._more = MoreChip(self)
        self._more.clicked.connect(self._open_menu)
        self._more.step_requested.connect(self._step)
        self._more.page_requested.connect(self.page_requested)
        self._rows = ChipRows(self._more)
        self._rows.setContentsMargins(16, 4, 16, 8)
        self.setLayout(self._rows)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        session.opened.connect(self.refresh)
        session.closed.connect(self.refresh)
        session.edited.connect(self._follow)
        session.focus_changed.connect(self._press_focused)
        session.document_opened.connect(self._enable)
        self.refresh()

    def refresh(self) -> None:
        """Make the chips anew: after the labels or their keys have changed."""
        self._rows.clear()
        self._chips = {}
        layer = None
        keyed = [(label, self._key_of(label)) for label in self._session.codebook.labels.values()]
        for label, key in sorted(keyed, key=lambda one: not one[1]):
            chip = Chip(label, key)
            PlaceKeys(chip, self._actions.keymap, {"chips.guideline": chip.show_guideline})
            chip.clicked.connect(self._trigger)
            chip.step_requested.connect(self._step)
            chip.page_requested.connect(self.page_requested)
            self._rows.add(chip, gap_before=layer is not None and label.layer != layer)
            self._chips[label.id] = chip
            layer = label.layer
        self._rows.activate()
        self._press_focused()
        self._enable()

    def hidden_labels(self) -> list[str]:
        """The ids of the labels that are in the menu of the last chip."""
        return [label_id for label_id, chip in self._chips.items() if chip.isHidden()]

    def event(self, event: QEvent) -> bool:
        """Look how high the place is in which the rows stand; press what new rows show."""
        parent = self.parentWidget()
        if event.type() == QEvent.Type.ParentChange and parent is not None:
            parent.installEventFilter(self)
        is_handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest or event.type() == QEvent.Type.Resize:
            self._press_focused()
        return is_handled

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In a low window there are fewer rows."""
        parent = self.parentWidget()
        if event.type() == QEvent.Type.Resize and parent is not None and watched is parent:
            self._rows.limit(round(parent.height() * _MOST_OF_HEIGHT))
        return False

    def _key_of(self, label: Label) -> str:
        action = self._actions.labels.get(label.id)
        return key_text(action.shortcut()) if action is not None else key_text(label.hotkey)

    def _follow(self, edit: Edit) -> None:
        if edit.writes(*CODEBOOK_KINDS):
            self.refresh()
        else:
            self._press_focused()
            self._enable()

    def _enable(self) -> None:
        is_enabled = self._session.document is not None and self._session.is_writable
        for chip in (*self._chips.values(), self._more):
            chip.setEnabled(is_enabled)

    # ------------------------------------------------------------ pressing

    def _press_focused(self) -> None:
        focus = self._session.focus
        pressed = focus.label if focus is not None else ""
        for label_id, chip in self._chips.items():
            if chip.isChecked() != (label_id == pressed):
                chip.setChecked(label_id == pressed)
        is_in_menu = pressed in self._chips and self._chips[pressed].isHidden()
        self._more.setChecked(is_in_menu)
        stops = self._stops()
        here: QAbstractButton | None = self._more if is_in_menu else self._chips.get(pressed)
        here = here or next(iter(stops), None)
        for stop in stops:
            is_stop = stop is here
            stop.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_stop else Qt.FocusPolicy.NoFocus)

    def _stops(self) -> list[QAbstractButton]:
        """What the arrow keys go through."""
        return [chip for chip in (*self._chips.values(), self._more) if not chip.isHidden()]

    def _trigger(self) -> None:
        chip = self.sender()
        assert isinstance(chip, Chip)
        self._choose(chip.label.id)

    def _choose(self, label_id: str) -> None:
        self._press_focused()
        action = self._actions.labels.get(label_id)
        if action is not None:
            action.trigger()

    def _step(self, step: int) -> None:
        stops = self._stops()
        here = self.sender()
        assert isinstance(here, QAbstractButton)
        index = stops.index(here) + step
        if 0 <= index < len(stops):
            stops[index].setFocusPolicy(Qt.FocusPolicy.TabFocus)
            stops[index].setFocus(Qt.FocusReason.TabFocusReason)
            here.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _open_menu(self) -> None:
        """Show the labels that have no chip."""
        self._press_focused()
        menu = QMenu(self)
        menu.setObjectName("more_labels_menu")
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        focus = self._session.focus
        for label_id in self.hidden_labels():
            label = self._chips[label_id].label
            key = self._key_of(label)
            text = label.name.replace("&", "&&")
            entry = menu.addAction(swatch(label), f"{text}\t{key}" if key else text)
            entry.setToolTip(self._chips[label_id].toolTip())
            entry.setData(label_id)
            if focus is not None and focus.label == label_id:
                menu.setActiveAction(entry)
        menu.triggered.connect(lambda entry: self._choose(entry.data()))
        if self._more.hasFocus():
            menu.triggered.connect(self.page_requested)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))
