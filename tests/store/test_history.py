from __future__ import annotations

import sqlite3
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotator.model.change import Change
from annotator.model.values import Field
from annotator.store.changes import Clock, change_id, clock_of
from annotator.store.project import Project
from tests.store.making import ADA, BEN, adding, edit, id_of, importing, relation, span

if TYPE_CHECKING:
    from pathlib import Path


def test_history_is_newest_first_and_goes_on_in_pages(project: Project) -> None:
    for number in range(5):
        project.apply(edit(*adding(span((number, number + 2))), title=f"step {number}"))
    page = project.history(limit=3)
    assert [one.title for one in page] == ["step 4", "step 3", "step 2"]
    rest = project.history(before=page[-1].id)
    assert [one.title for one in rest] == ["step 1", "step 0", "an edit", "create the project"]


def test_history_says_what_an_edit_concerned(project: Project) -> None:
    other = "A second article.\n"
    project.apply(edit(*importing(other), title="import"))
    project.apply(edit(*adding(span(), span((0, 8), text=other)), title="two", by=BEN))
    project.apply(edit(*adding(Field("label", "NEW", "name", "New")), title="codebook"))
    codebook, two, imported, *_ = project.history()
    assert (codebook.is_codebook, codebook.document_id) == (True, None)
    assert (two.document_id, two.annotator, two.changes) == (None, BEN, 2)
    assert imported.document_id == id_of(other)
    assert [one.title for one in project.history(document_id=id_of())] == ["two", "an edit"]
    assert [one.title for one in project.history(annotator=BEN)] == ["two"]


def test_an_edit_is_rebuilt_with_all_its_values(project: Project) -> None:
    quote, source = span((26, 48), (49, 56), label="QUOTE"), span()
    moved = replace(source, note="moved", attributes={"a": 1})
    title = Field("document", id_of(), "title", "The ferry")
    first = project.apply(edit(*adding(quote, source, relation(quote, source))))
    new = importing("New.", created="2026-01-02T03:04:05.678Z")
    second = project.apply(
        edit(Change(source, moved), Change(title, replace(title, value="New title")), *new)
    )
    for applied in (first, second):
        assert applied.id is not None
        assert project.edit(applied.id) == applied


def test_each_edit_names_the_codebook_it_was_made_under(project: Project) -> None:
    def codebook_of(id_: bytes | None) -> bytes:
        query = "SELECT codebook FROM edit WHERE id = ?"
        return bytes(project._connection.execute(query, (id_,)).fetchone()[0])

    created = project.history()[-1].id
    changed = project.apply(edit(*adding(Field("label", "NEW", "name", "New")))).id
    labelled = project.apply(edit(*adding(span()))).id
    assert codebook_of(changed) == created
    assert codebook_of(labelled) == changed


@pytest.mark.parametrize("table", ["edit", "change", "text", "source"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET {} = 'x'"])
def test_history_only_grows(project: Project, table: str, statement: str) -> None:
    column = {"edit": "title", "change": "kind", "text": "body", "source": "name"}[table]
    with (
        sqlite3.connect(project.path) as plain,
        pytest.raises(sqlite3.IntegrityError, match="only grows"),
    ):
        plain.execute(statement.format(table, column))
    plain.close()


def test_ids_never_go_back_though_the_clock_does(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = project.apply(edit(*adding(span())))
    hour = 3600 * 10**9
    present = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: present - hour)
    second = project.apply(edit(*adding(span((49, 62)))))
    assert first.id is not None
    assert second.id is not None
    assert second.id > first.id


def test_a_clock_far_ahead_does_not_move_ours(path: Path, project: Project, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    present, day = time.time_ns(), 24 * 3600 * 10**9
    monkeypatch.setattr(time, "time_ns", lambda: present + 2 * day)
    ahead = project.apply(edit(*adding(span()))).id
    project.close()
    monkeypatch.setattr(time, "time_ns", lambda: present)
    assert ahead is not None
    with Project.open(path) as again:
        mine = again.apply(edit(*adding(span((49, 62))))).id
        assert mine is not None
        assert mine < ahead
        assert again.undo_stack(ADA).undo[-1].id == mine
        assert [one.is_ahead for one in again.history(limit=2)] == [True, False]


def test_the_clock_ticks_on_within_a_millisecond(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 5_000_000)
    clock = Clock()
    ticks = [clock.tick() for _ in range(20)]
    assert ticks == sorted(set(ticks))
    assert {tick >> 16 for tick in ticks} == {5}
    assert len({Clock().tick() for _ in range(20)}) > 1  # a machine and a copy of it seldom agree


def test_a_change_id_covers_every_bit(project: Project) -> None:
    project.apply(edit(*adding(span())))
    query = "SELECT id, edit, kind, target, field, document_id, prev, body FROM change"
    id_, edit_, *texts, prev, body = project._connection.execute(
        f"{query} WHERE kind = 'span'"
    ).fetchone()
    moment = clock_of(id_)
    assert change_id(moment, edit_, *texts, prev, body) == id_
    assert change_id(moment ^ 1, edit_, *texts, prev, body) != id_
    assert change_id(moment, edit_, *texts, prev, None) != id_
    for at in range(len(body)):
        flipped = body[:at] + chr(ord(body[at]) ^ 1) + body[at + 1 :]
        assert change_id(moment, edit_, *texts, prev, flipped) != id_
