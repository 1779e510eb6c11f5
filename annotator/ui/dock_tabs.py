"""Docks that share a place: their tabs say what they are and hide them; a title would say it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QToolButton

from annotator.ui import icons
from annotator.ui.window_parts import DockTitle

if TYPE_CHECKING:
    from collections.abc import Collection

    from annotator.ui.settings import Settings

_SIDE = QTabBar.ButtonPosition.RightSide
_MANY = 4
"""From so many tabs on they stand closer."""
_BOTTOM_SHARE, _LARGEST_SHARE = 0.38, 0.45
"""Of the window's height, for panels below the page: at first, and at most."""
_LEAST_BOTTOM = 260
"""Pixels that panels below the page want at first, however low the window is."""


class DockTabs(QObject):
    """Hides the titles of docks that are tabs, and puts the button that hides one on its tab."""

    def __init__(self, window: QMainWindow, docks: Collection[QDockWidget]) -> None:
        super().__init__(window)
        self._window = window
        self._docks = docks
        self._soon = _moment(self)
        self._soon.timeout.connect(self.refresh)
        window.tabifiedDockWidgetActivated.connect(self._wait)
        for dock in docks:
            for signal in (dock.visibilityChanged, dock.topLevelChanged, dock.dockLocationChanged):
                signal.connect(self._wait)

    def _wait(self, _what: object = None) -> None:
        self._soon.start()

    def refresh(self) -> None:
        """Look anew which docks share a place."""
        for dock in self._docks:
            title = dock.titleBarWidget()
            if isinstance(title, DockTitle):
                title.set_needed(not self._is_tabbed(dock))
        options = Qt.FindChildOption.FindDirectChildrenOnly
        for bar in self._window.findChildren(QTabBar, options=options):
            bar.setObjectName("panel_tabs")
            bar.setAccessibleName(self.tr("Panels"))
            self._set_crowded(bar, is_crowded=bar.count() >= _MANY)
            self._place_button(bar)

    def _set_crowded(self, bar: QTabBar, *, is_crowded: bool) -> None:
        """Many tabs stand closer, so that their names are not cut."""
        if bool(bar.property("crowded")) != is_crowded:
            bar.setProperty("crowded", is_crowded)
            bar.style().unpolish(bar)
            bar.style().polish(bar)

    def _is_tabbed(self, dock: QDockWidget) -> bool:
        others = self._window.tabifiedDockWidgets(dock)
        return not dock.isFloating() and any(not other.isHidden() for other in others)

    def _place_button(self, bar: QTabBar) -> None:
        """Only the chosen tab has a button: where there are many, their names need the room."""
        for index in range(bar.count()):
            button = bar.tabButton(index, _SIDE)
            if index == bar.currentIndex():
                if button is None:
                    bar.setTabButton(index, _SIDE, button := self._new_button(bar))
                button.setAccessibleName(self.tr("Hide {title}").format(title=bar.tabText(index)))
            elif button is not None:
                bar.setTabButton(index, _SIDE, None)
                button.deleteLater()

    def _new_button(self, bar: QTabBar) -> QToolButton:
        button = QToolButton(bar)
        button.setObjectName("hide_panel")
        button.setIcon(icons.icon("close"))
        button.setIconSize(QSize(14, 14))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip(self.tr("Hide; the menu View shows it again"))
        button.clicked.connect(lambda: self._close(bar.tabText(bar.currentIndex())))
        return button

    def _close(self, title: str) -> None:
        for dock in self._docks:
            if dock.windowTitle() == title:
                dock.close()


class BottomHeight(QObject):
    """Gives the panels below the page a good height when one is first shown; it is kept later."""

    def __init__(self, window: QMainWindow, docks: Collection[QDockWidget], settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._docks = docks
        self._settings = settings
        self._is_given = False
        self._soon = _moment(self)
        self._soon.timeout.connect(self._give)
        for dock in docks:
            dock.visibilityChanged.connect(self._follow)

    def _follow(self, is_shown: bool) -> None:
        has_own = not self._settings.window_part("arrangement").isEmpty()
        if is_shown and not (has_own or self._is_given):
            self._soon.start()

    def _give(self) -> None:
        bottom = Qt.DockWidgetArea.BottomDockWidgetArea
        for dock in self._docks:
            if (
                dock.isVisible()
                and not dock.isFloating()
                and self._window.dockWidgetArea(dock) == bottom
            ):
                height = usual_bottom_height(self._window.height())
                self._window.resizeDocks([dock], [height], Qt.Orientation.Vertical)
                self._is_given = True
                return


def _moment(parent: QObject) -> QTimer:
    """A timer that runs out as soon as all else is done."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(0)
    return timer


def usual_bottom_height(window_height: int) -> int:
    """How high panels below the page are at first in a window of this height; both in pixels."""
    wanted = max(_LEAST_BOTTOM, round(_BOTTOM_SHARE * window_height))
    return min(wanted, round(_LARGEST_SHARE * window_height))
