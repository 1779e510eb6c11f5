"""What layout 2 adds: doubts, saved queries, assignments, and the signatures of texts.

`message`, `query` and `assignment` follow from the history as everything that is current;
`signature` follows from the texts, see `similar.py`.
"""

from __future__ import annotations

LAYOUT_2 = (
    """CREATE TABLE message (
  id TEXT PRIMARY KEY,
  thread TEXT NOT NULL,
  document_id TEXT NOT NULL,
  target_kind TEXT NOT NULL,
  target TEXT NOT NULL,
  annotator TEXT NOT NULL,
  text TEXT NOT NULL,
  settled INTEGER NOT NULL,
  quoted TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE query (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  annotator TEXT NOT NULL,
  queue INTEGER NOT NULL,
  created TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE assignment (
  id TEXT PRIMARY KEY,
  document_id TEXT NOT NULL,
  annotator TEXT NOT NULL,
  assigned_by TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE signature (
  document_id TEXT PRIMARY KEY REFERENCES text (document_id),
  hashes BLOB NOT NULL,
  near_duplicates TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX message_by_document ON message (document_id)",
    "CREATE INDEX assignment_by_document ON assignment (document_id)",
    "CREATE INDEX signature_by_group ON signature (near_duplicates)",
    "CREATE INDEX span_with_note ON span (document_id) WHERE note <> ''",
)
