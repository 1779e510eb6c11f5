from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.errors import Cancelled, FormatError
from annotator.formats.writing import MANY_FILES, new_file, new_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    with new_file(target) as file:
        file.write(b"half")
        assert not target.exists()
    assert target.read_bytes() == b"half"


def test_after_an_error_everything_is_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"before")
    with pytest.raises(ValueError, match="closed"), new_file(target, overwrites=True) as file:
        file.close()
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.jsonl", b"before")]


def test_an_existing_file_is_refused_and_kept(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"before")
    with pytest.raises(FormatError, match=r"out\.jsonl exists already"), new_file(target):
        pass
    assert target.read_bytes() == b"before"


def test_a_project_is_never_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "news.annodb"
    target.write_bytes(b"SQLite format 3\0rest")
    with pytest.raises(FormatError, match="is a project"), new_file(target, overwrites=True):
        pass


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="There is no folder"), new_file(tmp_path / "no" / "out"):
        pass


def test_a_folder_appears_whole(tmp_path: Path) -> None:
    with new_folder(tmp_path / "tables") as folder:
        (folder / "spans.csv").write_text("a")
        assert not (tmp_path / "tables").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


def test_writing_into_a_folder_leaves_its_other_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(FormatError, match="with files in it"), new_folder(tmp_path):
        pass
    with new_folder(tmp_path, overwrites=True) as folder:
        (folder / "spans.csv").write_text("a")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt", "spans.csv"]


def fill(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


def below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("number", [3, MANY_FILES + 1])
def test_a_folder_appears_with_its_subfolders(tmp_path: Path, number: int) -> None:
    names = [f"mia/{one}/a.ann" for one in range(number)]
    with new_folder(tmp_path / "out") as folder:
        fill(folder, *names)
        assert not (tmp_path / "out").exists()
    assert below(tmp_path / "out") == sorted(names)


def test_subfolders_join_those_that_are_there(tmp_path: Path) -> None:
    fill(tmp_path, "mia/mine.txt", "mia/a.ann")
    with new_folder(tmp_path, overwrites=True) as folder:
        fill(folder, "mia/a.ann", "mia/deep/b.ann", "bo/c.ann")
        (folder / "mia/a.ann").write_text("new")
    assert below(tmp_path) == ["bo/c.ann", "mia/a.ann", "mia/deep/b.ann", "mia/mine.txt"]
    assert (tmp_path / "mia/a.ann").read_text() == "new"


@pytest.mark.parametrize(("there", "new"), [("mia", "mia/a.ann"), ("mia/a.ann/x", "mia/a.ann")])
def test_nothing_is_moved_where_files_and_folders_clash(tmp_path: Path, there: str, new: str) -> None:
    fill(tmp_path, there)
    with (
        pytest.raises(FormatError, match="of this name is to be written"),
        new_folder(tmp_path, overwrites=True) as folder,
    ):
        fill(folder, "a.txt", new)
    assert below(tmp_path) == [there]


def test_a_project_in_the_folder_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "news.annodb").write_bytes(b"SQLite format 3\0rest")
    with (
        pytest.raises(FormatError, match="is a project"),
        new_folder(tmp_path, overwrites=True) as folder,
    ):
        fill(folder, "news.annodb")


def fill_and_cancel(folder: Path) -> None:
    fill(folder, "mia/a.ann")
    raise Cancelled


def test_of_a_folder_that_failed_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(Cancelled), new_folder(tmp_path / "out") as folder:
        fill_and_cancel(folder)
    assert not list(tmp_path.iterdir())
