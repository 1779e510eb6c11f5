"""The key of a label, attribute or relation type, with a warning where it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.model import codebook_edits
from annotator.ui import theme
from annotator.ui.dialogs.codebook_fields import InlineLine, push_button, remark, say

if TYPE_CHECKING:
    from annotator.ui.dialogs.codebook_desk import CodebookDesk


class KeyRow(QWidget):
    """A key of one character, with a warning where it is taken and a way to take it."""

    def __init__(self, desk: CodebookDesk, kind: str, field: str) -> None:
        super().__init__()
        self._desk, self._kind, self._field = desk, kind, field
        self._id = ""
        self._line = InlineLine(f"{kind}_key", self.tr("Key"))
        self._line.setMaxLength(1)
        self._line.setFixedWidth(48)
        self._line.textEdited.connect(self._warn)
        self._line.written.connect(self._write)
        self._take = push_button(f"{kind}_take_key", self.tr("Take it"), self._take_key)
        self._free = push_button(f"{kind}_free_key", self.tr("Find a free one"), self._find_free)
        self._warning = remark(f"{kind}_key_warning", "warning")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.STEP)
        for widget in (self._line, self._warning, self._take, self._free):
            row.addWidget(widget)
        row.addStretch(1)
        self.setFocusProxy(self._line)

    def show_key(self, id_: str, key: str) -> None:
        """Show the key of this thing."""
        self._id = id_
        self._line.show_text(key.upper())
        self._line.setReadOnly(not self._desk.is_writable)
        self._free.setEnabled(self._desk.is_writable)
        self._warn(key)

    def _warn(self, key: str) -> None:
        reason, other = codebook_edits.key_refusal(
            self._desk.codebook, self._kind, self._id, key.strip()
        )
        say(self._warning, reason)
        self._take.setVisible(bool(other) and self._kind != "attribute" and self._desk.is_writable)

    def _write(self, key: str) -> None:
        key = key.strip()
        reason, _ = codebook_edits.key_refusal(self._desk.codebook, self._kind, self._id, key)
        if not reason:
            self._desk.set_value(self._kind, self._id, self._field, key)
            return
        self._line.setText(key)
        self._warn(key)
        self._desk.said.emit(reason, "warning")

    def _take_key(self) -> None:
        key = self._line.text().strip()
        self._desk.do(lambda book, by: codebook_edits.take_key(book, self._kind, self._id, key, by=by))

    def _find_free(self) -> None:
        book = self._desk.codebook
        things = {
            "label": book.labels,
            "relation_type": book.relation_types,
            "attribute": book.attributes,
        }
        name = things[self._kind][self._id].name  # type: ignore[attr-defined]
        key = codebook_edits.free_key(book, self._kind, self._id, name)
        self._desk.set_value(self._kind, self._id, self._field, key)
