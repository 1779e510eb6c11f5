"""What the key of a label takes: where the caret stands, and what the outlined candidate asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.candidates import Candidate, Kind
from annotator.model.extent import Extent
from annotator.model.extents import extent_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from annotator.model.fragment import Fragment

EXPRESSIONS = (Extent.NAME, Extent.QUANTITY, Extent.DATE)
_KINDS: Mapping[Kind, tuple[Extent, ...]] = {
    Kind.NAME: (Extent.NAME,),
    Kind.NUMBER: (Extent.QUANTITY,),
    Kind.DATE: (Extent.DATE,),
    Kind.CLAUSE: (Extent.CLAUSE,),
    Kind.QUOTATION: (),
}


def taken(
    text: str, caret: int, extent: Extent, candidate: Candidate | None = None
) -> tuple[Fragment, ...]:
    """What a label of this extent takes: never less than the candidate that is outlined."""
    found = extent_at(text, caret, extent)
    if extent is not Extent.CUE and not _has_words(text, found):
        found = ()
    if candidate is None or candidate.kind is Kind.QUOTATION:
        return found
    if extent in _KINDS[candidate.kind]:
        return (candidate.fragment,)
    start, end = candidate.fragment
    is_expression = candidate.kind is not Kind.CLAUSE and extent in EXPRESSIONS
    if is_expression and not any(part.start <= start and end <= part.end for part in found):
        return (candidate.fragment,)
    return found


def _has_words(text: str, fragments: Iterable[Fragment]) -> bool:
    """Whether there is more than signs: only a cue may be a colon or a dash."""
    return any(c.isalnum() for start, end in fragments for c in text[start:end])
