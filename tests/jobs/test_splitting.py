from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import FormatError
from annotator.jobs.importing import import_paths
from annotator.jobs.splitting import SplitPlan, clusters_of, shares_of, splits
from annotator.model.values import Document

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.store.project import Project

WAYS = ("cluster", "outlet", "date")
DOCUMENTS = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(["", "Quay", "Post"]), st.integers(0, 30)),
    min_size=1,
    max_size=25,
)


def made(number: int, outlet: str = "", published: str = "") -> Document:
    metadata = {"outlet": outlet, "published": published}
    return Document(f"d{number}", "", 1, "", {key: said for key, said in metadata.items() if said})


def alone(documents: list[Document]) -> dict[str, str]:
    return {one.id: one.id for one in documents}


@given(DOCUMENTS, st.sampled_from(WAYS), st.text(max_size=3))
def test_a_cluster_never_crosses_parts(drawn: list[tuple[int, str, int]], way: str, seed: str) -> None:
    documents, clusters = [], {}
    first: dict[int, str] = {}
    for number, (cluster, outlet, day) in enumerate(drawn):
        documents.append(made(number, outlet, f"2026-01-{day:02}" if day else ""))
        clusters[f"d{number}"] = first.setdefault(cluster, f"d{number}")
    parts = defaultdict(set)
    for id_, part in splits(documents, clusters, SplitPlan(way, (50, 25, 25), seed)).items():
        parts[clusters[id_]].add(part)
    assert all(len(some) == 1 for some in parts.values())


def test_shares_are_met_on_average() -> None:
    documents = [made(number) for number in range(3_000)]
    counts = Counter(splits(documents, alone(documents), SplitPlan(shares=(70, 20, 10))).values())
    assert counts["train"] == pytest.approx(2_100, abs=90)
    assert counts["validation"] == pytest.approx(600, abs=80)


def test_articles_keep_their_part_when_others_join() -> None:
    documents = [made(number, f"outlet {number % 40}") for number in range(200)]
    for way in ("cluster", "outlet"):
        plan = SplitPlan(way)
        before = splits(documents[:120], alone(documents), plan)
        after = splits(documents, alone(documents), plan)
        assert {id_: after[id_] for id_ in before} == before


def test_another_seed_gives_other_parts() -> None:
    documents = [made(number) for number in range(100)]
    one, other = (splits(documents, alone(documents), SplitPlan(seed=seed)) for seed in "ab")
    assert one != other


def test_an_outlet_stays_whole_and_copies_go_with_the_first() -> None:
    documents = [made(number, f"Outlet {number % 7}") for number in range(70)]
    clusters = alone(documents) | {"d69": "d0"}
    found = splits(documents, clusters, SplitPlan("outlet", (40, 30, 30)))
    outlets = {one.metadata["outlet"]: found[one.id] for one in documents[:7]}
    assert {found[one.id] == outlets[one.metadata["outlet"]] for one in documents[:69]} == {True}
    assert found["d69"] == found["d0"]


def test_by_date_the_newest_are_for_the_test() -> None:
    documents = [made(number, published=f"2026-01-{number + 1:02}") for number in range(20)]
    found = splits(documents, alone(documents), SplitPlan("date"))
    ordered = [found[one.id] for one in documents]
    assert ordered == ["train"] * 16 + ["validation"] * 2 + ["test"] * 2
    undated = made(99)
    assert (
        splits([*documents, undated], alone([*documents, undated]), SplitPlan("date"))["d99"] == "train"
    )


def test_without_a_split_all_is_train() -> None:
    documents = [made(1), made(2)]
    assert set(splits(documents, alone(documents), SplitPlan("none")).values()) == {"train"}


@pytest.mark.parametrize("said", ["", "80", "1,2,3,4", "a,b,c", "-1,2,3", "0,0,0", "1e3,1,1"])
def test_shares_that_are_none_are_refused(said: str) -> None:
    with pytest.raises(FormatError, match="80,10,10"):
        SplitPlan(shares=shares_of(said)).check()


def test_near_duplicates_are_found_also_where_nobody_may_write(project: Project, tmp_path: Path) -> None:
    words = [f"word{number}" for number in range(80)]
    for name, text in (("a", words), ("b", [*words, "more"]), ("c", words[::-1])):
        (tmp_path / f"{name}.txt").write_text(" ".join(text))
    import_paths(project, [tmp_path / f"{name}.txt" for name in "abc"])
    first, second, third = project.documents()
    found = clusters_of(project, project.documents())
    assert found == {first.id: first.id, second.id: first.id, third.id: third.id}
