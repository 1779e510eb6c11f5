"""Exporting a project, or a part of it, to a file or folder, with a report of what was lost.

The report stands beside the export (`NAME.losses.jsonl`), a line for each kind of loss in each
document. `foresee` writes the same export to a temporary place to tell the losses beforehand.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import formats
from annotator.errors import FormatError
from annotator.formats.format import Progress, Writing
from annotator.formats.kit.options import checked
from annotator.formats.writing import new_file, refuse_existing
from annotator.jobs.collecting import calm_collector
from annotator.jobs.selection import EVERYTHING, Selection, Wanted
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from annotator.formats.format import Format
    from annotator.formats.kit.losses import Losses, TotalLoss
    from annotator.store.project import Project

REPORT_ENDING = ".losses.jsonl"


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written; `general` are sentences about the format, `totals` count what was lost."""

    path: Path
    documents: int
    spans: int
    relations: int
    general: tuple[str, ...]
    totals: tuple[TotalLoss, ...]
    losses: Losses = field(compare=False, repr=False)

    def sentences(self) -> list[str]:
        """The report in words."""
        counts = ((self.documents, "article"), (self.spans, "span"), (self.relations, "relation"))
        numbers = ", ".join(counted(number, noun) for number, noun in counts)
        return [f"Wrote {self.path}: {numbers}.", *self.said_losses()]

    def said_losses(self) -> list[str]:
        """What is not in it, in words: by document in the report beside it, in total here."""
        return [*self.general, *(one.sentence() for one in self.totals)]


def export(
    project: Project,
    out: Path,
    *,
    format: str,
    wanted: Wanted = EVERYTHING,
    options: Mapping[str, str] | None = None,
    overwrites: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ExportReport:
    """Write the project to `out` in this format; nothing is left of an export that fails."""
    writer = _writable(format)
    if out.resolve() == project.path.resolve():
        raise FormatError(f"{out} is the project itself.", "Choose another name for the export.")
    beside = report_beside(out)
    refuse_existing(beside, overwrites=overwrites)
    values = checked(writer.write_options, options or {}, writer.title)
    report = _write(project, out, writer, wanted, Writing(overwrites, progress, cancelled, values))
    if report.totals:
        with new_file(beside, overwrites=overwrites) as file:
            file.writelines(report.losses.lines())
    elif overwrites:
        beside.unlink(missing_ok=True)
    return report


def report_beside(out: Path) -> Path:
    """Where the report of an export stands, if anything was lost."""
    return out.resolve().with_name(out.resolve().name + REPORT_ENDING)


def foresee(
    project: Project,
    *,
    format: str,
    wanted: Wanted = EVERYTHING,
    options: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ExportReport:
    """What an export would write and lose, found by writing it to a temporary place."""
    writer = _writable(format)
    values = checked(writer.write_options, options or {}, writer.title)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "trial"
        return _write(project, out, writer, wanted, Writing(False, progress, cancelled, values))


def _writable(name: str) -> Format:
    found = formats.named(name)
    if found.write is None:
        names = ", ".join(one.name for one in formats.formats() if one.writes)
        raise FormatError(f"{found.title} can be read, not written.", f"These can be written: {names}.")
    return found


def _write(
    project: Project, out: Path, writer: Format, wanted: Wanted, writing: Writing
) -> ExportReport:
    assert writer.write is not None
    selection = Selection(project, wanted)
    with calm_collector():
        writer.write(selection, out, writing)
    general = [writer.loss] if writer.loss else []
    if lost := selection.lost_relations:
        general.append(f"Left out, since they lead to spans that are: {counted(lost, 'relation')}.")
    if "decisions" not in writer.carries and (lost := _decisions(project, selection)):
        general.append(f"Not in it: {counted(lost, 'decision')} about annotations that differ.")
    return ExportReport(
        out,
        len(selection.documents()),
        selection.written_spans,
        selection.written_relations,
        tuple(general),
        tuple(writing.losses.totals()),
        writing.losses,
    )


def _decisions(project: Project, selection: Selection) -> int:
    """How many decisions were made about the articles of the selection."""
    chosen = {one.id for one in selection.documents()}
    return sum(one.document_id in chosen for one in project.decisions())
