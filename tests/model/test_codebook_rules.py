from __future__ import annotations

import copy
from typing import Any

import pytest

from annotator.errors import CodebookError
from annotator.formats.codebook_file import presets, read
from annotator.model.codebook_rules import check, problems

SOUND: dict[str, Any] = {
    "format": "codebook/1",
    "name": "Ships",
    "layers": [{"id": "all", "name": "All", "overlap": "free"}],
    "labels": [
        {"id": "SHIP", "name": "Ship", "layer": "all", "hotkey": "a", "attributes": ["flag", "size"]},
        {"id": "PORT", "name": "Port", "layer": "all", "hotkey": "b", "style": "box"},
    ],
    "attributes": [
        {"id": "flag", "type": "enum", "key": "F", "values": [{"id": "no"}, {"id": "dk"}]},
        {"id": "size", "type": "number", "key": "S"},
    ],
    "relations": [{"id": "lies_in", "from": ["SHIP"], "to": ["PORT"], "hotkey": "l"}],
}


@pytest.mark.parametrize("preset", [preset.id for preset in presets()])
def test_the_presets_are_sound(preset: str) -> None:
    assert problems(read(preset)) == []


def test_a_small_codebook_is_sound() -> None:
    check(SOUND, "ships.json")


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("format",), "codebook/9", "“format” must be “codebook/1”"),
        (("labels",), [], "at least one label"),
        (("labels",), {}, "“labels” must be a list"),
        (("labels", 0, "id"), "", "labels[0] needs an “id”"),
        (("labels", 1, "id"), "SHIP", "labels[1]: the id “SHIP” is used twice"),
        (("labels", 0, "name"), 7, "labels[0] (SHIP): “name” must be a text"),
        (("labels", 0, "layer"), "sea", "labels[0] (SHIP): there is no layer “sea”"),
        (("labels", 1, "style"), "neon", "labels[1] (PORT): “style” must be one of fill, box"),
        (("labels", 1, "hotkey"), "A", "labels[1] (PORT): the key “A” is that of SHIP"),
        (("labels", 1, "hotkey"), "e", "labels[1] (PORT): the key “e” is that of a command"),
        (("labels", 1, "hotkey"), "?", "the key “?” is that of a command"),
        (("labels", 1, "definition"), ["a", "b"], "labels[1] (PORT): “definition” must be a text"),
        (("labels", 1, "layer"), ["all"], "labels[1] (PORT): “layer” must be a text"),
        (("layers", 0, "note"), 7, "layers[0] (all): “note” must be a text"),
        (("attributes", 1, "hint"), {}, "attributes[1] (size): “hint” must be a text"),
        (("attributes", 1, "values"), 7, "attributes[1] (size): “values” must be a list"),
        (("attributes", 1, "default"), True, "the default “True” is no value of type number"),
        (("attributes", 0, "values", 0, "definition"), 7, "no: “definition” must be a text"),
        (("relations", 0, "definition"), 7, "relations[0] (lies_in): “definition” must be a text"),
        (("relations", 0, "symmetric"), "no", "“symmetric” must be true or false"),
        (("relations", 0, "attributes"), [{"id": "x", "type": "text", "values": None}], "not be null"),
        (("constraints",), {}, "“constraints” must be a list"),
        (("clusters",), "entity_link", "“clusters” must be a list"),
        (("labels", 1, "hotkey"), "F1", "must be a single character"),
        (("labels", 0, "attributes"), ["crew"], "labels[0] (SHIP): there is no attribute “crew”"),
        (("labels", 0, "colour"), {"light": {"fill": "blue"}}, "“colour.light.fill” must look like"),
        (("labels", 0, "colour"), {"dusk": {}}, "“colour.dusk”"),
        (("labels", 0, "examples"), "Ada", "“examples” must be a list of texts"),
        (("layers", 0, "overlap"), "maybe", "layers[0] (all): “overlap”"),
        (("attributes", 0, "values"), [], "attributes[0] (flag): it needs “values”"),
        (("attributes", 0, "default"), "se", "the default “se” is none of no, dk"),
        (("attributes", 1, "default"), "big", "the default “big” is no value of type number"),
        (("attributes", 1, "type"), "colour", "“type” must be one of enum"),
        (("attributes", 1, "required"), "yes", "“required” must be true or false"),
        (("attributes", 1, "key"), "f", "labels[0] (SHIP): attributes[1] (size): the key “f”"),
        (("relations", 0, "to"), ["DOCK"], "relations[0] (lies_in): “to” names the label “DOCK”"),
        (("relations", 0, "max_per_from"), -1, "“max_per_from” must be a whole number"),
        (("relations", 0, "attributes"), [{"id": "x"}], "relations[0] (lies_in): attributes[0] (x)"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(place: tuple[Any, ...], value: Any, said: str) -> None:
    codebook: Any = copy.deepcopy(SOUND)
    *way, last = place
    inner = codebook
    for step in way:
        inner = inner[step]
    inner[last] = value
    with pytest.raises(CodebookError) as caught:
        check(codebook, "ships.json")
    assert caught.value.message.startswith("ships.json: ")
    assert said in caught.value.message


def test_something_else_than_an_object_is_refused() -> None:
    assert problems([1]) == ["a codebook must be a JSON object"]


def test_further_problems_are_counted() -> None:
    wrong = {"format": "codebook/1", "labels": [{"id": "A", "hotkey": "AB", "style": "neon"}]}
    with pytest.raises(CodebookError, match=r"\(1 further problem\)"):
        check(wrong, "a.json")


def test_in_a_project_a_label_may_outlive_its_layer() -> None:
    left_over = copy.deepcopy(SOUND)
    left_over["labels"][0] |= {"layer": "gone", "attributes": ["gone"]}
    left_over["relations"][0]["to"] = ["GONE"]
    assert len(problems(left_over)) == 3
    assert problems(left_over, is_from_project=True) == []
