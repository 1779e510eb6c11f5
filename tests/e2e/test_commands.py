from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator import __version__

if TYPE_CHECKING:
    from tests.e2e.conftest import Annotator


def test_a_project_is_made_filled_and_counted(annotator: Annotator, news: Path) -> None:
    counts = json.loads(annotator("stats", news, "--json").out)
    assert counts["documents"] >= 12
    assert counts["states"]["Mia"]["new"] == counts["documents"]
    assert annotator("stats", news).out.startswith(f"{counts['documents']} articles, ")


def test_undo_and_redo_reach_over_runs(annotator: Annotator, news: Path) -> None:
    assert annotator("undo", news).out == "Undo import sample_articles\n"
    assert json.loads(annotator("stats", news, "--json").out)["documents"] == 0
    assert annotator("redo", news).out == "Redo import sample_articles\n"
    assert json.loads(annotator("stats", news, "--json").out)["documents"] >= 12


def test_undo_stops_where_there_is_nothing_of_ones_own(annotator: Annotator, news: Path) -> None:
    annotator("undo", news)
    said = annotator("undo", news)
    assert (said.status, said.error) == (1, "annotator: There is nothing to undo.\n")


def test_history_lists_the_newest_first(annotator: Annotator, news: Path) -> None:
    first, second = annotator("history", news).out.splitlines()
    assert "Mia  import sample_articles" in first
    assert "create the project" in second
    assert json.loads(annotator("history", news, "--json").out)[0]["annotator"] == "Mia"


def test_a_project_comes_back_from_its_json_lines(annotator: Annotator, tmp_path: Path) -> None:
    sample = Path(__file__).parents[2] / "resources" / "sample_project.jsonl"
    for name in ("a", "b"):
        annotator("new", f"{name}.annodb", "--title", "News")
        source = sample if name == "a" else "a.jsonl"
        assert annotator("import", f"{name}.annodb", source).status == 0
        assert (
            annotator("export", f"{name}.annodb", f"{name}.jsonl", "--format", "annotator").status == 0
        )
    ours, theirs = ((tmp_path / f"{name}.jsonl").read_bytes().split(b"\n")[1:] for name in "ab")
    assert ours == theirs


def test_tables_are_written_to_a_folder(annotator: Annotator, news: Path, tmp_path: Path) -> None:
    said = annotator("export", news, "tables", "--format", "csv", "--guard-formulas")
    assert "history and the original bytes of the articles are not in it" in said.out
    assert sorted(path.name for path in (tmp_path / "tables").iterdir()) == [
        "documents.csv",
        "entities.csv",
        "project.jsonl",
        "relations.csv",
        "spans.csv",
    ]


def test_checking_tells_errors_by_its_status(annotator: Annotator, news: Path, tmp_path: Path) -> None:
    assert annotator("check", news).status == 0
    span = {"label": "PER", "fragments": [[0, 3]], "attributes": {"mention": "nickname"}}
    (tmp_path / "a.jsonl").write_text(json.dumps({"kind": "document", "text": "Ada.", "spans": [span]}))
    annotator("import", news, "a.jsonl")
    said = annotator("check", news)
    assert said.status == 1
    assert "error: Ada.: PER “Ada” at 0: “nickname” is no value of Mention level" in said.out
    assert json.loads(annotator("check", news, "--json").out)["errors"] == 1


def test_only_some_checks_and_a_wrong_one(annotator: Annotator, news: Path, tmp_path: Path) -> None:
    span = {"label": "PER", "fragments": [[0, 4]]}
    line = {"kind": "document", "text": "Ada left.", "spans": [span]}
    (tmp_path / "a.jsonl").write_text(json.dumps(line))
    annotator("import", news, "a.jsonl")
    said = annotator("check", news, "--only", "edges")
    assert "1  Space or punctuation at the edge [edges]" in said.out
    assert json.loads(annotator("check", news, "--only", "marks", "--json").out)["counts"] == {}
    said = annotator("check", news, "--only", "spelling")
    assert said.status == 1
    assert "There is no check “spelling”." in said.error


def test_lists_help_and_version(annotator: Annotator) -> None:
    assert annotator("--version").out == f"annotator {__version__}\n"
    assert "annotator new news.annodb" in annotator("--help").out
    assert "text         Plain text (.txt): read" in annotator("formats").out
    assert annotator("codebooks").out.split()[0] == "news-attribution"


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["import"], ["export", "a", "b"], ["stats", "a", "--colour"], ["--wrong"]],
)
def test_wrong_usage_has_status_2(annotator: Annotator, arguments: list[str]) -> None:
    said = annotator(*arguments)
    assert said.status == 2
    assert "Usage: annotator" in said.error


def test_some_bad_files_give_status_1_and_the_good_ones_come_in(
    annotator: Annotator, news: Path, tmp_path: Path
) -> None:
    (tmp_path / "good.txt").write_text("Good.")
    (tmp_path / "empty.txt").write_text("")
    said = annotator("import", news, "good.txt", "empty.txt")
    assert said.status == 1
    assert said.out == "Imported 1 article.\n"
    assert said.error.startswith("annotator: empty.txt is empty.")


def test_commands_start_without_qt(tmp_path: Path) -> None:
    program = (
        "import sys; from annotator.__main__ import run; run(['--help']); run(['formats']);"
        "sys.exit(any(name.startswith(('PySide6', 'trafilatura', 'lxml')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True).returncode == 0
