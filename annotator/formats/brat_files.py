"""Which files make one brat document: its text, its annotations, what lies beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotator.errors import FormatError
from annotator.formats import codebook_beside, files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SIDECAR = ".meta.json"
ANNOTATION_CONF = "annotation.conf"
VISUAL_CONF = "visual.conf"

_TEXT_FOLDERS = ("text", "texts", "txt")


class BratFiles(NamedTuple):
    """The files of one document; `annotator` is named by the end of the file's name, if at all."""

    text: Path
    annotations: tuple[Path, ...]
    annotator: str


def files_of(path: Path) -> BratFiles:
    """The files that belong to an annotation file; an error if its text is not there.

    The text has the same name, or lacks an ending `_annotator`; it stands beside it, or in
    a folder `text` beside its folder.
    """
    found = _text(path)
    if found is None:
        raise FormatError(
            f"{path}: its text {path.stem}.txt is not beside it.",
            "Put both into one folder, or the texts into a folder “text” beside it.",
        )
    return BratFiles(found[0], tuple(_annotations(path)), found[1])


def _text(path: Path) -> tuple[Path, str] | None:
    beside = path.with_name(f"{path.stem}.txt")
    if beside.is_file():
        return beside, ""
    folders = [path.parent, *(path.parent.parent / name for name in _TEXT_FOLDERS)]
    name, annotator = path.stem, ""
    while name:
        for folder in folders:
            text = folder / f"{name}.txt"
            if text.is_file():
                return text, annotator
        name, _, last = name.rpartition("_")
        annotator = f"{last}_{annotator}" if annotator else last
    return None


def _annotations(path: Path) -> Iterator[Path]:
    """The file itself; of the pairs .a1 and .a2 both."""
    first, second = path.with_suffix(".a1"), path.with_suffix(".a2")
    if path.suffix.casefold() in (".a1", ".a2"):
        yield from (one for one in (first, second) if one == path or one.is_file())
    else:
        yield path


def companions(path: Path) -> Sequence[Path]:
    """The files that an annotation file brings along, which are not to be read by themselves."""
    found = _text(path)
    beside = [path.with_name(path.stem + SIDECAR), *codebook_beside.places(path)]
    if found is not None:
        beside.append(found[0])
    if path.suffix.casefold() == ".a1":
        beside.append(path.with_suffix(".a2"))
    return beside


def read_text(files_: BratFiles, encoding: str | None) -> tuple[str, bytes, str]:
    """The text as offsets count it, its bytes and their encoding."""
    from annotator.formats import decoding

    content = files.read_article(files_.text)
    decoded = decoding.decode(content, files_.text, encoding)
    return decoded.text, content, decoded.encoding


def read_lines(path: Path) -> str:
    """What an annotation file says; it may be empty, but must be UTF-8."""
    try:
        if path.stat().st_size > files.LARGEST_ARTICLE:
            raise FormatError(f"{path} has more than {files.LARGEST_ARTICLE:,} bytes.", "Cut it.")
        content = path.read_bytes()
    except OSError as error:
        raise files.unreadable(path, error) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FormatError(
            f"{path}, line {line:,}: byte {error.start + 1:,} is not UTF-8.", "Save the file as UTF-8."
        ) from None
