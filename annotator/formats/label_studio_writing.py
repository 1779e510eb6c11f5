"""Writing Label Studio's tasks: an annotation for each annotator, and the labelling config."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.formats import label_studio_options as options
from annotator.formats.jsonl_writing import preface
from annotator.formats.kit import passing
from annotator.formats.kit.by_annotator import Share, borrowed_ids, shares
from annotator.formats.kit.flattening import pieces
from annotator.formats.kit.json_files import encoded
from annotator.formats.kit.options import FRAGMENTS
from annotator.formats.label_studio_config import (
    CHOICES,
    LABELS,
    NOTE,
    NUMBER,
    TEXT,
    TEXTAREA,
    UsedNames,
    config,
    control_of,
    value_text,
)
from annotator.formats.writing import new_folder
from annotator.model.values import Annotator, Entity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from annotator.formats.format import Corpus, Record, Writing
    from annotator.formats.kit.flattening import Piece
    from annotator.model.values import Relation, Span

NO_END = "an end of it was left out"


def write(corpus: Corpus, folder: Path, writing: Writing) -> None:
    """Write a folder of `tasks.json`, `config.xml` and the project's own `project.jsonl`."""
    writer = _Writer(corpus, writing)
    total = len(corpus.documents())
    with new_folder(folder, overwrites=writing.overwrites) as temporary:
        with (temporary / options.TASKS).open("wb") as file:
            file.write(b"[")
            for number, record in enumerate(corpus.records()):
                writing.step(number, total, record.document.title)
                file.write(b",\n" if number else b"\n")
                file.write(encoded(writer.task(record, number + 1)))
            file.write(b"\n]\n")
        (temporary / options.CONFIG).write_bytes(config(corpus.codebook(), writer.used))
        (temporary / options.PREFACE).write_bytes(b"".join(line + b"\n" for line in preface(corpus)))
        writing.step(total, total, "")


