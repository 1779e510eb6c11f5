"""Rows with right hashes that no edit could have made, and files that lead astray."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from annotator.errors import ProjectError
from annotator.model.change import Change
from annotator.model.decisions import Decision, decision_id
from annotator.model.fragment import Fragment
from annotator.model.values import Field, Span, now, work_id
from annotator.store import backup, row_reading, rows
from annotator.store.changes import change_id, clock_of, edit_id
from annotator.store.project import Project
from annotator.store.state import fragment_rows
from tests.store.making import (
    BEN,
    adding,
    edit,
    fast_folder,
    id_of,
    importing,
    new_project,
    relation,
    span,
)
from tests.store.team import everything

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = tuple[Any, ...]
START = replace(span((5, 9), by=BEN), id="start")
END = replace(span((10, 14), by=BEN), id="the-end")
OTHER = "Another text.\n"
DECISION = decision_id(id_of(), ["x"])


class Sent:
    """All that Ben has done in his copy, as rows; every test forges one of them."""

    def __init__(self, ours: Project, theirs: Project) -> None:
        self.ours = ours
        new = [id_ for id_ in theirs.edit_ids() if id_ not in set(ours.edit_ids())]
        self.edits: list[Row] = list(theirs.exported_edits(new))
        self.changes: list[Row] = [row for block in theirs.exported_changes(new) for row in block]
        self.texts = list(theirs.exported_texts([id_of(OTHER)]))
        self.sources = list(theirs.exported_sources([id_of(OTHER)]))

    def forge(self, target: str, field: str = "", /, **said: Any) -> None:
        """Change columns of one change, and give it the hash that it then has."""
        names = ("id", "edit", "kind", "target", "field", "document", "prev", "body")
        at = next(n for n, row in enumerate(self.changes) if row[3:5] == (target, field))
        row = dict(zip(names, self.changes[at], strict=True)) | said
        moment = said.get("moment", clock_of(row["id"]))
        forged = tuple(row[name] for name in names[1:])
        self.changes[at] = (change_id(moment, *forged), *forged)

    def forge_body(self, target: str, **said: Any) -> None:
        """Change what the body of a span says."""
        row = next(row for row in self.changes if row[3] == target)
        self.forge(target, body=json.dumps(json.loads(row[7]) | said))

    def take(self) -> None:
        with self.ours.incoming() as incoming:
            incoming.add_edits(self.edits, "a server")
            incoming.add_texts(self.texts, "a server")
            incoming.add_sources(self.sources, "a server")
            incoming.add_changes(self.changes, "a server")
            incoming.check("a server")
            self.ours.take(incoming, is_live=True)


@pytest.fixture(scope="module")
def copies() -> Iterator[tuple[Project, Project]]:
    with fast_folder() as folder, new_project(Path(folder) / "harbour.annodb") as ours:
        copy = backup.copy_project(ours, ours.path.with_name("ben.annodb"))
        with Project.open(copy) as theirs:
            decision = Decision(DECISION, id_of(), "label", "none", ("x",), created=now())
            theirs.apply(edit(*adding(START, END, relation(START, END, by=BEN)), by=BEN))
            theirs.apply(edit(*importing(OTHER), by=BEN))
            fields = (
                Field("work", work_id(id_of(), BEN), "state", "done"),
                Field("entity", "e1", "name", "Lena Vogt"),
                decision.as_field(),
            )
            theirs.apply(edit(*adding(*fields), by=BEN))
            theirs.apply(edit(Change(START, None), *_unlinking(theirs), by=BEN))
            yield ours, theirs


def _unlinking(project: Project) -> list[Change]:
    return [Change(one, None) for one in project.iterate_relations()]


@pytest.fixture
def sent(copies: tuple[Project, Project]) -> Sent:
    return Sent(*copies)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"fragments": [[10, 99_999]]}, "outside its article"),
        ({"fragments": [[14, 10]]}, "outside its article"),
        ({"fragments": [[True, 4]]}, "no whole numbers"),
        ({"fragments": [[2**70, 2**70 + 1]]}, "no whole numbers"),
        ({"fragments": []}, "has no fragment"),
        ({"text": "else"}, "not what stands"),
        ({"label": 3}, "makes no sense"),
        ({"annotator": ["ben"]}, "makes no sense"),
        ({"entity": 7}, "makes no sense"),
        ({"note": 0}, "makes no sense"),
        ({"modified": None}, "makes no sense"),
        ({"attributes": ["form"]}, "makes no sense"),
        ({"note": "half \ud800"}, "makes no sense"),
        ({"attributes": {"worth": float("nan")}}, "makes no sense|no number"),
    ],
)
def test_a_span_that_no_edit_could_have_made_is_refused(
    sent: Sent, said: dict[str, Any], reason: str
) -> None:
    sent.forge_body(END.id, **said)
    before = everything(sent.ours)
    with pytest.raises(ProjectError, match=reason):
        sent.take()
    assert everything(sent.ours) == before


@pytest.mark.parametrize(
    ("target", "field", "said", "reason"),
    [
        (END.id, "", {"field": "x"}, "makes no sense"),
        (END.id, "", {"document": None}, "makes no sense"),
        (END.id, "", {"document": id_of(OTHER)}, "not what stands|outside"),
        (END.id, "", {"prev": b"\0" * 24}, "has a gap"),
        (END.id, "", {"prev": b"\0" * 23}, "has been changed"),
        (END.id, "", {"edit": b"\0" * 24}, "edit .* is missing"),
        (END.id, "", {"moment": 5}, "none of that edit's"),
        (END.id, "", {"body": "[" * 100_000}, "makes no sense"),
        (END.id, "", {"body": "null"}, "makes no sense"),
        (DECISION, "value", {"document": id_of(OTHER)}, "another article"),
        (DECISION, "value", {"body": "{}"}, "cannot be"),
        (DECISION, "value", {"kind": "setting"}, "another article"),
        (DECISION, "value", {"kind": ""}, "makes no sense"),
        ("e1", "name", {"field": "size"}, "cannot be"),
        ("e1", "name", {"body": "7"}, "cannot be"),
        ("e1", "name", {"body": '"\\udfff"'}, "makes no sense"),
        ("e1", "name", {"kind": "hologram", "body": "no JSON"}, "makes no sense"),
        (work_id(id_of(), BEN), "state", {"body": '"asleep"'}, "cannot be"),
        (id_of(OTHER), "", {"body": "{}"}, "makes no sense"),
        (id_of(OTHER), "title", {"document": id_of()}, "another article"),
    ],
)
def test_a_register_that_no_edit_could_have_written_is_refused(
    sent: Sent, target: str, field: str, said: dict[str, Any], reason: str
) -> None:
    sent.forge(target, field, **said)
    before = everything(sent.ours)
    with pytest.raises(ProjectError, match=reason):
        sent.take()
    assert everything(sent.ours) == before


def test_an_article_of_another_length_or_without_its_original_is_refused(sent: Sent) -> None:
    body = next(row[7] for row in sent.changes if row[3:5] == (id_of(OTHER), ""))
    sent.forge(id_of(OTHER), body=json.dumps(json.loads(body) | {"length": 2**70}))
    with pytest.raises(ProjectError, match="length"):
        sent.take()
    sent.forge(id_of(OTHER), body=body)
    sent.sources.clear()
    with pytest.raises(ProjectError, match="original file"):
        sent.take()


@pytest.mark.parametrize("size", [-1, 1 << 40, 1 << 62])
def test_an_edit_of_an_impossible_size_is_refused(sent: Sent, size: int) -> None:
    sent.edits[0] = (*sent.edits[0][:7], size)
    with pytest.raises(ProjectError, match="has been changed"):
        sent.take()


def test_an_edit_at_the_end_of_all_time_is_refused(sent: Sent) -> None:
    said = sent.edits[0][1:7]
    sent.edits.append((edit_id((1 << 64) - 2, *said), *said, 3))
    with pytest.raises(ProjectError, match="has been changed"):
        sent.take()


def test_two_changes_in_the_place_of_one_are_refused(sent: Sent) -> None:
    before = sent.changes[:]
    sent.forge("e1", "name", body='"Somebody"')
    sent.changes += [row for row in before if row[3] == "e1"]
    with pytest.raises(ProjectError, match="4 of 3 changes"):
        sent.take()


def test_an_edit_that_claims_to_undo_anothers_does_not(sent: Sent) -> None:
    [imported] = [entry.id for entry in sent.ours.history() if entry.title == "an edit"]
    said = ("undo", "mallory", now(), imported, "r", None)
    moment = clock_of(imported) + 1_000
    with sent.ours.incoming() as incoming:
        incoming.add_edits([(edit_id(moment, *said), *said, 0)], "a server")
        sent.ours.take(incoming)
    assert not any(entry.undone for entry in sent.ours.history())
    sent.ours.take_merge_back()


# ---------------------------------------------------------------- read column by column

texts = some.text(some.characters(exclude_categories=["Cs"]), max_size=5)
values = some.one_of(
    texts, some.booleans(), some.integers(), some.floats(allow_nan=False, allow_infinity=False)
)
places = some.lists(some.tuples(some.integers(0, 9), some.integers(0, 9)), min_size=1, max_size=3)


@given(
    places, some.lists(texts, min_size=7, max_size=7), some.dictionaries(texts, values, max_size=3),
    some.none() | texts,
)  # fmt: skip
@settings(max_examples=30, deadline=None)
def test_rows_read_from_a_body_are_those_of_its_span(
    fragments: list[tuple[int, int]], said: list[str], attributes: dict[str, Any], entity: str | None
) -> None:
    label, text, by, note, origin, created, modified = said
    one = Span(
        "s1", "d1", label, tuple(map(Fragment._make, fragments)), text, by, attributes, entity, note,
        origin, created, modified,
    )  # type: ignore[arg-type]  # fmt: skip
    row = row_reading.span_row("s1", "d1", rows.span_body(one))
    assert row == rows.span_row(one)
    assert list(row_reading.fragment_rows([row])) == list(fragment_rows([one]))
