"""REFI-QDA projects (`.qdpx`) of MAXQDA, ATLAS.ti, NVivo and QualCoder: in and out."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import files, jsonl_reading
from annotator.formats.format import FEATURES, Article, CodebookLine, Format, Part, Reading
from annotator.formats.kit import archives
from annotator.formats.kit.building import NO_END, ArticleBuilder
from annotator.formats.refi import (
    ENTITY,
    FRAGMENT_OF,
    WIKIDATA,
    attributes_of,
    guid,
    is_time,
    plain_guid,
)
from annotator.formats.refi_reading import Project, described, note_guids, value_of
from annotator.formats.refi_texts import Selected, counted
from annotator.formats.refi_writing import COMPANION, CRLF, IDS, write
from annotator.model.values import Annotator, Entity

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Sequence

    from annotator.formats.refi_codes import Code
    from annotator.formats.refi_reading import Link
    from annotator.model.values import AttributeValue, Span

_HINT = "Nothing was imported from this file."
NO_CODE = "they have no code that the file defines"
_NOT_TEXT = "only texts can be imported"
_WHOLE = "they are codes of whole sources, not of a stretch of text"


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The codebook, the users and the texts of a project, one by one."""
    files.check(path)
    with archives.opened(path) as archive:
        project = Project(archive, path)
        if COMPANION in archive.namelist():
            yield from _companion(archive, path, reading, project)
        if IDS in archive.namelist():
            project.ids = _ids(archives.read_member(archive, IDS, path))
        used = {plain_guid(one.get("targetGUID")) for one in project.root.iter("{*}CodeRef")}
        content = project.codes.codebook(used)
        if content:
            yield CodebookLine(content, project.place, is_whole=False)
        for user in project.users.values():
            if not user.id:
                yield user
        if number := project.others():
            reading.losses.begin(str(path), path.stem)
            reading.losses.add("documents", "dropped", _NOT_TEXT, number=number)
        reader = _Sources(project, reading)
        for source in project.sources():
            yield from reader.parts(source)
        if not reader.read:
            raise FormatError(f"{path} holds no text: “Sources” has no “TextSource”.", _HINT)


def _companion(
    archive: zipfile.ZipFile, path: Path, reading: Reading, project: Project
) -> Iterator[Part]:
    """What our own exports tell of codebook, annotators and entities."""
    with tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder) / COMPANION
        unpacked.write_bytes(archives.read_member(archive, COMPANION, path))
        for part in jsonl_reading.read(unpacked, reading):
            if isinstance(part, Annotator) and (own := guid("annotator", part.id)) in project.users:
                project.users[own] = part
            if not isinstance(part, Article):
                yield part


def _ids(content: bytes) -> dict[str, str]:
    """The ids of spans and relations of our own exports, by the GUIDs that are made of them."""
    found: dict[str, str] = {}
    for line in content.decode("ascii", "replace").splitlines():
        kind, _, id_ = line.partition(" ")
        found[guid(kind, id_)] = id_
    return found


class _Sources:
    """Reads the sources of a project."""

    def __init__(self, project: Project, reading: Reading) -> None:
        self._project = project
        self._reading = reading
        self._links = project.links()
        self._case_values = project.case_values()
        self.read = 0

    def parts(self, source: Any) -> Iterator[Part]:
        """The entities of a source that are named, and the article."""
        self.read += 1
        place = f"{self._project.place}, line {source.sourceline}"
        title = source.get("name") or ""
        raw = self._project.text(source, self._reading)
        selections = source.findall("{*}PlainTextSelection")
        said = [_selected(one, self._project.place) for one in selections]
        known = [] if self._project.is_own else said
        way = counted(raw, known, is_atlas=self._project.is_atlas)
        if way.said:
            self._reading.remark(f"{place}: so most codings fit the text of “{title}”: {way.said}.")
        builder = ArticleBuilder(way.text, place, self._reading, title=title, unit=way.unit)
        article = _Article(self._project, self._reading, builder)
        article.add_selections(selections, said)
        if number := len(source.findall("{*}Coding")):
            self._reading.losses.add("spans", "dropped", _WHOLE, number=number)
        builder.note = "\n\n".join(text for text, _, _ in article.notes(note_guids(source)) if text)
        values = [*self._case_values.get(plain_guid(source.get("guid")), ())]
        for value in [*values, *source.findall("{*}VariableValue")]:
            self._add_value(value, builder)
        article.add_links(self._links)
        yield from article.entities.values()
        yield builder.article()

    def _add_value(self, element: Any, builder: ArticleBuilder) -> None:
        reference = element.find("{*}VariableRef")
        guid = plain_guid(reference.get("targetGUID")) if reference is not None else ""
        variable = self._project.variables.get(guid)
        if variable is None:
            return
        value = value_of(element)
        if variable.is_attribute:
            builder.attributes[variable.name] = value
        else:
            said = value if isinstance(value, str) else str(value).lower()
            builder.metadata[variable.name] = said


def _selected(element: Any, place: str) -> Selected:
    found: list[int] = []
    for name in ("startPosition", "endPosition"):
        said = (element.get(name) or "").strip()
        if not said.isdecimal() or len(said) > 18:
            raise FormatError(
                f"{place}, line {element.sourceline}: “{name}” must be a number, not “{said[:40]}”.",
                _HINT,
            )
        found.append(int(said))
    return Selected(found[0], found[1], element.get("name") or "")


