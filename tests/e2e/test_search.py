from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.e2e.conftest import Annotator


@pytest.fixture
def sample(annotator: Annotator, tmp_path: Path) -> Path:
    """The sample project, which is annotated."""
    path = tmp_path / "sample.annodb"
    source = Path(__file__).parents[2] / "resources" / "sample_project.jsonl"
    assert annotator("new", path).status == 0
    assert annotator("import", path, source).status == 0
    return path


def objects(said: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.splitlines()]


def test_search_finds_words_phrases_and_beginnings(annotator: Annotator, news: Path) -> None:
    hits = objects(annotator("search", news, '"night train" Kestria', "--json").out)
    assert {hit["text"].lower() for hit in hits} == {"night train", "kestria"}
    assert len({hit["document_id"] for hit in hits}) == 1
    assert "[Kestria]" in annotator("search", news, "kestri*").out


def test_a_search_in_vain_says_so_and_is_no_failure(annotator: Annotator, news: Path) -> None:
    said = annotator("search", news, "xyzzy")
    assert (said.status, said.out, said.error) == (0, "", "Nothing found.\n")
    assert annotator("search", news, "xyzzy", "--json").out == ""
    assert annotator("search", news, "xyzzy", "--count").out == "0\n"


def test_spans_are_printed_with_the_words_around_them(annotator: Annotator, sample: Path) -> None:
    title, line = annotator("search", sample, "label:PER", "--limit", "1").out.splitlines()
    assert title == title.strip()
    assert line.index("[") == 36
    assert line.endswith("  PER")


def test_all_hits_are_counted_printed_and_sorted(annotator: Annotator, sample: Path) -> None:
    count = int(annotator("search", sample, "label:PER", "--count").out)
    lines = annotator("search", sample, "label:PER", "--sort", "text").out.splitlines()
    words = [line[37:].partition("]")[0] for line in lines]
    assert len(words) == count == len(objects(annotator("search", sample, "label:PER", "--json").out))
    assert [word[0] for word in words if word.isascii()] == sorted(
        word[0] for word in words if word.isascii()
    )


def test_what_is_not_understood_is_shown_in_its_place(annotator: Annotator, news: Path) -> None:
    said = annotator("search", news, "train", "label:QOUTE")
    query, mark, message = said.error.splitlines()
    assert (said.status, query) == (1, "  train label:QOUTE")
    assert query[mark.index("^") : mark.rindex("^") + 1] == "QOUTE"
    assert message == "annotator: There is no label “QOUTE”. Did you mean QUOTE or QUANT?"
    assert annotator("search", news, "(train").status == 1


def test_whose_work_is_meant_can_be_said(annotator: Annotator, news: Path) -> None:
    assert annotator("search", news, "annotator:me", "--annotator", "Mia").status == 0
    assert "Nobody is “me”" in annotator("search", news, "annotator:me").error
    everything = annotator("search", news, "is:new", "--count", "--annotator", "Mia").out
    assert everything == annotator("search", news, "", "--count").out


def test_a_term_can_be_left_out(annotator: Annotator, news: Path) -> None:
    with_all = int(annotator("search", news, "the", "--count").out)
    without = int(annotator("search", news, "the -title:train", "--count").out)
    assert 0 < without < with_all
