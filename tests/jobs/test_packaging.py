"""Packages made for a team, worked in, and taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotator.errors import Cancelled, UserError
from annotator.jobs.importing import import_paths
from annotator.jobs.packaging import PackageReport, file_name_of, write_packages
from annotator.jobs.packaging_plan import (
    GIVEN,
    PackageWish,
    propose,
    remarks,
    stock,
    table,
    text_table,
)
from annotator.jobs.people import importer
from annotator.model.change import Change
from annotator.model.edits import Edit
from annotator.model.fragment import Fragment
from annotator.model.values import Span, new_id, now
from annotator.store.project import Project

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = {"m": "Mia", "b": "Ben", "c": "Cleo Lind"}
WISH = PackageWish(PEOPLE, articles=6, overlap=0.5)


@pytest.fixture
def team(project: Project, tmp_path: Path) -> Project:
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(20):
        outlet = "Quay" if number % 2 else "Ledger"
        head = f"---\ntitle: News {number}\noutlet: {outlet}\n---\n"
        words = " ".join(f"word{number * n}" for n in range(1, 40 + number))
        (folder / f"n{number:02}.md").write_text(f"{head}{words}.\n")
    import_paths(project, [folder], annotator="Dora")
    return project


def make(project: Project, folder: Path, wish: PackageWish = WISH) -> PackageReport:
    made = propose(stock(project), wish)
    return write_packages(project, made, wish, folder, by=importer(project, "Dora"))


def label(project: Project, by: str, document: str) -> Span:
    text = project.text(document)
    time = now()
    mark = (Fragment(0, 5),)
    made = Span(new_id(), document, "PER", mark, text[:5], by, created=time, modified=time)
    project.apply(Edit("label", (Change(None, made),), by, time))
    return made


def test_everybody_gets_a_file_with_her_articles_alone(team: Project, tmp_path: Path) -> None:
    report = make(team, tmp_path / "out")
    assert [one.path.name for one in report.packages] == [
        "news Mia.annodb", "news Ben.annodb", "news Cleo Lind.annodb",
    ]  # fmt: skip
    assigned = {(one.document_id, one.annotator) for one in team.assignments()}
    assert len(assigned) == report.assignments == 18
    for package, who in zip(report.packages, PEOPLE, strict=True):
        with Project.open(package.path) as opened:
            assert opened.package is not None
            assert (opened.package.annotator, opened.package.name) == (who, PEOPLE[who])
            own = {one for one, person in assigned if person == who}
            assert set(opened.package.documents) == {one.id for one in opened.documents()} == own
            assert {one.annotator for one in opened.assignments()} == {who}
            assert {one.name for one in opened.annotators()} == {PEOPLE[who], "Dora"}


def test_what_was_done_in_it_comes_back(team: Project, tmp_path: Path) -> None:
    report = make(team, tmp_path / "out")
    done: set[str] = set()
    for package, who in zip(report.packages, PEOPLE, strict=True):
        with Project.open(package.path) as opened:
            done |= {label(opened, who, document.id).id for document in opened.documents()}
    for package in report.packages:
        with team.incoming() as incoming:
            incoming.add_file(package.path)
            team.take(incoming)
    assert {one.id for one in team.iterate_spans()} == done
    assert not list(team.problems())
    assert team.conflicts() == []


def test_the_others_are_not_in_a_blind_package(team: Project, tmp_path: Path) -> None:
    first = team.documents()[0].id
    hers, his = label(team, "m", first), label(team, "b", first)
    wish = PackageWish({"m": "Mia"}, way=GIVEN)
    make(team, tmp_path / "one", PackageWish({"m": "Mia", "b": "Ben"}, 10, 1.0))
    for is_blind, expected in ((True, {hers.id}), (False, {hers.id, his.id})):
        report = make(team, tmp_path / f"again {is_blind}", replace(wish, is_blind=is_blind))
        with Project.open(report.packages[0].path) as opened:
            known = {one.id for one in opened.documents()}
            assert {one.id for one in opened.iterate_spans()} == (expected if first in known else set())


def test_the_same_articles_can_be_given_again(team: Project, tmp_path: Path) -> None:
    make(team, tmp_path / "one")
    before = team.assignments()
    report = make(team, tmp_path / "two", replace(WISH, way=GIVEN))
    assert team.assignments() == before
    assert report.assignments == 0
    assert [one.articles for one in report.packages] == [6, 6, 6]


def test_the_next_round_gives_others_what_nobody_has(team: Project, tmp_path: Path) -> None:
    make(team, tmp_path / "one")
    free = set(stock(team).free)
    assert len(free) == 20 - 13 - 1  # nine shared slots make four articles, and one is read by one
    plan = propose(stock(team), replace(WISH, articles=2, overlap=0.0))
    given = [id_ for portion in plan.portions.values() for id_ in portion.documents]
    assert len(given) == len(set(given)) == 6
    assert set(given) <= free


def test_nothing_is_left_when_it_is_stopped(team: Project, tmp_path: Path) -> None:
    made = propose(stock(team), WISH)
    folder = tmp_path / "out"
    with pytest.raises(Cancelled):
        write_packages(
            team,
            made,
            WISH,
            folder,
            by=importer(team, "Dora"),
            cancelled=lambda: len(list(folder.iterdir())) == 2,
        )
    assert not list(folder.iterdir())
    assert team.assignments() == []


def test_a_file_that_is_there_stays_and_nothing_is_assigned(team: Project, tmp_path: Path) -> None:
    mine = tmp_path / "news Ben.annodb"
    mine.write_text("mine")
    with pytest.raises(UserError, match="exists already"):
        make(team, tmp_path)
    assert mine.read_text() == "mine"
    assert team.assignments() == []


def test_without_articles_nothing_is_made(team: Project, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no article"):
        make(team, tmp_path / "out", replace(WISH, documents=()))
    assert not (tmp_path / "out").exists()


def test_the_table_says_it_all(team: Project) -> None:
    there, wish = stock(team), replace(WISH, articles=9)
    made = propose(there, wish)
    rows = table(made, there, wish)
    assert [row.articles + row.lacking for row in rows] == [9, 9, 9]
    assert rows[0].partners == [("Ben", 2), ("Cleo Lind", 2)]
    first, second, *_ = text_table(rows)
    assert first.split() == ["Annotator", "Articles", "Characters", "Shared", "With", "Outlets"]
    assert second.startswith("Mia")
    assert "Quay" in second
    assert any("fewer than asked for" in one for one in remarks(made, rows))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Zoë/../x", "Zoë .. x"),
        ("  ", "somebody"),
        ("a:b*?", "a b"),
        ("Mia.", "Mia"),
        ("x" * 99, "x" * 60),
    ],
)
def test_names_of_files_suit_every_system(name: str, expected: str) -> None:
    assert file_name_of(name) == expected
