"""From our documents to the CAS: one for each annotator."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.formats import uima
from annotator.formats.kit import safe_xml
from annotator.formats.kit.tokenising import Tokens
from annotator.formats.kit.units import Units
from annotator.formats.uima import Reference, Structure
from annotator.formats.uima_naming import FROM, RELATION, TO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.formats.format import Record
    from annotator.formats.uima import Feature
    from annotator.formats.uima_naming import Names
    from annotator.model.codebook import Codebook
    from annotator.model.values import AttributeValue, Document, Entity, Relation, Span

_EXACT = 2**53
"""Up to here a floating point number is any whole number exactly."""
Extents = list[tuple[int, int]]


@dataclass(slots=True)
class Page:
    """A text as the writers need it, with words and sentences; offsets are UTF-16 units."""

    text: str
    units: Units
    tokens: Extents = field(default_factory=list)
    sentences: Extents = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """What one annotator made of a page; ids of feature structures run on from `first`."""

    page: Page
    first: int
    structures: list[Structure]


def page_of(text: str, *, has_words: bool = True) -> Page:
    """The text with its words and sentences, unless nobody wants these."""
    units = Units(text, "utf-16")
    if not has_words:
        return Page(text, units)
    tokens = Tokens(text)
    extents = list(zip(tokens.starts, tokens.ends, strict=True))
    sentences = [(tokens.starts[one.first], tokens.ends[one.end - 1]) for one in tokens.sentences()]
    return Page(text, units, _converted(extents, units), _converted(sentences, units))


def _converted(extents: Extents, units: Units) -> Extents:
    if units.total == units.length:
        return extents
    return [units.around(start, end) for start, end in extents]


class CasWriter:
    """Makes the feature structures of spans and relations, with the names of a codebook."""

    def __init__(self, codebook: Codebook, names: Names, entities: Mapping[str, Entity]) -> None:
        self._codebook = codebook
        self._names = names
        self._entities = entities

    def sheet(self, record: Record, page: Page, annotator: str | None) -> Sheet:
        """One annotator's annotations of a document; None stands for nobody's.

        Spans of others at which her relations end come along, and say whose they are.
        """
        relations = [one for one in record.relations if one.annotator == annotator]
        ends = {end for one in relations for end in (one.from_id, one.to_id)}
        first = 2 + len(page.tokens) + len(page.sentences)
        made = [self._document(record.document, page, first)]
        ids: dict[str, int] = {}
        for span in record.spans:
            if span.annotator == annotator or span.id in ends:
                owner = span.annotator if span.annotator != annotator else ""
                ids[span.id] = first + len(made)
                made += self._span(span, page.units, first + len(made), owner)
        for relation in relations:
            end = made[ids[relation.to_id] - first]
            made.append(self._relation(relation, ids, end, first + len(made)))
        return Sheet(page, first, made)

    def _document(self, document: Document, page: Page, number: int) -> Structure:
        features: dict[str, Any] = {"begin": 0, "end": page.units.total}
        features["language"] = document.metadata.get("language") or "x-unspecified"
        features["documentTitle"], features["documentId"] = document.title, document.id
        if url := document.metadata.get("url"):
            features["documentUri"] = url
        features["isLastSegment"] = True
        shown = {name: _shown(value) for name, value in features.items()}
        return Structure(number, uima.METADATA, shown)

    def _span(self, span: Span, units: Units, number: int, owner: str) -> Iterable[Structure]:
        """A feature structure for each fragment."""
        type_ = self._names.type_of(self._codebook.label(span.label).layer)
        said, extras = _values(span.attributes, self._names.features[type_])
        _put("label", span.label, said, extras)
        _put("note", span.note, said, extras)
        said["uid"] = span.id
        entity = self._entities.get(span.entity or "")
        if entity is not None:
            said["entity"] = _shown(entity.name)
            extras["entity"] = entity.id
            if entity.qid:
                said["identifier"] = _shown(f"http://www.wikidata.org/entity/{entity.qid}")
        if owner:
            extras["by"] = owner
        if extras:
            said["extras"] = json.dumps(extras)
        for index, (start, end) in enumerate(span.fragments):
            begin, stop = units.around(start, end)
            features = {"begin": begin, "end": stop, **said, "fragment": index}
            yield Structure(number + index, type_, features)

    def _relation(
        self, relation: Relation, ids: Mapping[str, int], end: Structure, number: int
    ) -> Structure:
        said, extras = _values(relation.attributes, self._names.relation_features)
        _put("label", relation.label, said, extras)
        _put("note", relation.note, said, extras)
        said["uid"] = relation.id
        if extras:
            said["extras"] = json.dumps(extras)
        place = {"begin": end.features["begin"], "end": end.features["end"]}
        ends = {FROM: Reference(ids[relation.from_id]), TO: Reference(ids[relation.to_id])}
        return Structure(number, RELATION, place | said | ends)


def _put(name: str, value: str, said: dict[str, Any], extras: dict[str, Any]) -> None:
    """Say a text openly; one that XML cannot hold also as JSON."""
    if value:
        said[name] = _shown(value)
        if said[name] != value:
            extras[name] = value


def _shown(value: Any) -> Any:
    return safe_xml.writable(value)[0] if isinstance(value, str) else value


def _values(
    attributes: Mapping[str, AttributeValue], features: Mapping[str, Feature]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The attributes that have a feature for their kind of value, and all others as extras."""
    said: dict[str, Any] = {}
    others: dict[str, AttributeValue] = {}
    for name, value in attributes.items():
        feature = features.get(name)
        if feature is not None and _fits(value, feature.range):
            said[feature.name] = float(value) if feature.range == uima.DOUBLE else value
        else:
            others[name] = value
    return said, {"attributes": others} if others else {}


def _fits(value: AttributeValue, range_: str) -> bool:
    if isinstance(value, str):
        return range_ == uima.STRING and _shown(value) == value
    if isinstance(value, bool):
        return range_ == uima.BOOLEAN
    return range_ == uima.DOUBLE and abs(value) < _EXACT


def people_of(record: Record, others: Iterable[str]) -> Sequence[str]:
    """Who has annotations in a document, or (`others`) has worked on it."""
    found = dict.fromkeys(span.annotator for span in record.spans)
    found |= dict.fromkeys(relation.annotator for relation in record.relations)
    return sorted({*found, *others})
