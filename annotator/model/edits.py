"""Intentions as pure functions that return an edit.

Each function looks at values, decides what changes and returns one `Edit`; nothing is
written here. `by` is the id of the annotator whose edit it is. Where the codebook
forbids the wish, `CodebookError` says why.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.errors import CodebookError
from annotator.model import quote_form
from annotator.model.change import Change, Edit
from annotator.model.fragment import Fragment, exact_text, normalise
from annotator.model.values import (
    AttributeValue,
    Field,
    Json,
    Relation,
    Span,
    Work,
    new_id,
    now,
    work_id,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.model.codebook import AttributeType, Codebook, Label, RelationType


def combine(title: str, edits: Sequence[Edit]) -> Edit:
    """Several edits of one annotator as one step."""
    changes = tuple(change for edit in edits for change in edit.changes)
    return Edit(title, changes, edits[0].annotator, edits[0].time)


# ---------------------------------------------------------------- spans


def new_span(
    document_id: str,
    text: str,
    label: Label,
    fragments: Iterable[tuple[int, int]],
    *,
    by: str,
    codebook: Codebook,
    origin: str = "manual",
    attributes: Mapping[str, AttributeValue] | None = None,
    entity: str | None = None,
) -> Span:
    """A new span with its exact text and the attributes that follow from it."""
    normal = normalise(fragments)
    if not normal or normal[0].start < 0 or normal[-1].end > len(text):
        raise CodebookError("There is nothing to label here.", "Select some text first.")
    time = now()
    span = Span(
        id=new_id(),
        document_id=document_id,
        label=label.id,
        fragments=normal,
        text=exact_text(text, normal),
        annotator=by,
        attributes=dict(attributes or {}),
        entity=entity,
        origin=origin,
        created=time,
        modified=time,
    )
    return quote_form.filled(span, text, codebook)


def add_spans(spans: Sequence[Span], *, by: str, title: str = "") -> Edit:
    """Add these spans in one step."""
    named = title or f"label {_count(len(spans), 'span')}"
    return Edit(named, tuple(Change(None, span) for span in spans), by, now())


def label_text(
    document_id: str,
    text: str,
    label: Label,
    fragments: Iterable[tuple[int, int]],
    *,
    by: str,
    codebook: Codebook,
) -> Edit:
    """Label a stretch of the document."""
    span = new_span(document_id, text, label, fragments, by=by, codebook=codebook)
    return add_spans([span], by=by, title=f"label {label.name}")


def relabel(
    spans: Sequence[Span],
    label: Label,
    relations: Sequence[Relation],
    ends: Mapping[str, Span],
    text: str,
    *,
    by: str,
    codebook: Codebook,
) -> Edit:
    """Give spans another label.

    Attributes that the new label lacks go, and so do those of `relations` that the
    codebook no longer allows; `ends` holds the spans at the other ends by id.
    """
    time = now()
    changed: dict[str, Span] = {}
    allowed = {attribute.id for attribute in codebook.attributes_of(label.id)}
    for span in spans:
        if span.label == label.id:
            continue
        kept = {name: value for name, value in span.attributes.items() if name in allowed}
        after = replace(span, label=label.id, attributes=kept, modified=time)
        changed[span.id] = quote_form.filled(after, text, codebook)
    doomed = [
        relation for relation in relations if not _still_allowed(relation, {**ends, **changed}, codebook)
    ]
    before = {span.id: span for span in spans}
    changes = [Change(relation, None) for relation in doomed]
    changes += [Change(before[id_], after) for id_, after in changed.items()]
    return Edit(f"relabel as {label.name}", tuple(changes), by, time)


def _still_allowed(relation: Relation, spans: Mapping[str, Span], codebook: Codebook) -> bool:
    kind = codebook.relation_types.get(relation.label)
    start, end = spans.get(relation.from_id), spans.get(relation.to_id)
    if kind is None or start is None or end is None:
        return True
    return kind.allows(start.label, end.label)


def remove_spans(
    spans: Sequence[Span], relations: Sequence[Relation], *, by: str, name: str = ""
) -> Edit:
    """Remove spans together with the relations that lead to or from them."""
    title = f"delete {name or _count(len(spans), 'span')}"
    changes = [Change(relation, None) for relation in relations]
    changes += [Change(span, None) for span in spans]
    return Edit(title, tuple(changes), by, now())


def set_fragments(
    span: Span,
    text: str,
    fragments: Iterable[tuple[int, int]],
    *,
    by: str,
    codebook: Codebook,
    title: str = "move the edge",
) -> Edit:
    """Give a span other fragments."""
    normal = normalise(fragments)
    if not normal or normal[0].start < 0 or normal[-1].end > len(text):
        raise CodebookError("A span cannot be empty.", "Delete it with D instead.")
    time = now()
    after = replace(span, fragments=normal, text=exact_text(text, normal), modified=time)
    after = quote_form.filled(after, text, codebook)
    return Edit(title, (Change(span, after),), by, time)


def add_fragment(span: Span, text: str, fragment: Fragment, *, by: str, codebook: Codebook) -> Edit:
    """Add a further stretch to a span."""
    fragments = [*span.fragments, fragment]
    return set_fragments(span, text, fragments, by=by, codebook=codebook, title="add a fragment")


# ---------------------------------------------------------------- attributes, notes, entities


def set_attribute(
    owner: Span | Relation, attribute: AttributeType, value: AttributeValue | None, *, by: str
) -> Edit:
    """Set an attribute of a span or relation; None takes the stored value away."""
    if value is not None and (refusal := attribute.refusal(value)):
        raise CodebookError(refusal)
    attributes = {name: old for name, old in owner.attributes.items() if name != attribute.id}
    if value is not None:
        attributes[attribute.id] = value
    time = now()
    after = replace(owner, attributes=attributes, modified=time)
    return Edit(f"set {attribute.name}", (Change(owner, after),), by, time)


def set_note(owner: Span | Relation, note: str, *, by: str) -> Edit:
    """Write the note of a span or relation."""
    time = now()
    after = replace(owner, note=note, modified=time)
    title = "edit the note" if note else "delete the note"
    return Edit(title, (Change(owner, after),) if note != owner.note else (), by, time)


def set_entity(span: Span, entity_id: str | None, *, by: str, title: str = "link the entity") -> Edit:
    """Point a span to an entity, or to none."""
    time = now()
    changed = span.entity != entity_id
    after = replace(span, entity=entity_id, modified=time)
    return Edit(title, (Change(span, after),) if changed else (), by, time)


def link_new_entity(span: Span, name: str, *, by: str) -> Edit:
    """Create an entity of the span's label and point the span to it."""
    entity_id = new_id()
    fields = [Field("entity", entity_id, "name", name), Field("entity", entity_id, "type", span.label)]
    created = Edit("", tuple(Change(None, field) for field in fields), by, now())
    return combine(f"new entity {name}", [created, set_entity(span, entity_id, by=by)])


