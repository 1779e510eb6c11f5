"""Writing native JSON Lines: always the same bytes for the same content.

Keys stand in a fixed order, documents as they came in, spans in reading order, everything else
by name or id; so two exports can be compared line by line.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING, Any

import orjson

from annotator import __version__
from annotator.formats import jsonl_decisions, jsonl_rows, jsonl_shared
from annotator.formats.jsonl_reading import VERSION
from annotator.formats.stored_rows import stored
from annotator.formats.writing import new_file
from annotator.model.codebook import Codebook, to_file
from annotator.model.values import (
    METADATA_KEYS,
    Annotator,
    Document,
    Entity,
    Work,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from annotator.formats.format import Corpus, Rows, Writing

_CODEBOOK_KEYS = str.split(
    "format id version name description layers labels attributes document_attributes relations "
    "clusters span_rules constraints exports"
)
_ITEM_KEYS = str.split(
    "id name layer type hotkey key style colour required default values from to min max_per_from "
    "symmetric acyclic overlap definition include exclude examples attributes hint note"
)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
"""For what orjson refuses: whole numbers of more than 64 bits."""


def write(corpus: Corpus, path: Path, writing: Writing) -> None:
    """Write all that is current to one file."""
    with new_file(path, overwrites=writing.overwrites) as file:
        for line in lines(corpus, writing):
            file.write(line)
            file.write(b"\n")


def lines(corpus: Corpus, writing: Writing) -> Iterator[bytes]:
    """The lines of the file, without their line ends."""
    yield from preface(corpus)
    total = len(corpus.documents())
    for number, rows in enumerate(stored(corpus)):
        writing.step(number, total, rows.document.title)
        yield _document_line(rows, corpus, writing)
    writing.step(total, total, "")


def _document_line(rows: Rows, corpus: Corpus, writing: Writing) -> bytes:
    """The line of a document; its annotations are put in as they are stored."""
    start = _line("document", **_document(rows.document, rows.text, corpus))
    spans = ",".join(map(jsonl_rows.span, rows.spans))
    relations = ",".join(map(jsonl_rows.relation, rows.relations))
    end = f',"spans":[{spans}],"relations":[{relations}]'
    if writing.splits:
        end += f',"split":{quoted(writing.splits[rows.document.id])}'
    return start[:-1] + end.encode() + b"}"


def preface(corpus: Corpus) -> Iterator[bytes]:
    """The lines before the documents: header, codebook, annotators, entities, settings, queries."""
    project = corpus.project_name
    yield _line(
        "header",
        format="annotator",
        version=VERSION,
        made_with=f"annotator {__version__}",
        project={"id": project.id, "title": project.title},
    )
    yield _line("codebook", **_codebook(corpus.codebook()))
    for annotator in corpus.annotators():
        yield _line("annotator", **_annotator(annotator))
    for entity in corpus.entities():
        yield _line("entity", **_entity(entity))
    for setting in corpus.settings():
        yield _line("setting", name=setting.id, value=setting.value)
    for saved in corpus.saved_queries():
        yield _line("query", **jsonl_shared.query_values(saved))
    for said in corpus.unifications():
        yield _line("unification", **jsonl_decisions.unification_values(said))


def _line(kind: str, **values: Any) -> bytes:
    return encoded({"kind": kind, **values})


def encoded(line: Mapping[str, Any]) -> bytes:
    """A line as this format writes JSON."""
    try:
        return orjson.dumps(line)
    except TypeError:
        return _encode(line).encode()


def _codebook(codebook: Codebook) -> dict[str, Any]:
    content = to_file(codebook)
    for key in ("layers", "labels", "attributes", "relations"):
        content[key] = [in_order(item, _ITEM_KEYS) for item in content[key]]
    return in_order(content, _CODEBOOK_KEYS)


def in_order(values: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    """The same mapping with these keys first and all others after them, by name."""
    first = {key: values[key] for key in keys if key in values}
    return first | {key: values[key] for key in sorted(values) if key not in first}


def _annotator(annotator: Annotator) -> dict[str, Any]:
    values = {"id": annotator.id, "name": annotator.name, "role": annotator.role}
    more = {"email": annotator.email, "colour": annotator.colour}
    return values | {key: value for key, value in more.items() if value}


def _entity(entity: Entity) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": entity.id,
        "name": entity.name,
        "type": entity.type,
        "aliases": list(entity.aliases),
        "qid": entity.qid,
        "note": entity.note,
    }
    return values | ({"nil": True} if entity.nil else {})


def _document(document: Document, text: str, corpus: Corpus) -> dict[str, Any]:
    """All that is said of a document but its annotations."""
    works = corpus.works(document.id)
    values: dict[str, Any] = {
        "id": document.id,
        "title": document.title,
        "text": text,
        "text_sha256": document.text_sha256,
        "metadata": in_order(document.metadata, METADATA_KEYS),
        "attributes": in_order(document.attributes, ()),
        "state": overall_state(works),
        "note": document.note,
        "created": document.created,
        "work": [work_values(work) for work in works],
    }
    if assignments := corpus.assignments(document.id):
        values["assignments"] = [jsonl_shared.assignment_values(one) for one in assignments]
    if messages := corpus.messages(document.id):
        values["messages"] = [jsonl_shared.message_values(one) for one in messages]
    if decisions := corpus.decisions(document.id):
        values["decisions"] = [jsonl_decisions.decision_values(one) for one in decisions]
    return values


def overall_state(works: Iterable[Work]) -> str:
    """How far a document is: done where all who have begun are done."""
    states = {work.state for work in works} - {"new"}
    if not states:
        return "new"
    return "done" if states == {"done"} else "in progress"


def work_values(work: Work) -> dict[str, Any]:
    """How far an annotator is, as a document's line holds it."""
    values: dict[str, Any] = {"annotator": work.annotator}
    if work.stored_state is not None:
        values["state"] = work.stored_state
    if work.stored_flag is not None:
        values["flagged"] = work.stored_flag
    return values
