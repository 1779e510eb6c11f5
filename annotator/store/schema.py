"""The tables of all layouts: what is written, what is shown, and views for people.

`edit`, `change`, `text` and `source` only ever grow; everything that is current
(`document`, `span`, `relation`, …) follows from them and can be rebuilt. All offsets
are code points. `end` is half-open. Neither UPDATE, DELETE nor INSERT OR REPLACE touches
what only grows. `v_quotes` and `v_claims` have one row for each quote and speaker, or claim
and source: a quote of two speakers stands there twice, one without a speaker once.
"""

from __future__ import annotations

APPLICATION_ID = 0x416E6E6F
LONG_FRAGMENT = 4096

HISTORY = (
    """CREATE TABLE identity (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE edit (
  number INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  title TEXT NOT NULL,
  annotator TEXT NOT NULL,
  time TEXT NOT NULL,
  undoes BLOB,
  replica TEXT NOT NULL,
  codebook BLOB,
  size INTEGER NOT NULL
) STRICT""",
    """CREATE TABLE change (
  id BLOB PRIMARY KEY,
  edit BLOB NOT NULL,
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  field TEXT NOT NULL,
  document_id TEXT,
  prev BLOB NOT NULL,
  body TEXT
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE head (
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  field TEXT NOT NULL,
  change BLOB NOT NULL,
  PRIMARY KEY (kind, target, field, change)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE edit_subject (
  subject TEXT NOT NULL,
  edit BLOB NOT NULL,
  PRIMARY KEY (subject, edit)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE text (
  number INTEGER PRIMARY KEY,
  document_id TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT""",
    """CREATE TABLE source (
  document_id TEXT NOT NULL REFERENCES text (document_id),
  sha256 TEXT NOT NULL,
  name TEXT NOT NULL,
  encoding TEXT NOT NULL,
  extractor TEXT NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (document_id, sha256)
) STRICT""",
    "CREATE INDEX edit_subject_by_edit ON edit_subject (edit)",
    "CREATE INDEX edit_by_annotator ON edit (annotator)",
    "CREATE INDEX edit_by_undone ON edit (undoes) WHERE undoes IS NOT NULL",
)

STATE = (
    """CREATE TABLE document (
  id TEXT PRIMARY KEY REFERENCES text (document_id),
  title TEXT NOT NULL,
  outlet TEXT,
  author TEXT,
  published TEXT,
  url TEXT,
  language TEXT,
  metadata TEXT NOT NULL,
  attributes TEXT NOT NULL,
  note TEXT NOT NULL,
  text_sha256 TEXT NOT NULL,
  length INTEGER NOT NULL,
  created TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE span (
  id TEXT PRIMARY KEY,
  document_id TEXT NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
  label TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  fragments TEXT,
  text TEXT NOT NULL,
  annotator TEXT NOT NULL,
  origin TEXT NOT NULL,
  entity TEXT,
  attributes TEXT NOT NULL,
  note TEXT NOT NULL,
  created TEXT NOT NULL,
  modified TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE fragment (
  span_id TEXT NOT NULL REFERENCES span (id) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  document_id TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  PRIMARY KEY (span_id, position)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE relation (
  id TEXT PRIMARY KEY,
  document_id TEXT NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
  label TEXT NOT NULL,
  from_id TEXT NOT NULL,
  to_id TEXT NOT NULL,
  annotator TEXT NOT NULL,
  origin TEXT NOT NULL,
  attributes TEXT NOT NULL,
  note TEXT NOT NULL,
  created TEXT NOT NULL,
  modified TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE entity (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  aliases TEXT NOT NULL,
  qid TEXT NOT NULL,
  nil INTEGER NOT NULL,
  note TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE annotator (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  email TEXT NOT NULL,
  colour TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE work (
  document_id TEXT NOT NULL,
  annotator TEXT NOT NULL,
  state TEXT,
  flagged INTEGER,
  PRIMARY KEY (document_id, annotator)
) STRICT, WITHOUT ROWID""",
    *(
        f"""CREATE TABLE {kind} (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  fields TEXT NOT NULL
) STRICT, WITHOUT ROWID"""
        for kind in ("layer", "label", "attribute", "relation_type")
    ),
    *(
        f"""CREATE TABLE {kind} (
  id TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID"""
        for kind in ("guideline", "setting")
    ),
)

INDEXES = (
    "CREATE INDEX span_by_document ON span (document_id, label)",
    "CREATE INDEX span_by_entity ON span (entity) WHERE entity IS NOT NULL",
    "CREATE INDEX fragment_by_start ON fragment (document_id, start, end)",
    "CREATE INDEX fragment_long ON fragment (document_id, start, end)"
    f" WHERE end - start > {LONG_FRAGMENT}",
    "CREATE INDEX relation_by_document ON relation (document_id)",
    "CREATE INDEX relation_by_from ON relation (from_id)",
    "CREATE INDEX relation_by_to ON relation (to_id)",
    "CREATE INDEX work_by_annotator ON work (annotator)",
)

