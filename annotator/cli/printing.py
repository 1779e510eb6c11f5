"""Opening projects and printing, as all commands do it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from annotator.cli.options import is_here

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from annotator.formats.format import Progress
    from annotator.model.values import Annotator
    from annotator.store.project import Project
    from annotator.store.undo import UndoResult


def print_failure(message: str) -> int:
    """Print one line on standard error, and return the exit status."""
    over_progress = "\r\x1b[K" if sys.stderr.isatty() else ""
    click.echo(f"{over_progress}annotator: {' '.join(message.split())}", err=True)
    return 1


def open_project(path: Path, *, read_only: bool = False) -> Project:
    """Open the project file; for writing only where that is safe, or with `--here`."""
    from annotator.store.project import Project

    if not read_only:
        refuse_place(path)
    return Project.open(path, read_only=read_only)


def refuse_place(path: Path) -> None:
    """Refuse to write into a synced or network folder, unless `--here` was given."""
    from annotator.jobs.shared_folder_joining import check_place

    if not is_here():
        check_place(path)


def existing(project: Project, name: str | None) -> Annotator:
    """The annotator of this name; without one, whose project it is."""
    from annotator.jobs import people

    return people.existing(project, name)


def print_result(result: UndoResult) -> None:
    """Print what was taken back, and what was left."""
    print_lines([result.edit.title.capitalize(), *result.left])


def print_lines(lines: Iterable[str]) -> None:
    """Print each line."""
    for line in lines:
        click.echo(line)


def print_json(value: object) -> None:
    """Print the value as JSON; bytes in hexadecimal."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=lambda one: one.hex()))


def progress_on_terminal() -> Progress | None:
    """Show how far it is on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, text: str) -> None:
        line = f"{done:,}/{total:,} {text}"[:78]
        click.echo(f"\r{line:<78}" if text else f"\r{'':<78}\r", err=True, nl=False)

    return show
