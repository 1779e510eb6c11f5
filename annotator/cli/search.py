"""Searching a project."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from annotator.cli.options import JSON, PROJECT
from annotator.cli.printing import (
    open_project,
    print_json,
    print_lines,
)

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@PROJECT
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1))
@JSON
def search(project: Path, query: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Search titles and texts.

    \b
    annotator search news.annodb 'reservoir "night train" minist*'
    """
    with open_project(project, read_only=True) as opened:
        hits = opened.search(" ".join(query), limit=limit)
    if as_json:
        print_json([asdict(hit) for hit in hits])
    print_lines(f"{hit.title}\n  {hit.snippet}" for hit in (() if as_json else hits))
    if not hits:
        click.echo("Nothing found.", err=True)
