"""Colours for labels of which nobody has said any: as far from each other as hues can be.

Hues follow the golden ratio (Ankerl 2009), so that neighbours in a codebook differ most; text
on an area has a contrast of at least 7 in both themes.
"""

from __future__ import annotations

from colorsys import hls_to_rgb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.model.values import Json

_FIRST, _STEP = 0.58, 0.618033988749895


def colour_of(number: int) -> dict[str, Json]:
    """The colours, light and dark, of the label that stands at this place, from 0."""
    hue = (_FIRST + number * _STEP) % 1
    return {
        "light": {
            "fill": _rgb(hue, 0.85, 0.62),
            "text": "#111111",
            "edge": _rgb(hue, 0.40, 0.55),
            "page": "#FFFFFF",
        },
        "dark": {
            "fill": _rgb(hue, 0.20, 0.45),
            "text": "#F5F5F5",
            "edge": _rgb(hue, 0.62, 0.45),
            "page": "#1E1F22",
        },
    }


def _rgb(hue: float, lightness: float, saturation: float) -> str:
    parts = hls_to_rgb(hue, lightness, saturation)
    return "#" + "".join(f"{round(255 * part):02X}" for part in parts)
