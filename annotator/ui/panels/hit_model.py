"""The rows of a concordance: hits in order, which follow every edit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.ui.panels.hit_texts import Column, HitTexts, column_names, key_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from annotator.model.change import Edit
    from annotator.model.hit import Hit
    from annotator.model.values import Span
    from annotator.ui.session import Session

Index = QModelIndex | QPersistentModelIndex
HIT = int(Qt.ItemDataRole.UserRole)
"""The hit of a row."""
MARK = HIT + 1
"""What was decided about a row: “accepted”, “rejected” or empty."""
_FEW_RANGES = 40
_TOP = QModelIndex()


class HitModel(QAbstractTableModel):
    """Hits of the project; a span that is changed changes its row, one that is deleted leaves it."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: list[Hit] = []
        self._rows: dict[str, list[int]] | None = None
        self._words: dict[str, Hit] = {}
        self._gone: dict[str, tuple[int, Hit]] = {}
        self.texts = HitTexts(session)
        self.marks: dict[tuple[str, int, int], str] = {}

    # ------------------------------------------------------------ what is shown

    @property
    def hits(self) -> Sequence[Hit]:
        """All hits in order."""
        return self._hits

    def show(self, hits: Iterable[Hit]) -> None:
        """Show these and nothing else."""
        self.beginResetModel()
        self._hits = list(hits)
        self._rows = None
        self._words, self._gone = {}, {}
        self.texts.forget_names()
        self.endResetModel()

    def add(self, hits: Sequence[Hit]) -> None:
        """Show these, too, below the others."""
        if not hits:
            return
        first = len(self._hits)
        self.beginInsertRows(_TOP, first, first + len(hits) - 1)
        self._hits.extend(hits)
        self._rows = None
        self.endInsertRows()

    def remove(self, rows: Collection[int]) -> None:
        """Take rows off the list."""
        ranges = _ranges(sorted(rows))
        if len(ranges) > _FEW_RANGES:
            doomed = set(rows)
            self.layoutAboutToBeChanged.emit()
            kept = [row for row in range(len(self._hits)) if row not in doomed]
            self._move_indexes({row: place for place, row in enumerate(kept)})
            self._hits = [self._hits[row] for row in kept]
            self._rows = None
            self.layoutChanged.emit()
            return
        for first, last in reversed(ranges):
            self.beginRemoveRows(_TOP, first, last)
            del self._hits[first : last + 1]
            self._rows = None
            self.endRemoveRows()

    def _move_indexes(self, places: dict[int, int]) -> None:
        old = self.persistentIndexList()
        new = [
            self.index(places[one.row()], one.column()) if one.row() in places else QModelIndex()
            for one in old
        ]
        self.changePersistentIndexList(old, new)

    # ------------------------------------------------------------ following

    def follow(self, edit: Edit) -> None:
        """Take over an edit."""
        if not self._hits and not self._gone:
            return
        doomed: list[int] = []
        returned: list[tuple[int, Hit]] = []
        words = self._places_of_words() if any(old is None for old, _new in edit.spans()) else {}
        for before, after in edit.spans():
            if after is None:
                doomed += self._removed(before.id)  # type: ignore[union-attr]
            elif before is not None:
                self._changed(after)
            elif after.id in self._gone:
                row, hit = self._gone.pop(after.id)
                returned.append((row, _with_span(hit, after)))
            else:
                self._labelled(after, words)
        if doomed:
            self.remove(doomed)
        if returned:
            self._return(returned)

    def _changed(self, span: Span) -> None:
        for row in self._rows_of(span.id):
            former = self._hits[row]
            if (former.start, former.end) != (span.start, span.end):
                former = self.texts.moved(former, span.start, span.end)
            self._set(row, _with_span(former, span))

    def _labelled(self, span: Span, words: dict[tuple[str, int, int], int]) -> None:
        """Words of the list that have just been labelled are a span from now on."""
        row = words.pop((span.document_id, span.start, span.end), None)
        if row is not None and len(span.fragments) == 1:
            self._words[span.id] = self._hits[row]
            self._set(row, _with_span(self._hits[row], span))
            if self._rows is not None:
                self._rows.setdefault(span.id, []).append(row)

    def _removed(self, span_id: str) -> list[int]:
        rows = self._rows_of(span_id)
        if span_id in self._words:
            for row in rows:
                self._set(row, self._words[span_id])
            if self._rows is not None:
                self._rows.pop(span_id, None)
            del self._words[span_id]
            return []
        for row in rows:
            self._gone[span_id] = (row, self._hits[row])
        return list(rows)

    def _return(self, returned: list[tuple[int, Hit]]) -> None:
        """What was deleted and is back stands where it stood."""
        returned.sort(key=lambda one: one[0])
        if len(returned) <= _FEW_RANGES:
            for row, hit in returned:
                place = min(row, len(self._hits))
                self.beginInsertRows(_TOP, place, place)
                self._hits.insert(place, hit)
                self._rows = None
                self.endInsertRows()
            return
        hits = list(self._hits)
        for row, hit in returned:
            hits.insert(min(row, len(hits)), hit)
        self.beginResetModel()
        self._hits, self._rows = hits, None
        self.endResetModel()

    def _set(self, row: int, hit: Hit) -> None:
        self._hits[row] = hit
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    def _rows_of(self, span_id: str) -> list[int]:
        if self._rows is None:
            self._rows = {}
            for row, hit in enumerate(self._hits):
                if hit.span_id:
                    self._rows.setdefault(hit.span_id, []).append(row)
        return self._rows.get(span_id, [])

    def _places_of_words(self) -> dict[tuple[str, int, int], int]:
        return {
            (hit.document_id, hit.start, hit.end): row
            for row, hit in enumerate(self._hits)
            if not hit.span_id
        }

    def mark(self, rows: Iterable[int], mark: str) -> None:
        """Write down what was decided about rows; empty for nothing."""
        for row in rows:
            self.marks[key_of(self._hits[row])] = mark
        if self._hits:
            last = self.index(len(self._hits) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [MARK])

    # ------------------------------------------------------------ Qt asks

    def rowCount(self, parent: Index = _TOP) -> int:
        """How many hits are shown."""
        return 0 if parent.isValid() else len(self._hits)

    def columnCount(self, parent: Index = _TOP) -> int:
        """The number of columns, shown or not."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """What a cell says."""
        if not index.isValid() or index.row() >= len(self._hits):
            return None
        hit = self._hits[index.row()]
        if role == HIT:
            return hit
        if role == MARK:
            return self.marks.get(key_of(hit), "")
        if role == Qt.ItemDataRole.DisplayRole:
            return self.texts.text(hit, Column(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.texts.tool_tip(hit)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == Column.PLACE:
            return self.texts.spoken(hit)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:
        """The titles of the columns."""
        if orientation == Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return column_names().get(Column(section), "")


def _with_span(hit: Hit, span: Span) -> Hit:
    return replace(
        hit,
        span_id=span.id,
        label=span.label,
        annotator=span.annotator,
        origin=span.origin,
        entity=span.entity or "",
    )


def _ranges(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Rising rows as ranges, both ends inclusive."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row <= found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
