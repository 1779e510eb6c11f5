"""Very many spans or relations column by column: sequences that make values only when asked for.

An import reads, looks at and writes whole columns; a value of its own for each annotation would
take as long as all of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast, overload

from annotator.model.fragment import Fragment
from annotator.model.values import AttributeValue, Relation, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_Annotation = TypeVar("_Annotation", Span, Relation)
Texts = Sequence[str]
_SPAN = attrgetter(
    "id", "document_id", "label", "text", "annotator", "attributes", "entity", "note", "origin",
    "created", "modified", "fragments",
)  # fmt: skip
_RELATION = attrgetter(
    "id", "document_id", "label", "from_id", "to_id", "annotator", "attributes", "note", "origin",
    "created", "modified",
)  # fmt: skip


class _Columns(Sequence[_Annotation]):
    """What both kinds have in common: they are equal to a sequence of the same values."""

    __slots__ = ()
    ids: Texts

    def __len__(self) -> int:
        return len(self.ids)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, index: int) -> _Annotation: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[_Annotation, ...]: ...
    def __getitem__(self, index: int | slice) -> _Annotation | tuple[_Annotation, ...]:
        if isinstance(index, slice):
            return tuple(map(self._value, range(len(self.ids))[index]))
        return self._value(range(len(self.ids))[index])

    def __iter__(self) -> Iterator[_Annotation]:
        return map(self._value, range(len(self.ids)))

    def _value(self, index: int) -> _Annotation:
        raise NotImplementedError


@dataclass(frozen=True, slots=True, eq=False)
class SpanColumns(_Columns[Span]):
    """Spans; `starts` and `ends` are their outermost offsets, in code points.

    `several` has the fragments of those that have not just one, by their place in the columns.
    """

    ids: Texts
    document_ids: Texts
    labels: Texts
    texts: Texts
    annotators: Texts
    attributes: Sequence[Mapping[str, AttributeValue]]
    entities: Sequence[str | None]
    notes: Texts
    origins: Texts
    created: Texts
    modified: Texts
    starts: Sequence[int]
    ends: Sequence[int]
    several: Mapping[int, tuple[Fragment, ...]] = field(default_factory=dict)

    def _value(self, index: int) -> Span:
        fragments = self.several.get(index)
        if fragments is None:
            fragments = (Fragment(self.starts[index], self.ends[index]),)
        return Span(
            self.ids[index], self.document_ids[index], self.labels[index], fragments, self.texts[index],
            self.annotators[index], self.attributes[index], self.entities[index], self.notes[index],
            self.origins[index], self.created[index], self.modified[index],
        )  # fmt: skip

    @classmethod
    def of(cls, spans: Sequence[Span]) -> SpanColumns:
        """These spans."""
        if isinstance(spans, SpanColumns):
            return spans
        columns = _transposed(map(_SPAN, spans), 12)
        fragments = columns[-1]
        several = {index: some for index, some in enumerate(fragments) if len(some) != 1}
        starts = [some[0].start if some else 0 for some in fragments]
        ends = [some[-1].end if some else 0 for some in fragments]
        return cls(*(*columns[:-1], starts, ends, several))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """All of them one after the other."""
        if len(parts) == 1:
            return parts[0]
        several: dict[int, tuple[Fragment, ...]] = {}
        before = 0
        for part in parts:
            several |= {before + index: fragments for index, fragments in part.several.items()}
            before += len(part.ids)
        return cls(*(*_end_to_end(parts, cls.__slots__[:-1]), several))


@dataclass(frozen=True, slots=True, eq=False)
class RelationColumns(_Columns[Relation]):
    """Relations."""

    ids: Texts
    document_ids: Texts
    labels: Texts
    from_ids: Texts
    to_ids: Texts
    annotators: Texts
    attributes: Sequence[Mapping[str, AttributeValue]]
    notes: Texts
    origins: Texts
    created: Texts
    modified: Texts

    def _value(self, index: int) -> Relation:
        return Relation(
            self.ids[index], self.document_ids[index], self.labels[index], self.from_ids[index],
            self.to_ids[index], self.annotators[index], self.attributes[index], self.notes[index],
            self.origins[index], self.created[index], self.modified[index],
        )  # fmt: skip

    @classmethod
    def of(cls, relations: Sequence[Relation]) -> RelationColumns:
        """These relations."""
        if isinstance(relations, RelationColumns):
            return relations
        return cls(*_transposed(map(_RELATION, relations), 11))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """All of them one after the other."""
        return parts[0] if len(parts) == 1 else cls(*_end_to_end(parts, cls.__slots__))


def _transposed(rows: Iterable[tuple[Any, ...]], count: int) -> tuple[Any, ...]:
    return tuple(zip(*rows, strict=True)) or ((),) * count


def _end_to_end(parts: Sequence[object], names: Iterable[str]) -> Iterator[Any]:
    for name in names:
        yield cast("Any", [*chain.from_iterable(map(attrgetter(name), parts))])
