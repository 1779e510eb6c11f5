"""How the reader wants the page: font, size, width, light or dark."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Appearance:
    """The reader's choices; `line_width` is in characters, 0 for as wide as the window."""

    font_family: str = ""
    font_points: float = 12.5
    line_width: int = 76
    is_dark: bool = False
    high_contrast: bool = False
