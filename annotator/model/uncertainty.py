"""Which spans their annotator is not sure of.

A codebook says so by a choice: a span is uncertain while any attribute of the type “choice”
has a value whose id is “unsure” or “uncertain”, in whatever case, as `certainty` has in the
usual codebook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.annotations import PIECE, reading_order

if TYPE_CHECKING:
    from annotator.model.annotations import Annotations
    from annotator.model.codebook import Codebook
    from annotator.model.values import Span

UNCERTAIN = frozenset(("unsure", "uncertain"))
"""The ids of choices that say so, in lower case."""


def is_uncertain(span: Span, codebook: Codebook) -> bool:
    """Whether one of the span's choices says that its annotator is not sure."""
    return any(
        str(value).lower() in UNCERTAIN
        and (attribute := codebook.attributes.get(id_)) is not None
        and attribute.type == "choice"
        for id_, value in span.attributes.items()
    )


def next_uncertain(
    annotations: Annotations, codebook: Codebook, key: tuple[int, int, str], end: int, *, by: str
) -> Span | None:
    """The annotator's first uncertain span behind this place in reading order.

    Only spans that begin ahead of `end` (a code point) count; the document is read piece by
    piece, no further than needed.
    """
    start = max(0, key[0])
    while start < end:
        stop = min(end, (start // PIECE + 1) * PIECE)
        for span in annotations.touching(start, stop):
            is_here = start <= span.start < stop and reading_order(span) > key
            if is_here and span.annotator == by and is_uncertain(span, codebook):
                return span
        start = stop
    return None
