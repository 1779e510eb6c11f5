"""Making one of two labels, entities, annotators and so on: finding them, doing it, remembering it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from annotator.errors import UserError
from annotator.jobs import reconciling_changes
from annotator.model.change import Change, Edit, Register
from annotator.model.decisions import GOLD, UNIFIED_KINDS, Unification
from annotator.model.entity_types import entity_attributes
from annotator.model.reconciling import NAMED, Clash, Thing, Ways, clashes, folded, turned, ways_of
from annotator.model.values import Field, now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from annotator.store.project import Project

_TURNED, _ALIKE = "settle which of two stays", "settle what says the same"
LARGE = 5_000
"""Up to so many changes an edit is kept in memory; larger ones are written as they are read."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be reconciled: pairs with one name, and single things with two."""

    clashes: tuple[Clash, ...] = ()
    things: tuple[Thing, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be done."""
        return not self.clashes


def find(project: Project) -> Found:
    """All things that have names, and those of them that may be one."""
    things = list(_things(project))
    people = {one.id: one.name for one in project.annotators()}
    found = clashes(things, project.unifications())
    told = [Clash(_told(project, one.one, people), _told(project, one.other, people)) for one in found]
    return Found((*_doubled(project, people), *told), tuple(things))


def _things(project: Project, *, is_counted: bool = True) -> Iterator[Thing]:
    codebook = project.codebook()
    listed: tuple[tuple[str, Iterable[Any]], ...] = (
        ("label", codebook.labels.values()),
        ("attribute", codebook.attributes.values()),
        ("relation_type", codebook.relation_types.values()),
        ("entity", project.entities()),
        ("annotator", project.annotators()),
    )
    groups = {"entity": "type", "annotator": "role"}
    uses = project.use_counts(*UNIFIED_KINDS) if is_counted else {}
    for kind, some in listed:
        for one in some:
            group = getattr(one, groups[kind]) if kind in groups else ""
            yield Thing(kind, one.id, one.name, group, uses.get(kind, {}).get(one.id, 0))


def _told(project: Project, thing: Thing, people: dict[str, str]) -> Thing:
    """The thing with who brought it in and when."""
    by, since = project.began(thing.kind, thing.id)
    return replace(thing, by=people.get(by, by), since=since)


def _doubled(project: Project, people: dict[str, str]) -> Iterator[Clash]:
    """Things whose name is in conflict."""
    for kind in UNIFIED_KINDS:
        for conflict in project.conflicts_of(kind):
            named = [one for one in conflict.versions if isinstance(one.value, Field)]
            if conflict.register.field != "name" or len(named) < 2:
                continue
            one, other = (
                Thing(kind, conflict.register.id, str(version.value.value), "", 0, who, version.time)  # type: ignore[union-attr]
                for version in named[-2:]
                for who in [people.get(version.annotator, version.annotator)]
            )
            yield Clash(one, other)


# ---------------------------------------------------------------- saying it


def unification(
    project: Project, kind: str, one: str, other: str, *, by: str, is_same: bool = True
) -> Unification:
    """What is said of two things, which are named by id or name; `UserError` where that is not clear."""
    if kind not in UNIFIED_KINDS:
        raise UserError(f"There is no kind “{kind}”.", f"There is: {', '.join(UNIFIED_KINDS)}.")
    things = [thing for thing in _things(project, is_counted=False) if thing.kind == kind]
    first, second = _named(things, kind, one), _named(things, kind, other)
    if first.id == second.id:
        raise UserError(f"“{one}” and “{other}” are one {NAMED[kind][0]} already.", "Name two.")
    is_gold = kind == "annotator" and GOLD.id in (first.id, second.id)
    if is_same and (is_gold or (kind == "annotator" and first.group != second.group)):
        raise UserError(
            f"“{first.name}” and “{second.name}” cannot be one annotator.",
            "A person, a program and the gold annotations stay apart.",
        )
    return Unification(kind, first.id, second.id, is_same, by, now())


def _named(things: Iterable[Thing], kind: str, wanted: str) -> Thing:
    found = [one for one in things if one.id == wanted] or [one for one in things if one.name == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(one.id for one in found)
        raise UserError(
            f"Several {NAMED[kind][1]} are called “{wanted}”.", f"Name one by its id: {ids}."
        )
    raise UserError(f"There is no {NAMED[kind][0]} “{wanted}” in the project.")


def title_of(project: Project, said: Unification, *, is_remembered: bool = False) -> str:
    """What the step is called."""
    names = [_name(project, said.kind, id_) for id_ in (said.one, said.other)]
    if not said.is_same:
        return f"keep both: {NAMED[said.kind][0]} {names[0]}"
    many = NAMED[said.kind][1]
    what = f"unify the {many} {names[0]} and {names[1]}"
    if folded(names[0]) == folded(names[1]):
        what = f"unify two {many} called {names[1]}"
    return f"{what} as decided before" if is_remembered else what


def _name(project: Project, kind: str, id_: str) -> str:
    field = project.last_fields(kind, id_).get("name")
    return str(field.value) if field is not None else id_


def changes(project: Project, said: Unification) -> Iterator[Change]:
    """The changes of one step: what was said, and what follows from it; read as they are written."""
    yield from _said(project, said)
    if said.is_same:
        yield from reconciling_changes.changes(project, said)


def _said(project: Project, said: Unification) -> Iterator[Change]:
    field = said.as_field()
    before = project.shown_value(Register("unification", said.id, "value"))
    yield Change(before, field)


def expected(project: Project, said: Unification) -> int:
    """About how many changes the step has."""
    return project.use_counts(said.kind)[said.kind].get(said.one, 0) if said.is_same else 1


def carry_out(project: Project, said: Unification, *, by: str) -> Edit:
    """Say it, and change what follows, in one step; the edit as it was written."""
    return _write(project, title_of(project, said), changes(project, said), by)


# ---------------------------------------------------------------- remembering it


def remembered(project: Project) -> list[Unification]:
    """What was decided before and does not hold: each with the id that stays in the end."""
    said = [one for one in project.unifications() if one.is_same]
    if not said:
        return []
    found = []
    ways = ways_of([*said, *_turned(project)])
    for kind in UNIFIED_KINDS:
        goal = ways.get(kind, {})
        there = project.used(kind, goal.keys())
        for one, other in goal.items():
            is_there = one in there or "name" in project.shown_fields(kind, one)
            is_open = is_there or bool(project.conflicts_of(kind, one))
            if (
                is_open
                and (said_so := _reason(said, kind, one))
                and _may_stay(project, kind, one, other)
            ):
                found.append(replace(said_so, one=one, other=other))
    return found


def _reason(said: Iterable[Unification], kind: str, one: str) -> Unification | None:
    return next((each for each in said if each.kind == kind and one in (each.one, each.other)), None)


def _may_stay(project: Project, kind: str, one: str, other: str) -> bool:
    """Whether the other is there, or has gone by being unified itself: nothing deleted comes back."""
    if "name" in project.shown_fields(kind, other):
        return True
    if "name" not in project.last_fields(kind, other):
        return False
    both = Unification(kind, one, other, True)
    fields = project.former_values(Register("unification", both.id, "value"))
    former = [Unification.of(field.value) for field in fields if isinstance(field, Field)]  # type: ignore[arg-type]
    leads = any(each.kind == kind and each.one == other and each.is_same for each in former)
    return leads or any(u.kind == kind and u.one == other and u.is_same for u in project.unifications())


def _turned(project: Project) -> list[Unification]:
    """Pairs that were unified either way on two machines, as they are settled."""
    found = []
    for conflict in project.conflicts_of("unification"):
        values = [one.value.value for one in conflict.versions if isinstance(one.value, Field)]
        if len(values) == len(conflict.versions):
            one = turned([Unification.of(value) for value in values])  # type: ignore[arg-type]
            found += [one] if one is not None else []
    return found


def remembered_steps(project: Project) -> Iterator[tuple[str, str, Iterator[Change]]]:
    """What follows a merge from what was decided before: title, who decided it, and the changes.

    Each step has to be written before the next is asked for.
    """
    for said in _turned(project):
        shown = project.shown_value(Register("unification", said.id, "value"))
        yield _TURNED, said.annotator, iter([Change(shown, said.as_field())])
    for said in remembered(project):
        title = title_of(project, said, is_remembered=True)
        yield title, said.annotator, reconciling_changes.changes(project, said)
    said_last = project.unifications()
    ways = ways_of(said_last)
    if ways and project.conflict_count():
        alike = Ways(ways, entity_attributes(project.codebook()))
        yield _ALIKE, said_last[-1].annotator, reconciling_changes.settled(project, alike)


def remembered_size(project: Project) -> int:
    """About how many changes those steps have; 0 where there are none."""
    wanted = remembered(project)
    size = len(_turned(project)) + sum(1 + expected(project, said) for said in wanted)
    ways = ways_of(project.unifications()) if project.conflict_count() else {}
    alike = Ways(ways, entity_attributes(project.codebook()))
    return size + (sum(1 for _ in reconciling_changes.settled(project, alike)) if ways else 0)


def apply_remembered(
    project: Project, by: str = "", progress: Callable[[int, int], None] | None = None
) -> list[str]:
    """Unify what a merge has brought that was unified before; the titles of the steps.

    Each step is an edit by `by`, else by whoever decided it. They are taken back with the merge.
    """
    done = []
    for title, decided_by, steps in remembered_steps(project):
        edit = _write(project, title, steps, by or decided_by, progress)
        if edit.id is not None and title not in (_TURNED, _ALIKE):
            done.append(title)
    return done


def naming(project: Project, kind: str, id_: str, name: str) -> Iterator[Change]:
    """The change that gives a thing one of its two names."""
    shown = project.shown_value(Register(kind, id_, "name"))
    yield Change(shown, Field(kind, id_, "name", name))


def _write(
    project: Project,
    title: str,
    steps: Iterable[Change],
    by: str,
    progress: Callable[[int, int], None] | None = None,
) -> Edit:
    """Write a step, which may be large; nothing where there are no changes."""
    every = iter(steps)
    first = tuple(islice(every, LARGE))
    if len(first) < LARGE:
        edit = project.apply(Edit(title, first, by, now()))
    else:
        edit = project.apply_stream(title, chain(first, every), by=by, progress=progress)
    if edit.id is not None:
        project.add_to_last_merge(edit.id)
    return edit
