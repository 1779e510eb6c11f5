"""Export: in which format, where to, and what the format cannot carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from annotator import formats
from annotator.ui import theme
from annotator.ui.dialogs.fields import explanation, form, lay_out_form, written_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from annotator.formats.format import Format
    from annotator.model.values import Annotator

_LINES = 4


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What was chosen; `annotator` is None for the annotations of everybody."""

    format: str
    path: Path
    annotator: Annotator | None
    overwrites: bool
    options: Mapping[str, str]


class ExportDialog(QDialog):
    """Asks for format and target; the target is proposed beside the project."""

    chosen = Signal(object)

    def __init__(self, project: Path, annotator: Annotator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export")
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumWidth(600)
        self._project = project
        self._annotator = annotator
        self._formats = [one for one in formats.formats() if one.writes]
        self._format = QComboBox()
        self._format.setObjectName("export_format")
        for one in self._formats:
            self._format.addItem(one.title)
        self._about = explanation("")
        self._about.setObjectName("export_about")
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._about.setMinimumHeight(_LINES * self.fontMetrics().lineSpacing())
        self._target = QLineEdit()
        self._target.setObjectName("export_target")
        self._target.setAccessibleName(self.tr("Target"))
        self._target.textChanged.connect(self._look_at_target)
        self._whose = QComboBox()
        self._whose.setObjectName("export_whose")
        self._whose.addItem(self.tr("of everybody"))
        self._whose.addItem(self.tr("of {name} only").format(name=annotator.name))
        self._guards = QCheckBox(self.tr("Keep spreadsheets from taking texts for formulas"))
        self._guards.setObjectName("export_guards")
        self._warning = QLabel()
        self._warning.setObjectName("export_warning")
        self._warning.setProperty("role", "warning")
        self._warning.setTextFormat(Qt.TextFormat.PlainText)
        self._warning.setWordWrap(True)
        self._lay_out()
        self._format.currentIndexChanged.connect(self._choose_format)
        self._choose_format()

    def _lay_out(self) -> None:
        browse = QPushButton(self.tr("Choose…"))
        browse.setObjectName("choose_target")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        place = QHBoxLayout()
        place.setSpacing(theme.STEP)
        place.addWidget(self._target, 1)
        place.addWidget(browse)
        rows = form()
        rows.addRow(self.tr("&Format"), self._format)
        rows.addRow("", self._about)
        label = QLabel(self.tr("&Target"))
        label.setBuddy(self._target)
        rows.addRow(label, place)
        rows.addRow(self.tr("&Annotations"), self._whose)
        rows.addRow("", self._guards)
        self._export = lay_out_form(self, rows, self._warning, self.tr("Export"), self._accept)
        self._export.setObjectName("export_now")

    @property
    def choice(self) -> ExportChoice:
        """What the fields now say."""
        path = written_path(self._target.text())
        return ExportChoice(
            format=self._chosen_format.name,
            path=path,
            annotator=self._annotator if self._whose.currentIndex() == 1 else None,
            overwrites=path.exists(),
            options={"guard-formulas": "yes"}
            if self._guards.isVisibleTo(self) and self._guards.isChecked()
            else {},
        )

    @property
    def _is_guarded(self) -> bool:
        return self._guards.isVisibleTo(self) and self._guards.isChecked()

    @property
    def _chosen_format(self) -> Format:
        return self._formats[self._format.currentIndex()]

    def _choose_format(self) -> None:
        chosen = self._chosen_format
        said = [chosen.description]
        if chosen.loss:
            said.append(self.tr("Not in it: {loss}").format(loss=chosen.loss))
        self._about.setText("\n".join(said))
        self._guards.setVisible(chosen.name == "csv")
        ending = "" if chosen.writes_folder or not chosen.extensions else chosen.extensions[0]
        name = f"{self._project.stem} {chosen.name}" if chosen.writes_folder else self._project.stem
        self._target.setText(str(self._project.parent / f"{name}{ending}"))

    def _look_at_target(self) -> None:
        path = self.choice.path
        text = ""
        is_full = path.is_dir() and any(path.iterdir())
        if is_full and self._chosen_format.writes_folder:
            text = self.tr("In the folder {name} the files of these tables will be replaced.")
        elif path.is_file():
            text = self.tr("{name} exists already and will be replaced.")
        self._warning.setText(text.format(name=path.name))
        self._export.setText(self.tr("Replace") if text else self.tr("Export"))
        self._export.setEnabled(bool(self._target.text().strip()))

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Export to"), str(self.choice.path.parent))
        dialog.setObjectName("choose_target_dialog")
        if self._chosen_format.writes_folder:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
            dialog.selectFile(self.choice.path.name)
        dialog.fileSelected.connect(self._target.setText)
        dialog.open()

    def _accept(self) -> None:
        choice = self.choice
        self.accept()
        self.chosen.emit(choice)
