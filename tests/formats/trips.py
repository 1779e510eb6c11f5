"""A project out to a file and back into an empty one, for the tests of several formats."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from annotator.errors import FormatError, UserError
from annotator.jobs.creating import create_project
from annotator.jobs.exporting import ExportReport, export
from annotator.jobs.importing import ImportReport, import_paths
from annotator.model.change import Change, Edit
from annotator.model.values import now
from annotator.store.project import Project
from tests.formats.declared import undeclared
from tests.formats.fuzzing import mutations
from tests.jobs.random_projects import CODEBOOK, content
from tests.store.making import fast_folder

Judge = Callable[[Project, Project, ExportReport], None]


def differences(
    changes: Sequence[Change],
    format: str,
    name: str,
    options: Mapping[str, str],
    more: Judge | None = None,
) -> list[str]:
    """What a random project lost on its way out to `name` and back, and nobody declared."""
    with fast_folder() as folder_name:
        folder = Path(folder_name)
        with Project.create(folder / "a.annodb", title="A", codebook=CODEBOOK) as first:
            first.apply(Edit("fill", tuple(changes), changes[0].register.id, now()))
            report = export(first, folder / name, format=format, options=options)
            with Project.create(folder / "b.annodb", title="B", codebook=CODEBOOK) as second:
                if first.documents():
                    import_paths(second, [folder / name], format=format, annotator="Importer")
                if more is not None:
                    more(first, second, report)
                return undeclared(first, second, report, format)


def imported(path: Path, **options: str) -> tuple[Project, ImportReport]:
    """A new project beside the file that holds what the file holds."""
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".annodb") as file:
        name = Path(file.name)
    project = create_project(name, codebook="conll2003-ner")
    try:
        return project, import_paths(project, [path], annotator="Mia", options=options)
    except UserError:
        project.close()
        raise


def spans_of(project: Project) -> list[tuple[str, str]]:
    """Label and words of all spans, in reading order."""
    documents = project.documents()
    return [(span.label, span.text) for one in documents for span in project.spans(one.id)]


def relations_of(project: Project) -> list[tuple[str, str, str]]:
    """Type, words from and words to of all relations."""
    found = []
    for document in project.documents():
        spans = {span.id: span for span in project.spans(document.id)}
        found += [
            (one.label, spans[one.from_id].text, spans[one.to_id].text)
            for one in project.relations(document.id)
        ]
    return sorted(found)


def check_damaged(path: Path, format: str, content_: bytes, number: int) -> None:
    """Damaged versions of a file: each is refused or read, and a refused one changes nothing."""
    with create_project(path.with_name("fuzz.annodb"), codebook="conll2003-ner") as project:
        for mutated in mutations(content_, 7, number):
            path.write_bytes(mutated)
            before: list[Any] = list(content(project))
            try:
                import_paths(project, [path], format=format, annotator="Mia")
            except FormatError as error:
                refused = (path.name in str(error), list(content(project)) == before)
                assert refused == (True, True)
