from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from annotator.errors import Cancelled, CodebookError, FormatError, UserError
from annotator.jobs.importing import import_paths
from annotator.jobs.previewing import preview
from annotator.model.values import Source
from annotator.store.project import Project

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Ada Quill said: “No.”"


def native(folder: Path, *objects: dict[str, Any], name: str = "hand.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(one) + "\n" for one in objects))
    return path


def document(*spans: dict[str, Any], text: str = TEXT, **others: Any) -> dict[str, Any]:
    return {"kind": "document", "text": text, "spans": list(spans), **others}


def titles(project: Project) -> list[str]:
    return sorted(document.title for document in project.documents())


# ---------------------------------------------------------------- articles


def test_a_folder_is_searched_and_becomes_one_edit(project: Project, folder: Path) -> None:
    report = import_paths(project, [folder], annotator="Mia")
    assert titles(project) == ["Ferry sails", "Tunnel"]
    assert report.passed_over == 1
    assert project.history()[0].title == "import articles"
    project.undo(project.history()[0].annotator)
    assert titles(project) == []


def test_metadata_and_original_bytes_are_kept(project: Project, folder: Path) -> None:
    path = folder / "old" / "b.md"
    [id_] = import_paths(project, [path]).added
    assert project.source(id_) == Source("b.md", path.read_bytes(), "utf-8", "")
    found = project.document(id_)
    assert found is not None
    assert found.metadata == {"outlet": "The Quay"}


def test_texts_that_are_there_already_are_skipped_with_a_word(project: Project, folder: Path) -> None:
    (folder / "copy.txt").write_bytes((folder / "a.txt").read_bytes().replace(b"\n", b"\r\n"))
    report = import_paths(project, [folder])
    assert [skipped.name for skipped in report.skipped] == ["copy.txt"]
    again = import_paths(project, [folder])
    assert again.edit is None
    assert "Skipped 3 articles already in the project:" in again.sentences()
    assert len(project.documents()) == 2


def test_bad_files_are_listed_and_the_good_ones_imported(project: Project, folder: Path) -> None:
    (folder / "old.txt").write_bytes("Caf\u00e9 in Zürich".encode("cp1252"))
    report = import_paths(project, [folder, folder / "gone.txt"])
    assert titles(project) == ["Ferry sails", "Tunnel"]
    assert sorted(failed.path.name for failed in report.failed) == ["gone.txt", "old.txt"]


def test_one_bad_file_named_alone_is_an_error(project: Project, folder: Path) -> None:
    before = project.path.read_bytes()
    with pytest.raises(FormatError, match=r"map\.png is a PNG"):
        import_paths(project, [folder / "map.png"], format="text")
    with pytest.raises(FormatError, match=r"does not know files that end in “\.png”"):
        import_paths(project, [folder / "map.png"])
    assert project.path.read_bytes() == before


def test_a_folder_without_articles_is_an_error(project: Project, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(FormatError, match="There is no article in the folder") as caught:
        import_paths(project, [tmp_path / "empty"])
    assert ".txt, .md" in caught.value.hint


def test_files_that_are_all_bad_are_an_error(project: Project, folder: Path) -> None:
    for name in ("x.txt", "y.txt"):
        (folder / "old" / name).write_bytes(b"")
    (folder / "old" / "b.md").unlink()
    with pytest.raises(FormatError, match="None of the 2 files could be imported"):
        import_paths(project, [folder / "old"])


def test_an_unknown_format_lists_those_there_are(project: Project, folder: Path) -> None:
    with pytest.raises(FormatError) as caught:
        import_paths(project, [folder], format="wordstar")
    assert "text, markdown, html, annotator" in caught.value.hint
    with pytest.raises(FormatError, match="can be written, not read"):
        import_paths(project, [folder], format="tei")


def test_a_cancelled_import_leaves_nothing(project: Project, folder: Path) -> None:
    before = project.path.read_bytes()
    asked: list[str] = []

    def show(done: int, total: int, text: str) -> None:
        asked.append(text)

    with pytest.raises(Cancelled):
        import_paths(project, [folder], progress=show, cancelled=lambda: "b.md" in asked)
    assert project.path.read_bytes() == before


# ---------------------------------------------------------------- who


def test_the_annotator_is_found_by_name_or_made(project: Project, folder: Path) -> None:
    import_paths(project, [folder / "a.txt"], annotator="Mia")
    import_paths(project, [folder / "old"], annotator="mia")
    assert [annotator.name for annotator in project.annotators()] == ["Mia"]


def test_without_a_name_the_only_person_imports(project: Project, folder: Path) -> None:
    import_paths(project, [folder / "a.txt"], annotator="Mia")
    report = import_paths(project, [folder / "old"])
    assert report.edit is not None
    assert report.edit.annotator == project.annotators()[0].id


# ---------------------------------------------------------------- annotations


def test_what_the_codebook_lacks_is_added_and_reported(project: Project, tmp_path: Path) -> None:
    span = {"label": "SHIP", "fragments": [[0, 3]], "attributes": {"flag": "NO"}}
    report = import_paths(project, [native(tmp_path, document(span))])
    assert "Added to the codebook: labels SHIP; attributes flag." in report.sentences()
    assert project.codebook().labels["SHIP"].attributes == ("flag",)
    assert project.codebook().attributes["flag"].type == "text"


def test_annotations_without_a_name_are_the_importers(project: Project, tmp_path: Path) -> None:
    spans = [
        {"label": "PER", "fragments": [[0, 3]]},
        {"label": "PER", "fragments": [[4, 9]], "annotator": "Bo", "entity": "Ada Quill"},
    ]
    import_paths(project, [native(tmp_path, document(*spans, state="done"))], annotator="Mia")
    names = {annotator.id: annotator.name for annotator in project.annotators()}
    [first, second] = project.spans(project.documents()[0].id)
    assert (names[first.annotator], names[second.annotator]) == ("Mia", "Bo")
    assert [(one.id, one.name, one.type) for one in project.entities()] == [
        (second.entity, "Ada Quill", "PER")
    ]
    assert [(names[work.annotator], work.state) for work in project.all_work()] == [("Mia", "done")]


def test_annotations_join_an_article_that_is_there(project: Project, tmp_path: Path) -> None:
    span = {"label": "PER", "fragments": [[0, 3]]}
    (tmp_path / "a.txt").write_text(TEXT)
    import_paths(project, [tmp_path / "a.txt"])
    for number in (1, 0):
        report = import_paths(project, [native(tmp_path, document(span))])
        assert (report.spans, len(report.skipped)) == (number, 1 - number)
    assert len(project.spans(project.documents()[0].id)) == 1


def test_two_documents_may_use_the_same_ids(project: Project, tmp_path: Path) -> None:
    span = {"id": "00000000-0000-4000-8000-000000000001", "label": "PER", "fragments": [[0, 3]]}
    import_paths(project, [native(tmp_path, document(span), document(span, text="Bo left."))])
    import_paths(project, [native(tmp_path, document(span, text="Cy left."))])
    ids = {one.id for found in project.documents() for one in project.spans(found.id)}
    assert len(ids) == 3


def test_a_file_that_turns_bad_late_leaves_nothing(project: Project, tmp_path: Path) -> None:
    bad = native(tmp_path, document(), {"kind": "document"}, name="bad.jsonl")
    before = project.path.read_bytes()
    with pytest.raises(FormatError, match="line 2"):
        import_paths(project, [bad])
    assert project.path.read_bytes() == before
    report = import_paths(project, [bad, native(tmp_path, document(text="Good."))])
    assert [failed.path for failed in report.failed] == [bad]
    assert titles(project) == ["Good."]


def test_an_unsound_codebook_is_refused(project: Project, tmp_path: Path) -> None:
    line = {"kind": "codebook", "format": "codebook/1", "labels": [{"id": "X", "style": "neon"}]}
    with pytest.raises(CodebookError, match=r"hand\.jsonl, line 1: labels\[0\] \(X\)"):
        import_paths(project, [native(tmp_path, line, document())])


def test_large_imports_return_their_edit_without_changes(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.jobs.importing.KEPT_CHANGES", 3)
    report = import_paths(project, [native(tmp_path, document(text="One."), document(text="Two."))])
    assert report.is_large
    assert report.edit is not None
    assert report.edit.changes == ()
    assert len(project.documents()) == 2


def test_progress_names_each_file(project: Project, folder: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    import_paths(project, [folder], progress=lambda *step: steps.append(step))
    assert steps == [(0, 2, "a.txt"), (1, 2, "b.md"), (2, 2, "")]


def test_importing_nothing_does_nothing(project: Project) -> None:
    report = import_paths(project, [])
    assert (report.edit, report.sentences()) == (None, ["Imported 0 articles."])


# ---------------------------------------------------------------- preview


def test_a_preview_shows_articles_as_they_will_be(project: Project, folder: Path) -> None:
    known = import_paths(project, [folder / "a.txt"]).added
    ferry, tunnel = preview([folder], known=known)
    assert (ferry.title, ferry.is_known, tunnel.is_known) == ("Ferry sails", True, False)
    assert (tunnel.beginning, tunnel.metadata) == ("It is open.\n", {"outlet": "The Quay"})


def test_a_preview_offers_the_likely_encodings(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("The café owner said: “No.” ".encode("cp1252") * 9)
    [uncertain] = preview([path])
    assert "windows-1252" in uncertain.encodings
    [certain] = preview([path], encoding="windows-1252")
    assert certain.beginning.startswith("The café owner said: “No.”")


def test_a_project_for_reading_only_is_not_written(project: Project, folder: Path) -> None:
    path = project.path
    project.close()
    with Project.open(path, read_only=True) as opened, pytest.raises(UserError):
        import_paths(opened, [folder])


# ---------------------------------------------------------------- many annotations


def many(number: int, label: str = "PER", **others: Any) -> dict[str, Any]:
    spans = [{"id": f"s{n}", "label": label, "fragments": [[n, n + 1]]} for n in range(12)]
    relations = [{"label": "speaker", "from": f"s{n}", "to": "s0"} for n in range(1, 12)]
    return document(*spans, text=f"Ada Quill sails on day {number}.", relations=relations, **others)


def test_articles_whose_words_are_known_come_whole(project: Project, tmp_path: Path) -> None:
    path = native(tmp_path, many(1), many(2), many(3, title="Third"))
    report = import_paths(project, [path], annotator="Mia")
    assert (report.spans, report.relations) == (36, 33)
    assert report.edit is not None
    assert len(list(report.edit.spans())) == 36
    assert len(list(report.edit.relations())) == 33
    assert list(project.problems()) == []
    project.undo(report.edit.annotator)
    assert not project.documents()


def test_an_annotator_met_late_is_added_before_her_spans(project: Project, tmp_path: Path) -> None:
    late = {"label": "PER", "fragments": [[0, 9]], "annotator": "Ben"}
    path = native(tmp_path, many(1), many(2), document(late, text="Ada Quill is back."))
    import_paths(project, [path], annotator="Mia")
    [id_] = [one.id for one in project.documents() if one.length == 18]
    [ben] = [one.id for one in project.annotators() if one.name == "Ben"]
    assert [span.annotator for span in project.spans(id_)] == [ben]
