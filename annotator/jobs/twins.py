"""Near-duplicates where nobody waits for the window to find them.

An import does not look for them: the window does so in the background, and a command at its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.formats.format import Progress
    from annotator.store.project import Project
    from annotator.store.writing import Progress as Steps


def groups_of(project: Project, progress: Steps | None = None) -> dict[str, str]:
    """The first article of the group, by the id of each article that has near-duplicates.

    Articles that have not been compared yet are compared now; nothing is written.
    """
    groups = project.twin_groups()
    if project.lacks_signatures():
        groups |= project.find_twins(progress).groups
    return groups


def compare_new(project: Project, progress: Progress | None = None) -> None:
    """Compare the articles that have come in with all others, and keep what is found."""

    def show(done: int, total: int) -> None:
        if progress is not None:
            progress(done, total, "Looking for near-duplicates")

    project.bring_twins_in_step(show)
    if progress is not None:
        progress(1, 1, "")
