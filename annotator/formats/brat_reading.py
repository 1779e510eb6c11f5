"""Reading brat standoff: our own export whole, and what other tools wrote as far as it can be placed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid5

from annotator.errors import FormatError
from annotator.formats import brat_conf, codebook_beside, files
from annotator.formats.brat_files import files_of, read_lines, read_text
from annotator.formats.brat_lines import BratLines, said_bad
from annotator.formats.brat_offsets import Offsets, shown
from annotator.formats.brat_sidecar import NOTHING, Sidecar, SpanSaid, read_sidecar
from annotator.formats.brat_words import cut, rejoined, value_word
from annotator.formats.format import CodebookLine
from annotator.formats.kit.building import OUTSIDE, ArticleBuilder
from annotator.formats.text import title_of
from annotator.model.fragment import Fragment
from annotator.model.values import DOCUMENT_NAMESPACE, Annotator, Entity, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from annotator.formats.brat_files import BratFiles
    from annotator.formats.brat_lines import EventLine, Reference, RelationLine, SpanLine
    from annotator.formats.format import Part, Reading
    from annotator.model.values import AttributeValue

NOBODY = "the file has no annotation of this name"
EMPTY = "it covers no character"
ONE_ENTITY = "a span is linked to one"

_QID = re.compile(r"Q[0-9]+")
_COUNTED = re.compile(r"(.*?)[0-9]+")


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The codebook beside a document, the people and entities that it names, and the document."""
    document = load(path, reading)
    yield from _codebooks(path, document.sidecar, reading)
    yield from parts(document, path, reading)


def parts(document: BratDocument, path: Path, reading: Reading) -> Iterator[Part]:
    """The people and entities that a document names, and its article."""
    builder = _Builder(document, path, reading)
    builder.build()
    yield from document.people()
    yield from builder.entities.values()
    yield builder.article.article()


class BratDocument(NamedTuple):
    """A document's files, taken apart."""

    files: BratFiles
    text: str
    source: Source
    lines: BratLines
    sidecar: Sidecar | None

    @property
    def annotator(self) -> str:
        """Who made the annotations, as the files name her."""
        return self.sidecar.annotator if self.sidecar is not None else self.files.annotator

    def people(self) -> Iterator[Annotator]:
        """The annotators whom the files name."""
        if self.sidecar is not None:
            yield from self.sidecar.annotators
        elif self.files.annotator:
            yield Annotator("", self.files.annotator)


def load(path: Path, reading: Reading) -> BratDocument:
    """Read the files of one document; one in which no line is brat's is refused."""
    found = files_of(path)
    reading.losses.begin("", files.shown_name(path))
    text, content, encoding = read_text(found, reading.encoding)
    lines = BratLines()
    for one in found.annotations:
        lines.read(read_lines(one), files.shown_name(one), text, reading)
    if lines.bad and not lines.understood:
        raise FormatError(
            f"{path} is no brat file: {said_bad(lines.bad)}, cannot be understood.",
            "Lines of brat look like “T1<tab>Person 0 5<tab>Alice”.",
        )
    source = Source(files.shown_name(found.text), content, encoding)
    return BratDocument(found, text, source, lines, read_sidecar(path))


def _codebooks(path: Path, sidecar: Sidecar | None, reading: Reading) -> Iterator[CodebookLine]:
    """Our own codebook beside our export, else what brat's configuration says; once for a folder."""
    if not reading.reads_first(path.parent.resolve()):
        return
    if sidecar is not None and any(place.is_file() for place in codebook_beside.places(path)):
        yield from codebook_beside.read(path, reading)
        return
    found = brat_conf.codebook_of(path.parent)
    if found is not None and reading.reads_first(found[1].resolve()):
        yield CodebookLine(found[0], str(found[1]), is_whole=False)


