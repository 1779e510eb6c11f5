"""Reading the manual and the changelog: Markdown of our own, nothing is ever loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QFont, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from annotator import assets
from annotator.ui import theme
from annotator.ui.dialogs.fitting import fit

if TYPE_CHECKING:
    from pathlib import Path

_CONTENTS_WIDTH = 208
_TEXT_MARGIN = 24


class ClosedBrowser(QTextBrowser):
    """A text browser that loads neither pictures nor pages, from nowhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(_TEXT_MARGIN)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing, whatever is asked for."""
        return None

    def show_markdown(self, text: str) -> None:
        """Show this text from its beginning."""
        features = QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        self.document().setMarkdown(text, features | QTextDocument.MarkdownFeature.MarkdownNoHTML)
        self._loosen()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _loosen(self) -> None:
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            layout = block.blockFormat()
            level = layout.headingLevel()
            layout.setLineHeight(130, 1)
            layout.setTopMargin(20 if level > 1 else 4)
            layout.setBottomMargin(theme.HALF_STEP)
            cursor.setBlockFormat(layout)
            if level:
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                form = cursor.charFormat()
                form.setFontWeight(QFont.Weight.DemiBold)
                cursor.mergeCharFormat(form)
            block = block.next()


class Manual(QDialog):
    """The manual: its chapters on the left, the chosen one on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("manual")
        self.setWindowTitle(self.tr("Manual"))
        fit(self, 960, 700)
        self._chapters = QListWidget()
        self._chapters.setObjectName("chapters")
        self._chapters.setAccessibleName(self.tr("Chapters"))
        self._chapters.setFixedWidth(_CONTENTS_WIDTH)
        self._chapters.setSpacing(2)
        self._text = ClosedBrowser()
        self._text.setObjectName("chapter")
        self._text.setAccessibleName(self.tr("Text of the chapter"))
        self._text.anchorClicked.connect(self.follow)
        for file in chapters():
            item = QListWidgetItem(_title(file))
            item.setData(Qt.ItemDataRole.UserRole, file.name)
            item.setSizeHint(QSize(0, 4 * theme.STEP))
            self._chapters.addItem(item)
        self._chapters.currentRowChanged.connect(self._show_chapter)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.STEP, theme.STEP, theme.STEP, theme.STEP)
        row.setSpacing(theme.STEP)
        row.addWidget(self._chapters)
        row.addWidget(self._text, 1)
        self._chapters.setCurrentRow(0)

    def follow(self, address: QUrl) -> None:
        """Turn to another chapter; any other address is left alone."""
        for row in range(self._chapters.count()):
            if self._chapters.item(row).data(Qt.ItemDataRole.UserRole) == address.toString():
                self._chapters.setCurrentRow(row)

    def _show_chapter(self, row: int) -> None:
        files = chapters()
        if 0 <= row < len(files):
            self._text.show_markdown(files[row].read_text(encoding="utf-8"))


class WhatIsNew(QDialog):
    """The changelog."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("changes")
        self.setWindowTitle(self.tr("What is new"))
        fit(self, 720, 600)
        text = ClosedBrowser()
        text.setObjectName("changelog")
        text.setAccessibleName(self.tr("Changes by version"))
        changelog = assets.resources() / "changelog.md"
        text.show_markdown(changelog.read_text(encoding="utf-8"))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.STEP, theme.STEP, theme.STEP, theme.STEP)
        column.addWidget(text)


def chapters() -> list[Path]:
    """The files of the manual, in order."""
    return sorted((assets.resources() / "manual").glob("*.md"))


def _title(file: Path) -> str:
    with file.open(encoding="utf-8") as lines:
        return lines.readline().removeprefix("# ").strip()
