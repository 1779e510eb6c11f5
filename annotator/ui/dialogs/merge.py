"""Before files are merged: what would come, what stands against what, and what is to be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from annotator.ui import theme
from annotator.ui.dialogs.fields import explanation
from annotator.ui.dialogs.fitting import fit
from annotator.ui.words import counted, in_short

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from annotator.jobs.merging import MergeReport
    from annotator.model.merge_preview import NameClash

_SIZE = (660, 520)
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CONFLICTS = 4
_NAMED = 4
"""So many names stand in one line."""


class MergeDialog(QDialog):
    """Shows the counts by kind; `accepted` says to merge."""

    def __init__(
        self,
        report: MergeReport,
        paths: Sequence[Path],
        *,
        is_foreign: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`is_foreign` says that a file comes from a project that was begun apart."""
        super().__init__(parent)
        self.setObjectName("merge")
        self.setWindowTitle(self.tr("Merge files"))
        self._report = report
        self._is_foreign = is_foreign
        self._from = QLabel(self.tr("From {files}").format(files=_listed([one.name for one in paths])))
        self._from.setObjectName("merge_from")
        self._from.setTextFormat(Qt.TextFormat.PlainText)
        self._from.setWordWrap(True)
        self._counts = self._tree("merge_counts", self.tr("What would come"))
        self._notes = self._tree("merge_notes", self.tr("To look at"))
        self._notes.setHeaderHidden(True)
        self._counts.setSelectionMode(QTreeWidget.SelectionMode.NoSelection)
        self._counts.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._fill_counts()
        self._fill_notes()
        self._lay_out()
        fit(self, *_SIZE)
        self._first.setFocus()

    def _tree(self, name: str, said: str) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName(name)
        tree.setAccessibleName(said)
        tree.setUniformRowHeights(True)
        tree.setSelectionMode(QTreeWidget.SelectionMode.SingleSelection)
        return tree

    # ------------------------------------------------------------ what is shown

    def _fill_counts(self) -> None:
        from annotator.jobs.merging import in_order, named_kind

        titles = (self.tr("New"), self.tr("Changed"), self.tr("Removed"), self.tr("In conflict"))
        self._counts.setHeaderLabels(["", *titles, self.tr("The same")])
        self._counts.setRootIsDecorated(False)
        header = self._counts.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for kind, one in in_order(self._report.preview):
            numbers = (one.new, one.changed, one.removed, one.conflicting, one.same)
            if not any(numbers):
                continue
            name = named_kind(kind, 2).split(" ", 1)[1]
            words = [QLocale().toString(number) if number else "–" for number in numbers]
            if kind not in ("document", "span", "relation"):
                words[-1] = ""  # it is not counted
            item = QTreeWidgetItem([name[0].upper() + name[1:], *words])
            for column in range(1, 6):
                item.setTextAlignment(column, _NUMBER)
            if one.conflicting:
                item.setForeground(_CONFLICTS, theme.current().colour("warning"))
            self._counts.addTopLevelItem(item)
        for column in range(1, 6):
            self._counts.headerItem().setTextAlignment(column, _NUMBER)

    def _fill_notes(self) -> None:
        report = self._report
        preview = report.preview
        if self._is_foreign and preview.changes:
            self._note(self.tr("From another project: only articles with the same text are the same."))
        if preview.people:
            count = counted(len(preview.people), "%n new annotator", "%n new annotators")
            self._note(f"{count}: {_listed(preview.people)}")
        self._group(
            "%n thing is unified as was decided before",
            "%n things are unified as was decided before",
            [title.removesuffix(" as decided before") for title in report.unified],
        )
        self._group(
            "%n article has the title of another, and another text",
            "%n articles have the title of another, and another text",
            [in_short(one.one_title) for one in preview.same_title],
        )
        self._group(
            "%n article is called otherwise there",
            "%n articles are called otherwise there",
            [f"{in_short(one.one_title)} ↔ {in_short(one.other_title)}" for one in preview.same_text],
        )
        self._group(
            "%n name stands for two things, or one thing has two names",
            "%n names stand for two things, or one thing has two names",
            sorted(_named(one) for one in preview.names),
        )

    def _note(self, text: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([text])
        self._notes.addTopLevelItem(item)
        return item

    def _group(self, one: str, many: str, lines: Sequence[str]) -> None:
        if lines:
            item = self._note(counted(len(lines), one, many))
            item.addChildren([QTreeWidgetItem([line]) for line in lines])
            item.setExpanded(len(lines) <= _NAMED)

    # ------------------------------------------------------------ layout

    def _lay_out(self) -> None:
        is_empty = not self._report.preview.changes
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * [2 * theme.STEP]))
        column.setSpacing(theme.STEP + theme.HALF_STEP)
        column.addWidget(self._from)
        if is_empty:
            column.addWidget(explanation(self.tr("Nothing is new: the project has all of it.")))
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self._counts)
        parts.addWidget(self._notes)
        parts.setSizes([260, 140])
        self._counts.setVisible(self._counts.topLevelItemCount() > 0)
        self._notes.setVisible(self._notes.topLevelItemCount() > 0)
        column.addWidget(parts, 1)
        if not is_empty:
            words = self.tr(
                "The files are not changed. What stands in conflict is listed afterwards and decided"
                " by you. Until the next edit, Team > Take the merge back undoes all of it."
            )
            column.addWidget(explanation(words))
        column.addWidget(self._buttons(is_empty=is_empty))

    def _buttons(self, *, is_empty: bool) -> QDialogButtonBox:
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Close if is_empty else standard.Cancel)
        buttons.rejected.connect(self.reject)
        self._first = buttons.buttons()[0]
        if not is_empty:
            merge = buttons.addButton(self.tr("&Merge"), QDialogButtonBox.ButtonRole.AcceptRole)
            merge.setObjectName("merge_now")
            merge.setDefault(True)
            self._first = merge
            buttons.accepted.connect(self.accept)
        return buttons


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    left = len(found) - _NAMED
    words = ", ".join(found[:_NAMED])
    return f"{words} + {left:,}" if left > 0 else words


def _named(one: NameClash) -> str:
    kind = one.kind.replace("_", " ")
    if one.one == one.other:
        return f"{kind} {one.one}: {in_short(one.one_name)} ↔ {in_short(one.other_name)}"
    if one.kind in ("entity", "annotator"):  # ids of these tell nobody anything
        return f"{kind} {in_short(one.one_name)}"
    return f"{kind} {in_short(one.one_name)}: {one.one} ↔ {one.other}"
