"""What annotators get back when articles are decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from annotator.cli.options import JSON, PATH, PROJECT
from annotator.cli.printing import open_project, print_json, print_lines

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@PROJECT
@click.argument("folder", type=PATH, metavar="FOLDER")
@JSON
@click.option("--force", is_flag=True, help="Replace files of feedback that are there already.")
def feedback(project: Path, folder: Path, as_json: bool, force: bool) -> None:
    """Write for each annotator where the decisions differ from her annotations, and why.

    For everybody a page to read (.html) and a project file (.annodb) with her own annotations,
    the gold and the decisions; nobody else's annotations are in it.
    """
    from annotator.jobs.feedback import sentence, write_feedback

    with open_project(project, read_only=True) as opened:
        written = write_feedback(opened, folder, replacing=force)
    if as_json:
        print_json(
            [
                {
                    "annotator": one.person,
                    "name": one.name,
                    "page": str(one.page),
                    "project": str(one.project),
                    "articles": one.articles,
                    "differences": one.differences,
                    "agreed": one.agreed,
                }
                for one in written
            ]
        )
    else:
        print_lines(map(sentence, written))
