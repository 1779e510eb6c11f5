"""Columns of new spans and relations as rows and as bodies of changes.

The same as `rows.span_written` and `rows.relation_written`, for very many at once: what many
bodies have in common is made once.
"""

from __future__ import annotations

from itertools import repeat
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING

from annotator.store import rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotator.model.annotation_columns import RelationColumns, SpanColumns

_MOST_KEPT = 10_000


class _Pieces(dict[tuple[str | None, ...], str]):
    """A piece of a body by what it says, made when it is first asked for."""

    def kept(self) -> _Pieces:
        """Itself, without pieces where these have become too many."""
        if len(self) > _MOST_KEPT:
            self.clear()
        return self


class _Labels(_Pieces):
    def __missing__(self, said: tuple[str]) -> str:
        piece = self[said] = f'{{"label":{quoted(said[0])}'
        return piece


class _People(_Pieces):
    def __missing__(self, said: tuple[str, str | None]) -> str:
        annotator, entity = said
        thing = f',"entity":{quoted(entity)}' if entity is not None else ""
        piece = self[said] = f',"annotator":{quoted(annotator)}{thing}'
        return piece


class _Ends(_Pieces):
    def __missing__(self, said: tuple[str, str, str, str, str]) -> str:
        piece = self[said] = rows.end_of_body(*said)
        return piece


class Bodies:
    """Makes the bodies of changes; remembers what they have in common."""

    def __init__(self) -> None:
        self._labels, self._people, self._ends = _Labels(), _People(), _Ends()

    def of_spans(self, spans: SpanColumns, attributes: Sequence[str]) -> list[str]:
        """The bodies of these spans, whose attributes are given as JSON."""
        pieces = zip(
            map(self._labels.kept().__getitem__, zip(spans.labels, strict=True)),
            spans.starts,
            spans.ends,
            map(quoted, spans.texts),
            map(self._people.kept().__getitem__, zip(spans.annotators, spans.entities, strict=True)),
            self._ends_of(spans, attributes),
            strict=True,
        )
        bodies = [
            f'{label},"fragments":[[{start},{end}]],"text":{text}{who}{rest}'
            for label, start, end, text, who, rest in pieces
        ]
        for index in spans.several:
            bodies[index] = rows.span_body(spans[index])
        return bodies

    def of_relations(self, relations: RelationColumns, attributes: Sequence[str]) -> list[str]:
        """The bodies of these relations, whose attributes are given as JSON."""
        pieces = zip(
            map(self._labels.kept().__getitem__, zip(relations.labels, strict=True)),
            map(quoted, relations.from_ids),
            map(quoted, relations.to_ids),
            map(self._people.kept().__getitem__, zip(relations.annotators, repeat(None))),
            self._ends_of(relations, attributes),
            strict=True,
        )
        return [
            f'{label},"from":{start},"to":{end}{who}{rest}' for label, start, end, who, rest in pieces
        ]

    def _ends_of(self, said: SpanColumns | RelationColumns, attributes: Sequence[str]) -> Iterator[str]:
        ends = zip(attributes, said.notes, said.origins, said.created, said.modified, strict=True)
        return map(self._ends.kept().__getitem__, ends)


def attributes(said: SpanColumns | RelationColumns) -> list[str]:
    """The attributes of each as JSON."""
    return [rows.dumps(one) if one else "{}" for one in said.attributes]


def span_rows(spans: SpanColumns, attributes: Sequence[str]) -> Iterator[rows.SpanRow]:
    """The rows of these spans, whose attributes are given as JSON, as `rows.SPAN_COLUMNS` says."""
    several: Sequence[str | None] = (None,) * len(spans)
    if spans.several:
        said = {index: rows.dumps(fragments) for index, fragments in spans.several.items()}
        several = [*map(said.get, range(len(spans)))]
    return zip(
        spans.ids, spans.document_ids, spans.labels, spans.starts, spans.ends, several, spans.texts,
        spans.annotators, spans.origins, spans.entities, attributes, spans.notes, spans.created,
        spans.modified, strict=True,
    )  # fmt: skip


def relation_rows(relations: RelationColumns, attributes: Sequence[str]) -> Iterator[rows.RelationRow]:
    """The rows of these relations, whose attributes are given as JSON, as `rows.RELATION_COLUMNS`."""
    return zip(
        relations.ids, relations.document_ids, relations.labels, relations.from_ids, relations.to_ids,
        relations.annotators, relations.origins, attributes, relations.notes, relations.created,
        relations.modified, strict=True,
    )  # fmt: skip
