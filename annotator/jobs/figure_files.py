"""Figures as tables: CSV files, and lines for a terminal."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from annotator.formats.csv import FORMULA_SIGNS
from annotator.formats.writing import new_file, new_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from annotator.analysis.figures import Figure

_WIDEST = 44


def write_table(figure: Figure, path: Path) -> None:
    """Write the figure's table as CSV, whole or not at all.

    UTF-8 with a byte order mark; texts that a spreadsheet would calculate are guarded by `'`.
    """
    with new_file(path, overwrites=True) as file:
        file.write(_csv(figure))


def write_tables(figures: Iterable[Figure], folder: Path, *, overwrites: bool = False) -> list[str]:
    """Write one CSV file for each figure into a folder; returns their names."""
    names = []
    with new_folder(folder, overwrites=overwrites) as temporary:
        for figure in figures:
            names.append(f"{figure.id}.csv")
            (temporary / names[-1]).write_bytes(_csv(figure))
    return names


def _csv(figure: Figure) -> bytes:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(_guarded(figure.headings))
    writer.writerows(_guarded(figure.cells(row)) for row in figure.rows)
    return lines.getvalue().encode("utf-8-sig")


def _guarded(cells: Iterable[str | int]) -> list[str | int]:
    return [
        f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell
        for cell in cells
    ]


def table_lines(figure: Figure, *, limit: int = 20) -> list[str]:
    """The figure as aligned lines under its title, with at most so many rows."""
    rows = figure.rows[:limit]
    cells = [[_shown(cell) for cell in figure.cells(row)] for row in rows]
    first_number = len(figure.headings) - len(figure.series) - figure.has_totals
    widths = [
        max([len(heading), *(len(line[column]) for line in cells)])
        for column, heading in enumerate(figure.headings)
    ]
    title = figure.title + (f" ({figure.note})" if figure.note else "")
    lines = [title, _line(figure.headings, widths, first_number)]
    lines += [_line(line, widths, first_number) for line in cells]
    left = max(figure.row_count, len(figure.rows)) - len(rows)
    return [*lines, f"… and {left:,} more"] if left else lines


def _shown(cell: str | int) -> str:
    if isinstance(cell, int):
        return f"{cell:,}"
    line = " ".join(cell.split())
    return line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…"


def _line(cells: Sequence[str], widths: Sequence[int], first_number: int) -> str:
    parts = [
        cell.rjust(width) if column >= first_number else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"  {'  '.join(parts)}".rstrip()
