"""Looking through the files of an import, and trying it out, in a worker thread."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from annotator import formats
from annotator.errors import FormatError
from annotator.formats.format import Reading
from annotator.jobs.choosing import choose
from annotator.jobs.previewing import Preview, of_choice, refused
from annotator.ui.import_terms import ImportTerms

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from pathlib import Path

    from annotator.formats.article_table_guess import TableGuess
    from annotator.formats.format import Format, Progress
    from annotator.jobs.choosing import Chosen
    from annotator.jobs.importing import ImportReport
    from annotator.model.values import Annotator
    from annotator.store.project import Project
    from annotator.ui.tasks import Task


@dataclass(frozen=True, slots=True)
class Found:
    """The files that an import found; `wholes` are those that hold a whole project.

    `terms` are those on which they were read. `formats` are those that the files have; `tables`
    are the files whose columns can be said, those first that can be read.
    """

    previews: tuple[Preview, ...] = ()
    wholes: frozenset[Path] = frozenset()
    passed_over: int = 0
    terms: ImportTerms = field(default_factory=ImportTerms)
    formats: tuple[Format, ...] = ()
    tables: tuple[Path, ...] = ()


def look_through(
    paths: Sequence[Path],
    known: Container[str],
    *,
    terms: ImportTerms,
    remembered: Mapping[str, Mapping[str, str]],
    progress: Progress | None = None,
) -> Found:
    """Look at all files under these paths; `known` are the ids of the project's documents.

    Each table is read by what is `remembered` for its columns. An encoding that is said for several
    files is meant for those that do not tell their own.
    """
    try:
        chosen = choose(paths, terms.format or None)
    except FormatError as error:  # the only one that was named; it may be read as something else
        return Found((refused(paths[0], error),), terms=terms)
    with chosen:
        terms = replace(terms, tables=remembered, spares_certain=len(chosen.choices) > 1)
        previews = [refused(path, one) for path, one in chosen.refused]
        for number, choice in enumerate(chosen.choices):
            if progress is not None:
                progress(number, len(chosen.choices), choice.name)
            found = of_choice(choice, _reading(terms), known)
            previews.append(replace(found, format=choice.format.name))
        return Found(
            tuple(previews),
            frozenset(choice.shown for choice in chosen.choices if choice.format.holds_projects),
            chosen.passed_over,
            terms,
            tuple({choice.format.name: choice.format for choice in chosen.choices}.values()),
            _tables(chosen, terms),
        )


def _reading(terms: ImportTerms) -> Reading:
    return Reading(
        terms.encoding or None,
        options=terms.options,
        tables=terms.tables,
        spares_certain=terms.spares_certain,
    )


def _tables(chosen: Chosen, terms: ImportTerms) -> tuple[Path, ...]:
    """The files whose columns can be said; those that cannot be read come last."""
    good: list[Path] = []
    bad: list[Path] = []
    for choice in chosen.choices:
        if choice.format.is_mapped:
            try:
                choice.table(_reading(terms))
            except FormatError:  # the preview says it
                bad.append(choice.shown)
            else:
                good.append(choice.shown)
    return (*good, *bad)


def table_of(path: Path, terms: ImportTerms) -> TableGuess:
    """Columns and first rows of a table, which may stand in a ZIP file."""
    with choose([path], terms.format or None) as chosen:
        return chosen.choices[0].table(_reading(terms))


def title_of(name: str) -> str:
    """What a format is called; "" for none."""
    return formats.named(name).title if name else ""


def try_out(
    project: Project, paths: Sequence[Path], terms: ImportTerms, by: Annotator, task: Task
) -> ImportReport:
    """What importing these files would bring."""
    from annotator.jobs.import_trial import foresee_import

    return foresee_import(
        project,
        paths,
        annotator=by,
        progress=task.progress,
        cancelled=task.is_cancelled,
        **terms.said(),
    )
