"""New projects: empty ones, and copies made from a native file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.errors import FormatError
from annotator.formats import codebook_file
from annotator.formats.format import CodebookLine, Progress, ProjectName, Reading
from annotator.formats.jsonl_reading import read
from annotator.jobs.importing import import_paths
from annotator.model import codebook_rules
from annotator.store.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def create_project(
    path: Path, *, title: str = "", codebook: str | Path = codebook_file.DEFAULT
) -> Project:
    """Make an empty project with a preset's codebook, by its name, or that of a file."""
    return Project.create(path, title=title or path.stem, codebook=codebook_file.read(codebook))


def create_from_jsonl(
    path: Path,
    source: Path,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Project:
    """Make a project from a native file, with its title; nothing is left if that fails."""
    title, codebook = _beginning(source)
    project = Project.create(path, title=title or path.stem, codebook=codebook)
    try:
        import_paths(project, [source], format="annotator", progress=progress, cancelled=cancelled)
    except BaseException:
        project.close()
        path.unlink(missing_ok=True)
        raise
    return project


def _beginning(source: Path) -> tuple[str, dict[str, object]]:
    """Title and codebook of a native file; the default codebook where it has none."""
    title = ""
    for part in read(source, Reading()):
        if isinstance(part, ProjectName):
            title = part.title
        elif isinstance(part, CodebookLine):
            codebook_rules.check(part.content, part.place, is_from_project=True)
            if codebook_rules.problems(part.content):  # the import takes it over as it is
                break
            return title, dict(part.content)
        else:
            break
    else:
        raise FormatError(f"{source} holds no project.", "Choose a file that Annotator has exported.")
    return title, codebook_file.read(codebook_file.DEFAULT)
