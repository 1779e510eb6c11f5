"""Writing spaCy's DocBin: a file for at most 2,000 articles, a group of spans for each layer.

Words are spaCy's, over the exact text. All pieces of a span stand in its layer's group, with one
id; `doc.ents` has the entities once more, without overlap. What spaCy has no place for stands in
`doc.user_data`, by the ids of spans.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats.kit import passing
from annotator.formats.kit.flattening import INSIDE_WORD, NO_WORD, Piece, by_layer, flatten, priority_of
from annotator.formats.kit.options import ALIGN, PRIORITY, Option
from annotator.formats.writing import new_folder
from annotator.model.codebook import to_file
from annotator.model.values import Annotator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from annotator.formats.format import Corpus, Record, Writing
    from annotator.model.values import AttributeValue, Entity, Span

MOST = 2_000
"""How many articles one file has."""
CODEBOOK = "codebook.json"
MADE_BY = "annotator"
"""The key of `user_data` that marks our files."""

LANGUAGE = Option(
    "language",
    "Language whose rules part the words",
    "en",
    explanation="spaCy's code of the language: en, de, fr …; xx fits all a little.",
)
ENTITIES = Option(
    "ents",
    "Layer that doc.ents is made of",
    "",
    explanation="Its id; empty for the layer of entities, or else the first. Use none for no layer.",
)
_LARGEST_INTEGER = 2**63
_TOO_LARGE = "the format has no whole numbers of more than 64 bits"
_LIKELY = ("entity", "entities", "ne", "ner", "ents")


def blank(language: str) -> Any:
    """An empty pipeline of spaCy; an error that says what to do where there is none."""
    spacy = require()
    try:
        nlp = spacy.blank(language)
    except (ImportError, OSError, ValueError, KeyError):
        raise FormatError(
            f"spaCy has no rules for the language “{language}”.", "Examples: en, de, fr, xx."
        ) from None
    nlp.max_length = 10**9
    return nlp


def require() -> Any:
    """The module spacy; `FormatError` where it is not installed."""
    try:
        import spacy
    except ImportError:
        raise FormatError(
            "spaCy files need spaCy, which is not installed.",
            "Install it with: pip install 'annotator[spacy]'",
        ) from None
    return spacy


def write(corpus: Corpus, folder: Path, writing: Writing) -> None:
    """Write the files into a folder."""
    language = writing.value(LANGUAGE)
    blank(language)
    total = len(corpus.documents())
    with new_folder(folder, overwrites=writing.overwrites) as temporary:
        docs = _Docs(corpus, writing)
        for number, record in enumerate(corpus.records()):
            writing.step(number, total, record.document.title)
            docs.add(record)
            if docs.count == MOST:
                docs.save(temporary)
        docs.save(temporary)
        writing.step(total, total, "")
        content = json.dumps(to_file(corpus.codebook()), ensure_ascii=False, indent=1)
        (temporary / CODEBOOK).write_bytes(content.encode() + b"\n")


class _Docs:
    """The documents of one export; each file has a vocabulary of its own, so that memory is bounded."""

    def __init__(self, corpus: Corpus, writing: Writing) -> None:
        self._codebook = corpus.codebook()
        self._writing = writing
        self._people = {one.id: one for one in corpus.annotators()}
        self._entities = {one.id: one for one in corpus.entities()}
        self._priority = priority_of(writing.value(PRIORITY))
        self._align = writing.value(ALIGN)
        self._layer = self._entity_layer(writing.value(ENTITIES).strip())
        self._number = 0
        self._begin()

    def _begin(self) -> None:
        from spacy.tokens import DocBin

        self._nlp = blank(self._writing.value(LANGUAGE))
        self._bin = DocBin(attrs=["ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID"], store_user_data=True)
        self.count = 0

    def _entity_layer(self, said: str) -> str:
        layers = list(self._codebook.layers)
        if said:
            return said
        return next((one for one in layers if one.casefold() in _LIKELY), next(iter(layers), "spans"))

    def save(self, folder: Path) -> None:
        """Write what has come since the last file, if there is anything."""
        if self.count:
            self._number += 1
            (folder / f"docs-{self._number:05}.spacy").write_bytes(self._bin.to_bytes())
            self._begin()

    def add(self, record: Record) -> None:
        """Add one document."""
        self._writing.losses.begin(record.document.id, record.document.title)
        doc = self._doc(record.text)
        moved: dict[str, None] = {}
        dropped: dict[str, None] = {}
        ents: dict[str, list[Piece]] = {}
        for annotator, spans in _by_annotator(record.spans).items():
            for layer, some in by_layer(spans, self._codebook).items():
                placed = self._placed(doc, some, moved, dropped)
                self._add_group(doc, layer, annotator, placed, len(record.spans) > len(spans))
                if layer == self._layer:
                    ents[annotator] = [Piece(one.start, one.end, span) for one, span in placed]
        doc.set_ents(self._flat(doc, ents))
        doc.user_data.update(self._user_data(record))
        self._bin.add(doc)
        self.count += 1
        if moved:
            self._writing.losses.add("spans", "moved", INSIDE_WORD, ids=moved)
        if dropped:
            self._writing.losses.add("spans", "dropped", NO_WORD, ids=dropped)

    def _doc(self, text: str) -> Any:
        doc = self._nlp.make_doc(text)
        if doc.text == text:
            return doc
        from spacy.tokens import Doc

        signs = list(text)
        return Doc(self._nlp.vocab, words=signs, spaces=[False] * len(signs))

    def _placed(
        self, doc: Any, spans: Sequence[Span], moved: dict[str, None], dropped: dict[str, None]
    ) -> list[tuple[Any, Span]]:
        """The pieces of spans as spaCy's spans, each with ours."""
        found: list[tuple[Any, Span]] = []
        for span in spans:
            entity = self._entities.get(span.entity or "")
            for start, end in span.fragments:
                one = doc.char_span(
                    start,
                    end,
                    label=span.label,
                    kb_id=_kb_id(entity),
                    span_id=span.id,
                    alignment_mode=self._align,
                )
                if one is None or not len(one):
                    dropped[span.id] = None
                    continue
                if (one.start_char, one.end_char) != (start, end):
                    moved[span.id] = None
                found.append((one, span))
        return found

    def _add_group(
        self, doc: Any, layer: str, annotator: str, placed: Sequence[tuple[Any, Span]], is_shared: bool
    ) -> None:
        from spacy.tokens import SpanGroup

        person = self._person(annotator)
        key = name = f"{layer}/{person.name}" if is_shared else layer
        number = 1
        while key in doc.spans:
            number += 1
            key = f"{name} {number}"
        said = {"layer": layer, **passing.annotator_values(person)}
        doc.spans[key] = SpanGroup(doc, name=key, attrs=said, spans=[one for one, _ in placed])

    def _flat(self, doc: Any, ents: Mapping[str, Sequence[Piece]]) -> list[Any]:
        """The entities for `doc.ents`: those of gold if there is such, else of the first by name."""
        from spacy.tokens import Span as SpacySpan

        if not ents:
            return []
        who = min(ents, key=self._precedence)
        flat = flatten(ents[who], self._priority)
        return [
            SpacySpan(
                doc,
                one.start,
                one.end,
                label=one.span.label,
                kb_id=_kb_id(self._entities.get(one.span.entity or "")),
                span_id=one.span.id,
            )
            for one in flat.kept
        ]

    def _person(self, annotator: str) -> Annotator:
        return self._people.get(annotator) or Annotator(annotator, annotator)

    def _precedence(self, annotator: str) -> tuple[bool, str, str]:
        person = self._person(annotator)
        return person.role != "gold", person.name, annotator

    def _user_data(self, record: Record) -> dict[str, Any]:
        document = record.document
        linkers = dict.fromkeys(relation.annotator for relation in record.relations)
        linked = {span.entity for span in record.spans if span.entity}
        said: dict[str, Any] = {
            MADE_BY: 1,
            "meta": {
                "id": document.id,
                "title": document.title,
                "metadata": dict(document.metadata),
                "attributes": self._storable(document.attributes, "document attributes"),
                "note": document.note,
            },
            "spans": {span.id: self._said(span) for span in record.spans},
            "attributes": {
                span.id: self._storable(span.attributes, "attributes", span.id)
                for span in record.spans
                if span.attributes
            },
            "notes": {span.id: span.note for span in record.spans if span.note},
            "entities": [
                passing.entity_values(one) for id_, one in self._entities.items() if id_ in linked
            ],
            "annotators": [passing.annotator_values(self._person(one)) for one in linkers],
            "relations": [
                {
                    "id": one.id,
                    "label": one.label,
                    "from": one.from_id,
                    "to": one.to_id,
                    "annotator": one.annotator,
                    **passing.annotation_values(one),
                    "attributes": self._storable(one.attributes, "relation attributes", one.id),
                }
                for one in record.relations
            ],
        }
        return said

    def _said(self, span: Span) -> dict[str, Any]:
        said = passing.annotation_values(span)
        said = {key: said[key] for key in ("origin", "created", "modified") if key in said}
        return said | ({"entity": span.entity} if span.entity else {})

    def _storable(
        self, attributes: Mapping[str, AttributeValue], what: str, id_: str = ""
    ) -> dict[str, AttributeValue]:
        """The attributes, numbers that are too large as texts."""
        found = dict(attributes)
        for name, value in attributes.items():
            if isinstance(value, int) and abs(value) >= _LARGEST_INTEGER:
                found[name] = str(value)
                self._writing.losses.add(what, "changed", _TOO_LARGE, ids=[id_] if id_ else [])
        return found


def _by_annotator(spans: Sequence[Span]) -> Mapping[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for span in spans:
        found.setdefault(span.annotator, []).append(span)
    return found


def _kb_id(entity: Entity | None) -> str:
    return (entity.qid or entity.id) if entity is not None else ""
