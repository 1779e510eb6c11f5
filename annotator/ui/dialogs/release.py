"""Release: what of the project becomes a dataset for others, under which terms, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import UserError
from annotator.jobs.release_plan import ReleasePlan, is_license
from annotator.jobs.splitting import SplitPlan, shares_of
from annotator.ui import theme
from annotator.ui.dialogs.codebook_fields import scrolling
from annotator.ui.dialogs.fields import written_path
from annotator.ui.dialogs.fitting import fit
from annotator.ui.dialogs.plain_button import PlainButton
from annotator.ui.dialogs.release_pages import FilesPage, StatementPage, TermsPage
from annotator.ui.release_choices import ReleaseChoice, ReleaseMemory

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from annotator.model.codebook import Codebook
    from annotator.model.values import Annotator
    from annotator.store.project import Project
    from annotator.ui.settings import Settings

_SIZE = (760, 720)


class ReleaseDialog(QDialog):
    """Asks for all of it; `chosen` brings a choice that can be carried out."""

    chosen = Signal(object)

    def __init__(
        self,
        project: Project,
        people: tuple[Sequence[Annotator], str],
        codebook: Codebook,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        """`people` are the project's annotators, and the id of the one who sits here."""
        super().__init__(parent)
        self.setObjectName("release")
        self.setWindowTitle(self.tr("Release a dataset"))
        fit(self, *_SIZE)
        self._memory = ReleaseMemory(settings, project.id)
        self._terms = TermsPage(project.title, people, codebook, self._memory)
        self._files = FilesPage(self._memory)
        self._statement = StatementPage(self._memory)
        place = project.path.with_name(f"{project.path.stem}-dataset")
        self._target = QLineEdit(str(place))
        self._target.setObjectName("release_target")
        self._target.setAccessibleName(self.tr("Folder"))
        self._warning = QLabel()
        self._warning.setObjectName("release_warning")
        self._warning.setProperty("role", "warning")
        self._warning.setTextFormat(Qt.TextFormat.PlainText)
        self._warning.setWordWrap(True)
        self._warning.setMinimumHeight(self.fontMetrics().height())
        self._lay_out()
        self._terms.changed.connect(self._follow_texts)
        asked = (self._terms.license.editTextChanged, self._terms.articles_license.editTextChanged)
        for changed in (*asked, self._files.shares.textChanged, self._target.textChanged):
            changed.connect(self._look_at_target)
        self._look_at_target()
        self._terms.title.setFocus()

    def _lay_out(self) -> None:
        self._tabs = QTabWidget()
        self._tabs.setObjectName("release_tabs")
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(scrolling(self._terms), self.tr("Dataset"))
        self._tabs.addTab(scrolling(self._files), self.tr("Files and split"))
        self._tabs.addTab(scrolling(self._statement), self.tr("Data statement"))
        browse = PlainButton(self.tr("&Choose…"))
        browse.setObjectName("choose_release_target")
        browse.clicked.connect(self._browse)
        label = QLabel(self.tr("F&older"))
        label.setBuddy(self._target)
        place = QHBoxLayout()
        place.setSpacing(theme.STEP)
        for part, stretch in ((label, 0), (self._target, 1), (browse, 0)):
            place.addWidget(part, stretch)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._button = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._button.setObjectName("release_now")
        self._button.setDefault(True)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        below = QHBoxLayout()
        below.setSpacing(theme.STEP)
        below.addWidget(self._warning, 1)
        below.addWidget(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * [2 * theme.STEP]))
        column.setSpacing(2 * theme.STEP)
        column.addWidget(self._tabs, 1)
        column.addLayout(place)
        column.addLayout(below)

    @property
    def plan(self) -> ReleasePlan:
        """What the fields now say; `UserError` for shares that are none."""
        terms, files = self._terms, self._files
        has_texts = terms.with_texts.isChecked()
        way, seed = str(files.way.currentData()), files.seed.text().strip() or "0"
        return ReleasePlan(
            license=terms.license.currentText().strip().lower(),
            articles_license=terms.articles_license.currentText().strip().lower() if has_texts else "",
            title=terms.title.text(),
            wanted=terms.only.wanted,
            formats={name: {} for name in files.chosen} if has_texts else {},
            split=SplitPlan(way, shares_of(files.shares.text()), seed),
            has_texts=has_texts,
            times=str(terms.times.currentData()),
            has_free_texts=terms.free_texts.isChecked(),
            statement=self._statement.answers,
        )

    def _follow_texts(self) -> None:
        self._files.formats.setEnabled(self._terms.with_texts.isChecked())

    def _look_at_target(self) -> None:
        """Say what would be replaced."""
        path = written_path(self._target.text())
        is_full, is_release = _holds_something(path), (path / "release.json").is_file()
        older = self.tr("An older release in {name} will be replaced.")
        other = self.tr("{name} holds files that are no release: choose another folder.")
        text = (older if is_release else other) if is_full else ""
        self._warning.setText(text.format(name=path.name))
        self._button.setText(self.tr("Replace") if is_full and is_release else self.tr("Release"))
        is_free = is_release or not is_full
        self._button.setEnabled(is_free and bool(self._target.text().strip()))

    def _browse(self) -> None:
        path = written_path(self._target.text())
        dialog = QFileDialog(self, self.tr("Release into"), str(path.parent))
        dialog.setObjectName("choose_release_dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._target.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _accept(self) -> None:
        path = written_path(self._target.text())
        try:
            plan = self.plan
            plan.check()
        except UserError as error:
            self._warning.setText(str(error))
            self._show_fault()
            return
        self._memory.keep(plan)
        self.accept()
        self.chosen.emit(ReleaseChoice(plan, path, path.is_dir()))

    def _show_fault(self) -> None:
        """Turn to the field that has to be filled in."""
        terms = self._terms
        licenses = [terms.license, *([terms.articles_license] if terms.with_texts.isChecked() else [])]
        wrong = [box for box in licenses if not is_license(box.currentText().strip())]
        field = wrong[0] if wrong else self._files.shares
        self._tabs.setCurrentIndex(0 if wrong else 1)
        field.setFocus()


def _holds_something(path: Path) -> bool:
    try:
        return path.is_dir() and any(path.iterdir())
    except OSError:  # releasing into it will say what is wrong
        return False
