"""Web archives: an article for each page that a crawler got, read as any web page.

Pages in which no article is found (front pages, lists, errors) are passed over and counted.
"""

from __future__ import annotations

import logging
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import files, html
from annotator.formats.decoding import UncertainEncodingError
from annotator.formats.format import Article, Format, Reading
from annotator.formats.kit.plain_articles import cleaned
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PAGES = ("text/html", "application/xhtml+xml")
_KINDS = ("response", "resource")


def read(path: Path, reading: Reading) -> Iterator[Article]:
    """The articles of an archive, in the order in which the pages were got."""
    files.check(path)
    found = passed = uncertain = 0
    for place, record, content, charset in _pages(path):
        try:
            article = html.page(content, place, reading, charset=charset)
        except UncertainEncodingError:
            uncertain += 1
        except FormatError as error:
            if "annotator[html]" in error.hint:
                raise
            passed += 1
        else:
            found += 1
            yield _described(article, record)
    said = [f"{counted(passed, 'page')} without an article"] if passed else []
    said += [f"{counted(uncertain, 'page')} whose encoding is not certain"] if uncertain else []
    if not found:
        hint = f"Passed over: {', '.join(said)}." if said else "It holds no web pages at all."
        raise FormatError(f"{path} holds no page with an article.", hint)
    if said:
        reading.remark(f"{files.shown_name(path)}: passed over {', '.join(said)}.")


def _pages(path: Path) -> Iterator[tuple[Path, Any, bytes, str]]:
    """The pages: what messages call each, its record, its bytes and the charset the server named."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise FormatError(
            f"{path}: web archives cannot be read, because warcio is not installed.",
            "Install it with: pip install 'annotator[warc,html]'",
        ) from None
    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    number = 0
    try:
        with path.open("rb") as file:
            if not _begins_well(file.read(4_096)):
                raise FormatError(f"{path} is no web archive.", "It does not begin as WARC files do.")
            file.seek(0)
            records = ArchiveIterator(file)
            records.INC_RECORD = ""  # it would be written to the terminal
            for number, record in enumerate(records, 1):
                place = path.with_name(f"{path.name}, record {number:,}")
                content, charset = _page(record, place) if record.rec_type in _KINDS else (b"", "")
                if content:
                    yield place, record, content, charset
    except ArchiveLoadFailed as error:
        raise _damaged(path, number, error) from None
    except (OSError, EOFError, zlib.error, ValueError, LookupError, AttributeError, TypeError) as error:
        if isinstance(error, OSError) and error.errno:
            raise files.unreadable(path, error) from None
        raise _damaged(path, number, error) from None


def _begins_well(start: bytes) -> bool:
    """Whether a file begins with a record, packed or not; the library would take any line for one."""
    if start.startswith(b"\x1f\x8b"):
        try:
            start = zlib.decompressobj(31).decompress(start, 100)
        except zlib.error:
            return False
    return start.lstrip().startswith((b"WARC/", b"filedesc:"))


def _damaged(path: Path, number: int, error: Exception) -> FormatError:
    said = " ".join(str(error).split())[:200] or type(error).__name__
    return FormatError(
        f"{path}, record {number + 1:,}: this is no web archive that can be read ({said}).",
        "Nothing was imported from this file.",
    )


def _page(record: Any, place: Path) -> tuple[bytes, str]:
    """The bytes of a page and the charset that the server named; none for what is no page."""
    http = record.http_headers
    if http is not None and (http.get_statuscode() or "200") != "200":
        return b"", ""
    kind = (http.get_header("Content-Type") if http is not None else record.content_type) or ""
    media, _, more = kind.partition(";")
    if media.strip().lower() not in _PAGES:
        return b"", ""
    content = record.content_stream().read(files.LARGEST_ARTICLE + 1)
    if len(content) > files.LARGEST_ARTICLE:
        raise FormatError(f"{place}: the page has more than {files.LARGEST_ARTICLE:,} bytes.")
    charset = more.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    return bytes(content), charset


def _described(article: Article, record: Any) -> Article:
    """The article with the address and time of its page, where it does not say them itself."""
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    said = {"url": address.strip("<>"), "captured": record.rec_headers.get_header("WARC-Date") or ""}
    return replace(article, metadata=cleaned({**said, **article.metadata}))


FORMAT = Format(
    name="warc",
    title="Web archive (WARC)",
    extensions=(".warc", ".warc.gz"),
    description="An article for each page that a crawler got.",
    read=read,
    extra="warc",
)
