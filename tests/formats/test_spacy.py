from __future__ import annotations

import contextlib
import sys
import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotator import formats
from annotator.errors import FormatError
from annotator.formats import spacy_writing
from annotator.formats.format import Article, Part, Reading
from annotator.jobs.creating import create_project
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from annotator.model.change import Change, Edit
from annotator.model.values import now
from annotator.store.project import Project
from tests.formats.declared import undeclared
from tests.formats.fuzzing import mutations
from tests.formats.gold import TEXT, gold_project, id_of
from tests.formats.shared import shared
from tests.jobs.random_projects import CODEBOOK, projects

if TYPE_CHECKING:
    from collections.abc import Callable

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


def test_without_the_extra_the_way_to_install_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with gold_project(tmp_path / "gold.annodb") as project:
        with pytest.raises(FormatError) as caught:
            export(project, tmp_path / "out", format="spacy")
        assert "pip install 'annotator[spacy]'" in caught.value.hint
        (tmp_path / "a.spacy").write_bytes(b"x")
        with pytest.raises(FormatError, match="which is not installed"):
            import_paths(project, [tmp_path / "a.spacy"], annotator="Mia")


@pytest.fixture
def spacy() -> Any:
    """The library, or a skip by name."""
    return pytest.importorskip("spacy")


def parts_of(path: Path, reading: Reading | None = None) -> list[Part]:
    read = formats.named("spacy").read
    assert read is not None
    return list(read(path, reading or Reading()))


def labelled(found: Article) -> set[tuple[str, str]]:
    return {(span.label, span.text) for span in found.spans}


