from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.errors import FormatError
from tests.formats.articles import read_file
from tests.formats.making_files import epub, xhtml, zipped

if TYPE_CHECKING:
    from pathlib import Path

SAID = (
    "<dc:title>The Quay, 2 March</dc:title><dc:creator>Ann</dc:creator><dc:creator>Bo</dc:creator>"
    "<dc:publisher>Quay Press</dc:publisher><dc:date>2026-03-02</dc:date><dc:language>en</dc:language>"
)
DOCUMENTS = {
    "cover.xhtml": xhtml('<img src="x.png"/>'),
    "nav.xhtml": xhtml("<ol><li>Contents</li></ol>"),
    "b.xhtml": '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "x.dtd">'
    + xhtml("<h1>Tunnel&nbsp;opens</h1><p>Zoë e\u0301 <b>said</b>\n so &amp; left.</p>"),
    "a.xhtml": "<html><body><h1>Ferry</h1><p>sails<p>late &eacute;",
}


def test_each_document_is_an_article_in_the_order_of_the_spine(tmp_path: Path) -> None:
    read = read_file(tmp_path / "a.epub", epub(DOCUMENTS, metadata=SAID))
    assert read.texts == ["Tunnel\u00a0opens\n\nZoë e\u0301 said so & left.", "Ferry\n\nsails\n\nlate é"]
    assert read.articles[0].title == "Tunnel\u00a0opens"
    assert read.articles[0].metadata == {
        "outlet": "Quay Press",
        "author": "Ann, Bo",
        "published": "2026-03-02",
        "language": "en",
        "book": "The Quay, 2 March",
    }
    assert read.remarks == ["a.epub: 1 document without words (covers, pictures) passed over."]


def test_the_source_of_an_article_is_its_document(tmp_path: Path) -> None:
    [first, _] = read_file(tmp_path / "a.epub", epub(DOCUMENTS)).articles
    assert first.source is not None
    assert first.source.name == "a.epub/OEBPS/b.xhtml"
    assert first.source.content == DOCUMENTS["b.xhtml"].encode()


def test_a_book_can_be_one_article(tmp_path: Path) -> None:
    [article] = read_file(tmp_path / "a.epub", epub(DOCUMENTS, metadata=SAID), articles="book").articles
    assert article.title == "The Quay, 2 March"
    assert article.text.count("\n\n\n") == 1


def test_books_that_are_locked_empty_or_torn_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="copy protection"):
        read_file(tmp_path / "a.epub", zipped({"META-INF/rights.xml": "<x/>"}))
    with pytest.raises(FormatError, match="no document with words"):
        read_file(tmp_path / "a.epub", epub({"cover.xhtml": xhtml("")}))
    with pytest.raises(FormatError, match=r"lacks “META-INF/container\.xml”"):
        read_file(tmp_path / "a.epub", zipped({"x": "y"}))
    with pytest.raises(FormatError, match=r"a\.epub: “OEBPS/gone\.xhtml” cannot be unpacked"):
        read_file(tmp_path / "a.epub", epub({"gone.xhtml": ""}).replace(b"gone.xhtml", b"g0ne.xhtml", 1))
