"""The way from what was written to the system's file manager."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.ui.messages import Message


def show_folder(path: Path) -> None:
    """Open a folder, or the one in which a file stands, in the file manager."""
    folder = path if path.is_dir() else path.parent
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder.absolute())))


def with_folder(message: Message, path: Path) -> Message:
    """The message, with a button that shows where the file or folder stands."""
    words = QCoreApplication.translate("FileManager", "Show the folder")
    return replace(message, action_text=words, action=partial(show_folder, path))
