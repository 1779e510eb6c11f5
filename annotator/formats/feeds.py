"""RSS and Atom: an article for each entry, with the text that the feed itself holds.

Many feeds hold only the beginnings of their articles; this is said when it looks so. Markup in
an entry becomes text as on a web page; pages that it links to are not fetched.
"""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from io import BytesIO
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import files
from annotator.formats.format import Article, Format, Reading
from annotator.formats.kit import markup
from annotator.formats.kit.plain_articles import HEADLINE, joined, plain_article
from annotator.model.values import Source
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_EDGE = re.compile(rb"<(/?)(?:item|entry)\b[^<>]*>")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)\b", re.IGNORECASE)
_FEED = re.compile(
    rb"<rss\b|<feed\b[^>]*(?:w3\.org/2005/Atom|purl\.org/atom)|<(?:\w+:)?RDF\b[^>]*purl\.org/rss",
    re.IGNORECASE,
)
_BROKEN = (ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError)


def read(path: Path, reading: Reading) -> Iterator[Article]:
    """The articles of a feed, in its order."""
    content = files.read_binary(path)
    feed = _parsed(path, content, reading.encoding)
    raw = _originals(content)
    are_known = len(raw) == len(feed.entries)
    short = empty = 0
    extractor = f"feedparser {version('feedparser')}"
    for number, entry in enumerate(feed.entries):
        text, is_whole = _text(entry)
        if not text:
            empty += 1
            continue
        short += not is_whole
        original = raw[number] if are_known else json.dumps(entry, default=str).encode()
        place = path.with_name(f"{path.name}, entry {number + 1:,}")
        source = Source(files.shown_name(place), original, _encoding(feed), extractor)
        metadata = _metadata(entry, feed.feed)
        title = markup.line_of_html(_plain(entry, "title"))
        yield plain_article(text, place, reading, title=title, metadata=metadata, source=source)
    if empty == len(feed.entries):
        raise FormatError(f"{path} holds no entry with a text.", "The feed only lists titles.")
    if empty:
        reading.remark(f"{files.shown_name(path)}: {counted(empty, 'entry', 'entries')} without text.")
    if short:
        reading.remark(
            f"{files.shown_name(path)}: {counted(short, 'entry has', 'entries have')} only a summary."
        )


def recognises(start: bytes) -> bool:
    """Whether the root element is that of a feed."""
    plain = start.replace(b"\0", b"")
    return _FEED.search(plain[:4_096]) is not None


def _parsed(path: Path, content: bytes, encoding: str | None) -> Any:
    import feedparser

    plain = content[:200_000].replace(b"\0", b"")
    if _ENTITY.search(plain.partition(b"<item")[0]):
        raise FormatError(
            f"{path} declares entities of its own, which are not read.", "It is no usual feed."
        )
    if _ROOT.search(plain) is None:
        raise FormatError(f"{path} is no feed.", "A feed is RSS or Atom.")
    said = {"content-type": f"application/xml; charset={encoding}"} if encoding else {}
    try:
        feed = feedparser.parse(
            BytesIO(content), response_headers=said, sanitize_html=False, resolve_relative_uris=False
        )
    except _BROKEN as error:
        raise FormatError(
            f"{path} is no feed that can be read ({error}).", "Save the feed again."
        ) from None
    if not feed.entries:
        problem = feed.get("bozo_exception")
        because = f" ({problem})" if problem is not None else ""
        raise FormatError(f"{path} holds no entries{because}.", "A feed is RSS or Atom.")
    return feed


def _originals(content: bytes) -> list[bytes]:
    """The bytes of the entries, in their order."""
    found: list[bytes] = []
    start = -1
    for edge in _EDGE.finditer(content):
        if not edge[1]:
            start = edge.start() if start < 0 else start
        elif start >= 0:
            found.append(content[start : edge.end()])
            start = -1
    return found


def _encoding(feed: Any) -> str:
    return str(feed.get("encoding") or "utf-8").lower()


def _text(entry: Any) -> tuple[str, bool]:
    """The longest text that an entry holds, and whether it is more than a summary."""
    contents = [_shown(one) for one in entry.get("content", ())]
    whole = max(contents, key=len, default="")
    detail = entry.get("summary_detail") or {"value": entry.get("summary", "")}
    summary = _shown(detail)
    return (whole, True) if len(whole) >= len(summary) and whole else (summary, False)


def _shown(said: Any) -> str:
    value = said.get("value")
    if not isinstance(value, str):
        return ""
    is_html = "html" in str(said.get("type") or "") or markup.looks_marked_up(value)
    return markup.text_of_html(value) if is_html else value.strip()


def _metadata(entry: Any, feed: Any) -> dict[str, str]:
    people: Sequence[Any] = entry.get("authors") or [{"name": entry.get("author", "")}]
    source = entry.get("source") or {}
    return {
        "outlet": _plain(source, "title") or markup.line_of_html(_plain(feed, "title")),
        "author": joined(_plain(one, "name") for one in people),
        "published": _plain(entry, "published") or _plain(entry, "updated"),
        "url": link if ":" in (link := _plain(entry, "link")) and not link.startswith("urn:") else "",
        "language": _plain(entry.get("title_detail") or {}, "language") or _plain(feed, "language"),
        "id": _plain(entry, "id"),
        "tags": joined(_plain(one, "term") for one in entry.get("tags", ())),
    }


def _plain(said: Any, key: str) -> str:
    value = said.get(key)
    return value if isinstance(value, str) else ""


FORMAT = Format(
    name="feed",
    title="RSS or Atom feed",
    extensions=(".rss", ".atom", ".xml", ".rdf"),
    description="An article for each entry, with the text that the feed holds.",
    read=read,
    read_options=(HEADLINE,),
    recognises=recognises,
)
