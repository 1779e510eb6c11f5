from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.offsets import Utf16Map

TEXTS = st.text(alphabet=st.sampled_from("ab é\u0301😀👍🏽\u2028حם\n"), max_size=60)


@given(TEXTS)
def test_offsets_go_to_utf16_and_back(text: str) -> None:
    both_ways = Utf16Map(text)
    units = [len(text[:point].encode("utf-16-le")) // 2 for point in range(len(text) + 1)]
    assert [both_ways.to_utf16(point) for point in range(len(text) + 1)] == units
    assert [both_ways.to_code_point(unit) for unit in units] == list(range(len(text) + 1))
    assert both_ways.units == units[-1]


def test_the_middle_of_a_pair_counts_as_its_start() -> None:
    assert Utf16Map("a😀b").to_code_point(2) == 1
