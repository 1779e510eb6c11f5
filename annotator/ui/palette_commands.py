"""Ctrl+K: opens the command palette, and does what was chosen in it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from annotator.ui.action_table import SPECS
from annotator.ui.entity_registry import registry_of
from annotator.ui.palette_entries import Shelf, read_articles, read_entities, remembered
from annotator.ui.palette_offers import entries_at_hand
from annotator.ui.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model.change import Edit
    from annotator.ui.dialogs.palette import Palette
    from annotator.ui.main_window import MainWindow
    from annotator.ui.palette_entries import Entry

_READERS = {"articles": read_articles, "entities": read_entities}
_STALE_AFTER = {"articles": ("document",), "entities": ("entity", "query", "label")}
_WARMING_UP = 1_500
"""The palette is made so long after the window, in milliseconds, so that it opens at once."""


class PaletteCommands(QObject):
    """Opens the palette. What it does elsewhere is told to it: `open_settings`, `open_project`."""

    def __init__(
        self,
        window: MainWindow,
        open_settings: Callable[[str], object],
        open_project: Callable[[Path], object],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._open_settings = open_settings
        self._open_project = open_project
        self._palette: Palette | None = None
        self._reader = Reader(window.session, self)
        self._at_hand = Shelf(())
        self._read: dict[str, Shelf] = {}
        self._stale = set(_READERS)
        window.session.opened.connect(self._forget)
        window.session.closed.connect(self._forget)
        window.session.edited.connect(self._follow)
        self._guard = KeyGuard(window.commands["palette.open"], self)
        warming_up = QTimer(self)
        warming_up.setSingleShot(True)
        warming_up.timeout.connect(self._made)
        warming_up.start(_WARMING_UP)

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {"palette.open": self.open_palette}

    def open_palette(self) -> None:
        """Show the palette, or close it where it is shown."""
        palette = self._made()
        if palette.isVisible():
            palette.close_palette()
            return
        self._at_hand = Shelf(entries_at_hand(self._window))
        palette.open_with(self._shelves(), self._window.settings.palette_recent)
        QTimer.singleShot(0, self._read_stale)

    def _made(self) -> Palette:
        if self._palette is None:
            from annotator.ui.dialogs.palette import Palette

            self._palette = Palette(self._window)
            self._palette.chosen.connect(self._run)
        return self._palette

    # ------------------------------------------------------------ gathering

    def _shelves(self) -> list[Shelf]:
        return [self._at_hand, *self._read.values()]

    def _forget(self) -> None:
        self._read = {}
        self._stale = set(_READERS)
        if self._palette is not None and self._palette.isVisible():
            self._palette.close_palette()

    def _follow(self, edit: Edit) -> None:
        self._stale |= {name for name, kinds in _STALE_AFTER.items() if edit.writes(*kinds)}

    def _read_stale(self) -> None:
        """Read what is not known yet, beside the window; it is shown as soon as it is there."""
        if self._window.session.project is None:
            return
        for name in sorted(self._stale):
            self._reader.ask(name, _READERS[name], partial(self._take, name))
        self._stale.clear()

    def _take(self, name: str, shelf: Shelf) -> None:
        self._read[name] = shelf
        if self._palette is not None and self._palette.isVisible():
            self._palette.show_shelves(self._shelves())

    # ------------------------------------------------------------ doing

    def _run(self, entry: Entry) -> None:
        settings = self._window.settings
        settings.palette_recent = remembered(settings.palette_recent, entry.name)
        run: dict[str, Callable[[str], object]] = {
            "command": self._run_command,
            "label": self._run_label,
            "panel": self._show_panel,
            "setting": self._run_setting,
            "project": lambda path: self._open_project(Path(path)),
            "article": self._show_article,
            "entity": self._show_entity,
            "query": self._window.session.search_requested.emit,
        }
        run[entry.kind](entry.id)

    def _run_command(self, action_id: str) -> None:
        if SPECS[action_id].scope == "page":
            self._window.page.setFocus()
        self._window.commands[action_id].trigger()

    def _run_label(self, label_id: str) -> None:
        self._window.page.setFocus()
        action = self._window.commands.labels.get(label_id)
        if action is not None:
            action.trigger()

    def _show_panel(self, name: str) -> None:
        panel = self._window.show_panel(name)
        enter = getattr(panel, "enter", panel.setFocus)
        enter()

    def _run_setting(self, name: str) -> None:
        what, _, choice = name.partition(":")
        if what == "theme":
            self._window.settings.theme = choice
        else:
            self._open_settings(choice)

    def _show_article(self, document_id: str) -> None:
        session = self._window.session
        session.open_document(document_id)
        session.page_requested.emit()

    def _show_entity(self, entity_id: str) -> None:
        """The entity in its panel, with its mentions."""
        self._show_panel("entities")
        registry_of(self._window.session).choose(entity_id)


class KeyGuard(QObject):
    """Keeps the palette's key from the field that has the focus, which may want it for itself."""

    def __init__(self, action: QAction, parent: QObject) -> None:
        super().__init__(parent)
        self._action = action
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def _follow(self, _former: QWidget | None, focused: QWidget | None) -> None:
        if isinstance(focused, QLineEdit):
            focused.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A field in a Linux window would delete to the end of the line with Ctrl+K."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            pressed = QKeySequence(event.keyCombination())
            if pressed in self._action.shortcuts():
                event.ignore()
                return True
        return super().eventFilter(watched, event)
