"""Making projects, and bringing annotations in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from annotator.cli.options import ANNOTATOR, OPTION, PATH, PROJECT, pairs
from annotator.cli.printing import (
    open_project,
    print_failure,
    print_lines,
    progress_on_terminal,
    refuse_place,
)
from annotator.cli.wanted import ANNOTATORS, ARTICLE_STATES, LABELS, wanted

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

    refuse_place(project)
    with create_project(project, title=title, codebook=codebook) as made:
        click.echo(f"Made {project} with the codebook “{made.codebook().name}”.")


@click.command("import")
@PROJECT
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("--format", metavar="FORMAT", help="See: annotator formats.")
@click.option("--encoding", help="For text that is not UTF-8, for example windows-1252.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=NAME", help=COLUMN_HELP)
@click.option("--dry-run", is_flag=True, help="Change nothing; only say what would come.")
@OPTION
@ANNOTATOR
def import_files(
    project: Path,
    paths: tuple[Path, ...],
    given: tuple[str, ...],
    columns: tuple[str, ...],
    *,
    dry_run: bool,
    **rest: Any,
) -> int:
    """Import articles, folders of them, or annotations.

    All becomes one step that can be undone. Texts that the project has are skipped. Where
    some files cannot be read, the others come in and the status is 1.

    \b
    annotator import news.annodb articles/ more.html
    annotator import news.annodb old.txt --encoding windows-1252
    annotator import news.annodb wire.csv --column text=body --column title=headline
    annotator import news.annodb corpus/ --format conll -o spacing=guess --dry-run
    """
    from annotator.jobs.import_trial import foresee_import
    from annotator.jobs.importing import import_paths
    from annotator.jobs.twins import compare_new

    said = {**rest, "options": pairs(given), "columns": pairs(columns)}
    with open_project(project, read_only=dry_run) as opened:
        run = foresee_import if dry_run else import_paths
        report = run(opened, paths, progress=progress_on_terminal(), **said)
        compare_new(opened, progress_on_terminal())
    print_lines(["Nothing was changed. What would have been done:"] if dry_run else [])
    print_lines(report.sentences())
    for failed in report.failed:
        print_failure(str(failed.error))
    return 1 if report.failed else 0


@click.command("export")
@PROJECT
@click.argument("out", type=PATH)
@click.option("--format", required=True, metavar="FORMAT", help="See: annotator formats.")
@ANNOTATORS
@LABELS
@ARTICLE_STATES
@click.option("--force", "overwrites", is_flag=True, help="Overwrite files that are there.")
@click.option("--guard-formulas", is_flag=True, help="Keep CSV and XLSX cells from acting.")
@click.option("--partition-by", metavar="NAMES", help="Parquet: year, outlet, language, annotator, …")
@click.option("--dry-run", is_flag=True, help="Write nothing; only say what would be lost.")
@OPTION
def export_project(
    project: Path,
    out: Path,
    *,
    annotators: tuple[str, ...],
    labels: tuple[str, ...],
    states: tuple[str, ...],
    given: tuple[str, ...],
    guard_formulas: bool,
    partition_by: str | None,
    dry_run: bool,
    format: str,
    overwrites: bool,
) -> None:
    """Write the project to a file or folder.

    What the format cannot hold is said in total, and for each article in a report beside
    the export, NAME.losses.jsonl.

    \b
    annotator export news.annodb news.jsonl --format annotator
    annotator export news.annodb tables/ --format csv
    annotator export news.annodb conll/ --format conll -o tags=bioes --label PER --state done
    annotator export news.annodb numbers/ --format parquet --partition-by year,annotator
    """
    from annotator.jobs.exporting import export, foresee, report_beside

    options = pairs(given) | ({"guard-formulas": "yes"} if guard_formulas else {})
    options |= {} if partition_by is None else {"partition-by": partition_by}
    said: dict[str, Any] = {"format": format, "options": options, "progress": progress_on_terminal()}
    with open_project(project, read_only=True) as opened:
        said["wanted"] = wanted(opened, annotators, labels, states)
        if dry_run:
            print_lines(foresee(opened, **said).said_losses() or ["Nothing would be lost."])
            return
        report = export(opened, out, overwrites=overwrites, **said)
    print_lines(report.sentences())
    if report.totals:
        shown = out.with_name(report_beside(out).name)
        click.echo(f"What was lost in each article stands in {shown}.")