SEARCH = (
    """CREATE VIEW document_content AS
SELECT text.number AS number, document.title AS title, text.body AS text
FROM text JOIN document ON document.id = text.document_id""",
    """CREATE VIRTUAL TABLE document_search USING fts5(
  title, text, content='document_content', content_rowid='number',
  tokenize='unicode61 remove_diacritics 2'
)""",
)

_KEYS = {
    "edit": ("id = NEW.id", "number = NEW.number"),
    "change": ("id = NEW.id",),
    "text": ("document_id = NEW.document_id", "number = NEW.number"),
    "source": ("document_id = NEW.document_id AND sha256 = NEW.sha256", "rowid = NEW.rowid"),
}


def _refusal(table: str, event: str, condition: str = "") -> str:
    return f"""CREATE TRIGGER {table}_refuses_{event.lower()} BEFORE {event} ON {table}{condition}
BEGIN
  SELECT RAISE(ABORT, 'the history of a project only grows');
END"""


def _is_there(table: str) -> str:
    """That a row has one of the keys of the new one, which INSERT OR REPLACE would delete."""
    found = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {key})" for key in _KEYS[table])
    return f"\nWHEN {found}"


TRIGGERS = (
    *(_refusal(table, event) for table in _KEYS for event in ("UPDATE", "DELETE")),
    *(_refusal(table, "INSERT", _is_there(table)) for table in _KEYS),
)

_ENDS = """json_array(json_array(span.start, span.end))"""
VIEWS = (
    f"""CREATE VIEW v_spans AS
SELECT span.id AS span_id, span.document_id AS document_id, document.title AS document_title,
  span.label AS label, span.text AS text, span.start AS start, span.end AS end,
  coalesce(span.fragments, {_ENDS}) AS fragments, span.annotator AS annotator,
  span.origin AS origin, span.entity AS entity, span.attributes AS attributes, span.note AS note,
  span.created AS created, span.modified AS modified
FROM span JOIN document ON document.id = span.document_id""",
    """CREATE VIEW v_relations AS
SELECT relation.id AS relation_id, relation.document_id AS document_id,
  document.title AS document_title, relation.label AS label,
  relation.from_id AS from_id, a.label AS from_label, a.text AS from_text,
  relation.to_id AS to_id, b.label AS to_label, b.text AS to_text,
  relation.annotator AS annotator, relation.origin AS origin,
  relation.attributes AS attributes, relation.note AS note,
  relation.created AS created, relation.modified AS modified
FROM relation
JOIN document ON document.id = relation.document_id
LEFT JOIN span AS a ON a.id = relation.from_id
LEFT JOIN span AS b ON b.id = relation.to_id""",
    """CREATE VIEW v_quotes AS
SELECT quote.id AS quote_id, quote.document_id AS document_id, document.title AS document_title,
  quote.text AS quote, quote.start AS start, quote.end AS end,
  speaker.id AS speaker_id, speaker.text AS speaker, entity.name AS speaker_name,
  (SELECT group_concat(cue.text, ' … ') FROM relation AS said
    JOIN span AS cue ON cue.id = said.to_id
    WHERE said.from_id = quote.id AND said.label IN ('cue', 'cue_of')) AS cue,
  json_extract(quote.attributes, '$.form') AS form, quote.annotator AS annotator
FROM span AS quote
JOIN document ON document.id = quote.document_id
LEFT JOIN relation AS spoken
  ON spoken.from_id = quote.id AND spoken.label IN ('speaker', 'source_of')
LEFT JOIN span AS speaker ON speaker.id = spoken.to_id
LEFT JOIN entity ON entity.id = speaker.entity
WHERE quote.label IN ('QUOTE', 'CONTENT')""",
    """CREATE VIEW v_claims AS
SELECT claim.id AS claim_id, claim.document_id AS document_id, document.title AS document_title,
  claim.text AS claim, claim.start AS start, claim.end AS end,
  source.id AS source_id, source.text AS source, entity.name AS source_name,
  json_extract(claim.attributes, '$.claim_kind') AS kind,
  json_extract(claim.attributes, '$.worth') AS worth, claim.annotator AS annotator
FROM span AS claim
JOIN document ON document.id = claim.document_id
LEFT JOIN relation AS claimed ON claimed.from_id = claim.id AND claimed.label = 'claimant'
LEFT JOIN span AS source ON source.id = claimed.to_id
LEFT JOIN entity ON entity.id = source.entity
WHERE claim.label = 'CLAIM'""",
    """CREATE VIEW v_documents AS
SELECT document.id AS document_id, document.title AS title, document.outlet AS outlet,
  document.author AS author, document.published AS published, document.url AS url,
  document.language AS language, document.metadata AS metadata,
  document.attributes AS attributes, document.note AS note, document.length AS length,
  document.created AS created, text.body AS text
FROM document JOIN text ON text.document_id = document.id""",
)

LAYOUT_1 = (*HISTORY, *STATE, *INDEXES, *SEARCH, *TRIGGERS, *VIEWS)
