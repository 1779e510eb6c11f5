"""The keys that now hold, and the filter by which lists and panels obey theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from annotator.ui.panel_table import EVERY_SPEC, FIXED, OPENING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

_FIXED = {spec.id: frozenset(QKeySequence(key).toString() for key in spec.keys) for spec in FIXED}

_COMMANDING = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class Keymap(QObject):
    """The keys of all commands, those of the user before the usual ones; `changed` says: look again."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chosen: Mapping[str, tuple[str, ...]] = {}
        self._sequences: dict[str, list[QKeySequence]] = {}

    def set_keys(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        """Use these keys instead of the usual ones, by command id."""
        if chosen != self._chosen:
            self._chosen = dict(chosen)
            self._sequences = {}
            self.changed.emit()

    def keys(self, command_id: str) -> list[QKeySequence]:
        """The keys of a command, the one that is shown first."""
        if command_id not in self._sequences:
            keys = self._chosen.get(command_id, EVERY_SPEC[command_id].keys)
            self._sequences[command_id] = [QKeySequence(key) for key in keys]
        return self._sequences[command_id]

    def first(self, command_id: str) -> QKeySequence:
        """The key that is shown; empty if the command has none."""
        return next(iter(self.keys(command_id)), QKeySequence())

    def stands_for(self, event: QKeyEvent, command_id: str) -> bool:
        """Whether the pressed key is one of this command, and not fixed where the command holds."""
        pressed = pressed_keys(event)
        return any(key in pressed for key in self.keys(command_id)) and not is_fixed(
            event, EVERY_SPEC[command_id].scope
        )


class PlaceKeys(QObject):
    """Lets a widget obey the commands of its place before all others, whatever their keys now are.

    A key that the window has, too, is the widget's while it has the focus. With `is_line` one
    types in the widget: keys that write are left to it.
    """

    def __init__(
        self,
        widget: QWidget,
        keymap: Keymap,
        functions: Mapping[str, Callable[[], object]],
        *,
        is_line: bool = False,
    ) -> None:
        super().__init__(widget)
        self._keymap = keymap
        self._functions = functions
        self._is_line = is_line
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim the keys of the place from the window, and do what they stand for."""
        is_claim = event.type() == QEvent.Type.ShortcutOverride
        if not isinstance(event, QKeyEvent) or not (is_claim or event.type() == QEvent.Type.KeyPress):
            return False
        function = self._function_of(event)
        if function is None:
            return False
        event.accept()
        if not is_claim:
            function()
        return True

    def _function_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        if self._is_line and not event.modifiers() & _COMMANDING and event.text().isprintable():
            return None
        for command_id, function in self._functions.items():
            if self._keymap.stands_for(event, command_id):
                return function
        return None


def pressed_keys(event: QKeyEvent) -> list[QKeySequence]:
    """The key as keymaps write it: with Shift, and without it where Shift only makes the sign."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key.Key_Tab if event.key() == Qt.Key.Key_Backtab else event.key()
    found = [QKeySequence(key | modifiers.value)]
    sign = event.text()
    if modifiers & Qt.KeyboardModifier.ShiftModifier and sign.isprintable() and not sign.isalnum():
        plain = modifiers & ~Qt.KeyboardModifier.ShiftModifier
        found.append(QKeySequence(key | plain.value))
    return found


def is_fixed(event: QKeyEvent, place: str) -> bool:
    """Whether the key does in this place what it does in every list."""
    pressed = pressed_keys(event)[0].toString()
    names = (name for name, keys in _FIXED.items() if pressed in keys)
    return any(name != "fixed.open" or place in OPENING for name in names)
