"""How checks and their findings are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.model.checks import Finding
from annotator.ui import icons, theme
from annotator.ui.panels.check_model import COUNT, FINDING, LEVEL, PLACE
from annotator.ui.panels.colours import label_colours
from annotator.ui.panels.lines import draw_line
from annotator.ui.panels.marks import paint_mark
from annotator.ui.panels.row_looks import RowInks, paint_ground, semibold, small
from annotator.ui.panels.texts import number_text, short_name

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView

    from annotator.ui.session import Session

_Index = QModelIndex | QPersistentModelIndex
_EDGE, _AIR, _ICON = 8, 5, 16
_LABEL_WIDTH = 96
_BEFORE, _WORDS = 0.28, 0.5
"""Shares of a row: for what stands before the words, and for the words at most."""
_SPACE = "␣"
_ICONS = {"error": "close", "warning": "warning", "info": "info"}
_COLOURS = {"error": "error", "warning": "warning", "info": "accent"}


class _RowDelegate(QStyledItemDelegate):
    """Rows of a list: ground and colours of the words."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> RowInks:
        """Paint the ground; returns the colours of the words."""
        return paint_ground(painter, option, has_focus=self._view.hasFocus())


class CheckDelegate(_RowDelegate):
    """A check: how grave, its name, how many; checks that found nothing stand back."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """One line and some air."""
        return QSize(120, QFontMetrics(option.font).height() + 2 * _AIR)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one check."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, soft, is_strong = self._ground(painter, option)
        count, level = index.data(COUNT), str(index.data(LEVEL))
        colours = theme.current()
        area = option.rect.adjusted(_EDGE, 0, -_EDGE, 0)
        name, colour = (_ICONS[level], colours.colour(_COLOURS[level])) if count else ("check", soft)
        if count is not None:
            sign = QRect(area.left(), 0, _ICON, _ICON)
            sign.moveCenter(sign.center())
            sign.moveTop(area.center().y() - _ICON // 2 + 1)
            sign = QStyle.visualRect(option.direction, option.rect, sign)
            icons.draw(painter, name, QRectF(sign), ink if is_strong else colour)
        font = QFont(option.font)
        if count:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        number = number_text(count) if count else ""
        width = painter.fontMetrics().horizontalAdvance(number) + _EDGE
        words = area.adjusted(_ICON + _EDGE, 0, -width, 0)
        painter.setPen(ink if count else soft)
        words = QStyle.visualRect(option.direction, option.rect, words)
        painter.setFont(option.font)
        draw_line(painter, words, str(index.data()), option.direction)
        painter.setFont(font)
        place = QStyle.visualRect(option.direction, option.rect, area)
        draw_line(painter, place, number, option.direction, is_trailing=True)
        painter.restore()


class FindingDelegate(_RowDelegate):
    """A finding in two lines: label and words in their context, then what is wrong and where."""

    def __init__(self, session: Session, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._session = session

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Two lines and some air."""
        lines = QFontMetrics(semibold(option.font)).height() + QFontMetrics(small(option.font)).height()
        return QSize(200, lines + 2 * _AIR)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one finding."""
        finding = index.data(FINDING)
        if not isinstance(finding, Finding):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, soft, _is_strong = self._ground(painter, option)
        height = QFontMetrics(semibold(option.font)).height()
        line = option.rect.adjusted(_EDGE, _AIR, -_EDGE, 0)
        line.setHeight(height)
        self._paint_label(painter, option, finding, line, ink)
        words = line.adjusted(_LABEL_WIDTH, 0, 0, 0)
        self._paint_words(painter, option, finding, words, (ink, soft))
        below = QRect(
            words.left(), line.bottom() + 1, words.width(), option.rect.bottom() - line.bottom()
        )
        painter.setFont(small(option.font))
        painter.setPen(soft)
        below = QStyle.visualRect(option.direction, option.rect, below.adjusted(0, 0, 0, -_AIR))
        draw_line(painter, below, str(index.data(PLACE)), option.direction)
        painter.restore()

    def _paint_label(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        finding: Finding,
        line: QRect,
        ink: QColor,
    ) -> None:
        if not finding.label:
            return
        label = self._session.codebook.label(finding.label)
        side = line.height() - 6
        swatch = QRect(line.left(), line.top() + 3, side, side)
        swatch = QStyle.visualRect(option.direction, option.rect, swatch)
        paint_mark(painter, QRectF(swatch), label.style, label_colours(label))
        painter.setPen(ink)
        painter.setFont(option.font)
        name = QRect(line.left() + side + 6, line.top(), _LABEL_WIDTH - side - 12, line.height())
        name = QStyle.visualRect(option.direction, option.rect, name)
        draw_line(painter, name, short_name(label.name), option.direction)

    def _paint_words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        finding: Finding,
        area: QRect,
        inks: tuple[QColor, QColor],
    ) -> None:
        """What stands before, the words in bold from one line down the list, what follows."""
        bold = semibold(option.font)
        middle = _line(finding.words)
        if finding.kind == "edges":
            middle = _with_spaces_shown(middle)
        room = area.width()
        before = int(room * _BEFORE)
        width = min(QFontMetrics(bold).horizontalAdvance(middle) + 2, max(int(room * _WORDS), 80))
        ink, soft = inks
        cut = QFontMetrics(option.font).elidedText(
            _line(finding.left), Qt.TextElideMode.ElideLeft, before - 2
        )
        parts = (
            (option.font, soft, cut, 0, before, True),
            (bold, ink, middle, before, width, False),
            (option.font, soft, _line(finding.right), before + width, room - before - width, False),
        )
        for font, colour, words, at, wide, is_trailing in parts:
            if words and wide > 0:
                painter.setFont(font)
                painter.setPen(colour)
                place = QRect(area.left() + at, area.top(), wide, area.height())
                place = QStyle.visualRect(option.direction, option.rect, place)
                draw_line(painter, place, words, option.direction, is_trailing=is_trailing)


def _line(text: str) -> str:
    """The text on one line; spaces at its edges stay, as they may be what is meant."""
    return text.replace("\n", " ").replace("\t", " ").replace("\u2029", " ")


def _with_spaces_shown(text: str) -> str:
    """The words with the spaces at their edges as signs, so that they can be seen."""
    left, right = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
    return _SPACE * left + text.strip() + _SPACE * right
