"""The window: arranges pages, panels, menus and bars, and remembers how they stood.

What commands do is said elsewhere (`project_files`, `window_commands`, `annotating`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QMainWindow, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from annotator.ui import icons
from annotator.ui.actions import Actions
from annotator.ui.dock_tabs import BottomHeight
from annotator.ui.docks import Docks
from annotator.ui.first_steps import Checklist, FirstSteps, StepBar
from annotator.ui.menus import Menus, add_tool_bar
from annotator.ui.messages import MessageBar
from annotator.ui.panels.articles import ArticlesPanel
from annotator.ui.panels.chips import LabelChips
from annotator.ui.panels.find_bar import FindBar
from annotator.ui.panels.header import DocumentHeader
from annotator.ui.panels.history import HistoryPanel
from annotator.ui.panels.inspector import InspectorPanel
from annotator.ui.panels.key_bar import KeyBar
from annotator.ui.start_page import StartPage
from annotator.ui.status_bar import StatusBar
from annotator.ui.text_view.view import TextView
from annotator.ui.window_parts import PartToggles

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from annotator.ui.session import Session
    from annotator.ui.settings import Settings
    from annotator.ui.text_view.appearance import Appearance

_ARRANGEMENT_VERSION = 2
_WIDTHS = {"articles": 280, "inspector": 304}
"""Of the panels, when they are shown for the first time, in logical pixels."""
_ROOMY = 1100
"""Only a window of this width shows both panels at first."""
_START, _WORK, _BUSY = 0, 1, 2
_USUAL_SIZE = QSize(1360, 860)
_FRAME = QSize(4, 40)
"""What the frame around the window takes of the screen, about, in pixels."""
_LEAST_PAGE = 420
"""The width in pixels that the page keeps whatever stands beside it."""


class MainWindow(QMainWindow):
    """Articles, page and inspector around one session."""

    paths_dropped = Signal(list)
    closing = Signal()

    def __init__(self, session: Session, settings: Settings, appearance: Appearance) -> None:
        super().__init__()
        self.session = session
        self.settings = settings
        self.setObjectName("main_window")
        self.setWindowTitle("Annotator")
        self.setWindowIcon(icons.application_icon())
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self._arrangement = QByteArray()
        self.page = TextView(session, appearance)
        self.commands = Actions(session, self, self.page)
        self.first_steps = FirstSteps(session, settings)
        self._make_parts()
        self._make_docks()
        self._make_bars()
        self._lay_out()
        session.opened.connect(self._show_project)
        session.closed.connect(self._show_start)
        self.restore_shape()
        self._show_start()

    # ------------------------------------------------------------ making

    def _make_parts(self) -> None:
        session, commands = self.session, self.commands
        self.articles = ArticlesPanel(session, commands)
        self.inspector = InspectorPanel(session, commands)
        self.history = HistoryPanel(session, commands)
        self.header = DocumentHeader(session, commands)
        self.chips = LabelChips(session, commands)
        self.find_bar = FindBar(session, commands)
        self.key_bar = KeyBar(session, commands)
        self.step_bar = StepBar(self.first_steps)
        self.messages = MessageBar()
        session.document_opened.connect(self.messages.forget_successes)
        self.start_page = StartPage(self.settings, commands, Checklist(self.first_steps))
        self.statuses = StatusBar(session)

    def _make_docks(self) -> None:
        ready = {"articles": self.articles, "inspector": self.inspector, "history": self.history}
        self.panels = Docks(self, self.session, self.commands, ready)
        self.docks = self.panels.docks
        BottomHeight(self, self.panels.below(), self.settings)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)

    def _make_bars(self) -> None:
        panels = [dock.toggleViewAction() for dock in self.docks.values()]
        self.tool_bar = add_tool_bar(self, self.commands, panels[:2])
        self.parts = PartToggles(
            {
                "chips": (self.tr("Labels above the page"), self.chips),
                "status_bar": (self.tr("Status bar"), self.statuses),
            },
            self.settings,
            self,
        )
        toggles = [*panels, self.tool_bar.toggleViewAction(), *self.parts.actions]
        self.menus = Menus(self.menuBar(), self.commands, toggles)
        self.setStatusBar(self.statuses)

    def _lay_out(self) -> None:
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.step_bar, self.header, self.chips, self.find_bar):
            column.addWidget(part)
        self.page.setMinimumWidth(_LEAST_PAGE)
        column.addWidget(self.page, 1)
        column.addWidget(self.key_bar)
        self.pages = QStackedWidget()
        self.pages.setObjectName("pages")
        self.pages.addWidget(self.start_page)
        self.pages.addWidget(work)
        self.busy_page = QLabel()
        self.busy_page.setObjectName("busy_page")
        self.busy_page.setProperty("role", "heading")
        self.busy_page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages.addWidget(self.busy_page)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(centre)

    # ------------------------------------------------------------ start page or project

    def _show_project(self) -> None:
        self.pages.setCurrentIndex(_WORK)
        self.tool_bar.show()
        if self._arrangement.isEmpty() or not self.restoreState(self._arrangement, _ARRANGEMENT_VERSION):
            self._arrange_usually()
        self.panels.tabs.refresh()
        self.show_title()

    def _arrange_usually(self) -> None:
        shown = _WIDTHS if self.width() >= _ROOMY else ("articles",)
        for name, dock in self.docks.items():
            dock.setVisible(name in shown)
        docks = [self.docks[name] for name in _WIDTHS]
        self.resizeDocks(docks, list(_WIDTHS.values()), Qt.Orientation.Horizontal)

    def _show_start(self) -> None:
        self._keep_arrangement()
        self.pages.setCurrentIndex(_START)
        for part in (*self.docks.values(), self.tool_bar):
            part.hide()
        self.show_title()

    def show_busy(self, text: str) -> None:
        """While a worker has the project: say so and let nothing be started; empty ends it."""
        self.busy_page.setText(text)
        self.pages.setCurrentIndex(_BUSY if text else _START)
        for part in (self.menuBar(), self.tool_bar):
            part.setEnabled(not text)
        for action in self.actions():
            action.setEnabled(not text)
        if not text:
            self.commands.refresh()

    def show_panel(self, name: str) -> QWidget:
        """Bring the panel of this name (`docks.PANELS`) to the front, and return it."""
        return self.panels.show(name)

    def show_title(self) -> None:
        """Name the open project in the title of the window."""
        project = self.session.project
        if project is None:
            self.setWindowTitle("Annotator")
        else:
            title = project.title if project.package is None else project.package.title
            self.setWindowTitle(f"{title} — Annotator")

    def panes(self) -> list[QWidget]:
        """The parts between which F6 moves, in order, as far as they are shown."""
        docks = [dock.widget() for name, dock in self.docks.items() if name != "articles"]
        parts = [self.start_page, self.articles, self.page, *docks]
        return [part for part in parts if part.isVisible()]

    # ------------------------------------------------------------ shape

    def restore_shape(self) -> None:
        """Size, place and arrangement as they were; at first as is usual."""
        self._arrangement = self.settings.window_part("arrangement")
        geometry = self.settings.window_part("geometry")
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            self.resize(_USUAL_SIZE.boundedTo(self.screen().availableSize() - _FRAME))

    def _keep_arrangement(self) -> None:
        if self.pages.currentIndex() == _WORK:
            self._arrangement = self.saveState(_ARRANGEMENT_VERSION)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember size, place and arrangement; there is nothing to save."""
        self._keep_arrangement()
        self.settings.set_window_part("geometry", self.saveGeometry())
        self.settings.set_window_part("arrangement", self._arrangement)
        self.closing.emit()
        super().closeEvent(event)

    # ------------------------------------------------------------ drag and drop

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Say which files were dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.paths_dropped.emit(paths)
