"""Counting the agreement of a project's annotators, in short steps beside which labels are stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from annotator.analysis.agreement_counts import Agreement, Article, Facet, for_codebook
from annotator.jobs.selection import BATCH
from annotator.store.rows import relation_from_row, span_from_row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from annotator.analysis.agreement_counts import Members
    from annotator.formats.format import Progress
    from annotator.model.codebook import Codebook
    from annotator.model.values import Annotator, Document, Relation, Span, Work
    from annotator.store.project import Project

T = TypeVar("T", "Span", "Relation")
ADJUDICATED = "adjudicated"
"""The origin of annotations that were decided: they are nobody's own work."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The account of a project, with what is needed to say it: names and codebook."""

    agreement: Agreement
    names: Mapping[str, str]
    codebook: Codebook
    only_articles: frozenset[str] | None = field(default=None)

    def name_of(self, facet: Facet) -> str:
        """What a facet is called."""
        book = self.codebook
        if facet.kind == "layer":
            known = book.layers.get(facet.id)
            return known.name if known else facet.id or "without a layer"
        if facet.kind == "label":
            return book.label(facet.id).name
        if facet.kind == "form":
            return f"form: {facet.id}"
        if facet.kind == "relation":
            found = book.relation_types.get(facet.id)
            return found.name if found else facet.id
        if facet.kind == "attribute":
            attribute = book.attributes.get(facet.id)
            return attribute.name if attribute else facet.id
        return "all relations" if facet.kind == "relations" else "all labels"

    def people(self, members: Members) -> list[str]:
        """The names of these annotators, or of all who are compared."""
        ids = members or tuple(self.everybody())
        return sorted((self.names.get(one, one) for one in ids), key=str.casefold)

    def everybody(self) -> list[str]:
        """All who share an article with somebody, by name."""
        ids = {one for article in self.agreement.articles for one in article.people}
        return sorted(ids, key=lambda one: (self.names.get(one, one).casefold(), one))

    def facets(self) -> list[Facet]:
        """What was counted, in the order of the codebook: all, layers, labels, relations, attributes."""
        book, known = self.codebook, self.agreement.counts
        order = [Facet("spans"), *(Facet("layer", id_) for id_ in [*book.layers, ""])]
        order += [Facet("label", id_) for id_ in book.labels]
        order += [Facet("form", form) for form in ("direct", "mixed", "indirect")]
        order += [Facet("relations"), *(Facet("relation", id_) for id_ in book.relation_types)]
        order += [Facet("attribute", id_) for id_ in book.attributes]
        found = [facet for facet in order if facet in known]
        found += sorted(facet for facet in known if facet not in set(order))
        layers = [facet for facet in found if facet.kind == "layer"]
        return [facet for facet in found if facet.kind != "layer" or len(layers) > 1]

    def assisted(self, members: Members) -> dict[str, float]:
        """Who of these began with proposals, and with what share of the spans."""
        shares = {}
        for one in members or tuple(self.everybody()):
            if self.agreement.assisted[one]:
                shares[one] = self.agreement.assisted[one] / self.agreement.spans[one]
        return shares


@dataclass(frozen=True, slots=True)
class Record:
    """An article with what the compared annotators have made in it themselves."""

    document: Document
    text: str
    spans: Sequence[Span]
    relations: Sequence[Relation]
    people: tuple[str, ...]
    day: str


def compare(
    project: Project,
    progress: Progress | None = None,
    *,
    annotators: Collection[str] | None = None,
    documents: Collection[str] | None = None,
) -> Compared:
    """Count the agreement of all persons, or of these, by id, over all articles or these.

    `progress` is called with the number of articles read and may raise `Cancelled`.
    """
    book = project.codebook()
    people = compared_people(project.annotators(), annotators)
    found = for_codebook(book)
    for record in records(project, people, documents, progress):
        article = Article(record.document.id, record.document.title, record.people, record.day)
        found.add(article, record.text, record.spans, record.relations)
    names = {one.id: one.name for one in project.annotators()}
    only = None if documents is None else frozenset(documents)
    return Compared(found, names, book, only)


def compared_people(
    annotators: Iterable[Annotator], wanted: Collection[str] | None = None
) -> frozenset[str]:
    """The persons whose annotations are compared, by id: neither suggesters nor what was decided."""
    people = frozenset(one.id for one in annotators if one.role == "person")
    return people if wanted is None else people & frozenset(wanted)


def records(
    project: Project,
    people: Collection[str],
    documents: Collection[str] | None = None,
    progress: Progress | None = None,
) -> Iterator[Record]:
    """The articles with the work of these people, read in short statements."""
    work: dict[str, list[Work]] = {}
    for one in project.all_work():
        if one.annotator in people:
            work.setdefault(one.document_id, []).append(one)
    wanted = [one for one in project.documents() if documents is None or one.id in documents]
    for at in range(0, len(wanted), BATCH):
        some = wanted[at : at + BATCH]
        batch = project.batch([one.id for one in some])
        for number, document in enumerate(some, at):
            if progress is not None:
                progress(number, len(wanted), document.title)
            spans = _own(map(span_from_row, batch.spans.get(document.id, ())), people)
            relations = _own(map(relation_from_row, batch.relations.get(document.id, ())), people)
            took_part = {span.annotator for span in spans}
            took_part |= {one.annotator for one in work.get(document.id, ()) if one.state == "done"}
            text, who = batch.texts[document.id], tuple(sorted(took_part))
            yield Record(document, text, spans, relations, who, _day(spans))


def _own(things: Iterable[T], people: Collection[str]) -> list[T]:
    return [one for one in things if one.annotator in people and one.origin != ADJUDICATED]


def _day(spans: Sequence[Span]) -> str:
    """When the last of them was made: from then on the article could be compared."""
    return max((span.created for span in spans), default="")[:10]


def is_in(span: Span, facet: Facet, agreement: Agreement) -> bool:
    """Whether the span belongs to what is looked at."""
    if facet.kind == "label":
        return span.label == facet.id
    return facet.kind != "layer" or agreement.layers.get(span.label, "") == facet.id
