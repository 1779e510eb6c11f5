from __future__ import annotations

import json

import pytest

from annotator.assets import resources
from annotator.model import codebook as codebooks
from annotator.model import codebook_plans
from annotator.model import colour_checks as colours
from annotator.model.codebook_plans import Branch, Target

SHARMA = [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
]
"""Some of the test pairs that Sharma, Wu and Dalal published with the formula."""


@pytest.mark.parametrize(("one", "other", "expected"), SHARMA)
def test_differences_are_those_that_were_published(
    one: tuple[float, float, float], other: tuple[float, float, float], expected: float
) -> None:
    assert colours.ciede2000(one, other) == pytest.approx(expected, abs=1e-4)


def test_contrast_is_that_of_wcag() -> None:
    assert colours.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert colours.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_red_and_green_look_alike_to_the_green_blind() -> None:
    usual = colours.difference("#C04040", "#6A7A20")
    seen = [colours.seen(one, "deutan") for one in ("#C04040", "#6A7A20")]
    assert colours.difference(*seen) < usual / 2


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("style", ["fill", "box", "underline-dashed"])
def test_a_proposed_colour_can_be_read(style: str, theme: str) -> None:
    colour = colours.proposed(style, theme, ["#77AADD", "#EE8866", "#44BB99"])
    roles = {name: str(one) for name, one in colours.roles_for(style, colour, theme).items()}
    assert all(one.is_enough for one in colours.figures(style, roles, theme))
    assert min(one.difference for one in colours.likenesses(colour, {"a": "#77AADD"})) > colours.APART


@pytest.mark.parametrize("style", ["fill", "box"])
def test_any_colour_can_be_made_fit(style: str) -> None:
    for theme in ("light", "dark"):
        colour = colours.adapted(style, "#808080", theme)
        roles = {name: str(one) for name, one in colours.roles_for(style, colour, theme).items()}
        assert all(one.is_enough for one in colours.figures(style, roles, theme))


def test_a_label_that_is_split_off_can_be_told_from_the_others() -> None:
    raw = json.loads((resources() / "codebooks/parc3-attribution.json").read_text("utf-8"))
    codebook = codebooks.from_fields(codebooks.to_fields(raw))
    plan = codebook_plans.split_label(codebook, "SOURCE", [Branch((), Target(name="Office"))])
    labels = plan.after.labels
    lines = {id_: one for id_, one in labels.items() if one.style != "fill"}
    new = lines.pop("OFFICE")
    for theme in colours.PAGES:
        others = {i: colours.main_colour(one.style, one.colour[theme]) for i, one in lines.items()}
        colour = colours.main_colour(new.style, new.colour[theme])
        assert all(one.difference > colours.APART for one in colours.likenesses(colour, others))
