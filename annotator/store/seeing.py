"""Connections for reading that see some people's work alone.

Temporary views named `span`, `relation`, `work`, `message` and `edit` stand before the tables
of these names and let through what may be seen. So no question has to think of it, and none
can forget it.
"""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annotator.model.sight import Sight

_HINT = re.compile(r"\b((?:span|relation|work|message|edit)(?: AS \w+)?) INDEXED BY \w+")
"""A view has no indexes to name; the planner finds those of its table by itself."""
_VIEWS = {
    "span": "{by}",
    "relation": "{by}"
    " AND EXISTS (SELECT 1 FROM main.span AS a WHERE a.id = one.from_id AND a.{by})"
    " AND EXISTS (SELECT 1 FROM main.span AS b WHERE b.id = one.to_id AND b.{by})",
    "work": "{by}",
    # a doubt is seen as a whole: with what it is about, or by whose it is
    "message": "target_kind = 'document'"
    " OR EXISTS (SELECT 1 FROM main.message AS first WHERE first.id = one.thread AND first.{by})"
    " OR EXISTS (SELECT 1 FROM main.span AS a WHERE a.id = one.target AND a.{by})"
    " OR EXISTS (SELECT 1 FROM main.relation AS b WHERE b.id = one.target AND b.{by})",
    "edit": "{by} OR annotator = ''"
    " OR id IN (SELECT edit FROM main.edit_subject WHERE subject = 'codebook')",
}


class ReadingConnection(sqlite3.Connection):
    """A connection before whose tables views may stand."""

    sight: Sight | None = None

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Ask for something; names of indexes are left out where a view stands before its table."""
        return super().execute(sql if self.sight is None else _HINT.sub(r"\1", sql), parameters)

    def look_with(self, sight: Sight) -> bool:
        """See what this sight shows from now on; False if it did already."""
        wanted = sight if sight.is_limited else None
        if wanted == self.sight:
            return False
        for table in _VIEWS:
            super().execute(f"DROP VIEW IF EXISTS temp.{table}")
        for table, condition in _VIEWS.items() if wanted is not None else ():
            by = shown_by(sight)
            shown = condition.format(by=by)
            super().execute(
                f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} AS one WHERE {shown}"
            )
        self.sight = wanted
        return True


class SightQueries:
    """What of a project file is read."""

    _connection: sqlite3.Connection

    def look_with(self, sight: Sight) -> None:
        """Read what this sight shows from now on; for projects that are open for reading only."""
        if isinstance(self._connection, ReadingConnection):
            self._connection.look_with(sight)


def shown_by(sight: Sight) -> str:
    """The condition on the column `annotator` that lets through what this sight shows."""
    if sight.annotators is None:
        return f"annotator NOT IN ({_listed(sight.left_out)})"
    return f"annotator IN ({_listed(sight.annotators - sight.left_out)})"


def _listed(ids: frozenset[str]) -> str:
    return ", ".join("'" + id_.replace("'", "''") + "'" for id_ in sorted(ids))
