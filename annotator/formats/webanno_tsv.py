"""WebAnno TSV 3, the former exchange format of WebAnno and INCEpTION: in only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.errors import FormatError
from annotator.formats import files, uima_import, uima_reading
from annotator.formats.format import Format, Part, Reading
from annotator.formats.uima_reading import WORDS
from annotator.formats.webanno_tsv_lines import SIGN
from annotator.formats.webanno_tsv_reading import parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from functools import partial
    from pathlib import Path

    from annotator.formats.uima import Cas

NAME = "webanno-tsv"
ENDING = ".tsv"


def load(path: Path, reading: Reading) -> Cas:
    """The CAS that a file tells of."""
    content = files.read_article(path)
    encoding = reading.encoding or "utf-8-sig"
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise FormatError(
            f"{path} is not {encoding.removesuffix('-sig').upper()}: {error}.", "Save it as UTF-8."
        ) from None
    return parse(text, str(path), reading)


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The document in a file, or those of an unpacked INCEpTION project."""
    if path.is_dir():
        from functools import partial

        loader: partial[Cas] = partial(load, reading=reading)
        yield from uima_import.read(path, reading, loader, NAME, (ENDING,))
    else:
        yield from uima_reading.parts(load(path, reading), path, reading)


def _recognises(start: bytes) -> bool:
    return start.removeprefix(b"\xef\xbb\xbf").startswith(SIGN.encode())


def _claims(folder: Path) -> bool:
    return uima_import.claims(folder, NAME, (ENDING,))


FORMAT = Format(
    name=NAME,
    title="WebAnno TSV 3",
    extensions=(ENDING,),
    description="Articles with layers, relations and chains from WebAnno or INCEpTION.",
    read=read,
    read_options=(WORDS,),
    recognises=_recognises,
    claims=_claims,
)
