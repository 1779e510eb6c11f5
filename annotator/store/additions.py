"""Spans and relations that are new to the file: written without asking what was there before.

An import consists of hardly anything else, so everything here goes column by column. What is
written is the same as by the general way; ids that sort after all that the file has (see
`EditWriter`) cannot have been written before.
"""

from __future__ import annotations

from hashlib import blake2b
from itertools import repeat
from typing import TYPE_CHECKING

from annotator.model.additions import Additions
from annotator.model.annotation_columns import RelationColumns, SpanColumns
from annotator.model.values import Relation, Span
from annotator.store import row_columns, rows, rules
from annotator.store.state import FRAGMENT, fragment_rows, insertion

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from annotator.model.additions import Step
    from annotator.model.change import Change
    from annotator.store.changes import Clock
    from annotator.store.texts import Texts

_CHANGE = "INSERT INTO change VALUES (?, ?, '{}', ?, '', ?, x'', ?)"
_HEADS = "INSERT INTO head SELECT kind, target, field, id FROM change WHERE id BETWEEN ? AND ?"
_SPAN = insertion("span", rows.SPAN_COLUMNS)
_RELATION = insertion("relation", rows.RELATION_COLUMNS)


class AdditionWriter:
    """Writes new spans and relations as changes of one edit; the caller holds the transaction."""

    def __init__(self, connection: sqlite3.Connection, clock: Clock, texts: Texts, edit: bytes) -> None:
        self._execute = connection.executemany
        self._clock = clock
        self._texts = texts
        self._edit = edit
        self._bodies = row_columns.Bodies()

    def write(self, spans: SpanColumns, relations: RelationColumns) -> list[Relation]:
        """Write all of them; returns the relations whose ends are not among the spans."""
        if spans:
            self._check(spans)
            attributes = row_columns.attributes(spans)
            bodies = self._bodies.of_spans(spans, attributes)
            self._write_changes("span", spans.ids, spans.document_ids, bodies)
            self._execute(_SPAN, row_columns.span_rows(spans, attributes))
            self._execute(FRAGMENT, _fragments(spans))
        if relations:
            attributes = row_columns.attributes(relations)
            bodies = self._bodies.of_relations(relations, attributes)
            self._write_changes("relation", relations.ids, relations.document_ids, bodies)
            self._execute(_RELATION, row_columns.relation_rows(relations, attributes))
        return _without_ends(relations, spans)

    def _check(self, spans: SpanColumns) -> None:
        """Refuse what `rules.check_span` refuses; asked only where the span is not a plain one."""
        document, text = "", None
        columns = zip(spans.document_ids, spans.starts, spans.ends, spans.texts, strict=True)
        for index, (owner, start, end, said) in enumerate(columns):
            if owner != document:
                document = owner
                text = self._texts.get(owner)
            is_plain = text is not None and 0 <= start < end <= len(text) and text[start:end] == said
            if not is_plain or index in spans.several:
                rules.check_span(spans[index], text)

    def _write_changes(
        self, kind: str, ids: Sequence[str], documents: Sequence[str], bodies: Sequence[str]
    ) -> None:
        """Write a change and a head for each body; ids are as `changes.change_id` says."""
        edit = self._edit
        stamps = [moment.to_bytes(8, "big") for moment in self._clock.take(len(ids))]
        said = zip(_openings(kind, ids, documents), ids, documents, bodies, strict=False)
        contents = [
            f"{opening}{len(body)}\n{kind}{id_}{document}{body}".encode()
            for opening, id_, document, body in said
        ]
        made = [
            stamp + blake2b(stamp + edit + content, digest_size=16).digest()
            for stamp, content in zip(stamps, contents, strict=True)
        ]
        self._execute(_CHANGE.format(kind), zip(made, repeat(edit), ids, documents, bodies))
        self._execute(_HEADS, [(made[0], made[-1])])


def _openings(kind: str, ids: Sequence[str], documents: Sequence[str]) -> Iterable[str]:
    """What stands before the length of the body where the id of a change is made."""
    sizes = {*map(len, ids)}, {*map(len, documents)}
    if len(sizes[0]) == len(sizes[1]) == 1:
        return repeat(f"{len(kind)} {sizes[0].pop()} 0 {sizes[1].pop()} 0 ")
    said = zip(ids, documents, strict=True)
    return [f"{len(kind)} {len(id_)} 0 {len(document)} 0 " for id_, document in said]


def _fragments(spans: SpanColumns) -> Iterable[tuple[str, int, str, int, int]]:
    """The rows of the spans' fragments; most spans have one."""
    alone = zip(spans.ids, repeat(0), spans.document_ids, spans.starts, spans.ends)
    several = spans.several
    if not several:
        return alone
    rest = [row for index, row in enumerate(alone) if index not in several]
    return [*rest, *fragment_rows(spans[index] for index in several)]


def sorted_out(steps: Iterable[Step]) -> tuple[SpanColumns, RelationColumns, list[Change]]:
    """The spans and the relations that are new, and all other changes."""
    spans: list[Span] = []
    relations: list[Relation] = []
    many = [], []  # type: tuple[list[SpanColumns], list[RelationColumns]]
    others: list[Change] = []
    for step in steps:
        if isinstance(step, Additions):
            many[0].append(step.spans)
            many[1].append(step.relations)
        elif step.before is None and isinstance(step.after, Span):
            spans.append(step.after)
        elif step.before is None and isinstance(step.after, Relation):
            relations.append(step.after)
        else:
            others.append(step)
    many[0].append(SpanColumns.of(spans))
    many[1].append(RelationColumns.of(relations))
    return SpanColumns.joined(many[0]), RelationColumns.joined(many[1]), others


def _without_ends(relations: RelationColumns, spans: SpanColumns) -> list[Relation]:
    if not relations:
        return []
    there = dict(zip(spans.ids, spans.document_ids, strict=True)).get
    ends = zip(relations.from_ids, relations.to_ids, relations.document_ids, strict=True)
    return [
        relations[index]
        for index, (start, end, document) in enumerate(ends)
        if not there(start) == there(end) == document
    ]


def are_distinct_and_after(newest: str, ids: Sequence[str]) -> bool:
    """Whether no id stands twice among them, and all sort after this one."""
    return not ids or (len(set(ids)) == len(ids) and min(ids) > newest)
