"""New annotations by the thousand: what an import mostly consists of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from annotator.model.change import Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotator.model.annotation_columns import RelationColumns, SpanColumns


@dataclass(frozen=True, slots=True)
class Additions:
    """Spans and relations of one document that are new: as many changes that have no before."""

    document_id: str
    spans: SpanColumns
    relations: RelationColumns

    @property
    def size(self) -> int:
        """How many changes these are."""
        return len(self.spans) + len(self.relations)

    def changes(self) -> Iterator[Change]:
        """The same as changes, one by one."""
        for span in self.spans:
            yield Change(None, span)
        for relation in self.relations:
            yield Change(None, relation)


Step: TypeAlias = Change | Additions
"""What an edit that is written as a stream consists of."""


def one_by_one(steps: Iterable[Step]) -> Iterator[Change]:
    """The changes that these steps are."""
    for step in steps:
        if isinstance(step, Additions):
            yield from step.changes()
        else:
            yield step


def blocks(steps: Iterable[Step], most: int) -> Iterator[tuple[list[Step], int]]:
    """The steps in blocks of about so many changes, each with how many changes it is."""
    block: list[Step] = []
    size = 0
    for step in steps:
        block.append(step)
        size += step.size if isinstance(step, Additions) else 1
        if size >= most:
            yield block, size
            block, size = [], 0
    if block:
        yield block, size
