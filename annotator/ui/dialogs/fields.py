"""Fields that several dialogs share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from annotator.ui import icons, theme

if TYPE_CHECKING:
    from collections.abc import Callable

_WIDEST = 100_000


def search_field(name: str, purpose: str) -> QLineEdit:
    """A field to narrow a list with."""
    field = QLineEdit()
    field.setObjectName(name)
    field.setAccessibleName(purpose)
    field.setPlaceholderText(purpose)
    field.setClearButtonEnabled(True)
    field.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
    return field


def close_button(dialog: QDialog) -> QDialogButtonBox:
    """A row with Close, which Enter in a field does not press."""
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    close = buttons.button(QDialogButtonBox.StandardButton.Close)
    close.setAutoDefault(False)
    close.setDefault(False)
    return buttons


def form() -> QFormLayout:
    """Rows of a name and a field, evenly spaced."""
    rows = QFormLayout()
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setHorizontalSpacing(2 * theme.STEP)
    rows.setVerticalSpacing(theme.STEP + theme.HALF_STEP)
    rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
    return rows


class _Sentence(QLabel):
    """A label that asks for no more lines than it has at its width: a form would leave them empty."""

    def sizeHint(self) -> QSize:
        """One line; how many there are, a layout asks by width."""
        found = super().sizeHint()
        one_line = self.heightForWidth(_WIDEST) if self.wordWrap() else found.height()
        return QSize(found.width(), min(found.height(), one_line))


def explanation(text: str) -> QLabel:
    """A quiet sentence below a field."""
    label = _Sentence(text)
    label.setProperty("role", "muted")
    label.setWordWrap(True)
    return label


def written_path(text: str) -> Path:
    """The path that somebody has written into a field."""
    path = Path(text.strip())
    try:
        return path.expanduser()
    except RuntimeError:  # there is no such user
        return path


def lay_out_form(
    dialog: QDialog, rows: QFormLayout, remark: QLabel, words: str, accept: Callable[[], object]
) -> QPushButton:
    """Rows, a remark and the buttons of a dialog; the button with these words, which accepts."""
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    button = buttons.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
    button.setDefault(True)
    buttons.accepted.connect(accept)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(2 * theme.STEP, 2 * theme.STEP, 2 * theme.STEP, 2 * theme.STEP)
    column.setSpacing(2 * theme.STEP)
    column.addLayout(rows)
    column.addWidget(remark)
    column.addStretch(1)
    column.addWidget(buttons)
    return button
