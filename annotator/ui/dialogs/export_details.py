"""The loss report, document by document, and the way to keep it as a file."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import UserError
from annotator.ui import theme
from annotator.ui.dialogs.fields import close_button
from annotator.ui.dialogs.fitting import fit
from annotator.ui.dialogs.plain_button import PlainButton
from annotator.ui.words import in_short

if TYPE_CHECKING:
    from annotator.formats.kit.losses import DocumentLoss, Losses

MOST = 2_000
"""So many rows are shown; the file has them all."""
_ARTICLE, _NUMBER, _WHAT, _WHY = range(4)


class LossDetails(QDialog):
    """A row for each kind of loss in each document."""

    def __init__(self, losses: Losses, proposal: Path, parent: QWidget) -> None:
        """`proposal` is where the report may be saved."""
        super().__init__(parent)
        self.setObjectName("loss_details")
        self.setWindowTitle(self.tr("Losses by article"))
        fit(self, 860, 560)
        self._losses = losses
        self._proposal = proposal
        self._said = QLabel()
        self._said.setObjectName("loss_details_said")
        self._said.setProperty("role", "muted")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._rows = self._new_rows()
        self._fill()
        self._lay_out()
        self._rows.setFocus()

    def _new_rows(self) -> QTreeWidget:
        rows = QTreeWidget()
        rows.setObjectName("loss_rows")
        rows.setAccessibleName(self.tr("Losses by article"))
        rows.setRootIsDecorated(False)
        rows.setUniformRowHeights(True)
        titles = (self.tr("Article"), self.tr("Number"), self.tr("What"), self.tr("Why"))
        rows.setHeaderLabels(titles)
        header = rows.header()
        for column in (_NUMBER, _WHAT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.resizeSection(_ARTICLE, 240)
        return rows

    def _fill(self) -> None:
        items = [_item(one) for one in islice(self._losses.details(), MOST + 1)]
        self._rows.addTopLevelItems(items[:MOST])
        self._rows.setCurrentIndex(self._rows.model().index(0, _ARTICLE))
        if len(items) > MOST:
            text = self.tr("These are the first {number} rows; save the report to see all of them.")
            self._said.setText(text.format(number=QLocale().toString(MOST)))
        self._said.setVisible(len(items) > MOST)

    def _lay_out(self) -> None:
        save = PlainButton(self.tr("&Save the report…"))
        save.setObjectName("save_losses")
        save.clicked.connect(self._ask_where)
        below = QHBoxLayout()
        below.addWidget(save)
        below.addWidget(close_button(self), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.STEP, 2 * theme.STEP, 2 * theme.STEP, 2 * theme.STEP)
        column.setSpacing(theme.STEP)
        column.addWidget(self._rows, 1)
        column.addWidget(self._said)
        column.addLayout(below)

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the report"), str(self._proposal.parent))
        dialog.setObjectName("save_losses_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(self._proposal.name)
        dialog.fileSelected.connect(lambda chosen: self.save(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, path: Path) -> None:
        """Write the whole report, a line for each kind of loss in each document."""
        from annotator.formats.writing import new_file

        try:
            with new_file(path, overwrites=True) as file:
                file.writelines(self._losses.lines())
        except UserError as error:
            text, role = f"{error.message} {error.hint}", "error"
        else:
            text, role = self.tr("Saved as {path}.").format(path=path), "ok"
        self._said.setText(text)
        self._said.setProperty("role", role)
        self._said.style().polish(self._said)
        self._said.show()


def _item(one: DocumentLoss) -> QTreeWidgetItem:
    action = QCoreApplication.translate("Losses", one.kind.action)
    what = f"{one.kind.what} {action}"
    said = [in_short(one.title or one.document, 120), QLocale().toString(one.number), what, one.kind.why]
    item = QTreeWidgetItem(said)
    item.setTextAlignment(_NUMBER, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setToolTip(_WHY, one.kind.why)
    return item
