"""A place that was found, with the words around it: one line of a concordance."""

from __future__ import annotations

from dataclasses import dataclass

CONTEXT = 60
"""How many code points of context stand on either side at most."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place `[start, end)` of a document, in code points, as keyword in context.

    `left` and `right` are the text around it, up to `CONTEXT` code points each, with line
    ends as they are. `span_id`, `label`, `annotator` and `origin` are empty for words that
    are not annotated. A document that matches as a whole has an empty place at 0.
    """

    document_id: str
    title: str
    start: int
    end: int
    left: str
    text: str
    right: str
    span_id: str = ""
    label: str = ""
    annotator: str = ""
    origin: str = ""
    entity: str = ""


def hit(
    document_id: str,
    title: str,
    text: str,
    start: int,
    end: int,
    *,
    span_id: str = "",
    label: str = "",
    annotator: str = "",
    origin: str = "",
    entity: str = "",
) -> Hit:
    """The place of a document's `text` with its context."""
    left = text[max(0, start - CONTEXT) : start]
    right = text[end : end + CONTEXT]
    words = text[start:end]
    return Hit(
        document_id, title, start, end, left, words, right, span_id, label, annotator, origin, entity
    )
