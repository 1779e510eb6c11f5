"""Colours of the page: what a label looks like in the present theme."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

from annotator.ui.label_colours import readable_on

if TYPE_CHECKING:
    from annotator.model.codebook import Codebook, Label
    from annotator.ui.text_view.appearance import Appearance

UNDERLINES = ("underline-solid", "underline-dashed")
BARS = (*UNDERLINES, "margin-bar")
RESERVED_LANES = 2
_FALLBACK = {"light": "#5B6270", "dark": "#A9B0BE"}
_TINT = {"light": 0.6, "dark": 0.85}
_FALLBACK_FILL = {"light": "#DADDE3", "dark": "#3A3E47"}


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours and the form of one label's marks.

    `lane` is the row under the text that its lines prefer, `bar` its row in the margin.
    """

    style: str
    line: QColor
    fill: QColor
    tag_text: QColor
    name: str
    key: str
    lane: int = 0
    bar: int = 0


@dataclass(frozen=True, slots=True)
class PageColours:
    """The colours of the page itself."""

    page: QColor
    text: QColor
    gutter: QColor
    muted: QColor
    token: QColor
    selection: QColor
    candidate: QColor


LIGHT = PageColours(
    page=QColor("#FFFFFF"),
    text=QColor("#15171A"),
    gutter=QColor("#F5F5F2"),
    muted=QColor("#5A6068"),
    token=QColor("#ECEEF2"),
    selection=QColor("#C9DDF8"),
    candidate=QColor("#3B6FB6"),
)
DARK = PageColours(
    page=QColor("#1E1F22"),
    text=QColor("#EDEDEE"),
    gutter=QColor("#26272B"),
    muted=QColor("#A7ABB3"),
    token=QColor("#2C2E34"),
    selection=QColor("#28456E"),
    candidate=QColor("#7FB0F5"),
)
LIGHT_CONTRAST = PageColours(
    page=QColor("#FFFFFF"),
    text=QColor("#000000"),
    gutter=QColor("#FFFFFF"),
    muted=QColor("#303030"),
    token=QColor("#E4E4E4"),
    selection=QColor("#A8CBFF"),
    candidate=QColor("#003C99"),
)
DARK_CONTRAST = PageColours(
    page=QColor("#000000"),
    text=QColor("#FFFFFF"),
    gutter=QColor("#000000"),
    muted=QColor("#D0D0D0"),
    token=QColor("#2A2A2A"),
    selection=QColor("#1D4F91"),
    candidate=QColor("#9CC7FF"),
)


def page_colours(appearance: Appearance) -> PageColours:
    """The page's own colours."""
    if appearance.high_contrast:
        return DARK_CONTRAST if appearance.is_dark else LIGHT_CONTRAST
    return DARK if appearance.is_dark else LIGHT


@lru_cache(maxsize=512)
def _ink(name: str, style: str, key: str, colours: tuple[tuple[str, str], ...], theme: str) -> Ink:
    given = dict(colours)
    line = QColor(given.get("line") or given.get("edge") or _FALLBACK[theme])
    fill = QColor(given.get("fill") or given.get("line") or _FALLBACK_FILL[theme])
    ground = fill if style == "fill" else line
    said = given.get("tag_text") or (given.get("text") if style == "fill" else None)
    text = QColor(said) if said else readable_on(ground)
    fill.setAlphaF(0.22 if "line" in given and "fill" not in given else _TINT[theme])
    return Ink(style, line, fill, text, name, key)


def _short(name: str) -> str:
    """A label's name for the narrow margin: “Date, time, duration” is “Date” there."""
    return name.split(" (")[0].split(",")[0].strip() or name


def ink_of(label: Label, *, is_dark: bool) -> Ink:
    """The colours of a label in the light or the dark theme."""
    theme = "dark" if is_dark else "light"
    colours = tuple(sorted((k, str(v)) for k, v in label.colour.get(theme, {}).items()))
    return _ink(_short(label.name), label.style, label.hotkey or label.id[:1], colours, theme)


class Inks:
    """The inks of a codebook's labels, by label id."""

    def __init__(self, codebook: Codebook, *, is_dark: bool) -> None:
        self._codebook = codebook
        self._is_dark = is_dark
        self._inks: dict[str, Ink] = {}
        labels = codebook.labels.values()
        self._under = [label.id for label in labels if label.style in UNDERLINES]
        self._bars = [label.id for label in labels if label.style in BARS]

    def __getitem__(self, label_id: str) -> Ink:
        ink = self._inks.get(label_id)
        if ink is None:
            ink = ink_of(self._codebook.label(label_id), is_dark=self._is_dark)
            lane = self._under.index(label_id) % RESERVED_LANES if label_id in self._under else 0
            bar = self._bars.index(label_id) if label_id in self._bars else 0
            ink = replace(ink, lane=lane, bar=bar)
            self._inks[label_id] = ink
        return ink
