"""Making one of two things, and what must hold when two machines do it at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from annotator.errors import UserError
from annotator.jobs import reconciling
from annotator.model.change import Change
from annotator.model.decisions import Unification
from annotator.model.reconciling import followed
from annotator.model.teamwork import Assignment, Message
from annotator.model.values import Field, work_id
from annotator.store import backup
from annotator.store.project import Project
from tests.store.making import ADA, BEN, adding, edit, fast_folder, id_of, naming, new_project, span
from tests.store.team import everything, merge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LENA = span((0, 9))


@pytest.fixture
def pair() -> Iterator[tuple[Project, Project]]:
    """Ada's project, with two persons by name and two labels that mean one thing, and a copy."""
    with fast_folder() as folder, new_project(_path(folder, "ada")) as ours:
        ours.apply(edit(*adding(LENA), naming(ADA, "Ada"), naming(BEN, "Ben")))
        ours.apply(edit(*_label("HUM", "person"), *adding(span((10, 14), label="HUM", by=BEN)), by=BEN))
        for id_, name in (("e1", "Lena Vogt"), ("e2", "LENA  VOGT"), ("e3", "Karrow")):
            ours.apply(edit(Change(None, Field("entity", id_, "name", name))))
        copy = backup.copy_project(ours, _path(folder, "ben"))
        with Project.open(copy) as theirs:
            yield ours, theirs


def _path(folder: str, name: str) -> Path:
    from pathlib import Path

    return Path(folder) / f"{name}.annodb"


def _label(id_: str, name: str) -> list[Change]:
    fields = {"name": name, "layer": "all", "attributes": ["form"]}
    return [Change(None, Field("label", id_, key, value)) for key, value in fields.items()]


def unify(project: Project, kind: str, one: str, other: str, by: str = ADA) -> None:
    said = reconciling.unification(project, kind, one, other, by=by)
    reconciling.carry_out(project, said, by=by)


def labels(project: Project) -> set[str]:
    return {one.label for one in project.iterate_spans()}


def test_what_has_one_name_is_found_once(pair: tuple[Project, Project]) -> None:
    found = reconciling.find(pair[0])
    pairs = [(one.kind, {one.one.id, one.other.id}) for one in found.clashes]
    assert pairs == [("label", {"HUM", "PER"}), ("entity", {"e1", "e2"})]
    assert {(one.one.uses, one.other.uses) for one in found.clashes} == {(1, 1), (0, 0)}
    assert {one.by for clash in found.clashes for one in (clash.one, clash.other)} == {"", "Ada", "Ben"}


def test_labels_become_one_in_one_step_that_can_be_undone(pair: tuple[Project, Project]) -> None:
    ours, _ = pair
    unify(ours, "label", "HUM", "PER")
    assert (labels(ours), "HUM" in ours.codebook().labels) == ({"PER"}, False)
    assert ours.codebook().labels["PER"].attributes == ("form",)
    assert [clash.kind for clash in reconciling.find(ours).clashes] == ["entity"]
    assert ours.undo(ADA).left == ()
    assert (labels(ours), ours.unifications()) == ({"PER", "HUM"}, [])
    assert list(ours.problems()) == []


def test_entities_become_one_with_all_that_points_to_them(pair: tuple[Project, Project]) -> None:
    ours, _ = pair
    ours.apply(edit(Change(LENA, replace(LENA, entity="e2"))))
    unify(ours, "entity", "e2", "e1")
    assert ours.span(LENA.id).entity == "e1"  # type: ignore[union-attr]
    assert [(one.id, one.aliases) for one in ours.entities() if one.id != "e3"] == [
        ("e1", ("LENA  VOGT",))
    ]


