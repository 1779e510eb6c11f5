"""Two codebooks beside each other: what is new, changed or gone; and taking one over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annotator.model.change import Change, register_of
from annotator.model.codebook import Codebook, from_fields, to_fields
from annotator.model.codebook_edits import WORDS
from annotator.model.conversions import Conversion
from annotator.model.migration import GONE, Migration

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotator.model.values import Json

NEW, CHANGED, REMOVED = "new", "changed", "removed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which two codebooks differ; `fields` are those that say something else."""

    kind: str
    id: str
    name: str
    state: str
    fields: tuple[str, ...] = ()


def compare(before: Codebook, after: Codebook) -> list[Difference]:
    """In which things the codebooks differ, by kind and in the order of the later one."""
    found: list[Difference] = []
    for kind in (*WORDS, "guideline"):
        old, new = _things(before, kind), _things(after, kind)
        for id_ in dict.fromkeys([*new, *old]):
            name = str((new.get(id_) or old[id_]).get("name", id_))
            if id_ not in old:
                found.append(Difference(kind, id_, name, NEW))
            elif id_ not in new:
                found.append(Difference(kind, id_, name, REMOVED))
            elif fields := tuple(sorted(_differing(old[id_], new[id_]))):
                found.append(Difference(kind, id_, name, CHANGED, fields))
    return found


def _things(codebook: Codebook, kind: str) -> dict[str, dict[str, Json]]:
    things: dict[str, dict[str, Json]] = {}
    for field in codebook.fields:
        if field.kind == kind:
            things.setdefault(field.id, {})[field.name] = field.value
    if kind == "guideline":
        return things
    ordered = {id_: one for id_, one in things.items() if "name" in one}
    return dict(sorted(ordered.items(), key=lambda item: str(item[1].get("position", "")).zfill(9)))


def _differing(old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[str]:
    for name in {*old, *new} - {"position"}:
        if old.get(name) != new.get(name):
            yield name


def take_over(
    codebook: Codebook,
    content: Mapping[str, Any],
    labels: Mapping[str, str] | None = None,
    relations: Mapping[str, str] | None = None,
) -> Migration:
    """Replace the codebook by that of a file, which has been checked.

    `labels` and `relations` say which label's spans and which type's relations get which of the
    new ones (`GONE`: they are removed). What is not named stays as it is, and then does not
    conform.
    """
    after = from_fields(to_fields(content))
    wanted = {register_of(one): one for one in after.fields}
    stored = {register_of(one): one for one in codebook.fields}
    fields = tuple(
        Change(stored.get(r), wanted.get(r))
        for r in dict.fromkeys([*stored, *wanted])
        if stored.get(r) != wanted.get(r)
    )
    return Migration(
        f"take over the codebook {after.name}",
        codebook,
        after,
        fields,
        labels=labels or {},
        relations=relations or {},
        conversions=tuple(_conversions(codebook, after)),
    )


def _conversions(before: Codebook, after: Codebook) -> Iterator[Conversion]:
    """Attributes that have another type in the new codebook: values are converted where they can."""
    for id_, old in before.attributes.items():
        new = after.attributes.get(id_)
        if new is not None and (new.type != old.type):
            yield Conversion(old, new)


__all__ = ["CHANGED", "GONE", "NEW", "REMOVED", "Difference", "compare", "take_over"]
