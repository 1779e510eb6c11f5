"""Relations in a CAS: structures with two ends, slots, chains and plain references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.formats.kit.building import NO_END
from annotator.formats.uima import Reference
from annotator.formats.uima_naming import FROM, TO
from annotator.formats.uima_values import said_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotator.formats.format import Reading
    from annotator.formats.kit.building import ArticleBuilder
    from annotator.formats.uima import Cas, Structure

_NEVER = {FROM, TO, "sofa"}


class Ends:
    """Which span a reference means; words stand for the first span that lies on them."""

    def __init__(self, cas: Cas, builder: ArticleBuilder) -> None:
        self._cas = cas
        self._builder = builder
        self._spans: dict[int, str] = {}
        self._by_extent: dict[tuple[int, int], str] = {}
        self.structures: list[Structure] = []

    def note(self, group: Sequence[Structure], id_: str) -> None:
        """Remember the span that these structures have become."""
        self.structures += group
        for one in group:
            self._spans[one.id] = id_
        extent = group[0].extent()
        if extent is not None and len(group) == 1:
            self._by_extent.setdefault(extent, id_)

    def at(self, value: object) -> str | None:
        """The id of the span that a reference leads to."""
        if not isinstance(value, Reference):
            return None
        known = self._spans.get(value.id)
        if known is not None:
            return known
        there = self._cas.at(value)
        if there is None or not there.type.endswith(".Token"):
            return None
        extent = there.extent()
        return self._by_extent.get(extent) if extent is not None else None


def add_relations(
    cas: Cas,
    relations: Sequence[Structure],
    ends: Ends,
    builder: ArticleBuilder,
    reading: Reading,
    annotator: str,
) -> None:
    """Add the relations of a CAS to the article; those that lack an end are counted."""
    for one in relations:
        said = said_by(one, cas, reading)
        start, end = ends.at(one.features.get(FROM)), ends.at(one.features.get(TO))
        if start is None or end is None:
            reading.losses.add("relations", "dropped", NO_END)
            continue
        builder.add_relation(
            said.label or one.short_type,
            start,
            end,
            name=said.uid,
            annotator=said.extras.get("by") or annotator,
            attributes=said.attributes,
            note=said.note,
        )
    for label, start, end in _links(cas, ends):
        builder.add_relation(label, start, end, annotator=annotator)


def _links(cas: Cas, ends: Ends) -> Iterator[tuple[str, str, str]]:
    """Slots, chains and other references from span to span: label, from, to."""
    for one in ends.structures:
        start = ends.at(Reference(one.id))
        for name, value in one.features.items():
            if start is None or name in _NEVER or isinstance(value, str | bool | int | float):
                continue
            for held in cas.elements(value):
                label, target = _link(cas, ends, one, name, held)
                end = ends.at(target)
                if end is not None and label.strip():
                    yield label, start, end


def _link(cas: Cas, ends: Ends, one: Structure, name: str, held: Any) -> tuple[str, object]:
    """What a reference is called, and where it leads: straight, or by a link with a role."""
    if ends.at(held) is not None:
        return (one.text("referenceRelation") or name) if name == "next" else name, held
    link = cas.at(held)
    if link is None:
        return name, None
    return link.text("role") or name, link.features.get("target")
