"""The start page: open something at once, and a short list of first steps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.ui import icons, theme
from annotator.ui.settings import Settings, system_user
from annotator.ui.start_buttons import BigButton, RecentRow

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from annotator.ui.actions import Actions
    from annotator.ui.first_steps import Checklist

_WIDTH = 760


class StartPage(QScrollArea):
    """What is shown while no project is open."""

    project_requested = Signal(Path)

    def __init__(self, settings: Settings, actions: Actions, checklist: Checklist) -> None:
        super().__init__()
        self._settings = settings
        self.setObjectName("start_page")
        self.setAccessibleName(self.tr("Start"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._name = QLineEdit(settings.annotator_name or system_user())
        self._name.setObjectName("start_annotator")
        self._name.setAccessibleName(self.tr("Your name"))
        self._name.setMaximumWidth(240)
        self._name.textEdited.connect(self.store_name)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(theme.HALF_STEP)
        self._no_recent = QLabel(self.tr("Projects that you have opened will be listed here."))
        self._no_recent.setProperty("role", "muted")
        self._no_recent.setWordWrap(True)
        self._buttons = self._make_buttons(actions)
        self._lay_out(checklist)

    def _make_buttons(self, actions: Actions) -> list[BigButton]:
        return [
            BigButton(
                actions["project.sample"].trigger,
                "sparkle",
                self.tr("Try it with the sample project"),
                self.tr("A copy of your own, with invented articles; three are annotated already."),
                "start_sample",
            ),
            BigButton(
                actions["project.new"].trigger,
                "file-plus",
                self.tr("New project"),
                self.tr("Choose a codebook, then drop articles onto the window."),
                "start_new",
            ),
            BigButton(
                actions["project.open"].trigger,
                "folder-open",
                self.tr("Open a project"),
                self.tr("An .annodb file; you can also drop it here."),
                "start_open",
            ),
        ]

    def _lay_out(self, checklist: Checklist) -> None:
        left = QVBoxLayout()
        left.setSpacing(theme.STEP)
        for button in self._buttons:
            left.addWidget(button)
        left.addSpacing(theme.STEP)
        left.addWidget(checklist)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(theme.STEP)
        heading = QLabel(self.tr("Recent projects"))
        heading.setProperty("role", "heading")
        right.addWidget(heading)
        right.addWidget(self._no_recent)
        right.addLayout(self._recent)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(4 * theme.STEP)
        columns.addLayout(left, 3)
        columns.addLayout(right, 2)

        middle = QWidget()
        middle.setMaximumWidth(_WIDTH + 200)
        column = QVBoxLayout(middle)
        column.setContentsMargins(4 * theme.STEP, 5 * theme.STEP, 4 * theme.STEP, 4 * theme.STEP)
        column.setSpacing(3 * theme.STEP)
        column.addLayout(self._new_welcome())
        column.addLayout(columns)
        column.addStretch(1)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(middle, 20)
        row.addStretch(1)
        self.setWidget(whole)

    def _new_welcome(self) -> QHBoxLayout:
        sign = QLabel()
        sign.setPixmap(icons.application_icon().pixmap(QSize(64, 64)))
        title = QLabel("Annotator")
        title.setProperty("role", "title")
        what = QLabel(
            self.tr("Highlight who said what in the news. Every label is saved as you make it.")
        )
        what.setProperty("role", "muted")
        what.setWordWrap(True)
        name = QHBoxLayout()
        name.setSpacing(theme.STEP)
        ask = QLabel(self.tr("Your &name"))
        ask.setBuddy(self._name)
        name.addWidget(ask)
        name.addWidget(self._name, 1)
        name.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(theme.STEP)
        words.addWidget(title)
        words.addWidget(what)
        words.addLayout(name)
        row = QHBoxLayout()
        row.setSpacing(3 * theme.STEP)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def showEvent(self, event: QShowEvent) -> None:
        """The list is made anew each time: files may have come or gone."""
        self.refresh()
        super().showEvent(event)

    def refresh(self) -> None:
        """Show the name and the recent projects as they now are."""
        name = self._settings.annotator_name
        if name and name != self._name.text().strip():
            self._name.setText(name)
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        projects = self._settings.recent_projects
        for project in projects:
            row = RecentRow(project)
            row.chosen.connect(self.project_requested)
            row.forgotten.connect(self._forget)
            self._recent.addWidget(row)
        self._no_recent.setVisible(not projects)

    def store_name(self) -> None:
        """Keep the annotator's name as it is written here."""
        name = self._name.text().strip()
        if name:
            self._settings.annotator_name = name

    def focus_first(self) -> None:
        """Put the focus on what a newcomer needs: the sample, or her latest project."""
        item = self._recent.itemAt(0)
        row = item.widget() if item is not None else None
        if isinstance(row, RecentRow) and row.isEnabled():
            row.focus_button()
        else:
            self._buttons[0].setFocus()

    def _forget(self, path: Path) -> None:
        self._settings.forget_project(path)
        self.refresh()
