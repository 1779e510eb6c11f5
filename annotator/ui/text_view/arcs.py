"""The curves that join two related spans: pure geometry."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

_LEAST_RISE = 10.0
_MOST_RISE = 34.0


def arc_path(start: QPointF, end: QPointF) -> QPainterPath:
    """A curve from above one span to above another, that rises with their distance."""
    distance = math.hypot(end.x() - start.x(), end.y() - start.y())
    rise = min(_MOST_RISE, max(_LEAST_RISE, distance * 0.12))
    top = min(start.y(), end.y()) - rise
    path = QPainterPath(start)
    if abs(start.y() - end.y()) < rise:
        path.cubicTo(QPointF(start.x(), top), QPointF(end.x(), top), end)
    else:
        path.cubicTo(QPointF(start.x(), start.y() - rise), QPointF(end.x(), end.y() - 2 * rise), end)
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
