"""What the manual's page on large numbers says, carried out on an exported folder."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.analysis.agreement import MEASURES
from annotator.analysis.agreement_counts import pooled
from annotator.jobs.agreement import compare
from annotator.model.change import Change, Edit
from annotator.model.fragment import Fragment, exact_text
from annotator.model.values import Field, new_id, now

if TYPE_CHECKING:
    import random

    from annotator.store.project import Project

PAGE = (Path(__file__).parents[2] / "resources/manual/23-large-numbers.md").read_text("utf-8")
Figures = dict[tuple[str, str, str], float]


def with_duckdb(folder: Path) -> tuple[dict[tuple[str, ...], int], Figures, Figures]:
    """Spans by layer, label and annotator; exact and overlap F1 by layer and pair."""
    import duckdb

    begin, labels, exact, overlap = (
        block.replace("NUMBERS", str(folder)) for block in re.findall(r"```sql\n(.*?)```", PAGE, re.S)
    )
    with duckdb.connect() as connection:
        connection.execute(begin)
        counts = {tuple(row[:3]): row[3] for row in connection.execute(labels).fetchall()}
        figures = [
            {tuple(row[:3]): row[3] for row in connection.execute(block).fetchall()}
            for block in (exact, overlap)
        ]
    return counts, figures[0], figures[1]


def with_dask(folder: Path) -> tuple[dict[tuple[str, ...], int], Figures]:
    """Spans by layer, label and annotator; exact F1 by layer and pair."""
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    found: dict[str, Any] = {}
    exec(compile(program.replace("NUMBERS", str(folder)), "manual", "exec"), found)
    return {key: int(number) for key, number in found["labels"].items()}, found["exact"]


def with_annotator(project: Project) -> tuple[Figures, Figures]:
    """Exact and overlap F1 by layer and pair, as the panel shows them."""
    agreement = compare(project).agreement
    people = sorted({one for article in agreement.articles for one in article.people})
    figures: list[Figures] = []
    for measure in ("exact", "overlap"):
        found: Figures = {}
        for facet, by_members in agreement.counts.items():
            for pair in combinations(people, 2) if facet.kind == "layer" else ():
                value = MEASURES[measure].of(pooled(by_members.get(pair, {}).values()))
                if value is not None:
                    found[(facet.id, *pair)] = value
        figures.append(found)
    return figures[0], figures[1]


def relabelled(project: Project, who: str, chance: random.Random, *, only: str = "") -> None:
    """Let somebody label most of what is labelled (in one layer), now and then otherwise."""
    codebook = project.codebook()
    changes = [Change(None, Field("annotator", who, "name", who.capitalize()))]
    for span in list(project.iterate_spans()):
        if chance.random() < 0.2 or (only and codebook.label(span.label).layer != only):
            continue
        label = span.label if chance.random() < 0.9 else "ORG"
        start, end = span.fragments[0]
        if len(span.fragments) == 1 and chance.random() < 0.2:
            end = min(end + 3, project.document(span.document_id).length)  # type: ignore[union-attr]
        place = (Fragment(start, end), *span.fragments[1:])
        text = exact_text(project.text(span.document_id), place)
        own = replace(span, id=new_id(), label=label, fragments=place, text=text, annotator=who)
        changes.append(Change(None, own))
    project.apply(Edit("label", tuple(changes), who, now()))
