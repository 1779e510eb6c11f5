"""What REFI-QDA files are made of: GUIDs, escaped texts, and attributes in a `Description`.

GUIDs are UUIDs of version 5 of our ids, so that the same project gives the same file. The
`Description` of a selection says `form=direct; certain=true`; values that could be taken for
something else stand in the quotes of JSON.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from typing import TYPE_CHECKING

from annotator.formats.kit import safe_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.model.values import AttributeValue

CODEBOOK_SPACE = "urn:QDA-XML:codebook:1.0"
PROJECT_SPACE = "urn:QDA-XML:project:1.0"
OWN = "annotator:"
"""How the keys begin that our own files add to the attributes of a selection."""
FRAGMENT_OF, ENTITY, WIKIDATA = f"{OWN}fragment-of", f"{OWN}entity", f"{OWN}wikidata"
_NAMESPACE = uuid.UUID("3f0b1c7e-2c56-5b0e-9d5c-1a7a5c0f6e21").bytes
_SIMPLE = re.compile(r"[^\s;=\"\\{}\[\]](?:[^;=\"\\\n\r\t]*[^\s;=\"\\])?")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?")
_GUID = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")
_decoder = json.JSONDecoder()


def guid(kind: str, id_: str) -> str:
    """The GUID of one of our things."""
    digest = bytearray(hashlib.sha1(_NAMESPACE + f"{kind}:{id_}".encode()).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    plain = digest.hex().upper()
    return f"{plain[:8]}-{plain[8:12]}-{plain[12:16]}-{plain[16:20]}-{plain[20:]}"


def plain_guid(said: str | None) -> str:
    """A GUID of a file without braces, in capitals; empty where it is none."""
    found = _GUID.fullmatch((said or "").strip())
    return found.group(1).upper() if found else ""


def is_time(said: str) -> bool:
    """Whether a text is a time as XML Schema writes it."""
    return _TIME.fullmatch(said) is not None


def shown(text: str) -> str:
    """The text as it stands in an attribute or element; what XML cannot hold becomes a space."""
    return safe_xml.attribute(safe_xml.writable(text)[0])


def description(attributes: Mapping[str, AttributeValue]) -> str:
    """The attributes as one line."""
    return "; ".join(f"{_word(name)}={_word(value)}" for name, value in attributes.items())


def _word(value: AttributeValue) -> str:
    if isinstance(value, str):
        if _SIMPLE.fullmatch(value) and not _is_json(value) and safe_xml.writable(value)[1] == 0:
            return value
        return json.dumps(value, ensure_ascii=safe_xml.writable(value)[1] > 0)
    return json.dumps(value)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def attributes_of(said: str) -> dict[str, AttributeValue] | None:
    """What `description` wrote; None for any other text."""
    found: dict[str, AttributeValue] = {}
    at = 0
    while at < len(said):
        name, at = _part(said, at, "=")
        if at >= len(said) or said[at] != "=" or not isinstance(name, str):
            return None
        value, at = _part(said, at + 1, ";")
        if not isinstance(value, str | bool | int | float) or not _is_storable(value):
            return None
        found[name] = value
        if at < len(said) and said[at] != ";":
            return None
        at += 1
        while at < len(said) and said[at] == " ":
            at += 1
    return found


def _part(said: str, at: int, sign: str) -> tuple[object, int]:
    """One name or value from here on, and where it ends."""
    if said[at : at + 1] == '"':
        try:
            return _decoder.raw_decode(said, at)
        except ValueError:
            return None, at
    end = said.find(sign, at)
    end = len(said) if end < 0 else end
    raw = said[at:end]
    if sign == "=":
        return raw or None, end
    if not _is_json(raw):
        return raw, end
    return json.loads(raw), end


def _is_storable(value: AttributeValue) -> bool:
    if isinstance(value, float):
        return abs(value) < float("inf")
    return not isinstance(value, int) or abs(value) < 2**63
