"""Where a change of the codebook would leave what its rules forbid: too near, too many."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from annotator.model.migration import GONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model.migration import Migration
    from annotator.store.project import Project

    Step = Callable[[], object]

ARTICLES = 200
"""How many articles are looked at in one statement."""


def twins(project: Project, migration: Migration, step: Step) -> int:
    """Places where one annotator set several labels that become one; `step` is called often."""
    number = 0
    for target, sources in _joined(migration).items():
        for documents in project.stretches("document", size=ARTICLES):
            number += project.twins_in(sorted({*sources, target}), documents)
            step()
    return number


def overlaps(project: Project, migration: Migration, step: Step) -> Counter[str]:
    """Spans that would overlap others of the layer into which they come, by its id."""
    found: Counter[str] = Counter()
    for target, sources in _joined(migration).items():
        layer = migration.after.layers.get(migration.after.label(target).layer)
        if layer is None or layer.overlap == "free":
            continue
        coming = {one for one in sources if migration.before.label(one).layer != layer.id}
        there = {one.id for one in migration.before.labels.values() if one.layer == layer.id}
        there |= sources
        is_nesting = layer.overlap != "none"
        for documents in project.stretches("document", size=ARTICLES) if coming else ():
            number = project.overlaps_in(coming, there, documents, is_nesting=is_nesting)
            found[layer.id] += number
            step()
    return +found


def starts_over(project: Project, migration: Migration) -> Counter[str]:
    """Spans that would start more relations of a type than it allows, by the type's id."""
    found: Counter[str] = Counter()
    before, after = migration.before.relation_types, migration.after.relation_types
    for kind in after.values():
        joined = {old for old, new in migration.relations.items() if new == kind.id}
        old = before.get(kind.id)
        if kind.maximum is not None and (joined or old is None or old.maximum != kind.maximum):
            found[kind.id] = project.starts_over({kind.id, *joined}, kind.maximum)
    return +found


def _joined(migration: Migration) -> dict[str, set[str]]:
    """The labels that become another one, by that one."""
    found: dict[str, set[str]] = {}
    for old, new in migration.labels.items():
        if new not in (GONE, old):
            found.setdefault(new, set()).add(old)
    return found