def test_one_annotator_takes_over_all_that_was_the_others(pair: tuple[Project, Project]) -> None:
    ours, _ = pair
    document = id_of()
    ours.apply(
        edit(
            Change(None, Field("work", work_id(document, ADA), "state", "in progress")),
            Change(None, Field("work", work_id(document, BEN), "state", "done")),
            Change(None, Field("work", work_id(document, BEN), "flagged", True)),
            Change(None, Field("annotator", BEN, "email", "ben@example.org")),
            Change(None, Assignment("a1", document, ADA, ADA).as_field()),
            Change(None, Assignment("a2", document, BEN, ADA).as_field()),
            Change(None, Message("m1", "m1", document, "document", document, BEN, "Why?").as_field()),
        )
    )
    unify(ours, "annotator", "Ben", "Ada")
    assert {one.annotator for one in ours.iterate_spans()} == {ADA}
    assert [(one.id, one.email) for one in ours.annotators()] == [(ADA, "ben@example.org")]
    [work] = ours.all_work()
    assert (work.annotator, work.state, work.is_flagged) == (ADA, "done", True)
    assert [one.annotator for one in (*ours.assignments(), *ours.messages())] == [ADA, ADA]
    assert ours.undo(ADA).left == ()
    assert {one.name for one in ours.annotators()} == {"Ada", "Ben"}
    assert list(ours.problems()) == []


@pytest.mark.parametrize("kind", ["attribute", "relation_type"])
def test_attributes_and_relation_types_become_one(pair: tuple[Project, Project], kind: str) -> None:
    ours, _ = pair
    value = [{"id": "indirect", "name": "indirect"}]
    ours.apply(edit(Change(None, Field(kind, "new", "name", "Twin"))))
    if kind == "attribute":
        ours.apply(
            edit(
                Change(None, Field(kind, "new", "type", "enum")),
                Change(None, Field(kind, "new", "values", value)),
                Change(LENA, replace(LENA, attributes={"new": "indirect"})),
            )
        )
    unify(ours, kind, "new", "form" if kind == "attribute" else "cue")
    assert "Twin" not in str(ours.codebook())
    if kind == "attribute":
        assert ours.span(LENA.id).attributes == {"form": "indirect"}  # type: ignore[union-attr]


def test_both_are_kept_and_not_asked_for_again(pair: tuple[Project, Project]) -> None:
    ours, theirs = pair
    said = reconciling.unification(ours, "entity", "e1", "e2", by=ADA, is_same=False)
    reconciling.carry_out(ours, said, by=ADA)
    merge(theirs, ours)
    assert [clash.kind for clash in reconciling.find(theirs).clashes] == ["label"]
    assert len(theirs.entities()) == 3


def test_what_a_merge_brings_again_is_unified_as_before_and_goes_back_with_the_merge(
    pair: tuple[Project, Project],
) -> None:
    ours, theirs = pair
    unify(ours, "label", "HUM", "PER")
    theirs.apply(edit(*adding(span((20, 24), label="HUM", by=BEN)), by=BEN))
    before = everything(ours)
    merge(ours, theirs)
    assert reconciling.apply_remembered(ours) == ["unify two labels called Person as decided before"]
    assert labels(ours) == {"PER"}
    assert reconciling.apply_remembered(ours) == []
    ours.take_merge_back()
    assert everything(ours) == before
    assert list(ours.problems()) == []


def test_two_machines_that_unify_either_way_end_with_the_lesser_id(
    pair: tuple[Project, Project],
) -> None:
    ours, theirs = pair
    unify(ours, "label", "HUM", "PER")
    unify(theirs, "label", "PER", "HUM", by=BEN)
    _exchange(ours, theirs)
    assert labels(ours) == {"HUM"}
    assert {"HUM", "PER"} & ours.codebook().labels.keys() == {"HUM"}


def test_what_was_deleted_on_purpose_does_not_come_back(pair: tuple[Project, Project]) -> None:
    ours, theirs = pair
    unify(ours, "entity", "e1", "e2")
    gone = [Change(one, None) for one in ours.shown_fields("entity", "e2").values()]
    ours.apply(edit(*gone))
    theirs.apply(edit(Change(LENA, replace(LENA, entity="e1")), by=BEN))
    merge(ours, theirs)
    assert reconciling.apply_remembered(ours) == []
    assert {one.id for one in ours.entities()} == {"e3"}


def test_what_people_have_to_decide_is_not_decided_by_the_way(pair: tuple[Project, Project]) -> None:
    ours, theirs = pair
    ours.apply(edit(Change(LENA, replace(LENA, label="HUM", note="a"))))
    theirs.apply(edit(Change(LENA, replace(LENA, label="CUE", note="b")), by=BEN))
    merge(ours, theirs)
    unify(ours, "label", "HUM", "PER")
    [conflict] = ours.conflicts()
    assert conflict.register.id == LENA.id


