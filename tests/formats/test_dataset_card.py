from __future__ import annotations

from collections import Counter
from pathlib import Path

import yaml

from annotator.formats.dataset_card import Config, Section, Tally, Terms, card, size_category
from annotator.jobs.selection import Selection
from annotator.model.codebook import from_fields, to_fields
from annotator.model.values import Annotator
from tests.formats.gold import CODEBOOK, gold_project

TERMS = Terms("Harbour\n---\nnews", "cc-by-4.0", summary="")


def gold_card(folder: Path, **more: object) -> str:
    with gold_project(folder / "gold.annodb") as gold:
        tally = Tally()
        for record in Selection(gold).records():
            tally.add(record, "test")
        return card(gold.codebook(), gold.annotators(), tally, TERMS, **more)  # type: ignore[arg-type]


def test_the_card_tells_what_the_corpus_holds(tmp_path: Path) -> None:
    said = gold_card(tmp_path)
    assert "1 news article with 11 labelled spans and 3 relations" in said
    assert "| test | 1 | 11 | 3 |" in said
    assert "| Person | Person | ENTITY | 2 |" in said
    assert "| speaker | speaker | Quote | Person | 1 |" in said
    assert "Published from 2026-05-14 to 2026-05-14." in said
    assert "| Ada | person | 11 |" in said


def test_its_head_is_yaml_and_what_people_wrote_cannot_end_it(tmp_path: Path) -> None:
    _, head, rest = gold_card(tmp_path, configs=[Config("spans", {"test": "a/*.parquet"})]).split(
        "---\n", 2
    )
    values = yaml.safe_load(head)
    assert values["pretty_name"] == "Harbour --- news"
    assert values["language"] == ["en"]
    assert values["configs"] == [
        {
            "config_name": "spans",
            "default": True,
            "data_files": [{"split": "test", "path": "a/*.parquet"}],
        }
    ]
    assert rest.startswith("# Harbour --- news\n")


def test_further_sections_stand_before_the_terms(tmp_path: Path) -> None:
    said = gold_card(tmp_path, sections=[Section("Agreement", "0.81 [0.75, 0.86]")])
    assert said.index("## Agreement\n\n0.81") < said.index("## Terms of use")


def test_cells_stay_in_their_rows() -> None:
    content = CODEBOOK | {
        "labels": [{"id": "P", "name": "P", "layer": "ENTITY", "definition": "a|b\nc"}]
    }
    tally = Tally(spans=Counter({"P": 2}), by_annotator=Counter({"1": 2}))
    said = card(from_fields(to_fields(content)), [Annotator("1", "A\n|b")], tally, TERMS)
    assert "| P | P | ENTITY | 2 | a\\|b c |" in said
    assert "| A \\|b | person | 2 |" in said


def test_an_empty_corpus_has_a_card() -> None:
    said = card(from_fields(to_fields(CODEBOOK)), [], Tally(), Terms("E", "other"))
    assert "0 news articles" in said
    assert "Nobody yet." in said
    assert "Not said." in said


def test_sizes_are_those_of_the_hub() -> None:
    sizes = [size_category(number) for number in (0, 999, 1_000, 99_999, 10**6, 10**7)]
    assert sizes == ["n<1K", "n<1K", "1K<n<10K", "10K<n<100K", "1M<n<10M", "1M<n<10M"]
