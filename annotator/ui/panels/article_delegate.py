"""How a row of the article list is drawn: state, title, outlet and date, people, twins, how far."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.ui import icons, theme
from annotator.ui.panels.article_model import ARTICLE, DETAILS, IS_OPEN, PEOPLE, PROGRESS
from annotator.ui.panels.article_wishes import Article
from annotator.ui.panels.lines import draw_line
from annotator.ui.panels.row_looks import semibold, small

_ICON = 18
_EDGE = 8
_BAR = 3
_SIGN = 15
_ICONS = {"new": "circle", "in progress": "pen", "done": "check-circle"}


class ArticleDelegate(QStyledItemDelegate):
    """Draws rows that are all equally high."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Two lines, the bar and some air."""
        title = QFontMetrics(semibold(option.font)).height()
        details = QFontMetrics(small(option.font)).height()
        return QSize(120, _EDGE + title + details + 6 + _BAR + _EDGE)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one article."""
        article = index.data(ARTICLE)
        if not isinstance(article, Article):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = QStyle.StateFlag
        is_chosen = bool(option.state & state.State_Selected)
        is_strong = is_chosen and bool(option.state & state.State_HasFocus)
        is_hovered = bool(option.state & state.State_MouseOver)
        _paint_ground(painter, option, is_chosen=is_chosen, is_strong=is_strong, is_hovered=is_hovered)
        colours = theme.current()
        ink = colours.colour("on_selection" if is_strong else "text")
        soft = ink if is_strong else colours.colour("muted")
        _paint_state(painter, option, article, ink if is_strong else None)
        self._paint_words(painter, option, index, ink, soft)
        _paint_bar(painter, option, float(index.data(PROGRESS) or 0), ink if is_strong else None)
        painter.restore()

    def _paint_words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        ink: QColor,
        soft: QColor,
    ) -> None:
        font = semibold(option.font) if index.data(IS_OPEN) else option.font
        top = option.rect.top() + _EDGE
        for number, (chosen, colour, words) in enumerate(
            (
                (font, ink, index.data()),
                (small(option.font), soft, index.data(DETAILS)),
            )
        ):
            metrics = QFontMetrics(chosen)
            line = _words_area(option)
            line.setTop(top)
            line.setHeight(metrics.height())
            painter.setFont(chosen)
            painter.setPen(colour)
            end = self._paint_signs if number == 0 else self._paint_people
            line = end(painter, option, index, line)
            painter.setPen(colour)
            draw_line(painter, line, str(words), option.direction)
            top += metrics.height()

    def _paint_signs(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        line: QRect,
    ) -> QRect:
        """Signs for open doubts and notes at the end of the title; the room that is left."""
        article = index.data(ARTICLE)
        signs = (("doubt", "warning", article.doubts > 0), ("note", "muted", article.has_note))
        is_plain = painter.pen().color() == theme.current().colour("text")
        for name, role, is_so in signs:
            if is_so:
                side = min(_SIGN, line.height())
                place = QRect(line.right() - side + 1, line.center().y() - side // 2, side, side)
                ink = theme.current().colour(role) if is_plain else painter.pen().color()
                shown = QStyle.visualRect(option.direction, option.rect, place)
                icons.draw(painter, name, QRectF(shown), ink)
                line = line.adjusted(0, 0, -side - 4, 0)
        return line

    def _paint_people(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        line: QRect,
    ) -> QRect:
        """Who works on it, and how many are like it, at the end of the details."""
        article = index.data(ARTICLE)
        badge = badge_area(option, article)
        if not badge.isNull():
            pen = painter.pen()
            shown = QStyle.visualRect(option.direction, option.rect, badge)
            painter.drawRoundedRect(QRectF(shown).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.drawText(shown, Qt.AlignmentFlag.AlignCenter, _badge_text(article))
            painter.setPen(pen)
            line = line.adjusted(0, 0, -badge.width() - 6, 0)
        people = str(index.data(PEOPLE))
        if people:
            width = min(painter.fontMetrics().horizontalAdvance(people) + 2, line.width() // 2)
            place = QRect(line.right() - width, line.top(), width, line.height())
            draw_line(painter, place, people, option.direction, is_trailing=True)
            line = line.adjusted(0, 0, -width - 6, 0)
        return line


def badge_area(option: QStyleOptionViewItem, article: Article) -> QRect:
    """Where the number of near-duplicates stands in a row; nowhere if there are none."""
    if not article.twins:
        return QRect()
    metrics = QFontMetrics(small(option.font))
    width = metrics.horizontalAdvance(_badge_text(article)) + 10
    top = option.rect.top() + _EDGE + QFontMetrics(semibold(option.font)).height()
    return QRect(option.rect.right() - _EDGE - width, top, width, metrics.height())


def _badge_text(article: Article) -> str:
    return f"+{article.twins}"


def _words_area(option: QStyleOptionViewItem) -> QRect:
    area = option.rect.adjusted(_EDGE + _ICON + _EDGE, 0, -_EDGE, 0)
    return QStyle.visualRect(option.direction, option.rect, area)


def _paint_ground(
    painter: QPainter,
    option: QStyleOptionViewItem,
    *,
    is_chosen: bool,
    is_strong: bool,
    is_hovered: bool,
) -> None:
    colours = theme.current()
    if is_strong:
        painter.fillRect(option.rect, colours.colour("selection"))
    elif is_chosen:
        painter.fillRect(option.rect, colours.colour("tint"))
        edge = QRect(option.rect.left(), option.rect.top(), 3, option.rect.height())
        edge = QStyle.visualRect(option.direction, option.rect, edge)
        painter.fillRect(edge, colours.colour("accent"))
    elif is_hovered:
        painter.fillRect(option.rect, colours.colour("hover"))


def _paint_state(
    painter: QPainter, option: QStyleOptionViewItem, article: Article, ink: QColor | None
) -> None:
    colours = theme.current()
    name, role = _ICONS.get(article.work.state, "circle"), "muted"
    if article.work.state == "done":
        role = "ok"
    elif article.work.state == "in progress":
        role = "accent"
    area = QRect(option.rect.left() + _EDGE, option.rect.top() + _EDGE, _ICON, _ICON)
    area = QStyle.visualRect(option.direction, option.rect, area)
    icons.draw(painter, name, QRectF(area), ink or colours.colour(role))
    if article.work.is_flagged:
        below = QRectF(area).translated(0, _ICON + 1).adjusted(1, 1, -1, -1)
        icons.draw(painter, "flag", below, ink or colours.colour("error"))


def _paint_bar(
    painter: QPainter, option: QStyleOptionViewItem, share: float, ink: QColor | None
) -> None:
    """A thin line below the words: how far the article is."""
    colours = theme.current()
    track = _words_area(option)
    track = QRect(track.left(), option.rect.bottom() - _EDGE - _BAR + 2, track.width(), _BAR)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.colour("hover"))
    if ink is not None:
        faint = QColor(ink)
        faint.setAlphaF(0.3)
        painter.setBrush(faint)
    painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
    if share > 0:
        done = QRect(track.left(), track.top(), max(_BAR, round(track.width() * share)), _BAR)
        painter.setBrush(ink or colours.colour("ok" if share >= 1 else "accent"))
        painter.drawRoundedRect(QStyle.visualRect(option.direction, track, done), _BAR / 2, _BAR / 2)
