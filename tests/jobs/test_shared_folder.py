"""Sharing through a folder: everybody has everything in the end, whatever befalls the files."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.errors import UserError
from annotator.jobs.shared_folder import SharedFolder, check_folder
from annotator.model.package import Package
from annotator.store.partial import write_part
from annotator.store.partial_choice import Subset
from annotator.store.project import Project
from tests.jobs.shared_folders import Team, contents, disturb, edits_of, random_edit
from tests.store.making import BEN, adding, edit, fast_folder, id_of, importing, new_project, span

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "user"))


@pytest.fixture
def place() -> Iterator[Path]:
    with fast_folder() as folder:
        yield Path(folder)


@pytest.fixture
def team(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    made = Team(place, monkeypatch, ("ada", "ben"))
    yield made
    made.close()


def test_what_one_labels_comes_to_the_other(team: Team) -> None:
    made = team.label("ada")
    assert team.share("ada").has_published
    done = team.share("ben")
    assert done.arrivals == [team.published("ada").name]
    assert team.projects["ben"].span(made) is not None
    assert contents(team.projects["ada"]) == contents(team.projects["ben"])


def test_a_round_without_news_writes_nothing(team: Team) -> None:
    team.label("ada")
    team.settle()
    before = {file: file.stat().st_mtime_ns for file in team.folder.iterdir()}
    again = [team.share(name) for name in ("ada", "ben")]
    assert not any(one.has_published or one.arrivals or one.problems for one in again)
    assert {file: file.stat().st_mtime_ns for file in team.folder.iterdir()} == before


def test_the_folder_holds_the_publications_and_nothing_else(team: Team) -> None:
    team.settle()
    names = sorted(file.name for file in team.folder.iterdir())
    assert names == ["ferry.ada.annodb", "ferry.ben.annodb"]


def test_bad_files_are_named_and_the_others_still_come(team: Team) -> None:
    made = team.label("ada")
    team.share("ada")
    good = team.published("ada")
    content = good.read_bytes()
    (team.folder / "cut.annodb").write_bytes(content[: len(content) // 2])
    (team.folder / "text.annodb").write_text("no project at all")
    newer = content[:60] + (99).to_bytes(4, "big") + content[64:]
    (team.folder / "newer.annodb").write_bytes(newer)
    new_project(team.folder / "other.annodb").close()
    done = team.share("ben")
    assert team.projects["ben"].span(made) is not None
    reasons = {one.name: one.reason for one in done.problems}
    assert "is cut short" in reasons["cut.annodb"]
    assert "is not a project file" in reasons["text.annodb"]
    assert "made by a newer version" in reasons["newer.annodb"]
    assert "belongs to another project" in reasons["other.annodb"]


def test_a_complaint_is_new_once_and_a_mended_file_is_read(team: Team) -> None:
    made = team.label("ada")
    team.share("ada")
    file = team.published("ada")
    whole = file.read_bytes()
    file.write_bytes(whole[:-5000])
    looks = [team.folder_of("ben").look() for _ in range(5)]
    assert [found.problems[0].is_new for found in looks] == [True, False, False, False, False]
    file.write_bytes(whole)
    assert team.share("ben").problems == []
    assert team.projects["ben"].span(made) is not None


def test_conflicted_copies_and_doubles_bring_what_they_have(team: Team) -> None:
    first = team.label("ada")
    team.share("ada")
    own = team.published("ada")
    shutil.copyfile(own, team.folder / "ferry.ada (Ada's conflicted copy 2026-11-22).annodb")
    second = team.label("ada", start=9)
    team.share("ada")
    shutil.copyfile(own, team.folder / "ferry.ada (1).annodb")
    own.unlink()
    team.share("ben")
    assert {first, second} <= {one.id for one in team.projects["ben"].iterate_spans()}


def test_hidden_and_half_synced_names_are_left_alone(team: Team) -> None:
    team.settle()
    for name in (".syncthing.ferry.ada.annodb", "~ferry.annodb", "ferry.ada.annodb.part"):
        (team.folder / name).write_text("half")
    assert team.share("ben").problems == []


def test_two_copies_with_one_replica_lose_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    team = Team(place, monkeypatch, ("ada-desk", "ada-laptop", "ben"))
    assert team.published("ada-desk") == team.published("ada-laptop")
    made = {team.label("ada-desk"), team.label("ada-laptop", start=9)}
    for name in ("ada-desk", "ada-laptop", "ben"):
        team.share(name)
    assert made <= {one.id for one in team.projects["ben"].iterate_spans()}
    team.close()


def test_an_older_copy_in_the_projects_place_gets_everything_back(team: Team, tmp_path: Path) -> None:
    path = team.projects["ada"].path
    shutil.copyfile(path, tmp_path / "snapshot.annodb")
    made = {team.label("ada"), team.label("ben", start=9)}
    team.settle()
    team.projects["ada"].close()
    shutil.copyfile(tmp_path / "snapshot.annodb", path)
    team.open("ada")
    team.share("ada")
    assert made <= {one.id for one in team.projects["ada"].iterate_spans()}


def test_two_projects_of_one_name_share_a_folder(team: Team, tmp_path: Path) -> None:
    from annotator.jobs.shared_folder import SharedFolder

    team.settle()
    team.being("ada")
    (tmp_path / "third").mkdir()
    with new_project(tmp_path / "third" / "ferry.annodb") as other:
        SharedFolder.of(other, team.folder).share(other)
    assert len(list(team.folder.glob("*.annodb"))) == 3
    team.label("ada")
    assert team.share("ada").has_published


def test_a_damaged_file_under_ones_own_name_is_put_aside(team: Team) -> None:
    team.settle()
    own = team.published("ada")
    own.write_bytes(own.read_bytes()[:-4000])
    team.label("ada")
    for _ in range(2):
        team.share("ada")
    assert any(".damaged-" in file.name for file in team.folder.iterdir())
    assert team.share("ben").arrivals == [own.name]


def test_a_folder_that_is_gone_is_said(team: Team) -> None:
    shutil.rmtree(team.folder)
    with pytest.raises(UserError, match="cannot be read"):
        team.share("ada")
    with pytest.raises(UserError, match="There is no folder"):
        check_folder(team.projects["ada"].path, team.folder)
    with pytest.raises(UserError, match="itself lies in"):
        check_folder(team.projects["ada"].path, team.projects["ada"].path.parent)


def test_who_publishes(team: Team) -> None:
    team.label("ada")
    team.settle()
    own, other = team.folder_of("ben").publishers()
    assert own.is_own
    assert (other.name, other.documents, other.annotations) == ("ferry.ada.annodb", 1, 1)


def random_team(place: Path, monkeypatch: pytest.MonkeyPatch, seed: int, rounds: int) -> None:
    """Three people, of whom one has two copies with one replica, and files that are disturbed."""
    chance = random.Random(seed)
    names = ("ada", "ben", "cleo-desk", "cleo-laptop")
    team = Team(place, monkeypatch, names)
    done = edits_of(team.projects["ada"])
    for _ in range(rounds):
        name = chance.choice(names)
        if chance.random() < 0.6:
            done.add(random_edit(team.projects[name], name, chance))
        elif chance.random() < 0.6:
            team.share(name)
        else:
            disturb(team.folder, chance)
    for _ in range(2):
        team.settle()
    found = [contents(project) for project in team.projects.values()]
    histories = [edits_of(project) for project in team.projects.values()]
    team.close()
    assert all(one == histories[0] for one in histories)
    assert done <= histories[0]
    assert all(one == found[0] for one in found)


def test_disturbed_folders_converge(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    random_team(place, monkeypatch, 7, 25)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_many_disturbed_folders_converge(
    place: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    random_team(place, monkeypatch, seed, 150)


def test_a_blind_package_is_published_and_takes_nothing_in(place: Path) -> None:
    (place / "folder").mkdir()
    with new_project(place / "whole.annodb") as whole:
        whole.apply(edit(*importing("Another article.\n"), *adding(span((0, 4), by=BEN)), by=BEN))
        SharedFolder.of(whole, place / "folder").share(whole)
        said = Package("mia", "Mia", "Mia’s articles", (id_of(),))
        write_part(
            whole, place / "mia.annodb", Subset(frozenset({id_of()}), frozenset({"mia"})), package=said
        )
    with Project.open(place / "mia.annodb") as package:
        package.apply(edit(*adding(span((5, 9), by="mia")), by="mia"))
        done = SharedFolder.of(package, place / "folder").share(package)
        assert (done.changes, done.has_published) == (0, True)
        assert [one.annotator for one in package.iterate_spans()] == ["mia"]
        assert len(package.documents()) == 1
    assert {path.name.split(".")[0] for path in (place / "folder").iterdir()} == {"whole", "mia"}
