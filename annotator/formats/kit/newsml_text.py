"""The text of a story in NITF or XHTML, as news agencies send it in other formats."""

from __future__ import annotations

from typing import Any

from annotator.errors import FormatError
from annotator.formats.kit import markup, safe_xml


def of_markup(content: str) -> str:
    """The story of a NITF document that stands in a text; read as HTML where it is no XML."""
    try:
        return of_element(markup.parse_xhtml(content.strip().encode("utf-8", "replace"), "NITF"))
    except FormatError:
        return markup.text_of_html(content)


def of_element(root: Any) -> str:
    """The story in an element that is, or holds, NITF or XHTML."""
    names = {safe_xml.local_name(one) for one in root.iter()}
    for name in ("body.content", "body"):
        if name in names:
            found = [one for one in root.iter() if safe_xml.local_name(one) == name]
            texts = [text for one in found if (text := markup.text_of_nitf(one))]
            return "\n\n".join(texts)
    return markup.text_of_nitf(root)
