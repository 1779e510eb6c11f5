"""From the rows of a dataset to articles: texts with spans, or tokens with tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.formats import json_values
from annotator.formats import table_values as cells
from annotator.formats.table_articles import ArticleMaker, SpanRows
from annotator.model.values import METADATA_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from annotator.formats.format import Part, Reading
    from annotator.formats.json_values import Place

TAGS = "_tags"
_KNOWN = {
    *METADATA_KEYS,
    *str.split("id title text metadata attributes state work note created text_sha256 spans relations"),
    *str.split("tokens offsets annotator tags"),
}
_OF_SPAN = {"start", "end", "label", "note", "attributes", "entity"}
_LABEL = ("label", "type", "entity_group", "tag")
"""What the label of a span is called, the likeliest first."""
_SPANS = ("entities", "annotations")
_SPAN = ("annotator", "note", "attributes", "entity")
_QUOTES = ("quote", "span_text", "mention", "exact")
_STARTS, _GOES_ON = "BSU", "IEL"


class RowReader:
    """Makes articles of rows; `begin` tells the features of the file that they stand in."""

    def __init__(self, reading: Reading, *, is_ours: bool) -> None:
        self._reading = reading
        self._is_ours = is_ours
        self._maker = ArticleMaker(reading, is_ours=is_ours, has_entities=is_ours)
        self._features: Mapping[str, Any] = {}
        self._labels: Sequence[str] = ()
        self._has_told = self._has_told_of_numbers = False

    def begin(self, features: Mapping[str, Any]) -> None:
        """The rows that follow have these features, as far as the file says them."""
        self._features = features
        self._labels = _class_names(features.get("spans") or features.get("entities"))

    def parts(self, row: Mapping[str, Any], split: str, place: Place) -> Iterator[Part]:
        """What one row says."""
        document = {name: value for name, value in row.items() if name not in ("spans", "relations")}
        if _is_flat(row):
            document |= {"note": None, "attributes": None}
        document["document_id"] = row.get("id")
        if not self._is_ours:
            document["metadata"] = self._metadata(row, split, place)
        spans = list(self._spans(_with_spans(row), place))
        if "text" not in row:
            document["text"], more = self._from_tokens(row, place)
            spans += more
        relations = [
            (place.inside(f"relations[{number}]"), self._relation(one))
            for number, one in enumerate(_items(row.get("relations"), "relations", place))
        ]
        yield self._maker.article(place, document, spans, relations)

    def _metadata(self, row: Mapping[str, Any], split: str, place: Place) -> dict[str, str]:
        """What other people's columns say of the document: every short value is kept."""
        said = cells.from_json(row, "metadata", place)
        found = json_values.texts({"metadata": said}, "metadata", place)
        if split:
            found["split"] = split
        for name, value in row.items():
            is_known = name in _KNOWN or (name in _OF_SPAN and _is_flat(row))
            if not is_known and isinstance(value, str | int | float) and value != "":
                found[name] = cells.text(row, name)
        return found

    def _spans(self, row: Mapping[str, Any], place: Place) -> Iterator[SpanRows]:
        for number, one in enumerate(_items(row.get("spans"), "spans", place)):
            where = place.inside(f"spans[{number}]")
            pieces = _items(one.get("fragments"), "fragments", where) or [one]
            pairs = [
                (cells.whole_number(piece, "start", where), cells.whole_number(piece, "end", where))
                for piece in pieces
            ]
            words = cells.text(one, "text").split("\u241f")
            if len(words) != len(pairs):
                words = [""] * len(pairs)
            said = {**one, "span_id": one.get("id"), "label": self._label(one)}
            yield SpanRows(said, where, pairs, words)

    def _label(self, span: Mapping[str, Any]) -> str:
        name = next((name for name in _LABEL if name in span), "label")
        said = span.get(name)
        if type(said) is int and 0 <= said < len(self._labels):
            return self._labels[said]
        return cells.text(span, name)

    @staticmethod
    def _relation(one: Mapping[str, Any]) -> dict[str, Any]:
        start = one.get("head") if "head" in one else one.get("from")
        end = one.get("tail") if "tail" in one else one.get("to")
        return {**one, "relation_id": one.get("id"), "from_id": start, "to_id": end}

    # ------------------------------------------------------------ tokens

    def _from_tokens(self, row: Mapping[str, Any], place: Place) -> tuple[str, list[SpanRows]]:
        """The text that the tokens make, and the spans that their tags make."""
        tokens = row.get("tokens")
        if not isinstance(tokens, list) or not all(isinstance(token, str) for token in tokens):
            place.refuse("the row has neither a “text” nor “tokens”", "One of the two must be a column.")
        if not self._has_told:
            self._has_told = True
            self._reading.remark(f"{place.file}: the texts are put together from tokens.")
        text, starts = _joined(tokens)
        spans: list[SpanRows] = []
        for name, tags in row.items():
            if not isinstance(tags, list) or not _holds_tags(name, tags, tokens):
                continue
            if len(tags) != len(tokens):
                place.refuse(f"there are {len(tokens):,} tokens, but {len(tags):,} “{name}”")
            for first, last, label in _runs(self._tag_names(name, tags, place)):
                end = starts[last] + len(tokens[last])
                said = {"label": label, "annotator": row.get("annotator")}
                spans.append(SpanRows(said, place, [(starts[first], end)], [""]))
        return text, spans

    def _tag_names(self, column: str, tags: Sequence[Any], place: Place) -> list[str]:
        names = _class_names(self._features.get(column))
        found: list[str] = []
        for tag in tags:
            if type(tag) is int and 0 <= tag < len(names):
                found.append(names[tag])
                continue
            is_nothing = tag is None or (type(tag) is int and tag <= 0)
            found.append("O" if is_nothing else str(tag))
            if type(tag) is int and not self._has_told_of_numbers:
                self._has_told_of_numbers = True
                self._reading.remark(
                    f"{place.file}: “{column}” are numbers without names; 0 was read as no label, the"
                    " others became labels. A Parquet file of the dataset has their names."
                )
        return found


