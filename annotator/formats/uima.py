"""The UIMA CAS in memory: a text, feature structures over it, and the types that they have.

CAS JSON, CAS XMI and WebAnno TSV are three ways to write it down. Offsets are UTF-16 units.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ANNOTATION = "uima.tcas.Annotation"
DOCUMENT = "uima.tcas.DocumentAnnotation"
SOFA = "uima.cas.Sofa"
STRING, BOOLEAN = "uima.cas.String", "uima.cas.Boolean"
INTEGER, DOUBLE = "uima.cas.Integer", "uima.cas.Double"
DKPRO = "de.tudarmstadt.ukp.dkpro.core.api."
TOKEN = f"{DKPRO}segmentation.type.Token"
SENTENCE = f"{DKPRO}segmentation.type.Sentence"
METADATA = f"{DKPRO}metadata.type.DocumentMetaData"
CUSTOM = "webanno.custom."
"""Where INCEpTION puts the layers that its users make."""
INITIAL_VIEW = "_InitialView"
WHOLE_NUMBERS = {f"uima.cas.{name}" for name in ("Integer", "Long", "Short", "Byte")}
NUMBERS = WHOLE_NUMBERS | {DOUBLE, "uima.cas.Float"}
PRIMITIVES = NUMBERS | {STRING, BOOLEAN}
_LONGEST_CHAIN = 1_000_000


class Reference(NamedTuple):
    """A feature's value that is another feature structure."""

    id: int


class Feature(NamedTuple):
    """What a type says of one of its features."""

    name: str
    range: str = STRING
    description: str = ""


@dataclass(slots=True)
class Type:
    """A type of feature structures."""

    name: str
    parent: str = ANNOTATION
    features: dict[str, Feature] = field(default_factory=dict)
    description: str = ""


@dataclass(slots=True)
class TypeSystem:
    """The types that a file or its companion declares; others may be used all the same."""

    types: dict[str, Type] = field(default_factory=dict)

    def add(self, one: Type) -> Type:
        """Add a type, or give back the one that has this name already."""
        return self.types.setdefault(one.name, one)

    def line(self, name: str) -> Iterator[str]:
        """The type's name and those of its ancestors."""
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            yield name
            known = self.types.get(name)
            name = known.parent if known is not None else ""

    def feature(self, type_: str, name: str) -> Feature | None:
        """What the type, or an ancestor of it, says of this feature."""
        for one in self.line(type_):
            known = self.types.get(one)
            if known is not None and name in known.features:
                return known.features[name]
        return None

    def is_a(self, type_: str, ancestor: str) -> bool:
        """Whether a type is this one or derived from it."""
        return ancestor in self.line(type_)


@dataclass(slots=True)
class Structure:
    """A feature structure; values are texts, numbers, yes or no, `Reference`s or lists of these."""

    id: int
    type: str
    features: dict[str, Any] = field(default_factory=dict)

    @property
    def short_type(self) -> str:
        """The type's name without its package."""
        return self.type.rpartition(".")[2]

    def text(self, name: str) -> str:
        """The text under a feature; empty where there is none."""
        value = self.features.get(name)
        return value if isinstance(value, str) else ""

    def extent(self) -> tuple[int, int] | None:
        """Begin and end, if it is an annotation."""
        begin, end = self.features.get("begin"), self.features.get("end")
        if type(begin) is int and type(end) is int:
            return begin, end
        return None


@dataclass(slots=True)
class Cas:
    """One text with its feature structures by id; `sofa` is the id of what holds the text.

    `words` are words and sentences as the file has them, which are many and seldom asked for;
    `read_word` makes one a structure.
    """

    text: str
    structures: dict[int, Structure] = field(default_factory=dict)
    types: TypeSystem = field(default_factory=TypeSystem)
    sofa: int = 1
    views: int = 1
    words: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    read_word: Callable[[int, Mapping[str, Any]], Structure] | None = None

    def at(self, value: object) -> Structure | None:
        """The feature structure that a value refers to."""
        if not isinstance(value, Reference):
            return None
        known = self.structures.get(value.id)
        if known is None and value.id in self.words and self.read_word is not None:
            return self.read_word(value.id, self.words[value.id])
        return known

    def elements(self, value: object) -> list[Any]:
        """What an array or list holds; a single value is a list of one."""
        if isinstance(value, list):
            return value
        found = self.at(value)
        if found is None:
            return []
        elements = found.features.get("elements")
        if isinstance(elements, list):
            return elements
        if "FSList" in found.type or found.type.startswith("uima.cas.Empty"):
            return self._listed(found)
        return [] if found.type.startswith("uima.cas.") else [value]

    def _listed(self, first: Structure) -> list[Any]:
        """The heads of a linked list, until it ends or comes back to itself."""
        found: list[Any] = []
        seen: set[int] = set()
        node: Structure | None = first
        while node is not None and node.id not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(node.id)
            if "head" in node.features:
                found.append(node.features["head"])
            node = self.at(node.features.get("tail"))
        return found
