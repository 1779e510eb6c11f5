"""Hover texts that say which keys do the same, as the keys now are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.ui.panels.texts import key_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from annotator.ui.keymap import Keymap


class KeyTip(QObject):
    """Keeps the keys of commands in a widget's hover text.

    `places` says by command id how its key is told, such as “{key} in the list”.
    """

    def __init__(self, widget: QWidget, keymap: Keymap, words: str, places: Mapping[str, str]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._keymap = keymap
        self._words = words
        self._places = places
        keymap.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        keys = ((key_text(self._keymap.first(one)), words) for one, words in self._places.items())
        told = ", ".join(words.format(key=key) for key, words in keys if key)
        self._widget.setToolTip(f"{self._words} ({told})" if told else self._words)
