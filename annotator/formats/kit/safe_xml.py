"""XML from strangers and for strangers: no entities, no network, no control characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError

if TYPE_CHECKING:
    from pathlib import Path

_DECLARES_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def parse(content: bytes, name: str | Path, *, is_huge: bool = False) -> Any:
    """The root element of an XML document; entities and external references are refused.

    `is_huge` lifts lxml's limits on depth and text length, for formats whose text stands in
    one attribute; the size of the file bounds it then.
    """
    from lxml import etree

    if _DECLARES_ENTITIES.search(content):
        raise FormatError(f"{name} declares entities of its own, which are not read.", _HINT)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=is_huge,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line = f", line {error.lineno}" if error.lineno else ""
        raise FormatError(
            f"{name}{line}: this is not XML that can be read ({error.msg}).", _HINT
        ) from None
    except ValueError as error:
        raise _unreadable(str(name), str(error)) from None
    if root is None:
        raise FormatError(f"{name} holds no XML element.", _HINT)
    return root


_HINT = "Nothing was imported from this file."


def _unreadable(place: str, problem: str) -> FormatError:
    return FormatError(f"{place}: this is not XML that can be read ({problem}).", _HINT)


def local_name(element: Any) -> str:
    """An element's name without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def writable(text: str) -> tuple[str, int]:
    """The text with a space for each character that XML cannot hold, and how many there were."""
    return _UNWRITABLE.subn(" ", text)


def write(root: Any) -> bytes:
    """The document as UTF-8 with its declaration."""
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
