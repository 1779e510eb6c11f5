"""The annotations of an article that is new, taken over all at once where nothing speaks against it."""

from __future__ import annotations

from dataclasses import replace
from itertools import repeat
from typing import TYPE_CHECKING, TypeVar

from annotator.model.additions import Additions
from annotator.model.annotation_columns import RelationColumns, SpanColumns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.formats.format import Article
    from annotator.jobs.codebook_changes import GrowingCodebook
    from annotator.jobs.names import Names

_Name = TypeVar("_Name", str, str | None)


class NewAnnotations:
    """Says an article's annotations in the project's words, if it has all of these words."""

    def __init__(self, names: Names, codebook: GrowingCodebook) -> None:
        self._names = names
        self._codebook = codebook

    def of(self, article: Article, document: str) -> Additions | None:
        """All annotations; None if they use something new, or an id stands twice."""
        spans, relations = SpanColumns.of(article.spans), RelationColumns.of(article.relations)
        is_twice = len({*spans.ids, *relations.ids}) < len(spans) + len(relations)
        if is_twice or not self._codebook.has_room_for_all(spans, relations):
            return None
        said = set(zip(spans.annotators, spans.entities, strict=True))
        said.update(zip(relations.annotators, repeat(None)))
        if not all(self._names.has_met(*one) for one in said):
            return None
        who = {annotator: self._names.person(annotator) for annotator, _ in said}
        what = {entity: self._names.thing(entity) for _, entity in said}
        labels = self._meant("label", spans.labels)
        types = self._meant("relation_type", relations.labels)
        if any(name != own for names in (who, what, labels, types) for name, own in names.items()):
            spans = replace(
                spans,
                labels=_renamed(spans.labels, labels),
                annotators=_renamed(spans.annotators, who),
                entities=_renamed(spans.entities, what),
            )
            relations = replace(
                relations,
                labels=_renamed(relations.labels, types),
                annotators=_renamed(relations.annotators, who),
            )
        return Additions(document, spans, relations)

    def _meant(self, kind: str, labels: Iterable[str]) -> dict[str, str]:
        """What the project calls the labels or relation types."""
        return {label: self._codebook.meant(kind, label) for label in set(labels)}


def _renamed(column: Sequence[_Name], names: Mapping[_Name, _Name]) -> list[_Name]:
    return [names[one] for one in column]
