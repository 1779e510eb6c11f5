"""Changing the codebook in the middle of the work: not one label is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.jobs.codebook_migrating import changes
from annotator.jobs.codebook_preview import Preview, preview
from annotator.model import attribute_plans, codebook_plans
from annotator.model.change import Change
from annotator.model.codebook_plans import Branch, Target
from annotator.model.conditions import Condition
from annotator.model.migration import Migration, unfit_reasons
from annotator.model.values import Field
from annotator.store.project import Project
from tests.store.making import (
    ADA,
    BEN,
    TEXT,
    adding,
    contents,
    edit,
    fast_folder,
    id_of,
    importing,
    naming,
    relation,
    span,
)

CODEBOOK: dict[str, Any] = {
    "format": "codebook/1",
    "id": "small",
    "name": "Small codebook",
    "version": "1",
    "document_attributes": ["sure"],
    "layers": [{"id": "all", "name": "All"}],
    "labels": [
        {"id": "PER", "name": "Person", "layer": "all", "hotkey": "1", "attributes": ["sure", "age"]},
        {"id": "ORG", "name": "Organisation", "layer": "all", "hotkey": "2", "attributes": ["kind"]},
        {"id": "QUOTE", "name": "Quote", "layer": "all", "hotkey": "q", "attributes": ["sure"]},
    ],
    "attributes": [
        {"id": "sure", "name": "Sure", "type": "bool", "key": "S"},
        {"id": "age", "name": "Age", "type": "text", "key": "G"},
        {
            "id": "kind",
            "name": "Kind",
            "key": "S",
            "values": [{"id": "firm", "name": "Firm"}, {"id": "club", "name": "Club"}],
        },
    ],
    "relations": [
        {"id": "speaker", "name": "speaker", "from": ["QUOTE"], "to": ["PER"]},
        {"id": "about", "name": "about", "from": ["QUOTE"], "to": ["ORG"]},
    ],
}
VALUES = {
    "sure": st.booleans(),
    "age": st.sampled_from(["40", "1,5", "old", "yes"]),
    "kind": st.sampled_from(["firm", "club"]),
}
LABELS = [label["id"] for label in CODEBOOK["labels"]]


def filled(folder: str, *values: Any) -> Project:
    project = Project.create(Path(folder) / "p.annodb", title="Harbour", codebook=CODEBOOK)
    project.apply(edit(naming(ADA, "Ada"), naming(BEN, "Ben"), *importing(TEXT)))
    topic = Field("document", id_of(), "attribute.sure", True)
    project.apply(edit(Change(None, topic), *adding(*values)))
    return project


@pytest.fixture
def project(tmp_path: Path) -> Any:
    lena = span((0, 9), attributes={"sure": True, "age": "40"})
    ferry = span((31, 40), by=BEN, attributes={"age": "old"})
    board = span((49, 62), label="ORG", attributes={"kind": "firm"})
    quote = span((26, 47), label="QUOTE")
    everything = (lena, ferry, board, quote, relation(quote, lena), relation(quote, board, "about"))
    with filled(str(tmp_path), *everything) as opened:
        yield opened


def migrate(project: Project, migration: Migration) -> Preview:
    """Preview and do it; the preview has counted the very changes."""
    counted = preview(project, migration)
    size = len(project.history()) and counted.changes
    done = project.apply_stream(migration.title, changes(project, migration), by=ADA)
    assert project.edit_size(done.id or b"") == size
    assert sorted(map(repr, project.codebook().fields)) == sorted(map(repr, migration.after.fields))
    return counted


def labels(project: Project) -> dict[str, str]:
    return {one.text: one.label for one in project.iterate_spans()}


# ---------------------------------------------------------------- one after the other


def test_merging_gives_the_target_what_the_source_had(project: Project) -> None:
    found = migrate(project, codebook_plans.merge_labels(project.codebook(), ["PER"], "ORG"))
    codebook = project.codebook()
    assert labels(project)["Lena Vogt"] == "ORG"
    assert codebook.labels["ORG"].attributes == ("kind", "sure", "age")
    assert codebook.relation_types["speaker"].to_labels == ("ORG",)
    assert found.moved == {("PER", "ORG"): 2}
    assert not found.lost
    assert not found.forbidden
    assert {one.id: one.key for one in codebook.attributes_of("ORG")}["sure"] != "S"


def test_values_of_lacking_attributes_go_only_when_asked(project: Project) -> None:
    plan = codebook_plans.merge_labels(project.codebook(), ["PER"], "ORG", drops_attributes=True)
    assert preview(project, plan).lost == {"sure": 1, "age": 2}
    migrate(project, plan)
    assert {one.text: dict(one.attributes) for one in project.iterate_spans()}["Lena Vogt"] == {}


def test_two_labels_on_one_place_are_counted(project: Project) -> None:
    project.apply(edit(*adding(span((0, 9), label="ORG"))))
    assert preview(project, codebook_plans.merge_labels(project.codebook(), ["PER"], "ORG")).twins == 1


def test_a_label_is_split_by_rules(project: Project) -> None:
    rule = Condition("attribute.age", "is", "40"), Condition("before", "is", "")
    branch = Branch(rule, Target(name="Adult person"))
    migrate(project, codebook_plans.split_label(project.codebook(), "PER", [branch]))
    assert labels(project)["Lena Vogt"] == "ADULT_PERSON"
    assert "PER" in labels(project).values()
    assert "ADULT_PERSON" in project.codebook().relation_types["speaker"].to_labels


def test_a_label_is_split_by_annotator(project: Project) -> None:
    plan = codebook_plans.split_by_annotator(project.codebook(), "PER", {BEN: Target("ORG")})
    found = migrate(project, plan)
    assert found.moved == {("PER", "ORG"): 1}
    assert found.by_annotator == {BEN: 1}


def test_a_label_is_split_by_reviewing(project: Project) -> None:
    lena = next(one for one in project.iterate_spans() if one.text == "Lena Vogt")
    targets = [Target("ORG"), Target(name="Witness")]
    migrate(project, codebook_plans.reviewed(project.codebook(), "PER", targets, {lena.id: 1}))
    assert labels(project)["Lena Vogt"] == "WITNESS"


def test_a_label_is_deleted_with_its_spans_and_their_relations(project: Project) -> None:
    before = contents(project)
    found = migrate(project, codebook_plans.delete_label(project.codebook(), "PER"))
    assert (found.removed_spans, found.removed_relations) == (2, 1)
    assert "PER" not in project.codebook().labels
    assert [one.label for one in project.iterate_relations()] == ["about"]
    assert not project.undo(ADA).left
    assert contents(project) == before


def test_entities_follow_their_label(project: Project) -> None:
    fields = {"name": "Lena Vogt", "type": "PER"}
    project.apply(edit(*adding(*(Field("entity", "e1", name, value) for name, value in fields.items()))))
    migrate(project, codebook_plans.merge_labels(project.codebook(), ["PER"], "ORG"))
    assert project.entities()[0].type == "ORG"


def test_what_is_no_number_is_listed_and_stays(project: Project) -> None:
    found = migrate(project, attribute_plans.change_type(project.codebook(), "age", "number"))
    assert found.unfit_values == {"old": 1}
    assert found.nonconforming == {"value of age": 1}
    ages = [one.attributes.get("age") for one in project.iterate_spans() if one.label == "PER"]
    assert sorted(map(str, ages)) == ["40", "old"]


def test_values_are_mapped_to_choices(project: Project) -> None:
    plan = attribute_plans.change_type(
        project.codebook(), "age", "choice", choices=[("a", "Adult")], mapping={"40": "a", "old": "a"}
    )
    assert migrate(project, plan).nonconforming == {}


def test_articles_change_with_an_attribute(project: Project) -> None:
    plan = attribute_plans.change_type(
        project.codebook(), "sure", "choice", choices=[("yes", "Yes"), ("no", "No")]
    )
    assert migrate(project, plan).articles == 1
    assert project.documents()[0].attributes == {"sure": "yes"}


def test_values_of_articles_that_do_not_fit_are_listed(project: Project) -> None:
    plan = attribute_plans.change_type(project.codebook(), "sure", "choice", choices=[("no", "No")])
    assert preview(project, plan).unfit_values == {"yes": 2}


def test_a_relation_type_that_needs_a_deleted_label_goes_with_it(project: Project) -> None:
    migrate(project, codebook_plans.delete_label(project.codebook(), "QUOTE"))
    assert project.codebook().relation_types == {}
    assert list(project.iterate_relations()) == []


def test_a_relation_type_is_replaced(project: Project) -> None:
    migrate(project, attribute_plans.replace_relation_type(project.codebook(), "about", "speaker"))
    assert {one.label for one in project.iterate_relations()} == {"speaker"}
    assert project.codebook().relation_types["speaker"].to_labels == ("PER", "ORG")


def test_forbidden_relations_are_counted_and_go_only_when_asked(project: Project) -> None:
    codebook = project.codebook()
    kept = attribute_plans.set_ends(codebook, "about", "to", ["PER"])
    assert preview(project, kept).forbidden == {"about": 1}
    migrate(project, attribute_plans.set_ends(codebook, "about", "to", ["PER"], clears=True))
    assert [one.label for one in project.iterate_relations()] == ["speaker"]


# ---------------------------------------------------------------- whatever the order


PLANS = st.sampled_from(
    ["merge", "split", "annotator", "delete", "type", "choices", "attribute", "relation", "ends"]
)


def plan_for(draw: st.DataObject, name: str, project: Project) -> Migration:
    codebook = project.codebook()
    one, other = draw.draw(st.permutations(list(codebook.labels)))[:2]
    attribute = draw.draw(st.sampled_from(sorted(codebook.attributes)))
    relation_type = draw.draw(st.sampled_from(sorted(codebook.relation_types)))
    if name == "merge":
        return codebook_plans.merge_labels(codebook, [one], other)
    if name == "split":
        test = Condition(draw.draw(st.sampled_from(["text", "before", "after"])), "contains", "e, r")
        return codebook_plans.split_label(codebook, one, [Branch((test,), Target(name="Part"))])
    if name == "annotator":
        return codebook_plans.split_by_annotator(codebook, one, {BEN: Target(other)})
    if name == "delete":
        return codebook_plans.delete_label(codebook, one, other)
    if name == "type":
        type_ = draw.draw(st.sampled_from(["text", "number", "yes/no", "choice"]))
        choices = [("firm", "Firm"), ("yes", "Yes")]
        return attribute_plans.change_type(codebook, attribute, type_, choices=choices)
    if name == "choices" and len(codebook.attributes[attribute].choices) > 1:
        first, second = codebook.attributes[attribute].choices[:2]
        return attribute_plans.replace_choices(codebook, attribute, {first.id: second.id})
    if name == "attribute" and len(codebook.attributes) > 1:
        rest = [id_ for id_ in codebook.attributes if id_ != attribute]
        return attribute_plans.replace_attribute(codebook, attribute, draw.draw(st.sampled_from(rest)))
    if name == "relation" and len(codebook.relation_types) > 1:
        rest = [id_ for id_ in codebook.relation_types if id_ != relation_type]
        return attribute_plans.replace_relation_type(codebook, relation_type, rest[0])
    return attribute_plans.set_ends(codebook, relation_type, "to", [other])


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_not_one_label_is_lost(draw: st.DataObject) -> None:
    starts = draw.draw(st.lists(st.integers(0, 60), min_size=2, max_size=6))
    spans = []
    for start in starts:
        chosen = draw.draw(st.sampled_from(LABELS))
        said = {name: draw.draw(values) for name, values in VALUES.items() if draw.draw(st.booleans())}
        by = draw.draw(st.sampled_from([ADA, BEN]))
        places = (start, start + 4), (start + 6, start + 9)
        spans.append(span(*places, label=chosen, attributes=said, by=by))
    with fast_folder() as folder, filled(folder, *spans, relation(spans[0], spans[1])) as project:
        before = {one.id: (one.fragments, one.annotator, one.text) for one in project.iterate_spans()}
        states = [contents(project)]
        for name in draw.draw(st.lists(PLANS, min_size=1, max_size=4)):
            if len(project.codebook().labels) < 2:
                break
            found = migrate(project, plan_for(draw, name, project))
            kept = {one.id: (one.fragments, one.annotator, one.text) for one in project.iterate_spans()}
            assert kept == before
            assert len(list(project.iterate_relations())) == 1
            looked_at = sum(found.nonconforming.values())
            assert looked_at <= sum(
                len(unfit_reasons(one, project.codebook())) for one in project.iterate_spans()
            )
            states.append(contents(project))
        for state in reversed(states[:-1]):
            assert not project.undo(ADA).left
            assert contents(project) == state