class _Builder:
    """Makes the article of one document."""

    def __init__(self, document: BratDocument, path: Path, reading: Reading) -> None:
        self._document = document
        self._lines = document.lines
        self._sidecar = document.sidecar or NOTHING
        self._reading = reading
        self._offsets = Offsets(document.text, document.lines.spans.values())
        self._text = self._offsets.text
        self._place = files.shown_name(path)
        title = self._sidecar.title
        if title is None:
            title = title_of(self._text, document.files.text)
        self.article = ArticleBuilder(self._text, str(path), reading, title=title)
        self.entities: dict[str, Entity] = dict(self._sidecar.entities)
        self._triggered: dict[str, list[str]] = {}
        for event in document.lines.events.values():
            self._triggered.setdefault(event.trigger, []).append(event.name)

    def build(self) -> None:
        """Put all that the files say into the article."""
        if said := self._offsets.said():
            self._reading.remark(f"{self._place}: {said}")
        self._build_head()
        clusters = self._cluster_entities()
        for span in self._lines.spans.values():
            self._add_span(span, clusters)
        for relation in self._lines.relations:
            self._add_relation(relation)
        for event in self._lines.events.values():
            self._add_event(event)
        self._count_strays()

    def _build_head(self) -> None:
        article, sidecar = self.article, self._sidecar
        if self._document.sidecar is None:
            article.source = self._document.source
        article.metadata |= sidecar.metadata
        article.attributes |= sidecar.attributes
        article.note, article.created = sidecar.note, sidecar.created
        article.works += sidecar.work(article.id)

    # ------------------------------------------------------------ spans

    def _add_span(self, line: SpanLine, clusters: Mapping[str, str]) -> None:
        said = self._sidecar.spans.get(line.name, _PLAIN)
        pairs = self._pairs(line, said)
        if not pairs:
            return
        lines, name = self._lines, line.name
        names = [name, *self._triggered.get(name, ())]
        has_attributes = said.attributes or not lines.attributes.keys().isdisjoint(names)
        self.article.add_span(
            self._sidecar.ours("labels", line.label),
            pairs,
            name=name,
            entity=self._entity(line, said, names) or clusters.get(name),
            annotator=self._document.annotator,
            attributes=self._attributes(names, said.attributes) if has_attributes else {},
            note=self._note(names) if lines.notes else "",
        )

    def _note(self, names: list[str]) -> str:
        return "\n".join(note for name in names for note in self._lines.notes.get(name, ()))

    def _pairs(self, line: SpanLine, said: SpanSaid) -> list[tuple[int, int]]:
        pairs = self._offsets.pairs(line)
        if pairs is None:
            self._reading.losses.add("spans", "dropped", OUTSIDE, ids=[line.name])
            return []
        if all(start >= end for start, end in pairs):
            self._reading.losses.add("spans", "dropped", EMPTY, ids=[line.name])
            return []
        if said.fragments and cut(self._text, map(Fragment._make, said.fragments)) == pairs:
            return list(said.fragments)
        if (words := self._offsets.difference(line, pairs)) is not None:
            self._reading.remark(
                f"{self._place}, line {line.number:,}: {line.name} says “{shown(line.words or '')}”,"
                f" its offsets say “{words}”."
            )
        return rejoined(self._text, pairs) if len(pairs) > 1 else pairs

    def _attributes(
        self, names: list[str], exact: Mapping[str, AttributeValue]
    ) -> dict[str, AttributeValue]:
        found: dict[str, AttributeValue] = {}
        for name in names:
            for theirs, value in self._lines.attributes.get(name, {}).items():
                ours = self._sidecar.ours("attributes", theirs)
                known = exact.get(ours)
                is_same = known is not None and value_word(str(known)) == value
                found[ours] = known if is_same and known is not None else value
        for ours, known in exact.items():
            if known is False:
                found.setdefault(ours, known)
        return found

    # ------------------------------------------------------------ entities

    def _entity(self, line: SpanLine, said: SpanSaid, names: list[str]) -> str:
        """The entity of a span: the sidecar's, unless the line names another by now."""
        if not said.entity and not self._lines.references:
            return ""
        references = [one for name in names for one in self._lines.references.get(name, ())]
        known = self.entities.get(said.entity)
        if known is not None:
            wanted = [known.qid] if _QID.fullmatch(known.qid) else []
            if [one.id for one in references[:1]] == wanted:
                return known.id
        if len(references) > 1:
            self._reading.losses.add("entities", "dropped", ONE_ENTITY, number=len(references) - 1)
        return self._referred(references[0], line) if references else ""

    def _referred(self, reference: Reference, line: SpanLine) -> str:
        label = self._sidecar.ours("labels", line.label)
        if _QID.fullmatch(reference.id):
            id_, qid, note = reference.id, reference.id, ""
        else:
            note = f"{reference.database}:{reference.id}"
            id_, qid = str(uuid5(DOCUMENT_NAMESPACE, note)), ""
        name = reference.name.strip() or line.words or note or id_
        self.entities.setdefault(id_, Entity(id_, name, label, qid=qid, note=note))
        return id_

    def _cluster_entities(self) -> dict[str, str]:
        """An entity for each cluster of mentions (`Equiv`), named by the longest of them."""
        found: dict[str, str] = {}
        for cluster in self._lines.clusters:
            spans = [
                span
                for one in cluster
                if (span := self._lines.spans.get(self._lines.named_span(one))) is not None
            ]
            if not spans:
                continue
            names = [self._offsets.words(span) for span in spans]
            name = max(names, key=len).strip() or spans[0].name
            id_ = str(uuid5(DOCUMENT_NAMESPACE, f"{self.article.id} {' '.join(cluster)}"))
            label = self._sidecar.ours("labels", spans[0].label)
            self.entities[id_] = Entity(id_, " ".join(name.split()), label)
            found |= dict.fromkeys((span.name for span in spans), id_)
        return found

    # ------------------------------------------------------------ relations

    def _add_relation(self, line: RelationLine) -> None:
        said = self._sidecar.relations.get(line.name)
        attributes = dict(said.attributes) if said is not None else {}
        self.article.add_relation(
            self._sidecar.ours("relations", line.label),
            self._lines.named_span(line.start),
            self._lines.named_span(line.end),
            name=line.name,
            annotator=(said.annotator if said is not None else "") or self._document.annotator,
            attributes=self._attributes([line.name], {}) | attributes,
            note=self._note([line.name]),
        )

    def _add_event(self, event: EventLine) -> None:
        """An event becomes relations from its trigger to its arguments, called like their roles."""
        for role, target in event.arguments:
            counted = _COUNTED.fullmatch(role)
            self.article.add_relation(
                counted.group(1) if counted is not None and counted.group(1) else role,
                event.trigger,
                self._lines.named_span(target),
                annotator=self._document.annotator,
            )

    def _count_strays(self) -> None:
        """Count what is said of annotations that the file does not have."""
        lines = self._lines
        known = {*lines.spans, *lines.events, *(one.name for one in lines.relations)}
        said = (("attributes", lines.attributes), ("notes", lines.notes), ("entities", lines.references))
        for what, by_name in said:
            strays = [name for name in by_name if name not in known]
            if strays:
                self._reading.losses.add(what, "dropped", NOBODY, ids=strays)


_PLAIN = SpanSaid()
