"""Checking a project."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from annotator.cli.options import JSON, PROJECT
from annotator.cli.printing import (
    open_project,
    print_json,
    print_lines,
    progress_on_terminal,
)

if TYPE_CHECKING:
    from pathlib import Path


@click.command("check")
@PROJECT
@JSON
def check_project(project: Path, as_json: bool) -> int:
    """Check the file, the offsets and the codebook's rules.

    The exit status is 1 if there are errors; warnings alone leave it at 0.
    """
    from annotator.jobs.checking import check

    with open_project(project, read_only=True) as opened:
        report = check(opened, progress=progress_on_terminal())
    if as_json:
        found = {"damages": report.damages, "findings": [asdict(one) for one in report.findings]}
        print_json({**found, "errors": report.errors, "warnings": report.warnings})
    else:
        print_lines(report.sentences())
    return 1 if report.errors else 0
