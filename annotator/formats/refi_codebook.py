"""REFI-QDA codebooks (`.qdc`): labels and layers, no texts; in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator import __version__
from annotator.errors import FormatError
from annotator.formats import files, refi_codes
from annotator.formats.format import CodebookLine, Corpus, Format, Part, Reading, Writing
from annotator.formats.kit import safe_xml
from annotator.formats.refi import CODEBOOK_SPACE
from annotator.formats.writing import new_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NO_TEXTS = "the format holds codes, no texts"
_HINT = "Nothing was imported from this file."


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The codes of a file as labels, and the codes above them as layers."""
    root = safe_xml.parse(files.read_article(path), path)
    if safe_xml.local_name(root) != "CodeBook":
        said = safe_xml.local_name(root)
        raise FormatError(f"{path} is no codebook of REFI-QDA: its root element is “{said}”.", _HINT)
    codes = refi_codes.read(root.find("{*}Codes"))
    content = codes.codebook()
    if not content:
        raise FormatError(f"{path} has no codes: “Codes” holds no “Code” that can be used.", _HINT)
    yield CodebookLine(content, str(path), is_whole=False)


def write(corpus: Corpus, path: Path, writing: Writing) -> None:
    """Write the codebook; the articles are counted as left out."""
    documents = corpus.documents()
    with new_file(path, overwrites=writing.overwrites) as file:
        file.write(
            "<?xml version='1.0' encoding='UTF-8'?>\n"
            f'<CodeBook xmlns="{CODEBOOK_SPACE}" origin="Annotator {__version__}">\n'.encode()
        )
        for line in refi_codes.written(corpus.codebook()):
            file.write(line.encode() + b"\n")
        file.write(b"</CodeBook>\n")
        for number, document in enumerate(documents):
            writing.step(number, len(documents), document.title)
            writing.losses.begin(document.id, document.title)
            writing.losses.add("documents", "dropped", _NO_TEXTS)


def _recognises(start: bytes) -> bool:
    return b"QDA-XML:codebook" in start.replace(b"\0", b"")


FORMAT = Format(
    name="refi-codebook",
    title="REFI-QDA codebook",
    extensions=(".qdc",),
    description="Labels and layers as codes for MAXQDA, ATLAS.ti, NVivo and QualCoder.",
    loss="Only labels, their layers, colours and definitions are in it.",
    read=read,
    write=write,
    recognises=_recognises,
)