def test_versions_that_say_the_same_once_things_are_one_are_no_conflict(
    pair: tuple[Project, Project],
) -> None:
    ours, theirs = pair
    ours.apply(edit(Change(LENA, replace(LENA, entity="e1"))))
    theirs.apply(edit(Change(LENA, replace(LENA, entity="e2")), by=BEN))
    merge(ours, theirs)
    assert len(ours.conflicts()) == 1
    unify(ours, "entity", "e1", "e2")
    assert (ours.conflicts(), ours.span(LENA.id).entity) == ([], "e2")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kind", "one", "other", "reason"),
    [
        ("label", "PER", "Person", "one label already"),
        ("label", "PER", "Nobody", "no label “Nobody”"),
        ("layer", "a", "b", "no kind “layer”"),
        ("annotator", "Ada", "gold", "no annotator “gold”"),
    ],
)
def test_wrong_names_are_told(
    pair: tuple[Project, Project], kind: str, one: str, other: str, reason: str
) -> None:
    with pytest.raises(UserError, match=reason):
        reconciling.unification(pair[0], kind, one, other, by=ADA)


# ---------------------------------------------------------------- laws

_KINDS = {
    "label": ["CLAIM", "CUE", "HUM", "PER"],
    "entity": ["e1", "e2", "e3"],
    "annotator": [ADA, BEN],
}
_acts = some.lists(
    some.tuples(some.integers(0, 1), some.integers(0, 5), some.integers(0, 3), some.integers(0, 3)),
    min_size=2,
    max_size=9,
)


@given(_acts)
@settings(max_examples=8, deadline=None)
def test_two_machines_that_unify_and_merge_end_equal(acts: list[tuple[int, int, int, int]]) -> None:
    with fast_folder() as folder, new_project(_path(folder, "ada")) as ours:
        ours.apply(edit(naming(ADA, "Ada"), naming(BEN, "Ben"), *_label("HUM", "person")))
        for id_ in _KINDS["entity"]:
            ours.apply(edit(Change(None, Field("entity", id_, "name", id_))))
        with Project.open(backup.copy_project(ours, _path(folder, "ben"))) as theirs:
            for who, act, one, other in acts:
                _act((ours, theirs)[who], (ADA, BEN)[who], act, one, other)
            _exchange(ours, theirs)


def _act(project: Project, by: str, act: int, one: int, other: int) -> None:
    kind = ("label", "entity", "annotator")[act % 3]
    ids = _KINDS[kind]
    first, second = ids[one % len(ids)], ids[other % len(ids)]
    if act < 3:
        values = {"label": first if kind == "label" else "PER", "by": by}
        entity = first if kind == "entity" else None
        project.apply(edit(*adding(span((one, one + 2 + other), entity=entity, **values)), by=by))
        return
    try:
        unify(project, kind, first, second, by)
    except UserError:
        return


def _exchange(ours: Project, theirs: Project) -> None:
    """Merge both ways at once and then in turn; both must come to rest, and be equal."""
    with fast_folder() as folder:
        copy = backup.copy_project(ours, _path(folder, "sent"))
        merge(ours, theirs)
        with Project.open(copy, read_only=True) as sent:
            merge(theirs, sent)
    reconciling.apply_remembered(ours)
    reconciling.apply_remembered(theirs)
    for _ in range(4):
        merge(ours, theirs)
        reconciling.apply_remembered(ours)
        merge(theirs, ours)
        if not reconciling.apply_remembered(theirs) and everything(ours) == everything(theirs):
            break
    assert everything(ours) == everything(theirs)
    assert (reconciling.apply_remembered(ours), reconciling.remembered(theirs)) == ([], [])
    assert list(ours.problems()) == []
    assert is_doubtful(ours) or ours.conflicts() == []


def is_doubtful(project: Project) -> bool:
    """Whether two people have made different things of one: that is theirs to decide."""
    ones = [(said.kind, said.one) for said in project.unifications()]
    return len(set(ones)) < len(ones)


def test_ids_lead_to_the_end_of_their_chain() -> None:
    said = [Unification("label", *two, True) for two in (("a", "b"), ("b", "c"), ("x", "y"), ("y", "x"))]
    assert followed(said, "label", "a") == "c"
    assert followed(said, "label", "y") == "x"
    assert followed(said, "label", "x") == "x"
