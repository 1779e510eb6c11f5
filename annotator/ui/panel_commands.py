"""Commands that bring up a panel or a dialog of the whole project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.main_window import MainWindow

_PANELS = {
    "search.open": "search",
    "checks.run": "checks",
    "overview.show": "overview",
    "entities.show": "entities",
    "doubts.show": "doubts",
}
"""Which panel a command brings up, by action id."""


class PanelCommands(QObject):
    """Shows panels and lets them take the focus (`enter`)."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {action: self._entering(panel) for action, panel in _PANELS.items()}

    def _entering(self, name: str) -> Callable[[], None]:
        def enter() -> None:
            self._window.show_panel(name).enter()  # type: ignore[attr-defined]

        return enter
