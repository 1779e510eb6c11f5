"""A codebook while it is being changed, and the changes that make it so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.model.change import Change, Edit, Register, register_of
from annotator.model.codebook import Codebook, from_fields
from annotator.model.values import Field, Json, now

if TYPE_CHECKING:
    from collections.abc import Mapping

LAST = 1_000_000
_NOT_IN_IDS = re.compile(r"[^0-9A-Za-z]+")


class Draft:
    """The fields of a codebook in work; nothing is written before `edit` is applied.

    `kind` is layer, label, attribute, relation_type or guideline. Ids never change.
    """

    def __init__(self, codebook: Codebook) -> None:
        self._before: dict[Register, Field] = {register_of(one): one for one in codebook.fields}
        self._fields = dict(self._before)

    def value(self, kind: str, id_: str, name: str, default: Json = None) -> Json:
        """What this field says; `default` where it says nothing."""
        field = self._fields.get(Register(kind, id_, name))
        return field.value if field is not None else default

    def texts(self, kind: str, id_: str, name: str) -> list[str]:
        """What a field says that holds a list of texts."""
        value = self.value(kind, id_, name)
        return [str(one) for one in value] if isinstance(value, list) else []

    def put(self, kind: str, id_: str, name: str, value: Json) -> None:
        """Let a field say this; None, and an empty list or text, take the field away."""
        register = Register(kind, id_, name)
        is_empty = value is None or (value in ("", []) and name != "name")
        if is_empty:
            self._fields.pop(register, None)
        else:
            self._fields[register] = Field(kind, id_, name, value)

    def put_all(self, kind: str, id_: str, values: Mapping[str, Json]) -> None:
        """Let several fields of one thing say this."""
        for name, value in values.items():
            self.put(kind, id_, name, value)

    def values(self, kind: str, id_: str) -> dict[str, Json]:
        """All that the codebook says of one thing, by field."""
        return {r.field: one.value for r, one in self._fields.items() if (r.kind, r.id) == (kind, id_)}

    def ids(self, kind: str) -> list[str]:
        """The things of this kind, in order."""
        named = [r.id for r in self._fields if r.kind == kind and r.field == "name"]
        return sorted(named, key=lambda id_: (self._position(kind, id_), id_))

    def _position(self, kind: str, id_: str) -> int:
        position = self.value(kind, id_, "position")
        return position if isinstance(position, int) else LAST

    # ------------------------------------------------------------ whole things

    def add(self, kind: str, name: str, values: Mapping[str, Json], *, after: str = "") -> str:
        """Add a thing with a fresh id, at the end or right after another; returns the id."""
        id_ = self.fresh_id(kind, name)
        order = self.ids(kind)
        self.put_all(kind, id_, {**values, "name": name})
        order.insert(order.index(after) + 1 if after in order else len(order), id_)
        self.order(kind, order)
        return id_

    def remove(self, kind: str, id_: str) -> None:
        """Take away all that the codebook says of one thing."""
        self._fields = {r: one for r, one in self._fields.items() if (r.kind, r.id) != (kind, id_)}

    def order(self, kind: str, ids: list[str]) -> None:
        """Put the things of a kind into this order."""
        for position, id_ in enumerate(ids):
            self.put(kind, id_, "position", position)

    def move(self, kind: str, id_: str, step: int) -> None:
        """Move a thing up (negative) or down in the order of its kind."""
        ids = self.ids(kind)
        place = min(max(0, ids.index(id_) + step), len(ids) - 1)
        ids.remove(id_)
        ids.insert(place, id_)
        self.order(kind, ids)

    def fresh_id(self, kind: str, name: str) -> str:
        """An id that reads like the name and that no thing of this kind has ever had here."""
        taken = {r.id.casefold() for r in (*self._before, *self._fields) if r.kind == kind}
        stem = _NOT_IN_IDS.sub("_", name).strip("_")[:24] or kind
        stem = stem.upper() if kind == "label" else stem.lower()
        number, id_ = 2, stem
        while id_.casefold() in taken:
            id_, number = f"{stem}_{number}", number + 1
        return id_

    # ------------------------------------------------------------ the result

    def codebook(self) -> Codebook:
        """The codebook as it will be."""
        return from_fields(self._fields.values())

    def changes(self) -> tuple[Change, ...]:
        """What must be written to make it so."""
        registers = dict.fromkeys([*self._before, *self._fields])
        pairs = ((self._before.get(r), self._fields.get(r)) for r in registers)
        return tuple(Change(before, after) for before, after in pairs if before != after)

    def edit(self, title: str, *, by: str) -> Edit:
        """The changes as one step."""
        return Edit(title, self.changes(), by, now())
