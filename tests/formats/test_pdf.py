from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.errors import FormatError
from annotator.formats import pdf as reader
from annotator.formats.format import Reading
from tests.formats.articles import read_file
from tests.formats.making_files import pdf
from tests.formats.shared import shared

if TYPE_CHECKING:
    from pathlib import Path


def test_lines_and_pages_come_in_order_with_their_characters(tmp_path: Path) -> None:
    content = pdf(["Tunnel opens", "“Proud,” she (Ola) said at the café."], ["Second page."])
    [article] = read_file(tmp_path / "a.pdf", content).articles
    assert article.text == "Tunnel opens\n“Proud,” she (Ola) said at the café.\nSecond page."
    assert article.source is not None
    assert article.source.content == content
    assert article.source.extractor.startswith("pypdfium2 ")


def test_a_word_that_is_parted_at_the_end_of_a_line_is_joined(tmp_path: Path) -> None:
    [text] = read_file(tmp_path / "a.pdf", pdf(["a long exam-", "ple of it"])).texts
    assert text == "a long example of it"


def test_the_title_is_the_files_only_if_it_stands_in_the_text(tmp_path: Path) -> None:
    lines = ["The Quay, page 4", "Tunnel opens"]
    [article] = read_file(tmp_path / "a.pdf", pdf(lines, title="Tunnel opens", author="Ann")).articles
    assert (article.title, article.metadata["author"]) == ("Tunnel opens", "Ann")
    assert article.metadata["created"] == "2026-03-02T06:00:00+01:00"
    [other] = read_file(tmp_path / "b.pdf", pdf(lines, title="Microsoft Word - x.doc")).articles
    assert other.title == "The Quay, page 4"


def test_scanned_pages_are_said(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="its 2 pages are pictures") as caught:
        read_file(tmp_path / "scan.pdf", pdf([], []))
    assert "OCR" in caught.value.hint
    assert read_file(tmp_path / "half.pdf", pdf(["Words."], [])).remarks == [
        "half.pdf: no text on page 2; nothing was recognised there."
    ]


def test_a_password_is_said(tmp_path: Path) -> None:
    secret = (
        "/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O (" + "x" * 32 + ") /U (" + "y" * 32 + ") >>"
    )
    secret += " /ID [(0123456789abcdef) (0123456789abcdef)]"
    with pytest.raises(FormatError, match="locked with a password"):
        read_file(tmp_path / "a.pdf", pdf(["Words."], trailer=secret))


def test_lines_are_joined_to_paragraphs_on_request(tmp_path: Path) -> None:
    lines = [
        "The tunnel opened on Monday, a",
        "year late, and was wet.",
        "The mayor was proud and",
        "said so.",
    ]
    [text] = read_file(tmp_path / "a.pdf", pdf(lines), **{"join-lines": "yes"}).texts
    assert text == (
        "The tunnel opened on Monday, a year late, and was wet.\n\nThe mayor was proud and said so."
    )


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"a\.pdf is no PDF"):
        read_file(tmp_path / "a.pdf", "Only text.")


def test_columns_and_ligatures_of_another_programs_file() -> None:
    [article] = reader.read(shared("oracles/samples/input/news.pdf"), Reading())
    assert "final\nflow." in article.text
    assert article.text.endswith("Second page text continues the article with a hyphen.")
