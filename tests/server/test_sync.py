"""Files of one project that exchange their work by a real PostgreSQL server."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from annotator.errors import UserError
from annotator.jobs.joining import join
from annotator.jobs.syncing import sync
from annotator.model.package import Package
from annotator.store.partial import write_part
from annotator.store.partial_choice import Subset
from annotator.store.project import Project
from annotator.store.server import Server
from annotator.store.server_marks import Mark, read_mark, write_mark
from annotator.store.server_rows import CHANGE
from tests.server.replicas import (
    copy_of,
    delete,
    everything,
    label,
    meet,
    server_rows,
)
from tests.store.making import (
    ADA,
    BEN,
    TEXT,
    adding,
    edit,
    id_of,
    importing,
    many_spans,
    new_project,
    span,
)

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.store.server_address import Address
    from tests.server.postgres import Postgres


def test_two_files_become_equal(project: Project, address: Address) -> None:
    with copy_of(project, "bens.annodb") as bens:
        label(project, ADA)
        label(bens, BEN)
        assert meet(project, address).edits_up == 3
        report = meet(bens, address)
        assert (report.edits_down, report.edits_up, report.changes_down) == (1, 1, 1)
        assert meet(project, address).edits_down == 1
        assert everything(project) == everything(bens)
        assert not list(bens.problems())


def test_a_second_sync_moves_nothing(project: Project, address: Address) -> None:
    meet(project, address)
    assert meet(project, address).is_empty


def test_articles_come_with_their_texts_and_original_files(project: Project, address: Address) -> None:
    with copy_of(project, "bens.annodb") as bens:
        project.apply(edit(*importing("Half a word\0 and a “quote”.\n", title="NUL")))
        meet(project, address)
        meet(bens, address)
        assert everything(project) == everything(bens)


def test_an_edit_larger_than_a_batch_comes_whole(project: Project, address: Address) -> None:
    text = TEXT * 50
    with copy_of(project, "bens.annodb") as bens:
        project.apply(edit(*importing(text)))
        project.apply_stream("import", adding(*many_spans(2_500, text)), by=ADA)
        assert meet(project, address).changes_up > 2_500
        assert meet(bens, address).changes_down > 2_500
        assert everything(project) == everything(bens)


def test_two_changes_of_one_span_are_a_conflict_in_both_files(
    project: Project, address: Address
) -> None:
    shared = label(project, ADA)
    with copy_of(project, "bens.annodb") as bens:
        delete(project, ADA, shared)
        bens.apply(edit(*_relabelled(shared), by=BEN))
        meet(project, address)
        assert meet(bens, address).conflicts == 1
        assert meet(project, address).conflicts == 1
        assert everything(project) == everything(bens)


def _relabelled(shared: object) -> list[object]:
    from dataclasses import replace

    from annotator.model.change import Change

    return [Change(shared, replace(shared, label="CLAIM"))]  # type: ignore[type-var,arg-type]


def test_a_project_is_got_from_the_server(project: Project, address: Address, tmp_path: Path) -> None:
    label(project, ADA)
    meet(project, address)
    new = tmp_path / "new.annodb"
    with Server.open(address) as server:
        assert join(new, server).edits_down == 3
    with Project.open(new) as got:
        assert everything(got) == everything(project)
        assert got.id == project.id


def test_of_several_projects_one_must_be_named(address: Address, tmp_path: Path) -> None:
    for name in ("one", "two"):
        with new_project(tmp_path / f"{name}.annodb") as made:
            meet(made, address)
    with Server.open(address) as server, pytest.raises(UserError, match="--project"):
        join(tmp_path / "new.annodb", server)
    assert not (tmp_path / "new.annodb").exists()


def test_a_trial_changes_nothing_anywhere(
    project: Project, address: Address, postgres: Postgres
) -> None:
    with Server.open(address, is_asking=True) as server:
        report = sync(project, server, is_trial=True)
    assert (report.edits_up, report.edits_down) == (2, 0)
    assert server_rows(postgres, "SELECT to_regclass('annotator.layout')") == [(None,)]


# ------------------------------------------------------------ marks


def test_lost_marks_cost_nothing(project: Project, address: Address, tmp_path: Path) -> None:
    meet(project, address)
    (tmp_path / "user" / "annotator" / "synced_files.json").unlink()
    assert meet(project, address).is_empty


def test_a_file_put_back_from_an_older_copy_gets_everything_again(
    project: Project, address: Address
) -> None:
    with copy_of(project, "bens.annodb") as bens:
        meet(bens, address)
        old = bens.path.read_bytes()
        label(project, ADA)
        label(bens, BEN)
        meet(project, address)
        meet(bens, address)
    bens.path.write_bytes(old)
    with Project.open(bens.path) as bens:
        label(bens, BEN)
        label(bens, BEN)
        meet(bens, address)
        meet(project, address)
        assert everything(project) == everything(bens)
        assert len(list(bens.edit_ids())) == 6


def test_a_server_put_back_from_an_older_dump_gets_everything_again(
    project: Project, address: Address, postgres: Postgres
) -> None:
    meet(project, address)
    for _ in range(3):
        label(project, ADA)
    meet(project, address)
    label(project, ADA)
    with copy_of(project, "bens.annodb") as bens:
        meet(bens, address)
        meet(project, address)
        with postgres.admin() as admin:
            admin.execute("SET session_replication_role = replica")
            admin.execute("DELETE FROM annotator.arrival WHERE position > 2")
            for table, column in (("edit", "id"), ("change", "edit")):
                admin.execute(
                    f"DELETE FROM annotator.{table}"
                    f" WHERE {column} NOT IN (SELECT edit FROM annotator.arrival)"
                )
        label(project, ADA)
        meet(project, address)
        meet(bens, address)
        assert everything(project) == everything(bens)
    assert len(_arrived(postgres)) == 7


def test_marks_that_lie_are_found_out(project: Project, address: Address) -> None:
    meet(project, address)
    first, second = label(project, ADA), label(project, ADA)
    with Server.open(address) as server:
        mark = read_mark(project.path, server.id, project.id)
        number, id_, _ = project.numbered_edits(mark.number, 2)[1]
        lie = Mark(mark.position, mark.arrived, number, id_.hex(), {})
        write_mark(project.path, server.id, project.id, lie)
        assert sync(project, server).edits_up == 2
    assert {first.id, second.id} == {one.id for one in project.iterate_spans()}


def _arrived(postgres: Postgres) -> list[int]:
    query = "SELECT position FROM annotator.arrival ORDER BY position"
    return [at for (at,) in server_rows(postgres, query)]


# ------------------------------------------------------------ parts


def test_a_package_brings_its_part_and_others_get_the_rest(
    project: Project, address: Address, tmp_path: Path
) -> None:
    other = "Another article about the quay.\n"
    project.apply(edit(*importing(other), *adding(span(), span(text=other, by=BEN))))
    part = write_part(project, tmp_path / "part.annodb", Subset(documents=(id_of(other),)))
    with Project.open(part) as some, copy_of(project, "third.annodb") as third:
        assert some.part_sizes()
        label(some, BEN, text=other)
        meet(some, address)
        meet(third, address)
        meet(some, address)
        meet(project, address)
        meet(third, address)
        assert everything(project) == everything(third) == everything(some)
        assert not some.part_sizes()
        assert not list(some.problems())


def test_a_blind_package_gives_and_does_not_get(
    project: Project, address: Address, tmp_path: Path
) -> None:
    label(project, ADA)
    subset = Subset(documents=(id_of(TEXT),), annotators=(BEN,))
    package = Package(BEN, "Ben", "first batch", (id_of(TEXT),), is_blind=True)
    part = write_part(project, tmp_path / "part.annodb", subset, package=package)
    meet(project, address)
    with Project.open(part) as some:
        mine = label(some, BEN)
        assert meet(some, address).edits_down == 0
        assert [one.id for one in some.iterate_spans()] == [mine.id]
    meet(project, address)
    assert project.span(mine.id) is not None


# ------------------------------------------------------------ several at once


def test_many_clients_make_the_tables_at_once(address: Address) -> None:
    found: list[str] = []
    everyone = threading.Barrier(6)

    def come() -> None:
        everyone.wait()
        with Server.open(address) as server:
            found.append(server.id)

    threads = [threading.Thread(target=come) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 6
    assert len(set(found)) == 1


def test_nobody_sees_a_later_place_before_an_earlier_one(project: Project, address: Address) -> None:
    """One holds his transaction open before the commit; whoever comes later waits for him."""
    with copy_of(project, "bens.annodb") as bens, Server.open(address) as slow:
        meet(project, address)
        label(bens, BEN)
        late = label(project, ADA)
        slow.join(project.id, "")
        (row,) = bens.exported_edits([list(bens.edit_ids())[-1]])
        waiting = threading.Thread(target=_meet_by_path, args=(project.path, address))
        project.close()
        with slow.together():
            slow.put(CHANGE, next(bens.exported_changes([row[0]])))
            slow.deliver([row], grown=(), parts=())
            waiting.start()
            waiting.join(0.3)
            assert waiting.is_alive()
        waiting.join()
        assert [one.position for one in slow.arrivals(0)] == [1, 2, 3, 4]
        meet(bens, address)
        assert bens.span(late.id) is not None


def _meet_by_path(path: Path, address: Address) -> None:
    with Project.open(path) as opened:
        meet(opened, address)
