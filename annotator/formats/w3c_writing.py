"""Writing web annotations: for each document its text and one file, for Recogito two."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from annotator.formats import codebook_beside
from annotator.formats.jsonl_document import is_uuid
from annotator.formats.jsonl_writing import in_order
from annotator.formats.kit import passing
from annotator.formats.kit.file_names import UniqueNames
from annotator.formats.kit.options import Choice, Option
from annotator.formats.kit.units import Units
from annotator.formats.w3c_files import CONTEXT, HASH, LINKS
from annotator.formats.writing import new_folder
from annotator.model.values import METADATA_KEYS, Annotator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from annotator.formats.format import Corpus, Record, Writing
    from annotator.formats.kit.units import Unit
    from annotator.model.values import AttributeValue, Entity, Relation, Span

PROFILE = Option(
    "profile",
    "For",
    "w3c",
    (
        Choice("w3c", "any program: code points, relations included"),
        Choice("recogito", "Recogito: UTF-16, relations in a second file"),
    ),
)
AROUND = 32
"""How many characters before and after a quote are given with it."""
UUID, OWN = "urn:uuid:", "urn:annotator:"
WIKIDATA = "http://www.wikidata.org/entity/"

_QID = re.compile(r"Q[0-9]+")
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x1f]+")
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def write(corpus: Corpus, path: Path, writing: Writing) -> None:
    """Write the files of all documents, and the codebook beside them."""
    names = UniqueNames()
    is_recogito = writing.value(PROFILE) == "recogito"
    with new_folder(path, overwrites=writing.overwrites) as folder:
        documents = _Documents(corpus, is_recogito=is_recogito)
        total = len(corpus.documents())
        for number, record in enumerate(corpus.records()):
            writing.step(number, total, record.document.title)
            name = names.new(record.document.title)
            (folder / f"{name}.txt").write_bytes(record.text.encode())
            spans, links = documents.spans(record), documents.links(record)
            if is_recogito:
                listed = ({"@context": CONTEXT} | one for one in spans)
                (folder / f"{name}.json").write_bytes(_lines("[", listed, "]"))
                (folder / f"{name}{LINKS}").write_bytes(documents.collection(record, links))
            else:
                content = documents.collection(record, [*spans, *links])
                (folder / f"{name}.jsonld").write_bytes(content)
        codebook_beside.write(folder, corpus.codebook())
        writing.step(total, total, "")


def urn(id_: str) -> str:
    """The IRI of something that has this id."""
    return f"{UUID}{id_}" if is_uuid(id_) else f"{OWN}{quote(id_, safe='')}"


def _lines(start: str, items: Iterable[Mapping[str, Any]], end: str) -> bytes:
    """A list, an item a line."""
    inside = ",\n".join(map(_encode, items))
    return f"{start}\n{inside}\n{end}\n".encode()


class _Documents:
    """Turns what is said of documents into web annotations."""

    def __init__(self, corpus: Corpus, *, is_recogito: bool) -> None:
        self._corpus = corpus
        self._unit: Unit = "utf-16" if is_recogito else "code point"
        self._entities = {entity.id: entity for entity in corpus.entities()}
        self._people = {one.id: one for one in corpus.annotators()}

    def collection(self, record: Record, items: list[dict[str, Any]]) -> bytes:
        """Annotations as a collection, which also says what is known of the document itself."""
        document = record.document
        works = self._corpus.works(document.id)
        said: dict[str, Any] = {
            "offsets": self._unit,
            "metadata": in_order(document.metadata, METADATA_KEYS),
            "attributes": in_order(document.attributes, ()),
            "note": document.note,
            "created": document.created,
            "annotators": [passing.annotator_values(self._person(one.annotator)) for one in works],
            "work": [{"annotator": one.annotator} | passing.work_values(one) for one in works],
        }
        head: dict[str, Any] = {
            "@context": CONTEXT,
            "id": f"urn:uuid:{document.id}",
            "type": "AnnotationCollection",
            "label": document.title,
            "total": len(items),
            "article": {"title": document.title} | {key: one for key, one in said.items() if one},
        }
        page = {"id": f"urn:uuid:{document.id}#1", "type": "AnnotationPage", "startIndex": 0}
        start = f'{_encode(head)[:-1]},"first":{_encode(page)[:-1]},"items":['
        return _lines(start, items, "]}}")

    def spans(self, record: Record) -> list[dict[str, Any]]:
        """An annotation for each span, with a target for each of its pieces."""
        text, units = record.text, Units(record.text, self._unit)
        source = record.document.metadata.get("url", "")
        if not _IRI.fullmatch(source):
            source = HASH + record.document.text_sha256
        return [self._span(span, text, units, source) for span in record.spans]

    def links(self, record: Record) -> list[dict[str, Any]]:
        """An annotation for each relation: its target is where it starts, its body where it ends."""
        return [self._link(relation) for relation in record.relations]

    def _span(self, span: Span, text: str, units: Units, source: str) -> dict[str, Any]:
        bodies = [_textual("tagging", span.label), *_said(span)]
        entity = self._entities.get(span.entity or "")
        if entity is not None:
            bodies.append(_identifying(entity))
        targets = [_target(start, end, text, units, source) for start, end in span.fragments]
        return self._head(span, "tagging") | {"body": bodies, "target": targets}

    def _link(self, relation: Relation) -> dict[str, Any]:
        end = {
            "type": "SpecificResource",
            "purpose": "linking",
            "source": urn(relation.to_id),
        }
        bodies = [end, _textual("tagging", relation.label), *_said(relation)]
        target = urn(relation.from_id)
        return self._head(relation, "linking") | {"body": bodies, "target": target}

    def _head(self, one: Span | Relation, motivation: str) -> dict[str, Any]:
        person = self._person(one.annotator)
        creator = {"id": urn(person.id), "type": "Person", "name": person.name}
        if person.role != "person":
            creator |= {"type": "Software", "role": person.role}
        times = {key: value for key in ("created", "modified") if (value := getattr(one, key))}
        return {
            "id": urn(one.id),
            "type": "Annotation",
            "motivation": motivation,
            "creator": creator,
            **times,
            "origin": one.origin,
        }

    def _person(self, id_: str) -> Annotator:
        return self._people.get(id_) or Annotator(id_, id_)


def _textual(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _said(one: Span | Relation) -> Iterator[dict[str, Any]]:
    for name, value in in_order(one.attributes, ()).items():
        yield _classifying(name, value)
    if one.note:
        yield _textual("commenting", one.note) | {"format": "text/plain"}


def _classifying(name: str, value: AttributeValue) -> dict[str, Any]:
    """`name=value`; a key of ours says exactly what cannot be read from that."""
    body = _textual("classifying", f"{name}={passing.as_text(value)}")
    if not isinstance(value, str) or "=" in name:
        body["attribute"] = {"name": name, "value": value}
    return body


def _identifying(entity: Entity) -> dict[str, Any]:
    is_known = _QID.fullmatch(entity.qid) is not None
    iri = WIKIDATA + entity.qid if is_known else urn(entity.id)
    said = {"type": "SpecificResource", "purpose": "identifying", "source": iri}
    return said | {"entity": passing.entity_values(entity)}


def _target(start: int, end: int, text: str, units: Units, source: str) -> dict[str, Any]:
    words = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - AROUND) : start],
        "suffix": text[end : end + AROUND],
    }
    position = {
        "type": "TextPositionSelector",
        "start": units.from_code_point(start),
        "end": units.from_code_point(end),
    }
    return {"type": "SpecificResource", "source": source, "selector": [words, position]}