class _Article:
    """Adds selections, with their codes and notes, and the links between them to one article."""

    def __init__(self, project: Project, reading: Reading, builder: ArticleBuilder) -> None:
        self._project = project
        self._reading = reading
        self._builder = builder
        self._spans: dict[str, str] = {}
        self.entities: dict[str, Entity] = {}

    def add_selections(self, elements: Sequence[Any], said: Sequence[Selected]) -> None:
        """Add a span for each code of a selection; fragments of one span join the first."""
        further: dict[str, list[tuple[int, int]]] = defaultdict(list)
        firsts: list[tuple[Any, Selected, dict[str, AttributeValue]]] = []
        for element, one in zip(elements, said, strict=True):
            attributes = attributes_of(described(element)) or {}
            of = plain_guid(str(attributes.get(FRAGMENT_OF, "")))
            if of:
                further[of].append((one.start, one.end))
            else:
                firsts.append((element, one, attributes))
        for element, one, attributes in firsts:
            own = plain_guid(element.get("guid"))
            pairs = [(one.start, one.end), *further.pop(own, ())]
            self._add(element, own, pairs, attributes)
        if lost := sum(map(len, further.values())):
            self._reading.losses.add(
                "fragments", "dropped", "the file lacks the selection that they continue", number=lost
            )

    def _add(
        self,
        element: Any,
        own_guid: str,
        pairs: list[tuple[int, int]],
        attributes: dict[str, AttributeValue],
    ) -> None:
        codings = element.findall("{*}Coding")
        entity = self._entity(attributes)
        note = self._note(element)
        times = [element.get(name) or "" for name in ("creationDateTime", "modifiedDateTime")]
        created, modified = (time if is_time(time) else "" for time in times)
        number = 0
        for coding in codings:
            code = self._code(coding)
            if code is None:
                continue
            own = [text for text, _, _ in self.notes(note_guids(coding)) if text]
            id_ = self._builder.add_span(
                code.label,
                pairs,
                name=self._project.ids.get(own_guid, "") if number == 0 else "",
                annotator=self._project.user(coding) or self._project.user(element),
                attributes=attributes,
                note="\n\n".join([*([note] if note else []), *own]),
                entity=entity,
                created=created,
                modified=modified,
            )
            number += 1
            if id_ is not None:
                self._spans.setdefault(own_guid, id_)
                self._spans.setdefault(plain_guid(coding.get("guid")), id_)
        if number < max(1, len(codings)):
            lost = max(1, len(codings)) - number
            self._reading.losses.add("spans", "dropped", NO_CODE, number=lost)

    def _code(self, coding: Any) -> Code | None:
        reference = coding.find("{*}CodeRef")
        target = plain_guid(reference.get("targetGUID")) if reference is not None else ""
        return self._project.codes.by_guid.get(target)

    def _note(self, element: Any) -> str:
        """The notes of a selection, and its description if that says no attributes."""
        said = [text for text, _, _ in self.notes(note_guids(element))]
        if attributes_of(described(element)) is None:
            said.append(described(element))
        return "\n\n".join(text for text in said if text)

    def _entity(self, attributes: dict[str, AttributeValue]) -> str | None:
        name, qid = attributes.pop(ENTITY, None), attributes.pop(WIKIDATA, "")
        if not isinstance(name, str) or not name:
            return None
        if isinstance(qid, str) and qid:
            self.entities.setdefault(name, Entity("", name, qid=qid))
        return name

    def notes(self, guids: Sequence[str]) -> list[tuple[str, str, dict[str, AttributeValue]]]:
        """The notes that are referred to: text, whose, attributes."""
        found = (self._project.note(one, self._reading) for one in guids)
        return [(one.text, one.user, dict(one.attributes)) for one in found if one is not None]

    def add_links(self, links: dict[str, list[Link]]) -> None:
        """Add the links that begin at spans of this article as relations."""
        for start, id_ in list(self._spans.items()):
            for link in links.pop(start, ()):
                self._add_link(link, id_)

    def _add_link(self, link: Link, start: str) -> None:
        end = self._spans.get(link.end)
        if end is None:
            self._reading.losses.add("relations", "dropped", NO_END)
            return
        notes = self.notes(link.notes)
        first: Span | None = self._builder.span_named(start)
        users = [user for _, user, _ in notes if user]
        attributes: dict[str, AttributeValue] = {}
        for _, _, said in notes:
            attributes |= said
        self._builder.add_relation(
            link.name or "link",
            start,
            end,
            name=self._project.ids.get(link.guid, ""),
            annotator=users[0] if users else first.annotator if first is not None else "",
            attributes=attributes,
            note="\n\n".join(text for text, _, _ in notes if text),
        )


FORMAT = Format(
    name="refi-qda",
    title="REFI-QDA project",
    extensions=(".qdpx",),
    description="Texts, codes and codings for MAXQDA, ATLAS.ti, NVivo and QualCoder.",
    loss="Origins, states, flags, messages, assignments and history are not in it.",
    read=read,
    write=write,
    holds_projects=True,
    carries=frozenset(FEATURES) - {"origins", "times", "states"},
    read_options=(),
    write_options=(CRLF,),
)
