"""What a change of the codebook could lose, corrupt or leave against its own rules."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from annotator.model import attribute_plans, codebook_edits, codebook_plans, codebook_rules
from annotator.model.change import Change
from annotator.model.codebook import to_file
from annotator.model.codebook_plans import Branch, Target
from annotator.model.conditions import Condition
from annotator.model.teamwork import SavedQuery
from annotator.model.values import Field
from annotator.store.project import Project
from tests.jobs.test_codebook_migrating import CODEBOOK, migrate
from tests.store.making import ADA, BEN, TEXT, adding, contents, edit, importing, naming, relation, span

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = [{"id": "e", "applies_to": ["PER"], "fields": [{"id": "type", "of": ["PER"]}]}]
MUTED = Field("setting", "checks.muted/duplicate/PER", "value", True)
QUERY = SavedQuery("q1", "people", "label:PER", ADA).as_field()


def made(folder: Path, **said: Any) -> Project:
    """A project with a person, an organisation over the same words, and a quote by both."""
    project = Project.create(folder / "p.annodb", title="Harbour", codebook={**CODEBOOK, **said})
    project.apply(edit(naming(ADA, "Ada"), naming(BEN, "Ben"), *importing(TEXT)))
    lena = span((0, 9), attributes={"sure": True, "age": "40"})
    board, quote = span((5, 14), label="ORG", attributes={"kind": "firm"}), span((26, 47), label="QUOTE")
    ends = relation(quote, lena), relation(quote, board, "about")
    project.apply(edit(*adding(lena, board, quote, *ends)))
    return project


def with_relation_called_per() -> list[dict[str, Any]]:
    own = {"id": "sure", "name": "Sure", "type": "bool"}
    return [*CODEBOOK["relations"], {"id": "PER", "name": "per", "attributes": [own]}]


def values(project: Project) -> list[dict[str, Any]]:
    return [dict(one.attributes) for one in project.iterate_spans() if one.label == "PER"]


def test_a_relation_type_may_be_called_like_a_label(tmp_path: Path) -> None:
    with made(tmp_path, relations=with_relation_called_per()) as project:
        migrate(project, attribute_plans.set_relation_attributes(project.codebook(), "PER", []))
        assert values(project) == [{"sure": True, "age": "40"}]
        migrate(project, attribute_plans.change_type(project.codebook(), "sure", "text"))
        assert values(project) == [{"sure": "yes", "age": "40"}]


def test_attributes_that_merge_or_come_to_a_label_keep_keys_apart(tmp_path: Path) -> None:
    with made(tmp_path) as project:
        migrate(project, attribute_plans.replace_attribute(project.codebook(), "age", "kind"))
        assert codebook_rules.problems(to_file(project.codebook())) == []
        wanted = codebook_edits.set_value(
            project.codebook(), "label", "ORG", "attributes", ["kind", "sure"], by=ADA
        )
        project.apply(wanted)
        project.apply(codebook_edits.set_document_attribute(project.codebook(), "kind", True, by=ADA))
        assert codebook_rules.problems(to_file(project.codebook())) == []


def test_clusters_and_exports_go_along(tmp_path: Path) -> None:
    with made(tmp_path, clusters=PEOPLE, exports={"iob2": {"PER": "PERS"}, "all": True}) as project:
        branch = Branch((Condition("annotator", "is", BEN),), Target(name="Sailor"))
        migrate(project, codebook_plans.split_label(project.codebook(), "PER", [branch]))
        said = to_file(project.codebook())
        assert said["clusters"][0]["applies_to"] == ["PER", "SAILOR"]
        assert said["exports"]["iob2"] == {"PER": "PERS", "SAILOR": "PERS"}
        migrate(project, codebook_plans.merge_labels(project.codebook(), ["PER", "SAILOR"], "ORG"))
        said = to_file(project.codebook())
        assert said["clusters"][0]["applies_to"] == ["ORG"]
        assert said["exports"] == {"iob2": {"ORG": "PERS"}, "all": True}


def test_queries_and_muted_checks_go_along_and_come_back(tmp_path: Path) -> None:
    with made(tmp_path) as project:
        project.apply(edit(Change(None, MUTED), Change(None, QUERY)))
        before = contents(project)
        found = migrate(project, codebook_plans.merge_labels(project.codebook(), ["PER"], "ORG"))
        assert [one.text for one in project.saved_queries()] == ["label:ORG"]
        assert MUTED.id not in project.settings()
        assert (found.queries, found.muted) == (1, 1)
        project.undo(ADA)
        assert contents(project) == before


@pytest.mark.parametrize(("rule", "number"), [("none", 1), ("nested-allowed", 1), ("free", 0)])
def test_overlaps_in_the_layer_of_the_label_that_stays_are_counted(
    tmp_path: Path, rule: str, number: int
) -> None:
    book = copy.deepcopy(CODEBOOK)
    book["layers"].append({"id": "more", "name": "More", "overlap": rule})
    book["labels"][1]["layer"] = "more"
    with made(tmp_path, layers=book["layers"], labels=book["labels"]) as project:
        found = migrate(project, codebook_plans.merge_labels(project.codebook(), ["PER"], "ORG"))
        assert found.overlaps["more"] == number


def test_relations_over_the_maximum_are_counted(tmp_path: Path) -> None:
    book = copy.deepcopy(CODEBOOK)
    book["relations"][0]["max_per_from"] = 1
    with made(tmp_path, relations=book["relations"]) as project:
        plan = attribute_plans.replace_relation_type(project.codebook(), "about", "speaker")
        assert migrate(project, plan).over == {"speaker": 1}


def test_a_required_attribute_that_spans_would_lack_is_counted(tmp_path: Path) -> None:
    book = copy.deepcopy(CODEBOOK)
    book["attributes"][2]["required"] = True
    with made(tmp_path, attributes=book["attributes"]) as project:
        plan = codebook_plans.merge_labels(project.codebook(), ["PER"], "ORG")
        assert migrate(project, plan).nonconforming == {"lacks kind": 1}


def test_an_entity_never_becomes_words_by_itself(tmp_path: Path) -> None:
    with made(tmp_path) as project:
        plan = attribute_plans.change_type(project.codebook(), "age", "entity", mapping={"40": "e1"})
        migrate(project, plan)
        assert values(project) == [{"sure": True, "age": "e1"}]
        found = migrate(project, attribute_plans.change_type(project.codebook(), "age", "text"))
        assert found.unfit_values == {"e1": 1}
        assert values(project) == [{"sure": True, "age": "e1"}]


def test_a_choice_of_a_relation_type_goes_with_its_values(tmp_path: Path) -> None:
    book = copy.deepcopy(CODEBOOK)
    how = {"id": "how", "name": "How", "values": [{"id": "plain"}, {"id": "hint"}], "default": "hint"}
    book["relations"][0]["attributes"] = [how]
    with made(tmp_path, relations=book["relations"]) as project:
        (said,) = [one for one in project.iterate_relations() if one.label == "speaker"]
        project.apply(edit(Change(said, replace(said, attributes={"how": "hint"}))))
        plan = attribute_plans.replace_relation_choice(
            project.codebook(), "speaker", "how", "hint", "plain"
        )
        assert migrate(project, plan).relations == 1
        assert {"how": "plain"} in [one.attributes for one in project.iterate_relations()]
        assert codebook_rules.problems(to_file(project.codebook())) == []
