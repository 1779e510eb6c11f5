"""What a change of the codebook would do, before it is done.

It goes the way of the edit itself, so that the numbers are those of the edit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.jobs import codebook_clashes
from annotator.jobs.codebook_migrating import (
    article_changes,
    articles,
    ends_of,
    entity_changes,
    labels_after,
    muted_changes,
    query_changes,
    relations_after,
    span_batches,
)
from annotator.model.hit import Hit, hit
from annotator.model.migration import GONE, Migration, Outcome, unfit_reasons
from annotator.model.query_renaming import Renaming

if TYPE_CHECKING:
    from annotator.model.values import Relation, Span
    from annotator.store.project import Project

Progress = Callable[[int, int], None]
EXAMPLES = 5
"""How many examples of each kind of change a preview shows."""
_MOST_EXAMPLES = 40


@dataclass(frozen=True, slots=True)
class Example:
    """One span with its surroundings, and in words what would become of it."""

    hit: Hit
    what: str


@dataclass(slots=True)
class Preview:
    """What a change of the codebook would do; all numbers are exact.

    `moved` counts spans by label before and after (`GONE`: removed), `by_annotator` changed
    spans by annotator id, `lost` values that would go and `unfit` values that cannot be
    converted by attribute, `unfit_values` the latter by their text. `nonconforming` counts
    looked-at spans that the codebook would not allow, by reason, and `forbidden` relations
    that it would not allow, by type. `twins` are places that would carry one label twice.
    `queries` counts saved queries that would be rewritten, `broken_queries` names those that
    name what would be gone, `muted` counts checks muted for labels that go. `overlaps` counts
    spans that a layer would not allow beside its others, by layer, and `over` spans that would
    start more relations than allowed, by type.
    """

    fields: int = 0
    spans: int = 0
    removed_spans: int = 0
    relations: int = 0
    removed_relations: int = 0
    articles: int = 0
    entities: int = 0
    queries: int = 0
    broken_queries: tuple[str, ...] = ()
    muted: int = 0
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_annotator: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)
    lost: Counter[str] = field(default_factory=Counter)
    unfit: Counter[str] = field(default_factory=Counter)
    unfit_values: Counter[str] = field(default_factory=Counter)
    nonconforming: Counter[str] = field(default_factory=Counter)
    forbidden: Counter[str] = field(default_factory=Counter)
    twins: int = 0
    overlaps: Counter[str] = field(default_factory=Counter)
    over: Counter[str] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many changes the edit will have."""
        annotations = self.spans + self.removed_spans + self.relations + self.removed_relations
        return self.fields + annotations + self.articles + self.entities + self.queries + self.muted

    @property
    def touches_annotations(self) -> bool:
        """Whether more than the codebook itself would change."""
        return self.changes > self.fields


def preview(project: Project, migration: Migration, *, progress: Progress | None = None) -> Preview:
    """What the migration would do, counted; `progress` is told how far it is and of how much."""
    return _Previewing(project, migration, progress).preview()