# ---------------------------------------------------------------- relations


def new_relation(
    kind: RelationType, start: Span, end: Span, *, by: str, origin: str = "manual"
) -> Relation:
    """A new relation from one span to another."""
    time = now()
    return Relation(
        id=new_id(),
        document_id=start.document_id,
        label=kind.id,
        from_id=start.id,
        to_id=end.id,
        annotator=by,
        origin=origin,
        created=time,
        modified=time,
    )


def refusal_of_relation(kind: RelationType, start: Span, end: Span, existing: Iterable[Relation]) -> str:
    """Why the codebook does not allow this relation, as a sentence; empty if it does."""
    if start.id == end.id:
        return "A span cannot be linked to itself."
    if not kind.allows(start.label, end.label):
        return f"{kind.name} does not lead from {start.label} to {end.label}."
    same = [relation for relation in existing if relation.label == kind.id]
    if any(_joins(relation, start, end, kind) for relation in same):
        return f"These two are linked by {kind.name} already."
    outgoing = sum(relation.from_id == start.id for relation in same)
    if kind.maximum is not None and outgoing >= kind.maximum:
        return f"A {start.label} has at most {kind.maximum} of {kind.name}."
    return ""


def _joins(relation: Relation, start: Span, end: Span, kind: RelationType) -> bool:
    ends = (relation.from_id, relation.to_id)
    return ends == (start.id, end.id) or (kind.symmetric and ends == (end.id, start.id))


def add_relation(
    kind: RelationType, start: Span, end: Span, existing: Iterable[Relation], *, by: str
) -> Edit:
    """Link two spans; `existing` are the relations of the first."""
    if refusal := refusal_of_relation(kind, start, end, existing):
        raise CodebookError(refusal)
    relation = new_relation(kind, start, end, by=by)
    return Edit(f"link {kind.name}", (Change(None, relation),), by, relation.created)


def remove_relations(relations: Sequence[Relation], *, by: str) -> Edit:
    """Remove relations."""
    title = f"unlink {_count(len(relations), 'relation')}"
    return Edit(title, tuple(Change(relation, None) for relation in relations), by, now())


# ---------------------------------------------------------------- documents, work, settings


def set_field(kind: str, id_: str, name: str, before: Json, after: Json, *, by: str, title: str) -> Edit:
    """Write one field; None means that there is no value."""
    old = Field(kind, id_, name, before) if before is not None else None
    new = Field(kind, id_, name, after) if after is not None else None
    return Edit(title, (Change(old, new),) if old != new else (), by, now())


def set_state(work: Work, state: str, *, by: str) -> Edit:
    """Say how far the annotator is with the document."""
    id_ = work_id(work.document_id, work.annotator)
    title = f"mark as {state}"
    return set_field("work", id_, "state", work.stored_state, state, by=by, title=title)


def set_flagged(work: Work, is_flagged: bool, *, by: str) -> Edit:
    """Flag an article, or take the flag away."""
    id_ = work_id(work.document_id, work.annotator)
    title = "flag the article" if is_flagged else "unflag the article"
    return set_field("work", id_, "flagged", work.stored_flag, is_flagged, by=by, title=title)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
