"""The colours of the codebook's labels in the theme that now holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QColor

from annotator.ui import theme

if TYPE_CHECKING:
    from annotator.model.codebook import Label

_TAG_TEXTS = {"light": "#FFFFFF", "dark": "#111111"}


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
    """The colours of a label in the present theme; grey where the codebook names none."""
    present = theme.current()
    key = "dark" if present.is_dark else "light"
    roles = label.colour.get(key, {})
    if "fill" in roles:
        text = QColor(roles.get("text", present.text))
        return LabelColours(
            fill=QColor(roles["fill"]),
            text=text,
            line=QColor(roles.get("edge", roles["fill"])),
            tag_text=text,
        )
    line = QColor(roles.get("line", present.line))
    return LabelColours(
        fill=blend(line, present.colour("page"), 0.12),
        text=present.colour("text"),
        line=line,
        tag_text=QColor(roles.get("tag_text", _TAG_TEXTS[key])),
    )


def blend(front: QColor, back: QColor, share: float) -> QColor:
    """The colour that `front` gives when it covers `back` by this share, 0 to 1."""
    return QColor(
        round(front.red() * share + back.red() * (1 - share)),
        round(front.green() * share + back.green() * (1 - share)),
        round(front.blue() * share + back.blue() * (1 - share)),
    )
