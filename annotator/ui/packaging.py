"""Work packages as the window does it: made beside the window, and welcomed where one is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.ui.file_manager import with_folder
from annotator.ui.messages import Message
from annotator.ui.reader import Reader
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.errors import UserError
    from annotator.jobs.packaging import PackageReport
    from annotator.jobs.packaging_plan import Stock
    from annotator.model.change import Edit
    from annotator.store.project import Project
    from annotator.ui.dialogs.package import PackageChoice
    from annotator.ui.handing_over import HandingOver
    from annotator.ui.main_window import MainWindow
    from annotator.ui.tasks import Task

_TOPIC = "packages"


class Packaging(QObject):
    """The command Make work packages, and what is said of an open package."""

    def __init__(self, window: MainWindow, handing_over: HandingOver) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._handing_over = handing_over
        self._reader = Reader(window.session, self, sees_all=True)
        self._session.opened.connect(self._welcome)
        self._session.edited.connect(self._follow)

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {"team.packages": self.ask}

    # ------------------------------------------------------------ making

    def ask(self) -> None:
        """Look who has what, and ask who is to get what."""
        from annotator.jobs.packaging_plan import stock

        if not self._session.is_writable:
            project = self._session.project
            reason = project.read_only_reason if project is not None else ""
            text = self.tr("This project is open for reading only.")
            self._window.messages.show_message(Message(text, reason, topic=_TOPIC))
            return
        self._window.messages.solve(_TOPIC)
        self._reader.ask("stock", lambda project, _task: stock(project), self._show, failed=self._fail)

    def _show(self, stock: Stock) -> None:
        from annotator.ui.dialogs.package import PackageDialog

        session, articles = self._session, self._window.articles
        if session.project is None:
            return
        lists = articles.chosen(), articles.order()
        dialog = PackageDialog(stock, session.annotator.id, lists, session.project.path, self._window)
        dialog.chosen.connect(self.make)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def make(self, choice: PackageChoice) -> None:
        """Make packages of the open project."""
        by = self._session.annotator

        def work(project: Project, task: Task) -> PackageReport:
            from annotator.jobs.packaging import write_packages

            return write_packages(
                project,
                choice.plan,
                choice.wish,
                choice.folder,
                by=by,
                progress=task.progress,
                cancelled=task.is_cancelled,
            )

        self._handing_over.run(self.tr("Making work packages"), work, self._report, topic=_TOPIC)

    def _report(self, report: PackageReport) -> None:
        first, *files = report.in_short()
        message = with_folder(Message(first, "\n".join(files), "ok", _TOPIC), report.folder)
        self._window.messages.show_message(message)

    def _fail(self, error: UserError) -> None:
        self._window.messages.show_message(Message(error.message, error.hint, topic=_TOPIC))

    # ------------------------------------------------------------ an open package

    def _undone(self) -> int:
        """How many articles of the open package are not done."""
        project = self._session.project
        if project is None or project.package is None:
            return 0
        works = (self._session.work(one.id) for one in project.documents())
        return sum(work.state != "done" for work in works)

    def _welcome(self) -> None:
        """Say whose package it is while nothing is done in it."""
        project = self._session.project
        package = project.package if project is not None else None
        if package is None or self._undone() < len(package.documents):
            return
        number = counted(len(package.documents), "%n article", "%n articles")
        text = self.tr("Work package for {name}: {articles}.").format(name=package.name, articles=number)
        hint = self.tr("Everything is saved in this file. Send it back when you have done them all.")
        self._window.messages.show_message(Message(text, hint, "info", _TOPIC))

    def _follow(self, edit: Edit) -> None:
        """Once all is done, say what to do with the file."""
        project = self._session.project
        if project is None or project.package is None or not edit.writes("work"):
            return
        if self._undone():
            self._window.messages.solve(_TOPIC)
            return
        text = self.tr("All articles of this work package are done.")
        hint = self.tr("Send this file back: {name}").format(name=project.path.name)
        message = with_folder(Message(text, hint, "ok", _TOPIC), project.path)
        self._window.messages.show_message(message)
