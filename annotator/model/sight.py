"""Whose annotations are seen: one's own always, those of others as the project says.

What is not seen is left out where it is read, so that no view has to think of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.model.values import Relation, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model.annotations import AnnotationSource
    from annotator.model.change import Edit
    from annotator.model.values import Annotator

SHOWN, HIDDEN, BLIND = "shown", "hidden", "blind"
WAYS = (SHOWN, HIDDEN, BLIND)
"""What the project's setting `others` may say of the annotations of other people."""
SETTING = "others"


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose annotations are seen, by id: of `annotators` (None: of everybody) without `left_out`."""

    annotators: frozenset[str] | None = None
    left_out: frozenset[str] = frozenset()

    def shows(self, annotator: str) -> bool:
        """Whether the annotations of this annotator are seen."""
        is_among = self.annotators is None or annotator in self.annotators
        return is_among and annotator not in self.left_out

    @property
    def is_limited(self) -> bool:
        """Whether anything is left out."""
        return self.annotators is not None or bool(self.left_out)


EVERYTHING = Sight()


def sight_of(own: str, annotators: Sequence[Annotator], *, shows_others: bool) -> Sight:
    """Whose annotations are seen by whoever has the id `own`.

    What programs have suggested is nobody's work and is seen in any case.
    """
    if shows_others:
        return EVERYTHING
    return Sight(frozenset({own, *(one.id for one in annotators if one.role == "suggester")}))


def seen_of(edit: Edit, sight: Sight) -> Edit:
    """The edit without its changes of spans and relations that are not seen."""
    if not sight.is_limited:
        return edit
    seen = tuple(
        change
        for change in edit.changes
        if not isinstance(change.value, Span | Relation) or sight.shows(change.value.annotator)
    )
    return edit if len(seen) == len(edit.changes) else edit.with_changes(seen)


class Seen:
    """A source of annotations without those that are not seen."""

    def __init__(self, source: AnnotationSource, sight: Sight) -> None:
        self._source = source
        self._sight = sight

    def span(self, span_id: str) -> Span | None:
        """The span with this id, if it is seen."""
        found = self._source.span(span_id)
        return found if found is not None and self._sight.shows(found.annotator) else None

    def spans_between(self, document_id: str, start: int, end: int) -> list[Span]:
        """The seen spans with a fragment that touches `[start, end)`, in code points."""
        found = self._source.spans_between(document_id, start, end)
        return [span for span in found if self._sight.shows(span.annotator)]

    def relations_of(self, span_ids: Sequence[str]) -> list[Relation]:
        """The seen relations that lead to or from these spans; both ends are seen, too."""
        found = [one for one in self._source.relations_of(span_ids) if self._sight.shows(one.annotator)]
        return [
            one
            for one in found
            if self.span(one.from_id) is not None and self.span(one.to_id) is not None
        ]
