"""Importing articles and annotations: all files that can be read become one edit.

A file is imported whole or not at all. Of several files, those that cannot be read are
listed and the others imported; a file that was named alone raises its error. Nothing is
kept of an import that is cancelled.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from annotator.errors import Cancelled, FormatError, UserError
from annotator.formats import files
from annotator.formats.format import Article, Part, Progress
from annotator.jobs import people
from annotator.jobs.beginning import begin
from annotator.jobs.choosing import Choice, Chosen, choose
from annotator.jobs.collecting import calm_collector
from annotator.jobs.gathering import Gathering, Skipped
from annotator.jobs.import_terms import Said
from annotator.model.additions import Additions, Step, one_by_one
from annotator.model.values import Annotator
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from annotator.formats.format import Reading
    from annotator.formats.kit.losses import Losses, TotalLoss
    from annotator.model.change import Edit
    from annotator.store.project import Project

_FIRST = 20
"""So many files are asked whom they introduce."""
KEPT_CHANGES = 20_000
"""How many changes the returned edit has at most; the edit of a larger import has none."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that could not be imported, and why."""

    path: Path
    error: UserError


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    `edit` is None where nothing was new; it has no changes where they are more than
    `KEPT_CHANGES` (`is_large`): then everything must be read anew. `added` are the ids of
    the new documents, `shared` says how many messages, assignments and saved queries came.
    """

    edit: Edit | None
    added: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    failed: tuple[Failed, ...]
    remarks: tuple[str, ...]
    spans: int
    relations: int
    entities: int
    passed_over: int
    is_large: bool = False
    shared: tuple[str, ...] = ()
    totals: tuple[TotalLoss, ...] = ()
    losses: Losses | None = field(default=None, compare=False, repr=False)

    def sentences(self) -> list[str]:
        """The report in words, the most important first."""
        numbers = [counted(len(self.added), "article")]
        counts = ((self.spans, "span"), (self.relations, "relation"))
        numbers += [counted(number, noun) for number, noun in counts if number]
        if self.entities:
            numbers.append(counted(self.entities, "entity", "entities"))
        numbers += self.shared
        said = [f"Imported {', '.join(numbers)}."]
        if self.skipped:
            said.append(f"Skipped {counted(len(self.skipped), 'article')} already in the project:")
            said += [f"  {one.name} (“{one.title}”)" for one in self.skipped]
        if self.passed_over:
            said.append(f"Passed over {counted(self.passed_over, 'file')} of other kinds.")
        return [*said, *(total.sentence() for total in self.totals), *self.remarks]


def import_paths(
    project: Project,
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
    """Import files and folders as one edit of `annotator` (an annotator, a name, or nobody named).

    `options` are those of the formats that are read, `columns` say which column of a table
    holds what, `tables` by the key of its columns. With `spares_certain`, files that tell their
    own encoding are not read in `encoding`.
    """
    said = Said(encoding, options or {}, columns or {}, tables or {}, spares_certain)
    with choose(paths, format) as chosen:
        said.check(chosen.choices)
        return _import(project, paths, chosen, said, annotator, progress, cancelled)


def _import(
    project: Project,
    paths: Sequence[Path],
    chosen: Chosen,
    said: Said,
    annotator: Annotator | str | None,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> ImportReport:
    """Try to import all files; without those that turn out to be bad, try again."""
    torn: list[Failed] = []
    while True:
        bad_paths = {one.path for one in torn}
        choices = [choice for choice in chosen.choices if choice.shown not in bad_paths]
        reading = said.reading()
        importer, begun = _who(project, choices, annotator, said, reading)
        run = _Import(project, choices, reading, begun, importer, progress, cancelled)
        try:
            with calm_collector():
                edit = run.apply(paths)
        except _BadFileError as bad:
            torn.append(Failed(bad.path, bad.error))
            continue
        failed = [*(Failed(*one) for one in chosen.refused), *torn, *run.failed]
        if failed and len(failed) == len(chosen.choices) + len(chosen.refused):
            raise _all_failed(failed)
        return run.report(edit, failed, chosen)


def _who(
    project: Project,
    choices: Sequence[Choice],
    annotator: Annotator | str | None,
    said: Said,
    reading: Reading,
) -> tuple[Annotator, Iterator[Part] | None]:
    """Who imports, and the parts of the only file, where its beginning has been read for that."""
    if isinstance(annotator, Annotator):
        return annotator, None
    introduced: list[Annotator] = []
    begun = None
    if len(choices) == 1:
        introduced, begun = begin(choices[0], reading)
    else:
        for choice in choices[:_FIRST]:
            introduced += begin(choice, said.reading())[0]
    return people.importer(project, annotator, in_files=introduced), begun


def _all_failed(failed: Sequence[Failed]) -> UserError:
    first = failed[0].error
    if len(failed) == 1:
        return first
    return FormatError(
        f"None of the {len(failed):,} files could be imported. The first: {first.message}", first.hint
    )


class _BadFileError(Exception):
    """A file turned out to be bad after some of it had been written: all is to be taken back."""

    def __init__(self, path: Path, error: UserError) -> None:
        super().__init__(str(error))
        self.path = path
        self.error = error


class _Import:
    """One try to import these files."""

    def __init__(
        self,
        project: Project,
        choices: Sequence[Choice],
        reading: Reading,
        begun: Iterator[Part] | None,
        importer: Annotator,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._project = project
        self._choices = choices
        self._reading = reading
        self._begun = begun
        self._importer = importer
        self._progress = progress
        self._cancelled = cancelled
        self._gathering = Gathering(project, importer)
        self._kept: list[Step] = []
        self._number = 0
        self.failed: list[Failed] = []

    def apply(self, paths: Sequence[Path]) -> Edit | None:
        """Write the edit; None where there was nothing new to write."""
        changes = self._changes()
        first = next(changes, None)
        if first is None:
            return None
        names = (
            files.shown_name(paths[0].resolve()) if len(paths) == 1 else f"{len(self._choices):,} files"
        )
        every = self._keeping(chain(self._gathering.names.importer_changes(), [first], changes))
        edit = self._project.apply_stream(f"import {names}", every, by=self._importer.id)
        return edit if self._is_large else edit.with_changes(tuple(one_by_one(self._kept)))

    @property
    def _is_large(self) -> bool:
        return self._number > KEPT_CHANGES

    def _keeping(self, steps: Iterator[Step]) -> Iterator[Step]:
        for step in steps:
            self._number += step.size if isinstance(step, Additions) else 1
            if self._number <= KEPT_CHANGES:
                self._kept.append(step)
            elif self._kept:
                self._kept = []
            yield step

    def _changes(self) -> Iterator[Step]:
        for number, choice in enumerate(self._choices):
            name = choice.name
            self._step(number, name)
            parts = self._watched(self._begun or choice.read(self._reading), number, name)
            is_begun = False
            try:
                for change in self._gathering.changes_of(name, parts):
                    is_begun = True
                    yield change
            except UserError as error:
                if is_begun:
                    raise _BadFileError(choice.shown, error) from error
                self.failed.append(Failed(choice.shown, error))
        self._step(len(self._choices), "")

    def _watched(self, parts: Iterator[Part], number: int, name: str) -> Iterator[Part]:
        articles = 0
        for part in parts:
            yield part
            articles += isinstance(part, Article)
            if articles and articles % 20 == 0:
                self._step(number, f"{name}: {counted(articles, 'article')}")

    def _step(self, done: int, text: str) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled
        if self._progress is not None:
            self._progress(done, len(self._choices), text)

    def report(self, edit: Edit | None, failed: Sequence[Failed], chosen: Chosen) -> ImportReport:
        """What was done, in numbers and sentences."""
        tally, names, codebook = self._gathering.tally, self._gathering.names, self._gathering.codebook
        remarks = [*tally.remarks, *self._reading.remarks]
        if self._reading.further:
            remarks.append(f"And {counted(self._reading.further, 'further remark')}.")
        return ImportReport(
            edit,
            tuple(tally.added),
            tuple(tally.skipped),
            tuple(failed),
            (*codebook.sentences(), *names.sentences(), *remarks),
            tally.spans,
            tally.relations,
            names.new_entities,
            chosen.passed_over,
            is_large=self._is_large,
            shared=self._gathering.sharing.said(),
            totals=tuple(self._reading.losses.totals()),
            losses=self._reading.losses,
        )
