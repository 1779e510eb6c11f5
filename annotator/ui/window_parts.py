"""Parts of the window that can be hidden, and going from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from annotator.ui import icons, theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.ui.settings import Settings


class PartToggles(QObject):
    """One checkable action for each part that is no dock; what is hidden stays hidden."""

    def __init__(
        self, parts: Mapping[str, tuple[str, QWidget]], settings: Settings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self.actions: list[QAction] = []
        for name, (title, widget) in parts.items():
            is_shown = name not in settings.hidden_parts
            action = QAction(title, self)
            action.setObjectName(f"show_{name}")
            action.setCheckable(True)
            action.setChecked(is_shown)
            action.toggled.connect(widget.setVisible)
            action.toggled.connect(lambda shown, name=name: self._remember(name, shown))
            widget.setVisible(is_shown)
            self.actions.append(action)

    def _remember(self, name: str, is_shown: bool) -> None:
        others = [hidden for hidden in self._settings.hidden_parts if hidden != name]
        self._settings.hidden_parts = others if is_shown else [*others, name]


class DockTitle(QFrame):
    """The title of a panel, with a button that hides it; drag it to move the panel.

    While a tab says the same, it takes no room.
    """

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self._is_needed = True
        self.setProperty("role", "dock-title")
        title = QLabel(dock.windowTitle())
        close = QToolButton()
        close.setObjectName(f"hide_{dock.objectName()}")
        close.setIcon(icons.icon("close"))
        close.setIconSize(QSize(14, 14))
        close.setAutoRaise(True)
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.setToolTip(self.tr("Hide; the menu View shows it again"))
        close.setAccessibleName(self.tr("Hide {title}").format(title=dock.windowTitle()))
        close.clicked.connect(dock.close)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.STEP + theme.HALF_STEP, 2, theme.HALF_STEP, 2)
        row.addWidget(title)
        row.addStretch(1)
        row.addWidget(close)
        self._parts = (title, close)

    def set_needed(self, is_needed: bool) -> None:
        """Take room, or none."""
        if is_needed != self._is_needed:
            self._is_needed = is_needed
            for part in self._parts:
                part.setVisible(is_needed)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its parts, or nothing."""
        hint = super().sizeHint()
        return hint if self._is_needed else QSize(hint.width(), 0)

    def minimumSizeHint(self) -> QSize:
        """As high as its parts, or nothing."""
        hint = super().minimumSizeHint()
        return hint if self._is_needed else QSize(0, 0)


def next_pane(panes: Sequence[QWidget], focused: QWidget | None) -> QWidget | None:
    """Where the focus should go: into the pane after the one that has it."""
    held = next(
        (
            index
            for index, pane in enumerate(panes)
            if focused is not None and (pane is focused or pane.isAncestorOf(focused))
        ),
        -1,
    )
    for step in range(1, len(panes) + 1):
        target = entrance(panes[(held + step) % len(panes)])
        if target is not None:
            return target
    return None


def entrance(pane: QWidget) -> QWidget | None:
    """The part of a pane that takes the focus first: a list rather than a field above it."""
    if pane.focusPolicy() & Qt.FocusPolicy.TabFocus or pane.focusProxy() is not None:
        return pane
    inside = [
        child
        for child in pane.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and child.isEnabled()
        and child.isVisibleTo(pane)
    ]
    lists = [child for child in inside if child.inherits("QAbstractItemView")]
    return next(iter(lists or inside), None)
