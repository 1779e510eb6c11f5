"""Menus and tool bar, made from the table of commands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar, QSizePolicy, QToolBar, QToolButton, QWidget

from annotator.ui import icons
from annotator.ui.action_table import ACTIONS, SPECS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.ui.actions import Actions
    from annotator.ui.session import Session
    from annotator.ui.settings import RecentProject

_BEGINS_GROUP = frozenset(
    (
        "project.import",
        "project.snapshot",
        "codebook.edit",
        "window.quit",
        "page.copy",
        "find.open",
        "selection.expand",
        "span.attribute",
        "entity.link",
        "relation.speaker",
        "suggestion.accept",
        "hints.show",
        "candidate.next",
        "span.next",
        "edge.right",
        "document.next",
        "document.attributes",
        "view.zoom_in",
        "palette.open",
        "help.changes",
        "others.change",
        "adjudication.start",
        "team.packages",
        "team.merge",
    )
)
_TOOLS = (
    "project.open",
    "project.import",
    "",
    "edit.undo",
    "edit.redo",
    "",
    "document.previous",
    "document.next",
    "document.done",
)
_TOOLS_AT_THE_END = ("project.export", "settings.open")
_PAGE_COMMANDS = (
    "span.attribute",
    "span.note",
    "doubt.write",
    "entity.link",
    "entity.choose",
    "relation.speaker",
    "relation.link",
    "relation.link_here",
    "relation.choose",
    "span.delete",
    "others.take_over",
    "",
    "selection.expand",
    "selection.shrink",
    "fragment.add",
    "label.repeat",
    "label.all_equal",
    "label.in_project",
    "",
    "example.good",
    "example.bad",
    "info.show",
    "page.copy",
)
_TOOL_SIDE = 20
_ROLES = {
    "settings.open": QAction.MenuRole.PreferencesRole,
    "window.quit": QAction.MenuRole.QuitRole,
    "help.about": QAction.MenuRole.AboutRole,
}


class Menus(QObject):
    """The menu bar; the menus of labels and recent projects are filled anew when asked."""

    project_requested = Signal(Path)

    def __init__(self, bar: QMenuBar, actions: Actions, panels: Iterable[QAction]) -> None:
        super().__init__(bar)
        self._actions = actions
        titles = {
            "file": self.tr("&File"),
            "edit": self.tr("&Edit"),
            "annotate": self.tr("&Annotate"),
            "go": self.tr("&Go"),
            "team": self.tr("&Team"),
            "view": self.tr("&View"),
            "help": self.tr("&Help"),
        }
        self._menus = {name: bar.addMenu(title) for name, title in titles.items()}
        for name, menu in self._menus.items():
            menu.setObjectName(f"menu_{name}")
        self.recent = QMenu(self.tr("Recent projects"), bar)
        self.recent.triggered.connect(lambda entry: self.project_requested.emit(entry.data()))
        self.labels = QMenu(self.tr("Labels"), bar)
        self._menus["annotate"].addMenu(self.labels)
        for spec in ACTIONS:
            if spec.menu:
                self._add(spec.id, self._menus[spec.menu])
        view = self._menus["view"]
        view.addSeparator()
        for toggle in panels:
            view.addAction(toggle)

    def _add(self, action_id: str, menu: QMenu) -> None:
        action = self._actions[action_id]
        action.setIcon(icons.icon(SPECS[action_id].icon))
        action.setMenuRole(_ROLES.get(action_id, QAction.MenuRole.NoRole))
        if action_id in _BEGINS_GROUP:
            menu.addSeparator()
        menu.addAction(action)
        if action_id == "project.sample":
            menu.addMenu(self.recent)

    def menu(self, name: str) -> QMenu:
        """One of the menus: file, edit, annotate, go, team, view or help."""
        return self._menus[name]

    def show_labels(self) -> None:
        """Fill the menu of labels from the actions that now stand for them."""
        self.labels.clear()
        for action in self._actions.labels.values():
            self.labels.addAction(action)
        self.labels.setEnabled(bool(self._actions.labels))

    def show_recent(self, projects: Iterable[RecentProject]) -> None:
        """Fill the menu of recent projects; missing ones are shown, but cannot be opened."""
        self.recent.clear()
        for project in projects:
            entry = self.recent.addAction(project.title or project.path.stem)
            entry.setToolTip(str(project.path))
            entry.setEnabled(not project.is_missing)
            entry.setData(project.path)
        self.recent.setToolTipsVisible(True)
        self.recent.setEnabled(not self.recent.isEmpty())


def add_tool_bar(window: QMainWindow, actions: Actions, panels: Iterable[QAction]) -> QToolBar:
    """The tool bar: files, undo, articles; at its end the panels, export and settings."""
    bar = QToolBar(window.tr("Tool bar"), window)
    bar.setObjectName("tool_bar")
    bar.setIconSize(QSize(_TOOL_SIDE, _TOOL_SIDE))
    for action_id in _TOOLS:
        if action_id:
            bar.addAction(actions[action_id])
        else:
            bar.addSeparator()
    gap = QWidget()
    gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(gap)
    for toggle in panels:
        bar.addAction(toggle)
    bar.addSeparator()
    for action_id in _TOOLS_AT_THE_END:
        bar.addAction(actions[action_id])
    for action in bar.actions():
        button = bar.widgetForAction(action)
        if button is not None and action.text():
            button.setObjectName(f"tool:{action.objectName()}")
            button.setAccessibleName(action.text())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    done = bar.widgetForAction(actions["document.done"])
    actions["document.done"].setIconText(window.tr("Done"))
    if isinstance(done, QToolButton):
        done.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    window.addToolBar(bar)
    return bar


def page_menu(actions: Actions, session: Session, parent: QWidget) -> QMenu:
    """What can be done at this place of the page."""
    menu = QMenu(parent)
    menu.setObjectName("page_menu")
    title = menu.tr("Relabel") if session.focus is not None else menu.tr("Label")
    labels = menu.addMenu(title)
    for action in actions.labels.values():
        labels.addAction(action)
    for action_id in _PAGE_COMMANDS:
        if action_id:
            menu.addAction(actions[action_id])
        else:
            menu.addSeparator()
    return menu
