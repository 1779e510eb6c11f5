"""Arguments and options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

PATH = click.Path(path_type=Path)
PROJECT = click.argument("project", type=PATH)
ANNOTATOR = click.option(
    "--annotator",
    metavar="NAME",
    help="Whose work it is; without it the project's only person, else the system's user.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
OPTION = click.option(
    "-o",
    "--option",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="A choice about the format; see: annotator formats NAME.",
)


_HERE = "annotator.here"


def _note_here(context: click.Context, _parameter: click.Parameter, is_here: bool) -> None:
    context.meta[_HERE] = is_here


HERE = click.Option(
    ["--here"],
    is_flag=True,
    expose_value=False,
    callback=_note_here,
    help="Write to the file although it lies in a synced or network folder.",
)
"""For commands that write; `is_here` says whether it was given."""


def is_here() -> bool:
    """Whether the running command may write wherever the file lies."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(_HERE))


def pairs(said: tuple[str, ...]) -> dict[str, str]:
    """What stands on either side of the first equals sign of each."""
    found: dict[str, str] = {}
    for one in said:
        name, sign, value = one.partition("=")
        if not sign or not name.strip():
            raise click.BadParameter(f"“{one}” is not of the form NAME=VALUE.")
        found[name.strip()] = value
    return found
