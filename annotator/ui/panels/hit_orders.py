"""The orders in which hits can be listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from annotator.model.hit import Hit

ORDERS: Mapping[str, str] = {
    "text": "In order of the text",
    "hit": "By what was found",
    "left": "By the words before",
    "right": "By the words after",
    "article": "By article",
}
"""The names of the orders, by id."""


def in_order(hits: Iterable[Hit], order: str) -> list[Hit]:
    """The hits in one of the `ORDERS`; equal ones stay as they were."""
    return sorted(hits, key=_KEYS[order]) if order in _KEYS else list(hits)


def _left(hit: Hit) -> tuple[list[str], str]:
    return (list(reversed(_words(hit.left))), hit.text.casefold())


def _right(hit: Hit) -> tuple[list[str], str]:
    return (_words(hit.right), hit.text.casefold())


def _found(hit: Hit) -> tuple[list[str], list[str]]:
    return (_words(hit.text), _words(hit.right))


def _article(hit: Hit) -> tuple[str, str, int]:
    return (hit.title.casefold(), hit.document_id, hit.start)


def _words(text: str) -> list[str]:
    """The words without case and without the signs around them."""
    stripped = (word.strip("“”„‚‘’'\"«»()[]{}.,;:!?…—–-") for word in text.casefold().split())
    return [word for word in stripped if word]


_KEYS: Mapping[str, Callable[[Hit], tuple[Any, ...]]] = {
    "hit": _found,
    "left": _left,
    "right": _right,
    "article": _article,
}
