"""One import from its files to the user's yes: looking, showing, trying out, asking for columns."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.formats.article_table_guess import table_key
from annotator.ui.foresight import Foresight
from annotator.ui.import_looking import look_through, table_of, try_out
from annotator.ui.import_terms import ColumnMemory, ImportTerms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from annotator.errors import UserError
    from annotator.formats.article_table_guess import TableGuess
    from annotator.jobs.importing import ImportReport
    from annotator.ui.dialogs.import_preview import ImportPreview
    from annotator.ui.import_looking import Found
    from annotator.ui.main_window import MainWindow
    from annotator.ui.tasks import Task, Tasks


class ImportTalk(QObject):
    """Goes on until its dialog is closed; `chosen` brings the paths and the terms of a yes."""

    chosen = Signal(list, object)

    def __init__(self, window: MainWindow, aside: Tasks, paths: Sequence[Path]) -> None:
        """`aside` is free for what only the dialog waits for."""
        super().__init__(window)
        self._window = window
        self._paths = list(paths)
        self._memory = ColumnMemory(window.settings)
        self._dialog: ImportPreview | None = None
        self._report: ImportReport | None = None
        self._terms = ImportTerms()
        assert window.session.project is not None
        self._project = window.session.project
        self._known = frozenset(document.id for document in self._project.documents())
        self._look = Foresight(aside, self)
        self._trial = Foresight(aside, self)
        self._aside = aside

    def begin(self, tasks: Tasks) -> None:
        """Look through the files, with progress in the window; then show them."""
        tasks.run(
            self.tr("Looking through the files"),
            partial(self._work, self._terms),
            done=self._open,
            failed=self._say,
            cancelled=self.end,
        )

    def end(self) -> None:
        """Stop all that goes on."""
        self._dialog = None
        for one in (self._look, self._trial):
            one.end()

    def _work(self, terms: ImportTerms, task: Task) -> Found:
        return look_through(
            self._paths,
            self._known,
            terms=terms,
            remembered=self._memory.mappings(),
            progress=task.progress,
        )

    def _say(self, error: UserError) -> None:
        from annotator.ui.messages import Message

        self._window.messages.show_message(Message(error.message, error.hint, topic="import"))

    def _open(self, found: Found) -> None:
        from annotator.ui.dialogs.import_preview import ImportPreview

        self._dialog = dialog = ImportPreview(self._window)
        dialog.terms_changed.connect(self._look_again)
        dialog.paths_added.connect(self._add)
        dialog.trial_requested.connect(self._try)
        dialog.columns_requested.connect(self._find_columns)
        dialog.details_requested.connect(self._show_details)
        dialog.chosen.connect(self.chosen)
        dialog.losses.stop_requested.connect(self._look.stop)
        dialog.losses.stop_requested.connect(self._trial.stop)
        for foresight in (self._look, self._trial):
            foresight.began.connect(dialog.losses.follow)
            foresight.failed.connect(dialog.losses.show_error)
            foresight.stopped.connect(dialog.losses.show_stopped)
        self._look.foreseen.connect(self._show)
        self._trial.foreseen.connect(self._show_report)
        dialog.finished.connect(self.end)
        dialog.finished.connect(dialog.deleteLater)
        self._show(found)
        dialog.open()

    # ------------------------------------------------------------ looking

    def _show(self, found: Found) -> None:
        assert self._dialog is not None
        self._terms = found.terms
        self._dialog.show_found(found)

    def _add(self, paths: Sequence[Path]) -> None:
        self._paths += [path for path in paths if path not in self._paths]
        self._look_again(self._terms)

    def _look_again(self, terms: ImportTerms) -> None:
        assert self._dialog is not None
        self._terms = terms
        self._trial.forget()
        self._dialog.losses.clear(self.tr("Looking through the files…"))
        self._look.ask(partial(self._work, terms))

    # ------------------------------------------------------------ trying out

    def _try(self) -> None:
        if self._dialog is None:
            return
        self._report = None
        paths, terms, by = self._dialog.ticked(), self._terms, self._window.session.annotator
        project = self._project
        self._trial.forget()
        if paths:
            self._trial.ask(lambda task: try_out(project, paths, terms, by, task))

    def _show_report(self, report: ImportReport) -> None:
        assert self._dialog is not None
        self._report = report
        self._dialog.show_report(report)

    def _show_details(self) -> None:
        from annotator.ui.dialogs.export_details import LossDetails

        report = self._report
        if report is not None and report.losses is not None:
            path = self._project.path
            proposal = path.with_name(f"{path.stem} import.losses.jsonl")
            details = LossDetails(report.losses, proposal, self._dialog or self._window)
            details.finished.connect(details.deleteLater)
            details.open()

    # ------------------------------------------------------------ columns

    def _find_columns(self, path: Path) -> None:
        assert self._dialog is not None
        self._trial.forget()
        self._dialog.losses.clear(self.tr("Looking for the columns…"))
        terms, done = self._terms, partial(self._ask_for_columns, path)
        self._aside.run("", lambda _task: table_of(path, terms), done=done, failed=self._show_problem)

    def _show_problem(self, error: UserError) -> None:
        from annotator.ui.dialogs.import_files import hint_of

        if self._dialog is not None:
            error.hint = hint_of(error.hint)
            self._dialog.losses.show_error(error)

    def _ask_for_columns(self, path: Path, table: TableGuess) -> None:
        from annotator.ui.dialogs.column_mapping import ColumnDialog

        if self._dialog is None or not self._dialog.isVisible():
            return
        said = self._terms.tables.get(table_key(table.columns), {})
        dialog = ColumnDialog(path.name, table, said, self._dialog)
        dialog.chosen.connect(partial(self._use_columns, table))
        dialog.rejected.connect(self._dialog.try_again)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _use_columns(self, table: TableGuess, mapping: Mapping[str, str]) -> None:
        assert self._dialog is not None
        self._memory.keep(table.columns, mapping)
        self._look_again(self._terms)
