"""What an import would bring and lose, found by importing into a copy of the project."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import Cancelled
from annotator.jobs.importing import import_paths
from annotator.store.backup import copy_project
from annotator.store.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from annotator.formats.format import Progress
    from annotator.jobs.importing import ImportReport
    from annotator.model.values import Annotator
    from annotator.store.backup import HasPath


def foresee_import(
    project: HasPath,
    paths: Sequence[Path],
    *,
    format: str | None = None,
    encoding: str | None = None,
    options: Mapping[str, str] | None = None,
    columns: Mapping[str, str] | None = None,
    tables: Mapping[str, Mapping[str, str]] | None = None,
    spares_certain: bool = False,
    annotator: Annotator | str | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportReport:
    """The report that `import_paths` would give; the project stays as it is."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        copy = copy_project(project, Path(folder) / "copy.annodb", progress=lambda *_: _go_on(cancelled))
        with Project.open(copy) as trial:
            return import_paths(
                trial,
                paths,
                format=format,
                encoding=encoding,
                options=options,
                columns=columns,
                tables=tables,
                spares_certain=spares_certain,
                annotator=annotator,
                progress=progress,
                cancelled=cancelled,
            )


def _go_on(cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled
