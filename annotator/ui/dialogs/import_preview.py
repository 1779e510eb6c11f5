"""Before an import: which files were found, how they are read, what would come and what be lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.ui import theme
from annotator.ui.dialogs.export_losses import LossPanel
from annotator.ui.dialogs.fitting import fit
from annotator.ui.dialogs.import_files import ImportFiles
from annotator.ui.dialogs.import_ways import ImportWays
from annotator.ui.dialogs.plain_button import PlainButton
from annotator.ui.import_looking import Found
from annotator.ui.words import counted, in_short

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from annotator.jobs.importing import ImportReport

_SIZE = (940, 680)
_DETAILS = 300
_FAILED = 200
_TELLING = ("outlet", "author", "published", "url", "language")
"""Details that need no name to be understood."""


class ImportPreview(QDialog):
    """Lists the files; those that are ticked are imported.

    `chosen` says the paths and the terms; `terms_changed` and `paths_added` ask to look
    through the files again and to call `show_found`, `trial_requested` to try the import out.
    """

    chosen = Signal(list, object)
    terms_changed = Signal(object)
    paths_added = Signal(list)
    trial_requested = Signal()
    columns_requested = Signal(object)
    details_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_preview")
        self.setWindowTitle(self.tr("Import articles"))
        self.setAcceptDrops(True)
        fit(self, *_SIZE)
        self._found = Found()
        self._summary = self._label("import_summary")
        self._about = self._label("import_about")
        self._ways = ImportWays()
        self._files = ImportFiles()
        self.losses = LossPanel("import")
        self._text = QPlainTextEdit()
        self._text.setObjectName("field")
        self._text.setAccessibleName(self.tr("Beginning of the article"))
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._lay_out()
        self._ways.changed.connect(self.terms_changed)
        self._ways.columns_requested.connect(self._ask_for_columns)
        self._files.shown_changed.connect(self._show_article)
        self._files.ticks_changed.connect(self._count_ticked)
        self.losses.look_requested.connect(self.try_again)
        self.losses.details_requested.connect(self.details_requested)
        self._files.setFocus()

    @staticmethod
    def _label(name: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setProperty("role", "muted")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _lay_out(self) -> None:
        article = QWidget()
        lower = QVBoxLayout(article)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(theme.HALF_STEP)
        lower.addWidget(self._about)
        lower.addWidget(self._text, 1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setObjectName("import_splitter")
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.STEP)
        splitter.addWidget(self._files)
        splitter.addWidget(article)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.STEP, 2 * theme.STEP, 2 * theme.STEP, 2 * theme.STEP)
        column.setSpacing(theme.STEP)
        column.addWidget(self._summary)
        column.addWidget(self._ways)
        column.addWidget(splitter, 1)
        column.addWidget(self.losses)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        for name, words, function in (
            ("add_files", self.tr("Add &files…"), self._ask_for_files),
            ("add_folder", self.tr("Add f&older…"), self._ask_for_folder),
        ):
            button = PlainButton(words)
            button.setObjectName(name)
            button.clicked.connect(function)
            row.addWidget(button)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._import = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._import.setObjectName("import_now")
        self._import.setDefault(True)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        row.addWidget(buttons, 1)
        return row

    # ------------------------------------------------------------ showing

    def show_found(self, found: Found) -> None:
        """List these files, the ones that can be imported ticked."""
        self._found = found
        self._ways.show_found(found)
        self._summary.setText(self._sum_up(found))
        self._files.show_found(found)

    def _sum_up(self, found: Found) -> str:
        known = sum(one.is_known for one in found.previews)
        bad = sum(bool(one.problem) for one in found.previews)
        said = [counted(len(found.previews), "%n file found", "%n files found")]
        if known:
            said.append(counted(known, "%n is in the project already", "%n are in the project already"))
        if bad:
            said.append(counted(bad, "%n cannot be read", "%n cannot be read"))
        if found.passed_over:
            said.append(counted(found.passed_over, "%n of another kind", "%n of other kinds"))
        return " · ".join(said)

    def _show_article(self) -> None:
        shown = self._files.shown
        if shown is None:
            self._about.clear()
            self._text.clear()
            return
        details = " · ".join(
            value if name in _TELLING else f"{name}: {value}"
            for name, value in shown.metadata.items()
            if value
        )
        self._about.setText(in_short(details, _DETAILS))
        self._about.setVisible(bool(details))
        self._text.setPlainText(self._files.reason(shown) if shown.problem else shown.beginning)

    def _count_ticked(self) -> None:
        ticked = len(self.ticked())
        self._import.setText(counted(ticked, "Import %n file", "Import %n files"))
        self._import.setEnabled(ticked > 0)
        self.try_again()

    def try_again(self) -> None:
        """Have it tried out what would come."""
        looking, nothing = self.tr("Looking what would come…"), self.tr("Nothing would come.")
        self.losses.clear(looking if self.ticked() else nothing)
        self.trial_requested.emit()

    def show_report(self, report: ImportReport) -> None:
        """Show what the import would bring and lose."""
        first, *others = report.sentences()
        bad = [f"{one.path.name}: {one.error.message}" for one in report.failed[:_FAILED]]
        text = first.replace("Imported ", "")
        has_details = bool(report.totals)
        said = self.tr("Would come: {numbers}").format(numbers=text)
        self.losses.show_totals(said, [*bad, *others], has_details=has_details)

    # ------------------------------------------------------------ choosing

    def ticked(self) -> list[Path]:
        """The files that are to be imported."""
        return self._files.ticked()

    def _ask_for_columns(self) -> None:
        """Ask for those of the current table, or of the first."""
        current = self._files.current_path
        tables = self._found.tables
        self.columns_requested.emit(current if current in tables else tables[0])

    def _ask_for_files(self) -> None:
        dialog = QFileDialog(self, self.tr("Add files"), self._folder())
        dialog.setObjectName("add_files_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._ask(dialog)

    def _ask_for_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Add a folder"), self._folder())
        dialog.setObjectName("add_folder_dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._ask(dialog)

    def _ask(self, dialog: QFileDialog) -> None:
        dialog.filesSelected.connect(lambda chosen: self.paths_added.emit([Path(one) for one in chosen]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _folder(self) -> str:
        paths = [one.path for one in self._found.previews]
        return str(paths[0].parent) if paths else ""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Further files and folders may be dropped here."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Say which were dropped."""
        event.acceptProposedAction()
        urls = event.mimeData().urls()
        self.paths_added.emit([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])

    def _accept(self) -> None:
        paths, terms = self.ticked(), self._ways.terms
        self.accept()
        self.chosen.emit(paths, terms)
