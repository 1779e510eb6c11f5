"""UIMA CAS JSON 0.4, which INCEpTION recommends: in and out.

Written is a folder, one file for each document and annotator; read are single files, such
folders, and unpacked INCEpTION projects. Offsets are UTF-16 units.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from annotator.formats import files, uima_export, uima_import, uima_reading
from annotator.formats.cas_json_reading import parse
from annotator.formats.cas_json_writing import render, types_part
from annotator.formats.format import FEATURES, Corpus, Format, Part, Reading, Writing
from annotator.formats.uima_export import TOKENS, Way
from annotator.formats.uima_reading import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from annotator.formats.uima import Cas, TypeSystem
    from annotator.formats.uima_writing import Sheet

NAME = "cas-json"
ENDING = ".json"
LOST = "Times, origins, messages, assignments and history are not in it."


def load(path: Path) -> Cas:
    """The CAS in a file."""
    files.check(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise files.unreadable(path, error) from None
    return parse(content, str(path))


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The document in a file, or those of a folder."""
    if path.is_dir():
        yield from uima_import.read(path, reading, load, NAME, (ENDING,))
    else:
        yield from uima_reading.parts(load(path), path, reading)


def write(corpus: Corpus, folder: Path, writing: Writing) -> None:
    """Write the project into a folder, a file for each document and annotator."""
    uima_export.write(corpus, folder, writing, Way(NAME, ENDING, _renderer))


def _renderer(types: TypeSystem) -> Callable[[Sheet], bytes]:
    return partial(render, types=types_part(types))


def _recognises(start: bytes) -> bool:
    """Whether it is a CAS, also of the old kind, which is refused with a hint."""
    return any(one in start for one in _SIGNS) or (b'"_context"' in start and b'"_types"' in start)


_SIGNS = (b'"%TYPES"', b'"%FEATURE_STRUCTURES"', b'"%VIEWS"')


def _claims(folder: Path) -> bool:
    return uima_import.claims(folder, NAME, (ENDING,))


FORMAT = Format(
    name=NAME,
    title="UIMA CAS JSON",
    extensions=(ENDING,),
    description="A folder with a file for each article and annotator, as INCEpTION reads and writes.",
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
    companions=uima_import.layers_beside,
)
