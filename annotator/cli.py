"""The command line: the same jobs as in the window, without Qt.

Exit status: 0, 1 for what the user can mend (one line on standard error), 2 for wrong
usage. Nothing is printed in colour, so that everything can be piped.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator import __version__
from annotator.errors import Cancelled, UserError
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.formats.format import Progress
    from annotator.model.values import Annotator
    from annotator.store.project import Project
    from annotator.store.undo import UndoResult

_PATH = click.Path(path_type=Path)
_EPILOG = """\
\b
Examples:
  annotator new news.annodb
  annotator import news.annodb articles/ --annotator Mia
  annotator news.annodb                    (opens the window)
  annotator export news.annodb news.jsonl --format annotator
  annotator check news.annodb

Without a command the window opens: annotator [PROJECT | ARTICLE]
"""


def run(arguments: list[str]) -> int:
    """Carry out one command and return the exit status."""
    try:
        status = main.main(arguments, prog_name="annotator", standalone_mode=False)
    except UserError as error:
        return _failed(str(error))
    except (Cancelled, click.Abort, KeyboardInterrupt):
        return _failed("Stopped; nothing was changed.")
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        sys.stdout = None
        return 1
    return status if isinstance(status, int) else 0


def _failed(message: str) -> int:
    over_progress = "\r\x1b[K" if sys.stderr.isatty() else ""
    click.echo(f"{over_progress}annotator: {' '.join(message.split())}", err=True)
    return 1


@click.group(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="annotator %(version)s")
def main() -> None:
    """Highlight entities, quotes and claims in news articles."""


_PROJECT = click.argument("project", type=_PATH)
_ANNOTATOR = click.option(
    "--annotator",
    metavar="NAME",
    help="Whose work it is; without it the project's only person, else the system's user.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


# ---------------------------------------------------------------- projects


@main.command("new")
@_PROJECT
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


@main.command("import")
@_PROJECT
@click.argument("paths", nargs=-1, required=True, type=_PATH)
@click.option("--format", metavar="FORMAT", help="See: annotator formats.")
@click.option("--encoding", help="For text that is not UTF-8, for example windows-1252.")
@_ANNOTATOR
def import_files(project: Path, paths: tuple[Path, ...], **options: Any) -> int:
    """Import articles, folders of them, or annotations.

    All becomes one step that can be undone. Texts that the project has are skipped.

    \b
    annotator import news.annodb articles/ more.html
    annotator import news.annodb old.txt --encoding windows-1252
    """
    from annotator.jobs.importing import import_paths

    with _opened(project) as opened:
        report = import_paths(opened, paths, progress=_progress(), **options)
    _print(report.sentences())
    for failed in report.failed:
        _failed(str(failed.error))
    return 1 if report.failed else 0


@main.command("export")
@_PROJECT
@click.argument("out", type=_PATH)
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

    with _opened(project, read_only=True) as opened:
        who = _existing(opened, annotator) if annotator is not None else None
        report = export(opened, out, annotator=who, progress=_progress(), **options)
    _print(report.sentences())


# ---------------------------------------------------------------- looking, undoing, lists


@main.command()
@_PROJECT
@_JSON
def stats(project: Path, as_json: bool) -> None:
    """Say how much there is, and how far everybody is."""
    from annotator.jobs.counting import count_project

    with _opened(project, read_only=True) as opened:
        counts = count_project(opened)
    if as_json:
        _print_json(asdict(counts) | {"labels": counts.labels})
        return
    _print(counts.sentences())


@main.command("check")
@_PROJECT
@_JSON
def check_project(project: Path, as_json: bool) -> int:
    """Check the file, the offsets and the codebook's rules.

    The exit status is 1 if there are errors; warnings alone leave it at 0.
    """
    from annotator.jobs.checking import check

    with _opened(project, read_only=True) as opened:
        report = check(opened, progress=_progress())
    if as_json:
        found = {"damages": report.damages, "findings": [asdict(one) for one in report.findings]}
        _print_json({**found, "errors": report.errors, "warnings": report.warnings})
    else:
        _print(report.sentences())
    return 1 if report.errors else 0


@main.command()
@_PROJECT
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1))
@_JSON
def search(project: Path, query: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Search titles and texts.

    \b
    annotator search news.annodb 'reservoir "night train" minist*'
    """
    with _opened(project, read_only=True) as opened:
        hits = opened.search(" ".join(query), limit=limit)
    if as_json:
        _print_json([asdict(hit) for hit in hits])
    _print(f"{hit.title}\n  {hit.snippet}" for hit in (() if as_json else hits))
    if not hits:
        click.echo("Nothing found.", err=True)


@main.command()
@_PROJECT
@click.option("--annotator", metavar="NAME", help="Only the edits of this annotator.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1))
@_JSON
def history(project: Path, annotator: str | None, limit: int, as_json: bool) -> None:
    """List the last edits, the newest first."""
    with _opened(project, read_only=True) as opened:
        who = _existing(opened, annotator).id if annotator is not None else None
        names = {one.id: one.name for one in opened.annotators()}
        entries = opened.history(limit=limit, annotator=who)
    if as_json:
        _print_json([asdict(one) | {"annotator": names.get(one.annotator, "")} for one in entries])
    for one in () if as_json else entries:
        taken_back = "  (undone)" if one.undone else ""
        name = names.get(one.annotator, "") or "–"
        click.echo(f"{one.time}  {name}  {one.title}  ({counted(one.changes, 'change')}){taken_back}")


@main.command()
@_PROJECT
@_ANNOTATOR
def undo(project: Path, annotator: str | None) -> None:
    """Take back the annotator's last edit that is still in force."""
    with _opened(project) as opened:
        _print_result(opened.undo(_existing(opened, annotator).id))


@main.command()
@_PROJECT
@_ANNOTATOR
def redo(project: Path, annotator: str | None) -> None:
    """Do again what the annotator has undone last."""
    with _opened(project) as opened:
        _print_result(opened.redo(_existing(opened, annotator).id))


@main.command("formats")
def list_formats() -> None:
    """List the file formats, and what they cannot carry."""
    from annotator import formats

    for one in formats.formats():
        click.echo(f"{one.name:10} {one.title} ({', '.join(one.extensions)}): {one.ways}")
        _print(f"{'':10} {line}" for line in (one.description, one.loss) if line)
    for broken in formats.broken_plugins():
        _failed(f"the plug-in {broken.name} cannot be used: {broken.problem}")


@main.command("codebooks")
def list_codebooks() -> None:
    """List the codebooks that come with Annotator."""
    from annotator.formats.codebook_file import presets

    for preset in presets():
        click.echo(f"{preset.id:20} {preset.name}")


# ---------------------------------------------------------------- printing


def _opened(path: Path, *, read_only: bool = False) -> Project:
    from annotator.store.project import Project

    return Project.open(path, read_only=read_only)


def _existing(project: Project, name: str | None) -> Annotator:
    from annotator.jobs.people import existing

    return existing(project, name)


def _print_result(result: UndoResult) -> None:
    _print([result.edit.title.capitalize(), *result.left])


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=lambda one: one.hex()))


def _progress() -> Progress | None:
    """Show how far it is on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, text: str) -> None:
        line = f"{done:,}/{total:,} {text}"[:78]
        click.echo(f"\r{line:<78}" if text else f"\r{'':<78}\r", err=True, nl=False)

    return show
