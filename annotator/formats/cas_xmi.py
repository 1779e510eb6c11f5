"""UIMA CAS XMI with its type system: in and out.

Written is a folder, one file for each document and annotator, with one `TypeSystem.xml`;
read are single files (the type system is looked for beside and above them), such folders,
and unpacked INCEpTION projects. Offsets are UTF-16 units.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from annotator.errors import FormatError
from annotator.formats import files, uima_export, uima_import, uima_reading
from annotator.formats.cas_json import LOST
from annotator.formats.cas_xmi_reading import LARGEST_FILE, parse, parse_types, read_types, types_beside
from annotator.formats.cas_xmi_writing import prefixes, render, type_system
from annotator.formats.format import FEATURES, Corpus, Format, Part, Reading, Writing
from annotator.formats.kit import archives
from annotator.formats.uima import TypeSystem
from annotator.formats.uima_export import TOKENS, Way
from annotator.formats.uima_reading import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from annotator.formats.uima import Cas
    from annotator.formats.uima_writing import Sheet

NAME = "cas-xmi"
ENDING = ".xmi"
_IN_FOLDERS = (ENDING, ".zip")


def load(path: Path) -> Cas:
    """The CAS in a file, or in a ZIP that holds one with its type system."""
    files.check(path)
    if path.suffix.casefold() == ".zip":
        return _packed(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise files.unreadable(path, error) from None
    return parse(content, str(path), read_types(types_beside(path)))


def _packed(path: Path) -> Cas:
    types = TypeSystem()
    with archives.opened(path) as archive:
        names = archive.namelist()
        found = [name for name in names if name.casefold().endswith(ENDING)]
        if len(found) != 1:
            raise FormatError(f"{path} holds {len(found)} XMI files, not one.", "Unpack it first.")
        for name in names:
            if name.casefold().endswith("typesystem.xml"):
                parse_types(archives.read_member(archive, name, path), f"{path}, {name}", types)
        content = archives.read_member(archive, found[0], path, limit=LARGEST_FILE)
    return parse(content, f"{path}, {found[0]}", types)


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The document in a file, or those of a folder."""
    if path.is_dir():
        yield from uima_import.read(path, reading, load, NAME, _IN_FOLDERS)
    else:
        yield from uima_reading.parts(load(path), path, reading)


def write(corpus: Corpus, folder: Path, writing: Writing) -> None:
    """Write the project into a folder, a file for each document and annotator."""
    way = Way(NAME, ENDING, _renderer, ("TypeSystem.xml", type_system), is_xml=True)
    uima_export.write(corpus, folder, writing, way)


def _renderer(types: TypeSystem) -> Callable[[Sheet], bytes]:
    return partial(render, names=prefixes(types))


def _recognises(start: bytes) -> bool:
    return b"http://www.omg.org/XMI" in start.replace(b"\0", b"")


def _claims(folder: Path) -> bool:
    return uima_import.claims(folder, NAME, _IN_FOLDERS)


def _companions(path: Path) -> Sequence[Path]:
    return [*types_beside(path), *uima_import.layers_beside(path)]


FORMAT = Format(
    name=NAME,
    title="UIMA CAS XMI",
    extensions=(ENDING, ".xml"),
    description="A folder with a file for each article and annotator, and the type system beside them.",
    loss=LOST,
    read=read,
    write=write,
    writes_folder=True,
    carries=frozenset(FEATURES) - {"origins", "times", "decisions"},
    holds_projects=True,
    read_options=(WORDS,),
    write_options=(TOKENS,),
    recognises=_recognises,
    claims=_claims,
    companions=_companions,
)
