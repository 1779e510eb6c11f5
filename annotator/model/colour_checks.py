"""Colours of labels: are they readable, and can people who see colours otherwise tell them apart?

Contrast is that of WCAG 2.2 (relative luminance, https://www.w3.org/TR/WCAG22/). Colour
vision deficiencies are simulated with the matrices of Machado, Oliveira and Fernandes, “A
Physiologically-based Model for Simulation of Color Vision Deficiency”, IEEE TVCG 15 (6),
2009, severity 1.0, on linear sRGB. Differences are CIEDE2000: Sharma, Wu and Dalal, “The
CIEDE2000 Color-Difference Formula”, Color Research and Application 30 (1), 2005.
Colours are `#RRGGBB`.
"""

from __future__ import annotations

import colorsys
from functools import lru_cache
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from annotator.model.values import Json

PAGES: Mapping[str, str] = {"light": "#FFFFFF", "dark": "#1E1F22"}
"""The page on which marks lie, by theme."""
TEXT_ON_FILL, LINE_ON_PAGE, EDGE_ON_PAGE = 7.0, 4.5, 3.0
"""The least contrasts (WCAG ratios)."""
APART = 7.0
"""Two colours that differ by less (CIEDE2000) are hard to tell apart."""
VISIONS = ("normal", "protan", "deutan", "tritan")
_INK: Mapping[str, str] = {"light": "#111111", "dark": "#F5F5F5"}
_TAG_TEXTS: Mapping[str, str] = {"light": "#FFFFFF", "dark": "#111111"}
_MACHADO: Mapping[str, tuple[tuple[float, float, float], ...]] = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


class Figure(NamedTuple):
    """One contrast of a colour: what it is, how much there is, and how much is needed."""

    name: str
    ratio: float
    needed: float

    @property
    def is_enough(self) -> bool:
        """Whether it can be read."""
        return self.ratio >= self.needed


class Likeness(NamedTuple):
    """The colour that is most like another for one kind of eyes; `difference` is CIEDE2000."""

    vision: str
    id: str
    difference: float


# ---------------------------------------------------------------- numbers of colours


def rgb(colour: str) -> tuple[float, float, float]:
    """Red, green and blue, 0 to 1."""
    number = int(colour.lstrip("#"), 16)
    return (number >> 16) / 255, (number >> 8 & 255) / 255, (number & 255) / 255


def hexadecimal(red: float, green: float, blue: float) -> str:
    """Red, green and blue (0 to 1, cut there) as `#RRGGBB`."""
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, one))):02X}" for one in (red, green, blue))


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encoded(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * max(0.0, value) ** (1 / 2.4) - 0.055


def luminance(colour: str) -> float:
    """The relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = map(_linear, rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=8192)
def seen(colour: str, vision: str) -> str:
    """The colour as eyes of this kind see it: normal, protan, deutan or tritan."""
    if vision == "normal":
        return colour.upper()
    linear = tuple(map(_linear, rgb(colour)))
    rows = _MACHADO[vision]
    red, green, blue = (sum(a * b for a, b in zip(row, linear, strict=True)) for row in rows)
    return hexadecimal(_encoded(red), _encoded(green), _encoded(blue))


@lru_cache(maxsize=8192)
def lab(colour: str) -> tuple[float, float, float]:
    """The colour in CIELAB under D65."""
    red, green, blue = map(_linear, rgb(colour))
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def difference(one: str, other: str) -> float:
    """How different two colours look (CIEDE2000); about 2 is just noticeable side by side."""
    return ciede2000(lab(one), lab(other))


def ciede2000(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """The CIEDE2000 difference of two CIELAB colours."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_chroma = (hypot(a1, b1) + hypot(a2, b2)) / 2
    g = 0.5 * (1 - sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7)))
    c1, c2 = hypot((1 + g) * a1, b1), hypot((1 + g) * a2, b2)
    h1, h2 = degrees(atan2(b1, (1 + g) * a1)) % 360, degrees(atan2(b2, (1 + g) * a2)) % 360
    turn = h2 - h1
    if c1 * c2 == 0:
        turn = 0.0
    elif abs(turn) > 180:
        turn -= 360 if turn > 0 else -360
    delta_h = 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    l_mean, c_mean = (l1 + l2) / 2, (c1 + c2) / 2
    h_mean = h1 + h2 if c1 * c2 == 0 else _mean_hue(h1, h2)
    t = (
        1
        - 0.17 * cos(radians(h_mean - 30))
        + 0.24 * cos(radians(2 * h_mean))
        + 0.32 * cos(radians(3 * h_mean + 6))
        - 0.20 * cos(radians(4 * h_mean - 63))
    )
    s_l = 1 + 0.015 * (l_mean - 50) ** 2 / sqrt(20 + (l_mean - 50) ** 2)
    s_c, s_h = 1 + 0.045 * c_mean, 1 + 0.015 * c_mean * t
    r_c = 2 * sqrt(c_mean**7 / (c_mean**7 + 25**7))
    r_t = -r_c * sin(radians(60 * exp(-(((h_mean - 275) / 25) ** 2))))
    parts = (l2 - l1) / s_l, (c2 - c1) / s_c, delta_h / s_h
    return sqrt(sum(part**2 for part in parts) + r_t * parts[1] * parts[2])


