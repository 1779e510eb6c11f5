"""In what the candidates of a difference differ beside words and label: attributes and entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.model.values import Span
from annotator.ui.words import in_short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.model.adjudication import Annotation, Group
    from annotator.model.codebook import AttributeType
    from annotator.model.values import AttributeValue
    from annotator.ui.session import Session

_NONE = "–"


def distinctions(
    session: Session, others: Sequence[Annotation], value: Annotation, same: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Name and value of each attribute that one of the others has otherwise, and of the entity.

    `same` maps ids of entities to the one that stands for all that are the same.
    """
    types = _types(session, value)
    found = []
    for name in sorted({name for one in others for name in one.attributes} & types.keys()):
        kind = types[name]
        if len({repr(one.attributes.get(name, kind.default)) for one in others}) > 1:
            found.append((kind.name, _words(kind, value.attributes.get(name, kind.default))))
    entities = {same.get(id_, id_) for one in others if (id_ := _entity(one))}
    if len(entities) > 1 and session.project is not None:
        entity = session.project.entity(_entity(value)) if _entity(value) else None
        found.append((_translated("Entity"), entity.name if entity is not None else _NONE))
    return found


def distinct_words(
    session: Session, group: Group, value: Annotation, same: Mapping[str, str], limit: int = 24
) -> str:
    """The values alone, in short; empty where nothing but words, label or ends differ."""
    others = [one.value for one in group.candidates]
    return in_short(", ".join(words for _, words in distinctions(session, others, value, same)), limit)


def _entity(value: Annotation) -> str:
    return value.entity or "" if isinstance(value, Span) else ""


def _types(session: Session, value: Annotation) -> dict[str, AttributeType]:
    book = session.codebook
    if isinstance(value, Span):
        return {one.id: one for one in book.attributes_of(value.label)}
    kind = book.relation_types.get(value.label)
    return {one.id: one for one in kind.attributes} if kind is not None else {}


def _words(kind: AttributeType, value: AttributeValue | None) -> str:
    if value is None or value == "":
        return _NONE
    if isinstance(value, bool):
        return _translated("yes") if value else _translated("no")
    return next((one.name for one in kind.choices if one.id == value), str(value))


def _translated(text: str) -> str:
    return QCoreApplication.translate("Panels", text)
