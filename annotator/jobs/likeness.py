"""When two annotations of one article are the same, whatever their ids."""

from __future__ import annotations

from annotator.model.values import Relation, Span


def likeness(one: Span | Relation) -> tuple[object, ...]:
    """What two annotations have in common that are not both to be kept."""
    if isinstance(one, Span):
        return (one.label, one.fragments, one.annotator)
    return (one.label, one.from_id, one.to_id, one.annotator)


def says_the_same(one: Span, other: Span) -> bool:
    """Whether the spans agree in all that people say of them."""
    return (one.label, one.fragments, one.attributes, one.entity, one.note) == (
        other.label,
        other.fragments,
        other.attributes,
        other.entity,
        other.note,
    )