class _Writer:
    """Makes the tasks of one file; `used` is what their results name."""

    def __init__(self, corpus: Corpus, writing: Writing) -> None:
        self.used = UsedNames()
        self._corpus = corpus
        self._how = writing.value(FRAGMENTS)
        self._who = writing.value(options.PEOPLE)
        self._losses = writing.losses
        self._attributes = corpus.codebook().attributes
        self._people: Mapping[str, Annotator] = {one.id: one for one in corpus.annotators()}
        self._numbers = {id_: number for number, id_ in enumerate(self._people, 1)}
        self._entities: Mapping[str, Entity] = {one.id: one for one in corpus.entities()}
        self._annotations = 0

    def task(self, record: Record, number: int) -> dict[str, Any]:
        """One document with the annotations of all who have worked on it."""
        document = record.document
        self._losses.begin(document.id, document.title)
        found = shares(record, self._corpus, list(self._people.values()))
        if borrowed := borrowed_ids(found):
            self._losses.add("spans", "changed", passing.NOT_HERS, ids=borrowed)
        return {
            "id": number,
            "data": options.task_values(document, record.text),
            "annotations": [self._annotation(record, share) for share in found],
            "predictions": [],
        }

    def _annotation(self, record: Record, share: Share) -> dict[str, Any]:
        self._annotations += 1
        person = self._people.get(share.annotator) or Annotator(share.annotator, share.annotator)
        said: dict[str, Any] = {"id": self._annotations}
        if self._who == options.NUMBERS:
            said["completed_by"] = self._numbers.get(person.id, len(self._numbers) + 1)
        elif self._who == options.EMAILS and person.email:
            said["completed_by"] = {"email": person.email, "first_name": person.name, "last_name": ""}
        every: list[Span | Relation] = [*share.spans, *share.relations]
        times = [time for one in every for time in (one.created, one.modified) if time]
        return {
            **said,
            "result": list(self._results(record, share)),
            "was_cancelled": False,
            "ground_truth": person.role == "gold",
            **({"created_at": min(times), "updated_at": max(times)} if times else {}),
            options.OURS: passing.annotator_values(person) | passing.work_values(share.work),
        }

    def _results(self, record: Record, share: Share) -> Iterator[dict[str, Any]]:
        numbers: dict[str, int] = {}
        links: list[dict[str, Any]] = []
        for piece in pieces(share.all_spans(), self._how, self._losses):
            number = numbers[piece.span.id] = numbers.get(piece.span.id, 0) + 1
            yield from self._regions(piece, record.text, share, number)
            if number > 1:
                former = piece.span.id if number == 2 else f"{piece.span.id}.{number - 2}"
                links.append(_link(former, f"{piece.span.id}.{number - 1}", options.CONTINUES, "bi"))
        if links:
            self.used.relations.add(options.CONTINUES)
        lost: list[str] = []
        for relation in share.relations:
            if relation.from_id in numbers and relation.to_id in numbers:
                self.used.relations.add(relation.label)
                links.append(_relation(relation))
            else:
                lost.append(relation.id)
        if lost:
            self._losses.add("relations", "dropped", NO_END, ids=lost)
        yield from links

    def _regions(self, piece: Piece, text: str, share: Share, number: int) -> Iterator[dict[str, Any]]:
        """The region of a piece; the first also holds what is said of the span."""
        span = piece.span
        place = {"start": piece.start, "end": piece.end}
        base: dict[str, Any] = {
            "id": span.id if number == 1 else f"{span.id}.{number - 1}",
            "to_name": TEXT,
            "origin": "manual",
        }
        self.used.labels.add(span.label)
        value = {**place, "text": text[piece.start : piece.end], "labels": [span.label]}
        region = {**base, "from_name": LABELS, "type": "labels", "value": value}
        if number > 1:
            yield region
            return
        results = list(self._said(span))
        meta = self._meta(span, share, {name for name, _, _ in results})
        yield region | ({"meta": {options.OURS: meta}} if meta else {})
        for name, kind, said in results:
            inner = {**place, "text": text[piece.start : piece.end], **said}
            yield {**base, "from_name": name, "type": kind, "value": inner}

    def _said(self, span: Span) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Name, kind and value of the further results of a region."""
        for name in sorted(span.attributes):
            value = span.attributes[name]
            kind = control_of(self._attributes.get(name), name, value)
            if kind:
                self.used.values.setdefault(name, set())
            if kind == CHOICES:
                self.used.values[name].add(value_text(value))
                yield name, kind, {CHOICES: [value_text(value)]}
            elif kind == NUMBER:
                yield name, kind, {NUMBER: value}
            elif kind == TEXTAREA:
                yield name, kind, {"text": [value]}
        if span.note:
            yield NOTE, TEXTAREA, {"text": [span.note]}

    def _meta(self, span: Span, share: Share, written: set[str]) -> dict[str, Any]:
        """What no result says: exact values, entity, origin and times."""
        said = passing.annotation_values(span)
        said.pop("note", None)
        every = said.pop("attributes", {})
        typed = {name: value for name, value in every.items() if name in written}
        typed = {name: value for name, value in typed.items() if not isinstance(value, str)}
        alone = {name: value for name, value in every.items() if name not in written}
        more: dict[str, Any] = {"attributes": alone, "typed": typed}
        if span.entity:
            entity = self._entities.get(span.entity) or Entity(span.entity, span.entity)
            more["entity"] = passing.entity_values(entity)
        if span.annotator != share.annotator:
            owner = self._people.get(span.annotator) or Annotator(span.annotator, span.annotator)
            more["annotator"] = passing.annotator_values(owner)
        return said | {key: value for key, value in more.items() if value}


def _link(start: str, end: str, label: str, direction: str) -> dict[str, Any]:
    return {
        "from_id": start,
        "to_id": end,
        "type": "relation",
        "direction": direction,
        "labels": [label],
    }


def _relation(relation: Relation) -> dict[str, Any]:
    said = _link(relation.from_id, relation.to_id, relation.label, "right")
    return said | {"meta": {options.OURS: {"id": relation.id, **passing.annotation_values(relation)}}}
