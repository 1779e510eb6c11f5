"""A label's guideline: what it means, what belongs to it and what does not, and examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.ui import theme
from annotator.ui.dialogs.codebook_fields import FormRows, InlineText, lines_of, push_button
from annotator.ui.dialogs.codebook_harvest import HarvestPage
from annotator.ui.dialogs.fields import explanation

if TYPE_CHECKING:
    from annotator.model.codebook import Label
    from annotator.model.values import Json
    from annotator.ui.dialogs.codebook_desk import CodebookDesk

_LISTS = ("include", "exclude", "examples", "bad_examples")


class GuidelinePage(QWidget):
    """Definition, what to include and exclude, good and bad examples: one line each."""

    def __init__(self, desk: CodebookDesk) -> None:
        super().__init__()
        self._desk = desk
        self._label_id = ""
        names = {
            "definition": self.tr("Definition"),
            "include": self.tr("Include"),
            "exclude": self.tr("Exclude"),
            "examples": self.tr("Good examples"),
            "bad_examples": self.tr("Bad examples"),
        }
        rows = FormRows()
        self._fields: dict[str, InlineText] = {}
        for name, words in names.items():
            field = self._fields[name] = InlineText(f"label_{name}", words)
            field.written.connect(lambda text, name=name: self._write(name, text))
            rows.add(words, field)
        self._harvest = push_button(
            "harvest",
            self.tr("Add examples from the project…"),
            self._open_harvest,
            hint=self.tr("Tick spans of this label as good or bad examples"),
        )
        self._lay_out(rows)

    def _lay_out(self, rows: FormRows) -> None:
        text = self.tr(
            "Shown when the pointer rests on the label’s chip, on ? over it, and on I. "
            "One line for each; put the labelled words of an example in [brackets]."
        )
        foot = QHBoxLayout()
        foot.addSpacing(96 + 2 * theme.STEP)
        foot.addWidget(self._harvest)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * theme.STEP, 0, 0)
        column.setSpacing(theme.STEP)
        column.addWidget(explanation(text))
        column.addLayout(rows)
        column.addLayout(foot)
        column.addStretch(1)

    def show_label(self, label: Label) -> None:
        """Show this label's guideline."""
        self._label_id = label.id
        self._fields["definition"].show_text(label.definition)
        for name in _LISTS:
            self._fields[name].show_text("\n".join(getattr(label, name)))
        for field in self._fields.values():
            field.setReadOnly(not self._desk.is_writable)
        self._harvest.setEnabled(self._desk.is_writable)

    def _write(self, name: str, text: str) -> None:
        value: Json = [*lines_of(text)] if name in _LISTS else text.strip()
        self._desk.set_value("label", self._label_id, name, value)

    def _open_harvest(self) -> None:
        self._desk.ask(HarvestPage(self._desk, self._label_id))
