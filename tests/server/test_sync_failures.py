"""Servers that are absent, closed, forged, cut off, shut down or killed: in words, and nothing lost."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from annotator.errors import ProjectError, UserError
from annotator.store.server import Server
from annotator.store.server_address import read_address
from annotator.store.server_failures import ServerError
from tests.server.postgres import PASSWORD
from tests.server.replicas import cable, copy_of, dead_end, everything, label, meet, server_rows
from tests.store.making import ADA, BEN, TEXT, adding, edit, importing, many_spans

if TYPE_CHECKING:
    from annotator.store.project import Project
    from annotator.store.server_address import Address
    from tests.server.postgres import Postgres


# ------------------------------------------------------------ getting in


def refused(url: str, password: str = PASSWORD) -> ServerError:
    with pytest.raises(ServerError) as caught:
        Server.open(read_address(url, password))
    assert password not in str(caught.value)
    return caught.value


def test_a_wrong_password_is_said_and_not_repeated(postgres: Postgres) -> None:
    error = refused(postgres.url(), "letmein-4711")
    assert error.wants_password
    assert "refuses the name or the password" in error.message


def test_a_missing_password_is_asked_for(postgres: Postgres) -> None:
    with pytest.raises(ServerError) as caught:
        Server.open(read_address(postgres.url()))
    assert caught.value.wants_password


def test_a_database_that_is_not_there(postgres: Postgres) -> None:
    assert "no such database" in refused(postgres.url("nowhere")).message


def test_a_server_that_does_not_answer_may_answer_later() -> None:
    error = refused(f"postgresql://mia@127.0.0.1:{dead_end()}/news")
    assert error.is_passing
    assert "cannot be reached" in error.message


def test_a_computer_that_does_not_exist() -> None:
    assert refused("postgresql://mia@nowhere.invalid/news").is_passing


def test_encryption_that_the_server_does_not_have(postgres: Postgres) -> None:
    assert "encrypt" in refused(postgres.url() + "?sslmode=require").message


@pytest.mark.parametrize(
    "url", ["", "news", "mysql://a/b", "postgresql://mia@host", "postgresql://h:x/d?"]
)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(UserError):
        Server.open(read_address(url))


def test_a_password_in_the_address_is_neither_kept_nor_shown() -> None:
    address = read_address(
        "postgresql://mia:letmein@db.example.org/news?password=letmein&sslmode=require"
    )
    assert address.url == "postgresql://mia@db.example.org/news?sslmode=require"
    assert "letmein" not in repr(address)
    assert address.settings()["password"] == "letmein"


def test_the_extra_is_named_where_the_library_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UserError, match=r"annotator\[postgresql\]"):
        read_address("postgresql://mia@db.example.org/news")


def test_a_stranger_has_no_permission(postgres: Postgres, project: Project, address: Address) -> None:
    meet(project, address)
    with postgres.admin() as admin:
        admin.execute("DROP ROLE IF EXISTS stranger")
        admin.execute(f"CREATE ROLE stranger LOGIN PASSWORD '{PASSWORD}'")
    assert "no permission" in refused(postgres.url(user="stranger")).message


def test_members_of_the_team_share_what_one_of_them_has_made(
    postgres: Postgres, project: Project
) -> None:
    with postgres.admin() as admin:
        admin.execute("DROP DATABASE IF EXISTS team")
        for role in ("ada", "ben", "team_role"):
            admin.execute(f"DROP ROLE IF EXISTS {role}")
        admin.execute("CREATE ROLE team_role")
        admin.execute("CREATE DATABASE team OWNER team_role")
        for role in ("ada", "ben"):
            admin.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}' IN ROLE team_role")
    with copy_of(project, "bens.annodb") as bens:
        meet(project, read_address(postgres.url("team", user="ada"), PASSWORD))
        label(bens, BEN)
        assert meet(bens, read_address(postgres.url("team", user="ben"), PASSWORD)).edits_up == 1


# ------------------------------------------------------------ what the server holds


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE annotator.change SET body = NULL",
        "DELETE FROM annotator.edit",
        "TRUNCATE annotator.text",
        "DELETE FROM annotator.arrival",
    ],
)
def test_the_server_only_grows(
    statement: str, project: Project, address: Address, postgres: Postgres
) -> None:
    import psycopg

    meet(project, address)
    with postgres.admin() as admin, pytest.raises(psycopg.Error, match="only grows"):
        admin.execute(statement)


def test_a_newer_layout_is_refused(project: Project, address: Address, postgres: Postgres) -> None:
    meet(project, address)
    with postgres.admin() as admin:
        admin.execute("INSERT INTO annotator.layout (version, server) VALUES (99, 'x')")
    assert "newer version" in refused(address.url).message


def forge(postgres: Postgres, statement: str) -> None:
    with postgres.admin() as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE annotator.change SET body = replace(convert_from(body, 'UTF8'), 'PER', 'CUE')::bytea",
        "UPDATE annotator.change SET body = '\\xff'",
        "UPDATE annotator.edit SET annotator = 'eve'",
        "UPDATE annotator.text SET body = body || ' and more'",
        "UPDATE annotator.source SET content = 'something else'",
        "DELETE FROM annotator.change WHERE kind = 'span'",
        "DELETE FROM annotator.text",
        "DELETE FROM annotator.edit WHERE size > 100",
        "DELETE FROM annotator.arrival WHERE position = 3",
        "UPDATE annotator.edit SET size = size + 1",
        "UPDATE annotator.change SET prev = id",
    ],
)
def test_a_forged_server_is_refused_and_nothing_is_taken(
    statement: str, project: Project, address: Address, postgres: Postgres
) -> None:
    with copy_of(project, "bens.annodb") as bens:
        other = "Ferries do not sail on Sundays.\n"
        project.apply(edit(*importing(other)))
        project.apply_stream("label", adding(*many_spans(120, TEXT)), by=ADA)
        meet(project, address)
        forge(postgres, statement)
        before = everything(bens)
        with pytest.raises((ProjectError, ServerError)):
            meet(bens, address)
        assert everything(bens) == before


def test_a_forged_change_among_thousands_is_found(
    project: Project, address: Address, postgres: Postgres
) -> None:
    text = TEXT * 20
    with copy_of(project, "bens.annodb") as bens:
        project.apply(edit(*importing(text)))
        project.apply_stream("label", adding(*many_spans(2_300, text)), by=ADA)
        meet(project, address)
        forge(
            postgres,
            "UPDATE annotator.change SET prev = id"
            " WHERE id = (SELECT id FROM annotator.change ORDER BY id DESC LIMIT 1)",
        )
        before = everything(bens)
        with pytest.raises(ProjectError, match="forged"):
            meet(bens, address)
        assert everything(bens) == before


# ------------------------------------------------------------ in the middle


def test_the_connection_is_cut_after_any_number_of_bytes(
    project: Project, address: Address, postgres: Postgres
) -> None:
    """Each time a little later; every sync goes on where the last one was cut."""
    with copy_of(project, "bens.annodb") as bens:
        cuts = 0
        for length in [*range(500, 9_500, 1_500), 14_000, 25_000]:
            label(project, ADA)
            label(bens, BEN)
            for one in (project, bens):
                with cable(postgres.port, length) as laid:
                    away = read_address(postgres.url(port=laid.port), PASSWORD)
                    cuts += _is_cut(one, away)
        assert cuts > 6
        for one in (project, bens, project):
            meet(one, address)
        assert everything(project) == everything(bens)


def _is_cut(project: Project, address: Address) -> bool:
    try:
        meet(project, address)
    except ServerError as error:
        if not error.is_passing:
            raise
        return True
    return False


@pytest.mark.parametrize("end", ["terminate", "stop", "kill"])
def test_the_server_goes_away_in_the_middle(
    end: str, project: Project, address: Address, postgres: Postgres
) -> None:
    text = TEXT * 20
    with copy_of(project, "bens.annodb") as bens:
        project.apply(edit(*importing(text)))
        for _ in range(2):
            project.apply_stream("label", adding(*many_spans(2_300, text)), by=ADA)
        for one in (project, bens):
            with pytest.raises(ServerError) as caught:
                meet(one, address, progress=_ending(end, postgres))
            assert caught.value.is_passing
            meet(one, address)
        assert everything(project) == everything(bens)


def _ending(end: str, postgres: Postgres):  # type: ignore[no-untyped-def]
    """Does away with the server, or with its end of the connection, at the second report."""
    reports = iter(range(1_000))

    def report(_done: int, _total: int, _text: str) -> None:
        if next(reports) != 1:
            return
        if end == "terminate":
            server_rows(
                postgres,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'annotator'",
            )
        else:
            getattr(postgres, end)()
            postgres.start()

    return report
