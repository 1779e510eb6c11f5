"""Making projects, and bringing annotations in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from annotator.cli.options import ANNOTATOR, OPTION, PATH, PROJECT, pairs
from annotator.cli.printing import (
    existing,
    open_project,
    print_failure,
    print_lines,
    progress_on_terminal,
)

if TYPE_CHECKING:
    from pathlib import Path


COLUMN_HELP = "Which column of a table holds text, title, outlet, author, published, url or language."


@click.command("new")
@PROJECT
@click.option("--codebook", default="news-attribution", show_default=True, metavar="NAME|FILE")
@click.option("--title", default="", help="What the project is called; else the file's name.")
def new_project(project: Path, codebook: str, title: str) -> None:
    """Make an empty project.

    \b
    annotator new news.annodb --codebook conll2003-ner
    """
    from annotator.jobs.creating import create_project

    with create_project(project, title=title, codebook=codebook) as made:
        click.echo(f"Made {project} with the codebook “{made.codebook().name}”.")


@click.command("import")
@PROJECT
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("--format", metavar="FORMAT", help="See: annotator formats.")
@click.option("--encoding", help="For text that is not UTF-8, for example windows-1252.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=NAME", help=COLUMN_HELP)
@OPTION
@ANNOTATOR
def import_files(
    project: Path, paths: tuple[Path, ...], given: tuple[str, ...], columns: tuple[str, ...], **rest: Any
) -> int:
    """Import articles, folders of them, or annotations.

    All becomes one step that can be undone. Texts that the project has are skipped.

    \b
    annotator import news.annodb articles/ more.html
    annotator import news.annodb old.txt --encoding windows-1252
    """
    from annotator.jobs.importing import import_paths

    with open_project(project) as opened:
        report = import_paths(
            opened,
            paths,
            options=pairs(given),
            columns=pairs(columns),
            progress=progress_on_terminal(),
            **rest,
        )
    print_lines(report.sentences())
    for failed in report.failed:
        print_failure(str(failed.error))
    return 1 if report.failed else 0


@click.command("export")
@PROJECT
@click.argument("out", type=PATH)
@click.option("--format", required=True, metavar="FORMAT", help="See: annotator formats.")
@click.option("--annotator", metavar="NAME", help="Only the work of this annotator.")
@click.option("--force", "overwrites", is_flag=True, help="Overwrite files that are there.")
@click.option("--guard-formulas", is_flag=True, help="Keep CSV and XLSX cells from acting.")
@click.option("--dry-run", is_flag=True, help="Write nothing; only say what would be lost.")
@OPTION
def export_project(
    project: Path,
    out: Path,
    annotator: str | None,
    *,
    given: tuple[str, ...],
    guard_formulas: bool,
    dry_run: bool,
    format: str,
    overwrites: bool,
) -> None:
    """Write the project to a file or folder.

    \b
    annotator export news.annodb news.jsonl --format annotator
    annotator export news.annodb tables/ --format csv
    """
    from annotator.jobs.exporting import export, foresee
    from annotator.jobs.selection import Wanted

    options = pairs(given) | ({"guard-formulas": "yes"} if guard_formulas else {})
    said: dict[str, Any] = {"format": format, "options": options, "progress": progress_on_terminal()}
    with open_project(project, read_only=True) as opened:
        who = existing(opened, annotator) if annotator is not None else None
        said["wanted"] = Wanted(frozenset([who.id]) if who is not None else None)
        if dry_run:
            print_lines(foresee(opened, **said).said_losses() or ["Nothing would be lost."])
        else:
            print_lines(export(opened, out, overwrites=overwrites, **said).sentences())
