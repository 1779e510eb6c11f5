"""The pen: each gesture of the mouse labels, until Esc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.ui.text_view.modes import KeyMode, PenMode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView


class Pen(QObject):
    """V, then a label's key. `label_keys` gives the keys that now hold, by label id."""

    def __init__(self, session: Session, page: TextView, label: Callable[[str], object]) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._label = label
        self.label_keys: Callable[[], Mapping[str, str]] = self._codebook_keys
        page.gesture_ended.connect(self._draw)

    def start(self) -> None:
        """Wait for a label's key."""
        keys = {key: self._taker(label_id) for label_id, key in self.label_keys().items() if key}
        prompt = self.tr("Pen: the key of a label · Esc leaves")
        self._page.enter_mode(KeyMode(prompt, keys, self._page.leave_mode))

    def _taker(self, label_id: str) -> Callable[[], None]:
        def take() -> None:
            name = self._session.codebook.label(label_id).name
            prompt = self.tr("Pen {name}: click, double-click or drag · Esc leaves").format(name=name)
            self._page.enter_mode(PenMode(prompt, label_id, self._page.leave_mode))

        return take

    def _draw(self) -> None:
        mode = self._page.mode
        if isinstance(mode, PenMode) and self._session.is_writable:
            self._session.set_focus(None)
            self._label(mode.label)

    def _codebook_keys(self) -> dict[str, str]:
        return {label.id: label.hotkey for label in self._session.codebook.labels.values()}
