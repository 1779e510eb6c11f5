"""What the command palette offers without reading anything: the entries of the open window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui import keys, theme
from annotator.ui.action_table import ACTIONS, SPECS
from annotator.ui.docks import PANELS
from annotator.ui.palette_entries import Entry, said
from annotator.ui.panels.colours import label_colours

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

_UNLISTED = ("palette.open", "page.undo", "page.keys", "page.escape")
_FIRST_IN_ARTICLE = ("annotate", "go", "edit")
_SETTINGS_TABS = ("general", "reading", "keys", "labels")


def entries_at_hand(window: MainWindow) -> list[Entry]:
    """What needs no reading: commands, labels, panels, settings and recent projects."""
    commands, labels = _commands(window), _labels(window)
    named = {one.text for one in commands}
    panels = [one for one in _panels(window) if one.text not in named]
    return [*commands, *labels, *panels, *_settings(), *_projects(window)]


def _commands(window: MainWindow) -> list[Entry]:
    commands, is_open = window.commands, window.session.project is not None
    found = []
    first = _FIRST_IN_ARTICLE if window.session.document is not None else ()
    for spec in sorted(ACTIONS, key=lambda one: one.menu not in first):
        if spec.id in _UNLISTED:
            continue
        action = commands[spec.id]
        key = action.shortcut().toString()
        refusal = "" if action.isEnabled() else _refusal(spec.id, is_open=is_open)
        text = action.text().rstrip("…").replace("&", "")
        group = QCoreApplication.translate("Keys", keys.GROUPS.get(spec.menu, ""))
        icon = spec.icon or "chevron-right"
        found.append(Entry("command", spec.id, text, group, key, icon, refusal))
    return found


def _labels(window: MainWindow) -> list[Entry]:
    codebook = window.session.codebook
    is_focused = window.session.focus is not None
    detail = said("Relabel") if is_focused else said("Label")
    found = []
    for label_id, action in window.commands.labels.items():
        refusal = "" if action.isEnabled() else said("open an article first")
        colour = label_colours(codebook.label(label_id)).line.name()
        key = action.shortcut().toString()
        found.append(Entry("label", label_id, action.text(), detail, key, "", refusal, label_id, colour))
    return found


def _panels(window: MainWindow) -> list[Entry]:
    is_open = window.session.project is not None
    refusal = "" if is_open else said("open a project first")
    return [
        Entry(
            "panel",
            spec.name,
            QCoreApplication.translate("Panels", spec.title),
            said("Panel"),
            icon=spec.icon,
            refusal=refusal,
        )
        for spec in PANELS
    ]


def _settings() -> list[Entry]:
    titles = (said("General"), said("Reading"), said("Keys"), said("Keys of labels"))
    where = said("Settings")
    found = [
        Entry("setting", f"tab:{tab}", f"{where}: {title}", where, icon="settings")
        for tab, title in zip(_SETTINGS_TABS, titles, strict=True)
    ]
    colours = {
        theme.SYSTEM: said("as the system"),
        theme.LIGHT.name: said("light"),
        theme.DARK.name: said("dark"),
        theme.HIGH_CONTRAST_LIGHT.name: said("high contrast, light"),
        theme.HIGH_CONTRAST_DARK.name: said("high contrast, dark"),
    }
    for choice, name in colours.items():
        icon = "moon" if "dark" in choice else "sun"
        text = f"{said('Colours')}: {name}"
        also = said("theme mode {name}").format(name=name)
        found.append(Entry("setting", f"theme:{choice}", text, where, icon=icon, also=also))
    return found


def _projects(window: MainWindow) -> list[Entry]:
    opened = window.session.path
    missing = said("the file is not there")
    return [
        Entry(
            "project",
            str(one.path),
            one.title or one.path.stem,
            str(one.path.parent),
            icon="folder-open",
            refusal=missing if one.is_missing else "",
            also=one.path.name,
        )
        for one in window.settings.recent_projects
        if one.path != opened
    ]


def _refusal(action_id: str, *, is_open: bool) -> str:
    """Why a command cannot be given now."""
    needs = SPECS[action_id].needs
    if action_id in ("edit.undo", "edit.redo"):
        return said("there is nothing to take back or do again")
    if needs in ("document", "edit", "span"):
        return said("open an article first")
    if needs == "sight" and is_open:
        return said("in this project nobody sees the annotations of others")
    return said("open a project first")