class _Previewing:
    """Counts what a migration would do."""

    def __init__(self, project: Project, migration: Migration, progress: Progress | None) -> None:
        self._project = project
        self._migration = migration
        self._progress = progress or (lambda done, total: None)
        self._found = Preview(fields=len(migration.fields))
        self._titles: dict[str, str] = {}
        self._shown: Counter[str] = Counter()
        self._total = max(1, project.span_count())
        self._done = 0

    def preview(self) -> Preview:
        """Go through everything once."""
        found = self._found
        more = self._migration.doubtful_labels
        for spans in span_batches(self._project, self._migration, more=more):
            self._take_spans(spans)
            self._progress(min(self._total, self._done), self._total)
        self._take_relations()
        for change in article_changes(self._project, self._migration):
            found.articles += 1
            found.documents.add(change.register.id)
        for _, attributes in articles(self._project, self._migration):
            self._note_values(self._migration.attributes_after(attributes, ""))
        found.entities = sum(1 for _ in entity_changes(self._project, self._migration))
        found.queries = sum(1 for _ in query_changes(self._project, self._migration))
        renaming = Renaming.of(self._migration)
        found.broken_queries = tuple(renaming.broken(self._project.saved_queries()))
        found.muted = sum(1 for _ in muted_changes(self._project, self._migration))
        self._count_clashes()
        return found

    def _take_spans(self, spans: list[Span]) -> None:
        found, migration = self._found, self._migration
        self._done += 8_000
        removed = []
        for span in spans:
            after, outcome = migration.span_after(span, self._project.text, time="")
            self._note_values(outcome)
            if after is None:
                removed.append(span.id)
                found.removed_spans += 1
            elif after is not span:
                found.spans += 1
            if after is not None:
                found.nonconforming.update(unfit_reasons(after, migration.after))
                found.nonconforming.update(_newly_lacking(span, after, migration))
            if after is not span:
                self._note(span, after, outcome)
        for relation in self._project.relations_of(removed) if removed else ():
            self._count_removed(relation, set(removed))

    def _note_values(self, outcome: Outcome) -> None:
        for name, _ in outcome.lost:
            self._found.lost[name] += 1
        for name, value in outcome.unfit:
            self._found.unfit[name] += 1
            self._found.unfit_values[value] += 1

    def _count_removed(self, relation: Relation, removed: set[str]) -> None:
        """Count a relation once, with the later of its ends if both are removed."""
        first, last = sorted((relation.from_id, relation.to_id))
        if first in removed and last not in removed:
            other = self._project.span(last)
            if other is not None and self._migration.label_after(other, self._project.text) == GONE:
                return
        self._found.removed_relations += 1

    def _note(self, span: Span, after: Span | None, outcome: Outcome) -> None:
        found = self._found
        found.documents.add(span.document_id)
        found.by_annotator[span.annotator] += 1
        label = after.label if after is not None else GONE
        if label != span.label:
            found.moved[(span.label, label)] += 1
        what = self._what(span, after, outcome)
        if self._shown[what] < EXAMPLES and len(found.examples) < _MOST_EXAMPLES:
            self._shown[what] += 1
            found.examples.append(Example(self._hit(span), what))

    def _what(self, span: Span, after: Span | None, outcome: Outcome) -> str:
        """In words what becomes of a span."""
        migration = self._migration
        name = migration.before.label(span.label).name
        if after is None:
            return f"{name} → deleted"
        parts = []
        if after.label != span.label:
            parts.append(f"{name} → {migration.after.label(after.label).name}")
        for key, old in span.attributes.items():
            if key in dict(outcome.unfit):
                parts.append(f"“{old}” does not fit")
            elif key in dict(outcome.lost):
                parts.append(f"{self._name(key)} {old} goes")
        parts += [
            f"{self._name(key)} = {new}"
            for key, new in after.attributes.items()
            if span.attributes.get(key) != new
        ]
        return ", ".join(parts)

    def _name(self, attribute: str) -> str:
        known = self._migration.after.attributes.get(attribute)
        known = known or self._migration.before.attributes.get(attribute)
        return known.name if known is not None else attribute

    def _hit(self, span: Span) -> Hit:
        if span.document_id not in self._titles:
            document = self._project.document(span.document_id)
            self._titles[span.document_id] = document.title if document is not None else ""
        text = self._project.text(span.document_id)
        title = self._titles[span.document_id]
        return hit(
            span.document_id,
            title,
            text,
            span.start,
            span.end,
            span_id=span.id,
            label=span.label,
            annotator=span.annotator,
            origin=span.origin,
            entity=span.entity or "",
        )

    def _take_relations(self) -> None:
        """Count relations that change for their own sake, and those that would be forbidden."""
        found, migration, project = self._found, self._migration, self._project
        for before, after, outcome in relations_after(project, migration, ""):
            self._note_values(outcome)
            found.removed_relations += after is None
            found.relations += after is not None and after is not before
        has_other_rules = migration.before.relation_types != migration.after.relation_types
        if not (has_other_rules or migration.touched_labels or migration.chosen):
            return
        for stretch in project.stretches("relation"):
            if migration.rules or migration.chosen or migration.cleared:
                relations = project.relations_in(stretch)
                ends = project.spans_by_id(ends_of(relations))
                for one in relations:
                    self._count_forbidden(one, ends)
            else:
                for label, start, end, number in project.shapes_in(stretch):
                    self._count_forbidden_shape(label, start, end, number)
            self._step()

    def _count_forbidden_shape(self, label: str, start: str, end: str, number: int) -> None:
        """Count relations of which only the labels matter."""
        migration = self._migration
        after = migration.relations.get(label, label)
        ends = migration.labels.get(start, start), migration.labels.get(end, end)
        if GONE in (after, *ends):
            return
        type_ = migration.after.relation_types.get(after)
        if type_ is None or not type_.allows(*ends):
            self._found.forbidden[after] += number

    def _count_forbidden(self, relation: Relation, ends: dict[str, Span]) -> None:
        migration = self._migration
        from_label, to_label = labels_after(migration, relation, ends, self._project)
        if GONE in (from_label, to_label):
            return
        after, _ = migration.relation_after(relation, from_label, to_label, time="")
        if after is None:
            return
        type_ = migration.after.relation_types.get(after.label)
        if type_ is None or not type_.allows(from_label, to_label):
            self._found.forbidden[after.label] += 1

    def _step(self) -> None:
        self._progress(self._total, self._total)

    def _count_clashes(self) -> None:
        """Count what the rules of layers and relation types would not allow."""
        found, project, migration = self._found, self._project, self._migration
        found.twins = codebook_clashes.twins(project, migration, self._step)
        found.overlaps = codebook_clashes.overlaps(project, migration, self._step)
        found.over = codebook_clashes.starts_over(project, migration)


def _newly_lacking(before: Span, after: Span, migration: Migration) -> list[str]:
    """The required attributes that a span would lack and did not lack: `lacks ID` each."""
    if after is before:
        return []
    lacked = {one.id for one in migration.before.missing_attributes(before)}
    missing = migration.after.missing_attributes(after)
    return [f"lacks {one.id}" for one in missing if one.id not in lacked]
