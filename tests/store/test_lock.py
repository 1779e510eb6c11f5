"""Two openers of one file, and locks that were left behind."""

from __future__ import annotations

import json
import multiprocessing
import os
import platform
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from annotator.errors import ProjectError
from annotator.store import lock
from annotator.store.project import Project
from tests.store.making import adding, edit, id_of, span

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


def hold_open(path: Path, pipe: Connection) -> None:
    """Open the project in another process until told otherwise."""
    with Project.open(path) as project:
        pipe.send(project.read_only_reason)
        while pipe.recv() == "label":
            project.apply(edit(*adding(span())))
            pipe.send("done")


class Other:
    """Another process that has the project open."""

    def __init__(self, path: Path) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self.process = context.Process(target=hold_open, args=(path, theirs))
        self.process.start()
        self.reason = self.pipe.recv()

    def label(self) -> None:
        self.pipe.send("label")
        assert self.pipe.recv() == "done"

    def leave(self) -> None:
        self.pipe.send("leave")
        self.process.join()


def test_a_second_process_reads_only_and_is_told_who_writes(project: Project, path: Path) -> None:
    other = Other(path)
    assert platform.node() in other.reason
    assert "open" in other.reason
    project.apply(edit(*adding(span())))
    other.leave()
    assert lock.lock_path(path).exists()


def test_the_reader_sees_what_the_writer_labels(project: Project, path: Path) -> None:
    project.close()
    other = Other(path)
    with Project.open(path) as reading:
        assert reading.read_only
        other.label()
        assert len(reading.spans(id_of())) == 1
        with pytest.raises(ProjectError, match="has “"):
            reading.apply(edit(*adding(span())))
    other.leave()
    with Project.open(path) as again:
        assert not again.read_only


def test_the_lock_of_a_killed_process_is_taken_over(project: Project, path: Path) -> None:
    project.close()
    other = Other(path)
    other.label()
    other.process.kill()
    other.process.join()
    assert lock.lock_path(path).exists()
    with Project.open(path) as again:
        assert not again.read_only
        again.apply(edit(*adding(span())))
    assert not lock.lock_path(path).exists()


@pytest.mark.parametrize(
    "wrong",
    [{"boot": "another-boot"}, {"pid": 2**22 + 5}, {"started": "1"}, None],
)
def test_a_stale_or_senseless_lock_is_taken_over(
    project: Project, path: Path, wrong: dict[str, object] | None
) -> None:
    project.close()
    holder = lock._myself()._asdict() | (wrong or {})
    content = json.dumps(holder) if wrong is not None else "{half a lo"
    lock.lock_path(path).write_text(content)
    with Project.open(path) as again:
        assert not again.read_only


def test_a_lock_from_another_host_holds_until_it_has_been_silent(
    project: Project, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()
    holder = lock._myself()._replace(host="desk-7", owner="mina", nonce="x")
    lock.lock_path(path).write_text(json.dumps(holder._asdict()))
    with Project.open(path) as reading:
        assert reading.read_only_reason.startswith("mina on desk-7 has “")
    present = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: present + 31)
    with Project.open(path) as again:
        assert not again.read_only


