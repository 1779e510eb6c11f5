"""Spans and relations of native files, from the rows of `format.Rows`."""

from __future__ import annotations

from json.encoder import encode_basestring as quoted
from typing import Any

from annotator.formats.stored_rows import attributes_of


def span(row: tuple[Any, ...]) -> str:
    """The span of this row, as JSON."""
    fragments = row[5] or f"[[{row[3]},{row[4]}]]"
    attributes = attributes_of(row[10])
    return (
        f'{{"id":{quoted(row[0])},"label":{quoted(row[2])},"fragments":{fragments}'
        f',"text":{quoted(row[6])},"attributes":{attributes}'
        f',"entity":{"null" if row[9] is None else quoted(row[9])},"note":{quoted(row[11])}'
        f',"annotator":{quoted(row[7])},"origin":{quoted(row[8])},"created":{quoted(row[12])}'
        f',"modified":{quoted(row[13])}}}'
    )


def relation(row: tuple[Any, ...]) -> str:
    """The relation of this row, as JSON."""
    attributes = attributes_of(row[7])
    return (
        f'{{"id":{quoted(row[0])},"label":{quoted(row[2])},"from":{quoted(row[3])},"to":{quoted(row[4])}'
        f',"attributes":{attributes}'
        f',"note":{quoted(row[8])},"annotator":{quoted(row[5])},"origin":{quoted(row[6])}'
        f',"created":{quoted(row[9])},"modified":{quoted(row[10])}}}'
    )
