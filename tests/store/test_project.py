from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.errors import CodebookError, ProjectError, UserError
from annotator.model.change import Change, Edit
from annotator.model.codebook import to_fields
from annotator.model.values import (
    Annotator,
    Entity,
    Field,
    NewDocument,
    Work,
    document_id,
    now,
    sha256,
    work_id,
)
from annotator.store.project import Project
from tests.store.making import (
    ADA,
    BEN,
    CODEBOOK,
    TEXT,
    adding,
    bytes_of,
    contents,
    edit,
    id_of,
    importing,
    relation,
    span,
)

if TYPE_CHECKING:
    from pathlib import Path

HARD_TEXT = (
    "Cafe\u0301 👩‍🚀\u00a0said\u2028“شكراً” \u200f— ﬁn\ufeff\t\U0001f1eb\U0001f1f7\n\u2029end\u0085"
)


def test_a_new_project_has_title_and_codebook(path: Path) -> None:
    with Project.create(path, title="Harbour", codebook=CODEBOOK) as project:
        assert project.title == "Harbour"
        assert [label.name for label in project.codebook().labels.values()] == [
            "Person", "Quote", "Source", "Cue", "Claim",
        ]  # fmt: skip
        assert project.codebook_revision() == 1
        assert project.documents() == []


def test_the_codebook_comes_back_as_it_was_written(path: Path) -> None:
    with Project.create(path, title="Harbour", codebook=CODEBOOK) as project:
        found, written = project.codebook().fields, to_fields(CODEBOOK)
        assert sorted(map(repr, found)) == sorted(map(repr, written))


def test_creating_never_touches_an_existing_file(path: Path) -> None:
    path.write_bytes(b"a shopping list")
    with pytest.raises(ProjectError, match=r"harbour\.annodb” exists already"):
        Project.create(path, title="Harbour", codebook=CODEBOOK)
    assert path.read_bytes() == b"a shopping list"
    assert list(path.parent.glob("*harbour*")) == [path]


def test_creating_in_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="There is no folder"):
        Project.create(tmp_path / "no" / "a.annodb", title="", codebook=CODEBOOK)


