from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.errors import FormatError
from annotator.jobs.choosing import choose
from annotator.jobs.importing import import_paths
from annotator.jobs.previewing import SHOWN_ARTICLES, preview
from tests.formats.making_files import zipped

if TYPE_CHECKING:
    from annotator.store.project import Project

ARTICLES = {
    "news/a.txt": "Ferry sails\n\nIt sailed on Monday.\n",
    "news/old/b.md": "---\ntitle: Tunnel\n---\nIt is open.\n",
    "news/map.png": b"\x89PNG",
    "__MACOSX/news/._a.txt": "what a system says of a file",
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "news.zip"
    path.write_bytes(zipped(ARTICLES))
    return path


def titles(project: Project) -> list[str]:
    return sorted(document.title for document in project.documents())


def test_an_archive_is_read_as_a_folder(project: Project, archive: Path) -> None:
    report = import_paths(project, [archive])
    assert titles(project) == ["Ferry sails", "Tunnel"]
    assert report.passed_over == 1
    names = {one.name for id_ in report.added if (one := project.source(id_)) is not None}
    assert names == {"news.zip/news/a.txt", "news.zip/news/old/b.md"}


def test_what_was_unpacked_is_removed(project: Project, archive: Path) -> None:
    with choose([archive]) as chosen:
        [folder] = {choice.unpacked.folder for choice in chosen.choices if choice.unpacked is not None}
        assert (folder / "news" / "a.txt").exists()
    assert not folder.exists()


def test_paths_lead_into_archives(project: Project, archive: Path) -> None:
    paths = [one.path for one in preview([archive])]
    assert paths == [archive / "news" / "a.txt", archive / "news" / "old" / "b.md"]
    import_paths(project, paths[1:])
    assert titles(project) == ["Tunnel"]
    with pytest.raises(FormatError, match="There is no file"):
        import_paths(project, [archive / "news" / "gone.txt"])


def test_archives_in_archives_and_folders_are_read(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    inner = zipped({"deep/c.txt": "Quay floods\n\nIt rained.\n"})
    (folder / "outer.zip").write_bytes(
        zipped({"a.txt": "Ferry sails\n\nOn Monday.\n", "inner.zip": inner})
    )
    report = import_paths(project, [folder])
    assert titles(project) == ["Ferry sails", "Quay floods"]
    names = {one.name for id_ in report.added if (one := project.source(id_)) is not None}
    assert names == {"outer.zip/a.txt", "outer.zip/inner.zip/deep/c.txt"}
    [path] = [one.path for one in preview([folder]) if one.title == "Quay floods"]
    assert path == folder / "outer.zip" / "inner.zip" / "deep" / "c.txt"
    assert preview([path])[0].title == "Quay floods"


def test_archives_do_not_stand_in_each_other_without_end(project: Project, tmp_path: Path) -> None:
    content = zipped({"a.txt": "Ferry sails"})
    for number in range(4):
        content = zipped({f"b{number}.txt": f"Text {number}", "inner.zip": content})
    (tmp_path / "a.zip").write_bytes(content)
    report = import_paths(project, [tmp_path / "a.zip"])
    assert titles(project) == ["Text 1", "Text 2", "Text 3"]
    [failed] = report.failed
    assert "more than 3 ZIP files" in failed.error.message
    assert str(failed.path).endswith("a.zip/inner.zip/inner.zip/inner.zip")


def test_bad_files_in_archives_are_named_as_the_user_knows_them(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "news.zip"
    path.write_bytes(
        zipped({**ARTICLES, "news/old.txt": "Café in Zürich".encode("cp1252"), "e.jsonl": "{"})
    )
    report = import_paths(project, [path])
    assert titles(project) == ["Ferry sails", "Tunnel"]
    assert {failed.path for failed in report.failed} == {path / "news" / "old.txt", path / "e.jsonl"}
    assert any(f"{path / 'e.jsonl'}, line 1" in failed.error.message for failed in report.failed)
    [uncertain] = [one for one in preview([path]) if one.encodings]
    assert uncertain.path == path / "news" / "old.txt"


def test_a_corpus_in_an_archive_is_one(project: Project, tmp_path: Path) -> None:
    members = {"corpus/a.txt": "Ada Quill left.", "corpus/a.ann": "T1\tPER 0 9\tAda Quill\n"}
    (tmp_path / "a.zip").write_bytes(zipped(members))
    report = import_paths(project, [tmp_path / "a.zip"])
    assert (report.spans, len(report.added)) == (1, 1)


@pytest.mark.parametrize("name", ["../evil.txt", "/tmp/evil.txt", "a/../../evil.txt"])
def test_names_that_lead_out_are_refused(project: Project, tmp_path: Path, name: str) -> None:
    before = project.path.read_bytes()
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({name: "Evil.", "a.txt": "Good."}))
    with pytest.raises(FormatError, match=r"a\.zip holds .* which leads out"):
        import_paths(project, [path])
    assert not (tmp_path.parent / "evil.txt").exists()
    assert project.path.read_bytes() == before


def test_archives_that_grow_are_empty_or_no_archives_are_refused(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "bomb.zip").write_bytes(zipped({"a.txt": bytes(30_000_000)}))
    (tmp_path / "empty.zip").write_bytes(zipped({"a.png": b"\x89PNG"}))
    (tmp_path / "torn.zip").write_bytes(b"PK\x03\x04 and no more")
    for name, problem in (
        ("bomb", "would grow"),
        ("empty", "no article"),
        ("torn", "cannot be unpacked"),
    ):
        with pytest.raises(FormatError, match=problem) as caught:
            import_paths(project, [tmp_path / f"{name}.zip"])
        assert f"{name}.zip" in str(caught.value)


def test_an_archive_with_a_password_is_said(project: Project, tmp_path: Path) -> None:
    content = io.BytesIO(zipped({"a.txt": "Words."}))
    with zipfile.ZipFile(content) as archive:
        flags = archive.infolist()[0].header_offset + 6
    raw = bytearray(content.getvalue())
    central = raw.index(b"PK\x01\x02") + 8
    raw[flags] |= 1
    raw[central] |= 1
    (tmp_path / "a.zip").write_bytes(raw)
    with pytest.raises(FormatError, match="password"):
        import_paths(project, [tmp_path / "a.zip"])


def test_files_that_no_format_recognises_are_passed_over_in_folders(
    project: Project, folder: Path
) -> None:
    (folder / "settings.xml").write_text("<settings/>")
    assert import_paths(project, [folder]).passed_over == 2
    with pytest.raises(FormatError, match=r"none of the formats of files that end in “\.xml” fits"):
        import_paths(project, [folder / "settings.xml"])


# ---------------------------------------------------------------- preview


def test_a_preview_shows_the_first_articles_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,text\n" + "".join(f"T{n},Text number {n}.\n" for n in range(30)))
    [found] = preview([path])
    assert (found.title, found.beginning) == ("T0", "Text number 0.")
    assert [one.title for one in found.further] == [f"T{n}" for n in range(1, SHOWN_ARTICLES)]
    assert found.has_more
    assert found.format == "table"


def test_a_preview_takes_columns_and_options(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,text,teaser\nT,Whole.,Short.\n")
    [found] = preview([path], columns={"text": "teaser"}, options={"headline": "yes"})
    assert found.beginning == "T\n\nShort."
    [wrong] = preview([path], columns={"text": "body"})
    assert "no column “body”" in wrong.problem


def test_a_file_is_known_when_all_its_articles_are(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,text\nA,One.\nB,Two.\n")
    known = import_paths(project, [path]).added
    assert [preview([path], known=ids)[0].is_known for ids in (known, known[:1], ())] == [
        True,
        False,
        False,
    ]


def test_files_that_word_keeps_beside_open_documents_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "~$budget.docx").write_bytes(b"\x05Ines" + bytes(157))
    (tmp_path / "a.txt").write_text("The only article.")
    [only] = preview([tmp_path])
    assert only.path.name == "a.txt"


def test_old_office_files_say_what_to_save_them_as(tmp_path: Path) -> None:
    path = tmp_path / "Speech.DOC"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(FormatError, match=r"does not read files that end in “\.DOC”") as refused:
        choose([path])
    assert refused.value.hint.endswith("save it as .docx.")


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.epub", "a.xlsx"])
def test_a_file_with_a_wrong_ending_is_not_said_to_be_unpacked(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"%PDF-1.7 and so on")
    [found] = preview([path])
    assert "zip" not in f"{found.problem} {found.hint}".casefold()
    assert found.hint