def _holds_tags(name: str, tags: Sequence[Any], tokens: Sequence[str]) -> bool:
    """Whether a column tags the tokens; one called `tags` may hold keywords instead."""
    if name == "tags":
        return len(tags) == len(tokens)
    return name.endswith(TAGS) and name not in ("pos_tags", "chunk_tags")


def _is_flat(row: Mapping[str, Any]) -> bool:
    """Whether the row is one span with the whole text beside it, as data frames of spans have it."""
    return "spans" not in row and {"text", "start", "end", "label"} <= row.keys()


def _with_spans(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row with its spans where other people's rows call them entities, or are one themselves."""
    if _is_flat(row):
        words = next((cells.text(row, name) for name in _QUOTES if name in row), "")
        said = {name: row.get(name) for name in (*_SPAN, "label", "start", "end")} | {"text": words}
        is_span = all(cells.text(row, name).strip() not in ("", "nan") for name in ("label", "start"))
        return {**row, "spans": [said] if is_span else []}
    if "spans" in row:
        return row
    lists = (some for name in _SPANS if _are_spans(some := row.get(name)))
    return {**row, "spans": next(lists, None)}


def _are_spans(said: Any) -> bool:
    """Whether a column holds objects with offsets, or an object of lists of them."""
    some = said if isinstance(said, list) else [said]
    return bool(some) and all(isinstance(one, dict) and {"start", "end"} <= one.keys() for one in some)


def _items(said: Any, name: str, place: Place) -> list[Mapping[str, Any]]:
    """A list of objects; one that stands as an object of lists is turned round."""
    if isinstance(said, dict):
        lists = {key: some for key, some in said.items() if isinstance(some, list)}
        said = [dict(zip(lists, some, strict=False)) for some in zip(*lists.values(), strict=False)]
    found = json_values.items({name: said}, name, place)
    if not all(isinstance(one, dict) for one in found):
        place.refuse(f"“{name}” must be a list of objects")
    return found


def _class_names(feature: Any) -> Sequence[str]:
    """The names of the first ClassLabel called `label`, or that the feature itself is."""
    for _ in range(8):
        if isinstance(feature, list) and feature:
            feature = feature[0]
        elif isinstance(feature, dict) and feature.get("_type") == "ClassLabel":
            names = feature.get("names")
            return [str(name) for name in names] if isinstance(names, list) else ()
        elif isinstance(feature, dict):
            feature = feature["feature"] if "feature" in feature else feature.get("label")
        else:
            break
    return ()


def _joined(tokens: Sequence[str]) -> tuple[str, list[int]]:
    """The tokens with spaces between them, and where each begins."""
    starts: list[int] = []
    at = 0
    for token in tokens:
        starts.append(at)
        at += len(token) + 1
    return " ".join(tokens), starts


def _runs(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """First and last token and label of each run that the tags make, whatever their scheme."""
    first, label = -1, ""
    for at, tag in enumerate([*tags, "O"]):
        prefix, sign, name = tag.partition("-")
        if not sign or len(prefix) != 1 or prefix not in _STARTS + _GOES_ON:
            prefix, name = "I", "" if tag in ("O", "", "_") else tag
        if label and (name != label or prefix in _STARTS):
            yield first, at - 1, label
            label = ""
        if name and not label:
            first, label = at, name
        if label and prefix in "SU":
            yield first, at, label
            label = ""
