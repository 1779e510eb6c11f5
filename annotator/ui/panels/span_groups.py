"""The spans of an article grouped by label, read only as far as they are looked at. No Qt.

Up to `WHOLE` spans a document is read once and kept in step with every edit. In a larger
one a group is read from the beginning of the text, some pieces at a time.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.model.annotations import PIECE, reading_order

if TYPE_CHECKING:
    from annotator.model.values import Span
    from annotator.ui.session import Session

WHOLE = 5_000
PAGE = 200
_MOST_PIECES = 10
"""At most so many pieces of text are read for one page."""


@dataclass(slots=True)
class Group:
    """The spans of one label; those that start before `read_to` (code points) are in `spans`.

    `has_more_row` says that a row stands at the end that offers to read further.
    """

    number: int
    label: str
    count: int
    spans: list[Span] = field(default_factory=list)
    read_to: int = 0
    is_complete: bool = False
    has_more_row: bool = False

    def place_of(self, span: Span) -> int:
        """In which row the span stands; -1 if it has not been read."""
        at = bisect_left(self.spans, reading_order(span), key=reading_order)
        is_here = at < len(self.spans) and self.spans[at].id == span.id
        return at if is_here else -1

    def place_for(self, span: Span) -> int:
        """In which row the span belongs; -1 where the text has not been read yet."""
        if not self.is_complete and span.start >= self.read_to:
            return -1
        return bisect_left(self.spans, reading_order(span), key=reading_order)


class SpanGroups:
    """The groups of one document, in the order of the codebook."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.groups: list[Group] = []
        self._by_label: dict[str, Group] = {}
        self._next_number = 1
        self._whole: defaultdict[str, list[Span]] | None = None

    def load(self) -> None:
        """Count the spans of the open document; none is read yet."""
        project, document = self._session.sights.reading, self._session.document
        sight = self._session.sights.on_page
        counts = project.span_counts(document.id, sight=sight) if project and document else {}
        self._by_label, self.groups, self._whole = {}, [], None
        for label in sorted(counts, key=self._position):
            self._add(label, counts[label])

    @property
    def total(self) -> int:
        """How many spans the document has."""
        return sum(group.count for group in self.groups)

    def group(self, label: str) -> Group | None:
        """The group of this label, if it has spans."""
        return self._by_label.get(label)

    def row_for(self, label: str) -> int:
        """In which row the group of this label stands, or would stand."""
        position = self._position(label)
        return sum(self._position(group.label) < position for group in self.groups)

    def insert(self, label: str) -> Group:
        """Make the group of a label that had no spans."""
        return self._add(label, 0, complete=True)

    def remove(self, group: Group) -> None:
        """Take a group away whose last span is gone."""
        self.groups.remove(group)
        del self._by_label[group.label]

    def next_page(self, group: Group) -> list[Span]:
        """Further spans of a group, which the caller puts into it."""
        if self.total <= WHOLE:
            read_to = group.read_to
            group.is_complete = True
            return [one for one in self._whole_group(group.label) if one.start >= read_to]
        project, document = self._session.sights.reading, self._session.document
        assert project is not None
        assert document is not None
        found: list[Span] = []
        for _ in range(_MOST_PIECES):
            start, group.read_to = group.read_to, group.read_to + PIECE
            spans = project.spans_between(document.id, start, group.read_to)
            shows = self._session.sights.on_page.shows
            spans = [one for one in spans if shows(one.annotator)]
            found += [one for one in spans if one.label == group.label and one.start >= start]
            group.is_complete = group.read_to >= document.length
            if group.is_complete or len(found) >= PAGE:
                break
        return sorted(found, key=reading_order)

    def forget_whole(self) -> None:
        """An edit came: what was read for groups that are not open yet is old."""
        self._whole = None

    def _whole_group(self, label: str) -> list[Span]:
        if self._whole is None:
            assert self._session.annotations is not None
            self._whole = defaultdict(list)
            for span in self._session.annotations:
                self._whole[span.label].append(span)
        return self._whole[label]

    def _add(self, label: str, count: int, *, complete: bool = False) -> Group:
        group = Group(self._next_number, label, count, is_complete=complete)
        self._next_number += 1
        self._by_label[label] = group
        insort(self.groups, group, key=lambda one: self._position(one.label))
        return group

    def _position(self, label: str) -> tuple[int, str]:
        order = {id_: place for place, id_ in enumerate(self._session.codebook.labels)}
        return order.get(label, len(order)), label
