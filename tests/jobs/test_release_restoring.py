from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.errors import Cancelled, FormatError, UserError
from annotator.formats.jsonl_writing import encoded
from annotator.jobs.creating import create_project
from annotator.jobs.importing import import_paths
from annotator.jobs.release_plan import ReleasePlan
from annotator.jobs.release_restoring import restore
from annotator.jobs.releasing import release
from tests.formats.fuzzing import mutations
from tests.jobs.releases import PLAN, TEXTS, contents, documents, fill

if TYPE_CHECKING:
    from annotator.store.project import Project

BARE = replace(PLAN, formats={}, has_texts=False, articles_license="")


@pytest.fixture
def filled(project: Project, tmp_path: Path) -> Project:
    fill(project, tmp_path)
    return project


@pytest.fixture
def bare(filled: Project, tmp_path: Path) -> Path:
    release(filled, tmp_path / "bare", BARE)
    return tmp_path / "bare"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for title, text in TEXTS.items():
        (folder / f"{title.lower()}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture
def whole(filled: Project, tmp_path: Path) -> bytes:
    """The native file of the same release with texts."""
    release(filled, tmp_path / "whole", replace(PLAN, formats={}))
    return (tmp_path / "whole" / "annotations.jsonl").read_bytes()


def test_no_file_holds_a_text(bare: Path) -> None:
    for name, content in contents(bare):
        for text in TEXTS.values():
            assert text[5:30].encode() not in content, name
    spans = [span for one in documents(bare / "annotations.standoff.jsonl") for span in one["spans"]]
    assert spans
    assert not any("text" in span for span in spans)


def test_metadata_that_may_repeat_an_article_stay_out(
    project: Project, articles: Path, tmp_path: Path
) -> None:
    (articles / "long.md").write_text(f"---\nsummary: {'ab ' * 90}\ndesk: city\n---\nIt sank.\n")
    import_paths(project, [articles / "long.md"])
    report = release(project, tmp_path / "bare", BARE)
    [document] = documents(tmp_path / "bare" / "annotations.standoff.jsonl")
    assert document["metadata"] == {"desk": "city"}
    assert "Left out: 1 metadata of more than 200 characters." in report.left_out


def test_the_articles_are_named_by_hash_and_length(bare: Path) -> None:
    found = {one["title"]: one for one in documents(bare / "annotations.standoff.jsonl")}
    assert found["Ferry"]["length"] == len(TEXTS["Ferry"])
    assert len(found["Ferry"]["text_sha256"]) == 64


def test_restoring_gives_the_native_file_byte_for_byte(
    bare: Path, articles: Path, whole: bytes, tmp_path: Path
) -> None:
    report = restore(bare, [articles], tmp_path / "out.jsonl")
    assert report.is_complete
    assert (tmp_path / "out.jsonl").read_bytes() == whole


def test_line_ends_a_mark_and_an_editors_last_line_do_not_matter(
    filled: Project, bare: Path, tmp_path: Path
) -> None:
    content = b"\xef\xbb\xbf" + TEXTS["Ferry"].encode() + b"\r\n"
    (tmp_path / "copy.txt").write_bytes(content)
    report = restore(bare, [tmp_path / "copy.txt"], tmp_path / "out.jsonl")
    assert report.restored == 1


def test_a_project_or_an_archive_can_give_the_texts(
    filled: Project, bare: Path, articles: Path, whole: bytes, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "articles.zip", "w") as archive:
        for path in articles.iterdir():
            archive.write(path, path.name)
    restore(bare, [tmp_path / "articles.zip"], tmp_path / "zip.jsonl")
    restore(bare, [filled.path], tmp_path / "project.jsonl")
    assert (tmp_path / "zip.jsonl").read_bytes() == whole
    assert (tmp_path / "project.jsonl").read_bytes() == whole


def test_what_is_missing_or_differs_is_said(bare: Path, articles: Path, tmp_path: Path) -> None:
    (articles / "ferry.txt").write_text("---\ntitle: Ferry\n---\nIt sank.")
    (articles / "ferry.txt").rename(articles / "ferry.md")
    (articles / "tunnel.txt").unlink()
    report = restore(bare, [articles], tmp_path / "out.jsonl")
    assert [one.title for one in report.differing] == ["Ferry"]
    assert [one.title for one in report.missing] == ["Tunnel"]
    assert [one["title"] for one in documents(tmp_path / "out.jsonl")] == ["Bridge"]
    assert "“Ferry”: found, but with another text." in report.sentences()
    assert "“Tunnel”: not found." in report.sentences()


def test_the_restored_file_can_be_imported(bare: Path, articles: Path, tmp_path: Path) -> None:
    restore(bare, [articles], tmp_path / "out.jsonl")
    with create_project(tmp_path / "again.annodb") as again:
        report = import_paths(again, [tmp_path / "out.jsonl"], annotator="A1")
        assert report.sentences()[0].startswith("Imported 3 articles, 7 spans")


def test_a_file_that_cannot_be_read_is_no_hindrance(bare: Path, articles: Path, tmp_path: Path) -> None:
    (articles / "bad.txt").write_bytes(b"\xff\xfe\x00")
    report = restore(bare, [articles, tmp_path / "nowhere"], tmp_path / "out.jsonl")
    assert report.is_complete
    assert len(report.failed) == 2


def test_nothing_is_written_without_any_article(bare: Path, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Another article.")
    with pytest.raises(FormatError, match="None of the 3 articles"):
        restore(bare, [tmp_path / "other.txt"], tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()


def test_what_is_there_is_overwritten_only_on_request(
    bare: Path, articles: Path, tmp_path: Path
) -> None:
    (tmp_path / "out.jsonl").write_text("mine")
    with pytest.raises(FormatError, match="exists already"):
        restore(bare, [articles], tmp_path / "out.jsonl")
    restore(bare, [articles], tmp_path / "out.jsonl", overwrites=True)
    assert len(documents(tmp_path / "out.jsonl")) == 3


def test_a_stop_leaves_nothing(bare: Path, articles: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        restore(bare, [articles], tmp_path / "out.jsonl", cancelled=lambda: True)
    assert sorted(tmp_path.iterdir()) == before


def test_a_release_with_texts_needs_none(filled: Project, articles: Path, tmp_path: Path) -> None:
    release(filled, tmp_path / "whole", ReleasePlan("cc0-1.0", "other"))
    with pytest.raises(FormatError, match="Only releases without texts"):
        restore(tmp_path / "whole", [articles], tmp_path / "out.jsonl")


def test_importing_a_release_without_texts_says_the_way(project: Project, bare: Path) -> None:
    with pytest.raises(FormatError, match="annotator restore"):
        import_paths(project, [bare])


def test_a_file_that_was_altered_is_refused(bare: Path, articles: Path, tmp_path: Path) -> None:
    file = bare / "annotations.standoff.jsonl"
    file.write_bytes(file.read_bytes().replace(b"PER", b"ORG"))
    with pytest.raises(FormatError, match="SHA256SUMS"):
        restore(bare, [articles], tmp_path / "out.jsonl")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"spans": [{"label": "PER", "fragments": [[0, 10**9]]}]}, "beyond the text"),
        ({"spans": [{"label": "PER", "fragments": [["a", None]]}]}, "pairs of numbers"),
        ({"spans": [{"label": "PER"}]}, "pairs of numbers"),
        ({"spans": 7}, "spans"),
        ({"spans": ["x"]}, "must be an object"),
        ({"text_sha256": ""}, "text_sha256"),
        ({"text_sha256": 5}, "text_sha256"),
    ],
)
def test_a_bad_document_is_refused_with_its_line(
    bare: Path, articles: Path, tmp_path: Path, change: dict[str, object], said: str
) -> None:
    (bare / "SHA256SUMS").unlink()
    file = bare / "annotations.standoff.jsonl"
    *others, last = file.read_bytes().splitlines()
    changed = json.loads(last) | change
    file.write_bytes(b"\n".join([*others, encoded(changed)]))
    with pytest.raises(FormatError, match=said) as caught:
        restore(bare, [articles], tmp_path / "out.jsonl")
    assert f"line {len(others) + 1}" in str(caught.value)
    assert not (tmp_path / "out.jsonl").exists()


def test_damaged_files_are_refused_in_words(bare: Path, articles: Path, tmp_path: Path) -> None:
    (bare / "SHA256SUMS").unlink()
    file = bare / "annotations.standoff.jsonl"
    for number, damaged in enumerate(mutations(file.read_bytes(), 5, 60)):
        file.write_bytes(damaged)
        out = tmp_path / f"out{number}.jsonl"
        try:
            restore(file, [articles], out)
        except UserError:
            assert not out.exists()
