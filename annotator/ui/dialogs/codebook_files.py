"""The editor's buttons for codebook files: export, and taking another codebook over."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSaveFile
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from annotator.errors import CodebookError
from annotator.formats import codebook_file
from annotator.model.codebook import to_file
from annotator.ui.dialogs.codebook_comparing import TakeOver
from annotator.ui.dialogs.codebook_fields import push_button

if TYPE_CHECKING:
    from annotator.ui.dialogs.codebook_desk import CodebookDesk


class CodebookFiles(QObject):
    """Reads and writes codebook files for one editor."""

    def __init__(self, desk: CodebookDesk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self.export_button = push_button("codebook_export", self.tr("Export…"), self._ask_export)
        self.other_button = QPushButton(self.tr("Another codebook"))
        self.other_button.setObjectName("codebook_other")
        self.other_button.setAccessibleName(self.tr("Compare with another codebook, and take it over"))
        self.other_button.setAutoDefault(False)
        menu = QMenu(self.other_button)
        menu.setObjectName("codebook_other_menu")
        menu.addAction(self.tr("From a file…"), self._ask_file)
        menu.addSeparator()
        for preset in codebook_file.presets():
            menu.addAction(preset.name, partial(self.compare_with, preset.id))
        self.other_button.setMenu(menu)

    def compare_with(self, source: str | Path) -> None:
        """Show how a preset (by its id) or a codebook file differs, and offer to take it over."""
        try:
            content = codebook_file.read(source)
        except CodebookError as error:
            self._desk.said.emit(str(error), "error")
            return
        name = str(content.get("name") or Path(source).stem)
        self._desk.ask(TakeOver(self._desk, content, name))

    def export_to(self, path: Path) -> None:
        """Write the codebook of the project as a file, whole or not at all."""
        text = json.dumps(to_file(self._desk.codebook), ensure_ascii=False, indent=1) + "\n"
        file = QSaveFile(str(path))
        is_written = file.open(QSaveFile.OpenModeFlag.WriteOnly)
        is_written = is_written and file.write(text.encode()) >= 0 and file.commit()
        if is_written:
            self._desk.said.emit(self.tr("Written: {path}").format(path=path), "ok")
        else:
            said = self.tr("{path} cannot be written: {reason}.")
            self._desk.said.emit(said.format(path=path, reason=file.errorString()), "error")

    def _ask_file(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Codebook"))
        dialog.setObjectName("codebook_open_dialog")
        dialog.setNameFilter(self.tr("Codebooks (*.json)"))
        dialog.fileSelected.connect(lambda path: self.compare_with(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_export(self) -> None:
        project = self._desk.session.project
        folder = project.path.parent if project is not None else Path.home()
        name = str(self._desk.codebook.guidelines.get("id") or "codebook")
        dialog = QFileDialog(self._window, self.tr("Codebook"), str(folder))
        dialog.setObjectName("codebook_save_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Codebooks (*.json)"))
        dialog.setDefaultSuffix("json")
        dialog.selectFile(f"{name}.json")
        dialog.fileSelected.connect(lambda path: self.export_to(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
