"""How much there is in a project."""

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
@JSON
def stats(project: Path, as_json: bool) -> None:
    """Say how much there is, and how far everybody is."""
    from annotator.jobs.counting import count_project

    with open_project(project, read_only=True) as opened:
        counts = count_project(opened)
    if as_json:
        print_json(asdict(counts) | {"labels": counts.labels})
        return
    print_lines(counts.sentences())
