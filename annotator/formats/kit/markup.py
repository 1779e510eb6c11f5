"""The text of marked-up passages that are known to be the article: nothing is left out as menu.

Blocks are joined by a blank line, as those of web pages; white space is collapsed as a
browser does, no-break spaces and accents stay as they are.
"""

from __future__ import annotations

import html as entities
import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from annotator.formats import web_page
from annotator.formats.kit import safe_xml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|blockquote|img|table)\b[^<>]*>", re.I
)
_BLOCK_TAG = re.compile(r"</(?:p|div|li|h[1-6]|blockquote)\s*>|<(?:p|br)\b[^<>]*/?>", re.I)
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_OF_XML = (b"amp", b"lt", b"gt", b"quot", b"apos")
_NITF_TAGS: Mapping[str, str] = {
    "hl1": "h1",
    "hl2": "h2",
    "bq": "blockquote",
    **dict.fromkeys(
        str.split(
            "body.head body.content body.end hedline byline byttl dateline abstract block note "
            "media media-caption media-producer nitf-table credit tagline"
        ),
        "div",
    ),
}


def looks_marked_up(text: str) -> bool:
    """Whether a text is HTML: it has tags that part blocks, or begins with one."""
    start = text[:20_000].lstrip()
    return _BLOCK_TAG.search(start) is not None or _TAG.match(start) is not None


def text_of_html(markup: str) -> str:
    """The text of a passage of HTML; empty where there is none."""
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    content = markup.replace("\0", "").encode("utf-8", "replace")
    try:
        root = lxml_html.document_fromstring(b"<div>" + content + b"</div>", parser=parser)
    except (etree.LxmlError, ValueError):
        return ""
    body = root.find("body")
    return _joined(body if body is not None else root)


def line_of_html(markup: str) -> str:
    """A title that may hold tags and entities, on one line."""
    is_marked = "<" in markup or "&" in markup
    return one_line(text_of_html(markup) if is_marked else markup)


def one_line(text: str) -> str:
    """The text with all white space that parts words as one space; no-break spaces stay."""
    return re.sub(r"[ \t\r\n\f]+", " ", text).strip(" ")


def text_of(root: Any) -> str:
    """The text of an element of XHTML or HTML, whatever its namespace."""
    return _joined(_without_namespaces(root))


def _joined(root: Any) -> str:
    return "\n\n".join(block.text for block in web_page.blocks_of(root))


def text_of_nitf(element: Any) -> str:
    """The text of an element of NITF, whose names differ a little from those of HTML."""
    plain = _without_namespaces(element)
    for one in plain.iter():
        if isinstance(one.tag, str):
            one.tag = _NITF_TAGS.get(one.tag, one.tag)
    return _joined(plain)


def _without_namespaces(root: Any) -> Any:
    """A copy of the element, all names without their namespaces and in small letters."""
    root = deepcopy(root)
    for one in root.iter():
        if isinstance(one.tag, str):
            one.tag = safe_xml.local_name(one).lower()
    return root


def parse_xhtml(content: bytes, name: str | Path) -> Any:
    """The root of an XHTML document; entities that HTML knows stand for their characters."""
    return safe_xml.parse(_NAMED.sub(_as_number, content), name)


def _as_number(found: re.Match[bytes]) -> bytes:
    if found[1] in _OF_XML:
        return found[0]
    signs = entities.unescape(found[0].decode("ascii"))
    if signs.startswith("&"):
        return found[0]
    return "".join(f"&#{ord(sign)};" for sign in signs).encode("ascii")
