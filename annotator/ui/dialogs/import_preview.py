"""Before an import: which files were found, how they were read, what speaks against them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import FormatError
from annotator.jobs.choosing import choose
from annotator.jobs.previewing import Preview, preview
from annotator.ui import icons, theme
from annotator.ui.dialogs.fitting import fit
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from pathlib import Path

    from annotator.formats.format import Progress

ENCODINGS = (
    "utf-8",
    "utf-16",
    "windows-1252",
    "iso-8859-15",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "koi8-r",
    "mac-roman",
    "shift_jis",
    "euc-jp",
    "gb18030",
    "big5",
    "euc-kr",
)
_TITLE, _LENGTH, _ENCODING, _REMARK = range(4)
_ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Found:
    """The files that an import found; `wholes` are those that hold a whole project."""

    previews: tuple[Preview, ...]
    wholes: frozenset[Path]
    passed_over: int


def look_through(
    paths: Sequence[Path],
    known: Container[str],
    *,
    encoding: str | None = None,
    progress: Progress | None = None,
) -> Found:
    """Look at all files under these paths; `known` are the ids of the project's documents."""
    chosen = choose(paths)
    found = [Preview(path, problem=one.message, hint=one.hint) for path, one in chosen.refused]
    for number, choice in enumerate(chosen.choices):
        if progress is not None:
            progress(number, len(chosen.choices), choice.path.name)
        try:
            found += preview([choice.path], encoding=encoding, known=known)
        except FormatError as error:
            found.append(Preview(choice.path, problem=error.message, hint=error.hint))
    wholes = frozenset(choice.path for choice in chosen.choices if choice.format.holds_projects)
    return Found(tuple(found), wholes, chosen.passed_over)


class ImportPreview(QDialog):
    """Lists the files; those that are ticked are imported.

    `chosen` says the paths and the encoding (empty: as detected); `encoding_changed`
    asks to look through the files again and to call `show_found`.
    """

    chosen = Signal(list, str)
    encoding_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_preview")
        self.setWindowTitle(self.tr("Import articles"))
        fit(self, 900, 620)
        self._found = Found((), frozenset(), 0)
        self._summary = QLabel()
        self._summary.setObjectName("import_summary")
        self._summary.setProperty("role", "muted")
        self._summary.setWordWrap(True)
        self._encoding = QComboBox()
        self._encoding.setObjectName("import_encoding")
        self._encoding.setAccessibleName(self.tr("Encoding"))
        self._encoding.addItem(self.tr("as detected"), "")
        for encoding in ENCODINGS:
            self._encoding.addItem(encoding, encoding)
        self._encoding.activated.connect(self._choose_encoding)
        self._list = self._new_list()
        self._list.currentItemChanged.connect(self._show_text)
        self._list.itemChanged.connect(self._count_ticked)
        self._text = QPlainTextEdit()
        self._text.setObjectName("field")
        self._text.setAccessibleName(self.tr("Beginning of the article"))
        self._text.setReadOnly(True)
        self._lay_out()
        self._list.setFocus()

    def _new_list(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("import_files")
        tree.setAccessibleName(self.tr("Files"))
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        columns = [self.tr("Title"), self.tr("Characters"), self.tr("Encoding"), self.tr("Remark")]
        tree.setHeaderLabels(columns)
        tree.header().setStretchLastSection(False)
        tree.header().setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        for column in (_LENGTH, _ENCODING):
            tree.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        tree.header().resizeSection(_REMARK, 300)
        return tree

    def _lay_out(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(theme.STEP)
        upper.addWidget(self._summary, 1)
        upper.addWidget(QLabel(self.tr("Encoding")))
        upper.addWidget(self._encoding)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setObjectName("import_splitter")
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.STEP)
        splitter.addWidget(self._list)
        splitter.addWidget(self._text)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._import = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._import.setObjectName("import_now")
        self._import.setDefault(True)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.STEP, 2 * theme.STEP, 2 * theme.STEP, 2 * theme.STEP)
        column.setSpacing(theme.STEP)
        column.addLayout(upper)
        column.addWidget(splitter, 1)
        column.addWidget(buttons)

    # ------------------------------------------------------------ showing

    def show_found(self, found: Found) -> None:
        """List these files, the ones that can be imported ticked."""
        self._found = found
        self._list.blockSignals(True)
        self._list.clear()
        self._list.addTopLevelItems([self._item(row, one) for row, one in enumerate(found.previews)])
        self._list.blockSignals(False)
        good = next((row for row, one in enumerate(found.previews) if self._can_come(one)), 0)
        self._list.setCurrentIndex(self._list.model().index(good, _TITLE))
        self._summary.setText(self._sum_up(found))
        self._count_ticked()

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

    def _can_come(self, preview: Preview) -> bool:
        is_new = not preview.is_known or preview.path in self._found.wholes
        return is_new and not preview.problem

    def _item(self, row: int, preview: Preview) -> QTreeWidgetItem:
        title = preview.title or preview.path.name
        length = QLocale().toString(preview.length) if preview.length else ""
        item = QTreeWidgetItem([title, length, preview.encoding, self._remark(preview)])
        item.setData(_TITLE, _ROW, row)
        item.setTextAlignment(_LENGTH, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setToolTip(_TITLE, str(preview.path))
        item.setToolTip(_REMARK, self._remark(preview))
        if self._can_come(preview):
            item.setCheckState(_TITLE, Qt.CheckState.Checked)
        else:
            item.setCheckState(_TITLE, Qt.CheckState.Unchecked)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
        if preview.problem:
            item.setIcon(_REMARK, icons.icon("warning", theme.current().warning))
        return item

    def _remark(self, preview: Preview) -> str:
        if preview.encodings:
            text = self.tr("The encoding is not certain; choose it above. Likely: {names}.")
            return text.format(names=", ".join(preview.encodings))
        if preview.problem:
            problem = preview.problem.replace(str(preview.path), preview.path.name)
            return f"{problem} {preview.hint}".strip()
        if preview.path in self._found.wholes:
            return self.tr("a whole project; this is its first article")
        return self.tr("is in the project already") if preview.is_known else ""

    def _show_text(self) -> None:
        item = self._list.currentItem()
        if item is None:
            self._text.clear()
            return
        shown = self._found.previews[item.data(_TITLE, _ROW)]
        self._text.setPlainText(self._remark(shown) if shown.problem else shown.beginning)

    def _count_ticked(self) -> None:
        ticked = len(self.ticked())
        self._import.setText(counted(ticked, "Import %n file", "Import %n files"))
        self._import.setEnabled(ticked > 0)

    # ------------------------------------------------------------ choosing

    @property
    def encoding(self) -> str:
        """The encoding that was chosen; empty for the one that is detected."""
        return str(self._encoding.currentData() or "")

    def ticked(self) -> Sequence[Path]:
        """The files that are to be imported."""
        found = []
        for row, one in enumerate(self._found.previews):
            item = self._list.topLevelItem(row)
            if item is not None and item.checkState(_TITLE) == Qt.CheckState.Checked:
                found.append(one.path)
        return found

    def _choose_encoding(self) -> None:
        self.encoding_changed.emit(self.encoding)

    def _accept(self) -> None:
        paths = list(self.ticked())
        self.accept()
        self.chosen.emit(paths, self.encoding)
