"""Opening what lies in a synced or network folder: a copy of one's own, or reading only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.errors import UserError
from annotator.ui.messages import Message
from annotator.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.main_window import MainWindow
    from annotator.ui.project_files import ProjectFiles
    from annotator.ui.tasks import Task

_TOPIC = "open"


class SharedPlaces(QObject):
    """Stands before every project that is opened: what others can write to is not worked in."""

    def __init__(
        self,
        window: MainWindow,
        files: ProjectFiles,
        remember: Callable[[Path, Path | None], object],
    ) -> None:
        """`remember` is told through which folder the project at a path is shared from now on."""
        super().__init__(window)
        self._window = window
        self._files = files
        self._remember = remember
        self._tasks = Tasks(self)
        self._reading: set[Path] = set()
        window.closing.connect(self._tasks.stop)
        files.way_in = self.way_in
        files.refuses_new = self.refuses_new

    def way_in(self, path: Path) -> str:
        """How this file is opened: "" for writing, "reading", or "asked" when a person must decide."""
        from annotator.store.places import place_of

        if self.is_chosen_for_reading(path):
            return "reading"
        if not path.is_file() or place_of(path) is None:
            return ""
        self.ask(path)
        return "asked"

    def is_chosen_for_reading(self, path: Path) -> bool:
        """Whether somebody wanted to read this file where it lies."""
        return path.resolve() in self._reading

    def refuses_new(self, path: Path) -> bool:
        """Whether a new project must not be made here; a message says so."""
        from annotator.store.places import place_of

        place = place_of(path)
        if place is not None:
            hint = self.tr(
                "Make it in a folder of your own, then share it: Team › Shared folder… publishes"
                " copies of it there, and takes in the others’."
            )
            self._complain(UserError(place.described(path), hint))
        return place is not None

    def ask(self, path: Path) -> None:
        """Offer a copy of one's own, or reading only."""
        from annotator.store.places import place_of
        from annotator.store.publication import plain_name
        from annotator.ui.dialogs.new_project import free_path
        from annotator.ui.dialogs.shared_folder_place import SharedPlaceDialog

        place = place_of(path)
        if place is None:
            return
        name = place.name if place.kind == "conflict" else plain_name(path.name)
        target = free_path(local_folder(), Path(name).stem)
        dialog = SharedPlaceDialog(place.described(path), path.parent, target, self._window)
        dialog.copy_chosen.connect(lambda chosen: self._copy(path, chosen))
        dialog.reading_chosen.connect(lambda: self._read(path))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _read(self, path: Path) -> None:
        self._reading.add(path.resolve())
        self._files.open_path(path)

    def _copy(self, path: Path, target: Path) -> None:
        """Copy the project to the local place beside the window, and share it from there."""
        from annotator.jobs.shared_folder_joining import copy_here

        def work(task: Task) -> Path:
            target.parent.mkdir(parents=True, exist_ok=True)
            return copy_here(path, target, stop=task.is_cancelled)

        def done(made: Path) -> None:
            self._remember(made, path.parent)
            self._files.open_path(made)

        title = self.tr("Copying {name}").format(name=path.name)
        task = self._tasks.run(title, work, done=done, failed=self._complain)
        self._window.statuses.show_task(task)

    def _complain(self, error: UserError) -> None:
        self._window.messages.show_message(Message(error.message, error.hint, topic=_TOPIC))


def local_folder() -> Path:
    """A folder for one's own projects: among the documents, unless these are synced themselves."""
    from annotator.store.places import place_of
    from annotator.ui.dialogs.new_project import documents_folder

    home = Path.home()
    for folder in (documents_folder(), home, home / "Annotator"):
        if place_of(folder / "project") is None:
            return folder
    return home
