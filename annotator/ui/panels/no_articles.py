"""What stands in place of the article list while it is empty, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from annotator.ui.panels.buttons import ActionButton
from annotator.ui.panels.colours import plain_label

if TYPE_CHECKING:
    from annotator.ui.actions import Actions


class NoArticles(QWidget):
    """Says why there is nothing, and offers to import or to show all."""

    all_requested = Signal()

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._title = plain_label(role="heading", wraps=True)
        self._text = plain_label(role="muted", wraps=True)
        self._import = ActionButton(actions["project.import"], self.tr("Import articles…"))
        self._import.setObjectName("articles_import")
        self._show_all = QPushButton(self.tr("Show all"))
        self._show_all.setObjectName("articles_show_all")
        self._show_all.setAccessibleName(self.tr("Show all articles"))
        self._show_all.clicked.connect(self.all_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 24, 12, 12)
        column.setSpacing(8)
        for widget in (self._title, self._text):
            column.addWidget(widget)
        for button in (self._import, self._show_all):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)

    def explain(self, *, has_project: bool, total: int, search: str = "") -> None:
        """Say why nothing is shown of so many articles.

        `search` says that it was `refused`, or is still `busy`.
        """
        title, text = (
            self.tr("No articles yet"),
            self.tr("Import texts, web pages, PDF, Word and other files, or drop them on the window."),
        )
        if not has_project:
            title, text = self.tr("No project is open"), ""
        elif total and search == "refused":
            title, text = self.tr("Nothing was searched"), self.tr("Correct what is wanted above.")
        elif total and search == "busy":
            title, text = self.tr("Searching…"), ""
        elif total:
            title, text = self.tr("No article fits"), self.tr("Nothing is like what is wanted above.")
        self._title.setText(title)
        self._text.setText(text)
        self._import.setVisible(has_project and not total)
        self._show_all.setVisible(bool(total))
