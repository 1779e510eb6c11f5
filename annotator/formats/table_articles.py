"""From the rows of one document to the article: spans of several fragments, relations, units."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotator.formats import table_values as cells
from annotator.formats.kit import units
from annotator.formats.kit.building import ArticleBuilder
from annotator.formats.kit.options import Choice, Option
from annotator.formats.text import title_of
from annotator.model.values import ORIGINS, sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from annotator.formats.format import Article, Reading
    from annotator.formats.json_values import Place
    from annotator.formats.kit.units import Unit
    from annotator.formats.table_values import Said
    from annotator.model.values import AttributeValue

AUTO = "auto"
UNIT = Option(
    "unit",
    "What offsets count",
    AUTO,
    (
        Choice(AUTO, "tried out on the words that the file gives"),
        Choice("code point", "characters (code points)"),
        Choice("utf-16", "UTF-16 units, as Java and JavaScript do"),
        Choice("grapheme", "what a reader takes for one character"),
        Choice("byte", "bytes of UTF-8"),
    ),
    "Our own files count code points.",
)

_DETAILS = ("annotator_id", "annotator", "origin", "note", "created", "modified")
_SHORT, _MOST_KNOWN = 200, 10_000


class SpanRows(NamedTuple):
    """A span as a table gives it: the row that tells all but its place, its pieces, their words."""

    row: Said
    place: Place
    pairs: list[tuple[int, int]]
    words: list[str]


def grouped(rows: Iterable[tuple[Place, Said]]) -> Iterable[SpanRows]:
    """The spans that the rows of fragments make; a row without `span_id` is a span of its own."""
    found: dict[str, SpanRows] = {}
    for number, (place, row) in enumerate(rows):
        pair = cells.whole_number(row, "start", place), cells.whole_number(row, "end", place)
        name = cells.text(row, "span_id") or f"\0{number}"
        span = found.get(name)
        if span is None:
            found[name] = SpanRows(row, place, [pair], [cells.text(row, "text")])
        else:
            span.pairs.append(pair)
            span.words.append(cells.text(row, "text"))
    return found.values()


class ArticleMaker:
    """Makes articles of rows; `is_ours` says that the file was made by us, so nothing is in doubt."""

    def __init__(self, reading: Reading, *, is_ours: bool, has_entities: bool) -> None:
        self._reading = reading
        self._is_ours = is_ours
        self._has_entities = has_entities
        self._likely: tuple[Unit, ...] = ("code point",)
        self._known: dict[str, Mapping[str, AttributeValue]] = {}

    def article(
        self,
        place: Place,
        document: Said,
        spans: Sequence[SpanRows],
        relations: Iterable[tuple[Place, Said]],
    ) -> Article:
        """The article with all that its rows say."""
        raw_text = cells.text(document, "text")
        title = cells.text(document, "title")
        if not title and not self._is_ours:
            title = title_of(raw_text, Path(place.file))
        unit = self._unit(raw_text, spans, place)
        builder = ArticleBuilder(raw_text, str(place), self._reading, title=title, unit=unit)
        self._describe(builder, document, place)
        for span in spans:
            self._add_span(builder, span)
        for where, row in relations:
            self._add_relation(builder, row, where)
        return builder.article()

    def _describe(self, builder: ArticleBuilder, row: Said, place: Place) -> None:
        said = cells.text(row, "text_sha256")
        if said and said != sha256(builder.raw_text):
            self._reading.remark(f"{place}: the text is not the one that its hash was made of.")
        builder.metadata = cells.metadata(row, place)
        builder.attributes = cells.attributes(row, place)
        builder.note = cells.text(row, "note")
        builder.created = cells.text(row, "created")
        builder.works = list(cells.works(row, builder.id, place))

    def _add_span(self, builder: ArticleBuilder, span: SpanRows) -> None:
        row, place = span.row, span.place
        builder.add_span(
            _label(row, place),
            span.pairs,
            name=cells.text(row, "span_id"),
            said="\u241f".join(span.words) if any(span.words) else None,
            entity=self._entity(row),
            **self._details(row, place),
        )

    def _add_relation(self, builder: ArticleBuilder, row: Said, place: Place) -> None:
        builder.add_relation(
            _label(row, place),
            cells.text(row, "from_id"),
            cells.text(row, "to_id"),
            name=cells.text(row, "relation_id"),
            **self._details(row, place),
        )

    def _entity(self, row: Said) -> str:
        id_, name = cells.text(row, "entity_id"), cells.text(row, "entity")
        return (id_ or name) if self._has_entities else (name or id_)

    def _details(self, row: Said, place: Place) -> dict[str, Any]:
        """What spans and relations have in common; without a list of annotators, names hold."""
        id_, name, origin, note, created, modified = cells.texts(row, _DETAILS)
        if origin and origin not in ORIGINS:
            self._reading.remark(f"{place}: the origin “{origin}” is not known; it became “imported”.")
            origin = ""
        return {
            "annotator": (id_ or name) if self._is_ours else (name or id_),
            "attributes": self._attributes(row, place),
            "note": note,
            "origin": origin,
            "created": created,
            "modified": modified,
        }

    def _attributes(self, row: Said, place: Place) -> Mapping[str, AttributeValue]:
        """The attributes of a row; the same few come again and again, and are read once."""
        said = row.get("attributes")
        if not isinstance(said, str) or len(said) > _SHORT:
            return cells.attributes(row, place)
        found = self._known.get(said)
        if found is None:
            found = cells.attributes(row, place)
            if len(self._known) < _MOST_KNOWN:
                self._known[said] = found
        return found

    def _unit(self, text: str, spans: Sequence[SpanRows], place: Place) -> Unit:
        """The unit that the user chose, or the one under which most words agree."""
        said = self._reading.value(UNIT)
        if said != AUTO:
            return next(unit for unit in units.UNITS if unit == said)
        if self._is_ours or text.isascii() or not spans:
            return "code point"
        stretches = [
            units.Said(*pair, words or None)
            for span in spans
            for pair, words in zip(span.pairs, span.words, strict=True)
        ]
        guess = units.guess(text, stretches, likely=self._likely)
        if guess.unit != self._likely[0]:
            self._likely = (guess.unit,)
            self._reading.remark(
                f"{place}: the offsets count {guess.unit} units: so {guess.hits} of {guess.of} agree."
            )
        return guess.unit


def _label(row: Said, place: Place) -> str:
    label = cells.text(row, "label")
    if not label.strip():
        place.refuse("“label” is empty")
    return label
