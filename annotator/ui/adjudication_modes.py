"""What keys mean on the page while one adjudicates, and while the gold is edited by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from annotator.ui.keymap import pressed_keys
from annotator.ui.text_view.modes import key_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QAction, QKeyEvent

    from annotator.ui.keymap import Keymap

_PASSED = ("page.undo", "page.keys")
"""Commands of the page that hold while one adjudicates."""
_SCROLLING = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Tab,
)


@dataclass(slots=True)
class AdjudicationMode:
    """Lasts until Esc: the keys decide; other plain keys do nothing, so that nothing is labelled."""

    prompt: str
    functions: Mapping[str, Callable[[], object]]
    keymap: Keymap
    finish: Callable[[], object]
    refuse: Callable[[str], object]
    is_lasting: bool = True

    def wants(self, event: QKeyEvent) -> bool:
        """All plain keys, those for scrolling and undo apart."""
        if self._function(event) is not None:
            return True
        if any(self.keymap.stands_for(event, one) for one in _PASSED):
            return False
        return key_text(event) != "" and event.key() not in _SCROLLING

    def press(self, event: QKeyEvent) -> None:
        """Decide, move on, or leave."""
        function = self._function(event)
        if function is not None:
            function()
        elif key_text(event) == "Esc" or event.key() == Qt.Key.Key_Escape:
            self.finish()
        else:
            self.refuse(key_text(event))

    def leave(self) -> None:
        """Something else has the keys for a while."""

    def _function(self, event: QKeyEvent) -> Callable[[], object] | None:
        for command, function in self.functions.items():
            if self.keymap.stands_for(event, command) or _is_clicked(event, self.keymap, command):
                return function
        return None


def _is_clicked(event: QKeyEvent, keymap: Keymap, command: str) -> bool:
    """Whether the key bar was clicked where it names a key of this command."""
    is_made = event.key() == Qt.Key.Key_unknown and event.text() != ""
    return is_made and QKeySequence(event.text().upper()) in keymap.keys(command)


@dataclass(slots=True)
class EditingMode:
    """Lasts until Enter or Esc: keys of edges, labels and attributes act on the gold, no others."""

    prompt: str
    is_allowed: Callable[[QAction], bool]
    actions: Callable[[], list[QAction]]
    finish: Callable[[], object]
    refuse: Callable[[str], object]
    is_lasting: bool = True

    def wants(self, event: QKeyEvent) -> bool:
        """Plain keys but those of allowed commands; a key with Ctrl only for a command that is not."""
        if event.key() in _SCROLLING:
            return False
        pressed = pressed_keys(event)
        named = [one for one in self.actions() if any(key in pressed for key in one.shortcuts())]
        if key_text(event) in ("Return", "Esc") or not named:
            return key_text(event) != ""
        return not any(map(self.is_allowed, named))

    def press(self, event: QKeyEvent) -> None:
        """Enter and Esc end it; what could not act on the gold is refused."""
        if key_text(event) in ("Return", "Esc"):
            self.finish()
        else:
            self.refuse(key_text(event) or "Ctrl")

    def leave(self) -> None:
        """Something else has the keys for a while."""
