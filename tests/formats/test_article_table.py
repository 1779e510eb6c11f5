from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from annotator.errors import FormatError
from annotator.formats.article_table import columns_of
from tests.formats.articles import LONG, read_file
from tests.formats.making_files import zipped

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = LONG.replace(",", "")


def workbook(*rows: list[Any]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


# ---------------------------------------------------------------- reading


def test_a_row_is_an_article_and_other_columns_are_metadata(tmp_path: Path) -> None:
    content = f'id;Titel;Datum;Text;Zeitung\n1;Tunnel;2. März 2026;"{LONG}\n\n""Zwei"".";Quay\n'
    [article] = read_file(tmp_path / "a.csv", content).articles
    assert (article.text, article.title) == (f'{LONG}\n\n"Zwei".', "Tunnel")
    assert article.metadata == {"outlet": "Quay", "published": "2026-03-02", "id": "1"}
    assert article.source is not None
    assert article.source.name == "a.csv, line 2"
    assert article.source.content.decode() == content.partition("\n")[2].rstrip("\n")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_and_unicode_encodings_are_found(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    content = f"title{separator}text\nCafé{separator}{PLAIN}\n".encode(encoding)
    [article] = read_file(tmp_path / "a.csv", content).articles
    assert (article.title, article.text) == ("Café", PLAIN)


def test_quotation_marks_of_unquoted_tsv_are_text(tmp_path: Path) -> None:
    content = f'headline\tbody\n"No" way\t“{LONG}\nB\t"Wet" it is\nC\t"Proud," she said\n'
    read = read_file(tmp_path / "a.tsv", content)
    assert read.texts == [f"“{LONG}", '"Wet" it is', '"Proud," she said']


def test_an_old_encoding_has_to_be_said(tmp_path: Path) -> None:
    content = f"Überschrift;Artikeltext\nCafé;{LONG}\n".encode("cp1252")
    with pytest.raises(FormatError, match="encoding cannot be told"):
        read_file(tmp_path / "a.csv", content)
    assert read_file(tmp_path / "a.csv", content, encoding="cp1252").articles[0].title == "Café"


def test_rows_that_do_not_fit_are_refused_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"a\.csv, line 3: the row has 3 cells, its header 2"):
        read_file(tmp_path / "a.csv", "title,text\na,b\nc,d,e\n")
    with pytest.raises(FormatError, match=r"a\.csv, line 2: ',' expected"):
        read_file(tmp_path / "a.csv", 'title,text\n"a"b,c\n')


def test_a_table_without_a_header_is_read(tmp_path: Path) -> None:
    content = f'"{LONG * 3}",2026-03-02\n"{LONG * 4}",2026-03-03\n'
    read = read_file(tmp_path / "a.csv", content)
    assert read.texts == [LONG * 3, LONG * 4]
    assert read.articles[0].metadata == {"published": "2026-03-02"}


def test_a_workbook_is_read(tmp_path: Path) -> None:
    content = workbook(["Título", "Fecha", "Texto", "n"], ["A", date(2026, 3, 2), LONG, 3], [None] * 4)
    [article] = read_file(tmp_path / "a.xlsx", content).articles
    assert (article.title, article.text) == ("A", LONG)
    assert article.metadata == {"published": "2026-03-02", "n": "3"}
    assert article.source is not None
    assert json.loads(article.source.content)["Texto"] == LONG
    assert article.source.extractor.startswith("python-calamine ")


def test_a_workbook_with_a_cell_far_away_is_refused_at_once(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(["text"], ["One."]))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    for cell in (b"XFD1048576", b"ZZZZZZ1", b"A99999999999"):
        content = zipped({**members, sheet: members[sheet].replace(b'r="A2"', b'r="' + cell + b'"')})
        with pytest.raises(FormatError, match="which is too much"):
            read_file(tmp_path / "a.xlsx", content)


def test_nested_objects_have_columns_by_the_keys_that_lead_to_them(tmp_path: Path) -> None:
    row = {
        "id": 7,
        "article": {"title": "Tunnel", "body": [LONG, "Two."]},
        "authors": [{"name": "Ann"}, {"name": "Bo"}],
        "nothing": None,
    }
    line = json.dumps(row, ensure_ascii=False)
    [article] = read_file(tmp_path / "a.jsonl", f"{line}\n\n").articles
    assert article.text == f"{LONG}\n\nTwo."
    assert (article.title, article.metadata) == ("Tunnel", {"author": "Ann, Bo", "id": "7"})
    assert article.source is not None
    assert article.source.content == line.encode()


@pytest.mark.parametrize(
    "shape",
    [
        lambda rows: rows,
        lambda rows: {"status": "ok", "response": {"total": 2, "results": rows, "tags": [{"a": 1}] * 5}},
    ],
)
def test_lists_of_objects_are_found_in_json(tmp_path: Path, shape: Any) -> None:
    rows = [{"webTitle": "A", "bodyText": LONG}, {"webTitle": "B", "bodyText": "Two."}]
    read = read_file(tmp_path / "a.json", json.dumps(shape(rows)))
    assert read.texts == [LONG, "Two."]
    assert [article.title for article in read.articles] == ["A", "B"]


def test_one_object_that_is_an_article_is_one_article(tmp_path: Path) -> None:
    content = json.dumps({"text": "Only one.", "images": [{"url": "x"}, {"url": "y"}]})
    assert read_file(tmp_path / "a.json", content).texts == ["Only one."]


def test_html_becomes_text_or_stays_on_request(tmp_path: Path) -> None:
    content = json.dumps({"content": {"rendered": "<p>One &amp; two</p><p>Three</p>"}}) + "\n"
    read = read_file(tmp_path / "a.jsonl", content)
    assert read.texts == ["One & two\n\nThree"]
    assert read.remarks == ["a.jsonl: 1 text was HTML and became text."]
    assert read_file(tmp_path / "a.jsonl", content, markup="keep").texts[0].startswith("<p>")


def test_rows_without_a_text_are_left_out_and_said(tmp_path: Path) -> None:
    read = read_file(tmp_path / "a.csv", f"title,text\na,{PLAIN}\nb,\n")
    assert (len(read.articles), read.remarks) == (1, ["a.csv: 1 row without a text left out."])
    with pytest.raises(FormatError, match="has no rows"):
        read_file(tmp_path / "b.csv", "title,text\n")


# ---------------------------------------------------------------- columns


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (
            "headline,body,source,byline,pub_date,link,lang",
            "body headline source byline pub_date link lang",
        ),
        ("Titre,Texte,Éditeur,Auteur,Date,Lien,Langue", "Texte Titre Éditeur Auteur Date Lien Langue"),
        ("titolo,testo,testata,autore,data,url,lingua", "testo titolo testata autore data url lingua"),
        ("Tytuł,Treść,Źródło,Autor,Data,URL,Język", "Treść Tytuł Źródło Autor Data URL Język"),
        ("标题,正文,来源,作者,日期,链接,语言", "正文 标题 来源 作者 日期 链接 语言"),
    ],
)
def test_columns_are_guessed_by_their_names(tmp_path: Path, header: str, found: str) -> None:
    path = tmp_path / "a.csv"
    names = header.split(",")
    by_field = dict(
        zip(str.split("text title outlet author published url language"), found.split(), strict=True)
    )
    values = {
        "text": PLAIN,
        "published": "2026-03-02",
        "url": "https://quay.example/1",
        "language": "en",
    }
    row = [
        next(values.get(field, "Quay") for field, name in by_field.items() if name == one)
        for one in names
    ]
    path.write_text(f"{header}\n{','.join(row)}\n")
    assert columns_of(path).mapping == by_field


