"""Underlining the place in a line of text that cannot be understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QInputMethodEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication

from annotator.ui import theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit


def mark_error(line: QLineEdit, start: int, end: int) -> None:
    """Underline `[start, end)`, in code points of the line; nothing where they are equal."""
    text = line.text()
    first = len(text[:start].encode("utf-16-le")) // 2
    length = len(text[start:end].encode("utf-16-le")) // 2
    form = QTextCharFormat()
    form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    form.setUnderlineColor(theme.current().colour("error"))
    form.setForeground(theme.current().colour("error"))
    attributes = []
    if length > 0:
        kind = QInputMethodEvent.AttributeType.TextFormat
        place = first - line.cursorPosition()
        attributes.append(QInputMethodEvent.Attribute(kind, place, length, form))
    was_blocked = line.blockSignals(True)
    QApplication.sendEvent(line, QInputMethodEvent("", attributes))
    line.blockSignals(was_blocked)
