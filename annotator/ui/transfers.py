"""Import and export as the window does them: preview, work beside the window, report.

A large import is handed over: the window closes the project, a worker opens it, writes
and closes it, and the window opens it again where it was. Exports read a snapshot.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from annotator.errors import UserError
from annotator.ui.file_manager import with_folder
from annotator.ui.messages import Message
from annotator.ui.tasks import Tasks
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.jobs.exporting import ExportReport
    from annotator.jobs.importing import ImportReport
    from annotator.model.values import Annotator
    from annotator.store.project import Project
    from annotator.ui.export_choices import ExportChoice
    from annotator.ui.export_foresight import ExportForesight
    from annotator.ui.handing_over import HandingOver
    from annotator.ui.import_talk import ImportTalk
    from annotator.ui.import_terms import ImportTerms
    from annotator.ui.main_window import MainWindow
    from annotator.ui.project_files import ProjectFiles
    from annotator.ui.tasks import Task

HANDED_OVER = 50
"""Imports of more files than this are written by a worker."""
HANDED_OVER_BYTES = 1_000_000
"""So are imports of more bytes."""
LINES = 12
"""So many lines a message has at most."""


class Transfers(QObject):
    """What the commands Import and Export do."""

    def __init__(
        self, window: MainWindow, tasks: Tasks, files: ProjectFiles, handing_over: HandingOver
    ) -> None:
        super().__init__(window)
        self._handing_over = handing_over
        self._window = window
        self._session = window.session
        self._tasks = tasks
        self._files = files
        self._aside = Tasks(self)
        self._foresight: ExportForesight | None = None
        self._talk: ImportTalk | None = None
        window.closing.connect(self._end)

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {
            "project.import": self.ask_for_files,
            "project.import_folder": self.ask_for_folder,
            "project.export": self.ask_for_export,
        }

    def _end(self) -> None:
        for one in (self._foresight, self._talk):
            if one is not None:
                one.end()
        self._aside.stop()

    def _stop_looking(self) -> None:
        """The dialog is closed: what it wanted to know is not wanted any more."""
        foresight, self._foresight = self._foresight, None
        if foresight is not None:
            foresight.close()
            foresight.deleteLater()

    # ------------------------------------------------------------ import

    def ask_for_files(self) -> None:
        """Ask which files to import."""
        from annotator import formats

        endings = " ".join(f"*{ending}" for ending in dict.fromkeys(formats.readable_endings()))
        folder = self._window.settings.last_folder
        dialog = QFileDialog(self._window, self.tr("Import articles"), folder)
        dialog.setObjectName("import_files_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(
            [self.tr("Articles ({endings})").format(endings=endings), self.tr("All files (*)")]
        )
        dialog.filesSelected.connect(lambda chosen: self.preview([Path(one) for one in chosen]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_for_folder(self) -> None:
        """Ask which folder to import: one with articles, or one that is a corpus."""
        dialog = QFileDialog(self._window, self.tr("Import a folder"), self._window.settings.last_folder)
        dialog.setObjectName("import_folder_dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda chosen: self.preview([Path(chosen)]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def preview(self, paths: Sequence[Path]) -> None:
        """Look through these files and folders, and show what would be imported."""
        if not self._session.is_writable:
            text = self.tr("Open a project first, then import the articles into it.")
            self._window.messages.show_message(Message(text, kind="info", topic="import"))
            return
        from annotator.ui.import_talk import ImportTalk

        self._window.messages.solve("import")
        if self._talk is not None:
            self._talk.end()
            self._talk.deleteLater()
        self._talk = ImportTalk(self._window, self._aside, paths)
        self._talk.chosen.connect(self.bring_in)
        self._talk.begin(self._tasks)

    def bring_in(self, paths: Sequence[Path], terms: ImportTerms) -> None:
        """Import these files, as one step."""
        from annotator.ui.import_terms import bytes_to_read

        files = {_on_disk(path) for path in paths}
        size = sum(bytes_to_read(file) for file in files if file.is_file())
        has_corpus = any(file.is_dir() for file in files)
        if has_corpus or len(paths) > HANDED_OVER or size > HANDED_OVER_BYTES:
            self._hand_over(paths, terms)
            return
        from annotator.jobs.importing import import_paths

        project = self._session.project
        if project is None:
            return
        by = self._session.annotator
        try:
            report = import_paths(project, paths, annotator=by, **terms.said())
        except UserError as error:
            self._show("import")(error)
            return
        if report.edit is not None and not report.is_large:
            self._session.take_over(report.edit)
        elif report.edit is not None:
            self._files.reopen()
        self._report_import(report)

    def _hand_over(self, paths: Sequence[Path], terms: ImportTerms) -> None:
        by = self._session.annotator
        title = counted(len(paths), "Importing %n file", "Importing %n files")

        def work(project: Project, task: Task) -> ImportReport:
            return _import_into(project, paths, terms, by, task)

        self._handing_over.run(title, work, self._report_import, topic="import")

    def _report_import(self, report: ImportReport) -> None:
        first, *others = report.sentences()
        others += [f"{failed.path.name}: {failed.error.message}" for failed in report.failed]
        kind = "warning" if report.failed else "ok"
        message = Message(first, "\n".join(_first_lines(others)), kind, "import")
        if report.totals:
            action = partial(self._show_losses, report)
            message = replace(message, action_text=self.tr("Losses by article…"), action=action)
        self._window.messages.show_message(message)
        if report.added and self._session.document is None:
            self._session.open_document(report.added[0])
            self._window.page.setFocus()

    def _show_losses(self, report: ImportReport) -> None:
        from annotator.ui.dialogs.export_details import LossDetails

        path = self._session.path
        if report.losses is not None and path is not None:
            proposal = path.with_name(f"{path.stem} import.losses.jsonl")
            details = LossDetails(report.losses, proposal, self._window)
            details.finished.connect(details.deleteLater)
            details.open()

    # ------------------------------------------------------------ export

    def ask_for_export(self) -> None:
        """Ask for format, part and place; what would be lost is tried out on a copy meanwhile."""
        from annotator.ui.dialogs.export import ExportDialog
        from annotator.ui.export_foresight import ExportForesight

        session, project = self._session, self._session.project
        if session.path is None or project is None:
            return
        people = (project.annotators(), session.annotator.id)
        dialog = ExportDialog(
            session.path, people, session.codebook, self._window.settings, self._window
        )
        self._foresight = foresight = ExportForesight(project, self._aside, self)
        dialog.changed.connect(foresight.try_out)
        dialog.look_stopped.connect(foresight.stop)
        foresight.began.connect(dialog.follow)
        foresight.foreseen.connect(dialog.show_report)
        foresight.failed.connect(dialog.show_error)
        foresight.stopped.connect(dialog.show_stopped)
        dialog.finished.connect(self._stop_looking)
        dialog.chosen.connect(self.write_out)
        dialog.finished.connect(dialog.deleteLater)
        foresight.try_out(dialog.choice)
        dialog.open()

    def write_out(self, choice: ExportChoice) -> None:
        """Export the open project."""
        project = self._session.project
        if project is None:
            return

        def work(task: Task) -> ExportReport:
            return _export_snapshot(project, choice, task)

        def cancelled() -> None:
            text = self.tr("The export was stopped; nothing was written.")
            self._window.messages.show_message(Message(text, kind="info", topic="export"))

        title = self.tr("Exporting")
        self._tasks.run(
            title, work, done=self._report_export, failed=self._show("export"), cancelled=cancelled
        )

    def _report_export(self, report: ExportReport) -> None:
        from annotator.jobs.exporting import report_beside

        first, *others = report.sentences()
        if report.totals:
            text = self.tr("What was lost in each article stands in {name}.")
            others.insert(0, text.format(name=report_beside(report.path).name))
        hint = "\n".join(_first_lines(others))
        message = with_folder(Message(first, hint, "ok", "export"), report.path)
        self._window.messages.show_message(message)
        self._window.first_steps.tick("export")

    def _show(self, topic: str) -> Callable[[UserError], None]:
        def show(error: UserError) -> None:
            message = Message(error.message, error.hint, topic=topic)
            self._window.messages.show_message(message)

        return show


def _first_lines(lines: Sequence[str]) -> list[str]:
    """What a message has room for."""
    left = len(lines) - LINES
    further = [counted(left, "And %n further line.", "And %n further lines.")] if left > 0 else []
    return [*lines[:LINES], *further]


def _on_disk(path: Path) -> Path:
    """The file itself, or the ZIP file that the path leads into."""
    return next((one for one in (path, *path.parents) if one.exists()), path)


def _import_into(
    project: Project, paths: Sequence[Path], terms: ImportTerms, by: Annotator, task: Task
) -> ImportReport:
    from annotator.jobs.importing import import_paths

    return import_paths(
        project,
        paths,
        annotator=by,
        progress=task.progress,
        cancelled=task.is_cancelled,
        **terms.said(),
    )


def _export_snapshot(project: Project, choice: ExportChoice, task: Task) -> ExportReport:
    from annotator.jobs.exporting import export
    from annotator.store.backup import copy_project
    from annotator.store.project import Project

    if choice.path.resolve() == project.path.resolve():
        raise UserError(f"{choice.path} is the project itself.", "Choose another name for the export.")
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_project(project, Path(folder) / project.path.name)
        with Project.open(copy, read_only=True) as snapshot:
            return export(
                snapshot,
                choice.path,
                format=choice.format,
                wanted=choice.wanted,
                options=choice.options,
                overwrites=choice.overwrites,
                progress=task.progress,
                cancelled=task.is_cancelled,
            )
