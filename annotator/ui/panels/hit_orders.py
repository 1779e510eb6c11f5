"""The orders in which hits can be listed, and their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.analysis import concordance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.analysis.concordance import Order
    from annotator.model.hit import Hit

AS_FOUND = ""
NAMES: Mapping[Order, str] = {
    "text": "By what was found",
    "left": "By the words before",
    "right": "By the words after",
    "label": "By label",
    "article": "By article",
}
ORDERS: Mapping[str, str] = {AS_FOUND: "In order of the text", **{str(one): NAMES[one] for one in NAMES}}
"""The names of the orders, by id."""


def in_order(hits: Sequence[Hit], order: str) -> list[Hit]:
    """The hits in one of the `ORDERS`; equal ones stay as they were."""
    known = next((one for one in NAMES if one == order), None)
    return concordance.in_order(hits, known) if known is not None else list(hits)
