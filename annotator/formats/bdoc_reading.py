"""Reading GATE's bdoc: our own export whole, and what other programs wrote as far as it fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import codebook_beside
from annotator.formats import json_values as values
from annotator.formats.bdoc_writing import NOTE, OURS, TITLE
from annotator.formats.kit import json_files, passing
from annotator.formats.kit.building import ArticleBuilder
from annotator.formats.text import title_of
from annotator.model.values import Annotator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from annotator.formats.format import Part, Reading
    from annotator.formats.json_values import Place
    from annotator.formats.kit.building import Details
    from annotator.formats.kit.units import Unit
    from annotator.model.values import AttributeValue, Entity

AS_JSON = "the value is a list or an object, and is kept as JSON"
_UNITS: Mapping[str, Unit] = {"p": "code point", "j": "utf-16"}
_MARKS = ("uid", "fragment")
_HINT = "A bdoc is an object with “text”, “annotation_sets” and “offset_type”."


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The codebook beside a document, the people and entities that it names, and the document."""
    document: _Document | None = None
    for place, raw in json_files.rows(path):
        if document is not None:
            place.refuse("a second document follows", _HINT)
        document = _Document(raw, place, path, reading)
    if document is None:
        raise FormatError(f"{path} holds no document.", _HINT)
    document.build()
    yield from codebook_beside.read(path, reading)
    yield from document.people
    yield from document.entities.values()
    yield document.article.article()


