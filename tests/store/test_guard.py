from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from annotator.errors import ProjectError
from annotator.store import connection
from annotator.store.project import Project
from tests.store.making import TEXT, adding, bytes_of, contents, edit, importing, new_project, span

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture
def closed(path: Path) -> Path:
    """A sound project of a stranger: this user has not closed it here."""
    with new_project(path, TEXT * 20) as project:
        project.apply(edit(*adding(*[span((n, n + 4), text=TEXT * 20) for n in range(200)])))
    os.utime(path, (1, 1))
    return path


def refusal(path: Path) -> ProjectError:
    """Open a file that must be refused, and see that nothing at all was changed."""
    before = bytes_of(path) if path.is_file() else ""
    beside = sorted(one.name for one in path.parent.iterdir())
    with pytest.raises(ProjectError) as caught:
        Project.open(path).close()
    assert before == (bytes_of(path) if path.is_file() else "")
    assert sorted(one.name for one in path.parent.iterdir()) == beside
    assert path.name in caught.value.message
    return caught.value


def patch(path: Path, at: int, new: bytes) -> None:
    raw = bytearray(path.read_bytes())
    raw[at : at + len(new)] = new
    path.write_bytes(raw)


def run(path: Path, *statements: str) -> None:
    """Run statements as any SQLite tool would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        for statement in statements:
            plain.execute(statement)


def test_a_sound_file_opens(closed: Path) -> None:
    with Project.open(closed) as project:
        assert len(project.spans(project.documents()[0].id)) == 200


def test_a_missing_file(path: Path) -> None:
    assert "There is no file" in refusal(path).message


def test_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "folder.annodb"
    folder.mkdir()
    assert "is a folder" in refusal(folder).message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_does_not_block(path: Path) -> None:
    os.mkfifo(path)
    assert "not an ordinary file" in refusal(path).message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"The ferry will sail.", "is not a project file"),
        (b"PK\x03\x04" + bytes(500), "is not a project file"),
        (b"SQLite format 3\0" + bytes(20), "is cut short"),
        (b"SQLite fo", "is cut short"),
        (b"\0" * 100_000, "is not a project file"),
    ],
)
def test_what_is_no_project(path: Path, content: bytes, words: str) -> None:
    path.write_bytes(content)
    assert words in refusal(path).message


def test_another_programs_database(path: Path) -> None:
    run(path, "CREATE TABLE recipe (name)")
    assert "belongs to another program" in refusal(path).message


@pytest.mark.parametrize(
    ("at", "new", "words"),
    [
        (60, (99).to_bytes(4, "big"), "made by a newer version"),
        (60, (0).to_bytes(4, "big"), "too old"),
        (16, (1000).to_bytes(2, "big"), "is damaged"),
        (18, b"\x07\x07", "is damaged"),
        (4096, b"\xff" * 100, "is damaged"),
    ],
)
def test_a_file_with_a_wrong_header_or_page(closed: Path, at: int, new: bytes, words: str) -> None:
    patch(closed, at, new)
    assert words in refusal(closed).message


@pytest.mark.parametrize("part", [0.3, 0.9, 0.999])
def test_a_file_cut_short(closed: Path, part: float) -> None:
    raw = closed.read_bytes()
    closed.write_bytes(raw[: int(len(raw) * part)])
    assert "is cut short" in refusal(closed).message


HOSTILE = [
    "CREATE TRIGGER eat AFTER INSERT ON span BEGIN DELETE FROM fragment; END",
    "CREATE TRIGGER rewrite AFTER UPDATE ON document BEGIN UPDATE document SET note = 'HACKED'; END",
    "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    " SELECT * FROM n",
    "CREATE TABLE more (x)",
    "CREATE TABLE huge (x, y AS (hex(zeroblob(450000000))))",
    "CREATE INDEX mine ON span (note)",
    "CREATE VIRTUAL TABLE other USING fts5(x)",
    "ALTER TABLE span ADD COLUMN extra TEXT",
    "DROP VIEW v_spans",
    "DROP TRIGGER change_refuses_delete",
    "DROP INDEX fragment_long",
]


@pytest.mark.parametrize("statement", HOSTILE)
def test_a_file_with_other_tables_views_or_triggers(closed: Path, statement: str) -> None:
    run(closed, statement)
    assert ("has been altered" in (message := refusal(closed).message)) or "is missing" in message


def test_a_view_with_the_right_name_and_another_text(closed: Path) -> None:
    run(closed, "DROP VIEW v_spans", "CREATE VIEW v_spans AS SELECT 1 AS span_id")
    assert "its view “v_spans” is not as Annotator makes it" in refusal(closed).message


def test_a_table_that_shares_its_pages_with_another(closed: Path) -> None:
    run(
        closed,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema"
        " WHERE name = 'relation') WHERE name = 'fragment'",
    )
    assert "is damaged" in refusal(closed).message


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE span SET label = 'CLAIM' WHERE id = (SELECT max(id) FROM span)",
        "UPDATE span SET end = end + 1 WHERE id = (SELECT max(id) FROM span)",
        "DELETE FROM head WHERE kind = 'span'",
        "DELETE FROM fragment WHERE span_id = (SELECT max(id) FROM span)",
        "UPDATE document SET title = 'Another'",
        "UPDATE document SET length = length + 1",
        "INSERT INTO setting VALUES ('pace', '1')",
        "INSERT INTO entity VALUES ('e', 'n', '', '[]', '', 0, '')",
        "UPDATE label SET name = cast(x'ff' AS TEXT)",
        "DELETE FROM identity",
    ],
)
def test_a_file_whose_tables_say_other_than_its_history(closed: Path, statement: str) -> None:
    run(closed, statement)
    assert "is damaged" in refusal(closed).message


@pytest.mark.parametrize(
    ("trigger", "statement"),
    [
        ("change_refuses_update", "UPDATE change SET body = replace(body, 'Lena', 'Lina')"),
        ("change_refuses_delete", "DELETE FROM change WHERE kind = 'setting'"),
        ("edit_refuses_update", "UPDATE edit SET annotator = 'mallory'"),
        ("text_refuses_update", "UPDATE text SET body = replace(body, 'ferry', 'wreck')"),
        ("source_refuses_update", "UPDATE source SET content = x'00'"),
    ],
)
def test_a_forged_history(closed: Path, trigger: str, statement: str) -> None:
    with closing(sqlite3.connect(closed, isolation_level=None)) as plain:
        query = "SELECT sql FROM sqlite_schema WHERE name = ?"
        (text,) = plain.execute(query, (trigger,)).fetchone()
        plain.execute(f"DROP TRIGGER {trigger}")
        plain.execute(statement)
        plain.execute(text)
    assert "is damaged" in refusal(closed).message


def test_statistics_that_a_user_made_are_let_through(closed: Path) -> None:
    run(closed, "ANALYZE")
    Project.open(closed).close()


def test_a_value_too_large_is_refused_before_it_is_read(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.LIMITS, sqlite3.SQLITE_LIMIT_LENGTH, 1_000_000)
    run(closed, "UPDATE document SET note = hex(zeroblob(1000000))")
    assert "too large" in refusal(closed).message


def as_somebody_else(body: Callable[[], None]) -> int:
    """Run in a child process without the rights of root; the exit status."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            body()
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs users")
@pytest.mark.parametrize(("what", "words"), [("file", "write-protected"), ("folder", "The folder of")])
def test_a_write_protected_file_is_opened_for_reading(closed: Path, what: str, words: str) -> None:
    for folder in closed.parents:
        if folder.stat().st_uid == os.getuid() and folder.stat().st_mode & 0o055 != 0o055:
            folder.chmod(0o755)
    closed.chmod(0o444 if what == "file" else 0o666)
    closed.parent.chmod(0o777 if what == "file" else 0o555)

    def read() -> None:
        with Project.open(closed) as project:
            assert project.read_only
            assert words in project.read_only_reason
            assert project.documents()

    assert as_somebody_else(read) == 0
    closed.parent.chmod(0o755)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs users")
