"""How far annotators agree."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import click

from annotator.cli.options import JSON, PROJECT
from annotator.cli.printing import open_project, print_json, print_lines, progress_on_terminal
from annotator.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.analysis.agreement_counts import Facet
    from annotator.jobs.agreement import Compared
    from annotator.store.project import Project


@click.command()
@PROJECT
@JSON
@click.option(
    "--annotator", "names", multiple=True, metavar="NAME", help="Compare these alone; name two or more."
)
@click.option("--layer", metavar="LAYER", help="Look at the labels of this layer together.")
@click.option("--label", metavar="LABEL", help="Look at this label alone.")
@click.option("--gamma", is_flag=True, help="Compute γ as well, which takes longer.")
@click.option("--alpha-u", is_flag=True, help="Compute α_U of 1995 as well.")
@click.option("--define", is_flag=True, help="Say what each measure is, and stop.")
def agreement(
    project: Path,
    as_json: bool,
    names: tuple[str, ...],
    layer: str | None,
    label: str | None,
    gamma: bool,
    alpha_u: bool,
    define: bool,
) -> None:
    """Say how far annotators agree: F1, κ, α, unitised α and γ, with intervals.

    Values are undefined, never 0 or 1, where they do not exist.
    """
    from annotator.jobs.agreement import compare
    from annotator.jobs.agreement_extra import ALPHA_U, GAMMA, extra
    from annotator.jobs.agreement_report import as_json as report_json
    from annotator.jobs.agreement_report import as_lines, report

    if define:
        print_lines(_definitions())
        return
    # What is counted stays until the end, so that looking for garbage among it finds nothing.
    gc.disable()
    progress = progress_on_terminal()
    with open_project(project, read_only=True) as opened:
        wanted = _people(opened, names)
        compared = compare(opened, progress, annotators=wanted)
        facets = _facets(compared, layer, label)
        asked = [name for name, is_on in ((ALPHA_U, alpha_u), (GAMMA, gamma)) if is_on]
        further = extra(opened, compared, facets or compared.facets()[:1], asked, progress)
    found = report(compared, facets=facets, extra=further)
    if as_json:
        print_json(report_json(found))
    else:
        print_lines(as_lines(found))


def _definitions() -> list[str]:
    from annotator.analysis.agreement import MEASURES
    from annotator.analysis.agreement_alpha_u import DEFINITION as ALPHA_U
    from annotator.analysis.agreement_gamma import DEFINITION as GAMMA
    from annotator.analysis.agreement_intervals import INTERVALS

    return [*(one.definition for one in MEASURES.values()), ALPHA_U, GAMMA, INTERVALS]


def _people(project: Project, names: tuple[str, ...]) -> list[str] | None:
    if not names:
        return None
    known = {one.name.casefold(): one for one in project.annotators() if one.role == "person"}
    for name in names:
        if name.casefold() not in known:
            there = ", ".join(sorted(one.name for one in known.values())) or "nobody"
            raise UserError(f"There is no annotator “{name}”.", f"There are: {there}.")
    chosen = list(dict.fromkeys(known[name.casefold()].id for name in names))
    if len(chosen) < 2:
        raise UserError("One annotator cannot be compared.", "Name two: --annotator A --annotator B.")
    return chosen


def _facets(compared: Compared, layer: str | None, label: str | None) -> list[Facet] | None:
    """What was asked for; None for everything."""
    from annotator.analysis.agreement_counts import Facet

    book = compared.codebook
    found = []
    for kind, wanted, items in (("layer", layer, book.layers), ("label", label, book.labels)):
        if wanted is None:
            continue
        said = wanted.casefold()
        ids = [id_ for id_, one in items.items() if said in (id_.casefold(), one.name.casefold())]
        if not ids:
            raise UserError(f"The codebook has no {kind} “{wanted}”.", f"It has: {', '.join(items)}.")
        found.append(Facet(kind, ids[0]))
    return found or None
