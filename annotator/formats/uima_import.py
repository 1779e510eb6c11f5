"""Reading a folder of CAS files: our own export, or an INCEpTION project that was unpacked.

INCEpTION keeps `annotation/DOCUMENT/ANNOTATOR.ending` and `curation/DOCUMENT/CURATION_USER.ending`;
the folder's name is the document's title, the file's name the annotator.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import files, jsonl_reading, uima_reading
from annotator.formats import json_values as values
from annotator.formats.format import Article, Part
from annotator.formats.json_values import Place
from annotator.formats.uima_export import INITIAL, LAYERS, PROJECT, marker
from annotator.model.values import STATES, Annotator, Work, document_id, sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from annotator.formats.format import Reading
    from annotator.formats.uima import Cas
    from annotator.model.values import AttributeValue

GOLD = Annotator("gold", "Gold", "gold")
_CURATION = "CURATION_USER"
_DROPPED = "the file cannot be read"


@dataclass(frozen=True, slots=True)
class Told:
    """What our own exports tell of a document beside its files."""

    title: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    note: str = ""
    works: tuple[tuple[str, str | None, bool | None], ...] = ()
    replaced: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file to read: whose it is, of which document, and what is told of it elsewhere."""

    path: Path
    annotator: str = ""
    title: str = ""
    told: Told | None = None


def claims(folder: Path, name: str, endings: Sequence[str]) -> bool:
    """Whether a folder is our own export in this format, or an archive with such files."""
    if (folder / marker(name)).is_file():
        return True
    inside = folder / "annotation"
    return inside.is_dir() and any(one.suffix in endings and one.is_file() for one in inside.glob("*/*"))


def layers_beside(path: Path) -> Sequence[Path]:
    """The file with INCEpTION's layers that goes with an export, and is no article."""
    places = [path.parent, *path.parent.parents[:2]]
    return [one for place in places if (one := place / LAYERS).is_file()]


def read(
    folder: Path, reading: Reading, load: Callable[[Path], Cas], name: str, endings: Sequence[str]
) -> Iterator[Part]:
    """All documents of a folder, one by one; files that cannot be read are passed over and told."""
    if (folder / PROJECT).is_file():
        yield from (
            part
            for part in jsonl_reading.read(folder / PROJECT, reading)
            if not isinstance(part, Article)
        )
    sheets = list(_sheets(folder, name, endings))
    if any(one.annotator == GOLD.id for one in sheets):
        yield GOLD
    bad: list[FormatError] = []
    for sheet in sheets:
        try:
            yield from list(_parts(sheet, reading, load))
        except FormatError as error:
            bad.append(error)
            reading.losses.begin(str(sheet.path), sheet.title)
            reading.losses.add("documents", "dropped", _DROPPED)
            reading.remark(str(error))
    if bad and len(bad) == len(sheets):
        raise bad[0]
    if not sheets:
        raise FormatError(f"{folder} holds no file of this format.", "Choose another folder.")


def _parts(sheet: Sheet, reading: Reading, load: Callable[[Path], Cas]) -> Iterator[Part]:
    cas = load(sheet.path)
    told = sheet.told
    if told is not None and told.replaced:
        cas.text = _restored(cas.text, told.replaced)
    title = told.title if told is not None else sheet.title
    found = uima_reading.parts(cas, sheet.path, reading, title=title, annotator=sheet.annotator)
    for part in found:
        yield _completed(part, told) if isinstance(part, Article) and told is not None else part


def _restored(text: str, replaced: Sequence[tuple[int, str]]) -> str:
    """The text with the control characters for which spaces stand."""
    characters = list(text)
    for at, character in replaced:
        if at < len(characters) and characters[at] == " " and character != "\r":
            characters[at] = character
    return "".join(characters)


def _completed(article: Article, told: Told) -> Article:
    document = document_id(sha256(article.text))
    works = tuple(Work(document, *one) for one in told.works)
    return replace(
        article,
        title=told.title,
        metadata=told.metadata,
        attributes=told.attributes,
        note=told.note,
        works=works,
    )


# ---------------------------------------------------------------- which files


def _sheets(folder: Path, name: str, endings: Sequence[str]) -> Iterator[Sheet]:
    """The files in the order of the export, then those of which nothing is told."""
    told = dict(_told(folder / marker(name))) if (folder / marker(name)).is_file() else {}
    there = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.suffix.casefold() in endings and path.is_file()
    }
    for relative, (annotator, said) in told.items():
        if relative in there:
            yield Sheet(there.pop(relative), annotator, said.title, said)
    for relative, path in there.items():
        found = _in_archive(relative, path)
        if found is not None:
            yield found


def _in_archive(relative: str, path: Path) -> Sheet | None:
    """What a file of an archive is; None for what is neither annotation nor curation."""
    parts = relative.split("/")
    if len(parts) != 3 or parts[0] not in ("annotation", "curation"):
        return None
    if path.stem == INITIAL:
        others = [one for one in path.parent.iterdir() if one.stem != INITIAL and one.is_file()]
        return None if others else Sheet(path, "", parts[1])
    annotator = GOLD.id if path.stem == _CURATION else files.shown_name(path, is_bare=True)
    return Sheet(path, annotator, parts[1])


def _told(path: Path) -> Iterator[tuple[str, tuple[str, Told]]]:
    """By the names of files: whose each is, and what is told of its document."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise files.unreadable(path, error) from None
    for number, line in enumerate(content.split(b"\n"), 1):
        if line.strip():
            place = Place(str(path), number)
            raw = values.parse_line(line, place)
            told = _one_told(raw, place)
            for name, annotator in values.texts(raw, "files", place).items():
                yield name, (annotator, told)


def _one_told(raw: dict[str, Any], place: Place) -> Told:
    works: list[tuple[str, str | None, bool | None]] = []
    for one in values.items(raw, "work", place):
        if not isinstance(one, dict):
            place.refuse("“work” must be a list of objects")
        state = values.text(one, "state", place) or None
        if state is not None and state not in STATES:
            place.refuse(f"“state” is “{state}”; it can be {', '.join(STATES)}")
        flag = values.is_true(one, "flagged", place)
        works.append((values.text(one, "annotator", place), state, flag))
    return Told(
        title=values.text(raw, "title", place),
        metadata=values.texts(raw, "metadata", place),
        attributes=values.attributes(raw, place),
        note=values.text(raw, "note", place),
        works=tuple(works),
        replaced=tuple(_pairs(values.items(raw, "replaced", place), place)),
    )


def _pairs(raw: Sequence[Any], place: Place) -> Iterator[tuple[int, str]]:
    for one in raw:
        match one:
            case [int(at), str(character)] if at >= 0 and len(character) == 1:
                yield at, character
            case _:
                place.refuse("“replaced” must be a list of offsets and characters")
