"""Sharing a project through a folder that is synced or lies on a network."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from annotator.cli.options import JSON, PATH, PROJECT
from annotator.cli.printing import (
    open_project,
    print_failure,
    print_json,
    print_lines,
    progress_on_terminal,
    refuse_place,
)
from annotator.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from annotator.jobs.shared_folder import Publisher, Shared


@click.command("share")
@PROJECT
@click.argument("folder", type=PATH)
@click.option("--once", "is_once", is_flag=True, help="One round and no more, as without --watch.")
@click.option(
    "--watch",
    "seconds",
    type=click.FloatRange(min=1),
    metavar="SECONDS",
    help="Go on, with so long a rest between rounds, until Ctrl+C.",
)
@JSON
def share_project(
    project: Path, folder: Path, *, is_once: bool, seconds: float | None, as_json: bool
) -> int:
    """Take in what others have published in FOLDER, and publish PROJECT there.

    The project stays where it is; only whole, checked copies of it come into the folder, and
    nobody's copy is written by anybody else. A PROJECT that does not exist is made from what
    lies in the folder. The exit status is 1 if a file there could not be read.

    \b
    annotator share news.annodb ~/Dropbox/our-news
    annotator share news.annodb /mnt/team/news --watch 60
    """
    if is_once and seconds is not None:
        raise click.UsageError("--once and --watch exclude each other.")
    _begin(project, folder)
    if seconds is None:
        return _round(project, folder, as_json=as_json)
    status = 0
    try:
        while True:
            status = _patient_round(project, folder, as_json=as_json)
            time.sleep(seconds)
    except KeyboardInterrupt:
        return status


def _begin(project: Path, folder: Path) -> None:
    from annotator.jobs.shared_folder import check_folder
    from annotator.jobs.shared_folder_joining import join

    check_folder(project, folder)
    if not project.exists():
        refuse_place(project)
        join(folder, project)
        print_lines([f"Made {project} from what lies in {folder}."])


def _patient_round(project: Path, folder: Path, *, as_json: bool) -> int:
    """A round; what hinders it may be over at the next one."""
    try:
        return _round(project, folder, as_json=as_json)
    except UserError as error:
        return print_failure(str(error))


def _round(project: Path, folder: Path, *, as_json: bool) -> int:
    from annotator.jobs.shared_folder import SharedFolder

    with open_project(project) as opened:
        if opened.read_only:
            raise UserError(opened.read_only_reason, "What others have done comes in when it is closed.")
        shared = SharedFolder.of(opened, folder)
        done = shared.share(opened, progress=progress_on_terminal())
        if as_json:
            print_json(_as_json(done, shared.publishers()))
    if not as_json:
        print_lines(done.sentences())
        for problem in done.problems:
            print_failure(f"{problem.reason} {problem.hint}")
    return int(any(problem.kind == "unreadable" for problem in done.problems))


def _as_json(done: Shared, publishers: Sequence[Publisher]) -> dict[str, object]:
    return {
        "arrivals": done.arrivals,
        "changes": done.changes,
        "conflicts": done.conflicts,
        "published": done.has_published,
        "problems": [one._asdict() for one in done.problems],
        "publishers": [one._asdict() for one in publishers],
    }
