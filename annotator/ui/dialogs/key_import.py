"""Before keys are taken over from a file: what it holds, what is unknown, and what clashes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import UserError
from annotator.ui import key_choices, theme
from annotator.ui.dialogs.fields import explanation
from annotator.ui.key_choices import KeyChoices
from annotator.ui.keys import conflicts, readable
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model.codebook import Codebook
    from annotator.ui.settings import Settings

_SUFFIX = ".keys.json"


class KeyImport(QDialog):
    """Takes keys over from a file once the user has seen what they bring."""

    def __init__(
        self,
        path: Path,
        choices: KeyChoices,
        settings: Settings,
        codebook: Codebook,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("key_import")
        self.setWindowTitle(self.tr("Take over keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(520, 400)
        self._choices, self._settings = choices, settings
        self._details = QPlainTextEdit(self._described(codebook))
        self._details.setObjectName("key_import_details")
        self._details.setAccessibleName(self.tr("What the file brings"))
        self._details.setReadOnly(True)
        self._details.setTabChangesFocus(True)
        self._lay_out(path)

    def _lay_out(self, path: Path) -> None:
        title = QLabel(path.name)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setProperty("role", "heading")
        count = counted(self._choices.count, "%n key of its own", "%n keys of its own")
        text = self.tr("The file has {count}. They take the place of those you chose.")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        take = buttons.addButton(self.tr("Take over"), QDialogButtonBox.ButtonRole.AcceptRole)
        take.setObjectName("key_import_take")
        take.setDefault(True)
        buttons.accepted.connect(self._take_over)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.STEP, 2 * theme.STEP, 2 * theme.STEP, 2 * theme.STEP)
        column.setSpacing(theme.STEP)
        column.addWidget(title)
        column.addWidget(explanation(text.format(count=count)))
        column.addWidget(self._details, 1)
        column.addWidget(buttons)

    def _described(self, codebook: Codebook) -> str:
        """Clashes, unknown ids and then all keys, a line each."""
        everything = self._choices.bindings(codebook)
        lines = []
        for key, who in conflicts(everything).items():
            names = ", ".join(one.full_text for one in who)
            text = self.tr("{key} stands for {names}: neither works until one is changed.")
            lines.append(text.format(key=readable(key), names=names))
        unknown = [*self._choices.unknown_commands(), *self._choices.unknown_labels(codebook)]
        if unknown:
            text = self.tr("Not known here, and kept: {names}.")
            lines.append(text.format(names=", ".join(unknown)))
        if not lines:
            lines.append(self.tr("No key stands for two things."))
        lines.append("")
        for one in everything:
            if not one.is_usual:
                own = "  ".join(map(readable, one.keys)) or self.tr("no key")
                lines.append(f"{one.full_text}: {own}")
        return "\n".join(lines)

    def _take_over(self) -> None:
        self._choices.store(self._settings)
        self.accept()


def ask_to_export(parent: QWidget, settings: Settings, failed: Callable[[str], object]) -> None:
    """Ask for a file and write the user's own keys to it."""
    dialog = QFileDialog(parent, parent.tr("Export keys"), settings.last_folder)
    dialog.setObjectName("key_export_file")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(parent.tr("Keys (*.json)"))
    dialog.selectFile(f"annotator{_SUFFIX}")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(
        lambda chosen: _trying(failed, lambda: key_choices.write(Path(chosen), KeyChoices.of(settings)))
    )
    dialog.open()


def ask_to_import(
    parent: QWidget, settings: Settings, codebook: Codebook, failed: Callable[[str], object]
) -> None:
    """Ask for a file and show what it brings; a file that holds no keys is refused with its reason."""

    def show(path: Path) -> None:
        KeyImport(path, key_choices.read(path), settings, codebook, parent).open()

    dialog = QFileDialog(parent, parent.tr("Import keys"), settings.last_folder)
    dialog.setObjectName("key_import_file")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(parent.tr("Keys (*.json)"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: _trying(failed, lambda: show(Path(chosen))))
    dialog.open()


def _trying(failed: Callable[[str], object], act: Callable[[], object]) -> None:
    try:
        act()
    except UserError as error:
        failed(str(error))
    else:
        failed("")
