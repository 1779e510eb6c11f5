"""From rows of GLiNER's training files to articles: windows of one article are put together again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.formats import files
from annotator.formats.kit.building import ArticleBuilder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from annotator.formats.format import Article, Part, Reading
    from annotator.formats.gliner_windows import Meta
    from annotator.formats.json_values import Place
    from annotator.model.values import AttributeValue


@dataclass(slots=True)
class Row:
    """One row: its text, spans (label, start, end in its text), relations (type, span, span)."""

    text: str
    place: Place
    meta: Meta
    is_made_up: bool = False
    spans: list[tuple[str, int, int]] = field(default_factory=list)
    relations: list[tuple[str, int, int]] = field(default_factory=list)
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    losses: list[tuple[str, str]] = field(default_factory=list)
    """What of the row could not be placed: `spans` or `relations`, and why."""


def parts(rows: Iterable[Row], path: Path, reading: Reading) -> Iterator[Part]:
    """The articles that the rows make, and who annotated them."""
    group: list[Row] = []
    length = number = 0
    for row in rows:
        if group and not _goes_on(row, group[0], length):
            number += 1
            yield from _article(group, path, number, reading)
            group, length = [], 0
        group.append(row)
        length += len(row.text)
    if group:
        yield from _article(group, path, number + 1, reading)


def _goes_on(row: Row, first: Row, length: int) -> bool:
    meta, before = row.meta, first.meta
    return bool(meta.document) and (meta.document, meta.who, meta.start) == (
        before.document,
        before.who,
        before.start + length,
    )


def _article(group: list[Row], path: Path, number: int, reading: Reading) -> Iterator[Part]:
    first = group[0]
    meta = first.meta
    if meta.annotator is not None:
        yield meta.annotator
    title = meta.title if meta.document else f"{files.shown_name(path, is_bare=True)} {number}"
    text = "".join(row.text for row in group)
    builder = ArticleBuilder(text, str(first.place), reading, title=title)
    builder.metadata.update(meta.metadata)
    builder.note = meta.note
    if any(row.is_made_up for row in group):
        builder.metadata["reconstructed"] = "words"
    offset = 0
    for row in group:
        builder.attributes.update({**row.attributes, **row.meta.attributes})
        _annotate(builder, row, offset, reading)
        offset += len(row.text)
    article: Article = builder.article()
    yield article


def _annotate(builder: ArticleBuilder, row: Row, offset: int, reading: Reading) -> None:
    for what, why in row.losses:
        reading.losses.add(what, "dropped", why)
    who = row.meta.who
    ids = [
        builder.add_span(label, [(offset + start, offset + end)], annotator=who)
        for label, start, end in row.spans
    ]
    for label, head, tail in row.relations:
        start = ids[head] if 0 <= head < len(ids) else None
        end = ids[tail] if 0 <= tail < len(ids) else None
        builder.add_relation(label, start or "-", end or "-", annotator=who)
