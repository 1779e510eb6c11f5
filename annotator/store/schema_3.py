"""What layout 3 adds: what a team needs. Decisions, unifications, conflicts, and what waits.

`decision` and `unification` follow from the history as everything that is current. So do
`conflict`, the registers whose heads say different things, and `unshown`: annotations that are
current while their article, or an end of a relation, is gone. `part` names edits of which this
file has only some changes, as a work package does.
"""

from __future__ import annotations

LAYOUT_3 = (
    """CREATE TABLE part (
  edit BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE conflict (
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  field TEXT NOT NULL,
  document_id TEXT,
  PRIMARY KEY (kind, target, field)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE unshown (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  from_id TEXT,
  to_id TEXT,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE decision (
  id TEXT PRIMARY KEY,
  document_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  outcome TEXT NOT NULL,
  rule TEXT NOT NULL,
  annotator TEXT NOT NULL,
  members TEXT NOT NULL,
  chosen TEXT NOT NULL,
  gold TEXT NOT NULL,
  seen TEXT NOT NULL,
  reason TEXT NOT NULL,
  comment TEXT NOT NULL,
  codebook TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE unification (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  one TEXT NOT NULL,
  other TEXT NOT NULL,
  same INTEGER NOT NULL,
  annotator TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX decision_by_document ON decision (document_id)",
    "CREATE INDEX unshown_by_document ON unshown (document_id)",
)
