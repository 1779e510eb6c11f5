from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.conftest import Annotator

SAMPLE = Path(__file__).parents[2] / "resources" / "sample_project.jsonl"


@pytest.fixture
def sample(annotator: Annotator, tmp_path: Path) -> Path:
    annotator("new", "a.annodb")
    annotator("import", "a.annodb", SAMPLE)
    return tmp_path / "a.annodb"


def test_stats_prints_tables_whose_numbers_stand_in_columns(annotator: Annotator, sample: Path) -> None:
    lines = annotator("stats", sample).out.splitlines()
    start = lines.index("Speakers")
    heading, first = lines[start + 1], lines[start + 2]
    assert heading.split()[-3:] == ["Quote", "Claim", "Total"]
    assert len(heading) == len(first)


def test_json_has_the_tables_beside_the_totals(annotator: Annotator, sample: Path) -> None:
    counts = json.loads(annotator("stats", sample, "--json").out)
    assert {"documents", "characters", "states", "spans", "relations", "entities", "labels"} <= set(
        counts
    )
    table = counts["tables"]["labels"]
    column = table["columns"].index("Edda Marwick")
    assert sum(row[column] for row in table["rows"]) == sum(counts["labels"].values())


def test_csv_makes_a_file_for_each_table(annotator: Annotator, sample: Path, tmp_path: Path) -> None:
    assert annotator("stats", sample, "--csv", "tables").status == 0
    names = {path.name for path in (tmp_path / "tables").iterdir()}
    assert {"progress.csv", "speakers.csv", "timeline.csv"} <= names
    again = annotator("stats", sample, "--csv", "tables")
    assert again.status == 1
    assert "--force" in again.error


def test_whoever_has_not_begun_is_in_every_account(annotator: Annotator, tmp_path: Path) -> None:
    rows = [{"kind": "annotator", "name": name} for name in ("Mia", "Bo")]
    rows.append({"kind": "document", "title": "Ferry", "text": "Ada left.", "annotators": []})
    rows[-1]["spans"] = [{"label": "PER", "fragments": [[0, 3]], "annotator": "Bo"}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    annotator("new", "a.annodb")
    assert annotator("import", "a.annodb", "a.jsonl").status == 0
    counts = json.loads(annotator("stats", "a.annodb", "--json").out)
    lines = annotator("stats", "a.annodb").out.splitlines()
    assert counts["states"]["Mia"]["new"] == 1
    assert ["Mia", 0, 0, 1, 1] in counts["tables"]["progress"]["rows"]
    assert ["Mia", "0", "0", "1", "1"] in [line.split() for line in lines]
