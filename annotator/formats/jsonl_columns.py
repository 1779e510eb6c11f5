"""The annotations of one document of a native file, looked at column by column.

Nearly all annotations are plain: each has the same keys as its neighbours, with values of the
expected types. A list of such is read at once, and None is returned for any other, which
`jsonl_document` then reads one by one, with errors that name the place.
"""

from __future__ import annotations

import re
from itertools import chain
from operator import itemgetter, lt
from sys import intern
from typing import TYPE_CHECKING, Any

from annotator.model.annotation_columns import RelationColumns, SpanColumns
from annotator.model.fragment import exact_text, normalise
from annotator.model.values import ORIGINS, AttributeValue, new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.formats.format import Reading
    from annotator.model.fragment import Fragment

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_IS_UUID = re.compile(UUID).fullmatch
_ARE_UUIDS = re.compile(f"(?:{UUID}\n)+").fullmatch
_NOTHING: Mapping[str, AttributeValue] = {}
_VALUES = {str, bool, int, float}


def spans(
    raws: Sequence[Any], document_id: str, text: str, reading: Reading, names: dict[str, str]
) -> SpanColumns | None:
    """The spans, if all are plain; `names` then says what they are called in the project."""
    try:
        columns = _Columns(raws, reading.time)
        starts, ends, several = columns.fragments(len(text))
        words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        for index, fragments in several.items():
            words[index] = exact_text(text, fragments)
        columns.compare("text", words)
        said = (
            columns.labels(), words, columns.names("annotator"), columns.attributes(),
            columns.references("entity"), columns.texts("note", ""), columns.origins(), *columns.times(),
        )  # fmt: skip
        ids = columns.ids(names)
        return SpanColumns(ids, [document_id] * len(ids), *said, starts, ends, several)
    except _NotPlainError:
        return None


def relations(
    raws: Sequence[Any],
    document_id: str,
    reading: Reading,
    spans: Mapping[str, str],
    names: dict[str, str],
) -> RelationColumns | None:
    """The relations, if all are plain; `spans` says what the spans are called in the project."""
    try:
        columns = _Columns(raws, reading.time)
        said = (
            columns.labels(), columns.ends("from", spans), columns.ends("to", spans),
            columns.names("annotator"), columns.attributes(), columns.texts("note", ""),
            columns.origins(), *columns.times(),
        )  # fmt: skip
        ids = columns.ids(names)
        return RelationColumns(ids, [document_id] * len(ids), *said)
    except _NotPlainError:
        return None


class _NotPlainError(Exception):
    """Something about these annotations has to be looked at closely."""


def _require(is_plain: bool) -> None:
    if not is_plain:
        raise _NotPlainError


def _types(values: Iterable[object]) -> set[type]:
    return set(map(type, values))


class _Columns:
    """The values of objects that all have the same keys, by key."""

    def __init__(self, raws: Sequence[Any], time: str) -> None:
        _require(_types(raws) == {dict} and len(set(map(len, raws))) == 1 and len(raws[0]) > 1)
        try:
            rows = map(itemgetter(*raws[0]), raws)
            self._columns = dict(zip(raws[0], zip(*rows, strict=True), strict=True))
        except KeyError:
            raise _NotPlainError from None
        self._size = len(raws)
        self._time = time

    def texts(self, key: str, default: str) -> Sequence[str]:
        """Texts; the default stands for those that are empty or missing."""
        column = self._columns.get(key)
        if column is None:
            return [default] * self._size
        _require(_types(column) <= {str, type(None)})
        return column if all(column) else [one or default for one in column]

    def names(self, key: str, default: str = "") -> list[str]:
        """Texts that stand in many annotations: each is kept in memory once."""
        return [*map(intern, self.texts(key, default))]

    def labels(self) -> list[str]:
        labels = self.names("label")
        _require(all(map(str.strip, set(labels))))
        return labels

    def origins(self) -> list[str]:
        origins = self.names("origin", "imported")
        _require(set(ORIGINS).issuperset(origins))
        return origins

    def times(self) -> tuple[Sequence[str], Sequence[str]]:
        """When the annotations were created and modified."""
        return self.texts("created", self._time), self.texts("modified", self._time)

    def references(self, key: str) -> list[str | None]:
        """Texts, None for those that are empty or missing."""
        return [one or None for one in self.names(key)]

    def attributes(self) -> Sequence[Mapping[str, AttributeValue]]:
        """Attributes that can all be stored as they are."""
        column = self._columns.get("attributes", (None,) * self._size)
        given = [one for one in column if one]
        _require(_types(given) <= {dict})
        _require(_VALUES.issuperset(type(value) for one in given for value in one.values()))
        return [one or _NOTHING for one in column]

    def fragments(
        self, length: int
    ) -> tuple[Sequence[int], Sequence[int], dict[int, tuple[Fragment, ...]]]:
        """The outermost offsets of each, and the fragments of those that have several.

        All lie in a text of this length (in code points).
        """
        column = self._columns.get("fragments", ())
        _require(_types(column) == {list} and all(column))
        pairs = [*chain.from_iterable(column)]
        _require(_types(pairs) == {list} and set(map(len, pairs)) == {2})
        starts, ends = zip(*pairs, strict=True)
        _require(_types(starts) == _types(ends) == {int})
        _require(min(starts) >= 0 and max(ends) <= length and all(map(lt, starts, ends)))
        if len(pairs) == self._size:
            return starts, ends, {}
        said = [normalise(some) for some in column]
        several = {index: some for index, some in enumerate(said) if len(some) > 1}
        return [some[0].start for some in said], [some[-1].end for some in said], several

    def compare(self, key: str, expected: list[str]) -> None:
        """Go on only where nothing is said, or exactly what is expected."""
        column = self._columns.get(key)
        _require(column is None or list(column) == expected)

    def ends(self, key: str, spans: Mapping[str, str]) -> list[str]:
        """The spans that are named."""
        named = self._columns.get(key, ())
        _require(_types(named) == {str} and spans.keys() >= set(named))
        return [spans[name] for name in named]

    def ids(self, names: dict[str, str]) -> Sequence[str]:
        """The names as ids, where they hold everywhere, else fresh ids; asked for last."""
        said = self._columns.get("id")
        if said is None:
            return [new_id() for _ in range(self._size)]
        _require(_types(said) == {str} and all(said) and len(set(said)) == len(said))
        ids: Sequence[str] = said
        if _ARE_UUIDS("\n".join((*said, ""))) is None:
            ids = [name if _IS_UUID(name) is not None else new_id() for name in said]
        names.update(zip(said, ids, strict=True))
        return ids
