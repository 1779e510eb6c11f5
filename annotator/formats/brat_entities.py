"""What brat's files say of the entities of a corpus: made once for each that is named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from annotator.formats.kit import passing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.model.values import Entity

_QID = re.compile(r"Q[0-9]+")


class EntitySaid(NamedTuple):
    """What the sidecar says of an entity, and what an `N` line does; None where brat knows no id."""

    values: dict[str, Any]
    reference: tuple[str, str] | None


class EntityLines:
    """The entities of a corpus by id."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._entities = {entity.id: entity for entity in entities}
        self._said: dict[str, EntitySaid] = {}

    def of(self, id_: str) -> EntitySaid | None:
        """What is said of an entity; None where there is no such one."""
        known = self._said.get(id_)
        if known is None and id_ in self._entities:
            known = self._said[id_] = _said(self._entities[id_])
        return known


def _said(entity: Entity) -> EntitySaid:
    readable = " ".join(entity.name.split())
    reference = (f"Wikidata:{entity.qid}", readable) if _QID.fullmatch(entity.qid) else None
    return EntitySaid(passing.entity_values(entity), reference)
