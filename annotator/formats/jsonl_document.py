"""Reading the annotations of one document of a native file."""

from __future__ import annotations

import re
from sys import intern
from typing import TYPE_CHECKING, Any

from annotator.formats import json_values as values
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

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NOTHING: Mapping[str, AttributeValue] = {}
_ENDS = [int, int]
_TEXTS = [str] * 8
_VALUES = {str, bool, int, float}


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

    def spans(self, raws: Sequence[Any]) -> Iterator[Span]:
        """The spans, with fragments counted in the frozen text and its exact words."""
        for index, raw in enumerate(raws):
            plain = self._plain_span(raw)
            if plain is not None:
                yield plain
                continue
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

    def _plain_span(self, raw: Any) -> Span | None:
        """The span, if there is nothing about it that has to be looked at closely."""
        if type(raw) is not dict or self.text.dropped:
            return None
        get, time = raw.get, self.reading.time
        name, label, pairs, entity = get("id") or "", get("label", ""), get("fragments"), get("entity")
        annotator, note, origin = get("annotator") or "", get("note") or "", get("origin") or "imported"
        created, modified = get("created") or time, get("modified") or time
        texts = (name, label, annotator, note, origin, created, modified, entity or "")
        if (
            type(pairs) is not list
            or len(pairs) != 1
            or type(pairs[0]) is not list
            or [*map(type, pairs[0])] != _ENDS
            or [*map(type, texts)] != _TEXTS
            or origin not in ORIGINS
            or name in self.span_ids
            or not label.strip()
        ):
            return None
        (start, end), text = pairs[0], self.raw_text
        words, attributes = text[start:end], get("attributes") or _NOTHING
        if not 0 <= start < end <= len(text) or get("text", words) != words:
            return None
        if attributes is not _NOTHING and not _are_plain(attributes):
            return None
        id_ = name if _UUID.fullmatch(name) is not None else new_id()
        self.span_ids[name or id_] = id_
        return Span(
            id_, self.id, intern(label), (Fragment(start, end),), words, intern(annotator),
            attributes, entity or None, note, intern(origin), created, modified,
        )  # fmt: skip

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

    def relations(self, raws: Sequence[Any]) -> Iterator[Relation]:
        """The relations between the spans that have been read."""
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


def _are_plain(attributes: object) -> bool:
    """Whether these are attributes with values that all can be stored as they are."""
    return type(attributes) is dict and _VALUES.issuperset(map(type, attributes.values()))


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
