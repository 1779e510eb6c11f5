"""Reading spaCy's DocBin: ours with all that stands in `user_data`, others' groups and entities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.formats import files
from annotator.formats.conll_companion import codebook_line
from annotator.formats.format import CodebookLine
from annotator.formats.kit import passing
from annotator.formats.kit.building import ArticleBuilder
from annotator.formats.kit.json_files import rows
from annotator.formats.spacy_bins import Doc, DocSpan, Group, docs
from annotator.formats.spacy_writing import CODEBOOK, MADE_BY, require

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from annotator.formats.format import Part, Reading

ENTS = "ents"
"""The layer of what stands in `doc.ents` of others' files."""
_EMPTY = "it has no text"


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The codebook beside our own files, then entities, annotators and articles."""
    require()
    labels: dict[str, str] = {}
    has_codebook = False
    for number, doc in enumerate(docs(path), 1):
        is_ours = doc.user_data.get(MADE_BY) == 1
        if number == 1 and is_ours:
            for line in _codebook(path):
                has_codebook = True
                yield line
        if not doc.text.strip():
            reading.losses.begin(doc.place, "")
            reading.losses.add("documents", "dropped", _EMPTY)
            continue
        if is_ours:
            yield from _ours(doc, reading)
        else:
            new = {label: layer for label, layer in _labels(doc).items() if label not in labels}
            labels |= new
            if new and not has_codebook:
                yield _label_line(new, path)
            yield _foreign(doc, f"{files.shown_name(path, is_bare=True)} {number}", reading)


def _codebook(path: Path) -> Iterator[CodebookLine]:
    beside = path.with_name(CODEBOOK)
    if beside.is_file():
        for place, raw in rows(beside):
            line = codebook_line(raw, place)
            if line is not None:
                yield line


# ---------------------------------------------------------------- our own


def _ours(doc: Doc, reading: Reading) -> Iterator[Part]:
    said = doc.user_data
    meta = _mapping(said, "meta")
    builder = ArticleBuilder(doc.text, doc.place, reading, title=passing.text_of(meta, "title"))
    metadata = _mapping(meta, "metadata")
    builder.metadata.update({key: one for key, one in metadata.items() if isinstance(one, str)})
    builder.attributes.update(passing.attribute_values(meta.get("attributes")))
    builder.note = passing.text_of(meta, "note")
    for raw in _items(said, "entities"):
        entity = passing.entity(raw)
        if entity is not None:
            yield entity
    for raw in _items(said, "annotators"):
        linker = passing.annotator(raw)
        if linker is not None:
            yield linker
    for group in doc.groups:
        annotator = passing.annotator(group.attributes)
        if annotator is not None:
            yield annotator
        _add_spans(
            builder, group, (annotator.id or annotator.name) if annotator is not None else "", said
        )
    for raw in _items(said, "relations"):
        if isinstance(raw, dict) and passing.text_of(raw, "label").strip():
            details = passing.details(raw)
            details["annotator"] = passing.text_of(raw, "annotator")
            ends = (passing.text_of(raw, "from"), passing.text_of(raw, "to"))
            builder.add_relation(raw["label"], *ends, name=passing.text_of(raw, "id"), **details)
    yield builder.article()


def _add_spans(builder: ArticleBuilder, group: Group, who: str, said: Mapping[Any, Any]) -> None:
    """Add the spans of one group, each of its pieces, with what `user_data` says of it."""
    attributes, notes = _mapping(said, "attributes"), _mapping(said, "notes")
    for id_, pieces in _by_id(group.spans).items():
        more = _mapping(_mapping(said, "spans"), id_)
        details = passing.details(more)
        details["annotator"] = who
        details["attributes"] = passing.attribute_values(attributes.get(id_))
        details["note"] = passing.text_of(notes, id_)
        builder.add_span(
            pieces[0].label or "span",
            [(one.start, one.end) for one in pieces],
            name=id_,
            entity=passing.text_of(more, "entity") or None,
            **details,
        )


def _by_id(spans: list[DocSpan]) -> dict[str, list[DocSpan]]:
    """The pieces of each span; without an id each piece is one."""
    found: dict[str, list[DocSpan]] = {}
    for number, one in enumerate(spans):
        found.setdefault(one.id or f"#{number}", []).append(one)
    return found


def _mapping(raw: Mapping[Any, Any], key: str) -> Mapping[str, Any]:
    value = raw.get(key)
    return value if isinstance(value, dict) else {}


def _items(raw: Mapping[Any, Any], key: str) -> list[Any]:
    value = raw.get(key)
    return value if isinstance(value, list) else []


# ---------------------------------------------------------------- others'


def _foreign(doc: Doc, title: str, reading: Reading) -> Part:
    """Groups of spans, and entities that are in none of them; categories become attributes."""
    builder = ArticleBuilder(doc.text, doc.place, reading, title=title)
    if not doc.has_spaces:
        builder.metadata["reconstructed"] = "words"
    builder.attributes.update(passing.attribute_values(dict(doc.categories)))
    seen: set[tuple[str, int, int]] = set()
    spans = [one for group in doc.groups for one in group.spans]
    for one in [*spans, *doc.entities]:
        key = (one.label, one.start, one.end)
        if one in doc.entities and key in seen:
            continue
        seen.add(key)
        builder.add_span(
            one.label or "span", [(one.start, one.end)], entity=one.kb_id or None, name=one.id
        )
    return builder.article()


def _labels(doc: Doc) -> dict[str, str]:
    """The labels of a document and the layers that they belong to."""
    found = {one.label or "span": ENTS for one in doc.entities}
    return found | {one.label or "span": group.name for group in doc.groups for one in group.spans}


def _label_line(labels: Mapping[str, str], path: Path) -> CodebookLine:
    named = {label: layer.strip() or ENTS for label, layer in labels.items() if label.strip()}
    content = {
        "format": "codebook/1",
        "layers": [{"id": layer, "name": layer} for layer in dict.fromkeys(named.values())],
        "labels": [{"id": label, "layer": layer} for label, layer in named.items()],
    }
    return CodebookLine(content, str(path), is_whole=False)
