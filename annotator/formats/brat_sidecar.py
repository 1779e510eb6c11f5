"""The file beside a brat document (`NAME.meta.json`): what brat's own lines have no place for."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from annotator.formats import files
from annotator.formats import json_values as values
from annotator.formats.brat_files import SIDECAR
from annotator.formats.json_values import Place
from annotator.formats.kit.passing import annotator, entity
from annotator.model.values import STATES, Work

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from annotator.model.values import Annotator, AttributeValue, Entity

KIND = "annotator brat/1"


@dataclass(frozen=True, slots=True)
class SpanSaid:
    """What is said of a span beyond its line; `fragments` are empty where the line says all."""

    fragments: tuple[tuple[int, int], ...] = ()
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    entity: str = ""


@dataclass(frozen=True, slots=True)
class RelationSaid:
    """What is said of a relation beyond its line."""

    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    annotator: str = ""


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What the file beside a document says; `names` map brat's to ours where they differ."""

    title: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    note: str = ""
    created: str = ""
    annotator: str = ""
    annotators: Sequence[Annotator] = ()
    entities: Mapping[str, Entity] = field(default_factory=dict)
    works: Sequence[tuple[str, str | None, bool | None]] = ()
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    spans: Mapping[str, SpanSaid] = field(default_factory=dict)
    relations: Mapping[str, RelationSaid] = field(default_factory=dict)

    def ours(self, kind: str, name: str) -> str:
        """Our name of a label, relation or attribute (`kind`) that brat calls so."""
        return self.names.get(kind, {}).get(name, name)

    def work(self, document: str) -> Iterator[Work]:
        """How far each annotator is with the document."""
        for who, state, flag in self.works:
            yield Work(document, who, state, flag)


NOTHING = Sidecar()


def read_sidecar(path: Path) -> Sidecar | None:
    """The sidecar of an annotation file; None where there is none of ours."""
    beside = path.with_name(path.stem + SIDECAR)
    if not beside.is_file():
        return None
    raw = values.parse_line(files.read_article(beside), Place(str(beside), 1))
    if raw.get("format") != KIND:
        return None
    return _sidecar(raw, Place(str(beside), 1))


def _sidecar(raw: Mapping[str, Any], place: Place) -> Sidecar:
    names = values.mapping(raw, "names", place)
    inside = place.inside("names")
    return Sidecar(
        title=values.text(raw, "title", place),
        metadata=values.texts(raw, "metadata", place),
        attributes=values.attributes(raw, place),
        note=values.text(raw, "note", place),
        created=values.text(raw, "created", place),
        annotator=values.text(raw, "annotator", place),
        annotators=[who for one in values.items(raw, "annotators", place) if (who := annotator(one))],
        entities={
            what.id: what for one in values.items(raw, "entities", place) if (what := entity(one))
        },
        works=[_work(one, at) for one, at in _objects(raw, "work", place)],
        names={kind: values.texts(names, kind, inside) for kind in names},
        spans={name: _span(one, at) for name, one, at in _named(raw, "spans", place)},
        relations={name: _relation(one, at) for name, one, at in _named(raw, "relations", place)},
    )


def _objects(raw: Mapping[str, Any], key: str, place: Place) -> Iterator[tuple[dict[str, Any], Place]]:
    for index, one in enumerate(values.items(raw, key, place)):
        at = place.inside(f"{key}[{index}]")
        if not isinstance(one, dict):
            at.refuse("it must be an object")
        yield one, at


def _named(
    raw: Mapping[str, Any], key: str, place: Place
) -> Iterator[tuple[str, dict[str, Any], Place]]:
    for name, one in values.mapping(raw, key, place).items():
        at = place.inside(f"{key}.{name}")
        if not isinstance(one, dict):
            at.refuse("it must be an object")
        yield name, one, at


def _work(raw: Mapping[str, Any], place: Place) -> tuple[str, str | None, bool | None]:
    state = values.text(raw, "state", place) or None
    if state is not None and state not in STATES:
        place.refuse(f"“state” is “{state}”; it can be {', '.join(STATES)}")
    return values.text(raw, "annotator", place), state, values.is_true(raw, "flagged", place)


def _span(raw: Mapping[str, Any], place: Place) -> SpanSaid:
    pairs = values.items(raw, "fragments", place)
    for pair in pairs:
        if not (isinstance(pair, list) and [type(end) for end in pair] == [int, int]):
            place.refuse("“fragments” must be a list of pairs [start, end]")
    fragments = tuple((start, end) for start, end in pairs)
    return SpanSaid(fragments, values.attributes(raw, place), values.text(raw, "entity", place))


def _relation(raw: Mapping[str, Any], place: Place) -> RelationSaid:
    return RelationSaid(values.attributes(raw, place), values.text(raw, "annotator", place))


# ---------------------------------------------------------------- writing

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def encoded(said: Mapping[str, Any], *, has_numbers: bool) -> bytes:
    """The bytes of a sidecar; what is empty is left out. Numbers are those of attributes."""
    kept = {"format": KIND}
    kept |= {key: value for key, value in said.items() if value or key == "title"}
    if has_numbers:
        return f"{_encode(kept)}\n".encode()
    return orjson.dumps(kept, option=orjson.OPT_APPEND_NEWLINE)
