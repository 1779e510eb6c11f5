"""Web pages: the main text, chosen by trafilatura and taken exactly as the page has it.

Blocks are joined by a blank line. White space inside them is collapsed as a browser
does; no-break spaces, accents and quotation marks stay as they are, to the code point.
The headline is the document's title and, where the page shows it, the first line of the
text, so that it can be labelled too. Scripts, menus and readers' comments stay out.
"""

from __future__ import annotations

import html as entities
import logging
import re
from contextlib import suppress
from copy import deepcopy
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import decoding, files, text, web_page
from annotator.formats.format import Article, Format, Reading
from annotator.model.values import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.html import HtmlElement

_HEAD = 8_192
_DECLARED = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)|^\s*<\?xml[^>]+encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
_AS_BROWSERS_READ = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-8",
}
_OLD_REFERENCE = re.compile(r"&#(?:0*1[2-5]\d|[xX]0*[89][0-9a-fA-F]);?")


def read(path: Path, reading: Reading) -> Iterator[Article]:
    """The one article of a web page."""
    content = files.read_article(path)
    yield article_of(_decode(content, path, reading.encoding), content, path, reading)


def page(content: bytes, path: Path, reading: Reading, *, charset: str = "") -> Article:
    """The article of a page that came inside another file, which `path` names in messages.

    `charset` is what that file says of the page's encoding; the page's own word counts where
    it does not hold.
    """
    decoded = None
    if charset and reading.encoding is None and decoding.by_mark(content) is None:
        name = _AS_BROWSERS_READ.get(charset.lower(), charset.lower())
        with suppress(FormatError):
            decoded = decoding.decode(content, path, name)
    decoded = decoded or _decode(content, path, reading.encoding)
    return article_of(decoded, content, path, reading)


def article_of(decoded: decoding.Decoded, content: bytes, path: Path, reading: Reading) -> Article:
    """The article of a page whose bytes have been decoded."""
    extractor = _extractor()
    root = _parse(decoded.text, path)
    found = extractor.bare_extraction(
        deepcopy(root),
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    shown = web_page.render(root.find("body") if root.find("body") is not None else root)
    blocks = _main_blocks(shown, found, path, reading)
    title = (found.title or "").strip() if found is not None else ""
    blocks = _with_headline(blocks, shown, title)
    body = text.frozen_text("\n\n".join(block.text for block in blocks), path)
    source = Source(
        files.shown_name(path), content, decoded.encoding, f"trafilatura {version('trafilatura')}"
    )
    return Article(body, title or text.title_of(body, path), _metadata(found, root), source=source)


def _extractor() -> Any:
    try:
        import trafilatura
    except ImportError as error:
        raise FormatError(
            f"Web pages cannot be read: {error.name or 'a library'} is not installed.",
            "Install it with: pip install 'annotator[html]'",
        ) from None
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return trafilatura


def _decode(content: bytes, path: Path, encoding: str | None) -> decoding.Decoded:
    """As browsers do: byte order mark, the page's own word, UTF-8; the user's word wins."""
    declared = _DECLARED.search(content[:_HEAD])
    if encoding is None and declared is not None and decoding.by_mark(content) is None:
        name = (declared[1] or declared[2]).decode("ascii").lower()
        name = _AS_BROWSERS_READ.get(name, name)
        try:
            return decoding.decode(content, path, name)
        except FormatError as error:
            raise FormatError(
                f"{path} says that it is {name}, but it cannot be read so. {error.message}",
                "Say what it is with --encoding.",
            ) from None
    return decoding.decode(content, path, encoding)


def _parse(markup: str, path: Path) -> HtmlElement:
    from lxml import etree
    from lxml import html as lxml_html

    markup = _OLD_REFERENCE.sub(lambda found: entities.unescape(found.group()), markup)
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml_html.document_fromstring(markup.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise FormatError(f"{path} is not a web page that can be read ({error}).") from None
    return root


def _main_blocks(page: web_page.Page, found: Any, path: Path, reading: Reading) -> list[web_page.Block]:
    body = getattr(found, "body", None)
    places: list[tuple[int, int]] = []
    lost: list[str] = []
    for passage in web_page.render(body).blocks if body is not None else ():
        place = page.find(passage.text, places[-1][1] if places else 0)
        if place is not None:
            places.append(place)
        elif web_page.bare(passage.text):
            lost.append(passage.text)
    if not places:
        raise FormatError(
            f"{path}: no article was found on this page.",
            "Copy the article's text into a .txt file, and import that.",
        )
    for passage_text in lost:
        reading.remark(
            f"{files.shown_name(path)}: “{passage_text[:60]}” could not be found again and was left out."
        )
    return page.stretches(places)


def _with_headline(
    blocks: list[web_page.Block], page: web_page.Page, title: str
) -> list[web_page.Block]:
    """The blocks led by the headline that the page shows, if it is the page's title."""
    wanted = web_page.bare(title)
    for block in page.blocks:
        letters = web_page.bare(block.text)
        if block.tag in ("h1", "h2") and letters and (letters in wanted or wanted == letters):
            rest = [other for other in blocks if web_page.bare(other.text) != letters]
            return [block, *rest]
    return blocks


def _metadata(found: Any, root: HtmlElement) -> dict[str, str]:
    said = {
        "outlet": found.sitename,
        "author": (found.author or "").replace("; ", ", "),
        "published": found.date,
        "url": found.url,
        "language": root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        "description": found.description,
    }
    return {key: str(value).strip() for key, value in said.items() if value and str(value).strip()}


FORMAT = Format(
    name="html",
    title="Web page",
    extensions=(".html", ".htm", ".xhtml"),
    description="One article a page: its main text, with headline, byline, date, outlet, language.",
    read=read,
    extra="html",
)
