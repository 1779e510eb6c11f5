"""Writing brat: a folder of texts and annotations, one for each annotator where there are several."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from annotator.formats import codebook_beside
from annotator.formats.brat_conf import ConfNames
from annotator.formats.brat_files import ANNOTATION_CONF, SIDECAR, VISUAL_CONF
from annotator.formats.brat_sidecar import encoded
from annotator.formats.brat_words import cut, escaped, has_break, rejoined, value_word
from annotator.formats.jsonl_writing import in_order
from annotator.formats.kit import passing
from annotator.formats.kit.file_names import UniqueNames
from annotator.formats.writing import new_folder
from annotator.model.values import METADATA_KEYS, Annotator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from annotator.formats.format import Corpus, Record, Writing
    from annotator.formats.kit.losses import Losses
    from annotator.model.fragment import Fragment
    from annotator.model.values import Entity, Relation, Span

CUT = "brat allows no tab or line end inside a span; Annotator joins the pieces again"
ONLY_BREAKS = "brat has no spans of tabs and line ends alone"
APART = "its ends are spans of different annotators, who have a folder each"

_QID = re.compile(r"Q[0-9]+")


def write(corpus: Corpus, path: Path, writing: Writing) -> None:
    """Write texts, annotations, sidecars and brat's configuration into a folder."""
    with new_folder(path, overwrites=writing.overwrites) as folder:
        corpus_writer = _CorpusWriter(corpus, folder, writing.losses)
        total = len(corpus.documents())
        for number, record in enumerate(corpus.records()):
            writing.step(number, total, record.document.title)
            writing.losses.begin(record.document.id, record.document.title)
            corpus_writer.write(record)
        corpus_writer.finish()
        writing.step(total, total, "")


class _CorpusWriter:
    """Writes one document after the other; knows the names of files, people and labels."""

    def __init__(self, corpus: Corpus, folder: Path, losses: Losses) -> None:
        self._corpus = corpus
        self._folder = folder
        self.losses = losses
        self.names = ConfNames(corpus.codebook())
        self.entities = {entity.id: entity for entity in corpus.entities()}
        self.people = {one.id: one for one in corpus.annotators()}
        self._files = UniqueNames()
        self._folder_names = UniqueNames()
        self._folders: dict[str, Path] = {}

    def write(self, record: Record) -> None:
        """Write the files of one document, in each folder that it belongs to."""
        name = self._files.new(record.document.title)
        text = record.text.encode()
        by_annotator: dict[str, list[Span]] = defaultdict(list)
        for span in record.spans:
            by_annotator[span.annotator].append(span)
        relations = self._relations(record)
        for annotator, spans in by_annotator.items() or [("", [])]:
            part = _Part(self, record, annotator)
            lines = part.lines(spans, relations.get(annotator, ()))
            folder = self._folder_of(annotator)
            (folder / f"{name}.txt").write_bytes(text)
            (folder / f"{name}.ann").write_bytes(lines.encode())
            (folder / f"{name}{SIDECAR}").write_bytes(encoded(self._sidecar(record, part)))

    def _relations(self, record: Record) -> Mapping[str, list[Relation]]:
        """The relations by whose spans they join; those between two people's are lost."""
        owners = {span.id: span.annotator for span in record.spans}
        found: dict[str, list[Relation]] = defaultdict(list)
        for relation in record.relations:
            owner = owners[relation.from_id]
            if owner != owners[relation.to_id]:
                self.losses.add("relations", "dropped", APART, ids=[relation.id])
            else:
                found[owner].append(relation)
        return found

    def _folder_of(self, annotator: str) -> Path:
        """Where an annotator's files go; articles that nobody has labelled stand at the top."""
        if not annotator or len(self.people) < 2:
            return self._folder
        known = self._folders.get(annotator)
        if known is None:
            name = self._folder_names.new(self.person(annotator).name, otherwise="annotator")
            known = self._folders[annotator] = self._folder / name
            known.mkdir()
        return known

    def person(self, id_: str) -> Annotator:
        """The annotator with this id."""
        return self.people.get(id_) or Annotator(id_, id_)

    def _sidecar(self, record: Record, part: _Part) -> dict[str, Any]:
        document = record.document
        works = self._corpus.works(document.id)
        people = dict.fromkeys([part.annotator, *part.people, *(work.annotator for work in works)])
        return {
            "title": document.title,
            "metadata": in_order(document.metadata, METADATA_KEYS),
            "attributes": in_order(document.attributes, ()),
            "note": document.note,
            "created": document.created,
            "annotator": part.annotator,
            "annotators": [passing.annotator_values(self.person(id_)) for id_ in people if id_],
            "work": [
                {"annotator": one.annotator, "state": one.stored_state, "flagged": one.stored_flag}
                for one in works
            ],
            "entities": [passing.entity_values(one) for one in part.entities.values()],
            "names": part.names,
            "spans": part.spans,
            "relations": part.relations,
        }

    def finish(self) -> None:
        """Write what holds for all documents: the codebook and brat's configuration."""
        codebook_beside.write(self._folder, self._corpus.codebook())
        (self._folder / ANNOTATION_CONF).write_bytes(self.names.annotation_conf().encode())
        (self._folder / VISUAL_CONF).write_bytes(self.names.visual_conf().encode())


