"""Reading native JSON Lines: everything that the writer wrote, and what people write by hand.

Only `kind`, a document's `text`, a span's `label` and `fragments` and a relation's
`label`, `from` and `to` must be there. Identifiers that are no UUID are names within
their document; fresh ones take their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from sys import intern
from typing import Any

from annotator.formats import files, frozen
from annotator.formats import json_values as values
from annotator.formats.format import Article, CodebookLine, Part, ProjectName, Reading
from annotator.formats.json_values import Place
from annotator.formats.text import title_of
from annotator.model.fragment import Fragment, exact_text, normalise
from annotator.model.values import (
    ORIGINS,
    ROLES,
    STATES,
    Annotator,
    AttributeValue,
    Entity,
    Field,
    Relation,
    Span,
    Work,
    document_id,
    new_id,
    sha256,
)

LONGEST_LINE = 1_000_000_000
"""How many bytes one line, that is one document with its annotations, may have."""

VERSION = 1
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NOTHING: Mapping[str, AttributeValue] = {}


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The parts of a native file, line by line: only one document is in memory at a time."""
    files.check(path)
    try:
        with path.open("rb") as file:
            for number, line in enumerate(iter(partial(file.readline, LONGEST_LINE), b""), 1):
                place = Place(str(path), number)
                if len(line) >= LONGEST_LINE:
                    place.refuse(f"the line is longer than {LONGEST_LINE:,} bytes")
                if number == 1:
                    line = line.removeprefix(b"\xef\xbb\xbf")
                if line.strip():
                    yield _part(values.parse_line(line, place), place, reading)
    except OSError as error:
        raise files.unreadable(path, error) from None


def _part(raw: dict[str, Any], place: Place, reading: Reading) -> Part:
    kind = raw.get("kind")
    read_kind = _KINDS.get(kind) if isinstance(kind, str) else None
    if read_kind is None:
        known = ", ".join(_KINDS)
        said = f"its “kind” is “{kind}”" if kind is not None else "it has no “kind”"
        place.refuse(said, f"This version of Annotator reads these kinds: {known}.")
    return read_kind(raw, place, reading)


def _header(raw: dict[str, Any], place: Place, reading: Reading) -> ProjectName:
    if raw.get("format", "annotator") != "annotator":
        place.refuse(f"the header names the format “{raw['format']}”, not “annotator”")
    version = raw.get("version", VERSION)
    if not isinstance(version, int) or version > VERSION:
        place.refuse(
            f"the file has version {version}; this version of Annotator reads {VERSION}",
            "It was made by a newer Annotator: install that.",
        )
    project = values.mapping(raw, "project", place)
    return ProjectName(values.text(project, "id", place), values.text(project, "title", place))


def _codebook(raw: dict[str, Any], place: Place, reading: Reading) -> CodebookLine:
    content = {key: value for key, value in raw.items() if key != "kind"}
    return CodebookLine(content, str(place))


def _annotator(raw: dict[str, Any], place: Place, reading: Reading) -> Annotator:
    role = values.text(raw, "role", place, "person")
    if role not in ROLES:
        place.refuse(f"“role” is “{role}”; it can be {', '.join(ROLES)}")
    id_ = values.text(raw, "id", place)
    name = values.text(raw, "name", place) or id_
    if not name:
        place.refuse("an annotator needs an “id” or a “name”")
    email, colour = values.text(raw, "email", place), values.text(raw, "colour", place)
    return Annotator(id_, name, role, email, colour)


def _entity(raw: dict[str, Any], place: Place, reading: Reading) -> Entity:
    aliases = values.items(raw, "aliases", place)
    if not all(isinstance(alias, str) for alias in aliases):
        place.refuse("“aliases” must be a list of texts")
    return Entity(
        id=values.text(raw, "id", place),
        name=values.text(raw, "name", place, None),
        type=values.text(raw, "type", place),
        aliases=tuple(aliases),
        qid=values.text(raw, "qid", place),
        nil=bool(values.is_true(raw, "nil", place)),
        note=values.text(raw, "note", place),
    )


def _setting(raw: dict[str, Any], place: Place, reading: Reading) -> Field:
    if raw.get("value") is None:
        place.refuse("“value” is missing")
    return Field("setting", values.text(raw, "name", place, None), "value", raw["value"])


def _document(raw: dict[str, Any], place: Place, reading: Reading) -> Article:
    raw_text = values.text(raw, "text", place, None)
    frozen.check_storable(raw_text, str(place))
    if len(raw_text) > files.LARGEST_ARTICLE:
        place.refuse(f"the text has more than {files.LARGEST_ARTICLE:,} characters")
    if not raw_text.strip():
        place.refuse("the document has no text")
    if raw.get("text_sha256") not in (None, sha256(raw_text)):
        reading.remark(f"{place}: the text is not the one that its hash was made of.")
    document = _DocumentReader(raw_text, place, reading)
    spans = tuple(document.spans(values.items(raw, "spans", place)))
    return Article(
        text=document.text.text,
        title=values.text(raw, "title", place) or title_of(document.text.text, Path(place.file)),
        metadata=values.texts(raw, "metadata", place),
        attributes=values.attributes(raw, place),
        note=values.text(raw, "note", place),
        spans=spans,
        relations=tuple(document.relations(values.items(raw, "relations", place))),
        works=tuple(document.works(raw)),
    )


