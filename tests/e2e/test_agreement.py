from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.jobs.test_agreement import make

if TYPE_CHECKING:
    from tests.e2e.conftest import Annotator


@pytest.fixture
def team(tmp_path: Path) -> Path:
    make(tmp_path / "team.annodb").close()
    return tmp_path / "team.annodb"


def test_tables_for_people(annotator: Annotator, team: Path) -> None:
    out = annotator("agreement", team, "--annotator", "ada", "--annotator", "Ben").out
    assert out.startswith("Agreement of Ada and Ben over 6 articles.")
    assert "exact F1" in out
    assert "Cohen κ" in out
    assert "percentile bootstrap" in out


def test_json_for_programs(annotator: Annotator, team: Path) -> None:
    found = json.loads(annotator("agreement", team, "--json", "--label", "Quote", "--alpha-u").out)
    assert found["format"] == "agreement/1"
    [result] = found["results"]
    assert (result["kind"], result["id"]) == ("label", "QUOTE")
    assert result["pairs"][0]["measures"]["exact"]["articles"] == 6
    assert found["alpha_u_1995"]["results"][0]["id"] == "QUOTE"


def test_gamma_is_computed_on_request(annotator: Annotator, team: Path) -> None:
    names = ("--annotator", "Ada", "--annotator", "Ben")
    found = json.loads(annotator("agreement", team, "--json", "--gamma", "--layer", "All", *names).out)
    assert 0.5 < found["gamma"]["results"][0]["value"] < 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--annotator", "Zoe"), "There is no annotator “Zoe”"),
        (("--annotator", "Ada"), "One annotator cannot be compared"),
        (("--label", "WOLF"), "The codebook has no label “WOLF”"),
    ],
)
def test_what_is_not_there_is_said(
    annotator: Annotator, team: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = annotator("agreement", team, *arguments)
    assert done.status == 1
    assert said in done.error


def test_every_measure_can_be_looked_up(annotator: Annotator, team: Path) -> None:
    out = annotator("agreement", team, "--define").out
    assert "Span F1, exact: 2 · common" in out
    assert "Mathet" in out
