"""Merging the files of a team."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from annotator.cli.options import JSON, PATH, PROJECT
from annotator.cli.printing import open_project, print_json, print_lines, progress_on_terminal

if TYPE_CHECKING:
    from pathlib import Path


@click.command("merge")
@PROJECT
@click.argument("others", type=PATH, nargs=-1, required=True, metavar="OTHER...")
@click.option("--dry-run", is_flag=True, help="Only say what would come.")
@JSON
def merge_files(project: Path, others: tuple[Path, ...], dry_run: bool, as_json: bool) -> int:
    """Merge what is in other files of the project, in one step.

    The other files are not changed. Merging twice does nothing more, and the order does not
    matter. What people have to decide is listed by: annotator conflicts PROJECT.
    """
    from annotator.jobs import merging

    progress = progress_on_terminal()
    with open_project(project, read_only=dry_run) as opened:
        work = merging.look if dry_run else merging.merge
        report = work(opened, others, progress)
    if as_json:
        print_json(asdict(report))
    else:
        print_lines(report.sentences())
    return 0


@click.command("unmerge")
@PROJECT
def take_merge_back(project: Path) -> int:
    """Take the last merge back, as long as nothing was edited since."""
    with open_project(project) as opened:
        opened.take_merge_back()
    print_lines(["The last merge was taken back."])
    return 0


@click.command("conflicts")
@PROJECT
@JSON
def list_conflicts(project: Path, as_json: bool) -> int:
    """List what people have changed at once and in different ways, and what waits."""
    from annotator.jobs.deciding import undecided
    from annotator.model.conflict_words import conflict_lines, waiting_lines

    with open_project(project, read_only=True) as opened:
        conflicts, waiting = opened.conflicts(), opened.waiting()
        names = {one.id: one.name for one in opened.annotators()}
        titles = {one.id: one.title for one in opened.documents()}
        lost = [one for one in undecided(opened) if one.kind in ("label", "entity")]
    if as_json:
        found = {
            "conflicts": [asdict(one) for one in conflicts],
            "waiting": [asdict(one) for one in waiting],
            "lost": [{"kind": one.kind, "id": one.register.id, "used": one.count} for one in lost],
        }
        print_json(found)
        return 0
    for conflict in conflicts:
        print_lines(conflict_lines(conflict, names, titles))
    print_lines(waiting_lines(waiting, titles))
    print_lines(f"{one.subject}: {one.why}" for one in lost)
    if not (conflicts or waiting or lost):
        print_lines(["There is nothing to decide."])
    return 0
