"""The rows of the command palette: icon, words with the found letters bold, detail and key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.ui import icons, theme
from annotator.ui.keys import readable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.ui.palette_entries import Entry, Row

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
ROW_HEIGHT = 36
_EDGE, _ICON, _SWATCH = 12.0, 16.0, 12.0
_CAP_PADDING = 6.0
_LEAST_TEXT = 0.45
"""The words keep at least this share of the row's width."""


class PaletteRows(QAbstractListModel):
    """The rows that are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def show_rows(self, rows: list[Row]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words, what a screen reader says, and the row itself."""
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.entry.text
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return spoken(row.entry)
        return None


def spoken(entry: Entry) -> str:
    """A row in words."""
    key = readable(entry.key) if entry.key else ""
    return ", ".join(part for part in (entry.text, entry.refusal or entry.detail, key) if part)


class PaletteDelegate(QStyledItemDelegate):
    """Draws the rows."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are of one height."""
        return QSize(100, max(ROW_HEIGHT, option.fontMetrics.height() + 16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row: Row = index.data(ROW)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect).adjusted(4, 1, -4, -1)
        colours = theme.current()
        if is_chosen or is_hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("selection" if is_chosen else "hover"))
            painter.drawRoundedRect(area, 6, 6)
        ink = colours.colour(
            "on_selection" if is_chosen else "disabled" if row.entry.refusal else "text"
        )
        soft = ink if is_chosen else colours.colour("disabled" if row.entry.refusal else "muted")
        self._draw(painter, option, row, area, ink, soft)
        painter.restore()

    def _draw(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        row: Row,
        area: QRectF,
        ink: QColor,
        soft: QColor,
    ) -> None:
        """Icon, then from the end key and detail, then the words in what is left."""
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft

        def placed(left: float, width: float, height: float) -> QRectF:
            box = QRectF(area.left() + left, area.center().y() - height / 2, width, height)
            if mirrored:
                box.moveRight(area.right() - left)
            return box

        entry, metrics = row.entry, QFontMetricsF(option.font)
        _draw_sign(painter, entry, placed(_EDGE, _ICON, _ICON), soft)
        left, right = _EDGE + _ICON + _EDGE, area.width() - _EDGE
        if entry.key:
            words = readable(entry.key)
            width = max(metrics.horizontalAdvance(words) + 2 * _CAP_PADDING, metrics.height() + 2)
            _draw_cap(painter, placed(right - width, width, metrics.height() + 4), words, soft)
            right -= width + _EDGE
        text_width = metrics.horizontalAdvance(entry.text) * 1.06 + 4
        detail = entry.refusal or entry.detail
        room = right - left - min(text_width, (right - left) * (1 - _LEAST_TEXT))
        if detail and room > 40:
            detail = metrics.elidedText(detail, Qt.TextElideMode.ElideRight, room - _EDGE)
            width = metrics.horizontalAdvance(detail) + 2
            painter.setPen(soft)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(placed(right - width, width, metrics.height()), flags, detail)
            right -= width + _EDGE
        box = placed(left, max(0.0, right - left), metrics.height() + 2)
        _draw_words(painter, row, box, option.font, ink)


def _draw_sign(painter: QPainter, entry: Entry, box: QRectF, soft: QColor) -> None:
    if entry.colour:
        inner = QRectF(0, 0, _SWATCH, _SWATCH)
        inner.moveCenter(box.center())
        painter.setPen(QPen(theme.current().colour("edge"), 1))
        painter.setBrush(QColor(entry.colour))
        painter.drawRoundedRect(inner, 3, 3)
    elif entry.icon:
        icons.draw(painter, entry.icon, box, soft)


def _draw_cap(painter: QPainter, box: QRectF, words: str, colour: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _draw_words(painter: QPainter, row: Row, box: QRectF, font: QFont, ink: QColor) -> None:
    """The words on one line, the found letters bold, cut where there is no more room."""
    metrics = QFontMetricsF(font)
    room = box.width() - (metrics.averageCharWidth() if row.positions else 0)
    shown = metrics.elidedText(row.entry.text, Qt.TextElideMode.ElideRight, room)
    layout = QTextLayout(shown, font)
    layout.setFormats(_bold_ranges(shown, row.positions))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(box.width())
    layout.endLayout()
    painter.setPen(ink)
    layout.draw(painter, QPointF(box.left(), box.center().y() - line.height() / 2))


def _bold_ranges(shown: str, positions: Sequence[int]) -> list[QTextLayout.FormatRange]:
    """The found letters; Qt counts in UTF-16, the offsets are code points."""
    ranges = []
    for at in positions:
        if at >= len(shown):
            break
        one = QTextLayout.FormatRange()
        one.start = len(shown[:at].encode("utf-16-le")) // 2
        one.length = len(shown[at].encode("utf-16-le")) // 2
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.Bold)
        bold.setFontUnderline(True)
        one.format = bold
        ranges.append(one)
    return ranges