def test_a_file_without_permission_says_so(closed: Path) -> None:
    for folder in closed.parents:
        if folder.stat().st_uid == os.getuid() and folder.stat().st_mode & 0o055 != 0o055:
            folder.chmod(0o755)
    closed.chmod(0)

    def read() -> None:
        with pytest.raises(ProjectError, match="no permission to read"):
            Project.open(closed)

    assert as_somebody_else(read) == 0


def test_a_file_in_another_journal_mode_is_brought_back(closed: Path) -> None:
    with Project.open(closed) as project:
        before = contents(project)
    run(closed, "PRAGMA journal_mode = WAL", "SELECT count(*) FROM span")
    with Project.open(closed) as project:
        assert contents(project) == before
    assert closed.read_bytes()[18:20] == b"\x01\x01"
    assert [one.name for one in closed.parent.glob("harbour*")] == [closed.name]


def test_a_journal_left_by_a_crash_is_used(closed: Path) -> None:
    with Project.open(closed) as project:
        before = contents(project)
    crash_while_writing(closed)
    assert closed.with_name(closed.name + "-journal").stat().st_size > 0
    with Project.open(closed) as project:
        assert contents(project) == before
        project.apply(edit(*importing("New.\n")))


def test_reading_only_also_recovers_after_a_crash(closed: Path) -> None:
    with Project.open(closed) as project:
        before = contents(project)
    crash_while_writing(closed)
    with Project.open(closed, read_only=True) as project:
        assert contents(project) == before


def test_a_journal_of_another_file_is_refused(closed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.annodb"
    with new_project(other, TEXT * 300):
        pass
    crash_while_writing(other)
    other.with_name(other.name + "-journal").rename(closed.with_name(closed.name + "-journal"))
    error = refusal(closed)
    assert "the journal beside it does not put it right" in error.message


def crash_while_writing(path: Path) -> None:
    """Die in the middle of a large transaction, after some of it has reached the file."""
    pid = os.fork()
    if pid == 0:
        plain = sqlite3.connect(path, isolation_level=None)
        plain.execute("PRAGMA cache_size = 5")
        plain.execute("BEGIN IMMEDIATE")
        plain.execute("UPDATE span SET note = hex(randomblob(2000))")
        plain.execute("UPDATE document SET note = hex(randomblob(200000))")
        os._exit(9)
    os.waitpid(pid, 0)


def test_a_file_written_by_others_is_checked_again(closed: Path) -> None:
    Project.open(closed).close()
    with Project.open(closed) as project:
        run(closed, "UPDATE span SET label = 'CLAIM'")
        assert project.documents()
    assert "is damaged" in refusal(closed).message


def test_a_search_index_that_is_wrong_is_made_anew(closed: Path) -> None:
    run(closed, "DELETE FROM document_search_data WHERE id > 10")
    with Project.open(closed) as project:
        assert len(project.search("ferry")) == 1
