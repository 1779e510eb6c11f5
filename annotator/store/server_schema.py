"""The tables of a server, made by whoever comes first.

They hold the same immutable rows as a project file, for any number of projects. Nothing is
ever changed or deleted in them. Words are stored as UTF-8 bytes, because a text may hold
what PostgreSQL's own type for text refuses. An edit is listed in `arrival` after all its
changes, in the order in which edits became visible: that is what “what came since” means.
`part` names edits that came with only some of their changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from annotator.store.server_failures import ServerError

if TYPE_CHECKING:
    from psycopg import Connection

LAYOUT = 1
"""The newest layout of a server that this version knows."""
_MAKING = 0x616E6E6F
"""The key of the lock that is held while the tables are made."""
_GROWING = ("project", "edit", "change", "text", "source", "part", "arrival")

_TABLES = (
    """CREATE TABLE annotator.layout (
  version integer PRIMARY KEY,
  server text NOT NULL,
  made timestamptz NOT NULL DEFAULT now()
)""",
    """CREATE TABLE annotator.project (
  number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id bytea NOT NULL UNIQUE,
  title bytea NOT NULL,
  made timestamptz NOT NULL DEFAULT now()
)""",
    """CREATE TABLE annotator.text (
  project integer NOT NULL,
  document_id bytea NOT NULL,
  sha256 bytea NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (project, document_id)
)""",
    """CREATE TABLE annotator.source (
  project integer NOT NULL,
  document_id bytea NOT NULL,
  sha256 bytea NOT NULL,
  name bytea NOT NULL,
  encoding bytea NOT NULL,
  extractor bytea NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (project, document_id, sha256)
)""",
    """CREATE TABLE annotator.change (
  project integer NOT NULL,
  id bytea NOT NULL,
  edit bytea NOT NULL,
  kind bytea NOT NULL,
  target bytea NOT NULL,
  field bytea NOT NULL,
  document_id bytea,
  prev bytea NOT NULL,
  body bytea,
  PRIMARY KEY (project, edit, id)
)""",
    """CREATE TABLE annotator.edit (
  project integer NOT NULL,
  id bytea NOT NULL,
  title bytea NOT NULL,
  annotator bytea NOT NULL,
  time bytea NOT NULL,
  undoes bytea,
  replica bytea NOT NULL,
  codebook bytea,
  size bigint NOT NULL,
  PRIMARY KEY (project, id)
)""",
    """CREATE TABLE annotator.part (
  project integer NOT NULL,
  edit bytea NOT NULL,
  PRIMARY KEY (project, edit)
)""",
    """CREATE TABLE annotator.arrival (
  project integer NOT NULL,
  position bigint NOT NULL,
  edit bytea NOT NULL,
  edits bigint NOT NULL,
  PRIMARY KEY (project, position)
)""",
    """CREATE FUNCTION annotator.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the history of a project only grows' USING ERRCODE = 'restrict_violation';
END $$""",
    """CREATE VIEW annotator.v_edits AS
SELECT convert_from(project.title, 'UTF8') AS project, arrival.position AS position,
  convert_from(edit.title, 'UTF8') AS title, convert_from(edit.annotator, 'UTF8') AS annotator,
  convert_from(edit.time, 'UTF8') AS time, edit.size AS changes, encode(edit.id, 'hex') AS id
FROM annotator.arrival
JOIN annotator.project ON project.number = arrival.project
JOIN annotator.edit ON edit.project = arrival.project AND edit.id = arrival.edit""",
)


def prepare(connection: Connection, *, is_asking: bool = False) -> str:
    """See that the tables are there, making them if nobody has; returns the server's own id.

    `is_asking` makes nothing: the id is empty where there are no tables.
    `ServerError` where they are of a newer version.
    """
    found = _layout(connection)
    if found is None and not is_asking:
        found = _make(connection)
    if found is None:
        return ""
    version, server = found
    if version > LAYOUT:
        raise ServerError(
            f"The server was set up by a newer version of Annotator (layout {version}).",
            "Install the newest version here, too.",
        )
    return server


def _layout(connection: Connection) -> tuple[int, str] | None:
    # to_regclass would answer from a cache that does not know what another has just made
    there = (
        "SELECT 1 FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace AS space"
        " ON space.oid = relnamespace WHERE nspname = 'annotator' AND relname = 'layout'"
    )
    if connection.execute(there).fetchone() is None:
        return None
    newest = "SELECT version, server FROM annotator.layout ORDER BY version DESC LIMIT 1"
    row = connection.execute(newest).fetchone()
    return None if row is None else (int(row[0]), str(row[1]))


def _make(connection: Connection) -> tuple[int, str]:
    """Make the tables in one transaction; of several clients one does, the others wait for it.

    They belong to the database's owner where the client is one of that role, so that all
    members of a team's role share them.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_MAKING,))
        found = _layout(connection)
        if found is not None:
            return found
        owner = _owner(connection)
        connection.execute(f"SET LOCAL ROLE {owner}".encode())
        connection.execute("CREATE SCHEMA annotator")
        for statement in _TABLES:
            connection.execute(statement.encode())
        for table in ("layout", *_GROWING):
            connection.execute(
                f"CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON annotator.{table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION annotator.refuse()".encode()
            )
            connection.execute(
                f"REVOKE UPDATE, DELETE, TRUNCATE ON annotator.{table} FROM {owner}".encode()
            )
        server = str(uuid4())
        said = "INSERT INTO annotator.layout (version, server) VALUES (%s, %s)"
        connection.execute(said, (LAYOUT, server))
        return LAYOUT, server


def _owner(connection: Connection) -> str:
    """The role, ready for a statement, that the tables are to belong to."""
    row = connection.execute(
        "SELECT quote_ident(rolname) FROM pg_database JOIN pg_roles ON pg_roles.oid = datdba"
        " WHERE datname = current_database() AND pg_has_role(current_user, datdba, 'MEMBER')"
        " UNION ALL SELECT quote_ident(current_user) LIMIT 1"
    ).fetchone()
    assert row is not None
    return str(row[0])
