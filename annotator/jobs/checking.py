"""Checking a project: the file itself, and the annotations against text and codebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.errors import Cancelled
from annotator.model.checks import Finding, findings
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.formats.format import Progress
    from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found; `damages` are sentences about the file, `titles` those of documents by id."""

    damages: tuple[str, ...]
    findings: tuple[Finding, ...]
    titles: dict[str, str]
    documents: int
    spans: int

    @property
    def errors(self) -> int:
        """How many findings are errors, damages included."""
        return len(self.damages) + sum(finding.level == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are worth a second look only."""
        return sum(finding.level == "warning" for finding in self.findings)

    def sentences(self) -> list[str]:
        """The report in words: each finding a line, the sum last."""
        said = [f"error: {damage}" for damage in self.damages]
        for finding in self.findings:
            title = self.titles.get(finding.document_id, finding.document_id)
            said.append(f"{finding.level}: {title}: {finding.message} [{finding.kind}]")
        checked = f"{counted(self.documents, 'article')} and {counted(self.spans, 'span')}"
        found = f"{counted(self.errors, 'error')}, {counted(self.warnings, 'warning')}"
        return [*said, f"Checked {checked}: {found}."]


def check(
    project: Project,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> CheckReport:
    """Check the whole file and every document."""
    damages = tuple(project.problems())
    codebook = project.codebook()
    documents = project.documents()
    found: list[Finding] = []
    spans = 0
    for number, document in enumerate(documents):
        if cancelled is not None and cancelled():
            raise Cancelled
        if progress is not None:
            progress(number, len(documents), document.title)
        own = project.spans(document.id)
        spans += len(own)
        relations = project.relations(document.id)
        found += findings(document, project.text(document.id), own, relations, codebook)
    titles = {document.id: document.title for document in documents}
    return CheckReport(damages, tuple(found), titles, len(documents), spans)
