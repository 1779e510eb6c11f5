"""The deep check: does everything that the file says agree with everything else?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from annotator.model.fragment import exact_text
from annotator.model.values import CODEBOOK_KINDS, Source, document_id, sha256
from annotator.store import rows, things
from annotator.store.changes import change_id, clock_of, edit_id, read_heads, shown, split_ids
from annotator.store.outcomes import differ
from annotator.store.state import fragment_rows
from annotator.store.texts import Texts
from annotator.store.writing import CODEBOOK

if TYPE_CHECKING:
    import sqlite3

Problems = Iterator[str]
_KINDS = ", ".join(f"'{kind}'" for kind in CODEBOOK_KINDS)
_SUBJECT = f"document_id IS NOT NULL OR kind IN ({_KINDS})"


def problems(connection: sqlite3.Connection) -> Problems:
    """Everything that does not agree, a sentence part each, as it is found."""
    steps: tuple[Callable[[sqlite3.Connection], Problems], ...] = (
        _texts,
        _sources,
        _edits,
        _changes,
        _heads,
        _spans,
        _fragments,
        _offsets,
        _relations,
        _waiting,
        _conflicts,
        _things,
    )
    for step in steps:
        try:
            yield from step(connection)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            yield f"what it says of its {step.__name__.strip('_')} makes no sense ({error})"


# ---------------------------------------------------------------- what only grows


def _texts(connection: sqlite3.Connection) -> Problems:
    for id_, stored, body in connection.execute("SELECT document_id, sha256, body FROM text"):
        if sha256(body) != stored or document_id(stored) != id_:
            yield f"the text of the article {id_} is not the one that was stored"


def _sources(connection: sqlite3.Connection) -> Problems:
    for id_, stored, content in connection.execute("SELECT document_id, sha256, content FROM source"):
        if Source("", content).sha256 != stored:
            yield f"the original file of the article {id_} is not the one that was stored"


def _edits(connection: sqlite3.Connection) -> Problems:
    query = (
        "SELECT id, title, annotator, time, undoes, replica, codebook, size,"
        " coalesce(counted.number, 0), {} FROM edit LEFT JOIN"
        " (SELECT edit, count(*) AS number FROM change GROUP BY edit) AS counted"
        " ON counted.edit = edit.id"
    )
    has_parts = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'part'").fetchone()
    is_part = "edit.id IN (SELECT edit FROM part)" if has_parts else "FALSE"
    for id_, title, *rest, size, counted, partial in connection.execute(query.format(is_part)):
        if edit_id(clock_of(id_), title, *rest) != id_:
            yield f"the edit “{title}” in its history has been changed"
        if counted >= size if partial else counted != size:
            yield f"the edit “{title}” in its history has {counted:,} of {size:,} changes"


def _has_table(connection: sqlite3.Connection, name: str) -> bool:
    query = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
    return connection.execute(query, (name,)).fetchone() is not None


def _changes(connection: sqlite3.Connection) -> Problems:
    query = "SELECT id, edit, kind, target, field, document_id, prev, body FROM change"
    for id_, *rest in connection.execute(query):
        if change_id(clock_of(id_), *rest) != id_:
            yield f"a change of the {rest[1]} {rest[2]} in its history has been changed"
    for (edit,) in connection.execute("SELECT edit FROM change EXCEPT SELECT id FROM edit"):
        yield f"the edit {edit.hex()} is missing from its history"
    pairs = f"SELECT coalesce(document_id, '{CODEBOOK}'), edit FROM change WHERE {_SUBJECT}"
    listed = "SELECT subject, edit FROM edit_subject"
    for query in (f"{pairs} EXCEPT {listed}", f"{listed} EXCEPT {pairs}"):
        for subject, _ in connection.execute(query):
            yield f"the list of what its history concerns is wrong about {subject}"


def _heads(connection: sqlite3.Connection) -> Problems:
    replaced: set[bytes] = set()
    for (prev,) in connection.execute("SELECT prev FROM change WHERE prev <> x''"):
        replaced.update(split_ids(prev))
    changes = connection.execute(
        "SELECT change.id, change.kind, change.target, change.field, head.change FROM change"
        " LEFT JOIN head ON head.kind = change.kind AND head.target = change.target"
        " AND head.field = change.field AND head.change = change.id"
    )
    count = 0
    for id_, kind, target, _, head in changes:
        count += head is not None
        if (head is None) != (id_ in replaced):
            yield f"its history and its latest state disagree about the {kind} {target}"
    if connection.execute("SELECT count(*) FROM head").fetchone()[0] != count:
        yield "its latest state names changes that are not in its history"


# ---------------------------------------------------------------- what follows from it


def _current(connection: sqlite3.Connection, kind: str) -> Iterator[tuple[str, str, str]]:
    """The id, document and shown body of every span or relation that does not wait, by id."""
    waiting = {id_ for kind_, id_, *_ in _unshown(connection) if kind_ == kind}
    query = (
        "SELECT head.target, change.document_id, change.body FROM head"
        " JOIN change ON change.id = head.change WHERE head.kind = ?"
        " ORDER BY head.target, head.change"
    )
    for target, group in groupby(connection.execute(query, (kind,)), key=itemgetter(0)):
        found = list(group)
        body = shown([row[2] for row in found])
        if body is not None and target not in waiting:
            yield target, found[-1][1], body


def _unshown(connection: sqlite3.Connection) -> list[tuple[str, str, str, str, str]]:
    if not _has_table(connection, "unshown"):
        return []
    return connection.execute("SELECT kind, id, document_id, from_id, to_id FROM unshown").fetchall()


def _waiting(connection: sqlite3.Connection) -> Problems:
    """What waits must be current, and lack its article or an end."""
    span = "SELECT 1 FROM span WHERE id = ? AND document_id = ?"
    for kind, id_, home, from_id, to_id in _unshown(connection):
        head = read_heads(connection, [(kind, id_, "")]).get((kind, id_, ""))
        one = connection.execute
        is_here = one("SELECT 1 FROM document WHERE id = ?", (home,)).fetchone() is not None
        if is_here and kind == "relation":
            is_here = all(one(span, (end, home)).fetchone() for end in (from_id, to_id))
        if head is None or head.body is None or head.document_id != home or is_here:
            yield f"the {kind} {id_} is kept back without a reason"
        elif kind == "relation":
            relation = rows.relation_from_body(id_, home, head.body)
            if (relation.from_id, relation.to_id) != (from_id, to_id):
                yield f"the relation {id_} waits for other spans than its own"


def _conflicts(connection: sqlite3.Connection) -> Problems:
    if not _has_table(connection, "conflict"):
        return
    query = "SELECT kind, target, field FROM head GROUP BY 1, 2, 3 HAVING count(*) > 1"
    body = "SELECT body FROM head JOIN change ON change.id = head.change WHERE head.kind = ?"
    body += " AND head.target = ? AND head.field = ?"
    expected = {
        register
        for register in connection.execute(query)
        if differ(register, [found for (found,) in connection.execute(body, register)])
    }
    stored = set(connection.execute("SELECT kind, target, field FROM conflict"))
    for kind, target, _ in sorted(expected ^ stored):
        yield f"its history and its list of conflicts disagree about the {kind} {target}"


def _spans(connection: sqlite3.Connection) -> Problems:
    expected = (rows.span_row(rows.span_from_body(*current)) for current in _current(connection, "span"))
    stored = connection.execute(f"SELECT {rows.SPAN_COLUMNS} FROM span ORDER BY id")
    yield from _differences("span", expected, stored)


def _relations(connection: sqlite3.Connection) -> Problems:
    expected = (
        rows.relation_row(rows.relation_from_body(*current))
        for current in _current(connection, "relation")
    )
    stored = connection.execute(f"SELECT {rows.RELATION_COLUMNS} FROM relation ORDER BY id")
    yield from _differences("relation", expected, stored)
    for (id_,) in connection.execute(
        "SELECT relation.id FROM relation LEFT JOIN span AS a ON a.id = relation.from_id"
        " LEFT JOIN span AS b ON b.id = relation.to_id"
        " WHERE a.document_id IS NOT relation.document_id OR b.document_id IS NOT relation.document_id"
    ):
        yield f"the relation {id_} leads to or from a span that is not there"


def _fragments(connection: sqlite3.Connection) -> Problems:
    query = f"SELECT {rows.SPAN_COLUMNS} FROM span ORDER BY id"
    expected = (
        row
        for stored in connection.execute(query)
        for row in fragment_rows([rows.span_from_row(stored)])
    )
    stored = connection.execute("SELECT * FROM fragment ORDER BY span_id, position")
    yield from _differences("fragment of the span", expected, stored)


def _offsets(connection: sqlite3.Connection) -> Problems:
    texts = Texts(connection)
    query = f"SELECT {rows.SPAN_COLUMNS} FROM span ORDER BY document_id"
    for row in connection.execute(query):
        span = rows.span_from_row(row)
        text = texts.get(span.document_id)
        is_inside = text is not None and 0 <= span.start < span.end <= len(text)
        if text is None or not is_inside or exact_text(text, span.fragments) != span.text:
            yield f"the span {span.id} is not what stands at its place in the article"


def _things(connection: sqlite3.Connection) -> Problems:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    for kind, columns in things.COLUMNS.items():
        if kind not in tables:  # the file has an earlier layout
            continue
        targets = connection.execute(
            "SELECT DISTINCT target FROM head WHERE kind = ? ORDER BY target", (kind,)
        ).fetchall()
        found = (
            things.row_of(kind, target, things.fields_of(connection, kind, target))
            for (target,) in targets
        )
        expected = sorted(row for row in found if row is not None)
        stored = connection.execute(f"SELECT {', '.join(columns)} FROM {kind} ORDER BY 1, 2")
        yield from _differences(kind.replace("_", " "), expected, stored)
    for (id_,) in connection.execute(
        "SELECT document.id FROM document LEFT JOIN text ON text.document_id = document.id"
        " WHERE text.sha256 IS NOT document.text_sha256"
    ):
        yield f"the article {id_} has no text"


def _differences(
    what: str, expected: Iterable[tuple[Any, ...]], stored: Iterable[tuple[Any, ...]]
) -> Problems:
    """Compare two streams of rows; after the first difference they are no longer in step."""
    for wanted, found in zip_longest(expected, stored):
        if wanted != found:
            yield f"its history and its latest state disagree about the {what} {(wanted or found)[0]}"
            return
