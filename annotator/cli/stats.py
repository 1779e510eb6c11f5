"""How much there is in a project."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.options import JSON, PATH, PROJECT
from annotator.cli.printing import open_project, print_json, print_lines, progress_on_terminal
from annotator.model.values import STATES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from annotator.analysis.figures import Figure


@click.command()
@PROJECT
@JSON
@click.option("--csv", "folder", type=PATH, metavar="FOLDER", help="Write each table as a CSV file.")
@click.option("--force", is_flag=True, help="Write into a folder that has files in it.")
def stats(project: Path, as_json: bool, folder: Path | None, force: bool) -> None:
    """Say how much there is, how far everybody is, and who is named and quoted most."""
    from annotator.analysis.views import VIEWS
    from annotator.jobs.counting import counts_of, tally_project
    from annotator.jobs.figure_files import table_lines, write_tables

    with open_project(project, read_only=True) as opened:
        scope = tally_project(opened, progress_on_terminal())
    counts = counts_of(scope)
    figures = [view.figure(scope) for view in VIEWS]
    figures = [
        _with_everybody(figure, counts.states) if figure.id == "progress" else figure
        for figure in figures
    ]
    if folder is not None:
        write_tables(figures, folder, overwrites=force)
    if as_json:
        tables = {figure.id: _table(figure) for figure in figures}
        print_json(asdict(counts) | {"labels": counts.labels, "tables": tables})
        return
    print_lines(counts.sentences()[:1])
    for figure in figures:
        if figure.total:
            print_lines(["", *table_lines(figure)])


def _with_everybody(progress: Figure, states: Mapping[str, Mapping[str, int]]) -> Figure:
    """The figure with those annotators too who have not begun, so that all accounts agree."""
    from annotator.analysis.figures import Row

    named = {row.name for row in progress.rows}
    rows = [
        Row(name, tuple(numbers[state] for state in reversed(STATES)))
        for name, numbers in states.items()
        if name not in named
    ]
    whole = progress.total + sum(row.total for row in rows)
    count = progress.row_count + len(rows)
    return replace(progress, rows=(*progress.rows, *rows), row_count=count, whole=whole)


def _table(figure: Figure) -> dict[str, Any]:
    """A table as JSON: what the columns are called, and the rows."""
    return {
        "title": figure.title,
        "columns": list(figure.headings),
        "rows": [list(figure.cells(row)) for row in figure.rows],
    }
