"""Rows straight from the bodies of changes, for merging: a million spans pass through here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from annotator.store import rows, rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotator.store.rows import SpanRow

FragmentRow = tuple[str, int, str, int, int]
_EXACT = (str, bool, int)
_OPTIONAL = ("note", "origin", "created", "modified")


def span_row(id_: str, document_id: str, body: str) -> SpanRow:
    """What `rows.span_row` gives for the span that a change wrote."""
    raw: dict[str, Any] = orjson.loads(body)
    own = "{}"
    if attributes := raw.get("attributes"):
        if any(type(value) not in _EXACT for value in attributes.values()):  # a huge number is a float
            return rows.span_row(rows.span_from_body(id_, document_id, body))
        own = rows.dumps(attributes)
    fragments = raw["fragments"]
    several = rows.dumps(fragments) if len(fragments) > 1 else None
    created = raw.get("created", "")
    return (
        id_, document_id, raw["label"], fragments[0][0], fragments[-1][1], several, raw["text"],
        raw["annotator"], raw.get("origin", "manual"), raw.get("entity"), own, raw.get("note", ""),
        created, raw.get("modified", created),
    )  # fmt: skip


def fragment_rows(spans: Iterable[SpanRow]) -> Iterator[FragmentRow]:
    """The rows of the fragments of these rows of spans."""
    for row in spans:
        if row[5] is None:
            yield row[0], 0, row[1], row[3], row[4]
        else:
            for position, (start, end) in enumerate(orjson.loads(row[5])):
                yield row[0], position, row[1], start, end


def check_span(id_: str, document_id: str, body: str, text: str | None) -> None:
    """Refuse a body that is no span, or not one of this text.

    Raises `UserError`, or one of the errors that Python has for values of a wrong type.
    """
    raw: dict[str, Any] = orjson.loads(body)
    fragments = raw["fragments"]
    if any(type(offset) is not int for place in fragments for offset in place):
        raise TypeError("its offsets are no whole numbers")
    said = raw["text"]
    names = [raw["label"], said, raw["annotator"], *(raw.get(key, "") for key in _OPTIONAL)]
    if raw.get("entity") is not None:
        names.append(raw["entity"])
    if any(type(name) is not str for name in names):
        raise TypeError("a text of it is none")
    if type(raw.get("attributes", {})) is not dict:
        raise TypeError("its attributes are none")
    if len(fragments) == 1 and text is not None:
        start, end = fragments[0]
        if 0 <= start < end <= len(text) and text[start:end] == said and "attributes" not in raw:
            return
    span = rows.span_from_body(id_, document_id, body)
    rules.check_span(span, text)
    rows.span_row(span)
