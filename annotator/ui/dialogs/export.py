"""Export: in which format, what of it, where to, and what will be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.formats import extras
from annotator.jobs.exporting import report_beside
from annotator.ui import theme
from annotator.ui.dialogs.export_details import LossDetails
from annotator.ui.dialogs.export_formats import FormatList
from annotator.ui.dialogs.export_losses import LossPanel
from annotator.ui.dialogs.export_only import OnlySection
from annotator.ui.dialogs.fields import explanation, written_path
from annotator.ui.dialogs.fitting import fit
from annotator.ui.dialogs.format_options import FormatOptions
from annotator.ui.dialogs.plain_button import PlainButton
from annotator.ui.export_choices import ExportChoice, ExportMemory, proposed
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from annotator.errors import UserError
    from annotator.formats.format import Format
    from annotator.jobs.exporting import ExportReport
    from annotator.model.codebook import Codebook
    from annotator.model.values import Annotator
    from annotator.ui.settings import Settings
    from annotator.ui.tasks import Task

_SIZE = (900, 640)
_LIST_WIDTH = 250


class ExportDialog(QDialog):
    """Asks for all of it at once. Whoever listens tries the choice out when it `changed`.

    `changed` and `chosen` bring the choice (None: there is nothing to try out); `look_stopped`
    asks to stop the trial.
    """

    chosen = Signal(object)
    changed = Signal(object)
    look_stopped = Signal()

    def __init__(
        self,
        project: Path,
        people: tuple[Sequence[Annotator], str],
        codebook: Codebook,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        """`people` are the project's annotators, and the id of the one who sits here."""
        super().__init__(parent)
        self.setObjectName("export")
        self.setWindowTitle(self.tr("Export"))
        fit(self, *_SIZE)
        self._project = project
        self._memory = ExportMemory(settings)
        self._format: Format | None = None
        self._is_named = False
        self._report: ExportReport | None = None
        self._formats = FormatList()
        self._options = FormatOptions()
        self._only = OnlySection(*people, codebook)
        self._losses = LossPanel("export")
        self._make_texts()
        self._lay_out()
        self._connect()
        self._formats.choose(self._memory.last_format)

    def _make_texts(self) -> None:
        self._title = QLabel()
        self._title.setObjectName("export_title")
        self._title.setProperty("role", "heading")
        self._about = explanation("")
        self._about.setObjectName("export_about")
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self._target = QLineEdit()
        self._target.setObjectName("export_target")
        self._target.setAccessibleName(self.tr("Target"))
        self._browse_button = PlainButton(self.tr("&Choose…"))
        self._browse_button.setObjectName("choose_target")
        self._warning = QLabel()
        self._warning.setObjectName("export_warning")
        self._warning.setProperty("role", "warning")
        self._warning.setTextFormat(Qt.TextFormat.PlainText)
        self._warning.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._warning.setWordWrap(True)
        self._warning.setMinimumHeight(self.fontMetrics().height())

    def _lay_out(self) -> None:
        self._formats.setFixedWidth(_LIST_WIDTH)
        place = QHBoxLayout()
        place.setSpacing(theme.STEP)
        label = QLabel(self.tr("&Target"))
        label.setBuddy(self._target)
        for part, stretch in ((label, 0), (self._target, 1), (self._browse_button, 0)):
            place.addWidget(part, stretch)
        right = QVBoxLayout()
        right.setSpacing(theme.STEP)
        right.addWidget(self._scrolled(), 1)
        right.addWidget(self._losses)
        right.addLayout(place)
        both = QHBoxLayout()
        both.setSpacing(2 * theme.STEP)
        both.addWidget(self._formats)
        both.addLayout(right, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._export = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._export.setObjectName("export_now")
        self._export.setDefault(True)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        below = QHBoxLayout()
        below.setSpacing(theme.STEP)
        below.addWidget(self._warning, 1)
        below.addWidget(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.STEP, 2 * theme.STEP, 2 * theme.STEP, 2 * theme.STEP)
        column.setSpacing(2 * theme.STEP)
        column.addLayout(both, 1)
        column.addLayout(below)

    def _scrolled(self) -> QScrollArea:
        """What a format has many or few of: it must not push the rest about."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, theme.STEP, 0)
        column.setSpacing(theme.STEP + theme.HALF_STEP)
        for part in (self._title, self._about, self._options, self._only):
            column.addWidget(part)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("export_area")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area

    def _connect(self) -> None:
        self._formats.chosen.connect(self._choose_format)
        self._formats.entered.connect(self._export.setFocus)
        self._options.changed.connect(self._ask)
        self._only.changed.connect(self._ask)
        self._target.textEdited.connect(self._keep_name)
        self._target.textChanged.connect(self._look_at_target)
        self._browse_button.clicked.connect(self._browse)
        self._losses.look_requested.connect(self._ask)
        self._losses.stop_requested.connect(self.look_stopped)
        self._losses.details_requested.connect(self.show_details)

    @property
    def choice(self) -> ExportChoice:
        """What the fields now say."""
        path = written_path(self._target.text())
        name, options = self._formats.current.name, self._options.values
        return ExportChoice(name, path, self._only.wanted, path.exists(), options)

    # ------------------------------------------------------------ choosing

    def _choose_format(self, chosen: Format) -> None:
        said = [chosen.description]
        if chosen.missing:
            names = ", ".join(chosen.missing)
            said.append(self.tr("Not carried, or only in part: {names}.").format(names=names))
        if chosen.loss:
            said.append(chosen.loss)
        self._title.setText(chosen.title)
        self._about.setText("\n".join(said))
        self._options.show_options(chosen.write_options, self._memory.options(chosen))
        self._options.stand_between(self._formats.list, self._only.fold)
        written = written_path(self._target.text()) if self._is_named else None
        path = proposed(self._project, chosen, written, self._format)
        self._format = chosen
        self._target.setText(str(path))
        self._look_at_target()
        self._ask()

    def _ask(self) -> None:
        """Have it tried out what would be lost."""
        self._report = None
        if extras.is_missing(self._formats.current):
            self._losses.clear()
            self.changed.emit(None)
            return
        self._losses.clear(self.tr("Looking what would be lost…"))
        self.changed.emit(self.choice)

    def _keep_name(self) -> None:
        self._is_named = bool(self._target.text().strip())

    def _look_at_target(self) -> None:
        path, chosen, text = self.choice.path, self._formats.current, ""
        is_full = path.is_dir() and any(path.iterdir())
        is_missing = extras.is_missing(chosen)
        if is_missing:
            text = self.tr("This format needs a package that is not installed: {command}")
        elif is_full and chosen.writes_folder:
            text = self.tr("In the folder {name} files of the same names will be replaced.")
        elif path.is_file():
            text = self.tr("{name} exists already and will be replaced.")
        self._warning.setText(text.format(name=path.name, command=extras.command(chosen)))
        self._export.setText(self.tr("Replace") if text and not is_missing else self.tr("Export"))
        self._export.setEnabled(bool(self._target.text().strip()) and not is_missing)

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Export to"), str(self.choice.path.parent))
        dialog.setObjectName("choose_target_dialog")
        if self._formats.current.writes_folder:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
            dialog.selectFile(self.choice.path.name)
        dialog.fileSelected.connect(self._take_target)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_target(self, path: str) -> None:
        self._is_named = True
        self._target.setText(path)

    def _accept(self) -> None:
        choice = self.choice
        self._memory.keep(choice)
        self.accept()
        self.chosen.emit(choice)

    # ------------------------------------------------------------ what is lost

    def follow(self, task: Task) -> None:
        """Show how far the trial is."""
        self._losses.follow(task)

    def show_stopped(self) -> None:
        """Say that the trial was stopped."""
        self._losses.show_stopped()

    def show_error(self, error: UserError) -> None:
        """Say why the trial failed; the export would, too."""
        self._losses.show_error(error)

    def show_report(self, report: ExportReport) -> None:
        """Show what the trial found."""
        self._report = report
        numbers = ", ".join(
            (
                counted(report.documents, "%n article", "%n articles"),
                counted(report.spans, "%n span", "%n spans"),
                counted(report.relations, "%n relation", "%n relations"),
            )
        )
        general = [said for said in report.general if said != self._formats.current.loss]
        sentences = [*general, *(total.sentence() for total in report.totals)]
        lost = (
            self.tr("this would be lost or changed:") if sentences else self.tr("nothing would be lost.")
        )
        self._losses.show_totals(f"{numbers}; {lost}", sentences, has_details=bool(report.totals))

    def show_details(self) -> None:
        """Show what would be lost, document by document."""
        if self._report is None:
            return
        details = LossDetails(self._report.losses, report_beside(self.choice.path), self)
        details.finished.connect(details.deleteLater)
        details.open()
