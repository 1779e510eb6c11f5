from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.jobs.importing import import_paths
from annotator.jobs.packaging_plan import stock
from annotator.jobs.twins import compare_new, groups_of

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.store.project import Project

WORDS = " ".join(f"word{number}" for number in range(200))


def wire_copies(project: Project, folder: Path) -> None:
    """Two articles that are nearly the same, and one that is not."""
    for name, text in {"a": WORDS, "b": f"{WORDS} end", "c": "Nothing of that kind."}.items():
        (folder / f"{name}.txt").write_text(text)
        import_paths(project, [folder / f"{name}.txt"])


def test_an_import_leaves_comparing_to_others(project: Project, tmp_path: Path) -> None:
    wire_copies(project, tmp_path)
    assert project.lacks_signatures()
    assert project.twin_groups() == {}


def test_groups_are_told_without_writing(project: Project, tmp_path: Path) -> None:
    wire_copies(project, tmp_path)
    first, second, other = (project.documents()[n].id for n in range(3))
    assert groups_of(project) == {first: first, second: first}
    assert project.lacks_signatures()
    clusters = {one.id: one.group for one in stock(project).articles}
    assert clusters == {first: first, second: first, other: ""}


def test_what_is_found_is_kept_and_told(project: Project, tmp_path: Path) -> None:
    wire_copies(project, tmp_path)
    told: list[str] = []
    compare_new(project, lambda _done, _total, text: told.append(text))
    assert len(project.twin_groups()) == 2
    assert not project.lacks_signatures()
    assert groups_of(project) == project.twin_groups()
    assert told[-1] == ""
