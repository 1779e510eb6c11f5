from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from annotator.model.values import Field
from tests.store.making import ADA, adding, edit, id_of, relation, span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.store.project import Project


@pytest.fixture
def rows(project: Project) -> Iterator[sqlite3.Connection]:
    """A small annotated project, opened by any SQLite tool."""
    quote = span((26, 36), (39, 48), label="QUOTE", attributes={"form": "direct"}, note="n")
    speaker, cue = span(label="SOURCE", entity="e1"), span((10, 14), label="CUE")
    claim = span((49, 79), label="CLAIM", attributes={"claim_kind": "event", "worth": "high"})
    links = [
        relation(quote, speaker),
        relation(quote, cue, "cue"),
        relation(claim, speaker, "claimant"),
    ]
    name = Field("entity", "e1", "name", "Lena Vogt, skipper")
    project.apply(edit(*adding(name, quote, speaker, cue, claim, *links)))
    project.close()
    with closing(sqlite3.connect(project.path)) as plain:
        plain.row_factory = sqlite3.Row
        yield plain


def test_v_spans(rows: sqlite3.Connection) -> None:
    found = rows.execute("SELECT * FROM v_spans WHERE label = 'QUOTE'").fetchone()
    assert found.keys() == [
        "span_id", "document_id", "document_title", "label", "text", "start", "end", "fragments",
        "annotator", "origin", "entity", "attributes", "note", "created", "modified",
    ]  # fmt: skip
    assert (found["document_title"], found["start"], found["end"]) == ("The ferry", 26, 48)
    assert json.loads(found["fragments"]) == [[26, 36], [39, 48]]
    assert json.loads(found["attributes"]) == {"form": "direct"}
    (single,) = rows.execute("SELECT fragments FROM v_spans WHERE label = 'CUE'").fetchone()
    assert json.loads(single) == [[10, 14]]


def test_v_quotes(rows: sqlite3.Connection) -> None:
    (found,) = rows.execute("SELECT speaker, speaker_name, cue, form, annotator FROM v_quotes")
    assert tuple(found) == ("Lena Vogt", "Lena Vogt, skipper", "said", "direct", ADA)


def test_v_claims(rows: sqlite3.Connection) -> None:
    (found,) = rows.execute("SELECT claim, source, source_name, kind, worth FROM v_claims")
    assert found["claim"].startswith("Harbour Board")
    assert tuple(found)[1:] == ("Lena Vogt", "Lena Vogt, skipper", "event", "high")


def test_v_relations(rows: sqlite3.Connection) -> None:
    query = "SELECT from_label, label, to_label, to_text FROM v_relations ORDER BY label"
    assert [tuple(row) for row in rows.execute(query)] == [
        ("CLAIM", "claimant", "SOURCE", "Lena Vogt"),
        ("QUOTE", "cue", "CUE", "said"),
        ("QUOTE", "speaker", "SOURCE", "Lena Vogt"),
    ]


def test_v_documents_and_exact_text_by_offsets(rows: sqlite3.Connection) -> None:
    query = (
        "SELECT d.document_id, substr(d.text, s.start + 1, s.end - s.start) AS cut, s.text"
        " FROM v_documents AS d JOIN v_spans AS s USING (document_id) WHERE s.label = 'SOURCE'"
    )
    (found,) = rows.execute(query)
    assert tuple(found) == (id_of(), "Lena Vogt", "Lena Vogt")


def test_full_text_search_by_plain_sql(rows: sqlite3.Connection) -> None:
    query = "SELECT title FROM document_search WHERE document_search MATCH 'ferry'"
    assert [row[0] for row in rows.execute(query)] == ["The ferry"]


def test_a_file_in_delete_mode_leaves_nothing_beside_it(rows: sqlite3.Connection, path) -> None:  # type: ignore[no-untyped-def]
    assert rows.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    assert rows.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert [one.name for one in path.parent.iterdir() if one.name != "user"] == [path.name]


@pytest.mark.parametrize("table", ["edit", "change", "text", "source"])
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "INSERT OR IGNORE", "REPLACE", "INSERT"])
def test_the_history_is_not_written_over(rows: sqlite3.Connection, table: str, verb: str) -> None:
    before = rows.execute(f"SELECT * FROM {table}").fetchall()
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        rows.execute(f"{verb} INTO {table} SELECT * FROM {table}")
    for statement in (f"DELETE FROM {table}", f"UPDATE OR REPLACE {table} SET rowid = rowid"):
        with pytest.raises(sqlite3.Error):
            rows.execute(statement)
    assert rows.execute(f"SELECT * FROM {table}").fetchall() == before


def test_numbers_do_not_open_another_way_into_the_history(rows: sqlite3.Connection) -> None:
    for statement in (
        "REPLACE INTO edit SELECT number, x'00', title, annotator, time, undoes, replica, codebook, size"
        " FROM edit LIMIT 1",
        "REPLACE INTO text SELECT number, 'other', sha256, body FROM text LIMIT 1",
        "REPLACE INTO source (rowid, document_id, sha256, name, encoding, extractor, content)"
        " SELECT rowid, document_id, 'other', name, encoding, extractor, content FROM source LIMIT 1",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            rows.execute(statement)


def test_a_quote_of_two_speakers_has_a_row_for_each(project: Project) -> None:
    quote = span((26, 48), label="QUOTE")
    speakers = [span(label="SOURCE"), span((49, 62), label="SOURCE")]
    links = [relation(quote, speaker) for speaker in speakers]
    named = Field("annotator", ADA, "name", "Ada Quill")
    project.apply(edit(*adding(named, quote, *speakers, *links)))
    query = (
        "SELECT quote_id, speaker, name FROM v_quotes"
        " JOIN annotator ON annotator.id = v_quotes.annotator ORDER BY speaker"
    )
    project.close()
    with closing(sqlite3.connect(project.path)) as plain:
        assert plain.execute(query).fetchall() == [
            (quote.id, "Harbour Board", "Ada Quill"),
            (quote.id, "Lena Vogt", "Ada Quill"),
        ]
