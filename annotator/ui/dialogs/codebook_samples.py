"""Marks as they will look: a line of text on the page of either theme, and for other eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.model import colour_checks
from annotator.ui import theme
from annotator.ui.label_colours import LabelColours, blend
from annotator.ui.label_marks import paint_mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_INK = {"light": "#15171A", "dark": "#EDEDEE"}
_BAND = 30
_SWATCH = 26


def sample_colours(style: str, roles: Mapping[str, str], name: str) -> LabelColours:
    """The colours of a mark in the theme `light` or `dark`, whichever now holds."""
    page, ink = QColor(colour_checks.PAGES[name]), QColor(_INK[name])
    if style == "fill" and "fill" in roles:
        fill = QColor(roles["fill"])
        text = QColor(roles.get("text", ink.name()))
        return LabelColours(fill, text, QColor(roles.get("edge", fill.name())), text)
    line = QColor(colour_checks.main_colour(style, roles) or "#8A8A8A")
    return LabelColours(blend(line, page, 0.12), ink, line, QColor(roles.get("tag_text", "#FFFFFF")))


class MarkSample(QWidget):
    """A sentence with a mark in it, on the page of the theme `light` or `dark`."""

    def __init__(self, name: str, theme_name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = theme_name
        self._style = "fill"
        self._roles: dict[str, str] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_mark(self, style: str, roles: Mapping[str, str]) -> None:
        """Show a mark of this style and these colours."""
        self._style, self._roles = style, dict(roles)
        self.update()

    def sizeHint(self) -> QSize:
        """Room for one line of the page."""
        return QSize(220, 58)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page, the words and the mark under them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.current().divider), 1))
        painter.setBrush(QColor(colour_checks.PAGES[self._theme]))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        font = QFont(list(theme.READING_FONTS))
        font.setPointSizeF(13)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        colours = sample_colours(self._style, self._roles, self._theme)
        ink = QColor(_INK[self._theme])
        before, words, after = self.tr("then "), self.tr("the harbour master"), self.tr(" left.")
        left, top = 16.0, (self.height() - metrics.height()) / 2
        widths = [metrics.horizontalAdvance(one) for one in (before, words, after)]
        area = QRectF(left + widths[0] - 2, top - 1, widths[1] + 4, metrics.height() + 3)
        if self._style == "margin-bar":
            area = QRectF(left - 10, top - 1, sum(widths) + 12, metrics.height() + 3)
        paint_mark(painter, area, self._style, colours)
        for text, width, colour in zip(
            (before, words, after), widths, (ink, self._ink(colours, ink), ink), strict=True
        ):
            painter.setPen(colour)
            painter.drawText(QRectF(left, top, width + 4, metrics.height()), 0, text)
            left += width

    def _ink(self, colours: LabelColours, ink: QColor) -> QColor:
        return colours.text if self._style == "fill" else ink


class EyesView(QWidget):
    """How a colour and the one most like it look to normal and to colour-blind eyes."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._colour = ""
        self._found: Sequence[colour_checks.Likeness] = ()
        self._others: Mapping[str, str] = {}
        self._names: Mapping[str, str] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_likenesses(self, colour: str, others: Mapping[str, str], names: Mapping[str, str]) -> None:
        """Show the colour beside the most alike of the others, by label id, for each kind of eyes."""
        self._colour, self._others, self._names = colour, others, names
        self._found = colour_checks.likenesses(colour, others) if colour else ()
        self.setAccessibleDescription("; ".join(self._words(one) for one in self._found))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One row for each kind of eyes."""
        return QSize(220, _BAND * max(1, len(self._found)))

    def _words(self, one: colour_checks.Likeness) -> str:
        eyes = {
            "normal": self.tr("Usual eyes"),
            "protan": self.tr("Red-blind"),
            "deutan": self.tr("Green-blind"),
            "tritan": self.tr("Blue-blind"),
        }
        name = self._names.get(one.id, one.id)
        text = self.tr("{eyes}: {name}, {difference}")
        return text.format(eyes=eyes[one.vision], name=name, difference=round(one.difference))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        present = theme.current()
        if not self._found:
            painter.setPen(present.colour("muted"))
            words = self.tr("No other label has a mark of this form.")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, words)
        for row, one in enumerate(self._found):
            top = row * _BAND + 3
            is_apart = one.difference >= colour_checks.APART
            painter.setPen(Qt.PenStyle.NoPen)
            for number, colour in enumerate((self._colour, self._others[one.id])):
                painter.setBrush(QColor(colour_checks.seen(colour, one.vision)))
                painter.drawRect(QRectF(number * _SWATCH, top, _SWATCH, _BAND - 6))
            painter.setPen(present.colour("text" if is_apart else "warning"))
            sign = "" if is_apart else "  " + self.tr("hard to tell apart")
            area = QRectF(2 * _SWATCH + 10, top, self.width() - 2 * _SWATCH - 10, _BAND - 6)
            words = painter.fontMetrics().elidedText(
                self._words(one) + sign, Qt.TextElideMode.ElideRight, int(area.width())
            )
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)
