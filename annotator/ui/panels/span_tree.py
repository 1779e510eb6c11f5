"""All spans of the article as a tree: by label, in step with the focus, walked by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from annotator.model.values import CODEBOOK_KINDS
from annotator.ui import icons, theme
from annotator.ui.panels.lines import draw_line, quiet
from annotator.ui.panels.span_groups import WHOLE
from annotator.ui.panels.span_model import Index, SpanModel
from annotator.ui.panels.span_rows import DOUBT, TRAILING

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPainter

    from annotator.model.change import Edit
    from annotator.model.values import Span
    from annotator.ui.session import Session

_ALONE = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
_UNFOLDED = 300
"""Up to so many spans all groups are unfolded when an article is opened."""
_GAP = 8
_SIGN = 15


class SpanTree(QTreeView):
    """Walking focuses the span; Enter goes on to the page."""

    page_requested = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("span_tree")
        self.setAccessibleName(self.tr("Spans of this article"))
        self._session = session
        self._is_following = False
        self._is_stale = True
        self._folded: set[str] = set()
        self._spans = SpanModel(session, self)
        self.setModel(self._spans)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setExpandsOnDoubleClick(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(SpanDelegate(self))
        self.setIndentation(16)
        self.expanded.connect(self._remember_unfolded)
        self.collapsed.connect(self._remember_folded)
        self.clicked.connect(self._click)
        self._unfold_soon = QTimer(self)
        self._unfold_soon.setSingleShot(True)
        self._unfold_soon.setInterval(20)
        self._unfold_soon.timeout.connect(self._unfold)

    @property
    def total(self) -> int:
        """How many spans the article has."""
        return self._spans.groups.total

    def chosen(self) -> list[Span]:
        """The spans whose rows are chosen, in the order of the tree."""
        rows = sorted(
            self.selectionModel().selectedRows(), key=lambda row: (row.parent().row(), row.row())
        )
        return [span for row in rows if (span := self._spans.span_at(row)) is not None]

    def load(self) -> None:
        """Show the open document; its groups are unfolded when the page has been drawn."""
        self._is_following = True
        self._spans.load()
        self._is_following = False
        self._unfold_soon.start()

    def follow(self, edit: Edit) -> None:
        """Take over an edit."""
        document = self._session.document
        is_other = edit.writes(*CODEBOOK_KINDS) or document is None or not edit.changes
        if is_other:
            self.load()
        elif edit.concerns(document.id):  # type: ignore[union-attr]
            self._is_following = True
            groups = [group.label for group in self._spans.groups.groups]
            was_kept = self._spans.follow(edit)
            self._is_following = False
            if edit.writes("message"):
                self.viewport().update()
            if not was_kept or [group.label for group in self._spans.groups.groups] != groups:
                self._unfold_soon.start()

    def follow_focus(self) -> None:
        """Choose the row of the focused span, or of its group while that is folded."""
        focus = self._session.focus
        index = self._spans.index_of(focus) if focus is not None else QModelIndex()
        if index.parent().isValid() and not self.isExpanded(index.parent()):
            index = index.parent()
        if index == self.currentIndex():
            return
        self._is_following = True
        if index.isValid():
            # A key that is held, as in Ctrl+Shift+Z, must not choose more than this row.
            self.selectionModel().setCurrentIndex(index, _ALONE)
            self.scrollTo(index)
        else:
            self.selectionModel().clear()
        self._is_following = False

    def _unfold(self) -> None:
        """Unfold groups as they were left; in large documents nothing unfolds by itself."""
        total = self._spans.groups.total
        if total > WHOLE or self._session.annotations is None:
            return
        self._is_following = True
        for group in self._spans.groups.groups:
            index = self._spans.index_of_group(group)
            is_wanted = group.label not in self._folded and total <= _UNFOLDED
            if is_wanted and not self.isExpanded(index):
                self._spans.fetchMore(index)
                self.expand(index)
        self._is_following = False
        self.follow_focus()

    def _remember_unfolded(self, index: QModelIndex) -> None:
        group = self._spans.group_at(index)
        if group is not None and not self._is_following:
            self._folded.discard(group.label)
            self.follow_focus()

    def _remember_folded(self, index: QModelIndex) -> None:
        group = self._spans.group_at(index)
        if group is not None and not self._is_following:
            self._folded.add(group.label)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Walking focuses the span on the page."""
        super().currentChanged(current, previous)
        if self._is_following:
            return
        span = self._spans.span_at(current) if current.isValid() else None
        if span is not None:
            self._session.set_focus(span.id)

    def _click(self, index: QModelIndex) -> None:
        """A click focuses the span even if its row was chosen before; on the last row it reads more."""
        span = self._spans.span_at(index)
        if span is not None:
            self._session.set_focus(span.id)
        else:
            self._read_more(index)

    def _read_more(self, index: QModelIndex) -> bool:
        """Read further, if this is the row that offers it."""
        group = self._spans.group_at(index)
        if group is None or not index.parent().isValid() or self._spans.span_at(index) is not None:
            return False
        self._is_following = True
        first = len(group.spans)
        self._spans.read_more(group)
        row = min(first, self._spans.rowCount(self._spans.index_of_group(group)) - 1)
        self.setCurrentIndex(self._spans.index(row, 0, self._spans.index_of_group(group)))
        self._is_following = False
        return True

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Show the chosen row quietly while the focus is elsewhere."""
        super().drawRow(painter, option if self.hasFocus() else quiet(option), index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter reads more, goes to the page, or folds and unfolds a group."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        index = self.currentIndex()
        if not index.isValid() or self._read_more(index):
            return
        if index.parent().isValid():
            self.page_requested.emit()
        else:
            self.setExpanded(index, not self.isExpanded(index))


class SpanDelegate(QStyledItemDelegate):
    """Draws what stands at the end of a row, and leaves room for it."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Cut the words before the end of the row begins."""
        super().initStyleOption(option, index)
        trailing, is_doubtful = index.data(TRAILING), bool(index.data(DOUBT))
        if trailing or is_doubtful:
            metrics = option.fontMetrics
            used = metrics.horizontalAdvance(str(trailing or "")) + 3 * _GAP + _SIGN * is_doubtful
            if not option.icon.isNull():
                used += option.decorationSize.width() + _GAP
            room = option.rect.width() - used
            option.text = metrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row, then its end."""
        super().paint(painter, option, index)
        if index.data(DOUBT):
            _paint_doubt(painter, option, index)
        trailing = index.data(TRAILING)
        if not trailing:
            return
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        colour = theme.current().colour("warning" if trailing == "!" else "muted")
        if is_chosen:
            colour = option.palette.color(QPalette.ColorRole.HighlightedText)
        painter.save()
        painter.setPen(colour)
        area = option.rect.adjusted(_GAP, 0, -_GAP, 0)
        draw_line(painter, area, str(trailing), option.direction, is_trailing=True)
        painter.restore()


def _paint_doubt(painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
    """A sign that there is an open doubt, ahead of what stands at the end of the row."""
    used = option.fontMetrics.horizontalAdvance(str(index.data(TRAILING) or "")) + _GAP
    row = option.rect
    place = QRect(row.right() - used - _SIGN, row.center().y() - _SIGN // 2, _SIGN, _SIGN)
    shown = QStyle.visualRect(option.direction, row, place)
    is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    colour = theme.current().colour("warning")
    if is_chosen:
        colour = option.palette.color(QPalette.ColorRole.HighlightedText)
    icons.draw(painter, "doubt", QRectF(shown), colour)
