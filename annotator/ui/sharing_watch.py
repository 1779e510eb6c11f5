"""A project that somebody else has open: who, for how long, and taking over when she is gone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QObject, QTimer

from annotator.ui.messages import Message
from annotator.ui.words import counted

if TYPE_CHECKING:
    from annotator.store.lock import Holder, Watched
    from annotator.ui.main_window import MainWindow
    from annotator.ui.project_files import ProjectFiles
    from annotator.ui.sharing_places import SharedPlaces

EVERY = 1_000
"""How often a waiting window looks whether the holder is gone, in milliseconds."""
_TOPIC = "reading-only"
_STEP = 10
_DAY = 86_400


class HolderWatch(QObject):
    """Says why a project is open for reading only, and opens it for writing when that can be."""

    def __init__(self, window: MainWindow, files: ProjectFiles, places: SharedPlaces) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._files = files
        self._places = places
        self._said = -1
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self._look)
        files.opened_for_reading.connect(self.show_reason)
        window.session.closed.connect(self._timer.stop)

    def show_reason(self) -> None:
        """Say who writes to the open project, or what else is in the way."""
        from annotator.store import lock

        project = self._session.project
        if project is None:
            return
        if self._places.is_chosen_for_reading(project.path):
            hint = self.tr(
                "To work on it, make a copy on your own disk; it is shared through the folder."
            )
            words, action = self.tr("Make a copy…"), lambda: self._places.ask(project.path)
            self._show(hint, words, action)
            return
        held = lock.watch(project.path)
        if held is None:
            words = self.tr("Try again to write")
            self._show(project.read_only_reason, words, self._files.reopen)
        else:
            hint = f"{project.read_only_reason} {self._since(held.holder)}"
            self._show(hint, self.tr("Take over when it is free"), self._wait)

    def _show(self, hint: str, words: str, action: object) -> None:
        text = self.tr("This project is open for reading only.")
        message = Message(text, hint, "warning", _TOPIC, words, action)  # type: ignore[arg-type]
        self._window.messages.show_message(message)

    def _since(self, holder: Holder) -> str:
        """When the holder has opened it, by its own clock."""
        if not holder.opened:
            return ""
        moment = QDateTime.fromSecsSinceEpoch(int(holder.opened))
        shown, is_today = QLocale.FormatType.ShortFormat, time.time() - holder.opened < _DAY
        when = QLocale().toString(moment.time() if is_today else moment, shown)
        return self.tr("It was opened there at {0}.").format(when)

    # ------------------------------------------------------------ waiting

    def _wait(self) -> None:
        self._said = -1
        self._timer.start()
        self._look()

    def _stop(self) -> None:
        self._timer.stop()
        self.show_reason()

    def _look(self) -> None:
        """Open the project for writing if its holder is proved gone; else say what is waited for."""
        from annotator.store import lock

        path = self._session.path
        if path is None:
            return
        held = lock.watch(path)
        if held is None or held.is_gone:
            self._timer.stop()
            self._files.reopen()
            if self._session.is_writable:
                self._session.announced.emit(self.tr("The project is free: you can write now."))
            return
        self._say_waiting(held)

    def _say_waiting(self, held: Watched) -> None:
        """Say it anew only when something has changed: it is read aloud, too."""
        silence = int(held.silence) // _STEP * _STEP
        if silence == self._said:
            return
        self._said = silence
        hint = self.tr("Waiting until {0} closes it; you can read on meanwhile.")
        words = hint.format(held.holder.described())
        if silence:
            quiet = self.tr("No sign of life for {0}; after 30 seconds it is taken over.")
            words += " " + quiet.format(counted(silence, "%n second", "%n seconds"))
        self._show(words, self.tr("Stop waiting"), self._stop)
