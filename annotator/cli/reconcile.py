"""Names that stand for two things: found, and made one or kept apart."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from annotator.cli.options import ANNOTATOR, JSON, PROJECT
from annotator.cli.printing import open_project, print_json, print_lines
from annotator.model.decisions import UNIFIED_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotator.model.reconciling import Clash, Thing
    from annotator.store.project import Project

_PAIR = (click.Choice(UNIFIED_KINDS), str, str)
_Pairs = tuple[tuple[str, str, str], ...]


@click.command("reconcile")
@PROJECT
@click.option(
    "--unify",
    "unified",
    type=_PAIR,
    multiple=True,
    metavar="KIND ONE OTHER",
    help="Make one of two: OTHER stays and gets all that names ONE. Ids or names.",
)
@click.option(
    "--keep",
    "kept",
    type=_PAIR,
    multiple=True,
    metavar="KIND ONE OTHER",
    help="Say that two of one name are not one.",
)
@ANNOTATOR
@JSON
def reconcile(project: Path, unified: _Pairs, kept: _Pairs, annotator: str | None, as_json: bool) -> int:
    """List names that stand for two things, and make one of them.

    KIND is label, attribute, relation_type, entity or annotator. What is said is remembered: it
    holds for whatever later merges bring. Without --unify and --keep nothing is changed.
    """
    from annotator.jobs import reconciling

    with open_project(project, read_only=not (unified or kept)) as opened:
        done = list(_carry_out(opened, unified, kept, annotator))
        found = reconciling.find(opened)
    if as_json:
        print_json({"done": done, "clashes": [_as_json(one) for one in found.clashes]})
        return 0
    print_lines(f"{title[0].upper()}{title[1:]}." for title in done)
    print_lines(_line(one) for one in found.clashes)
    if not done and not found.clashes:
        print_lines(["No name stands for two things."])
    return 0


def _carry_out(project: Project, unified: _Pairs, kept: _Pairs, name: str | None) -> Iterator[str]:
    from annotator.jobs import people, reconciling

    if not (unified or kept):
        return
    by = people.existing(project, name).id
    for pairs, is_same in ((unified, True), (kept, False)):
        for kind, one, other in pairs:
            said = reconciling.unification(project, kind, one, other, by=by, is_same=is_same)
            yield reconciling.carry_out(project, said, by=by).title


def _line(clash: Clash) -> str:
    kind = clash.kind.replace("_", " ")
    if clash.is_one_thing:
        names = f"“{clash.one.name}” ({clash.one.by}) and “{clash.other.name}” ({clash.other.by})"
        return f"One {kind}, {clash.one.id}, is called {names}: see annotator conflicts."
    return f"Two {kind}s are called “{clash.one.name}”: {_said(clash.one)} and {_said(clash.other)}."


def _said(thing: Thing) -> str:
    by = f", by {thing.by}" if thing.by else ""
    return f"{thing.id} (used {thing.uses:,}{by})"


def _as_json(clash: Clash) -> dict[str, object]:
    return {"kind": clash.kind, "one": asdict(clash.one), "other": asdict(clash.other)}
