"""EPUB: an article for each document of the book, in its order; or the book as one article.

Newspapers and magazines put every article into a document of its own. Covers, tables of
contents and documents without words are passed over.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from annotator.errors import FormatError
from annotator.formats import files
from annotator.formats.format import Article, Format, Reading
from annotator.formats.kit import archives, markup, safe_xml
from annotator.formats.kit.options import Choice, Option
from annotator.formats.kit.plain_articles import OWN, joined, plain_article
from annotator.model.values import Source
from annotator.model.wording import counted

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping
    from pathlib import Path

ARTICLES = Option(
    "articles",
    "What is an article",
    "documents",
    (
        Choice("documents", "each document of the book (a chapter, or an article of a newspaper)"),
        Choice("book", "the whole book"),
    ),
)
_CONTAINER = "META-INF/container.xml"
_LARGEST = 50_000_000
_MEDIA = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
_HEADINGS = ("h1", "h2", "h3")
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)", re.IGNORECASE)


class Chapter(NamedTuple):
    """A document of the book: its name in the archive, its bytes, its heading and its text."""

    name: str
    content: bytes
    heading: str
    text: str


def read(path: Path, reading: Reading) -> Iterator[Article]:
    """The articles of a book, in its order."""
    files.check(path)
    with archives.opened(path) as archive:
        _refuse_locked(archive, path)
        names, said = _package(archive, path)
        found = (_chapter(archive, name, path) for name in names)
        if reading.value(ARTICLES) == "book":
            yield _book(path, [one for one in found if one.text], said, reading)
            return
        number = empty = 0
        for chapter in found:
            if chapter.text:
                number += 1
                yield _article(path, chapter, said, reading)
            else:
                empty += 1
    if not number:
        raise _without_text(path)
    if empty:
        reading.remark(
            f"{files.shown_name(path)}: {counted(empty, 'document')} without words (covers, pictures)"
            " passed over."
        )


def _article(path: Path, chapter: Chapter, said: Mapping[str, str], reading: Reading) -> Article:
    metadata = {("book" if key == "title" else key): value for key, value in said.items()}
    name = f"{files.shown_name(path)}/{chapter.name}"
    source = Source(name, chapter.content, "utf-8", OWN)
    return plain_article(
        chapter.text,
        path / chapter.name,
        reading,
        title=chapter.heading,
        metadata=metadata,
        source=source,
    )


def _book(path: Path, chapters: list[Chapter], said: Mapping[str, str], reading: Reading) -> Article:
    if not chapters:
        raise _without_text(path)
    metadata = {key: value for key, value in said.items() if key != "title"}
    source = Source(files.shown_name(path), files.read_binary(path), "", OWN)
    text = "\n\n\n".join(one.text for one in chapters)
    return plain_article(
        text, path, reading, title=said.get("title", ""), metadata=metadata, source=source
    )


def _without_text(path: Path) -> FormatError:
    return FormatError(f"{path} holds no document with words.", "It may be a book of pictures.")


def _refuse_locked(archive: zipfile.ZipFile, path: Path) -> None:
    names = archive.namelist()
    if "META-INF/rights.xml" in names or "META-INF/license.lcpl" in names:
        raise FormatError(
            f"{path} is locked by a shop's copy protection.", "Ask for a copy without protection."
        )


def _package(archive: zipfile.ZipFile, path: Path) -> tuple[list[str], dict[str, str]]:
    """The names of the documents in the book's order, and what is said of the book."""
    container = safe_xml.parse(archives.read_member(archive, _CONTAINER, path), f"{path}: {_CONTAINER}")
    name = next((one.get("full-path") for one in _named(container, "rootfile")), None) or ""
    if not name:
        raise FormatError(f"{path}: {_CONTAINER} does not say where the book is.", "It is damaged.")
    content = archives.read_member(archive, name, path, limit=_LARGEST)
    package = markup.parse_xhtml(content, f"{path}: {name}")
    manifest = {one.get("id"): one for one in _named(package, "item")}
    found: dict[str, None] = {}
    for reference in _named(package, "itemref"):
        item = manifest.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        if (item.get("media-type") or _MEDIA[0]) in _MEDIA:
            place = posixpath.join(posixpath.dirname(name), unquote(item.get("href") or ""))
            found[posixpath.normpath(place)] = None
    return list(found), _said(package)


def _said(package: Any) -> dict[str, str]:
    def every(name: str) -> str:
        return joined("".join(one.itertext()) for one in _named(package, name))

    date = next((one.text or "" for one in _named(package, "date")), "")
    return {
        "title": every("title"),
        "author": every("creator"),
        "outlet": every("publisher"),
        "language": next((one.text or "" for one in _named(package, "language")), ""),
        "published": date,
    }


def _named(root: Any, name: str) -> Iterator[Any]:
    return (one for one in root.iter() if safe_xml.local_name(one) == name)


def _chapter(archive: zipfile.ZipFile, name: str, path: Path) -> Chapter:
    content = archives.read_member(archive, name, path, limit=_LARGEST)
    try:
        root = markup.parse_xhtml(content, f"{path}: {name}")
    except FormatError:
        text, heading = _tolerantly(content), ""
    else:
        body = next(_named(root, "body"), root)
        headings = (one for one in body.iter() if safe_xml.local_name(one) in _HEADINGS)
        heading = next((said for one in headings if (said := "".join(one.itertext()).strip())), "")
        text = markup.text_of(body)
    return Chapter(name, content, markup.one_line(heading), text)


def _tolerantly(content: bytes) -> str:
    """The text of a document that is no XML, read as browsers read pages."""
    declared = _DECLARED.search(content[:200])
    try:
        text = content.decode(declared[1].decode("ascii") if declared else "utf-8", "replace")
    except LookupError:
        text = content.decode("utf-8", "replace")
    return markup.text_of_html(re.sub(r"^\ufeff?\s*<\?xml[^>]*>", "", text))


FORMAT = Format(
    name="epub",
    title="EPUB",
    extensions=(".epub",),
    description="An article for each document of the book, or the book as one.",
    read=read,
    read_options=(ARTICLES,),
)
