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
