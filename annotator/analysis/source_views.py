"""Figures about the world: who is named most, and who says most."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.analysis.figures import Figure, Row, Series, Shape, by_number
from annotator.analysis.tally import attributions
from annotator.analysis.terms import all_of, term, words
from annotator.model.extent import Extent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.analysis.scope import Scope
    from annotator.model.codebook import Codebook

NOT_LINKED = "no entity"


def entities(scope: Scope) -> Figure:
    """How often each entity is mentioned."""
    numbers: Counter[str] = Counter()
    for (_, _, _, entity), number in scope.chosen(scope.tally.entities):
        numbers[entity] += number
    rows = [
        Row(
            _entity_name(scope, one),
            (number,),
            key=one,
            query=all_of(term("entity", _entity_name(scope, one)), scope.conditions),
            group=_type_name(scope, one),
            tone=_tone(scope, one),
        )
        for one, number in numbers.items()
    ]
    series = (Series("Mentions"),)
    rows_ = by_number(rows)
    return Figure(
        "entities", "Entities", Shape.BARS, "Entity", "mentions", series, rows_, group_title="Type"
    )


def speakers(scope: Scope) -> Figure:
    """How much is said by whom: quotes and claims by their source."""
    return _by_source(scope, list(attributions(scope.codebook)), "Speaker", "Speakers")


def quotes(scope: Scope) -> Figure:
    """How many quotes each speaker has, and how many have none."""
    book = scope.codebook
    wanted = [label for label in attributions(book) if _is_quote(book, label)]
    return _with_lone(scope, wanted, _by_source(scope, wanted, "Speaker", "Quotes"), "speaker")


def claims(scope: Scope) -> Figure:
    """How many claims each source has, and how many have none."""
    book = scope.codebook
    wanted = [label for label in attributions(book) if not _is_quote(book, label)]
    return _with_lone(scope, wanted, _by_source(scope, wanted, "Source", "Claims"), "source")


def _is_quote(book: Codebook, label: str) -> bool:
    return book.label(label).extent is Extent.QUOTATION


def _by_source(scope: Scope, labels: Sequence[str], row_title: str, unit: str) -> Figure:
    numbers: Counter[tuple[tuple[str, str], str]] = Counter()
    for (_, _, label, entity, text), number in scope.chosen(scope.tally.sources):
        if label in labels:
            numbers[(entity, text), label] += number
    types = attributions(scope.codebook)
    ends = term("label", *dict.fromkeys(end for one in labels for end in types[one].to_labels))
    rows = [
        _source_row(scope, who, tuple(numbers[who, label] for label in labels), ends)
        for who in dict.fromkeys(who for who, _ in numbers)
    ]
    return Figure(
        unit.lower(),
        unit,
        Shape.BARS,
        row_title,
        "attributions" if len(labels) > 1 else unit.lower(),
        tuple(Series(short_name(scope.codebook.label(one).name), f"label:{one}") for one in labels)
        or (Series(unit),),
        by_number(rows) if labels else (),
        group_title="Type",
    )


def _source_row(scope: Scope, who: tuple[str, str], numbers: tuple[int, ...], ends: str) -> Row:
    entity, text = who
    name = _entity_name(scope, entity) if entity else text.replace("\u241f", " … ")
    who_says = term("entity", name) if entity else words(text)
    return Row(
        name,
        numbers,
        key=entity or text,
        query=all_of(ends, who_says, scope.conditions),
        group=_type_name(scope, entity) if entity else NOT_LINKED,
    )


def _with_lone(scope: Scope, labels: Sequence[str], figure: Figure, end: str) -> Figure:
    """The figure with what has no source on top."""
    made: Counter[str] = Counter()
    for key, number in scope.chosen(scope.tally.spans):
        made[key[2]] += number
    linked: Counter[str] = Counter()
    for (_, _, label), number in scope.chosen(scope.tally.attributed):
        linked[label] += number
    missing = tuple(max(0, made[label] - linked[label]) for label in labels)
    if not sum(missing):
        return figure
    types = attributions(scope.codebook)
    conditions = [all_of(term("without", types[one].id), scope.conditions) for one in labels]
    queries = tuple(
        all_of(term("label", one), condition) for one, condition in zip(labels, conditions, strict=True)
    )
    lone = Row(f"without {end}", missing, query=queries[0], queries=queries, tone="none")
    return replace(figure, rows=(lone, *figure.rows))


def _entity_name(scope: Scope, entity: str) -> str:
    known = scope.entities.get(entity)
    return known.name if known is not None else entity


def _type_name(scope: Scope, entity: str) -> str:
    known = scope.entities.get(entity)
    return short_name(scope.codebook.label(known.type).name) if known is not None and known.type else ""


def _tone(scope: Scope, entity: str) -> str:
    known = scope.entities.get(entity)
    return f"label:{known.type}" if known is not None and known.type else ""


def short_name(name: str) -> str:
    """A label's name without what it explains."""
    return name.split(" (")[0].strip() or name
