"""Work packages: assignments written as one step, and one small file for each person."""

from __future__ import annotations

import os
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.errors import Cancelled, UserError
from annotator.jobs import people as persons
from annotator.jobs.packaging_plan import GIVEN, check
from annotator.model import document_edits
from annotator.model.document_edits import Load
from annotator.model.package import Package
from annotator.model.values import now
from annotator.store.partial import Subset, write_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from annotator.formats.format import Progress
    from annotator.jobs.packaging_plan import PackageWish
    from annotator.model.change import Change
    from annotator.model.planning import TeamPlan
    from annotator.model.values import Annotator
    from annotator.store.project import Project

SUFFIX = ".annodb"
TITLE = "make work packages"
_FORBIDDEN = re.compile(r"[^\w .,()&+@-]+")
_LONGEST = 60
_MOST_SAID = 4
_NOT_BLIND = frozenset(("decision", "unification"))


@dataclass(frozen=True, slots=True)
class Made:
    """One package that was written: for whom, where, how many articles, how large in bytes."""

    name: str
    path: Path
    articles: int
    size: int


@dataclass(frozen=True, slots=True)
class PackageReport:
    """What was written, and how many assignments were made for it."""

    packages: Sequence[Made]
    assignments: int
    folder: Path

    def sentences(self) -> list[str]:
        """The result in words, its first sentence the shortest."""
        number = len(self.packages)
        first = f"{number:,} work package{'s are' if number != 1 else ' is'} in {self.folder}."
        files = [
            f"{one.path.name}: {one.articles:,} article{'s' if one.articles != 1 else ''},"
            f" {one.size / 1_000_000:.1f} MB"
            for one in self.packages
        ]
        return [first, *files]

    def in_short(self) -> list[str]:
        """The result in a few words, however many files there are."""
        said = self.sentences()
        others = len(said) - _MOST_SAID - 1
        return said if others <= 1 else [*said[: _MOST_SAID + 1], f"… and {others:,} more."]


def write_packages(
    project: Project,
    made: TeamPlan,
    wish: PackageWish,
    folder: Path,
    *,
    by: Annotator,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> PackageReport:
    """Assign what the plan says as one edit of `by`, and write a file for each person.

    If anything goes wrong, or it is stopped, no file is left and the assignments are taken
    back. An existing file is never replaced: somebody may have worked in it.
    """
    check(made)
    wanted = {id_: portion for id_, portion in made.portions.items() if portion.documents}
    paths = file_paths(project.path, folder, {id_: wish.people.get(id_, id_) for id_ in wanted})
    _refuse_existing(paths.values())
    _make_folder(folder)
    new = 0 if wish.way == GIVEN else made.assignments
    if new:
        project.apply_stream(TITLE, _changes(project, made, wish, by), by=by.id)
    written: list[Made] = []
    try:
        for number, (id_, portion) in enumerate(wanted.items()):
            if progress is not None:
                progress(number, len(wanted), paths[id_].name)
            if cancelled is not None and cancelled():
                raise Cancelled
            written.append(_write(project, paths[id_], _package(project, id_, portion.documents, wish)))
    except BaseException:
        for one in written:
            with suppress(OSError):
                one.path.unlink()
        if new:
            project.undo(by.id)
        raise
    return PackageReport(written, new, folder)


def _write(project: Project, path: Path, package: Package) -> Made:
    write_part(project, path, _subset(project, package), package=package)
    return Made(package.name, path, len(package.documents), path.stat().st_size)


def _changes(project: Project, made: TeamPlan, wish: PackageWish, by: Annotator) -> Iterator[Change]:
    known = {one.id for one in project.annotators()}
    if by.id not in known:
        yield from persons.additions(by)
    new = {id_: name for id_, name in wish.people.items() if id_ not in known and id_ != by.id}
    yield from document_edits.introducing(new)
    loads = {
        id_: Load(list(portion.documents), portion.characters) for id_, portion in made.portions.items()
    }
    yield from document_edits.assigning(loads, by=by.id)


def _package(project: Project, id_: str, documents: tuple[str, ...], wish: PackageWish) -> Package:
    name = wish.people.get(id_, id_)
    return Package(id_, name, f"{project.title} – {name}", documents, wish.is_blind, now())


def _subset(project: Project, package: Package) -> Subset:
    """What goes into a package; what programs have suggested is in a blind one, too."""
    documents = frozenset(package.documents)
    if not package.is_blind:
        return Subset(documents)
    suggesters = (one.id for one in project.annotators() if one.role == "suggester")
    return Subset(documents, frozenset((package.annotator, *suggesters)), without=_NOT_BLIND)


# ---------------------------------------------------------------- files


def file_paths(project_path: Path, folder: Path, names: Mapping[str, str]) -> dict[str, Path]:
    """A file for each person (names by id), named after project and person."""
    taken: set[str] = set()
    paths: dict[str, Path] = {}
    for id_, name in names.items():
        stem = f"{project_path.stem} {file_name_of(name)}"
        unique, number = stem, 2
        while unique.casefold() in taken:
            unique, number = f"{stem} {number}", number + 1
        taken.add(unique.casefold())
        paths[id_] = folder / f"{unique}{SUFFIX}"
    return paths


def file_name_of(name: str) -> str:
    """A person's name as part of a file's name on any system."""
    plain = _FORBIDDEN.sub(" ", unicodedata.normalize("NFC", name))
    return " ".join(plain.split())[:_LONGEST].strip(" .") or "somebody"


def _refuse_existing(paths: Iterable[Path]) -> None:
    for path in paths:
        if os.path.lexists(path):
            raise UserError(f"“{path}” exists already.", "Choose another folder, or move it away.")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"The folder “{folder}” cannot be made: {error.strerror or error}.",
            "Choose another folder.",
        ) from error
