"""The part of a project that is exported: whose annotations, which labels, which articles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.formats.columns import ALL_COLUMNS
from annotator.formats.format import ProjectName, Record, Rows
from annotator.formats.jsonl_writing import overall_state
from annotator.model.decisions import GOLD
from annotator.model.values import Annotator, Document, Entity, Field, Work
from annotator.store.rows import relation_from_row, span_from_row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from annotator.formats.columns import Columns
    from annotator.model.codebook import Codebook
    from annotator.model.decisions import Decision, Unification
    from annotator.model.teamwork import Assignment, Message, SavedQuery
    from annotator.store.project import Project
    from annotator.store.record_queries import Row

LABEL, SPAN_BY = 2, 7
"""Where label and annotator stand in the row of a span."""
FROM, TO, RELATION_BY = 3, 4, 5
"""Where its ends and the annotator stand in the row of a relation."""
BATCH = 50
"""How many documents are read at once."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be exported; None stands for all.

    `annotators`, `labels` and `documents` are ids; `states` are how far a document is, over
    the annotators who are exported.
    """

    annotators: frozenset[str] | None = None
    labels: frozenset[str] | None = None
    states: frozenset[str] | None = None
    documents: frozenset[str] | None = None


EVERYTHING = Wanted()


class Selection:
    """What a writer is given of a project; counts what it hands over."""

    def __init__(self, project: Project, wanted: Wanted = EVERYTHING) -> None:
        self._project = project
        self._wanted = wanted
        self._codebook = project.codebook()
        self._works: dict[str, list[Work]] = defaultdict(list)
        for work in project.all_work():
            if self._is_ours(work.annotator):
                self._works[work.document_id].append(work)
        self._messages: dict[str, list[Message]] = defaultdict(list)
        for message in project.messages():
            if self._is_ours(message.annotator):
                self._messages[message.document_id].append(message)
        self._assignments: dict[str, list[Assignment]] = defaultdict(list)
        for assignment in project.assignments():
            if self._is_ours(assignment.annotator):
                self._assignments[assignment.document_id].append(assignment)
        self._documents = [one for one in project.documents() if self._is_wanted(one)]
        self.written_spans = 0
        self.written_relations = 0
        self.lost_relations = 0

    @property
    def project_name(self) -> ProjectName:
        """Id and title of the project."""
        return ProjectName(self._project.id, self._project.title)

    def codebook(self) -> Codebook:
        """The codebook as it now is."""
        return self._codebook

    def annotators(self) -> Sequence[Annotator]:
        """The annotators who are exported, by name."""
        return [one for one in self._project.annotators() if self._is_ours(one.id)]

    def entities(self) -> Sequence[Entity]:
        """All entities, by name."""
        return self._project.entities()

    def settings(self) -> Sequence[Field]:
        """The settings; the title stands in the header."""
        said = self._project.settings()
        return [Field("setting", id_, "value", said[id_]) for id_ in sorted(said) if id_ != "title"]

    def documents(self) -> Sequence[Document]:
        """The documents, as they came in."""
        return self._documents

    def records(self) -> Iterator[Record]:
        """The documents with their texts and annotations, read in batches."""
        for one in self.rows():
            spans = [*map(span_from_row, one.spans)]
            yield Record(one.document, one.text, spans, [*map(relation_from_row, one.relations)])

    def rows(self, columns: Columns = ALL_COLUMNS) -> Iterator[Rows]:
        """The same as it is stored."""
        if self._wanted.annotators is not None or self._wanted.labels is not None:
            columns = ALL_COLUMNS
        for at in range(0, len(self._documents), BATCH):
            some = self._documents[at : at + BATCH]
            batch = self._project.batch([one.id for one in some], columns.spans, columns.relations)
            for document in some:
                spans = self._spans(batch.spans.get(document.id, ()))
                relations = self._relations(batch.relations.get(document.id, ()), spans)
                self.written_spans += len(spans)
                self.written_relations += len(relations)
                yield Rows(document, batch.texts[document.id], spans, relations)

    def _spans(self, spans: Sequence[Row]) -> Sequence[Row]:
        annotators, labels = self._wanted.annotators, self._wanted.labels
        if annotators is None and labels is None:
            return spans
        return [row for row in spans if _is_in(row[SPAN_BY], annotators) and _is_in(row[LABEL], labels)]

    def _relations(self, relations: Sequence[Row], spans: Sequence[Row]) -> Sequence[Row]:
        """The relations of our annotators; those of which an end is left out are counted."""
        if self._wanted.annotators is None and self._wanted.labels is None:
            return relations
        ours = [row for row in relations if self._is_ours(row[RELATION_BY])]
        ids = {row[0] for row in spans}
        kept = [row for row in ours if row[FROM] in ids and row[TO] in ids]
        self.lost_relations += len(ours) - len(kept)
        return kept

    def works(self, document_id: str) -> Sequence[Work]:
        """How far the annotators are with a document."""
        return self._works.get(document_id, ())

    def saved_queries(self) -> Sequence[SavedQuery]:
        """The saved queries, by name."""
        return [one for one in self._project.saved_queries() if self._is_ours(one.annotator)]

    def messages(self, document_id: str) -> Sequence[Message]:
        """What was said in doubt of a document, in the order it was written."""
        return self._messages.get(document_id, ())

    def assignments(self, document_id: str) -> Sequence[Assignment]:
        """Who is to work on a document."""
        return self._assignments.get(document_id, ())

    def decisions(self, document_id: str) -> Sequence[Decision]:
        """What was decided about a document; they belong to the gold, and go with it."""
        return self._project.decisions(document_id) if self._is_ours(GOLD.id) else ()

    def unifications(self) -> Sequence[Unification]:
        """Which things are one, or are not."""
        return self._project.unifications()

    def _is_ours(self, annotator: str) -> bool:
        return _is_in(annotator, self._wanted.annotators)

    def _is_wanted(self, document: Document) -> bool:
        if not _is_in(document.id, self._wanted.documents):
            return False
        return _is_in(overall_state(self.works(document.id)), self._wanted.states)


def _is_in(name: str, wanted: Collection[str] | None) -> bool:
    return wanted is None or name in wanted
