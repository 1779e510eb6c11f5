"""Fixes: what a finding asks for, as the changes that make it so.

Fixes look at a `Bench`, a document as it becomes while one fix follows another, so that
several fixes of one span make one change in the end. A fix returns nothing where the
finding no longer holds or has no answer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from annotator.model import edits
from annotator.model.change import Change, Edit
from annotator.model.check_spans import trimmed
from annotator.model.extents import extent_at
from annotator.model.fragment import Fragment
from annotator.model.values import Relation, Span, now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from annotator.model.change import Register
    from annotator.model.check_document import Contents
    from annotator.model.check_rules import Rules
    from annotator.model.checks import Finding


class Bench:
    """A document that is being mended by an annotator (`by`, an id)."""

    def __init__(self, contents: Contents, rules: Rules, *, by: str) -> None:
        self.document_id = contents.document_id
        self.text = contents.text
        self.rules = rules
        self.codebook = rules.codebook
        self.by = by
        self.spans: dict[str, Span] = {span.id: span for span in contents.spans}
        self.relations: dict[str, Relation] = {one.id: one for one in contents.relations}
        self._changes: dict[Register, Change] = {}

    def relations_of(self, span_id: str) -> list[Relation]:
        """The relations that lead to or from the span."""
        return [one for one in self.relations.values() if span_id in (one.from_id, one.to_id)]

    def take(self, changes: Iterable[Change]) -> None:
        """Make these changes; those of one register become one."""
        for change in changes:
            register = change.register
            first = self._changes.pop(register, change)
            self._place(change)
            if first.before is not None or change.after is not None:
                self._changes[register] = Change(first.before, change.after)

    def _place(self, change: Change) -> None:
        value = change.value
        shelf: dict[str, Span] | dict[str, Relation]
        if isinstance(value, Span):
            shelf = self.spans
        elif isinstance(value, Relation):
            shelf = self.relations
        else:
            return
        if change.after is None:
            shelf.pop(value.id, None)
        else:
            shelf[value.id] = value  # type: ignore[assignment]

    def changes(self) -> list[Change]:
        """All that was changed, removed relations first and new ones last."""
        return sorted(self._changes.values(), key=_order)


def _order(change: Change) -> int:
    """Relations go before their spans and come after them."""
    is_relation = isinstance(change.value, Relation)
    if change.after is None:
        return 0 if is_relation else 1
    return 3 if is_relation else 2


Fix: TypeAlias = "Callable[[Finding, Bench], Edit | None]"


def take_value_away(finding: Finding, bench: Bench) -> Edit | None:
    """Take an attribute away that the codebook does not know, or not so."""
    owner = bench.relations.get(finding.relation_id) or bench.spans.get(finding.span_id)
    if owner is None or finding.proposal not in owner.attributes:
        return None
    kept = {name: value for name, value in owner.attributes.items() if name != finding.proposal}
    time = now()
    change = Change(owner, replace(owner, attributes=kept, modified=time))
    return Edit(f"take away {finding.proposal}", (change,), bench.by, time)


def put_default_in(finding: Finding, bench: Bench) -> Edit | None:
    """Say a required attribute as the codebook's default does."""
    span = bench.spans.get(finding.span_id)
    attribute = bench.codebook.attributes.get(finding.proposal)
    if span is None or attribute is None or attribute.default in (None, ""):
        return None
    return edits.set_attribute(span, attribute, attribute.default, by=bench.by)


def unlink_relation(finding: Finding, bench: Bench) -> Edit | None:
    """Remove the relation."""
    relation = bench.relations.get(finding.relation_id)
    return edits.remove_relations([relation], by=bench.by) if relation is not None else None


def unlink_entity(finding: Finding, bench: Bench) -> Edit | None:
    """Point the span to no entity."""
    span = bench.spans.get(finding.span_id)
    return edits.set_entity(span, None, by=bench.by, title="unlink the entity") if span else None


def link_entity(finding: Finding, bench: Bench) -> Edit | None:
    """Point the span to the entity that these words have elsewhere."""
    span = bench.spans.get(finding.span_id)
    return edits.set_entity(span, finding.entity, by=bench.by) if span and finding.entity else None


