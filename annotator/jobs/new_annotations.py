"""The annotations of an article that is new, taken over all at once where nothing speaks against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.additions import Additions
from annotator.model.values import Relation, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotator.formats.format import Article
    from annotator.jobs.codebook_changes import GrowingCodebook
    from annotator.jobs.names import Names


class NewAnnotations:
    """Says an article's annotations in the project's words, if it has all of these words."""

    def __init__(self, names: Names, codebook: GrowingCodebook) -> None:
        self._names = names
        self._codebook = codebook

    def of(self, article: Article, document: str) -> Additions | None:
        """All annotations; None if they use something new, or an id stands twice."""
        spans, relations = article.spans, article.relations
        both: tuple[Span | Relation, ...] = (*spans, *relations)
        if len({one.id for one in both}) < len(both) or not self._codebook.has_room_for_all(both):
            return None
        said = {(one.annotator, one.entity) for one in spans}
        said.update((one.annotator, None) for one in relations)
        if not all(self._names.has_met(*one) for one in said):
            return None
        who = {annotator: self._names.person(annotator) for annotator, _ in said}
        what = {entity: self._names.thing(entity) for _, entity in said}
        labels = self._meant("label", spans)
        types = self._meant("relation_type", relations)
        if any(name != own for names in (who, what, labels, types) for name, own in names.items()):
            spans = _renamed_spans(spans, labels, who, what)
            relations = _renamed_relations(relations, types, who)
        return Additions(document, spans, relations)

    def _meant(self, kind: str, annotations: Iterable[Span] | Iterable[Relation]) -> dict[str, str]:
        """What the project calls the labels or relation types."""
        return {label: self._codebook.meant(kind, label) for label in {one.label for one in annotations}}


def _renamed_spans(
    spans: Sequence[Span],
    labels: dict[str, str],
    who: dict[str, str],
    what: dict[str | None, str | None],
) -> tuple[Span, ...]:
    return tuple(
        Span(
            one.id, one.document_id, labels[one.label], one.fragments, one.text, who[one.annotator],
            one.attributes, what[one.entity], one.note, one.origin, one.created, one.modified,
        )
        for one in spans
    )  # fmt: skip


def _renamed_relations(
    relations: Sequence[Relation], types: dict[str, str], who: dict[str, str]
) -> tuple[Relation, ...]:
    return tuple(
        Relation(
            one.id, one.document_id, types[one.label], one.from_id, one.to_id, who[one.annotator],
            one.attributes, one.note, one.origin, one.created, one.modified,
        )
        for one in relations
    )  # fmt: skip
