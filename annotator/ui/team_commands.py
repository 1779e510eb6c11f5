"""Commands on whose annotations are seen and changed; those of the menu Team that need the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model import edits
from annotator.model.sight import SETTING

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.main_window import MainWindow


class TeamCommands(QObject):
    """Shows and hides others' annotations, lets them be changed, and sets what the project says."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        for name in ("others.show", "others.change"):
            window.commands[name].setCheckable(True)
        session = self._session
        for signal in (session.opened, session.closed, session.sights.changed, session.focus_changed):
            signal.connect(self._refresh)
        self._refresh()

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {
            "others.show": self.toggle_others,
            "others.change": self.toggle_changing,
            "team.sight": self.choose_sight,
        }

    def toggle_others(self) -> None:
        """Show the annotations of others, or hide them, for the time being."""
        sights = self._session.sights
        if sights.can_choose:
            sights.show_others(not sights.shows_others)
            words = (
                self.tr("Others’ annotations are shown.")
                if sights.shows_others
                else self.tr("Others’ annotations are hidden.")
            )
        else:
            words = self.tr("In this project nobody sees the annotations of others.")
        self._session.announced.emit(words)
        self._refresh()

    def toggle_changing(self) -> None:
        """Let the annotations of others be changed, or no longer."""
        others = self._session.others
        others.allow(not others.is_allowed)
        if not others.is_allowed:
            self._session.announced.emit(self.tr("Others’ annotations stay as they are again."))
        self._refresh()

    def choose_sight(self) -> None:
        """Ask what the project says of the annotations of others."""
        from annotator.ui.dialogs.team_sight import TeamSight

        session = self._session
        dialog = TeamSight(session.sights.way, is_writable=session.is_writable, parent=self._window)
        dialog.chosen.connect(self._set_way)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _set_way(self, way: str) -> None:
        session, project = self._session, self._session.project
        if project is None:
            return
        title = self.tr("others’ annotations: {way}").format(way=way)
        by, before = session.annotator.id, project.setting(SETTING)
        session.do(edits.set_field("setting", SETTING, "value", before, way, by=by, title=title))

    def _refresh(self) -> None:
        commands, session = self._window.commands, self._session
        commands["others.show"].setChecked(session.project is not None and session.sights.shows_others)
        commands["others.change"].setChecked(session.others.is_allowed)
