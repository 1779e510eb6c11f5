"""Reading web annotations: an array, a collection or a page of them, and the texts beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from annotator.errors import FormatError
from annotator.formats import codebook_beside, w3c_values
from annotator.formats.kit import json_files, passing
from annotator.formats.kit.building import ArticleBuilder
from annotator.formats.text import title_of
from annotator.formats.w3c_files import Texts, links_of
from annotator.formats.w3c_placing import LIKELY, Placer
from annotator.model.values import DOCUMENT_NAMESPACE, Annotator, Entity
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from annotator.formats.format import Part, Reading
    from annotator.formats.json_values import Place
    from annotator.formats.kit.building import Details
    from annotator.formats.w3c_values import Said, Selection, Target

NO_TEXT = "the text that it is about is not beside the file"
NOT_FOUND = "neither its position nor its quote is found in the text"
BY_QUOTE = "its position says other words; it was found by its quote"
NO_PART = "it selects no words of a text and links no annotations"
ELSEWHERE = "further pages are not in the file"

_QID = re.compile(r"https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/(Q[0-9]+)")
_HINT = "It must hold web annotations: objects of the type “Annotation” with a “target”."


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The codebook beside a file, the people and entities that it names, and its documents."""
    file = _File(path, reading)
    file.load(path)
    if (links := links_of(path)) != path and links.is_file():
        file.load(links)
    documents = file.documents()
    yield from codebook_beside.read(path, reading)
    yield from file.people.values()
    for document in documents:
        yield from document.entities.values()
        yield document.article.article()


@dataclass(slots=True)
class _Annotation:
    raw: dict[str, Any]
    place: Place
    targets: list[Target]
    said: Said
    annotator: str

    @property
    def name(self) -> str:
        return w3c_values.id_of(w3c_values.iri(self.raw))

    @property
    def selections(self) -> list[Selection]:
        return [one.selection for one in self.targets if one.selection is not None]

    @property
    def source(self) -> str:
        return next((one.source for one in self.targets if one.selection is not None), "")

    def details(self) -> Details:
        """What is said of a span or relation beyond its label."""
        found = passing.details(self.raw)
        found["attributes"] = self.said.attributes
        found["note"] = "\n".join(self.said.notes)
        found["annotator"] = self.annotator
        return found


class _File:
    """All that a file, and the one with its links, says."""

    def __init__(self, path: Path, reading: Reading) -> None:
        self._path = path
        self._reading = reading
        self._spans: list[_Annotation] = []
        self._links: list[_Annotation] = []
        self._others = 0
        self._article: dict[str, Any] | None = None
        self.people: dict[str, Annotator] = {}

    def load(self, path: Path) -> None:
        """Take over the annotations of a file."""
        for place, raw in json_files.rows(path):
            for one in self._annotations(raw, place):
                self._take(one, place)

    def _annotations(self, raw: Mapping[str, Any], place: Place) -> Iterator[dict[str, Any]]:
        kinds = w3c_values.kinds(raw)
        if "AnnotationCollection" in kinds or "AnnotationPage" in kinds:
            if isinstance(raw.get("article"), dict):
                self._article = raw["article"]
            page = raw.get("first")
            if isinstance(page, str) or "next" in raw or (isinstance(page, dict) and "next" in page):
                self._reading.remark(f"{place}: {ELSEWHERE}; only what it holds is read.")
            listed = page.get("items") if isinstance(page, dict) else raw.get("items")
            for one in w3c_values.as_list(listed):
                if not isinstance(one, dict):
                    place.refuse("“items” must be a list of annotations", _HINT)
                yield one
        elif "Annotation" in kinds or "target" in raw:
            yield dict(raw)
        else:
            place.refuse("it is no web annotation", _HINT)

    def _take(self, raw: dict[str, Any], place: Place) -> None:
        targets = w3c_values.targets(raw, place)
        who = w3c_values.creator(raw)
        name = "" if who is None else who.id or who.name
        if who is not None:
            self.people.setdefault(name, who)
        annotation = _Annotation(raw, place, targets, w3c_values.said(raw), name)
        if annotation.selections:
            self._spans.append(annotation)
        elif annotation.said.ends and targets:
            self._links.append(annotation)
        else:
            self._others += 1

    # ------------------------------------------------------------ documents

    def documents(self) -> list[_Document]:
        """The documents that the annotations are about, with all that is said of them."""
        by_source: dict[str, list[_Annotation]] = {}
        for one in self._spans:
            by_source.setdefault(one.source, []).append(one)
        losses = self._reading.losses
        texts = Texts(self._path, self._reading.encoding)
        documents: list[_Document] = []
        lost: list[str] = []
        for source, some in (by_source or {"": []}).items():
            found = texts.of(source, is_only_one=len(by_source) < 2)
            if found is None:
                lost += [one.name or str(one.place) for one in some]
                continue
            document = _Document(found[0], self._path, self._reading, some, self._article)
            if self._article is None:
                document.article.source = found[1]
            document.build()
            documents.append(document)
        if not documents:
            raise FormatError(
                f"{self._path}: the text that its annotations are about is not beside it.",
                f"Put it into the same folder, as {self._path.stem}.txt.",
            )
        self._link(documents)
        if lost:
            losses.begin("", self._path.name)
            losses.add("spans", "dropped", NO_TEXT, ids=lost)
        if self._others:
            losses.add("annotations", "dropped", NO_PART, number=self._others)
        if self._article is not None:
            self._add_people(self._article)
        return documents

    def _add_people(self, article: Mapping[str, Any]) -> None:
        for raw in w3c_values.as_list(article.get("annotators")):
            person = passing.annotator(raw)
            if person is not None:
                self.people.setdefault(person.id or person.name, person)

    def _link(self, documents: list[_Document]) -> None:
        """Relations join the document that has the span at which they start, else the first."""
        for link in self._links:
            start = w3c_values.id_of(link.targets[0].source)
            holding = (one for one in documents if one.article.span_named(start) is not None)
            document = next(holding, documents[0])
            for end in link.said.ends:
                document.article.add_relation(
                    link.said.label or "link",
                    start,
                    w3c_values.id_of(end),
                    name=link.name if len(link.said.ends) == 1 else "",
                    **link.details(),
                )


