"""Reading native JSON Lines: everything that the writer wrote, and what people write by hand.

Documents come last. Only `kind`, a document's `text`, a span's `label` and `fragments` and a relation's
`label`, `from` and `to` must be there. Identifiers that are no UUID are names within
their document; fresh ones take their place.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.formats import files, frozen, jsonl_decisions, jsonl_shared
from annotator.formats import json_values as values
from annotator.formats.format import Article, CodebookLine, Part, ProjectName, Reading
from annotator.formats.json_values import Place
from annotator.formats.jsonl_document import DocumentReader
from annotator.formats.text import title_of
from annotator.model.values import ROLES, Annotator, Entity, Field, sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LONGEST_LINE = 1_000_000_000
"""How many bytes one line, that is one document with its annotations, may have."""

_AT_ONCE = 1 << 20
VERSION = 1
_WITHOUT_TEXTS = "Put the articles back first: annotator restore RELEASE ARTICLES… OUT.jsonl."


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The parts of a native file, line by line: only one document is in memory at a time."""
    files.check(path)
    has_documents = False
    try:
        with path.open("rb", buffering=_AT_ONCE) as file:
            for number, line in enumerate(iter(partial(file.readline, LONGEST_LINE), b""), 1):
                place = Place(str(path), number)
                if len(line) >= LONGEST_LINE:
                    place.refuse(f"the line is longer than {LONGEST_LINE:,} bytes")
                if number == 1:
                    line = line.removeprefix(b"\xef\xbb\xbf")
                if line.isspace() or not line:
                    continue
                part = part_of(values.parse_line(line, place), place, reading)
                if has_documents and not isinstance(part, Article):
                    place.refuse("this line must stand before the documents")
                has_documents = isinstance(part, Article)
                yield part
    except OSError as error:
        raise files.unreadable(path, error) from None


def part_of(raw: dict[str, Any], place: Place, reading: Reading) -> Part:
    """What one line says; `FormatError` for a kind that this version does not know."""
    kind = raw.get("kind")
    read_kind = _KINDS.get(kind) if isinstance(kind, str) else None
    if read_kind is None:
        known = ", ".join(_KINDS)
        said = f"its “kind” is “{kind}”" if kind is not None else "it has no “kind”"
        place.refuse(said, f"This version of Annotator reads these kinds: {known}.")
    return read_kind(raw, place, reading)


def _header(raw: dict[str, Any], place: Place, reading: Reading) -> ProjectName:
    if raw.get("format", "annotator") != "annotator":
        hint = _WITHOUT_TEXTS if raw["format"] == "annotator-standoff" else ""
        place.refuse(f"the header names the format “{raw['format']}”, not “annotator”", hint)
    version = raw.get("version", VERSION)
    if not isinstance(version, int) or version > VERSION:
        place.refuse(
            f"the file has version {version}; this version of Annotator reads {VERSION}",
            "It was made by a newer Annotator: install that.",
        )
    project = values.mapping(raw, "project", place)
    return ProjectName(values.text(project, "id", place), values.text(project, "title", place))


def _codebook(raw: dict[str, Any], place: Place, reading: Reading) -> CodebookLine:
    content = {key: value for key, value in raw.items() if key != "kind"}
    return CodebookLine(content, str(place))


def _annotator(raw: dict[str, Any], place: Place, reading: Reading) -> Annotator:
    role = values.text(raw, "role", place, "person")
    if role not in ROLES:
        place.refuse(f"“role” is “{role}”; it can be {', '.join(ROLES)}")
    id_ = values.text(raw, "id", place)
    name = values.text(raw, "name", place) or id_
    if not name:
        place.refuse("an annotator needs an “id” or a “name”")
    email, colour = values.text(raw, "email", place), values.text(raw, "colour", place)
    return Annotator(id_, name, role, email, colour)


def _entity(raw: dict[str, Any], place: Place, reading: Reading) -> Entity:
    aliases = values.items(raw, "aliases", place)
    if not all(isinstance(alias, str) for alias in aliases):
        place.refuse("“aliases” must be a list of texts")
    name = values.text(raw, "name", place, None)
    if not name:
        place.refuse("“name” is empty")
    return Entity(
        id=values.text(raw, "id", place),
        name=name,
        type=values.text(raw, "type", place),
        aliases=tuple(aliases),
        qid=values.text(raw, "qid", place),
        nil=bool(values.is_true(raw, "nil", place)),
        note=values.text(raw, "note", place),
    )


def _setting(raw: dict[str, Any], place: Place, reading: Reading) -> Field:
    if raw.get("value") is None:
        place.refuse("“value” is missing")
    return Field("setting", values.text(raw, "name", place, None), "value", raw["value"])


def _document(raw: dict[str, Any], place: Place, reading: Reading) -> Article:
    raw_text = values.text(raw, "text", place, None)
    frozen.check_storable(raw_text, str(place))
    if len(raw_text) > files.LARGEST_ARTICLE:
        place.refuse(f"the text has more than {files.LARGEST_ARTICLE:,} characters")
    if not raw_text.strip():
        place.refuse("the document has no text")
    if raw.get("text_sha256") not in (None, sha256(raw_text)):
        reading.remark(f"{place}: the text is not the one that its hash was made of.")
    document = DocumentReader(raw_text, place, reading)
    spans = document.spans(values.items(raw, "spans", place))
    relations = document.relations(values.items(raw, "relations", place))
    return Article(
        text=document.text.text,
        title=values.text(raw, "title", place, title_of(document.text.text, Path(place.file))),
        metadata=values.texts(raw, "metadata", place),
        attributes=values.attributes(raw, place),
        note=values.text(raw, "note", place),
        created=values.text(raw, "created", place),
        spans=spans,
        relations=relations,
        works=tuple(document.works(raw)),
        messages=tuple(jsonl_shared.messages(raw, document)) if "messages" in raw else (),
        assignments=tuple(jsonl_shared.assignments(raw, document)) if "assignments" in raw else (),
        decisions=tuple(jsonl_decisions.decisions(raw, document)) if "decisions" in raw else (),
    )


_KINDS: Mapping[str, Callable[[dict[str, Any], Place, Reading], Part]] = {
    "header": _header,
    "codebook": _codebook,
    "annotator": _annotator,
    "entity": _entity,
    "setting": _setting,
    "query": jsonl_shared.query,
    "unification": jsonl_decisions.unification,
    "document": _document,
}
