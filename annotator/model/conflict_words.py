"""Conflicts in words: what stands against what, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.model.codebook import Codebook
from annotator.model.values import Field, NewDocument, Relation, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from annotator.model.change import Register
    from annotator.model.merge_preview import Conflict, Version
    from annotator.model.values import Json, Value

_LONGEST = 60
REMOVED = "removed"
_WHOLE = {
    "message": "A message",
    "query": "A saved query",
    "assignment": "An assignment",
    "decision": "A decision about annotations that differ",
    "unification": "Whether two things are one",
}
_UNSAID = ("created", "thread", "target", "target_kind", "document", "seen", "members", "chosen", "gold")
"""What of a message, decision and so on tells people nothing."""


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called: people, articles, entities by id, and the codebook."""

    people: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    entities: Mapping[str, str] = field(default_factory=dict)
    codebook: Codebook = field(default_factory=Codebook)

    def person(self, id_: str) -> str:
        """The name of an annotator; the id where she is not known."""
        return self.people.get(id_, id_)

    def thing(self, kind: str, id_: str) -> str:
        """The name of a label, attribute, relation type, entity or annotator."""
        book = self.codebook
        kinds: Mapping[str, Mapping[str, object]] = {
            "label": book.labels,
            "attribute": book.attributes,
            "relation_type": book.relation_types,
            "layer": book.layers,
        }
        if kind in kinds:
            found = kinds[kind].get(id_)
            return str(getattr(found, "name", id_))
        return {"entity": self.entities, "annotator": self.people}.get(kind, {}).get(id_, id_)


# ---------------------------------------------------------------- lines for the command line


def conflict_lines(
    conflict: Conflict, names: Mapping[str, str], titles: Mapping[str, str]
) -> Iterator[str]:
    """A heading and a line for each version; people and articles by their ids."""
    known = Names(names, titles)
    yield f"{subject(conflict, known)}{_place(conflict.document_id, titles)}:"
    for number, version in enumerate(conflict.versions):
        mark = "*" if number == conflict.shown else " "
        yield f"  {mark} {who(version, names)}: {said(version.value)}"


def waiting_lines(waiting: Iterable[Span | Relation], titles: Mapping[str, str]) -> Iterator[str]:
    """A line for each annotation whose article, or end, is gone."""
    for value in waiting:
        if value.document_id not in titles:
            yield f"{said(value)} waits: its article was removed."
        else:
            yield f"{said(value)} waits: one of its ends was removed."


def subject(conflict: Conflict, names: Names | None = None) -> str:
    """What the versions are versions of."""
    value = next((one.value for one in conflict.versions if one.value is not None), None)
    return subject_of(conflict.register, value, names or Names())


def subject_of(register: Register, value: Value | None, names: Names) -> str:
    """What a register is about; `value` is something that it says."""
    kind, id_, name = register
    if isinstance(value, Span):
        return f"The annotation “{shortened(value.text)}”"
    if isinstance(value, Relation):
        return f"The relation {names.thing('relation_type', value.label)}"
    if kind == "document" and name == "":
        return "The article itself"
    plain = name.replace("metadata.", "").replace("attribute.", "").replace("_", " ")
    if kind == "document":
        return f"The {plain} of an article"
    if kind == "work":
        _, _, by = id_.partition("/")
        return f"The {plain} of an article for {names.person(by)}"
    if kind in _WHOLE:
        return _WHOLE[kind]
    if name == "value":
        return f"The {kind.replace('_', ' ')} {id_.replace('_', ' ')}"
    return f"The {plain} of the {kind.replace('_', ' ')} {names.thing(kind, id_)}"


def who(version: Version, names: Mapping[str, str]) -> str:
    """Who wrote a version, and on which day."""
    return f"{names.get(version.annotator, version.annotator)}, {version.time[:16].replace('T', ' ')}"


def said(value: Value | None) -> str:
    """What a version says."""
    if value is None:
        return REMOVED
    if isinstance(value, Span):
        attributes = ", ".join(f"{key}={one}" for key, one in sorted(value.attributes.items()))
        places = ", ".join(f"{start}–{end}" for start, end in value.fragments)
        return f"{value.label} “{shortened(value.text)}” {places}" + (
            f" ({attributes})" if attributes else ""
        )
    if isinstance(value, Relation):
        return f"relation {value.label}"
    if isinstance(value, NewDocument):
        return "there"
    assert isinstance(value, Field)
    return f"“{shortened(str(value.value))}”"


def shortened(text: str) -> str:
    """A text in one line of at most 60 characters."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _place(document_id: str | None, titles: Mapping[str, str]) -> str:
    if document_id is None:
        return ""
    return f" in “{shortened(titles.get(document_id, document_id))}”"


# ---------------------------------------------------------------- version by version


def parts(value: Value | None, names: Names) -> dict[str, str]:
    """What a version says, part by part."""
    if value is None:
        return {}
    if isinstance(value, Span):
        start, end = value.start, value.end
        found = {
            "label": names.thing("label", value.label),
            "words": f"“{value.text}”",
            "place": f"{start:,}–{end:,}" if len(value.fragments) < 2 else said(value).split("” ")[-1],
            "entity": names.thing("entity", value.entity) if value.entity else "",
        }
    elif isinstance(value, Relation):
        found = {"type": names.thing("relation_type", value.label)}
    elif isinstance(value, NewDocument):
        return {"article": "there"}
    else:
        return _field_parts(value, names)
    for name, one in sorted(value.attributes.items()):
        attribute = names.codebook.attributes.get(name)
        choices = {choice.id: choice.name for choice in attribute.choices} if attribute else {}
        called = attribute.name if attribute is not None else name
        found[called.lower()] = choices.get(str(one), _plain(one))
    found |= {"note": value.note, "whose": names.person(value.annotator)}
    return found


def _field_parts(field: Field, names: Names) -> dict[str, str]:
    said_ = field.value
    if isinstance(said_, dict):
        return {
            name.replace("_", " "): names.person(str(one)) if name == "annotator" else _plain(one)
            for name, one in said_.items()
            if name not in _UNSAID
        }
    if isinstance(said_, list):
        kind = {"from": "label", "to": "label", "attributes": "attribute"}.get(field.name, "")
        return {"": ", ".join(names.thing(kind, str(_named(one))) for one in said_) or "nothing"}
    return {"": _plain(said_)}


def _named(one: Json) -> Json:
    return one.get("name", one.get("id", "")) if isinstance(one, dict) else one


def _plain(value: Json) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def differing(versions: Sequence[Mapping[str, str]]) -> list[str]:
    """The parts in which versions differ, in their order."""
    names = dict.fromkeys(name for one in versions for name in one)
    return [name for name in names if len({one.get(name, "") for one in versions}) > 1]
