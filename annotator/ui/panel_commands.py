"""Commands that bring up a panel or a dialog of the whole project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model.values import Span
    from annotator.ui.main_window import MainWindow

_PANELS = {
    "search.open": "search",
    "checks.run": "checks",
    "overview.show": "overview",
    "agreement.show": "agreement",
    "entities.show": "entities",
    "doubts.show": "doubts",
    "conflicts.show": "conflicts",
}
"""Which panel a command brings up, by action id."""


class PanelCommands(QObject):
    """Shows panels and lets them take the focus (`enter`)."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._closes_after_review = False
        window.session.search_requested.connect(self._search)
        window.session.doubt_requested.connect(self._write_doubt)

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {
            **{action: self._entering(panel) for action, panel in _PANELS.items()},
            "search.next": lambda: self._step(1),
            "search.previous": lambda: self._step(-1),
        }

    def _entering(self, name: str) -> Callable[[], None]:
        def enter() -> None:
            self._closes_after_review = False
            self._window.show_panel(name).enter()  # type: ignore[attr-defined]

        return enter

    def _search(self, query: str) -> None:
        self._window.show_panel("search").ask(query)  # type: ignore[attr-defined]

    def _write_doubt(self, about: object) -> None:
        self._window.show_panel("doubts").write_about(about)  # type: ignore[attr-defined]

    def review(self, span: Span) -> None:
        """Show where else in the project the words of a span stand; away again afterwards."""
        self._closes_after_review = not self._window.docks["search"].isVisible()
        panel = self._window.show_panel("search")
        unique = Qt.ConnectionType.UniqueConnection
        panel.propagation.left.connect(self._end_review, unique)  # type: ignore[attr-defined]
        panel.review(span)  # type: ignore[attr-defined]

    @Slot()
    def _end_review(self) -> None:
        if self._closes_after_review:
            self._window.docks["search"].close()
        self._closes_after_review = False

    def _step(self, by: int) -> None:
        self._window.show_panel("search").step(by)  # type: ignore[attr-defined]
