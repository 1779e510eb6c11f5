from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.panels.text_search import CAP, SLICE, TextSearch


def searched(text: str, needle: str, *, whole_words: bool = False, start: int = 0) -> TextSearch:
    search = TextSearch(text, needle, whole_words=whole_words, start=start)
    while not search.scan(seconds=0.01):
        pass
    return search


def test_capitals_do_not_matter() -> None:
    assert searched("Ferry, ferry, FERRY", "ferry").count == 3


def test_whole_words_leave_parts_of_words_out() -> None:
    assert searched("art, part, article, art.", "art", whole_words=True).count == 2


def test_signs_are_searched_as_they_are() -> None:
    assert searched("a.c abc (a.c)", "a.c").count == 2


def test_behind_the_last_hit_comes_the_first() -> None:
    search = searched("xx one xx one", "one")
    assert search.after(4) == (10, 13)
    assert search.after(11) == (3, 6)
    assert search.before(3) == (10, 13)


def test_hits_are_numbered_from_the_beginning_wherever_the_search_began() -> None:
    search = searched("one one one", "one", start=5)
    assert [search.number_of(start) for start in (0, 4, 8)] == [1, 2, 3]


def test_offsets_are_code_points() -> None:
    assert searched("🚢🚢 ferry", "ferry").after(0) == (3, 8)


def test_a_hit_across_the_edge_of_a_slice_is_found_once() -> None:
    text = "x" * (SLICE - 3) + "ferry" + "x" * 50
    assert searched(text, "ferry").count == 1
    assert searched(text[: SLICE - 3] + " ferry ", "ferry", whole_words=True).count == 1


def test_counting_stops_at_the_cap_but_every_hit_can_be_reached() -> None:
    text = "so " * (CAP + 500)
    search = searched(text, "so")
    assert search.is_capped
    assert search.after(len(text) - 5) == (len(text) - 3, len(text) - 1)
    assert search.before(0) == (len(text) - 3, len(text) - 1)


def test_ten_megabytes_are_searched_in_short_steps() -> None:
    text = "the council voted again " * 420_000
    search = TextSearch(text, "zebra")
    longest = 0.0
    while not search.is_complete:
        started = time.process_time()
        search.scan(seconds=0.004)
        longest = max(longest, time.process_time() - started)
    assert search.count == 0
    assert longest < 0.05


@given(st.text("ab ", max_size=60), st.text("ab", min_size=1, max_size=3), st.integers(0, 60))
def test_the_first_hit_behind_a_place_is_the_one_that_str_finds(
    text: str, needle: str, place: int
) -> None:
    search = TextSearch(text, needle)
    expected = text.find(needle, place)
    if expected < 0:
        expected = text.find(needle)
    found = search.after(place)
    assert (found[0] if found else -1) == expected
