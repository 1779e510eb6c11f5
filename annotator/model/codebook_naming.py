"""Where a codebook names its labels and attributes beside its lists: clusters and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model.codebook_draft import Draft
    from annotator.model.values import Json

_LISTING = ("applies_to", "of")
"""The fields of a cluster that list labels."""


def replace_label(draft: Draft, label: str, other: str) -> None:
    """Let clusters and exports name another label instead; nothing where that is empty."""
    _rewrite_clusters(draft, lambda names: replaced(names, label, other))

    def exchanged(names: dict[str, Json]) -> dict[str, Json]:
        kept = {name: one for name, one in names.items() if name != label}
        return {other: names[label], **kept} if other and other not in kept else kept

    _rewrite_exports(draft, label, exchanged)


def add_label(draft: Draft, label: str, other: str) -> None:
    """Let clusters and exports name another label wherever they name this one."""

    def joined(names: list[str]) -> list[Json]:
        has_room = label in names and other not in names
        return [*names, other] if has_room else [*names]

    _rewrite_clusters(draft, joined)
    _rewrite_exports(draft, label, lambda names: {other: names[label], **names})


def replaced(names: list[str], old: str, new: str) -> list[Json]:
    """The names with another in place of one, each once; without it where that is empty."""
    found = [new if name == old else name for name in names]
    return [name for name in dict.fromkeys(found) if name]


def _rewrite_clusters(draft: Draft, rewrite: Callable[[list[str]], list[Json]]) -> None:
    clusters = draft.value("guideline", "clusters", "value")
    if clusters:
        draft.put("guideline", "clusters", "value", _rewritten(clusters, rewrite))


def _rewritten(value: Json, rewrite: Callable[[list[str]], list[Json]]) -> Json:
    """What clusters say, their lists of labels written anew."""
    if isinstance(value, dict):
        return {
            key: rewrite([str(one) for one in part])
            if key in _LISTING and isinstance(part, list)
            else _rewritten(part, rewrite)
            for key, part in value.items()
        }
    return [_rewritten(one, rewrite) for one in value] if isinstance(value, list) else value


def _rewrite_exports(
    draft: Draft, label: str, rewrite: Callable[[dict[str, Json]], dict[str, Json]]
) -> None:
    """Write those exports anew that say what this label is called elsewhere."""
    exports = draft.value("guideline", "exports", "value")
    if isinstance(exports, dict):
        said: dict[str, Json] = {
            name: rewrite(one) if isinstance(one, dict) and label in one else one
            for name, one in exports.items()
        }
        draft.put("guideline", "exports", "value", said)
