"""Writing a REFI-QDA project: a ZIP of `project.qde` and the texts.

The schema fixes the order of elements, while documents come one by one: what is to stand in
different places is gathered in temporary files and put together at the end.
"""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import dataclass, field
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING

from annotator import __version__
from annotator.formats import refi_codes
from annotator.formats.jsonl_writing import preface
from annotator.formats.kit import safe_xml
from annotator.formats.kit.options import yes_or_no
from annotator.formats.refi import (
    ENTITY,
    FRAGMENT_OF,
    PROJECT_SPACE,
    WIKIDATA,
    description,
    guid,
    is_time,
    shown,
)
from annotator.formats.refi_variables import TYPES, value_element, variables_of
from annotator.formats.writing import new_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from annotator.formats.format import Corpus, Record, Writing
    from annotator.formats.refi_variables import Variable
    from annotator.model.values import AttributeValue, Document, Entity, Relation, Span

CRLF = yes_or_no(
    "crlf",
    "Line ends of Windows (CRLF)",
    explanation="MAXQDA and NVivo count the two characters; positions follow.",
)
COMPANION = "annotator.jsonl"
"""A member with codebook, annotators and entities as native files have them; others pass over it."""
UNWRITABLE = "XML has no control characters; spaces stand for them"
IDS = "annotator-ids.txt"
"""A member with the ids of spans and relations, of which GUIDs are made: `span 0198…`, one a line."""
_IN_MEMORY = 5_000_000
_LONGEST_NAME = 200
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(corpus: Corpus, path: Path, writing: Writing) -> None:
    """Write the project to a file."""
    variables = variables_of(corpus.documents())
    parts = _Parts()
    with (
        new_file(path, overwrites=writing.overwrites) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        archive.writestr(_member(COMPANION), b"".join(line + b"\n" for line in preface(corpus)))
        project = _Project(corpus, writing, variables, parts)
        total = len(corpus.documents())
        for number, record in enumerate(corpus.records()):
            writing.step(number, total, record.document.title)
            text = project.add(record)
            archive.writestr(_member(f"sources/{project.source(record.document)}.txt"), text.encode())
        writing.step(total, total, "")
        with archive.open(_member(IDS), "w", force_zip64=True) as member:
            parts.ids.seek(0)
            shutil.copyfileobj(parts.ids, member)
            parts.ids.close()
        with archive.open(_member("project.qde"), "w", force_zip64=True) as member:
            for piece in _assembled(corpus, variables, parts, project.labels):
                member.write(piece)


def _member(name: str) -> zipfile.ZipInfo:
    """A member whose time is always the same."""
    made = zipfile.ZipInfo(name, _EPOCH)
    made.compress_type = zipfile.ZIP_DEFLATED
    made.external_attr = 0o100644 << 16
    return made


def _spool() -> IO[bytes]:
    return SpooledTemporaryFile(_IN_MEMORY)  # closed once it has been read


@dataclass(slots=True)
class _Parts:
    """What comes up document by document and stands apart in the file."""

    sources: IO[bytes] = field(default_factory=_spool)
    notes: IO[bytes] = field(default_factory=_spool)
    links: IO[bytes] = field(default_factory=_spool)
    ids: IO[bytes] = field(default_factory=_spool)


def _assembled(
    corpus: Corpus, variables: Iterable[Variable], parts: _Parts, labels: Iterable[str]
) -> Iterator[bytes]:
    yield (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Project xmlns="{PROJECT_SPACE}" name="{shown(corpus.project_name.title)}" '
        f'origin="Annotator {__version__}">\n'
    ).encode()
    people = "".join(
        f'<User guid="{guid("annotator", one.id)}" name="{shown(one.name)}" id="{shown(one.id)}"/>\n'
        for one in corpus.annotators()
    )
    yield f"<Users>\n{people}</Users>\n".encode() if people else b""
    codes = "\n".join(refi_codes.written(corpus.codebook(), labels))
    yield f"<CodeBook>{codes}</CodeBook>\n".encode()
    said = "".join(f"{one.element()}\n" for one in variables)
    yield f"<Variables>\n{said}</Variables>\n".encode() if said else b""
    for name, spool in (("Sources", parts.sources), ("Notes", parts.notes), ("Links", parts.links)):
        if spool.tell():
            yield f"<{name}>\n".encode()
            spool.seek(0)
            yield from iter(partial(spool.read, _IN_MEMORY), b"")
            yield f"</{name}>\n".encode()
        spool.close()
    yield b"</Project>\n"


# ---------------------------------------------------------------- documents


class _Project:
    """Adds documents, with their selections, notes and links."""

    def __init__(
        self, corpus: Corpus, writing: Writing, variables: Iterable[Variable], parts: _Parts
    ) -> None:
        self._variables = {(one.kind, one.key, one.type): one.guid for one in variables}
        self._entities = {one.id: one for one in corpus.entities()}
        self._people = {one.id: guid("annotator", one.id) for one in corpus.annotators()}
        self._losses = writing.losses
        self._has_crlf = writing.is_on(CRLF)
        self._parts = parts
        self.labels: dict[str, None] = {}

    def source(self, document: Document) -> str:
        """The GUID of a document's source."""
        return guid("document", document.id)

    def add(self, record: Record) -> str:
        """Add a document; the result is its text as it is to be written."""
        document = record.document
        self._losses.begin(document.id, document.title)
        self._count_unwritable(record)
        points = _Points(record.text) if self._has_crlf else None
        source = self.source(document)
        lines = [
            f'<TextSource guid="{source}" name="{shown(document.title)}" '
            f'plainTextPath="internal://{source}.txt">\n'
        ]
        for span in record.spans:
            lines += self._selections(span, record.text, points)
        if document.note:
            lines.append(self._note(f"document/{document.id}", document.note, "", {}))
        lines += self._values(document)
        lines.append("</TextSource>\n")
        self._parts.sources.write("".join(lines).encode())
        owners = {span.id: span.annotator for span in record.spans}
        links = "".join(self._link(one, owners) for one in record.relations)
        self._parts.links.write(links.encode())
        ids = [f"span {one.id}\n" for one in record.spans]
        ids += [f"relation {one.id}\n" for one in record.relations]
        self._parts.ids.write("".join(ids).encode())
        return record.text.replace("\n", "\r\n") if self._has_crlf else record.text

    def _values(self, document: Document) -> Iterator[str]:
        for key, text in document.metadata.items():
            yield value_element(self._variables["metadata", key, "Text"], text)
        for key, value in document.attributes.items():
            yield value_element(self._variables["attribute", key, TYPES[type(value)]], value)

    def _selections(self, span: Span, text: str, points: _Points | None) -> Iterator[str]:
        """A selection for each fragment; all but the first name the first."""
        first = guid("span", span.id)
        code = guid("label", span.label)
        self.labels[span.label] = None
        user = self._user("creatingUser", span.annotator)
        made = _times(span)
        said = description({**span.attributes, **self._entity(span)})
        for index, (start, end) in enumerate(span.fragments):
            own = f"{span.id}/{index}"
            words = shown(text[start:end][:_LONGEST_NAME])
            begin, stop = (start, end) if points is None else (points.at(start), points.at(end))
            told = said if index == 0 else description({FRAGMENT_OF: first})
            yield (
                f'<PlainTextSelection guid="{guid("span", own) if index else first}" name="{words}" '
                f'startPosition="{begin}" endPosition="{stop}"{user}{made}>'
            )
            yield f"<Description>{shown(told)}</Description>" if told else ""
            yield f'<Coding guid="{guid("coding", own)}"{user}><CodeRef targetGUID="{code}"/></Coding>'
            if span.note and index == 0:
                yield self._note(f"span/{span.id}", span.note, user, {})
            yield "</PlainTextSelection>\n"

    def _entity(self, span: Span) -> dict[str, AttributeValue]:
        entity: Entity | None = self._entities.get(span.entity or "")
        if entity is None:
            return {}
        found: dict[str, AttributeValue] = {ENTITY: entity.name}
        if entity.qid:
            found[WIKIDATA] = entity.qid
        return found

    def _user(self, name: str, annotator: str) -> str:
        known = self._people.get(annotator)
        return f' {name}="{known}"' if known else ""

    def _note(self, of: str, text: str, user: str, attributes: Mapping[str, AttributeValue]) -> str:
        """Add a note and return what refers to it."""
        own = guid("note", of)
        said = f"<Description>{shown(description(attributes))}</Description>" if attributes else ""
        self._parts.notes.write(
            f'<Note guid="{own}" name="{shown(" ".join(text.split())[:60])}"{user}>{said}'
            f"<PlainTextContent>{shown(text)}</PlainTextContent></Note>\n".encode()
        )
        return f'<NoteRef targetGUID="{own}"/>'

    def _link(self, relation: Relation, owners: Mapping[str, str]) -> str:
        """A link; what it has no place for, whose it is and its attributes, stands in a note of it."""
        note = ""
        is_others = owners.get(relation.from_id) != relation.annotator
        if relation.note or relation.attributes or is_others:
            user = self._user("creatingUser", relation.annotator)
            note = self._note(f"relation/{relation.id}", relation.note, user, relation.attributes)
        return (
            f'<Link guid="{guid("relation", relation.id)}" name="{shown(relation.label)}" '
            f'direction="OneWay" originGUID="{guid("span", relation.from_id)}" '
            f'targetGUID="{guid("span", relation.to_id)}">{note}</Link>\n'
        )

    def _count_unwritable(self, record: Record) -> None:
        """Declare every text in which a space takes the place of a control character."""
        document, add = record.document, self._losses.add
        spans = [one.id for one in record.spans if not _is_writable(one.note)]
        relations = [one.id for one in record.relations if not _is_writable(one.note)]
        if spans:
            add("notes", "changed", UNWRITABLE, ids=spans)
        if relations:
            add("relation notes", "changed", UNWRITABLE, ids=relations)
        attributes = {key: one for key, one in document.attributes.items() if isinstance(one, str)}
        said = (
            ("titles", [document.title]),
            ("document notes", [document.note]),
            ("metadata", [*document.metadata, *document.metadata.values()]),
            ("document attributes", [*document.attributes, *attributes.values()]),
        )
        for what, texts in said:
            if number := sum(not _is_writable(text) for text in texts):
                add(what, "changed", UNWRITABLE, number=number)


def _is_writable(text: str) -> bool:
    return safe_xml.writable(text)[1] == 0


def _times(span: Span) -> str:
    made = f' creationDateTime="{span.created}"' if is_time(span.created) else ""
    return made + (f' modifiedDateTime="{span.modified}"' if is_time(span.modified) else "")


class _Points:
    """Offsets in the text with CRLF as line ends."""

    def __init__(self, text: str) -> None:
        self._ends = [at for at, sign in enumerate(text) if sign == "\n"]

    def at(self, point: int) -> int:
        """The offset there of an offset in ours."""
        from bisect import bisect_left

        return point + bisect_left(self._ends, point)
