"""Writing brat: a folder of texts and annotations, one for each annotator where there are several."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from annotator.formats import codebook_beside
from annotator.formats.brat_conf import ConfNames
from annotator.formats.brat_entities import EntityLines
from annotator.formats.brat_files import ANNOTATION_CONF, SIDECAR, VISUAL_CONF
from annotator.formats.brat_part import Part
from annotator.formats.brat_sidecar import encoded
from annotator.formats.columns import MARKS, Columns
from annotator.formats.jsonl_writing import in_order
from annotator.formats.kit import passing
from annotator.formats.kit.file_names import UniqueNames
from annotator.formats.stored_rows import stored
from annotator.formats.writing import new_folder, write_small
from annotator.model.values import METADATA_KEYS, Annotator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from annotator.formats.format import Corpus, Rows, Writing
    from annotator.formats.kit.losses import Losses
    from annotator.model.values import Document

APART = "its ends are spans of different annotators, who have a folder each"

_LOOKED_AT = Columns(MARKS, frozenset(str.split("label from_id to_id annotator attributes note")))
_FROM, _TO, _BY = 3, 4, 7
"""Where a relation's row has its ends, and a span's its annotator."""


def write(corpus: Corpus, path: Path, writing: Writing) -> None:
    """Write texts, annotations, sidecars and brat's configuration into a folder."""
    with new_folder(path, overwrites=writing.overwrites) as folder:
        corpus_writer = _CorpusWriter(corpus, folder, writing.losses)
        total = len(corpus.documents())
        for number, one in enumerate(stored(corpus, _LOOKED_AT)):
            writing.step(number, total, one.document.title)
            writing.losses.begin(one.document.id, one.document.title)
            corpus_writer.write(one)
        corpus_writer.finish()
        writing.step(total, total, "")


class _CorpusWriter:
    """Writes one document after the other; knows the names of files, people and labels."""

    def __init__(self, corpus: Corpus, folder: Path, losses: Losses) -> None:
        self._corpus = corpus
        self._folder = folder
        self._losses = losses
        self._names = ConfNames(corpus.codebook())
        self._entities = EntityLines(corpus.entities())
        self._people = {one.id: one for one in corpus.annotators()}
        self._files = UniqueNames()
        self._folder_names = UniqueNames()
        self._folders: dict[str, Path] = {}

    def write(self, one: Rows) -> None:
        """Write the files of one document, in each folder that it belongs to."""
        name = self._files.new(one.document.title)
        text = one.text.encode()
        by_annotator: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for row in one.spans:
            by_annotator[row[_BY]].append(row)
        relations = self._relations(one, by_annotator)
        for annotator, spans in by_annotator.items() or [("", [])]:
            part = Part(annotator, one.text, self._names, self._entities, self._losses)
            lines = part.lines(spans, relations.get(annotator, ()))
            beside = encoded(self._sidecar(one.document, part), has_numbers=part.has_numbers)
            start = str(self._folder_of(annotator) / name)
            for ending, content in ((".txt", text), (".ann", lines.encode()), (SIDECAR, beside)):
                write_small(start + ending, content)

    def _relations(
        self, one: Rows, by_annotator: Mapping[str, Sequence[tuple[Any, ...]]]
    ) -> Mapping[str, Sequence[tuple[Any, ...]]]:
        """The relations by whose spans they join; those between two people's are lost."""
        if len(by_annotator) == 1:
            return dict.fromkeys(by_annotator, one.relations)
        owners = {row[0]: row[_BY] for row in one.spans}
        found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for row in one.relations:
            owner = owners[row[_FROM]]
            if owner != owners[row[_TO]]:
                self._losses.add("relations", "dropped", APART, ids=[row[0]])
            else:
                found[owner].append(row)
        return found

    def _folder_of(self, annotator: str) -> Path:
        """Where an annotator's files go; articles that nobody has labelled stand at the top."""
        if not annotator or len(self._people) < 2:
            return self._folder
        known = self._folders.get(annotator)
        if known is None:
            name = self._folder_names.new(self._person(annotator).name, otherwise="annotator")
            known = self._folders[annotator] = self._folder / name
            known.mkdir()
        return known

    def _person(self, id_: str) -> Annotator:
        return self._people.get(id_) or Annotator(id_, id_)

    def _sidecar(self, document: Document, part: Part) -> dict[str, Any]:
        part.has_numbers |= bool(document.attributes)
        works = self._corpus.works(document.id)
        people = dict.fromkeys([part.annotator, *part.people, *(work.annotator for work in works)])
        return {
            "title": document.title,
            "metadata": in_order(document.metadata, METADATA_KEYS),
            "attributes": in_order(document.attributes, ()),
            "note": document.note,
            "created": document.created,
            "annotator": part.annotator,
            "annotators": [passing.annotator_values(self._person(id_)) for id_ in people if id_],
            "work": [
                {"annotator": one.annotator, "state": one.stored_state, "flagged": one.stored_flag}
                for one in works
            ],
            "entities": list(part.entities.values()),
            "names": part.names,
            "spans": part.spans,
            "relations": part.relations,
        }

    def finish(self) -> None:
        """Write what holds for all documents: the codebook and brat's configuration."""
        codebook_beside.write(self._folder, self._corpus.codebook())
        (self._folder / ANNOTATION_CONF).write_bytes(self._names.annotation_conf().encode())
        (self._folder / VISUAL_CONF).write_bytes(self._names.visual_conf().encode())
