"""Exporting a project, or one annotator's part of it, to a file or folder."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator import formats
from annotator.errors import FormatError
from annotator.formats.format import Progress, ProjectName, Writing
from annotator.model.values import Annotator, Document, Entity, Field, Relation, Span, Work
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from annotator.model.codebook import Codebook
    from annotator.model.teamwork import Assignment, Message, SavedQuery
    from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written; `losses` are sentences about what the format could not carry."""

    path: Path
    documents: int
    spans: int
    relations: int
    losses: tuple[str, ...]

    def sentences(self) -> list[str]:
        """The report in words."""
        counts = ((self.documents, "article"), (self.spans, "span"), (self.relations, "relation"))
        numbers = ", ".join(counted(number, noun) for number, noun in counts)
        return [f"Wrote {self.path}: {numbers}.", *self.losses]


class Selection:
    """The part of a project that is exported: all of it, or what one annotator made."""

    def __init__(self, project: Project, annotator: Annotator | None = None) -> None:
        self._project = project
        self._annotator = annotator
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
        self.written_spans = 0
        self.written_relations = 0
        self.lost_relations = 0

    @property
    def project_name(self) -> ProjectName:
        """Id and title of the project."""
        return ProjectName(self._project.id, self._project.title)

    def codebook(self) -> Codebook:
        """The codebook as it now is."""
        return self._project.codebook()

    def annotators(self) -> Sequence[Annotator]:
        """The annotators, by name."""
        return [self._annotator] if self._annotator is not None else self._project.annotators()

    def entities(self) -> Sequence[Entity]:
        """All entities, by name."""
        return self._project.entities()

    def settings(self) -> Sequence[Field]:
        """The settings; the title stands in the header."""
        said = self._project.settings()
        return [Field("setting", id_, "value", said[id_]) for id_ in sorted(said) if id_ != "title"]

    def documents(self) -> Sequence[Document]:
        """All documents, as they came in."""
        return self._project.documents()

    def text(self, document_id: str) -> str:
        """The frozen text of a document."""
        return self._project.text(document_id)

    def spans(self, document_id: str) -> Sequence[Span]:
        """The spans of a document, in reading order."""
        spans = self._project.spans(document_id, annotator=self._annotator_id)
        self.written_spans += len(spans)
        return spans

    def relations(self, document_id: str) -> Sequence[Relation]:
        """The relations of a document of which both ends are exported."""
        relations = self._project.relations(document_id, annotator=self._annotator_id)
        if self._annotator is not None and relations:
            ours = {span.id for span in self._project.spans(document_id, annotator=self._annotator_id)}
            kept = [one for one in relations if one.from_id in ours and one.to_id in ours]
            self.lost_relations += len(relations) - len(kept)
            relations = kept
        self.written_relations += len(relations)
        return relations

    def works(self, document_id: str) -> Sequence[Work]:
        """How far the annotators are with a document."""
        return self._works[document_id]

    def saved_queries(self) -> Sequence[SavedQuery]:
        """The saved queries, by name."""
        return [one for one in self._project.saved_queries() if self._is_ours(one.annotator)]

    def messages(self, document_id: str) -> Sequence[Message]:
        """What was said in doubt of a document, in the order it was written."""
        return self._messages.get(document_id, ())

    def assignments(self, document_id: str) -> Sequence[Assignment]:
        """Who is to work on a document."""
        return self._assignments.get(document_id, ())

    def _is_ours(self, annotator: str) -> bool:
        return self._annotator is None or annotator == self._annotator.id

    @property
    def _annotator_id(self) -> str | None:
        return self._annotator.id if self._annotator is not None else None


def export(
    project: Project,
    out: Path,
    *,
    format: str,
    annotator: Annotator | None = None,
    overwrites: bool = False,
    guards_formulas: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ExportReport:
    """Write the project to `out` in this format; nothing is left of an export that fails."""
    wanted = formats.named(format)
    if wanted.write is None:
        names = ", ".join(one.name for one in formats.formats() if one.writes)
        raise FormatError(f"{wanted.title} can be read, not written.", f"These can be written: {names}.")
    if out.resolve() == project.path.resolve():
        raise FormatError(f"{out} is the project itself.", "Choose another name for the export.")
    selection = Selection(project, annotator)
    writing = Writing(overwrites, guards_formulas, progress, cancelled)
    wanted.write(selection, out, writing)
    losses = [wanted.loss] if wanted.loss else []
    if lost := selection.lost_relations:
        losses.append(f"Left out, since they lead to others' spans: {counted(lost, 'relation')}.")
    return ExportReport(
        out,
        len(selection.documents()),
        selection.written_spans,
        selection.written_relations,
        (*losses, *writing.losses),
    )
