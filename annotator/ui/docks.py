"""The panels around the page: one table, and panels that are made when they are first shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QPushButton, QTabBar, QVBoxLayout, QWidget

from annotator.ui import icons
from annotator.ui.dock_tabs import DockTabs
from annotator.ui.window_parts import DockTitle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QShowEvent

    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_LEFT, _RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


@dataclass(frozen=True, slots=True)
class PanelSpec:
    """One panel: `module` and `widget` name its class, which is made with session and actions.

    A panel may have a method `enter`, which takes the focus when a command brings it up.
    """

    name: str
    title: str
    icon: str
    area: Qt.DockWidgetArea
    module: str
    widget: str


PANELS = (
    PanelSpec("articles", "Articles", "panel-left", _LEFT, "articles", "ArticlesPanel"),
    PanelSpec("inspector", "Inspector", "panel-right", _RIGHT, "inspector", "InspectorPanel"),
    PanelSpec("history", "History", "history", _RIGHT, "history", "HistoryPanel"),
    PanelSpec("entities", "Entities", "entity", _RIGHT, "entities", "EntitiesPanel"),
    PanelSpec("doubts", "Doubts", "doubt", _RIGHT, "doubts", "DoubtsPanel"),
    PanelSpec(
        "adjudication", "Adjudication", "check-circle", _RIGHT, "adjudication", "AdjudicationPanel"
    ),
    PanelSpec("feedback", "Feedback", "check", _RIGHT, "feedback", "FeedbackPanel"),
    PanelSpec("search", "Search", "search", _BOTTOM, "search", "SearchPanel"),
    PanelSpec("checks", "Checks", "checks", _BOTTOM, "checks", "ChecksPanel"),
    PanelSpec("conflicts", "Conflicts", "warning", _BOTTOM, "conflicts", "ConflictsPanel"),
    PanelSpec("overview", "Overview", "chart", _BOTTOM, "overview", "OverviewPanel"),
    PanelSpec("agreement", "Agreement", "chart", _BOTTOM, "agreement", "AgreementPanel"),
)
"""All panels; those of one area are tabs of one another."""


class PanelHolder(QWidget):
    """The place of a panel that is imported and made when it is first wanted."""

    def __init__(self, spec: PanelSpec, session: Session, actions: Actions) -> None:
        super().__init__()
        self._spec, self._session, self._actions = spec, session, actions
        self._made: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def panel(self) -> QWidget:
        """The panel itself."""
        if self._made is None:
            module = import_module(f"annotator.ui.panels.{self._spec.module}")
            self._made = getattr(module, self._spec.widget)(self._session, self._actions)
            for button in self._made.findChildren(QPushButton):
                button.setAutoDefault(True)  # Enter presses it, as Space does
            self._column.addWidget(self._made)
            self.setFocusProxy(self._made)
        return self._made

    def showEvent(self, event: QShowEvent) -> None:
        """Make the panel in time."""
        self.panel()
        super().showEvent(event)


class Docks(QObject):
    """The docks of a window by the names of their panels."""

    def __init__(
        self,
        window: QMainWindow,
        session: Session,
        actions: Actions,
        ready: Mapping[str, QWidget],
    ) -> None:
        """`ready` are the panels that exist already, by name."""
        super().__init__(window)
        self._window = window
        self.docks: dict[str, QDockWidget] = {}
        self._holders: dict[str, PanelHolder] = {}
        first: dict[Qt.DockWidgetArea, QDockWidget] = {}
        for spec in PANELS:
            panel = ready.get(spec.name)
            if panel is None:
                panel = self._holders[spec.name] = PanelHolder(spec, session, actions)
            dock = self.docks[spec.name] = self._dock(spec, panel)
            if spec.area in first:
                window.tabifyDockWidget(first[spec.area], dock)
            else:
                first[spec.area] = dock
        self._ready = dict(ready)
        self.tabs = DockTabs(window, self.docks.values())
        _hide_leftovers(window)

    def panel(self, name: str) -> QWidget:
        """The panel of this name, made if need be."""
        return self._ready.get(name) or self._holders[name].panel()

    def show(self, name: str) -> QWidget:
        """Bring a panel to the front, and return it."""
        self.docks[name].show()
        self.docks[name].raise_()
        return self.panel(name)

    def below(self) -> list[QDockWidget]:
        """The docks that stand below the page unless they are moved."""
        return [self.docks[spec.name] for spec in PANELS if spec.area == _BOTTOM]

    def _dock(self, spec: PanelSpec, panel: QWidget) -> QDockWidget:
        dock = QDockWidget(QCoreApplication.translate("Panels", spec.title), self._window)
        dock.setObjectName(f"{spec.name}_dock")
        dock.setTitleBarWidget(DockTitle(dock))
        dock.setWidget(panel)
        dock.setAllowedAreas(_LEFT | _RIGHT | _BOTTOM)
        self._window.addDockWidget(_mirrored(spec.area, self._window), dock)
        toggle = dock.toggleViewAction()
        toggle.setIcon(icons.icon(spec.icon))
        toggle.setObjectName(f"show_{spec.name}")
        toggle.triggered.connect(dock.raise_)
        return dock


def _hide_leftovers(window: QMainWindow) -> None:
    """Hide tabs that Qt leaves behind when a third dock joins two: others show the same and more."""
    bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    names = {bar: {bar.tabText(place) for place in range(bar.count())} for bar in bars}
    for bar in bars:
        if any(names[bar] < others for others in names.values()):
            bar.hide()


def _mirrored(area: Qt.DockWidgetArea, window: QMainWindow) -> Qt.DockWidgetArea:
    """The area on the other side where the window is read from right to left."""
    if window.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        return {_LEFT: _RIGHT, _RIGHT: _LEFT}.get(area, area)
    return area
