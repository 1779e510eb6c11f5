"""Are the declared losses the only ones? Compares a project with what came back from its export."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from annotator import formats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.formats.format import Format
    from annotator.jobs.exporting import ExportReport
    from annotator.model.values import Document, Relation, Span
    from annotator.store.project import Project

Key = tuple[object, ...]


def undeclared(
    first: Project, second: Project, report: ExportReport, format: str, *, has_text: bool = True
) -> list[str]:
    """What `second` (our export imported again) has otherwise than `first` and nobody declared.

    By document (found by its text; pass has_text=False for formats that cannot keep it, then
    only the number of documents is compared):

    - every span (label, fragments; annotator's name if "annotators" is carried) is there again, or
      its id is named by a loss of "spans" or "fragments" in that document; nothing is there that was
      not, unless such a loss moved, split or merged something;
    - of the spans that are there again: attributes, note and entity's name are equal, or a loss of
      "attributes" / "notes" / "entities" in that document names the span (or, with `ids` empty,
      counts as many as differ);
    - relations likewise ("relations", "relation attributes", "relation notes"); one of which an end
      was lost needs no loss of its own;
    - title, metadata, attributes and note of the document are equal, or a loss of "titles" /
      "metadata" / "document attributes" / "document notes" says so.

    A feature that `carries` names must not be lost at all, but for what a loss names. For features
    that are not carried, the format's `loss` sentence does not excuse: losses must count them.
    """
    return list(_differences(first, second, report, formats.named(format), has_text))


def _differences(
    first: Project, second: Project, report: ExportReport, format: Format, has_text: bool
) -> Iterator[str]:
    ours = {document.id: document for document in first.documents()}
    theirs = {document.id: document for document in second.documents()}
    if not has_text:
        if len(ours) != len(theirs):
            yield f"{len(ours)} documents became {len(theirs)}"
        return
    lost: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for loss in report.losses.details():
        lost[loss.document][loss.kind.what] += loss.ids
        counts[loss.document][loss.kind.what] += loss.number
    for id_, document in ours.items():
        if id_ not in theirs:
            if not counts[id_]["documents"]:
                yield f"the document “{document.title}” is missing"
            continue
        one = _Pair(first, second, document, theirs[id_], format, lost[id_], counts[id_])
        yield from (f"“{document.title}”: {said}" for said in one.differences())
    yield from (f"there is a new document {id_}" for id_ in theirs.keys() - ours.keys())


class _Pair:
    """A document before and after."""

    def __init__(
        self,
        first: Project,
        second: Project,
        document: Document,
        other: Document,
        format: Format,
        lost: dict[str, list[str]],
        counts: Counter[str],
    ) -> None:
        self.documents = (document, other)
        self.projects = (first, second)
        self.has_annotators = "annotators" in format.carries
        self.lost, self.counts = lost, counts
        self.people = [{one.id: one.name for one in project.annotators()} for project in self.projects]
        self.things = [{one.id: one.name for one in project.entities()} for project in self.projects]
        self.spans = [project.spans(document.id) for project in self.projects]
        self.relations = [project.relations(document.id) for project in self.projects]

    def differences(self) -> Iterator[str]:
        yield from self._document()
        named = {*self.lost["spans"], *self.lost["fragments"]}
        after: dict[Key, list[Span]] = defaultdict(list)
        for span in self.spans[1]:
            after[self._key(span, 1)].append(span)
        kept: dict[str, str] = {}
        pairs: list[tuple[Span, Span]] = []
        for span in sorted(self.spans[0], key=lambda one: one.id in named):  # which may be gone last
            there = after[self._key(span, 0)]
            if there:
                same = min(there, key=lambda other: self._distance(span, other))
                there.remove(same)
                kept[span.id] = same.id
                pairs.append((span, same))
            elif span.id not in named:
                yield f"the span {span} is gone"
        extra = [span for some in after.values() for span in some]
        if extra and not named:
            yield f"the span {extra[0]} is new"
        yield from self._said_of(pairs, ("attributes", "notes", "entities"))
        yield from self._relations(kept)

    def _distance(self, span: Span, other: Span) -> int:
        return sum(
            getattr(span, name) != getattr(other, name) for name in ("id", "attributes", "note")
        ) + (self._thing(span, 0) != self._thing(other, 1))

    def _key(self, span: Span, side: int) -> Key:
        who = self.people[side].get(span.annotator, span.annotator) if self.has_annotators else ""
        return span.label, span.fragments, who

    def _thing(self, span: Span, side: int) -> str:
        return self.things[side].get(span.entity or "", "")

    def _said_of(self, pairs: list[tuple[Span, Span]], kinds: tuple[str, ...]) -> Iterator[str]:
        for what in kinds:
            differing = [
                one for one, other in pairs if self._part(one, what, 0) != self._part(other, what, 1)
            ]
            yield from self._judged(what, differing)

    def _judged(self, what: str, differing: list[Span] | list[Relation]) -> Iterator[str]:
        named = self.lost[what]
        missing = [one for one in differing if one.id not in named]
        if missing and (named or self.counts[what] < len(differing)):
            yield f"{what} of {missing[0]} differ"

    def _part(self, span: Span, what: str, side: int) -> object:
        if what == "attributes":
            return dict(span.attributes)
        return span.note if what == "notes" else self._thing(span, side)

    def _relations(self, kept: dict[str, str]) -> Iterator[str]:
        after: dict[Key, list[Relation]] = defaultdict(list)
        for relation in self.relations[1]:
            after[self._ends(relation, {}, 1)].append(relation)
        differing: dict[str, list[Relation]] = defaultdict(list)
        for relation in self.relations[0]:
            if relation.from_id not in kept or relation.to_id not in kept:
                continue
            there = after[self._ends(relation, kept, 0)]
            if not there:
                differing["relations"].append(relation)
                continue
            same = min(there, key=lambda other: _relation_distance(relation, other))
            there.remove(same)
            if dict(relation.attributes) != dict(same.attributes):
                differing["relation attributes"].append(relation)
            if relation.note != same.note:
                differing["relation notes"].append(relation)
        for what, some in differing.items():
            yield from self._judged(what, some)

    def _ends(self, relation: Relation, kept: dict[str, str], side: int) -> Key:
        who = relation.annotator
        who = self.people[side].get(who, who) if self.has_annotators else ""
        start, end = relation.from_id, relation.to_id
        return relation.label, kept.get(start, start), kept.get(end, end), who

    def _document(self) -> Iterator[str]:
        before, after = self.documents
        parts = (
            ("titles", before.title, after.title),
            ("metadata", dict(before.metadata), dict(after.metadata)),
            ("document attributes", dict(before.attributes), dict(after.attributes)),
            ("document notes", before.note, after.note),
        )
        for what, ours, theirs in parts:
            if ours != theirs and not self.counts[what]:
                yield f"{what} differ: {ours!r}, {theirs!r}"


def _relation_distance(relation: Relation, other: Relation) -> int:
    return (relation.note != other.note) + (dict(relation.attributes) != dict(other.attributes))
