"""Train, validation and test: which part of a dataset a document belongs to.

By document and by outlet a stable hash decides, so that a document keeps its part when others
join; by date the oldest go to train and the newest to test. An article is never split.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from annotator.errors import FormatError
from annotator.formats.kit.options import Choice, Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.formats.format import Writing
    from annotator.model.values import Document

SPLITS = ("train", "validation", "test")

SPLIT = Option(
    "split",
    "Parts for training and testing",
    "none",
    (
        Choice("none", "all in train"),
        Choice("document", "by chance, article by article"),
        Choice("outlet", "by chance, outlet by outlet"),
        Choice("date", "by date: the oldest in train, the newest in test"),
    ),
    "An article is never split, and by chance means: by a hash, the same every time.",
)
SHARES = Option("shares", "Shares of train, validation and test", "80,10,10")
SEED = Option("seed", "Seed of the split by chance", "0")


def splits_of(documents: Sequence[Document], writing: Writing) -> Mapping[str, str]:
    """The part of each document, by its id, as the options `split`, `shares` and `seed` say."""
    if writing.splits:
        return writing.splits
    how, seed = writing.value(SPLIT), writing.value(SEED)
    edges = _edges(writing.value(SHARES))
    if how == "none":
        return dict.fromkeys((one.id for one in documents), SPLITS[0])
    if how == "date":
        return _by_date(documents, edges)
    names = {one.id: one.metadata.get("outlet") or one.id for one in documents}
    keys = {id_: name if how == "outlet" else id_ for id_, name in names.items()}
    return {id_: _part(chance(key, seed), edges) for id_, key in keys.items()}


def chance(key: str, seed: str) -> float:
    """A number from 0 to 1 that is the same for this key and seed everywhere."""
    digest = hashlib.sha256(f"{seed}\n{key}".encode()).digest()
    return int.from_bytes(digest[:7], "big") / 2**56


def _edges(said: str) -> tuple[float, float]:
    """Where train and validation end, from 0 to 1."""
    parts = [part.strip() for part in said.split(",")]
    if len(parts) != len(SPLITS) or not all(part.isdecimal() and len(part) < 7 for part in parts):
        raise FormatError(f"The option “shares” cannot be “{said}”.", "For example: 80,10,10.")
    shares = [int(part) for part in parts]
    total = sum(shares)
    if not total:
        raise FormatError("The option “shares” says 0 three times.", "For example: 80,10,10.")
    return shares[0] / total, (shares[0] + shares[1]) / total


def _part(at: float, edges: tuple[float, float]) -> str:
    return SPLITS[(at >= edges[0]) + (at >= edges[1])]


def _by_date(documents: Sequence[Document], edges: tuple[float, float]) -> Mapping[str, str]:
    """Documents of one date stay together; those without a date go to train, the first."""
    ordered = sorted(documents, key=lambda one: (one.metadata.get("published", ""), one.id))
    found: dict[str, str] = {}
    date, part = "", SPLITS[0]
    for number, document in enumerate(ordered):
        published = document.metadata.get("published", "")[:10]
        if published != date:
            date, part = published, _part(number / len(ordered), edges)
        found[document.id] = part
    return found
