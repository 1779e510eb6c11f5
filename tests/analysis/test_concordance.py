from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from annotator.analysis.concordance import ORDERS, Order, groups, in_order, ranks
from annotator.model.hit import Hit, hit

TEXT = "Old water rose. The café said no water fell; Éric’s WATER, and new water too."


def hits_of(text: str, word: str, *, title: str = "A") -> list[Hit]:
    places = [n for n in range(len(text)) if text[n:].casefold().startswith(word)]
    return [hit("d", title, text, place, place + len(word)) for place in places]


def contexts(order: Order) -> list[str]:
    found = in_order(hits_of(TEXT, "water"), order)
    side = [one.left.split()[-1] if order == "left" else one.right.split()[0] for one in found]
    return [word.strip(",;.") for word in side]


def test_the_left_context_is_sorted_from_the_nearest_word() -> None:
    assert contexts("left") == ["new", "no", "Old", "Éric’s"]


def test_the_right_context_is_sorted_without_signs() -> None:
    assert in_order(hits_of(TEXT, "water"), "right")[0].right.startswith(", and")
    assert contexts("right")[1:] == ["fell", "rose", "too"]


def test_articles_are_sorted_by_title_and_place_and_by_date() -> None:
    hits = [hit("b", "Zoo", "x y", 2, 3), hit("b", "Zoo", "x y", 0, 1), hit("a", "éclair", "x", 0, 1)]
    assert [one.text for one in in_order(hits, "article")] == ["x", "x", "y"]
    dates = {"b": "2024-03-05"}
    assert [one.title for one in in_order(hits, "date", dates=dates)] == ["Zoo", "Zoo", "éclair"]


def test_equal_words_are_counted_however_they_are_written() -> None:
    [group] = groups(hits_of(TEXT, "water"))
    assert (group.text, group.times, group.hits) == ("water", 4, (0, 1, 2, 3))
    two = groups([*hits_of("a b a", "a"), *hits_of("b", "b")])
    assert [(one.text, one.times) for one in two] == [("a", 2), ("b", 1)]


@given(texts=some.lists(some.text(max_size=12), max_size=8), order=some.sampled_from(ORDERS))
def test_nothing_is_lost_and_equal_hits_keep_their_order(texts: list[str], order: Order) -> None:
    hits = [hit("d", "t", text, len(text) // 3, 2 * len(text) // 3) for text in texts]
    found = ranks(hits, order)
    assert sorted(found) == list(range(len(hits)))
    assert ranks(in_order(hits, order), order) == list(range(len(hits)))
