"""Threads of doubts as rows: what is quoted, what is said, by whom and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.model.threads import Thread
from annotator.ui import icons, theme
from annotator.ui.panels.lines import draw_line
from annotator.ui.panels.row_looks import paint_ground, small
from annotator.ui.panels.texts import SEPARATOR, excerpt, in_quotes, said, time_text
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Index = QModelIndex | QPersistentModelIndex

THREAD = int(Qt.ItemDataRole.UserRole)
WORDS = THREAD + 1
DETAILS = THREAD + 2
_EDGE = 8
_ICON = 18


class DoubtModel(QAbstractListModel):
    """One row for each thread; `names` are those of annotators, `titles` those of articles, by id."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: list[Thread] = []
        self._names: Mapping[str, str] = {}
        self._titles: Mapping[str, str] = {}

    def show(
        self, threads: Sequence[Thread], names: Mapping[str, str], titles: Mapping[str, str]
    ) -> None:
        """Show these threads in this order."""
        self.beginResetModel()
        self._threads, self._names, self._titles = list(threads), names, titles
        self.endResetModel()

    def thread_at(self, index: Index) -> Thread | None:
        """The thread in this row."""
        row = index.row()
        return self._threads[row] if 0 <= row < len(self._threads) else None

    def index_of(self, thread_id: str) -> QModelIndex:
        """Where the thread is shown; an invalid index if it is not."""
        rows = (row for row, one in enumerate(self._threads) if one.id == thread_id)
        return self.index(next(rows, -1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many threads are shown."""
        return 0 if parent.isValid() else len(self._threads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a row says in this role."""
        thread = self.thread_at(index)
        if thread is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return quote_text(thread)
        if role == THREAD:
            return thread
        if role == WORDS:
            return excerpt(next((one.text for one in thread.messages if one.text), ""), limit=200)
        if role == DETAILS:
            return self._details(thread)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            parts = (quote_text(thread), self.data(index, WORDS), self._details(thread))
            return ("\n" if role == Qt.ItemDataRole.ToolTipRole else ", ").join(parts)
        return None

    def _details(self, thread: Thread) -> str:
        replies = len(thread.messages) - 1
        parts = (
            said("Settled") if thread.is_settled else "",
            self._names.get(thread.first.annotator, ""),
            time_text(thread.last.created) if thread.last.created else "",
            counted(replies, "%n reply", "%n replies") if replies else "",
            self._titles.get(thread.first.document_id, ""),
        )
        return SEPARATOR.join(part for part in parts if part)


def quote_text(thread: Thread) -> str:
    """What a thread is about, in one line: quoted words, or the article's title."""
    words = excerpt(thread.first.quoted)
    if thread.first.target_kind == "span":
        return in_quotes(words)
    if thread.first.target_kind == "relation":
        return words or said("A relation")
    return words or said("The article")


class DoubtDelegate(QStyledItemDelegate):
    """Draws a thread in three lines; settled ones quietly."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Three lines and some air."""
        line = QFontMetrics(option.font).height()
        return QSize(120, _EDGE + 2 * line + QFontMetrics(small(option.font)).height() + _EDGE)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one thread."""
        thread = index.data(THREAD)
        if not isinstance(thread, Thread):
            return
        painter.save()
        ink, soft, is_strong = paint_ground(painter, option)
        _paint_sign(painter, option, thread, ink if is_strong else None)
        _paint_words(painter, option, index, soft if thread.is_settled else ink, soft)
        painter.setPen(theme.current().colour("divider"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()


def _paint_words(
    painter: QPainter,
    option: QStyleOptionViewItem,
    index: QModelIndex | QPersistentModelIndex,
    words: QColor,
    soft: QColor,
) -> None:
    """The three lines: what is quoted, what is said, and by whom."""
    italic = QFont(option.font)
    italic.setItalic(True)
    top = option.rect.top() + _EDGE
    for font, colour, text in (
        (italic, soft, index.data()),
        (option.font, words, index.data(WORDS)),
        (small(option.font), soft, index.data(DETAILS)),
    ):
        metrics = QFontMetrics(font)
        line = option.rect.adjusted(_EDGE + _ICON + _EDGE, 0, -_EDGE, 0)
        line.setTop(top)
        line.setHeight(metrics.height())
        painter.setFont(font)
        painter.setPen(colour)
        shown = QStyle.visualRect(option.direction, option.rect, line)
        draw_line(painter, shown, str(text), option.direction)
        top += metrics.height()


def _paint_sign(
    painter: QPainter, option: QStyleOptionViewItem, thread: Thread, ink: QColor | None
) -> None:
    name, role = ("check-circle", "ok") if thread.is_settled else ("doubt", "warning")
    place = QRect(option.rect.left() + _EDGE, option.rect.top() + _EDGE, _ICON, _ICON)
    shown = QStyle.visualRect(option.direction, option.rect, place)
    icons.draw(painter, name, QRectF(shown), ink or theme.current().colour(role))
