"""Changes of many spans at once, made one after the other as they are written.

Each function names spans by id, reads them as they now are in batches, and passes over
those of other annotators (`by` is the annotator whose spans may be changed). Nothing is
written here; the iterators may be read while the changes are written.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from annotator.model import edits, quote_form
from annotator.model.change import Change
from annotator.model.fragment import Fragment
from annotator.model.values import Span, Work, now

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from annotator.model.codebook import Codebook, Label
    from annotator.model.hit import Hit
    from annotator.model.values import AttributeValue, Relation

BATCH = 500
"""So many spans are read at a time."""


class SpanSource(Protocol):
    """Where spans are read from: the project."""

    def spans_by_id(self, span_ids: Sequence[str]) -> dict[str, Span]:
        """The spans with these ids, by id, as far as there are such."""

    def spans_between(self, document_id: str, start: int, end: int) -> list[Span]:
        """The spans with a fragment that touches `[start, end)`."""

    def relations_of(self, span_ids: Sequence[str]) -> list[Relation]:
        """The relations that lead to or from these spans."""

    def text(self, document_id: str) -> str:
        """The text of a document."""

    def work(self, annotator: str) -> dict[str, Work]:
        """How far the annotator is with each document, by document id."""


def relabelled(
    source: SpanSource, span_ids: Iterable[str], label: Label, *, by: str, codebook: Codebook
) -> Iterator[Change]:
    """Give spans another label; relations that the codebook then forbids go, as in `edits.relabel`."""
    chosen = set(span_ids)
    gone: set[str] = set()
    allowed = {attribute.id for attribute in codebook.attributes_of(label.id)}
    follows_text = any(field.name == "auto" and field.id in allowed for field in codebook.fields)
    time = now()
    for spans in _own(source, span_ids, by):
        changed = [span for span in spans if span.label != label.id]
        for relation in _forbidden(source, changed, label.id, chosen, by=by, codebook=codebook):
            if relation.id not in gone:
                gone.add(relation.id)
                yield Change(relation, None)
        for span in changed:
            kept = {name: value for name, value in span.attributes.items() if name in allowed}
            after = replace(span, label=label.id, attributes=kept, modified=time)
            if follows_text:
                after = quote_form.filled(after, source.text(span.document_id), codebook)
            yield Change(span, after)


def _forbidden(
    source: SpanSource,
    spans: Sequence[Span],
    label: str,
    chosen: set[str],
    *,
    by: str,
    codebook: Codebook,
) -> Iterator[Relation]:
    """The relations of `spans` that the codebook does not allow when `chosen` have the new label."""
    relations = source.relations_of([span.id for span in spans])
    ids = {end for relation in relations for end in (relation.from_id, relation.to_id)}
    ends = source.spans_by_id(list(ids))

    def label_then(span: Span) -> str:
        return label if span.id in chosen and span.annotator == by else span.label

    for relation in relations:
        kind = codebook.relation_types.get(relation.label)
        start, end = ends.get(relation.from_id), ends.get(relation.to_id)
        if kind is None or start is None or end is None:
            continue
        if not kind.allows(label_then(start), label_then(end)):
            yield relation


def removed(source: SpanSource, span_ids: Iterable[str], *, by: str) -> Iterator[Change]:
    """Remove spans together with the relations that lead to or from them."""
    gone: set[str] = set()
    for spans in _own(source, span_ids, by):
        for relation in source.relations_of([span.id for span in spans]):
            if relation.id not in gone:
                gone.add(relation.id)
                yield Change(relation, None)
        for span in spans:
            yield Change(span, None)


def linked(
    source: SpanSource, span_ids: Iterable[str], entity_id: str | None, *, by: str
) -> Iterator[Change]:
    """Point spans to an entity, or to none."""
    time = now()
    for spans in _own(source, span_ids, by):
        for span in spans:
            if span.entity != entity_id:
                yield Change(span, replace(span, entity=entity_id, modified=time))


def accepted(source: SpanSource, span_ids: Iterable[str], *, by: str) -> Iterator[Change]:
    """Take spans over as one's own decision: their origin is manual from now on."""
    time = now()
    for spans in _own(source, span_ids, by):
        for span in spans:
            if span.origin != "manual":
                yield Change(span, replace(span, origin="manual", modified=time))


def labelled(
    source: SpanSource,
    places: Iterable[Hit],
    label: Label,
    *,
    by: str,
    codebook: Codebook,
    origin: str = "manual",
    attributes: Mapping[str, AttributeValue] | None = None,
    entity: str | None = None,
) -> Iterator[Change]:
    """Label words that were found; a place that the annotator has so labelled already is left out."""
    in_documents: dict[str, dict[Fragment, None]] = defaultdict(dict)
    for place in places:
        if place.end > place.start:
            in_documents[place.document_id][Fragment(place.start, place.end)] = None
    for document_id, fragments in in_documents.items():
        text = source.text(document_id)
        for fragment in fragments:
            if _is_labelled(source, document_id, fragment, label.id, by):
                continue
            span = edits.new_span(
                document_id,
                text,
                label,
                (fragment,),
                by=by,
                codebook=codebook,
                origin=origin,
                attributes=attributes,
                entity=entity,
            )
            yield Change(None, span)


def begun(source: SpanSource, changes: Iterable[Change], *, by: str) -> Iterator[Change]:
    """The changes; the first span in a new article also says that work on it is in progress."""
    works = source.work(by)
    seen: set[str] = set()
    for change in changes:
        yield change
        span = change.after
        if isinstance(span, Span) and span.document_id not in seen:
            seen.add(span.document_id)
            work = works.get(span.document_id) or Work(span.document_id, by)
            if work.state == "new":
                yield from edits.set_state(work, "in progress", by=by).changes


def _is_labelled(source: SpanSource, document_id: str, fragment: Fragment, label: str, by: str) -> bool:
    return any(
        span.label == label and span.annotator == by and span.fragments == (fragment,)
        for span in source.spans_between(document_id, fragment.start, fragment.end)
    )


def _own(source: SpanSource, span_ids: Iterable[str], by: str) -> Iterator[list[Span]]:
    """The annotator's own spans among these as they now are, a batch after the other."""
    ids = list(dict.fromkeys(span_ids))
    for at in range(0, len(ids), BATCH):
        some = ids[at : at + BATCH]
        found = source.spans_by_id(some)
        yield [found[id_] for id_ in some if id_ in found and found[id_].annotator == by]
