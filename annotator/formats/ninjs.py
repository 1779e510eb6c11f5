"""ninjs, the JSON of news agencies, versions 1 to 3: an article for each item with a text.

Version 1 has `headline`, `byline`, `body_text` and `body_xhtml`; later ones have lists of
`headlines` and `bodies` with roles and media types. A plain body is taken as it stands.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import files
from annotator.formats.format import Article, Format, Reading
from annotator.formats.kit import json_files, markup, newsml_text
from annotator.formats.kit.options import Choice, Option
from annotator.formats.kit.passing import text_of
from annotator.formats.kit.plain_articles import HEADLINE, OWN, joined, plain_article
from annotator.model.values import Source
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


BODY = Option(
    "body",
    "Where an item has its text in several ways",
    "plain",
    (Choice("plain", "the plain text, as it stands"), Choice("marked-up", "the marked-up text")),
)
_KEYS = re.compile(
    rb'"(?:headlines?|bodies|body_(?:text|xhtml)|description_text|descriptions|versionc|versionC|pubs?tatus'
    rb"|pubStatus|standard|\$standard|byline|eventDetails|renditions|mimetype|representationtype)"
)
_URI = re.compile(rb'"uri"\s*:\s*"')
_FOREIGN = re.compile(
    rb'"(?:%TYPES|offset_type|annotation_sets|completed_by|@context|tokens|spans)"\s*:'
)


def read(path: Path, reading: Reading) -> Iterator[Article]:
    """The articles of a file: one item, or a list of them."""
    found = passed = described = 0
    for _, item in json_files.rows(path):
        text, is_body = _text(item, reading)
        if not text.strip():
            passed += 1
            continue
        found += 1
        described += not is_body
        name = files.shown_name(path)
        content = json.dumps(item, ensure_ascii=False).encode("utf-8", "replace")
        yield plain_article(
            text,
            path.with_name(f"{path.name}, item {found + passed:,}") if found + passed > 1 else path,
            reading,
            title=_title(item),
            metadata=_metadata(item),
            source=Source(name, content, "utf-8", OWN),
        )
    if not found:
        raise FormatError(f"{path} holds no item with a text.", "Pictures and events have none.")
    name = files.shown_name(path)
    if described:
        items = counted(described, "item has", "items have")
        reading.remark(f"{name}: {items} no body; the description was taken for the text.")
    if passed:
        reading.remark(f"{name}: passed over {counted(passed, 'item')} without text.")


def recognises(start: bytes) -> bool:
    """Whether the first object is a news item."""
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text.startswith((b"{", b"[")) or _FOREIGN.search(text):
        return False
    is_named = b"ninjs" in text[:20_000] and b'"standard"' in text
    return is_named or (_URI.search(text) is not None and len(set(_KEYS.findall(text))) > 1)


def _text(item: Mapping[str, Any], reading: Reading) -> tuple[str, bool]:
    """The text of an item, and whether it is that of its body."""
    plain, marked = _bodies(item, "bodies", "body_")
    wanted = (marked, plain) if reading.value(BODY) == "marked-up" else (plain, marked)
    found = next((text for text in wanted if text.strip()), "")
    if found:
        return found, True
    plain, marked = _bodies(item, "descriptions", "description_")
    return plain or marked, False


def _bodies(item: Mapping[str, Any], key: str, prefix: str) -> tuple[str, str]:
    """The plain text under such keys, and the text of what is marked up."""
    plain, marked = text_of(item, f"{prefix}text"), _shown(text_of(item, f"{prefix}xhtml"))
    for one in sorted(_objects(item, key), key=_length, reverse=key == "descriptions"):
        value = text_of(one, "value")
        kind = (text_of(one, "contentType") or text_of(one, "contenttype")).lower()
        if any(sign in kind for sign in ("html", "xml", "nitf")) or (not kind and "<" in value):
            marked = marked or (newsml_text.of_markup(value) if "nitf" in kind else _shown(value))
        else:
            plain = plain or value
    for name, value in item.items():
        if name.startswith(prefix) and isinstance(value, str):
            if name.endswith("_text"):
                plain = plain or value
            elif name.endswith(("_xhtml", "_html")):
                marked = marked or _shown(value)
    return plain, marked


def _length(one: Mapping[str, Any]) -> int:
    """How long a description is; bodies stay in their order."""
    return len(text_of(one, "value")) if "contentType" not in one and "contenttype" not in one else 0


def _shown(value: str) -> str:
    return markup.text_of_html(value) if value else ""


def _objects(item: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    found = item.get(key)
    for one in found if isinstance(found, list) else [found]:
        if isinstance(one, dict):
            yield one


def _title(item: Mapping[str, Any]) -> str:
    headlines = list(_objects(item, "headlines"))
    main = [one for one in headlines if one.get("role") in ("main", "headline")] or headlines
    said = text_of(item, "headline") or next((text_of(one, "value") for one in main), "")
    return markup.line_of_html(said or text_of(item, "title"))


def _metadata(item: Mapping[str, Any]) -> dict[str, str]:
    def first(*keys: str) -> str:
        return next((said for key in keys if (said := text_of(item, key))), "")

    def names(*keys: str) -> str:
        return joined(text_of(one, "name") for key in keys for one in _objects(item, key))

    uri = first("uri")
    said = {
        "outlet": names("infosources", "infoSources", "infosource")
        or first("copyrightholder", "copyrightHolder"),
        "author": first("byline", "by") or names("creator", "creators"),
        "published": first("versioncreated", "versionCreated", "firstcreated", "firstCreated"),
        "url": uri if uri.startswith("http") else "",
        "language": first("language"),
        "uri": uri,
        "located": first("located"),
        "subjects": names("subject", "subjects"),
        "genres": names("genre", "genres"),
        "slugline": first("slugline"),
        "copyright": first("copyrightnotice", "copyrightNotice"),
    }
    for key in ("type", "profile", "version", "ednote", "edNote", "usageterms", "usageTerms"):
        said[key.lower()] = said.get(key.lower()) or first(key)
    if isinstance(urgency := item.get("urgency"), int):
        said["urgency"] = str(urgency)
    return said


FORMAT = Format(
    name="ninjs",
    title="ninjs",
    extensions=(".json",),
    description="News agencies' items in JSON, versions 1 to 3: an article for each one with a text.",
    read=read,
    read_options=(BODY, HEADLINE),
    recognises=recognises,
)
