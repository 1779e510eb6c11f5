"""Train, validation and test for a release: near-duplicates never come to different parts.

By cluster and by outlet a hash of the seed and of the key decides, so that articles keep their
part when others join: the shares are met on average only, and only the copies of an article
whose cluster changes can move. By date the oldest go to train; new articles move the cuts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.errors import FormatError
from annotator.formats.kit.splits import SPLITS, chance
from annotator.jobs.twins import groups_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.model.values import Document
    from annotator.store.project import Project
    from annotator.store.writing import Progress

WAYS: Mapping[str, str] = {
    "none": "not split: everything is in train",
    "cluster": "by chance, article by article",
    "outlet": "by chance, outlet by outlet",
    "date": "by date: the oldest in train, the newest in test",
}
"""How a dataset can be split, in words; near-duplicates stay together in each."""
USUAL_SHARES = (80, 10, 10)


@dataclass(frozen=True, slots=True)
class SplitPlan:
    """How to split: a key of `WAYS`, the shares of `SPLITS`, and the seed of chance."""

    way: str = "cluster"
    shares: tuple[int, ...] = USUAL_SHARES
    seed: str = "0"

    def check(self) -> None:
        """Raise `FormatError` for what cannot be done."""
        if self.way not in WAYS:
            hint = f"It can be {', '.join(WAYS)}."
            raise FormatError(f"A dataset cannot be split by “{self.way}”.", hint)
        if len(self.shares) != len(SPLITS) or min(self.shares) < 0 or not any(self.shares):
            said = ",".join(map(str, self.shares))
            raise FormatError(
                f"The shares cannot be “{said}”.",
                "Name those of train, validation and test, for example 80,10,10.",
            )


def shares_of(said: str) -> tuple[int, ...]:
    """The shares that somebody has written: whole numbers, separated by commas."""
    parts = [part.strip() for part in said.split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) < 7 for part in parts):
        raise FormatError(f"The shares cannot be “{said}”.", "For example: 80,10,10.")
    return tuple(map(int, parts))


def clusters_of(
    project: Project, documents: Sequence[Document], progress: Progress | None = None
) -> dict[str, str]:
    """The first article of its cluster, for each article; its own id where it has no twin."""
    groups = groups_of(project, progress)
    return {one.id: groups.get(one.id) or one.id for one in documents}


def splits(
    documents: Sequence[Document], clusters: Mapping[str, str], plan: SplitPlan
) -> dict[str, str]:
    """The part of each document, by its id; those of one cluster have the same."""
    if plan.way == "none":
        return dict.fromkeys((one.id for one in documents), SPLITS[0])
    total = sum(plan.shares)
    edges = (plan.shares[0] / total, (plan.shares[0] + plan.shares[1]) / total)
    if plan.way == "date":
        return _by_date(documents, clusters, edges)
    keys = {one.id: clusters[one.id] for one in documents}
    if plan.way == "outlet":
        keys = _outlets(documents, clusters)
    return {id_: _part(chance(key, plan.seed), edges) for id_, key in keys.items()}


def _part(at: float, edges: tuple[float, float]) -> str:
    return SPLITS[(at >= edges[0]) + (at >= edges[1])]


def _outlets(documents: Sequence[Document], clusters: Mapping[str, str]) -> dict[str, str]:
    """The outlet by which each document goes: that of the first article of its cluster.

    Articles of no outlet go by their cluster. Where the first is not released, the first that
    is speaks for it.
    """
    names: dict[str, str] = {}
    for one in documents:
        names.setdefault(clusters[one.id], one.metadata.get("outlet", "").strip().casefold())
    return {one.id: names[clusters[one.id]] or clusters[one.id] for one in documents}


def _by_date(
    documents: Sequence[Document], clusters: Mapping[str, str], edges: tuple[float, float]
) -> dict[str, str]:
    """Clusters in the order of their oldest dates; those of one day stay together.

    What has no date goes to train, the first.
    """
    dates: dict[str, str] = {}
    for one in documents:
        said, cluster = one.metadata.get("published", "")[:10], clusters[one.id]
        dates[cluster] = min(filter(None, (said, dates.get(cluster, ""))), default="")
    sizes = Counter(clusters[one.id] for one in documents)
    days: dict[str, int] = defaultdict(int)
    for cluster, date in dates.items():
        days[date] += sizes[cluster]
    parts, before = {}, 0
    for date in sorted(days):
        parts[date] = _part(before / len(documents), edges) if date else SPLITS[0]
        before += days[date]
    return {one.id: parts[dates[clusters[one.id]]] for one in documents}
