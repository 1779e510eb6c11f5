"""One document as the checks see it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from annotator.model.checks import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from annotator.model.check_rules import Rules
    from annotator.model.values import Relation, Span

CONTEXT = 60
"""How many code points of context a finding has on either side."""
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Contents:
    """A document's text with all its spans and relations; `title` is for people."""

    document_id: str
    text: str
    spans: Sequence[Span]
    relations: Sequence[Relation]
    title: str = ""


@dataclass(frozen=True)
class Background:
    """What the checks know of the project around a document.

    `entities` are the ids of all entities, None where they are not known; `at_work` and
    `done` say who is in progress or done, and who is done, by document id.
    """

    rules: Rules
    entities: Collection[str] | None = None
    at_work: Mapping[str, Collection[str]] = field(default_factory=dict)
    done: Mapping[str, Collection[str]] = field(default_factory=dict)


class Checked:
    """One document with everything that its checks look at."""

    def __init__(self, contents: Contents, background: Background) -> None:
        ordered = sorted(contents.spans, key=lambda span: (span.start, -span.end, span.id))
        self.document_id = contents.document_id
        self.text = contents.text
        self.spans: Mapping[str, Span] = {span.id: span for span in ordered}
        self.relations = contents.relations
        self.background = background
        self.rules = background.rules

    @cached_property
    def outgoing(self) -> Mapping[str, list[Relation]]:
        """The relations that start at each span."""
        return _grouped(self.relations, "from_id")

    @cached_property
    def incoming(self) -> Mapping[str, list[Relation]]:
        """The relations that lead to each span."""
        return _grouped(self.relations, "to_id")

    @property
    def is_worked_on(self) -> bool:
        """Whether somebody is in progress or done with it."""
        return bool(self.background.at_work.get(self.document_id))

    @property
    def done_by(self) -> Collection[str]:
        """Who is done with it."""
        return self.background.done.get(self.document_id, ())

    def parts(self, span: Span) -> list[str]:
        """The text at each fragment of the span."""
        return [self.text[start:end] for start, end in span.fragments]

    def finding(
        self,
        span: Span,
        kind: str,
        reason: str,
        *,
        relation_id: str = "",
        detail: str = "",
        proposal: str = "",
        entity: str = "",
    ) -> Finding:
        """A finding about a span of this document."""
        start, end = span.start, span.end
        text = self.text
        words = text[start:end] if end - start <= _LONGEST else text[start : start + _LONGEST] + "…"
        return Finding(
            self.document_id,
            span.id,
            kind,
            reason,
            self.rules.level(kind),
            span.label,
            start,
            end,
            text[max(0, start - CONTEXT) : start],
            words if words else span.text[:_LONGEST],
            text[end : end + CONTEXT],
            span.annotator,
            relation_id,
            detail,
            proposal,
            entity,
        )

    def place(
        self, start: int, end: int, kind: str, reason: str, *, label: str = "", entity: str = ""
    ) -> Finding:
        """A finding about words that are no span; `label` is what they might be."""
        text = self.text
        words = text[start:end] if end - start <= _LONGEST else text[start : start + _LONGEST] + "…"
        left, right = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
        return Finding(
            self.document_id, "", kind, reason, self.rules.level(kind), label, start, end, left, words,
            right, detail=label, proposal=label, entity=entity,
        )  # fmt: skip


def _grouped(relations: Iterable[Relation], end: str) -> Mapping[str, list[Relation]]:
    grouped = defaultdict(list)
    for relation in relations:
        grouped[getattr(relation, end)].append(relation)
    return grouped