def test_a_lock_from_another_host_that_beats_is_respected(
    project: Project, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()
    holder = lock._myself()._replace(host="desk-7", nonce="x")
    present = time.monotonic()
    for beat in range(3):
        lock.lock_path(path).write_text(json.dumps(holder._replace(beat=beat)._asdict()))
        monkeypatch.setattr(time, "monotonic", lambda beat=beat: present + 31 * beat)
        with Project.open(path) as reading:
            assert reading.read_only


def test_who_has_lost_the_lock_stops_writing(project: Project, path: Path) -> None:
    thief = lock._myself()._replace(nonce="thief", owner="mina", host="desk-7")
    lock.lock_path(path).write_text(json.dumps(thief._asdict()))
    with pytest.raises(ProjectError, match="mina on desk-7 has opened"):
        project.apply(edit(*adding(span())))
    assert project.spans(id_of()) == []


def test_a_lock_that_somebody_removed_is_made_again(project: Project, path: Path) -> None:
    lock.lock_path(path).unlink()
    project.apply(edit(*adding(span())))
    assert lock.lock_path(path).exists()


def test_the_holder_keeps_counting(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "BEAT_SECONDS", 0.01)
    held = lock.acquire(path)
    assert isinstance(held, lock.Lock)
    deadline = time.monotonic() + 5
    while (lock.read(held.path) or lock._myself()).beat < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    beating = lock.read(held.path)
    held.release()
    assert beating is not None
    assert beating.beat >= 3


def test_many_thieves_of_a_dead_lock_and_one_holder(tmp_path: Path) -> None:
    for number in range(5):
        path = tmp_path / f"{number}.annodb"
        dead = lock._myself()._replace(pid=2**22 + 5, nonce="dead")
        lock.lock_path(path).write_text(json.dumps(dead._asdict()))
        children = [steal(path) for _ in range(4)]
        statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        assert sorted(statuses) == [0, 1, 1, 1]


def steal(path: Path) -> int:
    """A child that tries to take the lock, and holds it while the others try: its pid."""
    pid = os.fork()
    if pid == 0:
        got = lock.acquire(path)
        time.sleep(0.3)
        os._exit(0 if isinstance(got, lock.Lock) else 1)
    return pid


def test_one_process_does_not_open_a_file_twice_for_writing(project: Project, path: Path) -> None:
    with pytest.raises(ProjectError, match="is open already"):
        Project.open(path)
    with Project.open(path, read_only=True) as reading:
        assert reading.documents() == project.documents()
    project.apply(edit(*adding(span())))
    project.close()
    with Project.open(path) as worker:
        worker.apply(edit(*adding(span((49, 62)))))


def test_another_program_that_holds_the_file_is_waited_for_and_named(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project._connection.execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(project.path, isolation_level=None)) as plain:
        plain.execute("BEGIN IMMEDIATE")
        with pytest.raises(ProjectError, match="used by another program"):
            project.apply(edit(*adding(span())))
        plain.execute("ROLLBACK")
    project.apply(edit(*adding(span())))


def test_reading_waits_for_another_program_and_names_what_is_wrong(project: Project) -> None:
    project._connection.execute("PRAGMA busy_timeout = 50")
    questions = (
        *(project.documents, project.stats, project.history),
        *(lambda: project.title, lambda: project.is_changed_outside),
        lambda: list(project.iterate_spans()),
    )
    with closing(sqlite3.connect(project.path, isolation_level=None)) as plain:
        plain.execute("BEGIN EXCLUSIVE")
        for question in questions:
            with pytest.raises(ProjectError, match="used by another program"):
                question()
        plain.execute("ROLLBACK")
    assert len(project.documents()) == 1


def test_a_change_by_another_program_stops_writing(project: Project, path: Path) -> None:
    with closing(sqlite3.connect(path)) as plain, plain:
        assert not project.is_changed_outside
        plain.execute("UPDATE document SET note = 'by hand'")
    assert project.is_changed_outside
    with pytest.raises(ProjectError, match="was changed by another program"):
        project.apply(edit(*adding(span())))


def test_a_file_replaced_while_open_is_not_written(project: Project, path: Path) -> None:
    replacement = path.with_name("synced.annodb")
    with closing(sqlite3.connect(replacement)) as copy:
        project._connection.backup(copy)
    replacement.replace(path)
    before = path.read_bytes()
    assert project.is_changed_outside
    with pytest.raises(ProjectError, match="was moved or deleted while it was open"):
        project.apply(edit(*adding(span())))
    assert path.read_bytes() == before


def test_a_file_removed_while_open(project: Project, path: Path) -> None:
    path.unlink()
    assert project.is_changed_outside
    with pytest.raises(ProjectError, match="was moved or deleted") as caught:
        project.apply(edit(*adding(span())))
    assert "Put the file back" in caught.value.hint
    assert not path.exists()


def test_a_file_moved_away_and_put_back_is_written_on(project: Project, path: Path) -> None:
    path.rename(path.with_name("away.annodb"))
    with pytest.raises(ProjectError, match="was moved"):
        project.apply(edit(*adding(span())))
    path.with_name("away.annodb").rename(path)
    project.apply(edit(*adding(span())))
    assert not project.is_changed_outside


def test_a_new_time_of_change_alone_stops_nobody(project: Project, path: Path) -> None:
    os.utime(path, ns=(1, 1))
    assert not project.is_changed_outside
    project.apply(edit(*adding(span())))
    os.utime(path)
    project.undo("ada")


def test_bytes_written_past_sqlite_stop_writing(project: Project, path: Path) -> None:
    older = path.read_bytes()
    project.apply(edit(*adding(span())))
    with path.open("r+b") as file:
        file.write(older)
        file.truncate(len(older))
    with pytest.raises(ProjectError, match="was changed by another program"):
        project.apply(edit(*adding(span((49, 62)))))


def test_looking_at_an_open_file_does_not_drop_its_locks(project: Project, path: Path) -> None:
    """Opening it a second time in one process must not let another process write."""
    project._connection.execute("BEGIN IMMEDIATE")
    Project.open(path, read_only=True).close()
    assert in_child(lambda: can_write(path)) is False
    project._connection.execute("ROLLBACK")
    assert in_child(lambda: can_write(path)) is True


def in_child(question) -> bool:  # type: ignore[no-untyped-def]
    pid = os.fork()
    if pid == 0:
        os._exit(10 + int(question()))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 11


def can_write(path: Path) -> bool:
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0.05)) as plain:
        try:
            plain.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
    return True