class _Document:
    """Makes the article of one file."""

    def __init__(self, raw: Mapping[str, Any], place: Place, path: Path, reading: Reading) -> None:
        said = values.text(raw, "offset_type", place, "p")
        if said not in _UNITS:
            place.refuse(f"“offset_type” is “{said}”; it can be {' or '.join(_UNITS)}", _HINT)
        text = values.text(raw, "text", place, None)
        features = values.mapping(raw, "features", place)
        self._sets = values.mapping(raw, "annotation_sets", place)
        self._place = place
        self._reading = reading
        self._features = features
        self._ours = _object(features, OURS)
        self.people: list[Annotator] = []
        self.entities: dict[str, Entity] = {}
        title = passing.text_of(features, TITLE) or passing.text_of(raw, "name")
        if TITLE in features and self._ours:
            title = passing.text_of(features, TITLE)
        self.article = ArticleBuilder(
            text,
            str(path),
            reading,
            title=title or ("" if self._ours else title_of(text, path)),
            unit=_UNITS[said],
        )

    def build(self) -> None:
        """Put all that the file says into the article."""
        owners = self._find_people()
        self._build_head()
        for name, raw in self._sets.items():
            place = self._place.inside(f"annotation_sets.{name}")
            if not isinstance(raw, dict):
                place.refuse("an annotation set must be an object", _HINT)
            self._add_set(raw, place, owners.get(name, name))
        for raw in self._relations():
            self._add_relation(raw)
        for raw in _list(self._ours, "work"):
            if isinstance(raw, dict):
                work = passing.work(raw, self.article.id, passing.text_of(raw, "annotator"))
                self.article.works += [work] if work is not None else []

    def _find_people(self) -> dict[str, str]:
        """Who is meant by the names of the sets: our annotators, or people of these names."""
        owners: dict[str, str] = {}
        for raw in _list(self._ours, "annotators"):
            person = passing.annotator(raw)
            if person is not None:
                self.people.append(person)
                owners[passing.text_of(raw, "set")] = person.id or person.name
        self.people += [Annotator("", name) for name in self._sets if name and name not in owners]
        return owners

    def _build_head(self) -> None:
        """Plain features of the document are its metadata."""
        article = self.article
        for key, value in self._features.items():
            if key in (TITLE, OURS) or value is None or not key:
                continue
            if isinstance(value, list) and value and all(map(_is_plain_relation, value)):
                continue
            if isinstance(value, dict | list):
                self._reading.losses.add("metadata", "changed", AS_JSON)
            article.metadata[key] = passing.as_text(value)
        for key, value in _object(self._ours, "metadata").items():
            article.metadata[key] = passing.as_text(value)
        article.attributes |= passing.attribute_values(self._ours.get("attributes"))
        article.note = passing.text_of(self._ours, "note")
        article.created = passing.text_of(self._ours, "created")

    # ------------------------------------------------------------ annotations

    def _add_set(self, raw: Mapping[str, Any], place: Place, annotator: str) -> None:
        pieces: dict[str, list[tuple[int, int]]] = {}
        firsts: dict[str, dict[str, Any]] = {}
        for index, one in enumerate(values.items(raw, "annotations", place)):
            at = place.inside(f"annotations[{index}]")
            if not isinstance(one, dict):
                at.refuse("an annotation must be an object", _HINT)
            start, end = _offset(one, "start", at), _offset(one, "end", at)
            features = values.mapping(one, "features", at)
            ours = _object(features, OURS) or _plain_marks(features)
            key = passing.text_of(ours, "id") if "fragment" in ours else ""
            pieces.setdefault(key or f"#{index}", []).append((start, end))
            firsts.setdefault(key or f"#{index}", one)
            values.text(one, "type", at, None)
        for key, pairs in pieces.items():
            self._add_span(firsts[key], pairs, annotator)

    def _add_span(self, raw: Mapping[str, Any], pairs: list[tuple[int, int]], annotator: str) -> None:
        features = raw.get("features") or {}
        ours = _object(features, OURS) or _plain_marks(features)
        entity = passing.entity(ours.get("entity"))
        if entity is not None:
            self.entities[entity.id or entity.name] = entity
        details: Details = passing.details(ours)
        is_note = bool(ours) and NOTE not in ours and isinstance(features.get(NOTE), str)
        if is_note:
            details["note"] = features[NOTE]
        attributes = self._attributes(features, has_note=is_note)
        details["attributes"] = {**attributes, **details["attributes"]}
        details["annotator"] = annotator
        self.article.add_span(
            raw["type"] or "annotation",
            pairs,
            name=passing.text_of(ours, "id"),
            entity=(entity.id or entity.name) if entity is not None else None,
            **details,
        )

    def _attributes(self, features: Mapping[str, Any], *, has_note: bool) -> dict[str, AttributeValue]:
        found: dict[str, AttributeValue] = {}
        is_piece = bool(_plain_marks(features))
        for key, value in features.items():
            is_said = key == OURS or (has_note and key == NOTE) or (is_piece and key in _MARKS)
            if is_said or not key or value is None:
                continue
            if passing.is_value(value):
                found[key] = value
            else:
                found[key] = passing.as_text(value)
                self._reading.losses.add("attributes", "changed", AS_JSON)
        return found

    def _relations(self) -> Iterator[dict[str, Any]]:
        yield from (raw for raw in _list(self._ours, "relations") if isinstance(raw, dict))
        for raw in _list(self._features, "relations"):
            if _is_plain_relation(raw):
                yield dict(zip(("id", "label", "from", "to"), raw, strict=True))

    def _add_relation(self, raw: Mapping[str, Any]) -> None:
        details = passing.details(raw)
        details["annotator"] = passing.text_of(raw, "annotator")
        self.article.add_relation(
            passing.text_of(raw, "label") or "relation",
            passing.text_of(raw, "from"),
            passing.text_of(raw, "to"),
            name=passing.text_of(raw, "id"),
            **details,
        )


def _plain_marks(features: Mapping[str, Any]) -> dict[str, Any]:
    """What joins the pieces of a span where it stands in plain features: `uid` and `fragment`."""
    uid, number = (features.get(key) for key in _MARKS)
    return {"id": uid, "fragment": number} if isinstance(uid, str) and type(number) is int else {}


def _is_plain_relation(raw: object) -> bool:
    """Whether it is a list of a relation's name, its type and the `uid` of its ends."""
    return isinstance(raw, list) and len(raw) == 4 and all(isinstance(one, str) for one in raw)


def _object(raw: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = raw.get(key)
    return value if isinstance(value, dict) else {}


def _list(raw: Mapping[str, Any], key: str) -> list[Any]:
    value = raw.get(key)
    return value if isinstance(value, list) else []


def _offset(raw: Mapping[str, Any], key: str, place: Place) -> int:
    value = raw.get(key)
    if type(value) is not int:
        place.refuse(f"“{key}” must be a whole number", _HINT)
    return value
