"""The colours of the codebook's labels in the theme that now holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast
from zlib import crc32

from PySide6.QtGui import QColor

from annotator.model.colour_checks import contrast
from annotator.model.label_palette import colour_of
from annotator.ui import theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.model.codebook import Label

_HUES = 34
_INKS = ("#FFFFFF", "#111111")


class LabelColours(NamedTuple):
    """How a label looks in one theme.

    `fill` with `text` on it is the area, `line` the foot line, outline or bar, and
    `tag_text` what is readable on an area of the line's colour.
    """

    fill: QColor
    text: QColor
    line: QColor
    tag_text: QColor


def label_colours(label: Label) -> LabelColours:
    """The colours of a label in the present theme; made up from its id where the codebook names none."""
    present = theme.current()
    key = "dark" if present.is_dark else "light"
    roles = label.colour.get(key) or _made_up(label.id)[key]
    if "fill" in roles:
        fill = QColor(roles["fill"])
        line = QColor(roles.get("edge", roles["fill"]))
        text = QColor(roles["text"]) if "text" in roles else readable_on(fill)
        return LabelColours(fill, text, line, text if label.style == "fill" else readable_on(line))
    line = QColor(roles.get("line", present.line))
    return LabelColours(
        fill=blend(line, present.colour("page"), 0.12),
        text=present.colour("text"),
        line=line,
        tag_text=QColor(roles["tag_text"]) if "tag_text" in roles else readable_on(line),
    )


def _made_up(label_id: str) -> Mapping[str, Mapping[str, str]]:
    """Colours that a label has everywhere, since they follow from its id."""
    colours: Any = colour_of(crc32(label_id.encode()) % _HUES)
    return cast("Mapping[str, Mapping[str, str]]", colours)


def readable_on(ground: QColor) -> QColor:
    """White or nearly black: what can be read better on an area of this colour."""
    return QColor(max(_INKS, key=lambda ink: contrast(ink, ground.name())))


def blend(front: QColor, back: QColor, share: float) -> QColor:
    """The colour that `front` gives when it covers `back` by this share, 0 to 1."""
    return QColor(
        round(front.red() * share + back.red() * (1 - share)),
        round(front.green() * share + back.green() * (1 - share)),
        round(front.blue() * share + back.blue() * (1 - share)),
    )
