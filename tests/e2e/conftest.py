from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from annotator.__main__ import run


class Said(NamedTuple):
    """What a command left behind: its exit status and what it printed."""

    status: int
    out: str
    error: str


Annotator = Callable[..., Said]


@pytest.fixture
def annotator(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Annotator:
    """Run a command as a user does, in a folder of its own."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "user"))
    monkeypatch.setenv("LOGNAME", "root")
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str | Path) -> Said:
        status = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Said(status, captured.out, captured.err)

    return command


@pytest.fixture
def news(annotator: Annotator, tmp_path: Path) -> Path:
    """A project with the sample articles, imported by Mia."""
    path = tmp_path / "news.annodb"
    articles = Path(__file__).parents[2] / "sample_articles"
    assert annotator("new", path).status == 0
    assert annotator("import", path, articles, "--annotator", "Mia").status == 0
    return path
