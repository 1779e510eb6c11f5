from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import FormatError
from annotator.formats.format import Writing
from annotator.formats.kit.splits import SPLITS, chance, splits_of
from annotator.model.values import Document

DAYS = st.dates().map(str)


def documents(number: int, **metadata: list[str]) -> list[Document]:
    """Documents whose metadata go through these lists again and again."""
    return [
        Document(f"d{n}", "", 1, "", {key: some[n % len(some)] for key, some in metadata.items()})
        for n in range(number)
    ]


def split(some: list[Document], **options: str) -> dict[str, str]:
    return dict(splits_of(some, Writing(options=options)))


def test_without_a_split_all_is_for_training() -> None:
    assert set(split(documents(9)).values()) == {"train"}


def test_a_document_keeps_its_part_when_others_join() -> None:
    few, many = split(documents(50), split="document"), split(documents(500), split="document")
    assert few == {id_: many[id_] for id_ in few}
    assert split(documents(50), split="document", seed="1") != few


def test_the_shares_are_about_what_was_asked() -> None:
    parts = list(split(documents(4_000), split="document", shares="70,20,10").values())
    assert [round(parts.count(name) / 400) for name in SPLITS] == [7, 2, 1]


def test_an_outlet_stands_in_one_part() -> None:
    some = documents(300, outlet=[f"Outlet {number}" for number in range(30)])
    parts = split(some, split="outlet")
    by_outlet = {
        one.metadata["outlet"]: {
            parts[other.id] for other in some if other.metadata["outlet"] == one.metadata["outlet"]
        }
        for one in some
    }
    assert all(len(found) == 1 for found in by_outlet.values())
    assert len(set(parts.values())) == 3


@given(days=st.lists(DAYS, min_size=1, max_size=30))
def test_what_is_tested_is_never_older_than_what_was_trained(days: list[str]) -> None:
    some = documents(len(days), published=days)
    parts = split(some, split="date", shares="60,20,20")
    at = [(SPLITS.index(parts[one.id]), one.metadata["published"]) for one in some]
    assert all(a <= b for a, day in at for b, other in at if day < other)
    assert len(set(at)) == len({day for _, day in at})


def test_articles_without_a_date_are_for_training() -> None:
    parts = split(documents(10, published=["", "2026-01-01"]), split="date", shares="10,10,80")
    assert {parts[f"d{n}"] for n in range(0, 10, 2)} == {"train"}
    assert {parts[f"d{n}"] for n in range(1, 10, 2)} == {"test"}


@given(key=st.text(), seed=st.text())
def test_chance_lies_between_0_and_1(key: str, seed: str) -> None:
    assert 0 <= chance(key, seed) < 1


@pytest.mark.parametrize("shares", ["", "80,20", "a,b,c", "-1,1,1", "0,0,0", "9999999,1,1"])
def test_shares_that_are_none_are_refused(shares: str) -> None:
    with pytest.raises(FormatError, match="“shares”"):
        split(documents(2), split="document", shares=shares)