@settings(max_examples=7, deadline=None, suppress_health_check=SLOW)
@given(changes=projects())
def test_what_comes_back_is_the_project_but_for_the_losses(spacy: Any, changes: list[Change]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Project.create(folder / "a.annodb", title="A", codebook=CODEBOOK) as first:
            first.apply(Edit("fill", tuple(changes), changes[0].register.id, now()))
            report = export(first, folder / "out", format="spacy", options={"language": "xx"})
            with Project.create(folder / "b.annodb", title="B", codebook=CODEBOOK) as second:
                if list((folder / "out").glob("*.spacy")):
                    import_paths(second, [folder / "out"], annotator=first.annotators()[0])
                assert undeclared(first, second, report, "spacy") == []


@pytest.fixture
def gold(spacy: Any, tmp_path: Path) -> Callable[..., Any]:
    """The gold document as spaCy reads it."""

    def read(**options: str) -> Any:
        with gold_project(tmp_path / "gold.annodb") as project:
            export(project, tmp_path / "out", format="spacy", options=options)
        bin_ = spacy.tokens.DocBin().from_disk(tmp_path / "out" / "docs-00001.spacy")
        [doc] = bin_.get_docs(spacy.blank("en").vocab)
        return doc

    return read


def test_spacy_has_the_exact_text_and_a_group_for_each_layer(gold: Callable[..., Any]) -> None:
    doc = gold()
    assert doc.text == TEXT
    assert set(doc.spans) == {"ENTITY", "QUOTES", "CLAIMS"}
    assert doc.spans["ENTITY"].attrs["name"] == "Ada"
    assert [(one.label_, one.text) for one in doc.spans["CLAIMS"]] == [
        ("Claim", "Prices rose 4% in May"),
        ("Claim", "again.\u201d\nThe ministry"),
        ("Claim", "prices fell"),
    ]


def test_pieces_have_one_id_and_links_a_qid(gold: Callable[..., Any]) -> None:
    doc = gold()
    pieces = [one.text for one in doc.spans["QUOTES"] if one.id_ == id_of("s3")]
    assert pieces == ["\u201cPrices rose 4% in May,\u201d", "\u201cand fell again.\u201d"]
    assert [one.kb_id_ for one in doc.spans["ENTITY"] if one.text == "Zo\u00eb Ng"] == ["Q42"]


def test_entities_do_not_overlap_and_follow_the_priority(gold: Callable[..., Any]) -> None:
    found = [(one.label_, one.text) for one in gold().ents]
    assert ("Time", "in May,\u201d she") in found
    assert ("Person", "she") not in found


def test_labels_that_come_first_win_in_ents(gold: Callable[..., Any]) -> None:
    assert ("Person", "she") in [(one.label_, one.text) for one in gold(priority="Person").ents]


def test_attributes_notes_relations_and_metadata_are_user_data(gold: Callable[..., Any]) -> None:
    said = gold().user_data
    assert said["meta"]["title"] == "Prices & ministers"
    assert said["attributes"] == {id_of("s3"): {"form": "direct"}, id_of("s4"): {"checkworthy": True}}
    assert said["notes"][id_of("s9")] == "crosses s3, s4 and s8"
    assert {(one["label"], one["from"], one["to"]) for one in said["relations"]} >= {
        ("speaker", id_of("s3"), id_of("s1"))
    }


def test_files_are_split(
    gold: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spacy_writing, "MOST", 3)
    with create_project(tmp_path / "a.annodb", codebook="news-attribution") as first:
        import_paths(first, [Path(__file__).parents[2] / "resources" / "sample_project.jsonl"])
        report = export(first, tmp_path / "many", format="spacy")
        assert len(list((tmp_path / "many").glob("*.spacy"))) == 5
        with create_project(tmp_path / "b.annodb", codebook="conll2003-ner") as second:
            import_paths(second, [tmp_path / "many"], annotator="Zo")
            assert undeclared(first, second, report, "spacy") == []
            assert set(first.codebook().labels) == set(second.codebook().labels)


def test_an_unknown_language_is_refused(gold: Callable[..., Any]) -> None:
    with pytest.raises(FormatError, match="no rules for the language “zz”"):
        gold(language="zz")


def test_files_of_others_are_read(spacy: Any, tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    doc = nlp("Ada Quill left Oslo.")
    doc.ents = [spacy.tokens.Span(doc, 0, 2, "PERSON", kb_id="Q1"), spacy.tokens.Span(doc, 3, 4, "GPE")]
    doc.spans["sc"] = [spacy.tokens.Span(doc, 3, 4, "GPE"), spacy.tokens.Span(doc, 0, 4, "TRIP")]
    doc.cats = {"travel": 1.0}
    spacy.tokens.DocBin(docs=[doc, nlp("")], store_user_data=True).to_disk(tmp_path / "a.spacy")
    reading = Reading()
    line, found = parts_of(tmp_path / "a.spacy", reading)
    assert isinstance(found, Article)
    assert labelled(found) == {("PERSON", "Ada Quill"), ("GPE", "Oslo"), ("TRIP", "Ada Quill left Oslo")}
    assert len(found.spans) == 3
    assert found.attributes == {"travel": 1.0}
    assert [(one.kind.what, one.number) for one in reading.losses.totals()] == [("documents", 1)]
    assert {one["id"]: one["layer"] for one in line.content["labels"]} == {  # type: ignore[union-attr]
        "PERSON": "ents",
        "GPE": "sc",
        "TRIP": "sc",
    }


@pytest.mark.parametrize("name", ["spacy/gold.spacy", "spacy/nouser.spacy", "conll/iob2.spacy"])
def test_the_samples_are_read(spacy: Any, name: str) -> None:
    first = next(
        part for part in parts_of(shared("oracles/samples") / name) if isinstance(part, Article)
    )
    assert ("Person", "Zo\u00eb Ng") in labelled(first)


def test_damaged_files_never_break_it(spacy: Any, gold: Callable[..., Any], tmp_path: Path) -> None:
    gold()
    path = tmp_path / "out" / "docs-00001.spacy"
    sound = path.read_bytes()
    inside = (zlib.compress(one) for one in mutations(zlib.decompress(sound), 3, 250))
    for content in [*mutations(sound, 2, 30), *inside]:
        path.write_bytes(content)
        with contextlib.suppress(FormatError):
            parts_of(path)


@pytest.mark.parametrize("content", [b"", b"x", zlib.compress(b"\x80"), zlib.compress(b"\x91\x01")])
def test_what_is_no_docbin_is_refused(spacy: Any, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.spacy").write_bytes(content)
    with pytest.raises(FormatError, match=r"a\.spacy"):
        parts_of(tmp_path / "a.spacy")
