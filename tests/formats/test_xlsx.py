from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from annotator import formats
from annotator.errors import Cancelled, FormatError
from annotator.formats import xlsx, xlsx_writing
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from annotator.model.change import Change, Edit
from annotator.model.values import Field, NewDocument, document_id, now, sha256
from annotator.store.project import Project
from tests.formats.gold import ADA, RELATIONS, SPANS, TEXT, id_of
from tests.formats.table_folders import DOCUMENTS, imported
from tests.formats.table_folders import SPANS as OTHERS_SPANS
from tests.formats.trips import check_damaged, spans_of


def add_document(project: Project, text: str, title: str) -> None:
    id_ = document_id(sha256(text))
    values = NewDocument(id_, text, sha256(text)), Field("document", id_, "title", title)
    project.apply(Edit("add", tuple(Change(None, one) for one in values), ADA, now()))


def workbook(path: Path, **sheets: object) -> Path:
    """A workbook as a person makes it."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:  # type: ignore[attr-defined]
            sheet.append(row)
    made.save(path)
    return path


def test_openpyxl_reads_every_span_and_relation(gold: Project, tmp_path: Path) -> None:
    export(gold, tmp_path / "out.xlsx", format="xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx", read_only=True)
    header, *rows = book["spans"].iter_rows(values_only=True)
    at = {name: number for number, name in enumerate(header)}
    found = {(row[at["span_id"]], row[at["label"]], row[at["start"]], row[at["end"]]) for row in rows}
    assert found == {
        (id_of(name), label, *fragment) for name, label, pieces, *_ in SPANS for fragment in pieces
    }
    assert all(row[at["text"]] == TEXT[row[at["start"]] : row[at["end"]]] for row in rows)
    ends = [(row[4], row[6], row[8]) for row in book["relations"].iter_rows(min_row=2, values_only=True)]
    assert ends == [(id_of(name), id_of(a), id_of(b)) for name, _, a, b in RELATIONS]
    assert book.active is not None
    assert book.active.title == "documents"
    book.close()


def test_nothing_is_calculated_or_linked(gold: Project, tmp_path: Path) -> None:
    add_document(gold, "=1+1", "007")
    add_document(gold, "https://quay.example", "NA")
    export(gold, tmp_path / "out.xlsx", format="xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["documents"]
    assert [(cell.value, cell.data_type) for cell in sheet["P"][2:]] == [
        ("=1+1", "s"),
        ("https://quay.example", "s"),
    ]
    assert [cell.value for cell in sheet["B"][2:]] == ["007", "NA"]
    assert not sheet._hyperlinks


@pytest.mark.parametrize("text", ["\U0001f600" * 16_384, "Ada " * 9_000, "_x005F_x0041_", "a\ufffe"])
def test_what_no_cell_holds_stands_whole_in_a_file(gold: Project, tmp_path: Path, text: str) -> None:
    add_document(gold, text, "Long")
    export(gold, tmp_path / "out.xlsx", format="xlsx")
    assert (tmp_path / "out.texts" / "documents-3-text.txt").read_text("utf-8") == text
    rows = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx")).get_sheet_by_name("files").to_python()
    assert rows[1] == ["documents", 3.0, "text", "out.texts/documents-3-text.txt"]
    project, _ = imported(tmp_path / "out.xlsx")
    assert project.text(project.documents()[1].id) == text


def test_a_cell_of_just_the_right_length_needs_no_file(gold: Project, tmp_path: Path) -> None:
    text = "\U0001f600" * 16_383 + "a"
    add_document(gold, text, "Long")
    export(gold, tmp_path / "out.xlsx", format="xlsx")
    assert not (tmp_path / "out.texts").exists()
    project, _ = imported(tmp_path / "out.xlsx")
    assert project.text(project.documents()[1].id) == text


def test_a_missing_file_of_a_long_text_is_named(gold: Project, tmp_path: Path) -> None:
    add_document(gold, "Ada " * 9_000, "Long")
    export(gold, tmp_path / "out.xlsx", format="xlsx")
    (tmp_path / "out.texts" / "documents-3-text.txt").unlink()
    with pytest.raises(FormatError, match="sheet “files”, row 2: there is no file"):
        imported(tmp_path / "out.xlsx")


@pytest.mark.parametrize("said", ["/etc/passwd", "../a.txt", "a/../b", "x/..", "C:/a.txt", "a.txt", ""])
def test_no_file_is_read_outside_the_folder_beside(tmp_path: Path, said: str) -> None:
    files = [("sheet", "row", "column", "file"), ("documents", 2, "text", said)]
    path = workbook(tmp_path / "a.xlsx", documents=DOCUMENTS, spans=OTHERS_SPANS, files=files)
    with pytest.raises(FormatError, match="is no file in a folder beside"):
        imported(path)


def test_a_full_sheet_goes_on_in_another(
    gold: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_writing, "MOST_ROWS", 5)
    export(gold, tmp_path / "out.xlsx", format="xlsx")
    names = openpyxl.load_workbook(tmp_path / "out.xlsx", read_only=True).sheetnames
    assert [name for name in names if name.startswith("spans")] == ["spans", "spans 2", "spans 3"]
    project, _ = imported(tmp_path / "out.xlsx")
    assert sorted(spans_of(project)) == sorted(spans_of(gold))


def test_a_workbook_of_others_is_read(tmp_path: Path) -> None:
    blank = [[None] * 8] * 2
    path = workbook(tmp_path / "a.xlsx", Documents=[*blank, *DOCUMENTS], Spans=[*blank, *OTHERS_SPANS])
    found = formats.of_file(path)
    assert found is not None
    assert found.name == "xlsx"
    project, _ = imported(path)
    assert spans_of(project) == [("Boatwoman", "Ada"), ("Boatwoman", "She"), ("Saying", "“yes”")]


def test_ours_is_known_again_after_another_program_saved_it(gold: Project, tmp_path: Path) -> None:
    export(gold, tmp_path / "out.xlsx", format="xlsx")
    openpyxl.load_workbook(tmp_path / "out.xlsx").save(tmp_path / "again.xlsx")
    for name in ("out.xlsx", "again.xlsx"):
        assert xlsx.recognises((tmp_path / name).read_bytes()[:65_536])
    project, _ = imported(tmp_path / "again.xlsx")
    assert spans_of(project) == spans_of(gold)


def test_tables_of_articles_alone_are_not_taken_for_ours(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", Sheet1=[("title", "text"), ("Ferry", "Ada sails.")])
    assert not xlsx.recognises(path.read_bytes())
    assert not xlsx.recognises(b"PK\x03\x04" + b"\xff" * 40)


def test_numbers_and_days_of_a_spreadsheet_are_texts(tmp_path: Path) -> None:
    from datetime import date, datetime

    documents = [
        ("document_id", "title", "text", "published", "desk", "state"),
        (7, 7.0, "Ada sails.", date(2026, 5, 14), True, "done"),
        (8, 1.5, "Bo sails.", datetime(2026, 5, 14, 8, 30), None, None),
    ]
    spans = [("document_id", "label", "start", "end"), (7, "PER", 0, 3.0)]
    project, _ = imported(workbook(tmp_path / "a.xlsx", documents=documents, spans=spans))
    first, second = project.documents()
    assert (first.title, first.metadata["published"]) == ("7", "2026-05-14")
    assert (second.title, second.metadata["published"]) == ("1.5", "2026-05-14T08:30:00")
    assert spans_of(project) == [("PER", "Ada")]


def test_a_cancelled_export_leaves_nothing(gold: Project, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        export(gold, tmp_path / "out.xlsx", format="xlsx", cancelled=lambda: True)
    assert not [path.name for path in tmp_path.iterdir() if "out" in path.name]


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"no workbook", b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(FormatError, match=r"a\.xlsx"):
        imported(tmp_path / "a.xlsx")


def test_a_workbook_that_grows_without_end_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 40_000_000)
    with pytest.raises(FormatError, match="would grow more than"):
        imported(tmp_path / "a.xlsx")


def test_a_workbook_without_documents_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", spans=OTHERS_SPANS)
    with pytest.raises(FormatError, match="has no sheet “documents”"):
        import_named(path)


def import_named(path: Path) -> None:
    from annotator.jobs.creating import create_project

    with create_project(path.with_suffix(".annodb"), codebook="conll2003-ner") as project:
        import_paths(project, [path], format="xlsx", annotator="Mia")


def test_damaged_workbooks_are_refused_or_read(gold: Project, tmp_path: Path) -> None:
    export(gold, tmp_path / "out.xlsx", format="xlsx")
    check_damaged(tmp_path / "a.xlsx", "xlsx", (tmp_path / "out.xlsx").read_bytes(), 40)
