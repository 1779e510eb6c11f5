"""The annotations of a corpus as the project stores them, for formats that must be quick.

Values take longer to build than rows to read, and there may be millions. What a corpus changes on
the way (a release does) is put back into rows, so that each format has one way of writing.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import orjson

from annotator.formats.columns import ALL_COLUMNS
from annotator.formats.format import Rows
from annotator.model.fragment import Fragment
from annotator.model.values import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from annotator.formats.columns import Columns
    from annotator.formats.format import Corpus
    from annotator.model.values import Relation

_LONG_NUMBER = re.compile(r":\s*-?\d{18}")
"""A whole number that may have more than 64 bits, which orjson would round."""
_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False, sort_keys=True
).encode
"""For what orjson refuses: whole numbers of more than 64 bits."""


def stored(corpus: Corpus, columns: Columns = ALL_COLUMNS) -> Iterator[Rows]:
    """The documents with their annotations as rows, of which only these columns are looked at."""
    rows = corpus.rows(columns)
    if rows is not None:
        yield from rows
        return
    for one in corpus.records():
        spans = [*map(_span, one.spans)]
        yield Rows(one.document, one.text, spans, [*map(_relation, one.relations)])


def _span(span: Span) -> tuple[Any, ...]:
    return (
        span.id,
        span.document_id,
        span.label,
        span.start,
        span.end,
        None if len(span.fragments) == 1 else to_json([[*one] for one in span.fragments]),
        span.text,
        span.annotator,
        span.origin,
        span.entity,
        to_json(span.attributes),
        span.note,
        span.created,
        span.modified,
    )


def _relation(relation: Relation) -> tuple[Any, ...]:
    return (
        relation.id,
        relation.document_id,
        relation.label,
        relation.from_id,
        relation.to_id,
        relation.annotator,
        relation.origin,
        to_json(relation.attributes),
        relation.note,
        relation.created,
        relation.modified,
    )


def attributes_of(stored: str) -> str:
    """The attributes of a row, by name, as JSON."""
    return stored if stored == "{}" else to_json(attribute_values(stored))


def attribute_values(stored: str) -> dict[str, Any]:
    """The attributes of a row."""
    found: dict[str, Any] = json.loads(stored) if _LONG_NUMBER.search(stored) else orjson.loads(stored)
    return found


def marked(row: tuple[Any, ...]) -> Span:
    """Where a span's row lies and what it is called; without its words and all that was said of it."""
    return Span(row[0], row[1], row[2], tuple(map(Fragment._make, fragments_of(row))), "", row[7] or "")


def fragments_of(row: tuple[Any, ...]) -> list[list[int]]:
    """The fragments of a span's row, in code points."""
    found: list[list[int]] = orjson.loads(row[5]) if row[5] is not None else [[row[3], row[4]]]
    return found


def to_json(value: Mapping[str, Any] | Sequence[Any]) -> str:
    """An object or list as JSON, on one line, with its keys in order."""
    if not value:
        return "[]" if isinstance(value, list) else "{}"
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError:
        return _encode(value)
