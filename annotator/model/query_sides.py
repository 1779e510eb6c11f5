"""A query taken apart: what it asks of documents, and what is left to be asked of spans."""

from __future__ import annotations

from annotator.model.query_meaning import SPAN_KINDS, All, Meaning, Some, conditions


def is_about_spans(meaning: Meaning) -> bool:
    """Whether a condition about spans is in it."""
    return any(condition.kind in SPAN_KINDS for condition, _ in conditions(meaning))


def is_about_documents(meaning: Meaning) -> bool:
    """Whether a condition about documents is in it."""
    return any(condition.kind not in SPAN_KINDS for condition, _ in conditions(meaning))


def for_documents(meaning: Meaning) -> Meaning:
    """What a document must fulfil so that anything in it can be found."""
    if not is_about_spans(meaning):
        return meaning
    match meaning:
        case All():
            parts = [for_documents(part) for part in meaning.parts]
            return All(tuple(part for part in parts if part != All()))
        case Some():
            some = tuple(for_documents(part) for part in meaning.parts)
            return All() if All() in some else Some(some)
        case _:
            return All()


def for_spans(meaning: Meaning) -> Meaning:
    """What is left to be asked of a span whose document fulfils `for_documents`."""
    if not is_about_spans(meaning):
        return All()
    if isinstance(meaning, All):
        parts = [for_spans(part) for part in meaning.parts]
        return All(tuple(part for part in parts if part != All()))
    return meaning