class _Part:
    """What one annotator said of one document: brat's lines, and what the sidecar must add."""

    def __init__(self, corpus: _CorpusWriter, record: Record, annotator: str) -> None:
        self.annotator = annotator
        self.people: dict[str, None] = {}
        self.entities: dict[str, Entity] = {}
        self.names: dict[str, dict[str, str]] = {}
        self.spans: dict[str, dict[str, Any]] = {}
        self.relations: dict[str, dict[str, Any]] = {}
        self._corpus = corpus
        self._text = record.text
        self._ids: dict[str, str] = {}
        self._lines: list[str] = []
        self._numbers = {"A": 0, "N": 0, "#": 0}
        self._cut: list[str] = []

    def lines(self, spans: Sequence[Span], relations: Sequence[Relation]) -> str:
        """The content of the annotation file."""
        for span in spans:
            self._span(span)
        for number, relation in enumerate(relations, 1):
            self._relation(f"R{number}", relation)
        if self._cut:
            self._corpus.losses.add("fragments", "split", CUT, ids=self._cut)
        return "".join(f"{line}\n" for line in self._lines)

    def _name(self, kind: str, ours: str, theirs: str) -> str:
        if ours != theirs:
            self.names.setdefault(kind, {})[theirs] = ours
        return theirs

    def _number(self, letter: str) -> str:
        self._numbers[letter] += 1
        return f"{letter}{self._numbers[letter]}"

    def _span(self, span: Span) -> None:
        fragments: Sequence[Fragment] = span.fragments
        words = span.text
        if has_break(words):
            fragments = cut(self._text, fragments)
            if not fragments:
                self._corpus.losses.add("spans", "dropped", ONLY_BREAKS, ids=[span.id])
                return
            self._cut.append(span.id)
            words = " ".join([self._text[start:end] for start, end in fragments])
        elif len(fragments) > 1:
            words = " ".join([self._text[start:end] for start, end in fragments])
        name = f"T{len(self._ids) + 1}"
        self._ids[span.id] = name
        label = self._name("labels", span.label, self._corpus.names.label(span.label))
        offsets = ";".join([f"{start} {end}" for start, end in fragments])
        self._lines.append(f"{name}\t{label} {offsets}\t{words}")
        if len(fragments) > 1 or fragments != span.fragments:
            self._add_fragments(name, span, fragments)
        if span.entity is not None:
            self._entity(name, span)
        if span.attributes:
            self._attributes(name, span)
        if span.note:
            self._note(name, span.note)

    def _add_fragments(self, name: str, span: Span, written: Sequence[Fragment]) -> None:
        """Keep the true fragments where joining the written ones again would not give them."""
        if rejoined(self._text, written) != list(span.fragments):
            self.spans.setdefault(name, {})["fragments"] = span.fragments

    def _entity(self, name: str, span: Span) -> None:
        entity = self._corpus.entities.get(span.entity or "")
        if entity is None:
            self._corpus.losses.add("entities", "dropped", "there is no such entity", ids=[span.id])
            return
        self.entities[entity.id] = entity
        self.spans.setdefault(name, {})["entity"] = entity.id
        if _QID.fullmatch(entity.qid):
            readable = " ".join(entity.name.split())
            self._lines.append(
                f"{self._number('N')}\tReference {name} Wikidata:{entity.qid}\t{readable}"
            )

    def _attributes(self, name: str, span: Span) -> None:
        """Lines for all values but “no”; exact values where one word cannot say them."""
        exact: dict[str, Any] = {}
        names = self._corpus.names
        for id_, value in sorted(span.attributes.items()):
            theirs = self._name("attributes", id_, names.attributes.of(id_))
            names.note_value(id_, span.label, value)
            if value is False:
                exact[id_] = value
            elif value is True:
                self._lines.append(f"{self._number('A')}\t{theirs} {name}")
            else:
                word = value_word(str(value))
                self._lines.append(f"{self._number('A')}\t{theirs} {name} {word}")
                if word != value:
                    exact[id_] = value
        if exact:
            self.spans.setdefault(name, {})["attributes"] = exact

    def _note(self, name: str, note: str) -> None:
        self._lines.append(f"{self._number('#')}\tAnnotatorNotes {name}\t{escaped(note)}")

    def _relation(self, name: str, relation: Relation) -> None:
        start, end = self._ids.get(relation.from_id), self._ids.get(relation.to_id)
        if start is None or end is None:
            self._corpus.losses.add(
                "relations", "dropped", "one of its spans is left out", ids=[relation.id]
            )
            return
        label = self._name("relations", relation.label, self._corpus.names.relation(relation.label))
        self._lines.append(f"{name}\t{label} Arg1:{start} Arg2:{end}")
        said: dict[str, Any] = {}
        if relation.attributes:
            said["attributes"] = in_order(relation.attributes, ())
        if relation.annotator != self.annotator:
            self.people[relation.annotator] = None
            said["annotator"] = relation.annotator
        if said:
            self.relations[name] = said
        if relation.note:
            self._note(name, relation.note)
