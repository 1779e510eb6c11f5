from __future__ import annotations

import json

import pytest

from annotator.assets import resources
from annotator.model import codebook as codebooks
from annotator.model.extent import Extent
from annotator.model.fragment import Fragment
from annotator.model.values import Span

FILES = sorted((resources() / "codebooks").glob("*.json"))


@pytest.fixture
def news() -> codebooks.Codebook:
    raw = json.loads((resources() / "codebooks/news-attribution.json").read_text("utf-8"))
    return codebooks.from_fields(codebooks.to_fields(raw))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_codebook_file_survives_being_stored(path: object) -> None:
    raw = json.loads(path.read_text("utf-8"))  # type: ignore[attr-defined]
    stored = codebooks.to_fields(raw)
    again = codebooks.to_file(codebooks.from_fields(reversed(stored)))

    def without_nulls(value: object) -> object:
        if isinstance(value, dict):
            return {k: without_nulls(v) for k, v in value.items() if v is not None}
        return [without_nulls(v) for v in value] if isinstance(value, list) else value

    expected = {**raw}
    for key in ("labels", "attributes", "relations", "layers"):
        expected[key] = [{k: v for k, v in item.items() if v is not None} for item in raw[key]]
        for item in expected[key]:
            item.setdefault("name", item["id"])
    assert again == expected


def test_labels_say_what_they_take_and_carry(news: codebooks.Codebook) -> None:
    assert news.label("PER").extent is Extent.NAME
    assert news.label("QUOTE").extent is Extent.QUOTATION
    assert news.label("CUE").extent is Extent.CUE
    assert news.label("CLAIM").extent is Extent.CLAUSE
    assert [attribute.id for attribute in news.attributes_of("QUOTE")] == ["form", "scope", "certainty"]
    assert news.label("NEWS").name == "NEWS"


def test_relations_lead_only_where_the_codebook_lets_them(news: codebooks.Codebook) -> None:
    speaker = news.relation_types["speaker"]
    assert speaker.allows("QUOTE", "SOURCE")
    assert not speaker.allows("QUOTE", "PER")
    assert "speaker" not in [kind.id for kind in news.relation_types_from("CLAIM")]


def test_required_attributes_are_missed_until_they_are_stored(news: codebooks.Codebook) -> None:
    span = Span("1", "d", "SOURCE", (Fragment(0, 3),), "she", "anna", {"naming": "pronoun"})
    assert [attribute.id for attribute in news.missing_attributes(span)] == ["kind"]


def test_an_attribute_refuses_a_value_that_it_does_not_take(news: codebooks.Codebook) -> None:
    form = news.attributes["form"]
    assert form.refusal("direct") == ""
    assert "direct, mixed, indirect" in form.refusal("loud")
