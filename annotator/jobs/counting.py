"""Counting what is in a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.analysis.counts import Counts, count

if TYPE_CHECKING:
    from annotator.store.project import Project


def count_project(project: Project) -> Counts:
    """How much there is in the project, and how far everybody is."""
    return count(
        [document.length for document in project.documents()],
        project.all_work(),
        project.label_totals(),
        project.relation_totals(),
        project.entities(),
        project.annotators(),
    )
