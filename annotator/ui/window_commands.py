"""What the commands of the menus View, Help and Settings do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog

from annotator.ui import keys
from annotator.ui.settings import Reading
from annotator.ui.window_parts import next_pane

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.main_window import MainWindow

_ZOOM = 1.1


class WindowCommands(QObject):
    """Text size, panes, settings and help of one window. Dialogs are imported when asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._dialogs: dict[str, QDialog] = {}
        window.commands["view.key_bar"].setCheckable(True)

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {
            "view.zoom_in": lambda: self.zoom(_ZOOM),
            "view.zoom_out": lambda: self.zoom(1 / _ZOOM),
            "view.zoom_reset": self.zoom_back,
            "view.key_bar": self.toggle_key_bar,
            "view.next_pane": self.go_to_next_pane,
            "menu.open": self.open_menu,
            "view.full_screen": self.toggle_full_screen,
            "settings.open": self.open_settings,
            "help.keys": self.show_keys,
            "help.manual": self.show_manual,
            "help.changes": self.show_changes,
            "help.about": self.show_about,
            "find.open": self.find,
            "find.next": self._window.find_bar.find_next,
            "find.previous": self._window.find_bar.find_previous,
            "window.quit": self._window.close,
        }

    # ------------------------------------------------------------ view

    def zoom(self, factor: float) -> None:
        """Make the reading text larger or smaller."""
        settings = self._window.settings
        reading = settings.reading.zoomed(factor)
        if reading.points == settings.reading.points:
            step = 0.5 if factor > 1 else -0.5
            larger = Reading(reading.font_family, reading.points + step, reading.line_width)
            reading = larger.zoomed(1.0)
        settings.reading = reading

    def zoom_back(self) -> None:
        """The usual size of the reading text."""
        reading = self._window.settings.reading
        self._window.settings.reading = Reading(reading.font_family, line_width=reading.line_width)

    def toggle_key_bar(self) -> None:
        """Show or hide the keys below the page."""
        settings = self._window.settings
        settings.is_key_bar_visible = not settings.is_key_bar_visible

    def go_to_next_pane(self) -> None:
        """Put the focus into the next pane."""
        target = next_pane(self._window.panes(), QApplication.focusWidget())
        if target is not None:
            target.setFocus()

    def open_menu(self) -> None:
        """Open the first menu of the menu bar; Esc closes it, Esc again leads back."""
        bar = self._window.menuBar()
        first = next((one for one in bar.actions() if one.isVisible() and one.isEnabled()), None)
        if first is not None:
            bar.setActiveAction(first)

    def toggle_full_screen(self) -> None:
        """Use the whole screen, or a window again."""
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    def find(self) -> None:
        """Look for something in the article: at first for what is selected."""
        session = self._window.session
        chosen = session.selection
        self._window.find_bar.open_find(session.text[chosen.start : chosen.end] if chosen else "")

    # ------------------------------------------------------------ dialogs

    def open_settings(self, tab: str = "general") -> None:
        """Show one tab of the settings: general, reading, keys or labels."""
        from annotator.ui.dialogs.settings import SettingsDialog

        window = self._window
        dialog = SettingsDialog(window.settings, window.session.codebook, window)
        dialog.show_tab(tab)
        self._show("settings", dialog)

    def open_reading_settings(self) -> None:
        """Show the settings of the page."""
        self.open_settings("reading")

    def show_keys(self) -> None:
        """Show all keys that now hold."""
        from annotator.ui.dialogs.key_sheet import KeySheet

        settings, codebook = self._window.settings, self._window.session.codebook
        chosen = settings.label_keys(keys.codebook_id(codebook))
        everything = [
            *keys.label_bindings(codebook, chosen),
            *keys.bindings(settings.keys),
            *keys.following_bindings(codebook),
            *keys.fixed_bindings(),
        ]
        self._show("keys", KeySheet(keys.grouped(everything), self._window))

    def show_manual(self) -> None:
        """Show the manual."""
        from annotator.ui.dialogs.reader import Manual

        self._show("manual", Manual(self._window))

    def show_changes(self) -> None:
        """Show what is new."""
        from annotator.ui.dialogs.reader import WhatIsNew

        self._show("changes", WhatIsNew(self._window))

    def show_about(self) -> None:
        """Say what this program is."""
        from annotator.ui.dialogs.about import About

        self._show("about", About(self._window))

    def show_crash(self, report: str, *, is_from_last_time: bool = False) -> None:
        """Show a crash report; one at a time."""
        from annotator.ui.dialogs.crash_report import CrashReport

        if "crash" not in self._dialogs:
            dialog = CrashReport(report, is_from_last_time=is_from_last_time, parent=self._window)
            self._show("crash", dialog)

    def _show(self, name: str, dialog: QDialog) -> None:
        former = self._dialogs.pop(name, None)
        if former is not None:
            former.close()
        self._dialogs[name] = dialog
        dialog.finished.connect(lambda: self._forget(name, dialog))
        dialog.show()
        dialog.activateWindow()

    def _forget(self, name: str, dialog: QDialog) -> None:
        if self._dialogs.get(name) is dialog:
            del self._dialogs[name]
        dialog.deleteLater()
