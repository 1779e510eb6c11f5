"""The colours of the codebook's labels, and plain labels of the interface."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from annotator.ui.label_colours import LabelColours, blend, label_colours

__all__ = ["LabelColours", "blend", "label_colours", "plain_label"]


def plain_label(text: str = "", *, role: str = "", wraps: bool = False) -> QLabel:
    """A label that shows its text as it is, never as markup; `role` is one of the style sheet's."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wraps)
    if role:
        label.setProperty("role", role)
    return label
