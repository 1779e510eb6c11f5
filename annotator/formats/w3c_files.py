"""Which files belong to a file of web annotations: the texts, the links, our codebook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from annotator.errors import FormatError
from annotator.formats import codebook_beside, decoding, files
from annotator.formats.frozen import freeze
from annotator.model.values import Source, sha256

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
LINKS = ".links.json"
HASH = "urn:sha256:"

_HASHED = re.compile(r"urn:sha256:([0-9a-f]{64})")


def companions(path: Path) -> Sequence[Path]:
    """The files that an annotation file brings along, which are not to be read by themselves."""
    found = [*codebook_beside.places(path), links_of(path), *_texts_named_like(path)]
    return [one for one in found if one != path]


def links_of(path: Path) -> Path:
    """Where the links of a file for Recogito stand."""
    return path.with_name(path.stem + LINKS)


def _texts_named_like(path: Path) -> Iterator[Path]:
    """`a.w3c.json` belongs to `a.w3c.txt` or `a.txt`."""
    name = path.name
    while "." in name:
        name = name.rpartition(".")[0]
        if name:
            yield path.with_name(f"{name}.txt")


class Texts:
    """Finds the texts that a file's annotations are about."""

    def __init__(self, path: Path, encoding: str | None) -> None:
        self._path = path
        self._encoding = encoding
        self._hashes: dict[str, Path] | None = None

    def of(self, source: str, *, is_only_one: bool) -> tuple[str, Source] | None:
        """The text with this IRI, and its file: one named like the annotations, the IRI or its hash."""
        path = next((one for one in self._candidates(source, is_only_one) if one.is_file()), None)
        if path is None:
            return None
        content = files.read_article(path)
        decoded = decoding.decode(content, path, self._encoding)
        return decoded.text, Source(files.shown_name(path), content, decoded.encoding)

    def _candidates(self, source: str, is_only_one: bool) -> Iterator[Path]:
        if is_only_one:
            yield from _texts_named_like(self._path)
        if (found := _HASHED.fullmatch(source)) is not None:
            if self._hashes is None:
                self._hashes = dict(self._hashed())
            if found.group(1) in self._hashes:
                yield self._hashes[found.group(1)]
            return
        try:
            last = unquote(urlsplit(source).path).rstrip("/").rpartition("/")[2]
        except ValueError:
            return
        if last and not set(last) & {"\\", ":", "\0"} and last not in (".", ".."):
            yield self._path.with_name(f"{last}.txt")
            yield self._path.with_name(f"{last.rpartition('.')[0] or last}.txt")

    def _hashed(self) -> Iterator[tuple[str, Path]]:
        """The texts of the folder by their hash."""
        for path in sorted(self._path.parent.glob("*.txt")):
            try:
                content = files.read_article(path)
                text = decoding.decode(content, path, self._encoding).text
            except FormatError:
                continue
            yield sha256(freeze(text).text), path
