"""What was done, and taking it back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from annotator.cli.options import ANNOTATOR, JSON, PROJECT
from annotator.cli.printing import (
    existing,
    open_project,
    print_json,
    print_result,
)
from annotator.model.reconciling import with_former
from annotator.model.wording import counted

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@PROJECT
@click.option("--annotator", metavar="NAME", help="Only the edits of this annotator.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1))
@JSON
def history(project: Path, annotator: str | None, limit: int, as_json: bool) -> None:
    """List the last edits, the newest first."""
    with open_project(project, read_only=True) as opened:
        who = existing(opened, annotator).id if annotator is not None else None
        named = {one.id: one.name for one in opened.annotators()}
        names = with_former(named, opened.unifications())
        entries = opened.history(limit=limit, annotator=who)
    if as_json:
        print_json([asdict(one) | {"annotator": names.get(one.annotator, "")} for one in entries])
    for one in () if as_json else entries:
        taken_back = "  (undone)" if one.undone else ""
        name = names.get(one.annotator, "") or "–"
        click.echo(f"{one.time}  {name}  {one.title}  ({counted(one.changes, 'change')}){taken_back}")


@click.command()
@PROJECT
@ANNOTATOR
def undo(project: Path, annotator: str | None) -> None:
    """Take back the annotator's last edit that is still in force."""
    with open_project(project) as opened:
        print_result(opened.undo(existing(opened, annotator).id))


@click.command()
@PROJECT
@ANNOTATOR
def redo(project: Path, annotator: str | None) -> None:
    """Do again what the annotator has undone last."""
    with open_project(project) as opened:
        print_result(opened.redo(existing(opened, annotator).id))
