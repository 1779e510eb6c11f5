"""What can be chosen about doccano's files, and the names of their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.formats.kit.options import Choice, Option
from annotator.formats.kit.passing import as_text, is_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.formats.kit.units import Unit
    from annotator.model.values import AttributeValue, Document

UTF_16: Unit = "utf-16"
LIKELY: tuple[Unit, ...] = (UTF_16, "grapheme", "code point")
"""The units that doccano's files may count, the likeliest first."""
UNIT = Option(
    "unit",
    "What offsets count",
    UTF_16,
    (
        Choice(UTF_16, "UTF-16 units, as doccano does unless it is told otherwise"),
        Choice("grapheme", "grapheme clusters, for projects that are set so"),
    ),
)
GUESS = "guess"
READ_UNIT = Option(
    "unit",
    "What offsets count",
    GUESS,
    (Choice(GUESS, "find out"), *UNIT.choices, Choice("code point", "code points")),
)
SHAPE = Option(
    "shape",
    "Shape of a row",
    "relations",
    (
        Choice("relations", "entities and relations, for projects with relation labelling"),
        Choice("labels", "a list of labels, for plain sequence labelling"),
    ),
)
PIECES = "pieces"
CONTINUES = Option(
    "continues",
    "Relations of the type “continues”",
    PIECES,
    (
        Choice(PIECES, "their spans are the pieces of one span"),
        Choice("relation", "are relations like all others"),
    ),
)
JOIN = "continues"
"""The relation that leads from a piece of a span to the next."""
JOINED_BY, COUNTS = "pieces_joined_by", "offsets_count"
"""Keys of ours: another name of that relation, and the unit of the offsets."""
SPECIAL = frozenset(str.split("id text title label labels entities relations Comments cats meta"))
SPECIAL |= {JOINED_BY, COUNTS}
OLD = "annotations"
METADATA, ATTRIBUTE = "metadata.", "attribute."


def flat_values(document: Document) -> dict[str, Any]:
    """Title, metadata and attributes as keys of a row; doccano takes them for its metadata."""
    said: dict[str, Any] = {"title": document.title}
    for key in sorted(document.metadata):
        is_plain = key not in SPECIAL and not key.startswith((METADATA, ATTRIBUTE))
        said[key if is_plain else METADATA + key] = document.metadata[key]
    for key in sorted(document.attributes):
        said[ATTRIBUTE + key] = document.attributes[key]
    return said


def has_old_spans(raw: Mapping[str, Any]) -> bool:
    """Whether the row calls its spans annotations, as versions before 1.5 do."""
    said = raw.get(OLD)
    return isinstance(said, list) and any(
        isinstance(one, dict) and "start_offset" in one for one in said
    )


def metadata(raw: Mapping[str, Any]) -> dict[str, str]:
    """The metadata of a row: all keys that have no other meaning, and those in `meta`."""
    found: dict[str, str] = {}
    inner = raw.get("meta")
    for key, value in (*(inner.items() if isinstance(inner, dict) else ()), *raw.items()):
        if value is None or key.startswith(ATTRIBUTE):
            continue
        if key not in SPECIAL and not (key == OLD and has_old_spans(raw)):
            found[key.removeprefix(METADATA)] = as_text(value)
    for key in ("label", "labels", "cats"):  # of texts as a whole
        said = raw.get(key)
        if isinstance(said, list) and said and all(isinstance(one, str) for one in said):
            found[key] = ", ".join(said)
    return found


def attributes(raw: Mapping[str, Any]) -> dict[str, AttributeValue]:
    """The attributes of the article that stand in a row."""
    return {
        key.removeprefix(ATTRIBUTE): value
        for key, value in raw.items()
        if key.startswith(ATTRIBUTE) and key != ATTRIBUTE and is_value(value)
    }
