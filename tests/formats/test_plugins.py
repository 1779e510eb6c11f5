from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator import formats
from annotator.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterator

PLUGIN = """
from annotator.formats.format import Format

def read(path, reading):
    return iter(())

FORMAT = Format("minutes", "Minutes", (".min",), "Minutes of meetings.", read=read)
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages with three plug-ins, of which one is sound."""
    info = tmp_path / "extra-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: extra\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[annotator.formats]\nminutes = extra_minutes:FORMAT\n"
        "broken = extra_broken:FORMAT\nodd = sys:path\n"
    )
    (tmp_path / "extra_minutes.py").write_text(PLUGIN)
    (tmp_path / "extra_broken.py").write_text("raise RuntimeError('no licence')")
    monkeypatch.syspath_prepend(str(tmp_path))
    formats._plugins.cache_clear()
    yield tmp_path
    formats._plugins.cache_clear()
    sys.modules.pop("extra_minutes", None)


def test_a_plugin_adds_a_format(site: Path) -> None:
    assert formats.named("minutes").title == "Minutes"
    assert formats.of_file(Path("a.MIN")) is formats.named("minutes")


def test_a_broken_plugin_is_reported_and_the_others_work(site: Path) -> None:
    problems = {one.name: one.problem for one in formats.broken_plugins()}
    assert problems["broken"] == "RuntimeError: no licence"
    assert "is no Format" in problems["odd"]
    with pytest.raises(FormatError) as caught:
        formats.named("broken")
    assert "The plug-in broken is broken" in caught.value.hint


def test_every_format_says_what_it_loses_and_can_be_found() -> None:
    for one in formats.formats():
        assert one.reads or one.writes
        assert one.description
        assert formats.named(one.name) is one
        assert one.loss or not one.writes