def test_columns_are_guessed_by_what_stands_in_them(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [
        f"{n},{PLAIN} {n},A tunnel opens number {n},https://q.example/{n},2026-03-0{n},en"
        for n in (1, 2, 3)
    ]
    path.write_text("a,b,c,d,e,f\n" + "\n".join(rows))
    found = columns_of(path)
    assert found.columns == ("a", "b", "c", "d", "e", "f")
    assert found.mapping == {"text": "b", "title": "c", "published": "e", "url": "d", "language": "f"}
    assert found.rows[0][2] == "A tunnel opens number 1"


def test_what_the_user_says_of_columns_holds(tmp_path: Path) -> None:
    content = f"title,text,teaser\nA,{PLAIN},Short.\n"
    [article] = read_file(tmp_path / "a.csv", content, columns={"text": "teaser", "title": ""}).articles
    assert (article.text, article.title) == ("Short.", "Short.")
    assert article.metadata == {"title (column)": "A", "text (column)": PLAIN}


def test_a_text_that_cannot_be_found_is_asked_for_with_the_columns(tmp_path: Path) -> None:
    with pytest.raises(
        FormatError, match=r"which column holds the text\. Its columns: “foo”, “bar”"
    ) as caught:
        read_file(tmp_path / "a.csv", "foo,bar\n1,2\n")
    assert "--column text=NAME" in caught.value.hint
    assert columns_of(tmp_path / "a.csv").mapping == {}
    with pytest.raises(FormatError, match="has no column “body”"):
        read_file(tmp_path / "a.csv", "foo,bar\n1,2\n", columns={"text": "body"})
    with pytest.raises(FormatError, match="“txt” is nothing that a column can hold"):
        read_file(tmp_path / "a.csv", "foo,bar\n1,2\n", columns={"txt": "foo"})
