"""The files of an import, and the first articles of each as they will be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from annotator.ui import icons, theme
from annotator.ui.import_looking import Found, title_of
from annotator.ui.words import counted, in_short

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.jobs.previewing import Preview

TITLE, FORMAT, LENGTH, ENCODING, REMARK = range(5)
_FILE, _ARTICLE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_FIRST = 300
"""Imports of more files than this stay folded."""


def hint_of(hint: str) -> str:
    """The way out of a problem as it is in the window, where lists stand for a command's options."""
    if "--format" in hint:
        return QCoreApplication.translate("ImportFiles", "Choose above what to read it as.")
    if "--encoding" in hint:
        return QCoreApplication.translate("ImportFiles", "Choose the encoding above.")
    return hint


class ImportFiles(QTreeWidget):
    """A row for each file, with a check mark if it can come in; below it its articles, if several.

    `shown_changed` says that another article is to be shown, `ticks_changed` that other files
    are wanted.
    """

    shown_changed = Signal()
    ticks_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found = Found()
        self._unticked: set[Path] = set()
        self.setObjectName("import_files")
        self.setAccessibleName(self.tr("Files"))
        self.setUniformRowHeights(True)
        names = (self.tr("Title"), self.tr("Format"), self.tr("Characters"), self.tr("Encoding"))
        self.setHeaderLabels([*names, self.tr("Remark")])
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        for column in (FORMAT, LENGTH, ENCODING):
            self.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.header().resizeSection(REMARK, 240)
        self.currentItemChanged.connect(lambda _now, _before: self.shown_changed.emit())
        self.itemChanged.connect(self._follow)

    def show_found(self, found: Found) -> None:
        """List these files, those that can be imported ticked, unless the user took the mark away."""
        item = self.currentItem()
        at = item.data(TITLE, _FILE) if item is not None else -1
        self._found = found
        self.blockSignals(True)
        self.clear()
        self.setRootIsDecorated(any(one.further for one in found.previews))
        self.addTopLevelItems([self._file_item(row, one) for row, one in enumerate(found.previews)])
        if len(found.previews) <= _FIRST:
            self.expandAll()
        self.blockSignals(False)
        good = next((row for row, one in enumerate(found.previews) if self._can_come(one)), 0)
        row = at if 0 <= at < len(found.previews) else good
        self.setCurrentIndex(self.model().index(row, TITLE))
        self.shown_changed.emit()
        self.ticks_changed.emit()

    @property
    def shown(self) -> Preview | None:
        """The article that is current, or the first of the current file."""
        item = self.currentItem()
        if item is None:
            return None
        preview = self._found.previews[int(item.data(TITLE, _FILE))]
        article = int(item.data(TITLE, _ARTICLE))
        return preview.further[article - 1] if article else preview

    @property
    def current_path(self) -> Path | None:
        """The file that is current."""
        shown = self.shown
        return shown.path if shown is not None else None

    def ticked(self) -> list[Path]:
        """The files that are to be imported."""
        items = [self.topLevelItem(row) for row in range(len(self._found.previews))]
        return [
            preview.path
            for item, preview in zip(items, self._found.previews, strict=True)
            if item is not None and item.checkState(TITLE) == Qt.CheckState.Checked
        ]

    def remark(self, preview: Preview) -> str:
        """What is to be said of a file: why it stays out, or what it is."""
        if preview.encodings:
            text = self.tr("The encoding is not certain; choose it above. Likely: {names}.")
            return text.format(names=", ".join(preview.encodings))
        if preview.problem:
            problem = preview.problem.replace(str(preview.path), preview.path.name)
            return f"{problem} {hint_of(preview.hint)}".strip()
        if preview.is_codebook:
            return self.tr("labels without articles")
        if preview.path in self._found.wholes:
            return self.tr("a whole project")
        if preview.is_known and self._has_annotations(preview):
            return self.tr("is in the project already; what is labelled in it may be new")
        return self.tr("is in the project already") if preview.is_known else ""

    def reason(self, preview: Preview) -> str:
        """Why a file stays out, at length: with words of it as they read in each likely encoding."""
        problem = preview.problem.replace(str(preview.path), preview.path.name)
        return f"{problem}\n\n{hint_of(preview.hint)}".strip()

    # ------------------------------------------------------------ rows

    def _can_come(self, preview: Preview) -> bool:
        return not preview.problem and (not preview.is_known or self._has_annotations(preview))

    def _has_annotations(self, preview: Preview) -> bool:
        """Whether a file may bring something for articles that the project has."""
        has_spans = any(one.spans for one in (preview, *preview.further))
        return has_spans or preview.path in self._found.wholes

    def _file_item(self, row: int, preview: Preview) -> QTreeWidgetItem:
        item = self._article_item(row, 0, preview)
        item.setText(FORMAT, title_of(preview.format))
        item.setToolTip(TITLE, str(preview.path))
        if preview.further:
            number = 1 + len(preview.further)
            text = counted(number, "%n article", "%n articles")
            more = self.tr("more than {number} articles").format(number=QLocale().toString(number))
            item.setText(TITLE, preview.path.name)
            item.setText(LENGTH, more if preview.has_more else text)
            one_by_one = enumerate((preview, *preview.further))
            item.addChildren([self._article_item(row, at, one) for at, one in one_by_one])
        is_unticked = preview.path in self._unticked or not self._can_come(preview)
        item.setCheckState(TITLE, Qt.CheckState.Unchecked if is_unticked else Qt.CheckState.Checked)
        if not self._can_come(preview):
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
        item.setText(REMARK, self.remark(preview))
        item.setToolTip(REMARK, self.remark(preview))
        if preview.problem:
            item.setIcon(REMARK, icons.icon("warning", theme.current().warning))
        return item

    def _article_item(self, row: int, at: int, preview: Preview) -> QTreeWidgetItem:
        title = in_short(preview.title or preview.path.name, 200)
        length = QLocale().toString(preview.length) if preview.length else ""
        known = self.tr("is in the project already") if preview.is_known else ""
        item = QTreeWidgetItem([title, "", length, preview.encoding, known])
        item.setData(TITLE, _FILE, row)
        item.setData(TITLE, _ARTICLE, at)
        item.setTextAlignment(LENGTH, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return item

    def _follow(self, item: QTreeWidgetItem, _column: int) -> None:
        path = self._found.previews[item.data(TITLE, _FILE)].path
        if item.checkState(TITLE) == Qt.CheckState.Checked:
            self._unticked.discard(path)
        else:
            self._unticked.add(path)
        self.ticks_changed.emit()
