"""What the guard checks once SQLite has opened a file: schema, structure, content."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from annotator.errors import ProjectError
from annotator.model.package import Package
from annotator.store import integrity
from annotator.store.migrations import expected_schema, schema_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BACKUP = "Open the newest file in the snapshots folder beside it, or a backup."
_STATISTICS = re.compile(r"sqlite_stat[1-4]")
_SEARCH = "document_search_"


def check_schema(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Refuse a file whose tables, views, indexes and triggers are not exactly those of its layout."""
    try:
        found = schema_of(connection)
        (count,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_IOERR")):
            raise
        raise _damaged(path, str(error)) from error
    expected = expected_schema(version)
    for (kind, name), text in found.items():
        if _STATISTICS.fullmatch(name):
            continue
        if (kind, name) not in expected:
            raise ProjectError(
                f"“{path}” has been altered: the {kind} “{name}” is not Annotator's.",
                "Ask who gave you the file. Your own views and indexes belong in another file:"
                " attach this one there, or work on a copy.",
            )
        if not _is_same(name, text, expected[(kind, name)]):
            raise ProjectError(
                f"“{path}” has been altered: its {kind} “{name}” is not as Annotator makes it.",
                "Ask who gave you the file, or open a backup.",
            )
    missing = expected.keys() - found.keys()
    if missing or count != len(found):
        kind, name = min(missing, default=("table", "sqlite_schema"))
        raise _damaged(path, f"its {kind} {name} is missing or doubled")


def _is_same(name: str, text: str, expected: str) -> bool:
    if name.startswith(_SEARCH):  # written by SQLite itself, whose versions may quote otherwise
        return _bare(text) == _bare(expected)
    return text == expected


def _bare(text: str) -> str:
    return re.sub(r"['\"\[\]`\s]+", " ", text).strip().casefold()


def check_content(connection: sqlite3.Connection, path: Path, *, is_own: bool) -> None:
    """Refuse a damaged file: one's own by its references, another by all that it says."""
    with time_limit(connection, path):
        if not is_own:
            for (problem,) in connection.execute("PRAGMA integrity_check(1)"):
                if problem != "ok":
                    raise _damaged(path, problem)
        if _has_dangling_references(connection, is_own=is_own):
            raise _damaged(path, "a row names another that is not there")
        identity = dict(connection.execute("SELECT name, value FROM identity").fetchall())
        if identity.keys() - {"package"} != {"project", "replica"}:
            raise _damaged(path, "it does not say which project it is")
        if "package" in identity:
            try:
                Package.of(identity["package"])
            except ValueError as error:
                raise _damaged(path, f"it does not say for whom it is: {error}") from error
        problem = "" if is_own else next(integrity.problems(connection), "")
    if problem:
        raise _damaged(path, problem)


def _has_dangling_references(connection: sqlite3.Connection, *, is_own: bool) -> bool:
    """Whether a row names another that is not there: what `PRAGMA foreign_key_check` finds.

    In one's own file spans, fragments and relations, which are many, are only counted by
    document; the check of everything, which follows in the background, looks at each.
    """
    if not is_own:
        return connection.execute("PRAGMA foreign_key_check").fetchone() is not None
    counts = [dict(connection.execute(query).fetchall()) for query in _COUNTS]
    spans, fragments, relations = counts
    known = {id_ for (id_,) in connection.execute("SELECT id FROM document")}
    if spans != fragments or not known.issuperset(spans) or not known.issuperset(relations):
        return True
    return any(
        connection.execute(f"PRAGMA foreign_key_check({name})").fetchone()
        for name in ("document", "source", "signature")
    )


_COUNTS = (
    "SELECT document_id, count(*) FROM span GROUP BY 1",
    "SELECT document_id, count(*) FROM fragment INDEXED BY fragment_by_start"
    " WHERE position = 0 GROUP BY 1",
    "SELECT document_id, count(*) FROM relation GROUP BY 1",
)


def _damaged(path: Path, reason: str) -> ProjectError:
    lines = reason.strip().splitlines() or ["it cannot be read"]
    return ProjectError(f"“{path}” is damaged: {lines[-1].rstrip('.')}.", _BACKUP)


@contextmanager
def time_limit(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Stop statements that take longer than a sound file of this size can need."""
    deadline = time.monotonic() + 20 + path.stat().st_size / 1_000_000
    connection.set_progress_handler(lambda: int(time.monotonic() > deadline), 100_000)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)