class _DocumentReader:
    """Reads the annotations of one document; knows the names that they have in the file."""

    def __init__(self, raw_text: str, place: Place, reading: Reading) -> None:
        self.raw_text = raw_text
        self.text = frozen.freeze(raw_text)
        self.id = document_id(sha256(self.text.text))
        self.place = place
        self.reading = reading
        self.span_ids: dict[str, str] = {}

    def spans(self, raws: Sequence[Any]) -> Iterator[Span]:
        """The spans, with fragments counted in the frozen text and its exact words."""
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
                label=intern(values.text(raw, "label", place, None)),
                fragments=fragments,
                text=text,
                annotator=intern(values.text(raw, "annotator", place)),
                attributes=values.attributes(raw, place) if raw.get("attributes") else _NOTHING,
                entity=values.text(raw, "entity", place) or None,
                note=values.text(raw, "note", place),
                origin=self._origin(raw, place),
                created=values.text(raw, "created", place) or self.reading.time,
                modified=values.text(raw, "modified", place) or self.reading.time,
            )

    def _fragments(self, raw: Mapping[str, Any], place: Place) -> tuple[Fragment, ...]:
        pairs = values.items(raw, "fragments", place)
        length, offset = len(self.raw_text), self.text.offset
        for pair in pairs:
            if not (isinstance(pair, list) and len(pair) == 2 and all(type(end) is int for end in pair)):
                place.refuse("“fragments” must be a list of pairs [start, end]")
            if not 0 <= pair[0] < pair[1] <= length:
                place.refuse(
                    f"the fragment {pair} does not lie in the text, which has {length:,} characters",
                    "Offsets count code points; the end is not included.",
                )
        fragments = normalise((offset(start), offset(end)) for start, end in pairs)
        if not fragments:
            place.refuse("a span needs “fragments”, a list of pairs [start, end]")
        return fragments

    def _compare(self, said: object, text: str, pairs: Sequence[Any], place: Place) -> None:
        """Tell where a span's words are not those at its offsets; the offsets hold."""
        if said not in (text, exact_text(self.raw_text, pairs)):
            self.reading.remark(f"{place}: the file says “{said}”, its offsets say “{text}”.")

    def _new_name(self, raw: Mapping[str, Any], place: Place) -> str:
        name = values.text(raw, "id", place)
        if not name:
            return new_id()
        if name in self.span_ids:
            place.refuse(f"the id “{name}” is used twice in this document")
        self.span_ids[name] = name if _UUID.fullmatch(name) else new_id()
        return self.span_ids[name]

    def _origin(self, raw: Mapping[str, Any], place: Place) -> str:
        origin = values.text(raw, "origin", place) or "imported"
        if origin not in ORIGINS:
            place.refuse(f"“origin” is “{origin}”; it can be {', '.join(ORIGINS)}")
        return intern(origin)

    def relations(self, raws: Sequence[Any]) -> Iterator[Relation]:
        """The relations between the spans that have been read."""
        for index, raw in enumerate(raws):
            place = self.place.inside(f"relations[{index}]")
            if not isinstance(raw, dict):
                place.refuse("a relation must be an object")
            id_ = values.text(raw, "id", place)
            yield Relation(
                id=id_ if _UUID.fullmatch(id_) else new_id(),
                document_id=self.id,
                label=intern(values.text(raw, "label", place, None)),
                from_id=self._end(raw, "from", place),
                to_id=self._end(raw, "to", place),
                annotator=intern(values.text(raw, "annotator", place)),
                attributes=values.attributes(raw, place) if raw.get("attributes") else _NOTHING,
                note=values.text(raw, "note", place),
                origin=self._origin(raw, place),
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
        if not said and (raw.get("state") or raw.get("flagged")):
            said = [{"state": raw.get("state"), "flagged": raw.get("flagged")}]
        for one in said:
            if not isinstance(one, dict):
                self.place.refuse("“work” must be a list of objects")
            state = values.text(one, "state", self.place) or None
            if state is not None and state not in STATES:
                self.place.refuse(f"“state” is “{state}”; it can be {', '.join(STATES)}")
            annotator = values.text(one, "annotator", self.place)
            yield Work(self.id, annotator, state, values.is_true(one, "flagged", self.place))


_KINDS = {
    "header": _header,
    "codebook": _codebook,
    "annotator": _annotator,
    "entity": _entity,
    "setting": _setting,
    "document": _document,
}
