"""The attribute that follows from the text itself: the form of a quote.

A codebook says so by an `auto` rule on an attribute whose choices are direct, mixed and
indirect (`news-attribution`): direct if all stands in quotation marks, mixed if a part
does, else indirect.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.model.quotations import quotations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.model.codebook import AttributeType, Codebook
    from annotator.model.values import Span

_FORMS = {"direct", "mixed", "indirect"}
_WINDOW = 4_000


def form_of(text: str, fragments: Iterable[tuple[int, int]]) -> str:
    """Whether the stretches stand in quotation marks: direct, mixed or indirect."""
    parts = [_part(text, start, end) for start, end in fragments]
    if all(part == "direct" for part in parts):
        return "direct"
    return "indirect" if all(part == "indirect" for part in parts) else "mixed"


def _part(text: str, start: int, end: int) -> str:
    around = quotations(text, start, min(end, start + _WINDOW))
    if any(one.fragment.start <= start and one.fragment.end >= end for one in around):
        return "direct"
    return "mixed" if around else "indirect"


def filled(span: Span, text: str, codebook: Codebook) -> Span:
    """The span with its form filled in, where its label has such an attribute."""
    for attribute in codebook.attributes_of(span.label):
        if _is_automatic(attribute, codebook):
            form = form_of(text, span.fragments)
            return replace(span, attributes={**span.attributes, attribute.id: form})
    return span


def _is_automatic(attribute: AttributeType, codebook: Codebook) -> bool:
    if {choice.id for choice in attribute.choices} != _FORMS:
        return False
    return any(
        field.kind == "attribute" and field.id == attribute.id and field.name == "auto"
        for field in codebook.fields
    )
