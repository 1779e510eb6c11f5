"""The native format without texts: offsets into articles that only their SHA-256 and length name.

`annotations.standoff.jsonl` is the native file with two differences: documents have `length` (in
code points) instead of `text`, and spans have no text. With the articles at hand every line
becomes the line of the native file again, byte for byte.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import files
from annotator.formats import json_values as values
from annotator.formats.json_values import Place
from annotator.formats.jsonl_reading import LONGEST_LINE
from annotator.formats.jsonl_writing import encoded, lines
from annotator.formats.writing import new_file
from annotator.model.fragment import Fragment, exact_text
from annotator.model.values import sha256

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotator.formats.format import Corpus, Writing

MANIFEST = "release.json"
"""The file that tells a release from other folders."""
WHOLE_FILE, BARE_FILE = "annotations.jsonl", "annotations.standoff.jsonl"
NAME = "annotator-standoff"
"""What its header says, so that nobody takes it for a whole file."""
_WHOLE = "annotator"


def is_release(folder: Path) -> bool:
    """Whether a folder is a release."""
    is_there = any((folder / name).is_file() for name in (WHOLE_FILE, BARE_FILE))
    return is_there and (folder / MANIFEST).is_file()


def native_file(folder: Path) -> Path:
    """The native file of a release: the one with texts, if it has any."""
    whole = folder / WHOLE_FILE
    return whole if whole.is_file() else folder / BARE_FILE


def write(corpus: Corpus, path: Path, writing: Writing) -> None:
    """Write the annotations without the texts."""
    with new_file(path, overwrites=writing.overwrites) as file:
        for number, line in enumerate(lines(corpus, writing), 1):
            file.write(encoded(_bare(values.parse_line(line, Place(str(path), number)))))
            file.write(b"\n")


def _bare(raw: dict[str, Any]) -> dict[str, Any]:
    if raw["kind"] == "header":
        return raw | {"format": NAME}
    if raw["kind"] != "document":
        return raw
    bare = {("length" if key == "text" else key): value for key, value in raw.items()}
    bare["length"] = len(raw["text"])
    bare["spans"] = [
        {key: value for key, value in span.items() if key != "text"} for span in raw["spans"]
    ]
    return bare


def read(path: Path) -> Iterator[tuple[dict[str, Any], Place]]:
    """The lines of a file without texts, each with its place; `FormatError` for any other file."""
    files.check(path)
    with path.open("rb") as file:
        for number, line in enumerate(iter(partial(file.readline, LONGEST_LINE), b""), 1):
            place = Place(str(path), number)
            raw = values.parse_line(line, place)
            if number == 1 and (raw.get("kind"), raw.get("format")) != ("header", NAME):
                raise FormatError(
                    f"{path} is no release without texts.", f"Its first line names no “{NAME}”."
                )
            if raw.get("kind") == "document":
                _check(raw, place)
            yield raw, place


def _check(raw: dict[str, Any], place: Place) -> None:
    if not values.text(raw, "text_sha256", place):
        place.refuse("the document does not say which text it is about (“text_sha256”)")
    for span in values.items(raw, "spans", place):
        if not isinstance(span, dict):
            place.refuse("a span must be an object")


def whole_line(raw: dict[str, Any], place: Place, text: str | None = None) -> bytes:
    """The line of the native file: the same, and for a document with its text put back.

    The text must be the very one whose SHA-256 the document names.
    """
    if raw.get("kind") == "header":
        return encoded(raw | {"format": _WHOLE})
    if raw.get("kind") != "document":
        return encoded(raw)
    assert text is not None
    assert sha256(text) == raw["text_sha256"]
    whole = {("text" if key == "length" else key): value for key, value in raw.items()}
    whole["text"] = text
    whole["spans"] = [_with_text(span, text, place) for span in raw.get("spans", ())]
    return encoded(whole)


def _with_text(span: dict[str, Any], text: str, place: Place) -> dict[str, Any]:
    try:
        fragments = [Fragment(int(start), int(end)) for start, end in span["fragments"]]
    except (KeyError, TypeError, ValueError, OverflowError):
        place.refuse("a span’s “fragments” must be a list of pairs of numbers")
    if not all(0 <= start < end <= len(text) for start, end in fragments):
        place.refuse("a span reaches beyond the text")
    found: dict[str, Any] = {}
    for key, value in span.items():
        found[key] = value
        if key == "fragments":
            found["text"] = exact_text(text, fragments)
    return found
