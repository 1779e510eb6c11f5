"""Carrying out a change of the codebook: the changes of annotations that go with it.

Annotations are read in batches while they are written, so that the memory is bounded
whatever the size of the project.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from annotator.model.change import Change
from annotator.model.check_choices import MUTED, Choices
from annotator.model.migration import GONE, Migration, Outcome
from annotator.model.query_renaming import Renaming
from annotator.model.values import Field, Relation, Span, now

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotator.model.values import AttributeValue
    from annotator.store.project import Project


def changes(project: Project, migration: Migration) -> Iterator[Change]:
    """The changes that carry the migration out, read from the project as they are written."""
    time = now()
    yield from migration.fields
    doomed: set[str] = set()
    for spans in span_batches(project, migration):
        pairs = [(one, migration.span_after(one, project.text, time=time)[0]) for one in spans]
        removed = [before.id for before, after in pairs if after is None]
        for relation in project.relations_of(removed) if removed else ():
            if relation.id not in doomed:
                doomed.add(relation.id)
                yield Change(relation, None)
        for before, after in pairs:
            if after is not before:
                yield Change(before, after)
    for relation, after_relation, _ in relations_after(project, migration, time):
        if after_relation is not relation and relation.id not in doomed:
            yield Change(relation, after_relation)
    yield from article_changes(project, migration)
    yield from entity_changes(project, migration)
    yield from query_changes(project, migration)
    yield from muted_changes(project, migration)


def span_batches(
    project: Project, migration: Migration, *, more: frozenset[str] = frozenset()
) -> Iterator[list[Span]]:
    """The spans that may change, and those with one of `more` labels, a stretch after the other."""
    labels, attributes = migration.touched_labels | more, migration.touched_attributes
    if not (labels or attributes or migration.chosen):
        return
    chosen = sorted(migration.chosen)
    for stretch in project.stretches("span"):
        ids = chosen[bisect_right(chosen, stretch[0]) : bisect_right(chosen, stretch[1])]
        yield project.spans_in(stretch, labels=labels, attributes=attributes, ids=ids)


def relations_after(
    project: Project, migration: Migration, time: str
) -> Iterator[tuple[Relation, Relation | None, Outcome]]:
    """The relations that may change for their own sake, and what becomes of them.

    Ends may have been changed already by the same edit or not yet: both give the same label.
    """
    if not migration.touches_relations:
        return
    owners = {one.owner for one in migration.conversions if one.is_of_relations}
    types = {*migration.relations, *migration.cleared, *owners}
    for stretch in project.stretches("relation"):
        relations = project.relations_in(stretch, labels=types)
        ends = project.spans_by_id(ends_of(relations))
        for one in relations:
            from_label, to_label = labels_after(migration, one, ends, project)
            if GONE in (from_label, to_label):
                continue
            after, outcome = migration.relation_after(one, from_label, to_label, time=time)
            yield one, after, outcome


def ends_of(relations: Iterable[Relation]) -> list[str]:
    """The ids of the spans that these relations join, each once."""
    return list(dict.fromkeys(end for one in relations for end in (one.from_id, one.to_id)))


def labels_after(
    migration: Migration, relation: Relation, ends: dict[str, Span], project: Project
) -> tuple[str, str]:
    """The labels of a relation's ends afterwards; an end that is gone by now counts as removed."""
    spans = (ends.get(relation.from_id), ends.get(relation.to_id))
    one, other = (migration.label_after(s, project.text) if s is not None else GONE for s in spans)
    return one, other


def article_changes(project: Project, migration: Migration) -> Iterator[Change]:
    """The changes of articles whose attributes become others."""
    for id_, attributes in articles(project, migration):
        after = migration.attributes_after(attributes, "").attributes
        for name in dict.fromkeys([*attributes, *after]):
            old, new = attributes.get(name), after.get(name)
            if old != new or type(old) is not type(new):
                yield Change(_article_field(id_, name, old), _article_field(id_, name, new))


def articles(project: Project, migration: Migration) -> Iterator[tuple[str, dict[str, AttributeValue]]]:
    """The articles whose attributes may change: id and attributes of each."""
    wanted = {one.before.id for one in migration.conversions if not one.owner}
    if wanted:
        yield from project.documents_with(wanted)


def _article_field(id_: str, name: str, value: AttributeValue | None) -> Field | None:
    return Field("document", id_, f"attribute.{name}", value) if value is not None else None


def entity_changes(project: Project, migration: Migration) -> Iterator[Change]:
    """Entities whose type is a label that becomes another."""
    kept = {old: new for old, new in migration.labels.items() if new != GONE}
    for id_, type_ in project.entities_of_type(kept) if kept else ():
        yield Change(Field("entity", id_, "type", type_), Field("entity", id_, "type", kept[type_]))


def query_changes(project: Project, migration: Migration) -> Iterator[Change]:
    """Saved queries that must name things otherwise to go on finding the same."""
    return Renaming.of(migration).changes(project.saved_queries())


def muted_changes(project: Project, migration: Migration) -> Iterator[Change]:
    """What was muted for labels that go: a label that stays is muted only if it was itself."""
    settings = project.settings()
    for kind, label in sorted(Choices.of(settings).muted):
        if label in migration.labels and label not in migration.after.labels:
            id_ = f"{MUTED}{kind}/{label}"
            yield Change(Field("setting", id_, "value", settings[id_]), None)
