"""Merging other files of a project into it: all of them, or none."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from annotator.jobs import reconciling
from annotator.model.decisions import UNIFIED_KINDS, Unification
from annotator.model.merge_preview import Counts, Merged, MergePreview
from annotator.model.reconciling import ways_of
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from annotator.formats.format import Progress
    from annotator.store.incoming import Incoming
    from annotator.store.project import Project

_NAMES = {
    "document": ("article", ""),
    "entity": ("entity", "entities"),
    "relation_type": ("relation type", ""),
    "query": ("saved query", "saved queries"),
    "work": ("state of work", "states of work"),
    "guideline": ("line of the guidelines", "lines of the guidelines"),
}
_ORDER = ("document", "span", "relation", "entity", "annotator", "label", "attribute", "relation_type")


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge brings or has brought; `merged` is None where it was only looked at.

    `unified` are the steps that follow from what was decided before.
    """

    preview: MergePreview = field(default_factory=MergePreview)
    merged: Merged | None = None
    unified: tuple[str, ...] = ()

    def in_short(self) -> list[str]:
        """What has come, in one line; then what was unified."""
        lines = [f"Came in: {', '.join(_short(self.preview)) or 'nothing new'}."]
        lines += [f"{title[0].upper()}{title[1:]}." for title in self.unified]
        return lines

    def sentences(self) -> Iterator[str]:
        """What people are told, a line each."""
        preview = self.preview
        if not preview.changes:
            yield "Nothing is new: the project has all of it."
            return
        for kind, counts in in_order(preview):
            if line := _line(kind, counts):
                yield line
        if preview.people:
            yield f"New annotators: {', '.join(preview.people)}."
        for clash in preview.same_title:
            yield f"Two articles are called “{clash.one_title}” and have different texts."
        for clash in preview.same_text:
            yield f"One article is called “{clash.one_title}” here and “{clash.other_title}” there."
        for name in preview.names:
            yield from _named(name.kind, name.one == name.other, name.one_name, name.other_name)
        for title in self.unified:
            yield f"{title[0].upper()}{title[1:]}."
        if preview.conflicts:
            yield f"To decide: {counted(preview.conflicts, 'conflict')}."


def gather(incoming: Incoming, paths: Sequence[Path], progress: Progress | None = None) -> None:
    """Read and verify all files; `progress` hears edits done, of how many, and the file's name."""
    for path in paths:

        def show(done: int, total: int, name: str = path.name) -> None:
            if progress is not None:
                progress(done, total, name)

        incoming.add_file(path, show)


def look(project: Project, paths: Sequence[Path], progress: Progress | None = None) -> MergeReport:
    """What merging these files would bring; nothing is written."""
    with project.incoming() as incoming:
        gather(incoming, paths, progress)
        return foresee(project, incoming)


def foresee(project: Project, incoming: Incoming) -> MergeReport:
    """What taking this would bring, and what would be unified as was decided before."""
    preview = incoming.preview()
    said = [*project.unifications(), *_unifications(incoming)]
    known = {(one.kind, *sorted((one.one, one.other))) for one in said}
    names = (one for one in preview.names if (one.kind, *sorted((one.one, one.other))) not in known)
    kept = replace(preview, names=tuple(names))
    return MergeReport(kept, unified=tuple(_foreseen(project, incoming, said)))


def _unifications(incoming: Incoming) -> Iterator[Unification]:
    query = "SELECT body FROM change WHERE kind = 'unification' AND body IS NOT NULL"
    for (body,) in incoming.stage.rows(query):
        yield Unification.of(json.loads(body))


def _foreseen(project: Project, incoming: Incoming, said: Sequence[Unification]) -> Iterator[str]:
    """The steps that would follow, by what comes in."""
    ways = ways_of(said)
    if not ways:
        return
    named = _named_in(incoming)
    for kind, goals in ways.items():
        there = project.used(kind, goals.keys())
        for one, other in goals.items():
            if one in named[kind] | there or "name" in project.shown_fields(kind, one):
                unification = Unification(kind, one, other, True)
                yield reconciling.title_of(project, unification, is_remembered=True)


def _named_in(incoming: Incoming) -> dict[str, set[str]]:
    """The ids of things that come in, or that annotations name which come in, by kind."""
    found: dict[str, set[str]] = {kind: set() for kind in UNIFIED_KINDS}
    rows = incoming.stage.rows("SELECT DISTINCT kind, target FROM change WHERE body IS NOT NULL")
    for kind, target in rows:
        if kind in found:
            found[kind].add(target)
    for kind, key in (("label", "label"), ("entity", "entity"), ("annotator", "annotator")):
        query = f"SELECT DISTINCT body ->> '{key}' FROM change WHERE kind = 'span' AND body IS NOT NULL"
        found[kind].update(id_ for (id_,) in incoming.stage.rows(query) if id_)
    return found


def merge(project: Project, paths: Sequence[Path], progress: Progress | None = None) -> MergeReport:
    """Merge these files; a bad one is named by an error, and nothing is taken then."""
    with project.incoming() as incoming:
        gather(incoming, paths, progress)
        return take(project, incoming, foresee(project, incoming), progress=progress)


def take(
    project: Project,
    incoming: Incoming,
    foreseen: MergeReport,
    *,
    by: str = "",
    progress: Progress | None = None,
) -> MergeReport:
    """Take what was gathered, and unify by `by` what was unified before; what came of it."""
    project.take(incoming, lambda done, total: _tell(progress, done, total))
    project.bring_twins_in_step()
    unified = reconciling.apply_remembered(project, by)
    merged = Merged(foreseen.preview.edits, foreseen.preview.changes, project.conflict_count())
    return replace(foreseen, merged=merged, unified=tuple(unified))


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total, "writing")


def in_order(preview: MergePreview) -> list[tuple[str, Counts]]:
    """The counts by kind, what people look for first at the beginning."""
    rank = {kind: number for number, kind in enumerate(_ORDER)}
    return sorted(preview.counts.items(), key=lambda item: (rank.get(item[0], len(rank)), item[0]))


def named_kind(kind: str, number: int) -> str:
    """So many things of a kind, in words."""
    return counted(number, *_NAMES.get(kind, (kind.replace("_", " "), "")))


def _short(preview: MergePreview) -> Iterator[str]:
    for kind, counts in in_order(preview):
        if counts.new:
            number, name = named_kind(kind, counts.new).split(" ", 1)
            yield f"{number} new {name}"
        if other := counts.changed + counts.removed:
            number, name = named_kind(kind, other).split(" ", 1)
            yield f"{number} changed {name}"


def _line(kind: str, counts: Counts) -> str:
    parts = [
        f"{number:,} {word}"
        for number, word in (
            (counts.new, "new"),
            (counts.changed, "changed"),
            (counts.removed, "removed"),
            (counts.conflicting, "in conflict"),
            (counts.same, "the same"),
        )
        if number
    ]
    if not parts or (counts.same and len(parts) == 1 and kind not in ("document", "span", "relation")):
        return ""
    name = named_kind(kind, 2).split(" ", 1)[1]
    return f"{name[0].upper()}{name[1:]}: {', '.join(parts)}."


def _named(kind: str, is_one: bool, one: str, other: str) -> Iterator[str]:
    name = kind.replace("_", " ")
    if is_one:
        yield f"One {name} is called “{one}” here and “{other}” there."
    else:
        many = named_kind(kind, 2).split(" ", 1)[1]
        yield f"Two {many} are called “{one}” and have different ids."
