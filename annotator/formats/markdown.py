"""Markdown: the source is the text; a YAML front matter is the article's metadata.

Offsets count the source as it stands below the front matter and the blank lines that
follow it, so nothing is rendered and nothing is lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import decoding, files, text
from annotator.formats.format import Article, Format, Reading
from annotator.formats.frozen import freeze
from annotator.model.values import METADATA_KEYS, Source

if TYPE_CHECKING:
    from pathlib import Path

_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)(?:[ \t]*\n)*", re.DOTALL | re.MULTILINE
)
_LOOKS_LIKE_ONE = re.compile(r"---[ \t]*\n(?:[ \t]*\n|#.*\n)*[\w-]+[ \t]*:(?:[ \t]|\n)")
_HEADING = re.compile(r"#{1,6}[ \t]+(?P<title>.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_LARGEST = 100_000
_NAMES = {
    "title": ("title", "headline"),
    "outlet": ("outlet", "publisher", "publication", "newspaper", "site"),
    "author": ("author", "byline", "authors", "by"),
    "published": ("published", "date", "pubdate"),
    "url": ("url", "link", "canonical"),
    "language": ("language", "lang"),
}
_KEYS = {name: key for key, names in _NAMES.items() for name in names}


def read(path: Path, reading: Reading) -> Iterator[Article]:
    """The one article of a Markdown file."""
    content = files.read_article(path)
    decoded = decoding.decode(content, path, reading.encoding)
    whole = freeze(decoded.text).text
    metadata, body = _parted(whole, path)
    body = text.frozen_text(body, path)
    title = metadata.pop("title", "") or _title_of(body, path)
    if reading.encoding is None and not decoded.encoding.startswith("utf-"):
        reading.remark(f"{files.shown_name(path)} was read as {decoded.encoding}.")
    yield Article(
        body, title, metadata, source=Source(files.shown_name(path), content, decoded.encoding)
    )


def _title_of(body: str, path: Path) -> str:
    first = text.title_of(body, path)
    heading = _HEADING.match(first)
    return (heading["title"] if heading else first) or files.shown_name(path, is_bare=True)


def _parted(whole: str, path: Path) -> tuple[dict[str, str], str]:
    """Metadata and body; without front matter the body is all of it."""
    found = _FRONT_MATTER.match(whole)
    if not _LOOKS_LIKE_ONE.match(whole):
        return {}, whole
    if found is None:
        raise FormatError(
            f"{path}, line 1: the front matter that starts here is never closed.",
            "End it with a line of three hyphens.",
        )
    if len(found["yaml"]) > _LARGEST:
        raise FormatError(f"{path}, line 1: the front matter is longer than {_LARGEST:,} characters.")
    return _metadata(_yaml(found["yaml"], path)), whole[found.end() :]


def _yaml(source: str, path: Path) -> Mapping[Any, Any]:
    """What the YAML says, every scalar as the text that it is written as."""
    import yaml

    class Loader(yaml.BaseLoader):
        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
                raise yaml.MarkedYAMLError(problem="aliases are not read", problem_mark=mark)
            return super().compose_node(parent, index)

    try:
        content = yaml.load(source, Loader)
    except yaml.YAMLError as error:
        raise _broken(path, error) from None
    except RecursionError:
        raise FormatError(f"{path}, line 2: the front matter is nested too deeply.") from None
    if not isinstance(content, Mapping):
        raise FormatError(f"{path}, line 2: the front matter must be lines of the form “key: value”.")
    return content


def _broken(path: Path, error: Exception) -> FormatError:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 2 if mark is not None else 2
    problem = getattr(error, "problem", None) or getattr(error, "reason", "")
    return FormatError(
        f"{path}, line {line}: the front matter is not valid YAML ({problem}).",
        "Put quotation marks around a value that holds a colon, or remove the front matter.",
    )


def _metadata(content: Mapping[Any, Any]) -> dict[str, str]:
    metadata: dict[str, str] = {}
    for name, value in content.items():
        key = _KEYS.get(str(name).casefold(), str(name))
        said = _said(value)
        if said and key in metadata:
            key = str(name)
        if said and str(name):
            metadata[key] = said
    known = [key for key in METADATA_KEYS if key in metadata]
    return {key: metadata[key] for key in dict.fromkeys([*known, *metadata])}


def _said(value: Any) -> str:
    """A value as one text: lists joined by commas, anything deeper as JSON."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(one.strip() for one in value if one.strip())
    return json.dumps(value, ensure_ascii=False)


FORMAT = Format(
    name="markdown",
    title="Markdown",
    extensions=(".md", ".markdown"),
    description="One article a file, kept as its source; a YAML front matter is its metadata.",
    read=read,
)
