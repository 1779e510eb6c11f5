"""The tables of spans, fragments and relations, and the texts that documents are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotator.errors import UserError
from annotator.model.values import NewDocument, Relation, Span, Value
from annotator.store import rows, rules

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

FRAGMENT = "INSERT INTO fragment VALUES (?, ?, ?, ?, ?)"
"""The statement that adds one of `fragment_rows`."""


class _Net(NamedTuple):
    """What a block of changes does to one span or relation in the end."""

    first: Value | None
    last: Value | None


def _assignments(columns: str) -> str:
    return ", ".join(f"{name.strip()} = ?" for name in columns.split(",")[1:])


def insertion(table: str, columns: str) -> str:
    """The statement that adds a row to a table, whose columns are separated by commas."""
    marks = ", ".join("?" * len(columns.split(",")))
    return f"INSERT INTO {table} ({columns}) VALUES ({marks})"


class StateWriter:
    """Keeps the tables of spans and relations in step, a block of changes at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._spans: dict[str, _Net] = {}
        self._relations: dict[str, _Net] = {}
        self._loose: dict[str, Relation] = {}
        self._gone: dict[str, Span] = {}

    def note(self, kind: str, id_: str, before: Value | None, after: Value | None) -> None:
        """Take one change of a span or relation into account at the next flush."""
        nets = self._spans if kind == "span" else self._relations
        old = nets.get(id_)
        nets[id_] = _Net(before if old is None else old.first, after)

    def note_loose(self, relations: Iterable[Relation]) -> None:
        """Take relations into account that were written before their ends were seen."""
        self._loose |= {one.id: one for one in relations if not self._is_tied(one)}

    def has_removed(self, span_id: str) -> bool:
        """Whether an earlier block of this edit has removed the span."""
        return span_id in self._gone

    @property
    def has_removed_any(self) -> bool:
        """Whether an earlier block of this edit has removed spans."""
        return bool(self._gone)

    def flush(self) -> None:
        """Write the rows of what was noted."""
        if self._spans:
            self._flush_spans()
        if self._relations:
            self._flush_relations()

    def _flush_spans(self) -> None:
        added: list[Span] = []
        changed: list[tuple[Span, Span]] = []
        removed: list[Span] = []
        for first, last in self._spans.values():
            if isinstance(last, Span):
                self._gone.pop(last.id, None)
                if isinstance(first, Span):
                    changed.append((first, last))
                else:
                    added.append(last)
            elif isinstance(first, Span):
                removed.append(first)
                self._gone[first.id] = first
        self._spans.clear()
        execute = self._connection.executemany
        moved = [old for old, new in changed if old.fragments != new.fragments]
        if moved or removed:
            ids = [(span.id,) for span in (*moved, *removed)]
            execute("DELETE FROM fragment WHERE span_id = ?", ids)
        if removed:
            execute("DELETE FROM span WHERE id = ?", [(span.id,) for span in removed])
        if changed:
            statement = f"UPDATE span SET {_assignments(rows.SPAN_COLUMNS)} WHERE id = ?"
            execute(statement, [(*rows.span_row(new)[1:], new.id) for _, new in changed])
        if added:
            execute(insertion("span", rows.SPAN_COLUMNS), map(rows.span_row, added))
        placed = added + [new for old, new in changed if old.fragments != new.fragments]
        if placed:
            execute(FRAGMENT, fragment_rows(placed))

    def _flush_relations(self) -> None:
        added: list[Relation] = []
        changed: list[Relation] = []
        removed: list[str] = []
        for first, last in self._relations.values():
            if isinstance(last, Relation):
                (added if first is None else changed).append(last)
                self._loose[last.id] = last
            elif isinstance(first, Relation):
                removed.append(first.id)
                self._loose.pop(first.id, None)
        self._relations.clear()
        execute = self._connection.executemany
        if removed:
            execute("DELETE FROM relation WHERE id = ?", [(id_,) for id_ in removed])
        if changed:
            statement = f"UPDATE relation SET {_assignments(rows.RELATION_COLUMNS)} WHERE id = ?"
            execute(statement, [(*rows.relation_row(new)[1:], new.id) for new in changed])
        if added:
            execute(insertion("relation", rows.RELATION_COLUMNS), map(rows.relation_row, added))
        self._loose = {id_: one for id_, one in self._loose.items() if not self._is_tied(one)}

    def _is_tied(self, relation: Relation) -> bool:
        """Whether both ends of the relation are spans of its document."""
        ends = self._connection.execute(
            "SELECT count(*) FROM span WHERE id IN (?, ?) AND document_id = ?",
            (relation.from_id, relation.to_id, relation.document_id),
        ).fetchone()
        return bool(ends[0] == len({relation.from_id, relation.to_id}))

    def check_relations(self) -> None:
        """Refuse relations that lack an end, and the removal of spans that have some."""
        for relation in self._loose.values():
            if not self._is_tied(relation):
                raise UserError(
                    f"{rules.name_of(relation)} leads to or from a span that is not in its article.",
                    "Add the span in the same edit, or leave the relation out.",
                )
        if not self._connection.execute("SELECT EXISTS (SELECT 1 FROM relation)").fetchone()[0]:
            return
        for span in self._gone.values():
            (is_end,) = self._connection.execute(
                "SELECT EXISTS (SELECT 1 FROM relation WHERE from_id = ?)"
                " OR EXISTS (SELECT 1 FROM relation WHERE to_id = ?)",
                (span.id, span.id),
            ).fetchone()
            if is_end:
                raise UserError(
                    f"{rules.name_of(span)} has relations that would be left without it.",
                    "Remove them in the same edit.",
                )

    def keep_text(self, document: NewDocument) -> None:
        """Keep a document's text and original bytes for good."""
        execute = self._connection.execute
        execute(
            "INSERT INTO text (document_id, sha256, body) SELECT ?1, ?2, ?3"
            " WHERE NOT EXISTS (SELECT 1 FROM text WHERE document_id = ?1)",
            (document.id, document.text_sha256, document.text),
        )
        source = document.source
        if source is not None:
            names = (source.name, source.encoding, source.extractor)
            execute(
                "INSERT INTO source SELECT ?1, ?2, ?3, ?4, ?5, ?6"
                " WHERE NOT EXISTS (SELECT 1 FROM source WHERE document_id = ?1 AND sha256 = ?2)",
                (document.id, source.sha256, *names, source.content),
            )

    def check_document(self, document_id: str) -> None:
        """Refuse to leave anything behind of a document that is not there."""
        one = self._connection.execute
        if one("SELECT 1 FROM document WHERE id = ?", (document_id,)).fetchone():
            return
        for what, query in _LEFT_BEHIND:
            if one(query, (document_id,)).fetchone():
                raise UserError(
                    f"The article {document_id} is not in the project, but {what} would be.",
                    "Add the article, or remove both in one edit.",
                )


_LEFT_BEHIND = (
    ("a span of it", "SELECT 1 FROM span WHERE document_id = ? LIMIT 1"),
    ("a relation of it", "SELECT 1 FROM relation WHERE document_id = ? LIMIT 1"),
    ("somebody's work on it", "SELECT 1 FROM work WHERE document_id = ? LIMIT 1"),
    ("a message about it", "SELECT 1 FROM message WHERE document_id = ? LIMIT 1"),
    ("an assignment of it", "SELECT 1 FROM assignment WHERE document_id = ? LIMIT 1"),
    ("a decision about it", "SELECT 1 FROM decision WHERE document_id = ? LIMIT 1"),
    (
        "its title or metadata",
        "SELECT 1 FROM head JOIN change ON change.id = head.change WHERE head.kind = 'document'"
        " AND head.target = ? AND head.field <> '' AND change.body IS NOT NULL LIMIT 1",
    ),
)


def fragment_rows(spans: Iterable[Span]) -> Iterator[tuple[str, int, str, int, int]]:
    """The rows of the spans' fragments: span, position, document, start, end."""
    for span in spans:
        for position, (start, end) in enumerate(span.fragments):
            yield span.id, position, span.document_id, start, end
