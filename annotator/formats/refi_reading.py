"""Reading a REFI-QDA project: its users, codes, variables, texts, selections, notes and links."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import files, refi_codes
from annotator.formats.kit import safe_xml
from annotator.formats.kit.archives import LARGEST, read_member
from annotator.formats.refi import attributes_of, plain_guid
from annotator.formats.refi_texts import text_of
from annotator.model.values import Annotator

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping

    from annotator.formats.format import Reading
    from annotator.formats.refi_codes import Codes
    from annotator.model.values import AttributeValue

_HINT = "Nothing was imported from this file."
_LARGEST_PROJECT = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Variable:
    """What a variable holds here: metadata, or an attribute of articles."""

    name: str
    is_attribute: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A note: its text, whose it is, and what its description says."""

    text: str
    user: str = ""
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two things, by GUID."""

    guid: str
    name: str
    start: str
    end: str
    notes: tuple[str, ...]


class Project:
    """A `project.qde` and the archive that it stands in."""

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self.path = path
        self._archive = archive
        name = _project_name(archive, path)
        content = read_member(archive, name, path, limit=_LARGEST_PROJECT)
        self.place = f"{path}, {name}"
        self.root = safe_xml.parse(content.lstrip(), self.place, is_huge=True)
        if safe_xml.local_name(self.root) != "Project":
            said = safe_xml.local_name(self.root)
            raise FormatError(f"{self.place}: the root element is “{said}”, not “Project”.", _HINT)
        self._members = {one.replace("\\", "/").casefold(): one for one in archive.namelist()}
        self.codes: Codes = refi_codes.read(self.root.find("{*}CodeBook/{*}Codes"))
        self.users = {plain_guid(one.get("guid")): _annotator(one) for one in self._all("Users/User")}
        variables = self._all("Variables/Variable")
        self.variables = {plain_guid(one.get("guid")): _variable(one) for one in variables}
        self.ids: dict[str, str] = {}
        self._read_notes: dict[str, Note] = {}
        self._unpacked = 0
        self._notes = {plain_guid(one.get("guid")): one for one in self._all("Notes/Note")}

    @property
    def is_atlas(self) -> bool:
        """Whether ATLAS.ti has made it, which counts CRLF as one."""
        return "atlas" in (self.root.get("origin") or "").casefold()

    @property
    def is_own(self) -> bool:
        """Whether we have made it; then positions need no guess."""
        return (self.root.get("origin") or "").startswith("Annotator ")

    def _all(self, path: str) -> list[Any]:
        return list(self.root.findall("/".join(f"{{*}}{name}" for name in path.split("/"))))

    def user(self, element: Any) -> str:
        """The name of who made something, as annotators are called here; "" where it is not said."""
        known = self.users.get(plain_guid(element.get("creatingUser")))
        return (known.id or known.name) if known is not None else ""

    def sources(self) -> Iterator[Any]:
        """The elements that hold a text: text sources, and the texts of PDF files."""
        for source in self._all("Sources/TextSource"):
            yield source
        for source in self._all("Sources/PDFSource"):
            inside = source.find("{*}Representation")
            if inside is not None:
                yield inside

    def others(self) -> int:
        """How many sources are pictures, sounds, films or PDF files without a text."""
        every = sum(1 for one in self._all("Sources/*"))
        return every - sum(1 for _ in self.sources())

    def text(self, source: Any, reading: Reading) -> str:
        """The text of a source or note."""
        inside = source.find("{*}PlainTextContent")
        if inside is not None and inside.text:
            return str(inside.text)
        said = (source.get("plainTextPath") or "").strip()
        if not said:
            return ""
        scheme, _, name = said.partition("://")
        if scheme != "internal":
            raise FormatError(
                f"{self.place}, line {source.sourceline}: the text lies outside the file ({said[:80]}).",
                "Export the project with its sources inside.",
            )
        member = self._members.get(f"sources/{name}".casefold())
        if member is None:
            raise FormatError(f"{self.path} lacks “sources/{name}”, which it names.", _HINT)
        content = read_member(self._archive, member, self.path, limit=files.LARGEST_ARTICLE)
        self._unpacked += len(content)
        if self._unpacked > LARGEST:
            raise FormatError(f"{self.path}: its texts would take more than {LARGEST:,} bytes.", _HINT)
        return text_of(content, Path(f"{self.path}, {member}"), reading.encoding)

    def note(self, guid: str, reading: Reading) -> Note | None:
        """The note with this GUID."""
        element = self._notes.get(guid)
        if element is None:
            return None
        if guid not in self._read_notes:
            attributes = attributes_of(described(element)) or {}
            text = self.text(element, reading)
            self._read_notes[guid] = Note(text, self.user(element), attributes)
        return self._read_notes[guid]

    def links(self) -> dict[str, list[Link]]:
        """The links by the GUID at which they begin."""
        found: dict[str, list[Link]] = defaultdict(list)
        for one in self._all("Links/Link"):
            start, end = plain_guid(one.get("originGUID")), plain_guid(one.get("targetGUID"))
            own, name = plain_guid(one.get("guid")), (one.get("name") or "").strip()
            found[start].append(Link(own, name, start, end, note_guids(one)))
        return found

    def case_values(self) -> dict[str, list[Any]]:
        """The values of variables that cases give to their sources."""
        found: dict[str, list[Any]] = defaultdict(list)
        for case in self._all("Cases/Case"):
            values = case.findall("{*}VariableValue")
            for source in case.findall("{*}SourceRef"):
                found[plain_guid(source.get("targetGUID"))] += values
        return found


def _project_name(archive: zipfile.ZipFile, path: Path) -> str:
    names = [one for one in archive.namelist() if one.casefold().endswith(".qde")]
    if "project.qde" in names:
        return "project.qde"
    if len(names) != 1:
        raise FormatError(f"{path} is no REFI-QDA project: it lacks “project.qde”.", _HINT)
    return names[0]


def _annotator(element: Any) -> Annotator:
    name = (element.get("name") or element.get("id") or "").strip()
    return Annotator("", name or f"user {plain_guid(element.get('guid'))[:8]}")


def _variable(element: Any) -> Variable:
    name = element.get("name") or "variable"
    said = described(element)
    for kind in ("attribute", "metadata"):
        if said.startswith(f"annotator {kind}: "):
            return Variable(said.removeprefix(f"annotator {kind}: "), kind == "attribute")
    return Variable(name)


def described(element: Any) -> str:
    """The text of the element's `Description`."""
    inside = element.find("{*}Description")
    return (inside.text or "") if inside is not None else ""


def note_guids(element: Any) -> tuple[str, ...]:
    """The notes that an element refers to."""
    return tuple(plain_guid(one.get("targetGUID")) for one in element.findall("{*}NoteRef"))


def value_of(element: Any) -> AttributeValue:
    """The value of a variable; a text where it is none of its type."""
    for child in element:
        kind = safe_xml.local_name(child).removesuffix("Value")
        said = child.text or ""
        if kind == "Boolean" and said.strip() in ("true", "false", "1", "0"):
            return said.strip() in ("true", "1")
        if kind in ("Integer", "Float"):
            return _number(said, is_whole=kind == "Integer")
        if kind in ("Text", "Date", "DateTime", "Boolean"):
            return str(said)
    return ""


def _number(said: str, *, is_whole: bool) -> AttributeValue:
    try:
        number = int(said[:400]) if is_whole else float(said)
    except ValueError:
        return said
    is_fit = abs(number) < 2**63 if is_whole else abs(number) < float("inf")
    return number if is_fit else said
