"""Plans for a team: what must hold whatever the articles, people and wishes are."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.planning import Readable, TeamPlan, Wish, plan

NAMES = tuple("ABCDEFGH")


@st.composite
def pools(draw: st.DrawFn) -> list[Readable]:
    number = draw(st.integers(0, 60))
    return [
        Readable(
            f"d{at:03}",
            draw(st.integers(1, 9_000)),
            draw(st.sampled_from(("", "Quay", "Ledger", "Post"))),
            draw(st.sampled_from(("", "", "", "g1", "g2"))),
        )
        for at in range(number)
    ]


@st.composite
def wishes(draw: st.DrawFn) -> Wish:
    people = NAMES[: draw(st.integers(1, 6))]
    return Wish(
        {one: draw(st.integers(0, 20)) for one in people},
        draw(st.sampled_from((0.0, 0.2, 0.5, 1.0))),
        draw(st.integers(1, 4)),
        draw(st.sampled_from(("", "A", "Z"))),
        draw(st.integers(0, 3)),
    )


holdings = st.sets(
    st.tuples(st.integers(0, 59).map("d{:03}".format), st.sampled_from(NAMES)), max_size=40
)


@settings(max_examples=150, deadline=None)
@given(pools(), wishes(), holdings)
def test_a_plan_keeps_every_promise(
    pool: list[Readable], wish: Wish, held: set[tuple[str, str]]
) -> None:
    made = plan(pool, wish, held=held)
    assert made == plan(pool, wish, held=held)
    place = {one.id: at for at, one in enumerate(pool)}
    for person, portion in made.portions.items():
        documents = list(portion.documents)
        assert documents == sorted(set(documents), key=place.__getitem__)
        assert not {(one, person) for one in documents} & held
        if person != wish.partner:
            assert len(documents) + portion.lacking == wish.shares.get(person, 0)
        assert portion.shared_documents <= len(documents)
    assert made.articles + made.left == len(pool)
    assert_twins_stay_together(made, pool, held)


def assert_twins_stay_together(made: TeamPlan, pool: list[Readable], held: set[tuple[str, str]]) -> None:
    readers: dict[str, set[str]] = {}
    for person, portion in made.portions.items():
        for id_ in portion.documents:
            readers.setdefault(id_, set()).add(person)
    for group in ("g1", "g2"):
        members = {one.id for one in pool if one.group == group}
        assert len({frozenset(readers[one]) for one in members if one in readers}) <= 1
        owners = {person for id_, person in held if id_ in members}
        if owners:
            assert all(readers[one] <= owners for one in members if one in readers)


def corpus(number: int) -> list[Readable]:
    outlets = ("Quay", "Ledger", "Post")
    return [Readable(f"d{n:04}", 500 + n * 7919 % 6000, outlets[n * n % 7 % 3]) for n in range(number)]


@pytest.mark.parametrize("people", [2, 3, 4, 5, 8])
@pytest.mark.parametrize("overlap", [0.0, 0.2, 1.0])
def test_everybody_reads_as_much_of_every_outlet(people: int, overlap: float) -> None:
    pool = corpus(300)
    made = plan(pool, Wish(dict.fromkeys(NAMES[:people], 30), overlap, seed=7))
    portions = made.portions.values()
    assert [len(one.documents) for one in portions] == [30] * people
    amounts = [one.characters for one in portions]
    assert max(amounts) - min(amounts) < 0.06 * max(amounts)
    for outlet, number in Counter(one.outlet for one in pool).items():
        for one in portions:
            assert abs(one.outlets.get(outlet, 0) - 30 * number / len(pool)) <= 4


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 8), st.integers(0, 40), st.integers(0, 99))
def test_every_two_people_share_about_as_much(people: int, shared: int, seed: int) -> None:
    pool = [Readable(f"d{n}", 1000) for n in range(people * max(1, shared))]
    made = plan(pool, Wish(dict.fromkeys(NAMES[:people], shared), 1.0, seed=seed))
    pairs = made.pairs
    assert max(pairs.values()) - min(pairs.values()) <= 2
    assert sum(one.shared_documents for one in made.portions.values()) >= people * shared - 1


def test_a_fifth_is_shared_with_another() -> None:
    made = plan(corpus(100), Wish(dict.fromkeys("ABC", 30), 0.2))
    assert made.pairs == {("A", "B"): 3, ("A", "C"): 3, ("B", "C"): 3}
    assert [one.shared_documents for one in made.portions.values()] == [6, 6, 6]
    assert (made.articles, made.left, made.assignments) == (81, 19, 90)


def test_three_readers_form_all_pairs() -> None:
    made = plan(corpus(100), Wish(dict.fromkeys("ABCD", 12), 1.0, readers=3))
    assert made.articles == 16
    assert set(made.pairs.values()) == {8}


def test_all_share_with_one() -> None:
    made = plan(corpus(100), Wish(dict.fromkeys("ABC", 10), 0.3, partner="Z"))
    assert [made.pairs[one, "Z"] for one in "ABC"] == [3, 3, 3]
    assert len(made.portions["Z"].documents) == 9
    assert made.pairs["A", "B"] == 0


def test_nothing_is_held_back_when_some_have_begun() -> None:
    """Ben takes what Ada has, and the other way round: only that fits."""
    pool = corpus(20)
    held = {(one.id, "A" if at < 10 else "B") for at, one in enumerate(pool)}
    made = plan(pool, Wish({"A": 10, "B": 10}), held=held)
    assert set(made.portions["A"].documents) == {one.id for one in pool[10:]}
    assert set(made.portions["B"].documents) == {one.id for one in pool[:10]}


def test_near_duplicates_of_what_was_given_go_to_the_same_person() -> None:
    pool = [Readable("new", 10, group="g"), Readable("other", 10)]
    made = plan(pool, Wish({"A": 1, "B": 1}), held={("old", "B")}, groups={"old": "g"})
    assert made.portions["B"].documents == ("new",)


def test_another_seed_is_another_draw() -> None:
    pool = corpus(200)
    draws = {plan(pool, Wish({"A": 10}, seed=seed)).portions["A"].documents for seed in range(5)}
    assert len(draws) == 5


def test_what_is_lacking_is_said() -> None:
    made = plan(corpus(5), Wish({"A": 4, "B": 4}))
    assert sum(one.lacking for one in made.portions.values()) == 3
    assert made.left == 0
