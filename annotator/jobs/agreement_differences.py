"""The disagreements behind a number, read article by article."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from annotator.analysis.agreement_differences import (
    Texts,
    relation_differences,
    span_differences,
    value_differences,
)
from annotator.analysis.agreement_relations import said
from annotator.jobs.agreement import is_in, records

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.analysis.agreement_differences import Difference
    from annotator.analysis.agreement_figures import Target
    from annotator.jobs.agreement import Compared, Record
    from annotator.store.project import Project

MOST = 5_000
"""No more disagreements are listed; how many articles are left is said."""


def differences(
    project: Project,
    compared: Compared,
    target: Target,
    give: Callable[[object], object],
) -> int:
    """Give the disagreements in lists, and how far it is as (articles, all articles).

    Returns how many articles were not looked at, since there were too many disagreements.
    """
    shared = {article.id for article in compared.agreement.articles}
    wanted = shared & set(target.articles) if target.articles else shared
    people = frozenset(target.members or compared.everybody())
    count = 0
    for done, record in enumerate(records(project, people, wanted)):
        if count >= MOST:
            return len(wanted) - done
        give((done, len(wanted)))
        if len(record.people) < 2 or (target.members and len(record.people) < len(target.members)):
            continue
        found = of_article(compared, target, record)
        count += len(found)
        if found:
            give(found)
    return 0


def of_article(compared: Compared, target: Target, record: Record) -> list[Difference]:
    """The disagreements in one article, of all pairs that are meant."""
    book = compared.codebook
    texts = Texts(
        record.document.id,
        record.document.title,
        record.text,
        {label.id: label.name for label in book.labels.values()},
        {one.id: one.name for one in book.attributes.values()},
        {one.id: one.name for one in book.relation_types.values()},
        compared.agreement.layers,
        compared.names,
    )
    found: list[Difference] = []
    for one, other in combinations(record.people, 2):
        found += _of_pair(compared, target, record, texts, (one, other))
    return found


def _of_pair(
    compared: Compared, target: Target, record: Record, texts: Texts, pair: tuple[str, str]
) -> list[Difference]:
    facet = target.facet
    own = [[span for span in record.spans if span.annotator == who] for who in pair]
    if facet.kind == "attribute":
        return value_differences(own[0], own[1], texts, (facet.id,))
    if facet.kind in ("relations", "relation"):
        linked = [[one for one in record.relations if one.annotator == who] for who in pair]
        spans = {span.id: span for span in record.spans}
        types = (facet.id,) if facet.id else None
        symmetric = compared.agreement.symmetric
        return relation_differences(linked[0], linked[1], spans, texts, types, symmetric)
    if facet.kind == "form":
        chosen = [[span for span in some if said(span, "form") == facet.id] for some in own]
    else:
        chosen = [[span for span in some if is_in(span, facet, compared.agreement)] for some in own]
    differ = span_differences(chosen[0], chosen[1], texts)
    values = value_differences(chosen[0], chosen[1], texts)
    return sorted([*differ, *values], key=lambda one: (one.hit.start, one.hit.end))
