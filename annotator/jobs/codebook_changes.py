"""What an import does to the codebook: takes the file's over, or adds what is missing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from annotator.model.change import Change, Register, register_of
from annotator.model.codebook import Codebook, to_fields
from annotator.model.label_palette import colour_of
from annotator.model.values import AttributeValue, Field, Json, Relation, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotator.model.annotation_columns import RelationColumns, SpanColumns

_LAYER = "imported"


class GrowingCodebook:
    """The codebook of a project while an import adds to it; `added` are sentences about that."""

    def __init__(self, codebook: Codebook) -> None:
        self._fields: dict[Register, Field] = {register_of(one): one for one in codebook.fields}
        self._names: dict[str, dict[str, int]] = {}
        self._checked: set[tuple[object, ...]] = set()
        self._meant: dict[tuple[str, str], str] = {}
        self.added: dict[str, list[str]] = defaultdict(list)
        self.differing: list[str] = []
        self._note_names()

    def meant(self, kind: str, said: str) -> str:
        """The id of the label or relation type that a file calls so, by id or else by name."""
        known = self._meant.get((kind, said))
        if known is None:
            names = {id_: self._name_of(kind, id_) for id_ in self._names[kind]}
            fitting = [id_ for id_, name in names.items() if name == said.casefold()]
            known = fitting[0] if said not in names and len(fitting) == 1 else said
            self._meant[kind, said] = known
        return known

    def _name_of(self, kind: str, id_: str) -> str:
        field = self._fields.get(Register(kind, id_, "name"))
        return str(field.value).casefold() if field is not None else id_

    def _note_names(self) -> None:
        self._meant = {}
        self._names = {kind: {} for kind in ("layer", "label", "attribute", "relation_type")}
        for field in self._fields.values():
            if field.kind in self._names and field.name == "name":
                position = self._fields.get(Register(field.kind, field.id, "position"))
                self._names[field.kind][field.id] = int(str(position.value)) if position else 0
        self._checked.clear()

    def replaced_by(self, content: Mapping[str, Any]) -> Iterator[Change]:
        """Become the file's codebook."""
        wanted = {register_of(one): one for one in to_fields(content)}
        for register in dict.fromkeys([*self._fields, *wanted]):
            before, after = self._fields.get(register), wanted.get(register)
            if before != after:
                yield Change(before, after)
        self._fields = wanted
        self._note_names()

    def joined_by(self, content: Mapping[str, Any], *, is_whole: bool = True) -> Iterator[Change]:
        """Take over what the file's codebook has and this one lacks; nothing is redefined.

        One that is not whole says nothing of things that this codebook has, also by name.
        """
        for kind, items in _by_thing(to_fields(content)).items():
            for id_, fields in items.items():
                if not is_whole and self.meant(kind, id_) in self._names[kind]:
                    continue
                if id_ not in self._names[kind]:
                    yield from self._add(kind, id_, fields)
                elif any(not self._agrees(field) for field in fields.values()):
                    self.differing.append(id_)

    def _agrees(self, field: Field) -> bool:
        return field.name == "position" or self._fields.get(register_of(field)) == field

    def _add(self, kind: str, id_: str, fields: Mapping[str, Field]) -> Iterator[Change]:
        position = 1 + max(self._names[kind].values(), default=-1)
        place = Field(kind, id_, "position", position)
        self._names[kind][id_] = position
        self._meant.clear()
        self.added[kind].append(id_)
        for field in (place, *(one for name, one in fields.items() if name != "position")):
            self._fields[register_of(field)] = field
            yield Change(None, field)

    def sentences(self) -> list[str]:
        """What was added to the codebook, in words."""
        kinds = (("label", "labels"), ("attribute", "attributes"), ("relation_type", "relation types"))
        said = [f"{name} {', '.join(self.added[kind])}" for kind, name in kinds if self.added[kind]]
        return [f"Added to the codebook: {'; '.join(said)}."] if said else []

    # ------------------------------------------------------------ what annotations need

    def has_room_for(self, annotation: Span | Relation) -> bool:
        """Whether it is certain that the codebook has all that this annotation uses."""
        return (type(annotation), annotation.label, *annotation.attributes) in self._checked

    def has_room_for_all(self, spans: SpanColumns, relations: RelationColumns) -> bool:
        """Whether it is certain that the codebook has all that these annotations use."""
        return all(
            self._checked.issuperset((type_, label, *names) for label, names in said)
            for type_, said in ((Span, _used(spans)), (Relation, _used(relations)))
        )

    def grown_for(self, annotation: Span | Relation) -> Iterator[Change]:
        """Add the label or relation type and the attributes that this annotation uses."""
        kind = "label" if isinstance(annotation, Span) else "relation_type"
        self._checked.add((type(annotation), annotation.label, *annotation.attributes))
        if annotation.label not in self._names[kind]:
            yield from self._new(kind, annotation.label)
        if isinstance(annotation, Span):
            for name, value in annotation.attributes.items():
                if name.strip() and name not in self._names["attribute"]:
                    yield from self._new_attribute(name, value)
                    yield from self._attach(annotation.label, name)

    def _new(self, kind: str, id_: str) -> Iterator[Change]:
        said: dict[str, Json] = {"name": id_}
        if kind == "label":
            if _LAYER not in self._names["layer"]:
                fields = {"name": Field("layer", _LAYER, "name", "Imported")}
                yield from self._add("layer", _LAYER, fields)
            colour: Json = colour_of(len(self._names["label"]))
            said |= {"layer": _LAYER, "style": "fill", "colour": colour}
        fields = {name: Field(kind, id_, name, value) for name, value in said.items()}
        yield from self._add(kind, id_, fields)

    def _new_attribute(self, id_: str, value: AttributeValue) -> Iterator[Change]:
        kinds = ((bool, "bool"), (int | float, "number"), (str, "text"))
        type_ = next(name for kind, name in kinds if isinstance(value, kind))
        said = {"name": id_, "type": type_}
        fields = {name: Field("attribute", id_, name, one) for name, one in said.items()}
        yield from self._add("attribute", id_, fields)

    def _attach(self, label: str, attribute: str) -> Iterator[Change]:
        register = Register("label", label, "attributes")
        before = self._fields.get(register)
        old = before.value if before is not None and isinstance(before.value, list) else []
        after = Field("label", label, "attributes", [*old, attribute])
        self._fields[register] = after
        yield Change(before, after)


def _used(annotations: SpanColumns | RelationColumns) -> set[tuple[str, tuple[str, ...]]]:
    """The labels, each with the names of the attributes that stand with it."""
    return set(zip(annotations.labels, map(tuple, annotations.attributes), strict=True))


def _by_thing(fields: list[Field]) -> dict[str, dict[str, dict[str, Field]]]:
    found: dict[str, dict[str, dict[str, Field]]] = defaultdict(lambda: defaultdict(dict))
    for field in fields:
        if field.kind != "guideline":
            found[field.kind][field.id][field.name] = field
    return found
