"""The annotations of the open document, in memory and found by offset.

A document may carry hundreds of thousands of spans, a screen shows a few hundred: so
the document is divided into pieces, and a piece is read from the project when it is
first asked for. `follow` keeps what has been read in step with each edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotator.model.change import Edit
    from annotator.model.values import Relation, Span

PIECE = 16_384
"""Length of one piece, in code points."""


class AnnotationSource(Protocol):
    """Where annotations are read from: the project."""

    def span(self, span_id: str) -> Span | None:
        """The span with this id."""

    def spans_between(self, document_id: str, start: int, end: int) -> list[Span]:
        """The spans with a fragment that touches `[start, end)`."""

    def relations_of(self, span_ids: Sequence[str]) -> list[Relation]:
        """The relations that lead to or from these spans."""


def reading_order(span: Span) -> tuple[int, int, str]:
    """Sort key: by start, the longer first."""
    return (span.start, -span.end, span.id)


class Annotations:
    """The spans and relations of one document; all offsets are code points."""

    def __init__(self, document_id: str, length: int, source: AnnotationSource) -> None:
        self.document_id = document_id
        self.length = length
        self._source = source
        self._spans: dict[str, Span] = {}
        self._pieces: dict[int, dict[str, Span]] = {}
        self._orders: dict[int, list[tuple[int, int, Span]]] = {}
        self._relations: dict[str, Relation] = {}
        self._linked: dict[str, set[str]] = {}

    # ------------------------------------------------------------ asking

    def span(self, span_id: str | None) -> Span | None:
        """The span with this id, if the document has it."""
        if span_id is None:
            return None
        known = self._spans.get(span_id)
        if known is None:
            known = self._source.span(span_id)
            if known is None or known.document_id != self.document_id:
                return None
            self._spans[span_id] = known
        return known

    def touching(self, start: int, end: int) -> list[Span]:
        """The spans with a fragment that has a character in `[start, end)`, in reading order."""
        found: dict[str, Span] = {}
        for index in range(max(0, start) // PIECE, max(start, end - 1) // PIECE + 1):
            for first, last, span in self._sorted(index):
                if first >= end:
                    break
                if last > start and (len(span.fragments) == 1 or _touches(span, start, end)):
                    found[span.id] = span
        return sorted(found.values(), key=reading_order) if len(found) > 1 else list(found.values())

    def at(self, position: int) -> list[Span]:
        """The spans that cover the character at this offset, the shortest first."""
        spans = self.touching(position, position + 1)
        return sorted(spans, key=lambda s: (sum(f.end - f.start for f in s.fragments), s.start, s.id))

    def after(self, key: tuple[int, int, str], *, by: str | None = None) -> Span | None:
        """The first span behind this place in reading order, of one annotator or of all."""
        for index in range(max(0, key[0]) // PIECE, self._last_piece + 1):
            later = [s for s in self._starting_in(index, by) if reading_order(s) > key]
            if later:
                return min(later, key=reading_order)
        return None

    def before(self, key: tuple[int, int, str], *, by: str | None = None) -> Span | None:
        """The last span ahead of this place in reading order, of one annotator or of all."""
        for index in range(min(max(0, key[0]) // PIECE, self._last_piece), -1, -1):
            earlier = [s for s in self._starting_in(index, by) if reading_order(s) < key]
            if earlier:
                return max(earlier, key=reading_order)
        return None

    def relations(self, span_id: str) -> list[Relation]:
        """The relations that lead to or from this span, in the order they were made."""
        if span_id not in self._linked:
            self._linked[span_id] = set()
            for relation in self._source.relations_of([span_id]):
                self._relations[relation.id] = relation
                self._linked[span_id].add(relation.id)
        found = [self._relations[id_] for id_ in self._linked[span_id]]
        return sorted(found, key=lambda relation: (relation.created, relation.id))

    def relation(self, relation_id: str) -> Relation | None:
        """The relation with this id, if it has been asked for by one of its spans."""
        return self._relations.get(relation_id)

    def relations_of(self, spans: Sequence[Span]) -> list[Relation]:
        """The relations of any of these spans, each once."""
        found = {relation.id: relation for span in spans for relation in self.relations(span.id)}
        return list(found.values())

    def __iter__(self) -> Iterator[Span]:
        """All spans in reading order; reads the whole document."""
        for index in range(self._last_piece + 1):
            yield from sorted(self._starting_in(index), key=reading_order)

    # ------------------------------------------------------------ following

    def follow(self, edit: Edit) -> None:
        """Take over what an edit has changed in the project."""
        for before, after in edit.spans():
            if (after or before).document_id == self.document_id:  # type: ignore[union-attr]
                self._replace(before, after)
        for old, new in edit.relations():
            if (new or old).document_id == self.document_id:  # type: ignore[union-attr]
                self._replace_relation(old, new)

    def _replace(self, before: Span | None, after: Span | None) -> None:
        if before is not None:
            self._spans.pop(before.id, None)
            for index in _pieces_of(before):
                if index in self._pieces:
                    self._pieces[index].pop(before.id, None)
                    self._orders.pop(index, None)
        if after is not None:
            self._spans[after.id] = after
            for index in _pieces_of(after):
                if index in self._pieces:
                    self._pieces[index][after.id] = after
                    self._orders.pop(index, None)

    def _replace_relation(self, before: Relation | None, after: Relation | None) -> None:
        if before is not None:
            self._relations.pop(before.id, None)
            for end in (before.from_id, before.to_id):
                self._linked.get(end, set()).discard(before.id)
        if after is not None:
            self._relations[after.id] = after
            for end in (after.from_id, after.to_id):
                if end in self._linked:
                    self._linked[end].add(after.id)

    # ------------------------------------------------------------ pieces

    @property
    def _last_piece(self) -> int:
        return max(0, self.length - 1) // PIECE

    def _piece(self, index: int) -> dict[str, Span]:
        piece = self._pieces.get(index)
        if piece is None:
            start = index * PIECE
            spans = self._source.spans_between(self.document_id, start, start + PIECE)
            piece = {span.id: self._spans.setdefault(span.id, span) for span in spans}
            self._pieces[index] = piece
        return piece

    def _sorted(self, index: int) -> list[tuple[int, int, Span]]:
        """Start, end and span of all in a piece, by start."""
        order = self._orders.get(index)
        if order is None:
            rows = [
                (span.fragments[0][0], span.fragments[-1][1], span)
                for span in self._piece(index).values()
            ]
            order = self._orders[index] = sorted(rows, key=lambda row: row[0])
        return order

    def _starting_in(self, index: int, by: str | None = None) -> list[Span]:
        return [
            span
            for span in self._piece(index).values()
            if span.start // PIECE == index and by in (None, span.annotator)
        ]


def _pieces_of(span: Span) -> set[int]:
    return {
        index
        for start, end in span.fragments
        for index in range(start // PIECE, max(start, end - 1) // PIECE + 1)
    }


def _touches(span: Span, start: int, end: int) -> bool:
    return any(first < end and last > start for first, last in span.fragments)
