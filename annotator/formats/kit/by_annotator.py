"""A document's annotations by annotator, for formats in which each has a record of her own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotator.formats.format import Corpus, Record
    from annotator.model.values import Annotator, Relation, Span, Work


@dataclass(slots=True)
class Share:
    """What one annotator has said of a document.

    `borrowed` are others' spans that her relations need.
    """

    annotator: str
    work: Work | None = None
    spans: list[Span] = field(default_factory=list)
    borrowed: list[Span] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)

    def all_spans(self) -> list[Span]:
        """Her spans and the borrowed ones, in reading order."""
        if not self.borrowed:
            return self.spans
        every = [*self.spans, *self.borrowed]
        return sorted(every, key=lambda span: (span.start, -span.end, span.id))


def shares(record: Record, corpus: Corpus, people: Sequence[Annotator]) -> list[Share]:
    """Who has worked on a document and what is hers, in the order of `people`."""
    found = {one.id: Share(one.id) for one in people}
    for work in corpus.works(record.document.id):
        found.setdefault(work.annotator, Share(work.annotator)).work = work
    for span in record.spans:
        found.setdefault(span.annotator, Share(span.annotator)).spans.append(span)
    spans = {span.id: span for span in record.spans}
    for relation in record.relations:
        share = found.setdefault(relation.annotator, Share(relation.annotator))
        share.relations.append(relation)
        for end in dict.fromkeys((relation.from_id, relation.to_id)):
            span = spans[end]
            if span.annotator != share.annotator and span not in share.borrowed:
                share.borrowed.append(span)
    return [one for one in found.values() if one.work or one.spans or one.relations]


def borrowed_ids(some: Iterable[Share]) -> list[str]:
    """The spans that stand in more than one share."""
    return list(dict.fromkeys(span.id for share in some for span in share.borrowed))
