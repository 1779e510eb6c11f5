"""Spans and relations that are new to the file: written without asking what was there before.

An import consists of hardly anything else. What is written is the same as by the general way;
ids that sort after all that the file has (see `EditWriter`) cannot have been written before.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from annotator.model.additions import Additions
from annotator.model.values import Relation, Span
from annotator.store import rows, rules
from annotator.store.state import FRAGMENT, fragment_rows, insertion

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from annotator.model.additions import Step
    from annotator.model.change import Change
    from annotator.store.changes import Clock
    from annotator.store.texts import Texts

_CHANGE = "INSERT INTO change VALUES (?, ?, '{}', ?, '', ?, x'', ?)"
_HEAD = "INSERT INTO head VALUES ('{}', ?, '', ?)"
_SPAN = insertion("span", rows.SPAN_COLUMNS)
_RELATION = insertion("relation", rows.RELATION_COLUMNS)


Written = Sequence[tuple[str, tuple[Any, ...]]]
"""The bodies of changes, and the rows of what they write."""


class AdditionWriter:
    """Writes new spans and relations as changes of one edit; the caller holds the transaction."""

    def __init__(self, connection: sqlite3.Connection, clock: Clock, texts: Texts, edit: bytes) -> None:
        self._execute = connection.executemany
        self._clock = clock
        self._texts = texts
        self._edit = edit

    def write(self, spans: Sequence[Span], relations: Sequence[Relation]) -> list[Relation]:
        """Write all of them; returns the relations whose ends are not among the spans."""
        if spans:
            self._check(spans)
            written = [*map(rows.span_written, spans)]
            self._write_changes("span", written)
            self._execute(_SPAN, [row for _, row in written])
            self._execute(FRAGMENT, _fragments(spans, written))
        if relations:
            linked = [*map(rows.relation_written, relations)]
            self._write_changes("relation", linked)
            self._execute(_RELATION, [row for _, row in linked])
        return _without_ends(relations, spans)

    def _check(self, spans: Iterable[Span]) -> None:
        """Refuse what `rules.check_span` refuses; asked only where the span is not a plain one."""
        document, text = "", None
        for span in spans:
            if span.document_id != document:
                document = span.document_id
                text = self._texts.get(document)
            start, end = span.fragments[0] if len(span.fragments) == 1 else (0, 0)
            if not 0 <= start < end or text is None or text[start:end] != span.text:
                rules.check_span(span, text)

    def _write_changes(self, kind: str, written: Written) -> None:
        """Write a change and a head for each body and row; ids are as `changes.change_id` says."""
        edit, size = self._edit, len(kind)
        changes: list[tuple[bytes, bytes, str, str, str]] = []
        for moment, (body, row) in zip(self._clock.take(len(written)), written, strict=True):
            stamp, id_, document = moment.to_bytes(8, "big"), row[0], row[1]
            said = f"{size} {len(id_)} 0 {len(document)} 0 {len(body)}\n{kind}{id_}{document}{body}"
            change = stamp + blake2b(stamp + edit + said.encode(), digest_size=16).digest()
            changes.append((change, edit, id_, document, body))
        self._execute(_CHANGE.format(kind), changes)
        self._execute(_HEAD.format(kind), [(id_, change) for change, _, id_, _, _ in changes])


def _fragments(
    spans: Sequence[Span], written: Sequence[tuple[str, rows.SpanRow]]
) -> list[tuple[str, int, str, int, int]]:
    """The rows of the spans' fragments; most spans have one, whose ends are in the span's row."""
    several = [span for span in spans if len(span.fragments) > 1]
    alone = [(row[0], 0, row[1], row[3], row[4]) for _, row in written if row[5] is None]
    return [*alone, *fragment_rows(several)]


def sorted_out(steps: Iterable[Step]) -> tuple[list[Span], list[Relation], list[Change]]:
    """The spans and the relations that are new, and all other changes."""
    spans: list[Span] = []
    relations: list[Relation] = []
    others: list[Change] = []
    for step in steps:
        if isinstance(step, Additions):
            spans += step.spans
            relations += step.relations
        elif step.before is None and isinstance(step.after, Span):
            spans.append(step.after)
        elif step.before is None and isinstance(step.after, Relation):
            relations.append(step.after)
        else:
            others.append(step)
    return spans, relations, others


def _without_ends(relations: Iterable[Relation], spans: Iterable[Span]) -> list[Relation]:
    documents = {span.id: span.document_id for span in spans}
    return [
        one
        for one in relations
        if not documents.get(one.from_id) == documents.get(one.to_id) == one.document_id
    ]


def are_distinct_and_after(newest: str, values: Collection[Span] | Collection[Relation]) -> bool:
    """Whether no id stands twice among them, and all sort after this one."""
    ids = {value.id for value in values}
    return len(ids) == len(values) and (not ids or min(ids) > newest)
