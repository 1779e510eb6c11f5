"""The annotations of one document of a native file, looked at column by column.

Nearly all annotations are plain: each has the same keys as its neighbours, with values of the
expected types. A list of such is read at once, and None is returned for any other, which
`jsonl_document` then reads one by one, with errors that name the place.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import chain, repeat
from operator import itemgetter, lt
from sys import intern
from typing import TYPE_CHECKING, Any, cast

from annotator.model.fragment import Fragment, exact_text, normalise
from annotator.model.values import ORIGINS, AttributeValue, Relation, Span, new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from annotator.formats.format import Reading

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_IS_UUID = re.compile(UUID).fullmatch
_ARE_UUIDS = re.compile(f"(?:{UUID}\n)+").fullmatch
_NOTHING: Mapping[str, AttributeValue] = {}
_VALUES = {str, bool, int, float}
_fragment = cast("Callable[[list[int]], Fragment]", partial(tuple.__new__, Fragment))


def spans(
    raws: Sequence[Any], document_id: str, text: str, reading: Reading, names: dict[str, str]
) -> list[Span] | None:
    """The spans, if all are plain; `names` then says what they are called in the project."""
    try:
        columns = _Columns(raws, reading.time)
        fragments = columns.fragments(len(text))
        words = _words(text, fragments)
        columns.compare("text", words)
        said = (
            columns.labels(), fragments, words, columns.names("annotator"), columns.attributes(),
            columns.references("entity"), columns.texts("note", ""), columns.origins(), *columns.times(),
        )  # fmt: skip
        return [*map(Span, columns.ids(names), repeat(document_id), *said)]
    except _NotPlainError:
        return None


def relations(
    raws: Sequence[Any],
    document_id: str,
    reading: Reading,
    spans: Mapping[str, str],
    names: dict[str, str],
) -> list[Relation] | None:
    """The relations, if all are plain; `spans` says what the spans are called in the project."""
    try:
        columns = _Columns(raws, reading.time)
        said = (
            columns.labels(), columns.ends("from", spans), columns.ends("to", spans),
            columns.names("annotator"), columns.attributes(), columns.texts("note", ""),
            columns.origins(), *columns.times(),
        )  # fmt: skip
        return [*map(Relation, columns.ids(names), repeat(document_id), *said)]
    except _NotPlainError:
        return None


class _NotPlainError(Exception):
    """Something about these annotations has to be looked at closely."""


def _require(is_plain: bool) -> None:
    if not is_plain:
        raise _NotPlainError


def _types(values: Iterable[object]) -> set[type]:
    return set(map(type, values))


def _words(text: str, fragments: list[tuple[Fragment, ...]]) -> list[str]:
    """What stands at the fragments of each span."""
    return [text[one[0][0] : one[0][1]] if len(one) == 1 else exact_text(text, one) for one in fragments]


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

    def names(self, key: str, default: str = "") -> Iterable[str]:
        """Texts that stand in many annotations: each is kept in memory once."""
        return map(intern, self.texts(key, default))

    def labels(self) -> list[str]:
        labels = [*self.names("label")]
        _require(all(map(str.strip, set(labels))))
        return labels

    def origins(self) -> list[str]:
        origins = [*self.names("origin", "imported")]
        _require(set(ORIGINS).issuperset(origins))
        return origins

    def times(self) -> tuple[Sequence[str], Sequence[str]]:
        """When the annotations were created and modified."""
        return self.texts("created", self._time), self.texts("modified", self._time)

    def references(self, key: str) -> Iterable[str | None]:
        """Texts, None for those that are empty or missing."""
        return [one or None for one in self.texts(key, "")]

    def attributes(self) -> Sequence[Mapping[str, AttributeValue]]:
        """Attributes that can all be stored as they are."""
        column = self._columns.get("attributes", (None,) * self._size)
        given = [one for one in column if one]
        _require(_types(given) <= {dict})
        _require(_VALUES.issuperset(type(value) for one in given for value in one.values()))
        return [one or _NOTHING for one in column]

    def fragments(self, length: int) -> list[tuple[Fragment, ...]]:
        """The fragments of each, which lie in a text of this length (in code points)."""
        column = self._columns.get("fragments", ())
        _require(_types(column) == {list} and all(column))
        pairs = [*chain.from_iterable(column)]
        _require(_types(pairs) == {list} and set(map(len, pairs)) == {2})
        starts, ends = zip(*pairs, strict=True)
        _require(_types(starts) == _types(ends) == {int})
        _require(min(starts) >= 0 and max(ends) <= length and all(map(lt, starts, ends)))
        if len(pairs) == self._size:
            return [*zip(map(_fragment, pairs))]
        return [normalise(said) if len(said) > 1 else (Fragment(*said[0]),) for said in column]

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
