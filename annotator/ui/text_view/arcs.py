"""The curves that join two related spans: pure geometry."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

_LEAST_RISE = 10.0
_MOST_RISE = 34.0


def connection(first: QRectF, last: QRectF) -> tuple[QPointF, QPointF]:
    """Where a curve leaves one box and reaches the other: on the sides that face each other."""
    start_x = _within(first, last.center().x())
    end_x = _within(last, start_x)
    if last.top() > first.bottom():
        return QPointF(start_x, first.bottom() + 4), QPointF(end_x, last.top() - 3)
    if last.bottom() < first.top():
        return QPointF(start_x, first.top() - 3), QPointF(end_x, last.bottom() + 4)
    return QPointF(start_x, first.top() - 3), QPointF(end_x, last.top() - 3)


def _within(box: QRectF, x: float) -> float:
    inset = min(12.0, box.width() / 2)
    return min(max(x, box.left() + inset), box.right() - inset)


def arc_path(start: QPointF, end: QPointF) -> QPainterPath:
    """A curve that rises above the line where both ends lie in it, else leads across lines."""
    path = QPainterPath(start)
    height = end.y() - start.y()
    if abs(height) < _LEAST_RISE:
        rise = min(_MOST_RISE, max(_LEAST_RISE, abs(end.x() - start.x()) * 0.12))
        top = min(start.y(), end.y()) - rise
        path.cubicTo(QPointF(start.x(), top), QPointF(end.x(), top), end)
    else:
        path.cubicTo(
            QPointF(start.x(), start.y() + height * 0.5), QPointF(end.x(), end.y() - height * 0.5), end
        )
    return path


def arrow_head(path: QPainterPath, size: float = 7.0) -> QPolygonF:
    """A triangle at the end of the curve, pointing the way it goes."""
    end = path.currentPosition()
    angle = math.radians(-path.angleAtPercent(0.97))
    left, right = angle + math.radians(155), angle - math.radians(155)
    return QPolygonF(
        [
            end,
            QPointF(end.x() + size * math.cos(left), end.y() + size * math.sin(left)),
            QPointF(end.x() + size * math.cos(right), end.y() + size * math.sin(right)),
        ]
    )
