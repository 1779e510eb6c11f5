from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.conftest import Annotator

ONE = "Ferry one\n\nThe ferry sailed to Karrow.\n"


@pytest.fixture
def pair(annotator: Annotator, tmp_path: Path) -> tuple[Path, Path]:
    """Mia's project, and a copy in which Ben has imported another article."""
    (tmp_path / "one.txt").write_text(ONE)
    (tmp_path / "two.txt").write_text("Ferry two\n\nThe other ferry sailed to Tessen.\n")
    ours, theirs = tmp_path / "news.annodb", tmp_path / "ben.annodb"
    annotator("new", ours)
    annotator("import", ours, "one.txt", "--annotator", "Mia")
    shutil.copyfile(ours, theirs)
    assert annotator("import", theirs, "two.txt", "--annotator", "Ben").status == 0
    return ours, theirs


def articles(annotator: Annotator, path: Path) -> int:
    return int(json.loads(annotator("stats", path, "--json").out)["documents"])


def test_files_are_looked_at_merged_and_taken_back(
    annotator: Annotator, pair: tuple[Path, Path]
) -> None:
    ours, theirs = pair
    said = annotator("merge", ours, theirs, "--dry-run").out
    assert "Articles: 1 new, 1 the same." in said
    assert articles(annotator, ours) == 1
    assert annotator("merge", ours, theirs).out == said
    assert articles(annotator, ours) == 2
    assert "Nothing is new" in annotator("merge", ours, theirs).out
    assert annotator("conflicts", ours).out == "There is nothing to decide.\n"


def test_a_merge_is_taken_back_until_the_next_edit(
    annotator: Annotator, pair: tuple[Path, Path]
) -> None:
    ours, theirs = pair
    annotator("merge", ours, theirs)
    assert annotator("unmerge", ours).out == "The last merge was taken back.\n"
    assert articles(annotator, ours) == 1
    said = annotator("unmerge", ours)
    assert (said.status, "cannot be taken back" in said.error) == (1, True)


def test_a_bad_file_is_named_and_nothing_is_taken(annotator: Annotator, pair: tuple[Path, Path]) -> None:
    ours, theirs = pair
    theirs.write_bytes(theirs.read_bytes()[:20_000])
    said = annotator("merge", ours, theirs)
    assert said.status == 1
    assert "ben.annodb" in said.error
    assert articles(annotator, ours) == 1


def test_conflicts_are_listed(annotator: Annotator, pair: tuple[Path, Path]) -> None:
    ours, theirs = pair
    assert annotator("undo", ours, "--annotator", "Mia").status == 0
    _label(theirs)
    annotator("merge", ours, theirs)
    assert "waits: its article was removed." in annotator("conflicts", ours).out
    found = json.loads(annotator("conflicts", ours, "--json").out)
    assert (found["conflicts"], len(found["waiting"]), found["lost"]) == ([], 1, [])


def _label(path: Path) -> None:
    """Label something in the article that Mia takes away."""
    from annotator.model.change import Change, Edit
    from annotator.model.fragment import Fragment
    from annotator.model.values import Span, document_id, new_id, now, sha256
    from annotator.store.project import Project

    with Project.open(path) as project:
        document = next(one for one in project.documents() if one.title == "Ferry one")
        assert document.id == document_id(sha256(project.text(document.id)))
        words = project.text(document.id)[:5]
        made = Span(new_id(), document.id, "PER", (Fragment(0, 5),), words, "ben", created=now())
        project.apply(Edit("label", (Change(None, made),), "ben", now()))


def test_two_people_of_one_name_become_one(annotator: Annotator, pair: tuple[Path, Path]) -> None:
    ours, theirs = pair
    (Path("three.txt")).write_text("Ferry three\n\nA third ferry.\n")
    other = ours.with_name("apart.annodb")
    annotator("new", other)
    annotator("import", other, "three.txt", "--annotator", "MIA")
    assert "Two annotators are called" in annotator("merge", ours, other, theirs).out
    found = json.loads(annotator("reconcile", ours, "--json").out)
    [clash] = [one for one in found["clashes"] if one["kind"] == "annotator"]
    ids = clash["one"]["id"], clash["other"]["id"]
    said = annotator("reconcile", ours, "--unify", "annotator", *ids, "--annotator", "Ben")
    assert said.out.startswith("Unify two annotators called")
    people = json.loads(annotator("stats", ours, "--json").out)["states"]
    assert len([name for name in people if name.casefold() == "mia"]) <= 1
    assert "annotator" not in annotator("reconcile", ours).out


def test_wrong_names_are_told(annotator: Annotator, pair: tuple[Path, Path]) -> None:
    ours, _ = pair
    said = annotator("reconcile", ours, "--unify", "label", "Nobody", "PER")
    assert (said.status, "no label “Nobody”" in said.error) == (1, True)
    assert annotator("reconcile", ours, "--keep", "layer", "a", "b").status == 2
    assert annotator("reconcile", ours).out == "No name stands for two things.\n"
