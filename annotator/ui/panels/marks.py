"""The mark of a label in small, as the panels draw it."""

from __future__ import annotations

from annotator.ui.label_marks import SIDE, paint_mark, swatch

__all__ = ["SIDE", "paint_mark", "swatch"]
