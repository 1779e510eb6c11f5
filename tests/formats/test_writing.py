from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.errors import FormatError
from annotator.formats.writing import new_file, new_folder

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
