from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from annotator.analysis.figures import Figure
from annotator.analysis.periods import day_of, periods
from annotator.analysis.scope import Scope
from annotator.analysis.tally import Tally, attributions
from annotator.analysis.views import VIEWS
from annotator.model.codebook import from_fields, to_fields
from annotator.model.query import parse
from annotator.model.values import Entity
from tests.store.making import CODEBOOK

HOUR = "2026-03-14T12"
CHOICE = {"id": "form", "name": "Form", "type": "enum", "default": "direct"}
FORMS = [{"id": "direct", "name": "direct"}, {"id": "mixed", "name": "mixed"}]
BOOK: dict[str, Any] = {
    **CODEBOOK,
    "labels": [
        {**label, "style": "underline-solid"} if label["id"] == "QUOTE" else label
        for label in CODEBOOK["labels"]
    ],
    "attributes": [{**CHOICE, "values": FORMS}],
}


def what(who: str, label: str, *, document: str = "d1", origin: str = "manual") -> str:
    return "\x1f".join((document, who, origin, HOUR, label))


@pytest.fixture
def scope() -> Scope:
    """Ada: two quotes and a person in d1, done; Ben: one quote in d2, in progress."""
    book = from_fields(to_fields(BOOK))
    tally = Tally({label: kind.id for label, kind in attributions(book).items()})
    tally.add_documents(
        [("d1", "Quay", "2026-03-01", 10), ("d2", "", "2026-03-03", 10), ("d3", "Quay", "", 1)]
    )
    tally.add_work(
        [("d1", "ada", "done", True, 1_773_500_000_000), ("d2", "ben", "in progress", False, 0)]
    )
    tally.add_spans(
        [
            ("s1", what("ada", "QUOTE"), None, '{"form":"mixed"}'),
            ("s2", what("ada", "QUOTE", origin="propagated"), None, None),
            ("s3", what("ada", "SOURCE"), "e1", None),
            ("s4", what("ben", "QUOTE", document="d2"), None, None),
            ("s5", what("ben", "SOURCE", document="d2"), None, None),
        ]
    )
    tally.add_relations(
        [
            ("r1", what("ada", "speaker"), "s1", "QUOTE", "e1", None),
            ("r2", what("ada", "cue"), "s1", None, None, None),
            ("r3", what("ben", "speaker", document="d2"), "s4", "QUOTE", None, "the \n mayor"),
        ]
    )
    tally.finish()
    people = {"ada": "Ada Holt", "ben": "Ben"}
    return Scope(tally, book, people, {"e1": Entity("e1", "Lena Vogt", "PER")}, me="ada")


def figure(scope: Scope, view: str) -> Figure:
    return next(one for one in VIEWS if one.id == view).figure(scope)


def rows(scope: Scope, view: str) -> list[tuple[Any, ...]]:
    shown = figure(scope, view)
    return [shown.cells(row) for row in shown.rows if row.total]


def test_progress_counts_what_nobody_has_begun_as_new(scope: Scope) -> None:
    assert figure(scope, "progress").headings == ("Annotator", "Done", "In progress", "New", "Total")
    assert rows(scope, "progress") == [("Ada Holt", 1, 0, 2, 3), ("Ben", 0, 1, 2, 3)]
    assert figure(scope, "progress").note == "1 flagged"


def test_labels_stand_by_annotator_and_lead_to_their_spans(scope: Scope) -> None:
    assert rows(scope, "labels")[0] == ("Quote", "All", 2, 1, 3)
    quote = figure(scope, "labels").rows[0]
    assert (quote.query, quote.query_of(0)) == ("label:QUOTE", 'label:QUOTE annotator:"Ada Holt"')


def test_speakers_are_entities_or_else_exact_words(scope: Scope) -> None:
    assert rows(scope, "speakers") == [
        ("Lena Vogt", "Person", 1, 0, 1),
        ("the mayor", "no entity", 1, 0, 1),
    ]
    assert figure(scope, "speakers").rows[0].query == 'label:SOURCE entity:"Lena Vogt"'


def test_quotes_without_a_speaker_come_first(scope: Scope) -> None:
    assert rows(scope, "quotes")[0] == ("without speaker", "", 1)
    assert figure(scope, "quotes").rows[0].query == "label:QUOTE without:speaker"


def test_a_value_that_is_not_stored_counts_as_the_default(scope: Scope) -> None:
    assert rows(scope, "attributes") == [("direct", "Form", 2), ("mixed", "Form", 1)]


def test_a_figure_with_fewer_rows_still_knows_the_whole(scope: Scope) -> None:
    shown = figure(scope, "origins").shortened(1)
    assert (len(shown.rows), shown.row_count, shown.total) == (1, 6, 5)


def test_origins_days_entities_and_relations(scope: Scope) -> None:
    assert rows(scope, "origins") == [("manual", 4), ("propagated", 1)]
    assert rows(scope, "days") == [("2026-03-14", 3, 2, 5)]
    assert rows(scope, "entities") == [("Lena Vogt", "Person", 1)]
    assert rows(scope, "relations") == [("speaker", 2), ("cue", 1)]


def test_time_has_no_gaps_and_articles_without_a_date_are_named(scope: Scope) -> None:
    shown = figure(scope, "timeline")
    assert [(row.key, row.total) for row in shown.rows] == [
        ("2026-03-01", 1),
        ("2026-03-02", 0),
        ("2026-03-03", 1),
    ]
    assert shown.note == "1 without a date"


def test_a_choice_of_annotator_and_state_holds_everywhere(scope: Scope) -> None:
    hers = replace(scope, annotator="ada", state="done")
    assert rows(hers, "labels")[0] == ("Quote", "All", 2)
    assert figure(hers, "labels").rows[0].query == 'label:QUOTE annotator:"Ada Holt" state:done'
    assert rows(hers, "outlets") == [("Quay", 1)]
    assert not figure(replace(scope, annotator="ben", state="done"), "labels").total


def test_every_search_can_be_read(scope: Scope) -> None:
    for view in VIEWS:
        for row in view.figure(scope).rows:
            for query in (row.query, *row.queries):
                parse(query)


def test_sources_are_found_by_what_the_labels_mean() -> None:
    changed = {**BOOK, "relations": [{"id": "x", "name": "x", "from": ["QUOTE"], "to": ["PER"]}]}
    assert {k: v.id for k, v in attributions(from_fields(to_fields(changed))).items()} == {"QUOTE": "x"}
    found = attributions(from_fields(to_fields(BOOK)))
    assert {label: kind.id for label, kind in found.items()} == {"QUOTE": "speaker", "CLAIM": "claimant"}


@pytest.mark.parametrize(
    ("days", "first", "count"),
    [
        (["2026-01-01", "2026-01-03"], "2026-01-01", 3),
        (["2024-11", "2026-01-03"], "2024-11", 15),
        (["1990", "2026-01-03"], "1990", 37),
        ([], "", 0),
    ],
)
def test_periods_are_as_long_as_there_is_room_for(days: list[str], first: str, count: int) -> None:
    found = periods([day for text in days if (day := day_of(text))])
    assert (len(found), (found or [""])[0]) == (count, first)


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "99"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert day_of(text) is None