def _mean_hue(h1: float, h2: float) -> float:
    if abs(h1 - h2) <= 180:
        return (h1 + h2) / 2
    return (h1 + h2 + 360) / 2 if h1 + h2 < 360 else (h1 + h2 - 360) / 2


# ---------------------------------------------------------------- the colours of a mark


def main_colour(style: str, roles: Mapping[str, str]) -> str:
    """The colour from which the others of a mark follow; empty where there is none."""
    names = ("fill", "line") if style == "fill" else ("line", "edge", "fill")
    return next((str(roles[name]) for name in names if name in roles), "")


def roles_for(style: str, colour: str, theme: str) -> dict[str, Json]:
    """All colours of a mark that follow from its main colour, with their contrasts."""
    page = PAGES[theme]
    if style == "fill":
        edge = _readable(colour, page, EDGE_ON_PAGE + 0.05)
        text = _INK[theme]
        return {
            "fill": colour,
            "text": text,
            "page": page,
            "text_on_fill": round(contrast(text, colour), 2),
            "edge": edge,
            "edge_on_page": round(contrast(edge, page), 2),
        }
    tag = max(_TAG_TEXTS.values(), key=lambda ink: contrast(ink, colour))
    ratios = round(contrast(colour, page), 2), round(contrast(tag, colour), 2)
    return {
        "line": colour,
        "page": page,
        "line_on_page": ratios[0],
        "tag_text": tag,
        "tag_text_on_line": ratios[1],
    }


def adapted(style: str, colour: str, theme: str) -> str:
    """The colour, made so light or dark that a mark of this style can be read with it."""
    if style != "fill":
        return _readable(colour, PAGES[theme], LINE_ON_PAGE + 0.05)
    return _readable(colour, _INK[theme], TEXT_ON_FILL + 0.05)


def figures(style: str, roles: Mapping[str, str], theme: str) -> list[Figure]:
    """The contrasts that a mark of this style needs."""
    page = PAGES[theme]
    if style == "fill" and "fill" in roles:
        fill, text = str(roles["fill"]), str(roles.get("text", _INK[theme]))
        edge = str(roles.get("edge", fill))
        return [
            Figure("text on fill", contrast(text, fill), TEXT_ON_FILL),
            Figure("edge on page", contrast(edge, page), EDGE_ON_PAGE),
        ]
    line = main_colour(style, roles)
    return [Figure("line on page", contrast(line, page), LINE_ON_PAGE)] if line else []


def _readable(colour: str, page: str, least: float) -> str:
    """The colour, made darker or lighter until it stands out from the page (or the text)."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*rgb(colour))
    step = -0.02 if luminance(page) > 0.5 else 0.02
    found = colour
    while contrast(found, page) < least and 0 <= lightness <= 1:
        lightness += step
        found = hexadecimal(*colorsys.hls_to_rgb(hue, min(1, max(0, lightness)), saturation))
    return found


# ---------------------------------------------------------------- beside other labels


def likenesses(colour: str, others: Mapping[str, str]) -> list[Likeness]:
    """For each kind of eyes the other colour (by id) that is most like this one."""
    found = []
    for vision in VISIONS:
        own = seen(colour, vision)
        each = [(difference(own, seen(one, vision)), id_) for id_, one in others.items()]
        if each:
            least, id_ = min(each)
            found.append(Likeness(vision, id_, least))
    return found


def proposed(style: str, theme: str, others: Iterable[str]) -> str:
    """A colour that can be read and that is as unlike the others as can be, for all eyes."""
    taken = {str(number): one for number, one in enumerate(others)}
    best, best_difference = "#777777", -1.0
    for colour in _candidates():
        if not all(one.is_enough for one in figures(style, _plain_roles(style, colour, theme), theme)):
            continue
        least = min((one.difference for one in likenesses(colour, taken)), default=100.0)
        if least > best_difference:
            best, best_difference = colour, least
    return best


def fresh(style: str, others: Iterable[Mapping[str, Mapping[str, str]]]) -> dict[str, Json]:
    """Colours by theme for a new mark beside others of its style, which are given by theme, too."""
    taken = list(others)
    colours: dict[str, Json] = {}
    for theme in PAGES:
        mains = (main_colour(style, one.get(theme, {})) for one in taken)
        colours[theme] = roles_for(style, proposed(style, theme, [one for one in mains if one]), theme)
    return colours


def _plain_roles(style: str, colour: str, theme: str) -> dict[str, str]:
    if style != "fill":
        return {"line": colour}
    return {"fill": colour, "edge": _readable(colour, PAGES[theme], EDGE_ON_PAGE)}


def _candidates() -> Iterator[str]:
    for lightness in (0.18, 0.26, 0.34, 0.44, 0.54, 0.64, 0.74, 0.84):
        for saturation in (0.45, 0.8):
            for hue in range(0, 360, 15):
                yield hexadecimal(*colorsys.hls_to_rgb(hue / 360, lightness, saturation))
