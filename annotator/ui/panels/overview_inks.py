"""What charts are drawn with: the codebook's colours, shades of the accent, and hatching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

from annotator.ui import theme
from annotator.ui.charts.days import LEVELS
from annotator.ui.charts.drawing import Ink
from annotator.ui.panels.colours import blend, label_colours

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model.codebook import Codebook

_SHARES = (0.8, 0.24, 0.52, 0.1, 0.36)
"""How much of the accent is in the colour of the first series, the second and so on."""
_STATES = {"done": (0.8, 0), "in progress": (0.3, 1)}
_LEVEL_SHARES = (0.0, 0.14, 0.3, 0.48, 0.68, 0.9)


def inks(codebook: Callable[[], Codebook]) -> Callable[[str, int], Ink]:
    """What gives the ink for a tone and the number of a series, in the present theme."""

    def ink(tone: str, number: int) -> Ink:
        kind, _, name = tone.partition(":")
        if kind == "label":
            return _label_ink(codebook(), name, number)
        if kind == "state":
            share, hatch = _STATES.get(name, (0.0, 0))
            return _shade(share, hatch)
        if kind == "level":
            return _level_ink(min(int(name), LEVELS))
        if kind == "none":
            return _empty()
        return _shade(_SHARES[number % len(_SHARES)], number % 2)

    return ink


def _label_ink(codebook: Codebook, label: str, number: int) -> Ink:
    colours = label_colours(codebook.label(label))
    has_area = "fill" in codebook.label(label).colour.get(_key(), {})
    fill, text = (colours.fill, colours.text) if has_area else (colours.line, colours.tag_text)
    if number % 2:
        pale = blend(colours.line, theme.current().colour("page"), 0.16)
        return Ink(pale, colours.line, theme.current().colour("text"), 1)
    return Ink(fill, colours.line, text)


def _key() -> str:
    return "dark" if theme.current().is_dark else "light"


def _shade(share: float, hatch: int = 0) -> Ink:
    """An accent of this strength, 0 to 1."""
    present = theme.current()
    accent, page = present.colour("accent"), present.colour("page")
    fill = blend(accent, page, share)
    edge = accent if share else present.colour("edge")
    return Ink(fill, edge, readable(fill), hatch)


def _level_ink(level: int) -> Ink:
    present = theme.current()
    fill = blend(present.colour("accent"), present.colour("page"), _LEVEL_SHARES[level])
    edge = (
        present.colour("divider")
        if not level
        else blend(present.colour("accent"), present.colour("page"), max(0.5, _LEVEL_SHARES[level]))
    )
    return Ink(fill, edge, readable(fill))


def _empty() -> Ink:
    present = theme.current()
    return Ink(present.colour("page"), present.colour("edge"), present.colour("text"), 2)


def readable(ground: QColor) -> QColor:
    """The theme's dark or light ink, whichever is easier to read on this ground."""
    dark, light = QColor("#101114"), QColor("#FFFFFF")
    luminance = _luminance(ground)
    return dark if (luminance + 0.05) / 0.055 > 1.05 / (luminance + 0.05) else light


def _luminance(colour: QColor) -> float:
    """The relative luminance of WCAG, 0 to 1."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
