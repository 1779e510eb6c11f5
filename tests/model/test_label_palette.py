from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from annotator.model.colour_checks import contrast
from annotator.model.label_palette import colour_of


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_made_up_colours_can_be_read_and_told_apart(theme: str) -> None:
    made: list[Any] = [colour_of(number) for number in range(34)]
    assert min(contrast(one[theme]["text"], one[theme]["fill"]) for one in made) >= 7
    assert len({one[theme]["fill"] for one in made}) == 34
    for one, other in pairwise(made):
        assert distance(one[theme]["edge"], other[theme]["edge"]) > 60


def distance(one: str, other: str) -> float:
    """How far two colours are from each other in RGB."""
    first, second = bytes.fromhex(one[1:]), bytes.fromhex(other[1:])
    return float(sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5)
