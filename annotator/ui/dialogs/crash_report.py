"""After a crash: what happened, to read and to copy; nothing is sent."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.ui import icons, theme
from annotator.ui.dialogs.fields import close_button
from annotator.ui.dialogs.fitting import fit


class CrashReport(QDialog):
    """Shows the text of a report."""

    def __init__(self, report: str, *, is_from_last_time: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crash_report")
        self.setWindowTitle(self.tr("Something went wrong"))
        fit(self, 720, 480)
        when = (
            self.tr("Annotator stopped unexpectedly when it last ran.")
            if is_from_last_time
            else self.tr("Something went wrong inside Annotator. You can go on working.")
        )
        calm = self.tr(
            "What was labelled is in the project file. This report stays on this computer; if you "
            "want it to be mended, copy it and send it to the makers yourself."
        )
        heading = QLabel(when)
        heading.setProperty("role", "heading")
        heading.setWordWrap(True)
        comfort = QLabel(calm)
        comfort.setWordWrap(True)
        self._text = QPlainTextEdit(report)
        self._text.setObjectName("field")
        self._text.setAccessibleName(self.tr("The report"))
        self._text.setReadOnly(True)
        buttons = close_button(self)
        self._copy = QPushButton(icons.icon("copy"), self.tr("Copy the report"))
        self._copy.setObjectName("copy_report")
        self._copy.setAutoDefault(False)
        self._copy.clicked.connect(self.copy)
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.STEP, 2 * theme.STEP, 2 * theme.STEP, 2 * theme.STEP)
        column.setSpacing(theme.STEP)
        for widget in (heading, comfort, self._text, buttons):
            column.addWidget(widget)

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self._text.toPlainText())
        self._copy.setText(self.tr("Copied"))
