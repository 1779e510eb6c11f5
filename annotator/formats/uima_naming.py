"""What layers, labels and attributes are called in a CAS, and the type system that says so.

A layer is a type `webanno.custom.Layer` with features `label`, `note`, `uid`, `fragment` and one
for each attribute; INCEpTION's own layers look the same. What fits no feature of its own
stands in `extras`, as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.formats import uima
from annotator.formats.kit.file_names import plain
from annotator.formats.uima import Feature, Type, TypeSystem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from annotator.model.codebook import AttributeType, Codebook

RELATION = f"{uima.CUSTOM}Relation"
FROM, TO = "Governor", "Dependent"
OWN_FEATURES = ("label", "note", "uid", "fragment", "entity", "identifier", "extras")
"""What a span's type has besides its attributes; both `uid` and `fragment` tell it from others."""
ATTRIBUTE = "annotator attribute: "
"""How the description of a feature begins that holds an attribute; the attribute's id follows."""
LAYER = "annotator layer: "

_RANGES = {"yes/no": uima.BOOLEAN, "number": uima.DOUBLE}
_RESERVED = {"begin", "end", "sofa", "self", "type", "id", FROM.lower(), TO.lower(), *OWN_FEATURES}
_SPAN_RANGES = {"fragment": uima.INTEGER}


@dataclass(slots=True)
class Names:
    """The types of layers and the features of attributes, by our ids."""

    types: TypeSystem
    layers: dict[str, str] = field(default_factory=dict)
    features: dict[str, dict[str, Feature]] = field(default_factory=dict)
    relation_features: dict[str, Feature] = field(default_factory=dict)

    def type_of(self, layer: str) -> str:
        """The type for spans of a layer; labels without a layer share one."""
        return self.layers.get(layer) or self.layers[""]


def names_of(codebook: Codebook) -> Names:
    """The types and features that a codebook needs."""
    types = TypeSystem()
    for known in _fixed_types():
        types.add(known)
    names = Names(types)
    taken: set[str] = {"relation", "span"}
    names.layers[""] = f"{uima.CUSTOM}Span"
    for layer in codebook.layers:
        names.layers[layer] = uima.CUSTOM + _unique(_camel(layer) or "Layer", taken)
    names.layers |= {one.layer: names.layers[""] for one in codebook.labels.values()
                     if one.layer not in names.layers}  # fmt: skip
    attributes = _features(codebook.attributes.values())
    for layer, type_ in names.layers.items():
        used = {
            name: attributes[name]
            for label in codebook.labels.values()
            if names.type_of(label.layer) == type_
            for name in label.attributes
            if name in attributes
        }
        names.features[type_] = used
        features = [Feature(name, _SPAN_RANGES.get(name, uima.STRING)) for name in OWN_FEATURES]
        described = LAYER + layer if layer in codebook.layers else ""
        types.add(_type(type_, [*features, *used.values()], description=described))
    _add_relations(names, codebook)
    return names


def _add_relations(names: Names, codebook: Codebook) -> None:
    own = {one.id: one for type_ in codebook.relation_types.values() for one in type_.attributes}
    names.relation_features = _features(own.values())
    ends = [Feature(FROM, uima.ANNOTATION), Feature(TO, uima.ANNOTATION)]
    said = [Feature(name) for name in ("label", "note", "uid", "extras")]
    names.types.add(_type(RELATION, [*said, *ends, *names.relation_features.values()]))


def _fixed_types() -> list[Type]:
    said = ("documentTitle", "documentId", "documentUri", "collectionId", "documentBaseUri")
    metadata = [*map(Feature, said), Feature("isLastSegment", uima.BOOLEAN)]
    return [
        _type(uima.METADATA, metadata, uima.DOCUMENT),
        Type(uima.SENTENCE),
        Type(uima.TOKEN),
    ]


def _type(
    name: str, features: Iterable[Feature], parent: str = uima.ANNOTATION, *, description: str = ""
) -> Type:
    return Type(name, parent, {one.name: one for one in features}, description)


def _features(attributes: Iterable[AttributeType]) -> dict[str, Feature]:
    """A feature for each attribute, by its id."""
    taken = set(_RESERVED)
    found: dict[str, Feature] = {}
    for one in attributes:
        name = _unique(plain(one.id).replace("-", "_").lstrip("_0123456789") or "attribute", taken)
        found[one.id] = Feature(name, _RANGES.get(one.type, uima.STRING), ATTRIBUTE + one.id)
    return found


def _camel(name: str) -> str:
    words = plain(name).replace("_", "-").split("-")
    return "".join(word[:1].upper() + word[1:].lower() for word in words).lstrip("0123456789")


def _unique(base: str, taken: set[str]) -> str:
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base}{number}"
    taken.add(name.casefold())
    return name


def attribute_ids(types: TypeSystem, type_: str) -> Mapping[str, str]:
    """The attributes' ids by the features of a type that hold them, where it says so."""
    known = types.types.get(type_)
    features = known.features.values() if known is not None else ()
    return {
        one.name: one.description.removeprefix(ATTRIBUTE)
        for one in features
        if one.description.startswith(ATTRIBUTE)
    }


def layer_of(types: TypeSystem, type_: str) -> str:
    """The id of the layer that a type stands for."""
    known = types.types.get(type_)
    if known is not None and known.description.startswith(LAYER):
        return known.description.removeprefix(LAYER)
    return type_.rpartition(".")[2]