class _Document:
    """Makes the article of one text."""

    def __init__(
        self,
        text: str,
        path: Path,
        reading: Reading,
        annotations: list[_Annotation],
        said: Mapping[str, Any] | None,
    ) -> None:
        self._annotations = annotations
        self._reading = reading
        self._said = said or {}
        self._place = path.name
        selections = [one for annotation in annotations for one in annotation.selections]
        self._placer = Placer(text, selections, passing.text_of(self._said, "offsets"))
        title = passing.text_of(said, "title") if said is not None else title_of(text, path)
        self.article = ArticleBuilder(self._placer.text, str(path), reading, title=title)
        self.entities: dict[str, Entity] = {}

    def build(self) -> None:
        """Put all that is said into the article."""
        self._build_head()
        guess = self._placer.guess
        if guess.unit != LIKELY[0] and "offsets" not in self._said:
            agree = "say the words of the text" if guess.by_words else "begin and end with words"
            self._reading.remark(
                f"{self._place}: its positions were read as {guess.unit}s: so {guess.hits:,} of"
                f" {counted(guess.of, 'position')} {agree}."
            )
        for annotation in self._annotations:
            self._add_span(annotation)

    def _build_head(self) -> None:
        article, said = self.article, self._said
        metadata = said.get("metadata")
        if isinstance(metadata, dict):
            article.metadata |= {key: passing.as_text(value) for key, value in metadata.items()}
        article.attributes |= passing.attribute_values(said.get("attributes"))
        article.note, article.created = passing.text_of(said, "note"), passing.text_of(said, "created")
        for raw in w3c_values.as_list(said.get("work")):
            if isinstance(raw, dict):
                work = passing.work(raw, article.id, passing.text_of(raw, "annotator"))
                article.works += [work] if work is not None else []

    def _add_span(self, annotation: _Annotation) -> None:
        placed = [self._placer.place(one) for one in annotation.selections]
        pairs = [(one.start, one.end) for one in placed if one is not None]
        name = annotation.name
        said = [name] if name else []
        if len(pairs) < len(placed):
            what = "fragments" if pairs else "spans"
            self._reading.losses.add(what, "dropped", NOT_FOUND, ids=said)
        if not pairs:
            return
        if any(one.is_moved for one in placed if one is not None):
            self._reading.losses.add("spans", "moved", BY_QUOTE, ids=said)
        label = annotation.said.label if annotation.said.label.strip() else "annotation"
        words = " ".join(self.article.raw_text[start:end] for start, end in pairs)
        self.article.add_span(
            label,
            pairs,
            name=name,
            entity=self._entity(annotation.said, label, words),
            **annotation.details(),
        )

    def _entity(self, said: Said, label: str, words: str) -> str:
        """The entity that a body identifies: described by our key, or known by its IRI alone."""
        if not said.entity_iri:
            return ""
        described = passing.entity(said.entity)
        if described is not None:
            self.entities[described.id or described.name] = described
            return described.id or described.name
        found = _QID.fullmatch(said.entity_iri)
        qid = found.group(1) if found is not None else ""
        id_ = qid or str(uuid5(DOCUMENT_NAMESPACE, said.entity_iri))
        name = " ".join(words.split()) or said.entity_iri
        note = "" if qid else said.entity_iri
        self.entities.setdefault(id_, Entity(id_, name, label, qid=qid, note=note))
        return id_
