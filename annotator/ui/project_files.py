"""Opening, making and closing projects, and coming back to where one was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFileDialog

from annotator import assets
from annotator.errors import UserError
from annotator.ui.messages import Message
from annotator.ui.settings import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.store.project import Project
    from annotator.ui.dialogs.new_project import NewProject
    from annotator.ui.main_window import MainWindow
    from annotator.ui.tasks import Task, Tasks

SUFFIX = ".annodb"
LARGE = 10_000_000
"""A file of so many bytes that is not known is checked beside the window before it is opened."""


class ProjectFiles(QObject):
    """What the commands about project files do. The store is imported when it is needed."""

    articles_dropped = Signal(list)
    merge_requested = Signal(list)
    opened_for_reading = Signal()

    def __init__(self, window: MainWindow, tasks: Tasks) -> None:
        super().__init__(window)
        self._tasks = tasks
        self._window = window
        self._session = window.session
        self._settings = window.settings
        self.order: Callable[[], Sequence[str]] = self._all_documents
        self.way_in: Callable[[Path], str] = lambda _path: ""
        self.refuses_new: Callable[[Path], bool] = lambda _path: False

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {
            "project.new": self.ask_for_new,
            "project.open": self.ask_for_file,
            "project.sample": self.open_sample,
            "project.snapshot": self.say_saved,
            "project.close": self.close,
        }

    # ------------------------------------------------------------ opening

    def ask_for_new(self) -> None:
        """Ask what the new project should be."""
        from annotator.ui.dialogs.new_project import NewProjectDialog

        dialog = NewProjectDialog(self._settings, self._window)
        dialog.chosen.connect(self.create)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def create(self, choice: NewProject) -> None:
        """Make the project that was chosen and open it."""
        from annotator.jobs.creating import create_project

        if self.refuses_new(choice.path):
            return
        self._settings.annotator_name = choice.annotator_name
        self._settings.last_folder = str(choice.path.parent)
        self._open(lambda: create_project(choice.path, title=choice.title, codebook=choice.codebook))

    def ask_for_file(self) -> None:
        """Ask which project to open."""
        from annotator.ui.dialogs.new_project import documents_folder

        folder = self._settings.last_folder or str(documents_folder())
        dialog = QFileDialog(self._window, self.tr("Open a project"), folder)
        dialog.setObjectName("open_project")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        filters = [self.tr("Annotator projects (*{suffix})"), self.tr("All files (*)")]
        dialog.setNameFilters([text.format(suffix=SUFFIX) for text in filters])
        dialog.fileSelected.connect(lambda path: self.open_path(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_path(self, path: Path) -> bool:
        """Open this project file; False, and a message, if that is not possible now."""
        from annotator.store.known import is_known
        from annotator.store.project import Project

        if self._session.path is not None and path.resolve() == self._session.path.resolve():
            return True
        way = self.way_in(path)
        if way:
            return way == "reading" and self._open(lambda: Project.open(path, read_only=True))
        if path.is_file() and path.stat().st_size > LARGE and not is_known(path):
            self._check_first(path)
            return False
        return self._open(lambda: Project.open(path))

    def _check_first(self, path: Path) -> None:
        """Check a large file beside the window; it is then known, and opened here at once."""
        from annotator.store.project import Project

        def work(_task: Task) -> None:
            Project.open(path).close()

        def end() -> None:
            self._window.show_busy("")

        def failed(error: UserError) -> None:
            end()
            self._window.messages.show_message(Message(error.message, error.hint, topic="open"))

        def done(_nothing: None) -> None:
            end()
            self._open(lambda: Project.open(path))

        self.remember_place()
        self._session.close_project()
        title = self.tr("Checking {name}").format(name=path.name)
        self._window.show_busy(title)
        self._tasks.run(title, work, done=done, failed=failed, cancelled=end)

    def open_sample(self) -> None:
        """Make a fresh copy of the sample project among the user's documents, and open it."""
        from annotator.jobs.creating import create_from_jsonl
        from annotator.ui.dialogs.new_project import documents_folder, free_path

        last = Path(self._settings.last_folder) if self._settings.last_folder else None
        folder = last if last is not None and last.is_dir() else documents_folder()
        path = free_path(folder, self.tr("Sample project"))
        sample = assets.resources() / "sample_project.jsonl"
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self._open(lambda: create_from_jsonl(path, sample))
        finally:
            QApplication.restoreOverrideCursor()

    def reopen(self) -> None:
        """Read everything anew; the place stays."""
        path = self._session.path
        if path is not None:
            self.remember_place()
            self._session.close_project()
            self.open_path(path)

    def open_latest(self) -> None:
        """Go on where the user was when the window was closed."""
        latest = self._settings.last_project
        if latest and Path(latest).is_file():
            self.open_path(Path(latest))

    def _open(self, make: Callable[[], Project]) -> bool:
        bar = self._window.messages
        if not self._settings.annotator_name:
            self._window.start_page.store_name()
        try:
            project = make()
        except UserError as error:
            bar.show_message(Message(error.message, error.hint, topic="open"))
            return False
        self.remember_place()
        bar.clear_messages()
        self._session.open_project(project)
        self._settings.remember_project(project.path, project.title)
        if project.read_only:
            self.opened_for_reading.emit()
        self.go_back_to_place()
        return True

    def close(self) -> None:
        """Close the project and show the start page."""
        self.remember_place()
        self._session.close_project()
        self._settings.last_project = ""
        self._window.messages.clear_messages()
        self._window.start_page.focus_first()

    # ------------------------------------------------------------ places

    def remember_place(self) -> None:
        """Note document, caret and scroll of the open project."""
        session = self._session
        if session.project is not None and session.document is not None:
            scroll = self._window.page.verticalScrollBar().value()
            place = Place(session.document.id, session.caret, scroll)
            self._settings.remember_place(session.project.id, place)

    def go_back_to_place(self) -> None:
        """Show what was shown when this project was last open; else what is to be done next."""
        session, page = self._session, self._window.page
        if session.project is None:
            return
        place = self._settings.place(session.project.id)
        if place.document_id and session.project.document(place.document_id) is not None:
            session.open_document(place.document_id, position=place.caret)
            QTimer.singleShot(0, page, lambda: page.verticalScrollBar().setValue(place.scroll))
        else:
            self._open_first()
        page.setFocus()

    def _open_first(self) -> None:
        documents = list(self.order())
        open_ones = [one for one in documents if self._session.work(one).state != "done"]
        first = next(iter(open_ones or documents), None)
        if first is not None:
            self._session.open_document(first)

    def _all_documents(self) -> list[str]:
        project = self._session.project
        return [document.id for document in project.documents()] if project is not None else []

    # ------------------------------------------------------------ saved, dropped

    def say_saved(self) -> None:
        """Say that all is saved, which it always is, and offer a snapshot."""
        text = self.tr("Everything is saved already.")
        hint = self.tr("A snapshot is a copy of the project as it is now, in a file of its own.")
        self._window.messages.show_message(
            Message(text, hint, "ok", "snapshot", self.tr("Save a snapshot…"), self.ask_for_snapshot)
        )

    def ask_for_snapshot(self) -> None:
        """Ask where the copy should go."""
        from annotator.ui.dialogs.new_project import free_path

        path = self._session.path
        if path is None:
            return
        proposal = free_path(path.parent, self.tr("{name} snapshot").format(name=path.stem))
        dialog = QFileDialog(self._window, self.tr("Save a snapshot"), str(proposal))
        dialog.setObjectName("save_snapshot")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.setNameFilter(self.tr("Annotator projects (*{suffix})").format(suffix=SUFFIX))
        dialog.selectFile(proposal.name)
        dialog.fileSelected.connect(lambda chosen: self.save_snapshot(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_snapshot(self, path: Path) -> None:
        """Copy the open project to this file."""
        from annotator.store.backup import copy_project

        project = self._session.project
        if project is None:
            return
        try:
            copy_project(project, path, replacing=True)
        except UserError as error:
            message = Message(error.message, error.hint, topic="snapshot")
        else:
            text = self.tr("The snapshot is saved.")
            message = Message(text, str(path), kind="ok", topic="snapshot")
        self._window.messages.show_message(message)

    def take_dropped(self, paths: Sequence[Path]) -> None:
        """A project opens, or is merged into the open one; anything else goes to the import preview."""
        projects = [path for path in paths if path.suffix.casefold() == SUFFIX]
        articles = [path for path in paths if path.suffix.casefold() != SUFFIX]
        if projects and self._session.is_writable:
            self.merge_requested.emit(projects)
        elif projects:
            self.open_path(projects[0])
        if articles:
            self.articles_dropped.emit(articles)
