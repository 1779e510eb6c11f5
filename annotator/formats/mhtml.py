"""Web pages that a browser saved as one file (MHTML): the page inside is read as any other."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from typing import TYPE_CHECKING

from annotator.errors import FormatError
from annotator.formats import files, html
from annotator.formats.format import Article, Format, Reading
from annotator.formats.kit.markup import one_line
from annotator.model.values import METADATA_KEYS, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message
    from pathlib import Path

_PAGES = ("text/html", "application/xhtml+xml")
_LONGEST_HEADER = 4_000
_DEEPEST = 50
"""How many parts may stand inside each other."""


def read(path: Path, reading: Reading) -> Iterator[Article]:
    """The one article of a saved page."""
    content = files.read_binary(path)
    if content.lower().count(b"multipart/") > _DEEPEST:
        raise FormatError(f"{path}: its parts are nested too deeply.", "Save the page again.")
    message = message_from_bytes(content)
    page = _page(message)
    if page is None:
        raise FormatError(
            f"{path} holds no web page.", "Save the page in the browser again, as one file."
        )
    markup = page.get_payload(decode=True)
    if not isinstance(markup, bytes) or not markup.strip():
        raise FormatError(f"{path}: the page in it is empty.", "Save the page in the browser again.")
    article = html.page(markup, path, reading, charset=page.get_content_charset("") or "")
    said = {"url": _header(message, "Snapshot-Content-Location") or _header(page, "Content-Location")}
    metadata = {key: value for key, value in said.items() if value.startswith("http")}
    metadata |= article.metadata
    known = [key for key in METADATA_KEYS if key in metadata]
    metadata = {key: metadata[key] for key in dict.fromkeys((*known, *metadata))}
    assert article.source is not None
    source = Source(files.shown_name(path), content, article.source.encoding, article.source.extractor)
    yield replace(article, metadata=metadata, source=source)


def _page(message: Message) -> Message | None:
    """The part that is the page: the one that the file begins with, else the first of its kind."""
    found = [part for part in message.walk() if part.get_content_type() in _PAGES]
    start = _header(message, "Content-Location") or _header(message, "Snapshot-Content-Location")
    named = (part for part in found if start and _header(part, "Content-Location") == start)
    return next(named, None) or next(iter(found), None)


def _header(message: Message, name: str) -> str:
    said = str(message.get(name) or "")[:_LONGEST_HEADER]
    try:
        return one_line(str(make_header(decode_header(said))))
    except (MessageError, LookupError, ValueError):
        return ""


FORMAT = Format(
    name="mhtml",
    title="Saved web page",
    extensions=(".mhtml", ".mht"),
    description="One article a file, chosen and read as of any web page.",
    read=read,
    extra="html",
)
