"""Starting the window: everything is made here, once, and wired together."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QApplication

from annotator import __version__
from annotator.model.fragment import Fragment
from annotator.model.values import CODEBOOK_KINDS
from annotator.ui import icons, keys, theme
from annotator.ui.adjudicating import Adjudicating
from annotator.ui.annotating import Annotating
from annotator.ui.assigning import Assigning
from annotator.ui.codebook_commands import CodebookCommands
from annotator.ui.crash import CrashReports, usual_folder
from annotator.ui.garbage import GarbageCollector
from annotator.ui.handing_over import HandingOver
from annotator.ui.health import Health
from annotator.ui.main_window import MainWindow
from annotator.ui.menus import page_menu
from annotator.ui.merging import Merging
from annotator.ui.messages import Message, announce
from annotator.ui.packaging import Packaging
from annotator.ui.palette_commands import PaletteCommands
from annotator.ui.panel_commands import PanelCommands
from annotator.ui.people import People
from annotator.ui.project_files import ProjectFiles
from annotator.ui.releasing import Releasing
from annotator.ui.session import Session
from annotator.ui.settings import Settings, system_user
from annotator.ui.sharing import Sharing
from annotator.ui.syncing import Syncing
from annotator.ui.tasks import Tasks
from annotator.ui.team_commands import TeamCommands
from annotator.ui.text_view.appearance import Appearance
from annotator.ui.text_view.key_presses import press_key
from annotator.ui.transfers import Transfers
from annotator.ui.window_commands import WindowCommands

if TYPE_CHECKING:
    from annotator.model.change import Edit


def main(argv: list[str]) -> int:
    """Show the window, on the project file that `argv` names after the program; the exit status."""
    application = make_application()
    GarbageCollector(application)
    settings = Settings()
    reports = CrashReports(usual_folder())
    reports.install()
    theme.apply(application, settings.theme)
    workbench = Workbench(application, settings, reports)
    workbench.window.show()
    workbench.start(Path(argv[1]) if len(argv) > 1 else None)
    status = application.exec()
    reports.uninstall()
    return status


def make_application() -> QApplication:
    """The one application of this process, named."""
    known = QApplication.instance()
    application = known if isinstance(known, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("annotator")
    application.setApplicationDisplayName("Annotator")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("annotator")
    application.setWindowIcon(icons.application_icon())
    return application


class Workbench(QObject):
    """The window with its session and its commands, wired together."""

    def __init__(
        self, application: QApplication, settings: Settings, reports: CrashReports | None = None
    ) -> None:
        super().__init__()
        self._application = application
        self._reports = reports
        self.settings = settings
        self.session = Session(settings.annotator_name or system_user(), self)
        self.session.person_of = People(settings).person
        self.tasks = Tasks(self)
        self.window = MainWindow(self.session, settings, appearance(settings))
        self.annotating = Annotating(self.session, self.window.page)
        self.files = ProjectFiles(self.window, self.tasks)
        self.health = Health(self.window, self.session, self.tasks, self.files)
        handing_over = HandingOver(self.window, self.tasks, self.files)
        self.session.large.hand_over = handing_over.step
        self.transfers = Transfers(self.window, self.tasks, self.files, handing_over)
        self.sharing = Sharing(self.window, self.files, handing_over)
        self.syncing = Syncing(self.window, handing_over)
        self.commands = WindowCommands(self.window)
        panels = PanelCommands(self.window)
        self.annotating.propagating.review_requested.connect(panels.review)
        palette = PaletteCommands(self.window, self.commands.open_settings, self.files.open_path)
        codebook = CodebookCommands(self.window)
        self.window.commands.connect_to(codebook.functions())
        window, tasks = self.window, self.tasks
        merging = Merging(window, tasks, self.files, handing_over)
        own = self.annotating, self.files, self.transfers, self.commands, panels, palette, merging
        team = TeamCommands(window), Packaging(window, handing_over), Adjudicating(window, tasks)
        for one in (*own, *team, Assigning(window), Releasing(window, tasks)):
            window.commands.connect_to(one.functions())
        self._connect_session()
        self._connect_page()
        self._connect_window()
        for setting in ("keys", "reading", "key_bar", "recent_projects"):
            self._follow_setting(setting)

    def _connect_session(self) -> None:
        session = self.session
        session.failed.connect(self._show_failure)
        session.announced.connect(self._announce)
        session.advised.connect(self._advise)
        session.place_requested.connect(self._show_hit)
        session.page_requested.connect(self.window.page.setFocus)
        session.opened.connect(self._take_labels)
        session.closed.connect(self._take_labels)
        session.edited.connect(self._follow)
        self.settings.changed.connect(self._follow_setting)
        self.tasks.started.connect(self.window.statuses.show_task)

    def _connect_page(self) -> None:
        window, page = self.window, self.window.page
        page.prompt_changed.connect(window.key_bar.show_prompt)
        window.key_bar.mode_key_chosen.connect(lambda key: press_key(page, key))
        page.menu_requested.connect(self._show_page_menu)
        for request in (
            window.find_bar.page_requested,
            window.articles.page_requested,
            window.inspector.page_requested,
            window.history.page_requested,
            window.chips.page_requested,
            window.header.page_requested,
        ):
            request.connect(page.setFocus)
        window.find_bar.go_requested.connect(self._show_hit)
        window.history.go_requested.connect(self._show_hit)
        self.annotating.documents.order = window.articles.order
        self.annotating.documents.neighbour = window.articles.neighbour_id
        self.annotating.documents.details_requested.connect(window.header.edit_details)
        window.header.twins_requested.connect(window.articles.show_twins)
        self.files.order = window.articles.order
        self.annotating.pen.label_keys = self._label_keys
        self.annotating.note_requested.connect(self._edit_note)
        self.annotating.attribute_requested.connect(self._edit_attribute)
        self.annotating.relations.chosen.connect(window.inspector.relations.choose)
        self.annotating.keys_requested.connect(self.commands.show_keys)

    def _connect_window(self) -> None:
        window = self.window
        window.closing.connect(self._end)
        window.paths_dropped.connect(self.files.take_dropped)
        self.files.articles_dropped.connect(self.transfers.preview)
        window.start_page.project_requested.connect(self.files.open_path)
        window.menus.project_requested.connect(self.files.open_path)
        window.statuses.annotator_requested.connect(self.commands.open_settings)
        window.statuses.zoom_requested.connect(self.commands.open_reading_settings)
        self._application.applicationStateChanged.connect(self.health.look_outside)
        self._application.styleHints().colorSchemeChanged.connect(self._follow_system)
        if self._reports is not None:
            self._reports.show = self.commands.show_crash

    # ------------------------------------------------------------ start and end

    def start(self, path: Path | None) -> None:
        """Open the file that was asked for, or go on where the user was."""
        if path is not None:
            self.files.open_path(path)
        else:
            self.files.open_latest()
        if self.session.project is None:
            self.window.start_page.focus_first()
        self._offer_crash_report()

    def _offer_crash_report(self) -> None:
        reports = self._reports
        text = reports.unseen() if reports is not None else ""
        if reports is None or not text:
            return
        reports.mark_seen()
        self.window.messages.show_message(
            Message(
                self.tr("Annotator stopped unexpectedly when it last ran."),
                self.tr("What was labelled is in the project file."),
                "warning",
                "crash",
                self.tr("Show the report"),
                lambda: self.commands.show_crash(text, is_from_last_time=True),
            )
        )

    def _end(self) -> None:
        self.tasks.stop()
        self.files.remember_place()
        self.session.close_project()

    # ------------------------------------------------------------ following

    def _show_failure(self, message: str, hint: str) -> None:
        if self.session.is_unsaved:
            reopen = self.tr("Open the project again")
            shown = Message(message, hint, "error", "edit", reopen, self.files.reopen, stays=True)
        else:
            shown = Message(message, hint, topic="edit")
        self.window.messages.show_message(shown)
        self.window.statuses.refresh()

    def _advise(self, message: str, hint: str) -> None:
        self.window.messages.show_message(Message(message, hint, "warning", "advice"))

    def _follow(self, edit: Edit) -> None:
        self.window.messages.solve("edit")
        if edit.writes("setting"):
            self.window.show_title()
        if edit.writes(*CODEBOOK_KINDS):
            self._take_labels()

    def _announce(self, text: str) -> None:
        announce(self.window.page, text)
        self.window.statuses.show_announcement(text)

    def _take_labels(self) -> None:
        codebook = self.session.codebook
        chosen = self.settings.label_keys(keys.codebook_id(codebook))
        self.window.commands.set_labels(keys.label_keys(codebook, chosen), self.annotating.label)
        self.window.menus.show_labels()
        self.window.chips.refresh()
        self.window.key_bar.refresh()

    def _label_keys(self) -> dict[str, str]:
        codebook = self.session.codebook
        chosen = self.settings.label_keys(keys.codebook_id(codebook))
        return {label: key for label, (_name, key) in keys.label_keys(codebook, chosen).items()}

    def _follow_setting(self, name: str) -> None:
        window, settings = self.window, self.settings
        if name == "theme":
            theme.apply(self._application, settings.theme)
        if name in ("theme", "reading"):
            window.page.set_appearance(appearance(settings))
            for panel in (window.header, window.inspector):
                panel.set_reading_font(window.page.font().family())
            window.statuses.show_text_size(settings.reading.points)
            window.statuses.refresh()
        if name in ("keys", "label_keys"):
            window.commands.set_keys(settings.keys)
            self._take_labels()
        if name in ("annotator", "people"):
            self.session.rename_annotator(settings.annotator_name or system_user())
            window.statuses.refresh()
        if name == "key_bar":
            window.key_bar.setVisible(settings.is_key_bar_visible)
            window.commands["view.key_bar"].setChecked(settings.is_key_bar_visible)
        if name == "recent_projects":
            window.menus.show_recent(settings.recent_projects)

    def _follow_system(self) -> None:
        if theme.chosen(self.settings.theme) != theme.current():
            self._follow_setting("theme")

    # ------------------------------------------------------------ the page

    def _show_hit(self, start: int, end: int) -> None:
        self.window.page.go_to(start, Fragment(start, end) if end > start else None)

    def _edit_note(self, relation_id: str) -> None:
        if self.session.focus is None:
            self.window.header.edit_details("note")
            return
        self.window.show_panel("inspector")
        self.window.inspector.edit_note(relation_id)

    def _edit_attribute(self, attribute_id: str, relation_id: str) -> None:
        self.window.show_panel("inspector")
        self.window.inspector.edit_attribute(attribute_id, relation_id)

    def _show_page_menu(self, position: QPoint) -> None:
        menu = page_menu(self.window.commands, self.session, self.window)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(position)


def appearance(settings: Settings) -> Appearance:
    """How the page should look, from the reader's choices and the theme."""
    reading, present = settings.reading, theme.current()
    return Appearance(
        font_family=reading.font_family,
        font_points=reading.points,
        line_width=reading.line_width,
        is_dark=present.is_dark,
        high_contrast=present.high_contrast,
    )