def move_to_words(finding: Finding, bench: Bench) -> Edit | None:
    """Move a span of one piece to the nearest place where its stored words stand."""
    span = bench.spans.get(finding.span_id)
    if span is None or len(span.fragments) > 1 or not span.text:
        return None
    before = bench.text.rfind(span.text, 0, span.start + len(span.text))
    after = bench.text.find(span.text, span.start)
    places = [place for place in (before, after) if place >= 0]
    if not places:
        return None
    start = min(places, key=lambda place: abs(place - span.start))
    place = Fragment(start, start + len(span.text))
    return _moved(span, [place], bench, "move to its words")


def trim_edges(finding: Finding, bench: Bench) -> Edit | None:
    """Take spaces and stray marks off the edges."""
    span = bench.spans.get(finding.span_id)
    if span is None:
        return None
    extent = bench.codebook.label(span.label).extent
    parts = [trimmed(bench.text, start, end, extent) for start, end in span.fragments]
    return _moved(span, parts, bench, "trim the edges")


def take_mark_in(finding: Finding, bench: Bench) -> Edit | None:
    """Widen the quote by the quotation mark beside it."""
    span = bench.spans.get(finding.span_id)
    if span is None or not finding.proposal:
        return None
    start, end = map(int, finding.proposal.split("-"))
    return _moved(span, [*span.fragments, Fragment(start, end)], bench, "take the mark in")


def _moved(span: Span, places: Iterable[Fragment], bench: Bench, title: str) -> Edit:
    return edits.set_fragments(
        span, bench.text, places, by=bench.by, codebook=bench.codebook, title=title
    )


def delete_double(finding: Finding, bench: Bench) -> Edit | None:
    """Delete a double; its relations go to the span that stays, as far as that has them not yet."""
    span, twin = bench.spans.get(finding.span_id), bench.spans.get(finding.proposal)
    if span is None or twin is None:
        return None
    there = {(one.label, one.from_id, one.to_id) for one in bench.relations_of(twin.id)}
    time = now()
    changes: list[Change] = []
    for relation in bench.relations_of(span.id):
        start = twin.id if relation.from_id == span.id else relation.from_id
        end = twin.id if relation.to_id == span.id else relation.to_id
        is_needless = start == end or (relation.label, start, end) in there
        moved = replace(relation, from_id=start, to_id=end, modified=time)
        changes.append(Change(relation, None if is_needless else moved))
    return Edit("delete a double", (*changes, Change(span, None)), bench.by, time)


def relabel(finding: Finding, bench: Bench) -> Edit | None:
    """Give the span the label that most of the same words have."""
    span, label = bench.spans.get(finding.span_id), bench.codebook.labels.get(finding.proposal)
    if span is None or label is None:
        return None
    relations = bench.relations_of(span.id)
    return edits.relabel(
        [span], label, relations, bench.spans, bench.text, by=bench.by, codebook=bench.codebook
    )


def label_too(finding: Finding, bench: Bench) -> Edit | None:
    """Label words that are labelled elsewhere; the copy says so and has the same entity.

    Words within a longer name (Lind in “Lind Street”) may mean something else: no answer.
    """
    label = bench.codebook.labels.get(finding.proposal)
    if label is None:
        return None
    place = Fragment(finding.start, finding.end)
    name = extent_at(bench.text, place.start, label.extent)
    if name and (name[0].start < place.start or name[-1].end > place.end):
        return None
    taken = (one for one in bench.spans.values() if one.label == label.id)
    if any(place.start < end and start < place.end for one in taken for start, end in one.fragments):
        return None
    span = edits.new_span(
        bench.document_id,
        bench.text,
        label,
        [place],
        by=bench.by,
        codebook=bench.codebook,
        origin="propagated",
        entity=finding.entity or None,
    )
    return edits.add_spans([span], by=bench.by, title=f"label {label.name}")


FIXES: Mapping[str, Fix] = {
    "text": move_to_words,
    "attribute": take_value_away,
    "relation": unlink_relation,
    "entity": unlink_entity,
    "required": put_default_in,
    "marks": take_mark_in,
    "edges": trim_edges,
    "duplicate": delete_double,
    "same-string": relabel,
    "unlabelled": label_too,
    "entity-missing": link_entity,
}
"""The fixes by check; those that need proposals stand in `jobs.check_fixing`."""
