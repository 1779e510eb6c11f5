"""Reading the annotations of one document of a native file."""

from __future__ import annotations

import re
from sys import intern
from typing import TYPE_CHECKING, Any

from annotator.formats import json_values as values
from annotator.formats import jsonl_columns
from annotator.formats.frozen import freeze
from annotator.model.fragment import Fragment, exact_text, normalise
from annotator.model.values import (
    ORIGINS,
    STATES,
    AttributeValue,
    Relation,
    Span,
    Work,
    document_id,
    new_id,
    sha256,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from annotator.formats.format import Reading
    from annotator.formats.json_values import Place

_NOTHING: Mapping[str, AttributeValue] = {}
_UUID = re.compile(jsonl_columns.UUID)


def is_uuid(name: str) -> bool:
    """Whether an identifier is one that is the same everywhere."""
    return _UUID.fullmatch(name) is not None


class DocumentReader:
    """Reads the annotations of one document; knows the names that they have in the file."""

    def __init__(self, raw_text: str, place: Place, reading: Reading) -> None:
        self.raw_text = raw_text
        self.text = freeze(raw_text)
        self.id = document_id(sha256(self.text.text))
        self.place = place
        self.reading = reading
        self.span_ids: dict[str, str] = {}
        self.relation_ids: dict[str, str] = {}

    def spans(self, raws: Sequence[Any]) -> Sequence[Span]:
        """The spans, with fragments counted in the frozen text and its exact words."""
        plain = None
        if raws and not self.text.dropped:
            plain = jsonl_columns.spans(raws, self.id, self.raw_text, self.reading, self.span_ids)
        return plain if plain is not None else tuple(self._spans_one_by_one(raws))

    def _spans_one_by_one(self, raws: Sequence[Any]) -> Iterator[Span]:
        for index, raw in enumerate(raws):
            place = self.place.inside(f"spans[{index}]")
            if not isinstance(raw, dict):
                place.refuse("a span must be an object")
            fragments = self._fragments(raw, place)
            text = exact_text(self.text.text, fragments)
            if raw.get("text") is not None:
                self._compare(raw["text"], text, raw["fragments"], place)
            yield Span(
                id=self._new_name(raw, place),
                document_id=self.id,
                label=_label(raw, place),
                fragments=fragments,
                text=text,
                annotator=intern(values.text(raw, "annotator", place)),
                attributes=values.attributes(raw, place) if raw.get("attributes") else _NOTHING,
                entity=values.text(raw, "entity", place) or None,
                note=values.text(raw, "note", place),
                origin=_origin(raw, place),
                created=values.text(raw, "created", place) or self.reading.time,
                modified=values.text(raw, "modified", place) or self.reading.time,
            )

    def _fragments(self, raw: Mapping[str, Any], place: Place) -> tuple[Fragment, ...]:
        pairs = values.items(raw, "fragments", place)
        length, offset = len(self.raw_text), self.text.offset
        for pair in pairs:
            if not (isinstance(pair, list) and len(pair) == 2 and {type(end) for end in pair} == {int}):
                place.refuse("“fragments” must be a list of pairs [start, end]")
            if not 0 <= pair[0] < pair[1] <= length:
                place.refuse(
                    f"the fragment {pair} does not lie in the text, which has {length:,} characters",
                    "Offsets count code points; the end is not included.",
                )
        if len(pairs) == 1 and not self.text.dropped:
            return (Fragment(*pairs[0]),)
        fragments = normalise((offset(start), offset(end)) for start, end in pairs)
        if not fragments:
            place.refuse("a span needs “fragments”, a list of pairs [start, end]")
        return fragments

    def _compare(self, said: object, text: str, pairs: Sequence[Any], place: Place) -> None:
        """Tell where a span's words are not those at its offsets; the offsets hold."""
        if said != text and said != exact_text(self.raw_text, pairs):
            self.reading.remark(f"{place}: the file says “{said}”, its offsets say “{text}”.")

    def _new_name(self, raw: Mapping[str, Any], place: Place) -> str:
        name = values.text(raw, "id", place)
        if not name:
            return new_id()
        if name in self.span_ids:
            place.refuse(f"the id “{name}” is used twice in this document")
        self.span_ids[name] = name if is_uuid(name) else new_id()
        return self.span_ids[name]

    def relations(self, raws: Sequence[Any]) -> Sequence[Relation]:
        """The relations between the spans that have been read."""
        plain = None
        if raws:
            plain = jsonl_columns.relations(
                raws, self.id, self.reading, self.span_ids, self.relation_ids
            )
        return plain if plain is not None else tuple(self._relations_one_by_one(raws))

    def _relations_one_by_one(self, raws: Sequence[Any]) -> Iterator[Relation]:
        for index, raw in enumerate(raws):
            place = self.place.inside(f"relations[{index}]")
            if not isinstance(raw, dict):
                place.refuse("a relation must be an object")
            name = values.text(raw, "id", place)
            id_ = name if is_uuid(name) else new_id()
            if name:
                self.relation_ids[name] = id_
            yield Relation(
                id=id_,
                document_id=self.id,
                label=_label(raw, place),
                from_id=self._end(raw, "from", place),
                to_id=self._end(raw, "to", place),
                annotator=intern(values.text(raw, "annotator", place)),
                attributes=values.attributes(raw, place) if raw.get("attributes") else _NOTHING,
                note=values.text(raw, "note", place),
                origin=_origin(raw, place),
                created=values.text(raw, "created", place) or self.reading.time,
                modified=values.text(raw, "modified", place) or self.reading.time,
            )

    def _end(self, raw: Mapping[str, Any], key: str, place: Place) -> str:
        name = values.text(raw, key, place, None)
        if name not in self.span_ids:
            place.refuse(f"“{key}” names the span “{name}”, which this document does not have")
        return self.span_ids[name]

    def works(self, raw: Mapping[str, Any]) -> Iterator[Work]:
        """How far each annotator is; without `work`, `state` is that of the one who imports."""
        said = values.items(raw, "work", self.place)
        if "work" not in raw and (raw.get("state") or raw.get("flagged")):
            said = [{"state": raw.get("state"), "flagged": raw.get("flagged")}]
        for one in said:
            if not isinstance(one, dict):
                self.place.refuse("“work” must be a list of objects")
            state = values.text(one, "state", self.place) or None
            if state is not None and state not in STATES:
                self.place.refuse(f"“state” is “{state}”; it can be {', '.join(STATES)}")
            annotator = values.text(one, "annotator", self.place)
            yield Work(self.id, annotator, state, values.is_true(one, "flagged", self.place))


def _label(raw: Mapping[str, Any], place: Place) -> str:
    label = values.text(raw, "label", place, None)
    if not label.strip():
        place.refuse("“label” is empty")
    return intern(label)


def _origin(raw: Mapping[str, Any], place: Place) -> str:
    origin = values.text(raw, "origin", place) or "imported"
    if origin not in ORIGINS:
        place.refuse(f"“origin” is “{origin}”; it can be {', '.join(ORIGINS)}")
    return intern(origin)
