"""A question about a change of the codebook that touches annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.errors import CodebookError
from annotator.ui import theme
from annotator.ui.dialogs.codebook_fields import Chooser, FormRows
from annotator.ui.dialogs.fields import explanation

if TYPE_CHECKING:
    from annotator.model.migration import Migration
    from annotator.ui.dialogs.codebook_desk import CodebookDesk


class Question(QWidget):
    """Fields that say what is to be done; `changed` asks for a new preview.

    `title` stands above; `migration` is the plan, or raises `CodebookError` while something
    is missing. `is_dangerous` says that annotations may be deleted.
    """

    changed = Signal()
    title = ""
    is_dangerous = False

    def __init__(self, desk: CodebookDesk, text: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.rows = FormRows()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.STEP)
        if text:
            self.column.addWidget(explanation(text))
        self.column.addLayout(self.rows)

    def migration(self) -> Migration:
        """What would be done."""
        raise CodebookError("Nothing was chosen.")

    def enter(self) -> None:
        """Take the focus."""
        self.setFocus()

    def chooser(self, name: str, words: str, choices: list[tuple[str, str]]) -> Chooser:
        """A row with a choice that changes the plan."""
        field = Chooser(name, words)
        field.show_choices(choices, "")
        field.chosen.connect(lambda _id: self.changed.emit())
        self.rows.add(words, field)
        return field

    def labels(self, *, without: str = "") -> list[tuple[str, str]]:
        """All labels but one, as choices."""
        every = self.desk.codebook.labels.values()
        return [(one.id, one.name) for one in every if one.id != without]
