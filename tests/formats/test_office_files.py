from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.errors import FormatError
from annotator.formats import docx as docx_reader
from annotator.formats.format import Reading
from tests.formats.articles import read_file
from tests.formats.making_files import docx, odt, zipped
from tests.formats.shared import shared

if TYPE_CHECKING:
    from pathlib import Path


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def test_paragraphs_insertions_links_and_breaks_of_a_word_document(tmp_path: Path) -> None:
    body = (
        paragraph("Tunnel\u00a0opens, e\u0301 \U0001f600")
        + "<w:p><w:r><w:t>It </w:t></w:r><w:ins><w:r><w:t>really </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        '<w:hyperlink r:id="l1"><w:r><w:t>opened</w:t></w:r></w:hyperlink>'
        "<w:r><w:br/><w:t>on &lt;Monday&gt;.</w:t></w:r></w:p><w:p/>"
    )
    [article] = read_file(tmp_path / "a.docx", docx(body, title="Tunnel", creator="Ann")).articles
    assert article.text == "Tunnel\u00a0opens, e\u0301 \U0001f600\n\nIt really opened\non <Monday>."
    assert (article.title, article.metadata) == ("Tunnel", {"author": "Ann"})


def test_rows_of_a_word_table_are_lines(tmp_path: Path) -> None:
    row = f"<w:tr><w:tc>{paragraph('Length')}</w:tc><w:tc>{paragraph('2 km')}</w:tc></w:tr>"
    [text] = read_file(tmp_path / "a.docx", docx(f"{paragraph('Facts')}<w:tbl>{row}</w:tbl>")).texts
    assert text == "Facts\n\nLength\t2 km"


def test_a_word_document_of_another_program() -> None:
    [article] = docx_reader.read(shared("oracles/samples/input/news.docx"), Reading())
    assert "Reuters:\u00a0“Prices rose 4%”\nsoft break line\twith tab INSERTED" in article.text
    assert "DELETED" not in article.text


def test_documents_with_passwords_or_entities_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="old Word file, or one that is locked"):
        read_file(tmp_path / "a.docx", b"\xd0\xcf\x11\xe0" + bytes(600))
    with pytest.raises(FormatError, match="declares entities"):
        read_file(tmp_path / "b.docx", docx("<w:p/>", prolog='<!DOCTYPE x [<!ENTITY a "b">]>'))
    with pytest.raises(FormatError, match="no Word document"):
        read_file(tmp_path / "c.docx", zipped({"a.txt": "Words."}))
    locked = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    with pytest.raises(FormatError, match="locked with a password"):
        read_file(tmp_path / "a.odt", odt("<text:p>x</text:p>", manifest=locked))
    with pytest.raises(FormatError, match="declares entities"):
        read_file(tmp_path / "b.odt", odt("<text:p/>", prolog='<!DOCTYPE x [<!ENTITY a "b">]>'))


def test_an_opendocument_text_is_read_as_its_standard_says(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:deletion><text:p>gone</text:p></text:deletion></text:tracked-changes>"
        "<text:h>Tunnel</text:h><text:p>  It \n opened<text:s text:c='3'/>on<text:tab/>Monday"
        "<text:line-break/>late<text:note><text:p>a note</text:p></text:note>.</text:p>"
        "<text:list><text:list-item><text:p>one <text:span>two</text:span> three</text:p>"
        "</text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>A</text:p></table:table-cell>"
        "<table:table-cell><text:p>B</text:p></table:table-cell></table:table-row></table:table>"
    )
    [article] = read_file(tmp_path / "a.odt", odt(body, title="Tunnel opens", creator="Ann")).articles
    assert article.text == "Tunnel\n\nIt opened   on\tMonday\nlate.\n\none two three\n\nA\tB"
    assert (article.title, article.metadata) == ("Tunnel opens", {"author": "Ann"})


def test_a_flat_opendocument_text_is_read(tmp_path: Path) -> None:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<o:document xmlns:o="{space}:office:1.0" xmlns:t="{space}:text:1.0"><o:body><o:text>'
        "<t:p>One.</t:p><t:p/><t:p>Two.</t:p></o:text></o:body></o:document>"
    )
    assert read_file(tmp_path / "a.fodt", content).texts == ["One.\n\nTwo."]
