"""Fields that several dialogs share."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit

from annotator.ui import icons, theme


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


def explanation(text: str) -> QLabel:
    """A quiet sentence below a field."""
    label = QLabel(text)
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
