"""NewsML-G2 and NITF: an article for each news item that holds its text.

News items may stand alone or in a news message. The story is NITF, XHTML or plain text. Items
of pictures have a description, which is then the text; packages, concepts, events and plans
have none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import files
from annotator.formats.format import Article, Format, Reading
from annotator.formats.kit import markup, newsml_text, safe_xml
from annotator.formats.kit.plain_articles import HEADLINE, OWN, joined, plain_article
from annotator.model.values import Source
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_KNOWN = re.compile(
    rb"iptc\.org/std/nar/2006-10-01|iptc\.org/std/NITF|<nitf\b|<(?:newsItem|newsMessage|packageItem)\b"
    rb"|<NewsML\b"
)


def read(path: Path, reading: Reading) -> Iterator[Article]:
    """The articles of a file."""
    content = files.read_binary(path)
    root = markup.parse_xhtml(content, path)
    items = _items(root)
    found = passed = 0
    for item in items:
        text, is_story = _text(item)
        if not text:
            passed += 1
            continue
        found += 1
        place = path.with_name(f"{path.name}, item {found + passed:,}") if len(items) > 1 else path
        if not is_story:
            reading.remark(f"{files.shown_name(place)}: it has no story; its description was taken.")
        original = content if len(items) == 1 else safe_xml.write(item)
        source = Source(files.shown_name(place), original, "utf-8", OWN)
        yield plain_article(
            text, place, reading, title=_title(item), metadata=_metadata(item, root), source=source
        )
    if not found:
        kind = safe_xml.local_name(root)
        raise FormatError(
            f"{path} holds no story: it is a {kind}{' without a text' if items else ''}.",
            "News items with a text are read; packages, concepts, events and plans have none.",
        )
    if passed:
        reading.remark(f"{files.shown_name(path)}: passed over {counted(passed, 'item')} without text.")


def recognises(start: bytes) -> bool:
    """Whether it is an item of NewsML, or NITF."""
    return _KNOWN.search(start.replace(b"\0", b"")[:20_000]) is not None


def _items(root: Any) -> list[Any]:
    """The news items below an element; a document of NITF, or a part of an item, is one itself."""
    found = [one for one in root.iter() if safe_xml.local_name(one) in ("newsItem", "NewsItem")]
    is_story = safe_xml.local_name(root) in ("nitf", "contentSet", "inlineXML")
    return [root] if is_story else found


def _every(root: Any, *names: str) -> Iterator[Any]:
    return (one for one in root.iter() if safe_xml.local_name(one) in names)


def _within(root: Any, parent: str, *names: str) -> Iterator[Any]:
    """The children of these names of the first element `parent`, else those anywhere."""
    first = next(_every(root, parent), None)
    children = root.iter() if first is None else first
    return (one for one in children if safe_xml.local_name(one) in names)


def _text(item: Any) -> tuple[str, bool]:
    """The first story of an item that has words, and whether it is a story, no description."""
    if old := [text for one in _every(item, "DataContent") if (text := newsml_text.of_element(one))]:
        return max(old, key=len), True
    for one in _every(item, "inlineXML", "inlineData", "nitf"):
        kind = (one.get("contenttype") or "").lower()
        if safe_xml.local_name(one) == "inlineData":
            text = _plain(one) if not kind or kind.startswith("text/plain") else ""
            text = text or (markup.text_of_html(_plain(one)) if "html" in kind else "")
        else:
            text = newsml_text.of_element(one) if _is_prose(one, kind) else ""
        if text:
            return text, True
    captions = [one for one in _within(item, "contentMeta", "description") if _plain(one)]
    captions.sort(key=lambda one: ("caption" not in (one.get("role") or ""), -len(_plain(one))))
    return (markup.text_of(captions[0]), False) if captions else ("", False)


def _is_prose(element: Any, kind: str) -> bool:
    """Whether an element holds paragraphs, no tables of results or events."""
    is_known = any(sign in kind for sign in ("nitf", "html")) or not kind
    return is_known and next(_every(element, "p", "hl2", "body.content"), None) is not None


def _plain(element: Any) -> str:
    return "".join(element.itertext()).strip()


def _title(item: Any) -> str:
    found = next(_within(item, "contentMeta", "headline"), None)
    if found is None:
        found = next(_every(item, "hl1", "HeadLine", "title"), None)
    return _plain(found) if found is not None else ""


def _names(elements: Iterator[Any]) -> str:
    """The names of people, places or subjects, without their translations."""
    found = []
    for one in elements:
        names = [_plain(child) for child in one if safe_xml.local_name(child) == "name"]
        found.append(names[0] if names else one.get("literal") or "")
    return joined(found)


def _first(elements: Iterator[Any], attribute: str = "") -> str:
    for one in elements:
        said = one.get(attribute, "") if attribute else _plain(one)
        if said:
            return str(said)
    return ""


def _metadata(item: Any, root: Any) -> dict[str, str]:
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    address = _first(
        (one for one in _every(item, "link") if one.get("href", "").startswith("http")), "href"
    )
    return {
        "outlet": _names(_within(item, "contentMeta", "infoSource"))
        or _names(_within(item, "itemMeta", "provider")),
        "author": _first(_within(item, "contentMeta", "by"))
        or _names(_within(item, "contentMeta", "creator"))
        or markup.one_line(_first(_every(item, "byline"))),
        "published": _first(_within(item, "itemMeta", "versionCreated", "ThisRevisionCreated"))
        or _first(_every(item, "date.issue"), "norm"),
        "url": address if "html" in address or address.endswith("/") else "",
        "language": _first(_within(item, "contentMeta", "language"), "tag")
        or item.get(language)
        or root.get(language)
        or "",
        "guid": item.get("guid") or "",
        "version": item.get("version") or "",
        "located": _names(_within(item, "contentMeta", "located")) or _first(_every(item, "located")),
        "dateline": markup.one_line(_first(_every(item, "dateline"))),
        "description": markup.one_line(_first(_every(item, "abstract"))),
        "subjects": _names(_within(item, "contentMeta", "subject")),
        "genres": _names(_within(item, "contentMeta", "genre")),
        "slugline": _first(_within(item, "contentMeta", "slugline")),
        "urgency": _first(_within(item, "contentMeta", "urgency")),
        "copyright": _first(_every(item, "copyrightNotice")),
    }


FORMAT = Format(
    name="newsml-g2",
    title="NewsML-G2 and NITF",
    extensions=(".xml", ".newsml", ".g2", ".nitf"),
    description="News agencies' items: an article for each one with a story.",
    read=read,
    read_options=(HEADLINE,),
    recognises=recognises,
)
