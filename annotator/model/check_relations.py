"""Checks of relations: what the codebook says about their ends, attributes and number."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from annotator.model.check_spans import attribute_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.model.check_document import Checked
    from annotator.model.checks import Finding
    from annotator.model.values import Relation, Span


def ends(checked: Checked) -> Iterator[Finding]:
    """Relations that the codebook forbids or does not know, and those with a wrong attribute."""
    kinds = checked.rules.codebook.relation_types
    for relation in checked.relations:
        start, end = checked.spans.get(relation.from_id), checked.spans.get(relation.to_id)
        kind = kinds.get(relation.label)
        if start is None or end is None:
            span = start or end
            if span is not None:
                reason = f"{relation.label} leads to or from a span that is not in the article"
                yield _finding(checked, span, relation, reason)
        elif kind is None:
            reason = f"the codebook has no relation “{relation.label}”"
            yield _finding(checked, start, relation, reason)
        else:
            if not kind.allows(start.label, end.label):
                called = checked.rules.called
                reason = f"{kind.name} must not lead from {called(start.label)} to {called(end.label)}"
                yield _finding(checked, start, relation, reason)
            if relation.attributes:
                allowed = {attribute.id: attribute for attribute in kind.attributes}
                for name, problem in attribute_problems(relation.attributes, allowed):
                    reason = f"{kind.name}: {problem}"
                    yield _finding(checked, start, relation, reason, kind="attribute", detail=name)


def numbers(checked: Checked) -> Iterator[Finding]:
    """Spans at which more or fewer relations of a kind start than the codebook says."""
    kinds = checked.rules.codebook.relation_types
    for span_id, relations in checked.outgoing.items():
        span = checked.spans.get(span_id)
        if span is None or len(relations) < 2:
            continue
        for label, number in Counter(relation.label for relation in relations).items():
            kind = kinds.get(label)
            if kind is not None and kind.maximum is not None and number > kind.maximum:
                reason = f"{number} relations {kind.name}, at most {kind.maximum} are allowed"
                yield checked.finding(span, "relation-number", reason, detail=label)
    needed = checked.rules.needed
    if not any(needed.values()):
        return
    for span in checked.spans.values():
        for kind in needed.get(span.label, ()):
            number = sum(one.label == kind.id for one in checked.outgoing.get(span.id, ()))
            if number < kind.minimum:
                reason = f"{number} relations {kind.name}, at least {kind.minimum} are needed"
                yield checked.finding(span, "relation-number", reason, detail=kind.id)


def _finding(
    checked: Checked,
    span: Span,
    relation: Relation,
    reason: str,
    *,
    kind: str = "relation",
    detail: str = "",
) -> Finding:
    return checked.finding(span, kind, reason, relation_id=relation.id, detail=detail, proposal=detail)
