"""Making projects, and bringing annotations in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from annotator.cli.options import ANNOTATOR, PATH, PROJECT
from annotator.cli.printing import (
    existing,
    open_project,
    print_failure,
    print_lines,
    progress_on_terminal,
)

if TYPE_CHECKING:
    from pathlib import Path


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
@ANNOTATOR
def import_files(project: Path, paths: tuple[Path, ...], **options: Any) -> int:
    """Import articles, folders of them, or annotations.

    All becomes one step that can be undone. Texts that the project has are skipped.

    \b
    annotator import news.annodb articles/ more.html
    annotator import news.annodb old.txt --encoding windows-1252
    """
    from annotator.jobs.importing import import_paths

    with open_project(project) as opened:
        report = import_paths(opened, paths, progress=progress_on_terminal(), **options)
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
@click.option("--guard-formulas", "guards_formulas", is_flag=True, help="Keep CSV cells from acting.")
def export_project(project: Path, out: Path, annotator: str | None, **options: Any) -> None:
    """Write the project to a file or folder.

    \b
    annotator export news.annodb news.jsonl --format annotator
    annotator export news.annodb tables/ --format csv
    """
    from annotator.jobs.exporting import export

    with open_project(project, read_only=True) as opened:
        who = existing(opened, annotator) if annotator is not None else None
        report = export(opened, out, annotator=who, progress=progress_on_terminal(), **options)
    print_lines(report.sentences())