@pytest.mark.parametrize(
    "wrong",
    [
        {"labels": [{"id": "X", "style": "neon"}]},
        {"labels": {}},
        {"labels": [{"id": "X", "layer": "y"}], "layers": [{"id": "z"}]},
    ],
)
def test_creating_refuses_an_unsound_codebook(path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(CodebookError, match="The codebook: "):
        Project.create(path, title="", codebook={"format": "codebook/1", **wrong})
    assert list(path.parent.glob("*harbour*")) == []


def test_a_document_comes_back_with_metadata_and_original(project: Project) -> None:
    (document,) = project.documents()
    assert document.title == "The ferry"
    assert document.length == len(TEXT)
    assert document.metadata == {"outlet": "The Quay", "desk": "coast"}
    source = project.source(document.id)
    assert source is not None
    assert source.content.startswith(b"\xef\xbb\xbfLena")
    assert (source.name, source.encoding) == ("ferry.txt", "utf-8-sig")


def test_a_text_comes_through_to_the_code_point(project: Project, path: Path) -> None:
    project.apply(edit(*importing(HARD_TEXT)))
    project.close()
    with Project.open(path) as again:
        assert again.text(id_of(HARD_TEXT)) == HARD_TEXT


def test_all_values_survive_closing(project: Project, path: Path) -> None:
    attributes = {"form": "direct", "sure": True, "n": 1.5}
    quote = span((26, 48), label="QUOTE", attributes=attributes, note="ü")
    source = span((0, 4), (5, 9), label="SOURCE", entity="e1", origin="rule")
    fields = [
        Field("entity", "e1", "name", "Lena Vogt"),
        Field("entity", "e1", "aliases", ["Vogt"]),
        Field("annotator", ADA, "name", "Ada"),
        Field("work", work_id(id_of(), ADA), "flagged", True),
        Field("document", id_of(), "attribute.genre", "news"),
        Field("setting", "pace", "value", {"words": [1, 2]}),
    ]
    project.apply(edit(*adding(quote, source, relation(quote, source), *fields)))
    before = contents(project)
    project.close()
    with Project.open(path) as again:
        assert contents(again) == before
        assert again.spans(id_of()) == [source, quote]
        assert again.entities() == [Entity("e1", "Lena Vogt", aliases=("Vogt",))]
        assert again.annotators() == [Annotator(ADA, "Ada")]
        assert again.work(ADA) == {id_of(): Work(id_of(), ADA, None, True)}
        assert again.work(BEN) == {}
        assert again.setting("pace") == {"words": [1, 2]}


def test_questions_about_spans(project: Project) -> None:
    vogt, board, quote = span((0, 9)), span((49, 62), by=BEN), span((26, 48), label="QUOTE")
    said = relation(quote, vogt)
    project.apply(edit(*adding(vogt, board, quote, said)))
    assert project.spans(id_of(), annotator=BEN) == [board]
    assert project.span_counts(id_of()) == {"PER": 2, "QUOTE": 1}
    assert project.span_totals() == {id_of(): 3}
    assert project.label_totals() == {(ADA, "PER"): 1, (ADA, "QUOTE"): 1, (BEN, "PER"): 1}
    assert project.relation_totals() == {"speaker": 1}
    assert project.relations_of([vogt.id, board.id]) == [said]
    assert project.relations_of([board.id]) == []
    assert project.span(quote.id) == quote
    assert project.span("nothing") is None


def test_entities_are_found_by_name_and_alias_whatever_the_capitals(project: Project) -> None:
    fields = [Field("entity", "e1", "name", "Straße AG"), Field("entity", "e1", "aliases", ["SAG"])]
    project.apply(edit(*adding(*fields)))
    assert [e.id for e in project.entities_named("STRASSE ag")] == ["e1"]
    assert [e.id for e in project.entities_named("sag")] == ["e1"]
    assert project.entities_named("Strasse") == []


def test_changing_the_codebook_shows_at_once_and_counts(project: Project) -> None:
    old = Field("label", "PER", "name", "Person")
    project.apply(edit(Change(old, Field("label", "PER", "name", "People"))))
    assert project.codebook().labels["PER"].name == "People"
    assert project.codebook_revision() == 2


def test_a_label_without_name_is_gone(project: Project) -> None:
    fields = [one for one in project.codebook().fields if one.id == "CUE"]
    project.apply(edit(*(Change(field, None) for field in fields)))
    assert "CUE" not in project.codebook().labels


def test_opening_for_reading_only_writes_nothing(project: Project, path: Path) -> None:
    project.close()
    before = bytes_of(path)
    with Project.open(path, read_only=True) as reading:
        assert reading.read_only
        with pytest.raises(ProjectError, match="for reading only"):
            reading.apply(edit(*adding(span())))
    assert bytes_of(path) == before
    assert [one.name for one in path.parent.glob("harbour*")] == [path.name]


def test_an_unknown_document_is_named(project: Project) -> None:
    with pytest.raises(UserError, match="no article nowhere"):
        project.text("nowhere")


def test_numbers_of_a_project(project: Project) -> None:
    project.apply(edit(*adding(span())))
    stats = project.stats()
    assert (stats.documents, stats.characters, stats.spans, stats.edits) == (1, len(TEXT), 1, 3)
    assert stats.bytes == project.path.stat().st_size


def test_documents_stand_as_they_came_in(path: Path) -> None:
    with Project.create(path, title="Order", codebook=CODEBOOK) as project:
        texts = ["Zinc", "Ash", "Mint"]
        changes = [
            change
            for text in texts
            for id_ in [document_id(sha256(text))]
            for change in (
                Change(None, NewDocument(id_, text, sha256(text))),
                Change(None, Field("document", id_, "title", text)),
            )
        ]
        project.apply(Edit("import", tuple(changes), ADA, now()))
        assert [document.title for document in project.documents()] == texts
