"""Disks that are full or fail: a message, nothing lost, and work goes on afterwards."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.errors import ProjectError
from annotator.store import integrity
from tests.store.making import ADA, TEXT, adding, edit, id_of, importing, many_spans, new_project, span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.store.project import Project

resource = pytest.importorskip("resource")


@pytest.fixture
def file_limit() -> Iterator[None]:
    """Let no file grow beyond a quota, given in bytes by the test."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def limit(size: int) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))


@pytest.mark.usefixtures("file_limit")
def test_a_quota_is_named_and_nothing_is_lost(project: Project) -> None:
    project.apply(edit(*adding(span())))
    limit(project.path.stat().st_size + 100_000)
    before = project.stats().edits
    with pytest.raises(ProjectError, match=r"disk|room"):
        project.apply(edit(*adding(*many_spans(20_000, TEXT))))
    assert project.stats().edits == before
    assert len(project.spans(id_of())) == 1
    limit(resource.RLIM_INFINITY)
    project.apply(edit(*adding(*many_spans(20_000, TEXT))))
    assert list(integrity.problems(project._connection)) == []


@pytest.mark.usefixtures("file_limit")
def test_a_quota_while_a_project_is_made_leaves_nothing(path: Path) -> None:
    limit(50_000)
    with pytest.raises(ProjectError):
        new_project(path)
    limit(resource.RLIM_INFINITY)
    assert [one for one in path.parent.iterdir() if one.name != "user"] == []


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of three megabytes, where the system lets us have one."""
    folder = Path(tempfile.mkdtemp())
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        folder.rmdir()
        pytest.skip("a small disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


def test_a_full_disk_is_named_and_work_goes_on_when_there_is_room(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(1_500_000))
    with new_project(small_disk / "full.annodb") as project:
        saved: list[int] = []
        with pytest.raises(ProjectError, match=r"no room|disk"):
            label_until_it_fails(project, saved)
        assert len(project.spans(id_of())) == sum(saved) > 0
        ballast.unlink()
        project.apply(edit(*importing("New.\n")))
        project.undo(ADA)
        assert list(integrity.problems(project._connection)) == []


def label_until_it_fails(project: Project, saved: list[int]) -> None:
    while True:
        project.apply(edit(*adding(*many_spans(100, TEXT))))
        saved.append(100)


def test_an_edit_that_was_rolled_back_after_reaching_the_file(project: Project) -> None:
    """Undoing half of a large transaction touches the file; that is no foreign change."""
    project._connection.execute("PRAGMA cache_size = 10")

    def breaking():  # type: ignore[no-untyped-def]
        yield from adding(*many_spans(6_000, TEXT))
        project._connection.execute("PRAGMA cache_size = 10")
        yield from adding(*many_spans(6_000, TEXT))
        raise OSError("gone")

    stamp = project.path.stat().st_mtime_ns
    with pytest.raises(OSError, match="gone"):
        project.apply_stream("import", breaking(), by=ADA)
    assert project.path.stat().st_mtime_ns != stamp
    project.apply(edit(*adding(span())))
