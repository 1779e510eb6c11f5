"""Checking a project."""

from __future__ import annotations

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
    from collections.abc import Sequence
    from pathlib import Path

    from annotator.jobs.checking import CheckReport


@click.command("check")
@PROJECT
@click.option("--only", "kinds", multiple=True, metavar="KIND", help="Only this check; repeatable.")
@click.option("--all", "is_all", is_flag=True, help="Show muted and accepted findings, too.")
@JSON
def check_project(project: Path, kinds: tuple[str, ...], is_all: bool, as_json: bool) -> int:
    """Check the file, the offsets, the codebook's rules and the labels among themselves.

    What the project has muted or accepted is counted, but not shown. The exit status is 1 if
    there are errors; warnings alone leave it at 0.
    """
    from annotator.errors import UserError
    from annotator.jobs.checking import check
    from annotator.model.checks import BY_ID

    unknown = [kind for kind in kinds if kind not in BY_ID]
    if unknown:
        raise UserError(
            f"There is no check “{unknown[0]}”.", f"The checks are {', '.join(sorted(BY_ID))}."
        )
    with open_project(project, read_only=True) as opened:
        report = check(opened, is_deep=not kinds, progress=progress_on_terminal())
    if as_json:
        print_json(_as_json(report, kinds, is_all=is_all))
    else:
        print_lines(report.sentences(kinds, is_all=is_all))
    return 1 if report.error_count(kinds) else 0


def _as_json(report: CheckReport, kinds: Sequence[str], *, is_all: bool) -> dict[str, object]:
    return {
        "damages": report.damages,
        "counts": {
            kind: count
            for kind, count in report.tally.kinds(is_all=is_all)
            if not kinds or kind in kinds
        },
        "findings": [one.as_json() for one in report.findings(kinds, is_all=is_all)],
        "errors": report.errors,
        "warnings": report.warnings,
        "muted": report.tally.muted,
        "accepted": report.tally.accepted,
    }
