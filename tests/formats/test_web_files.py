from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from annotator.errors import FormatError
from tests.formats.articles import read_file
from tests.formats.making_files import mhtml, warc
from tests.formats.test_html import PAGE

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("trafilatura")
UTF8 = PAGE.format(charset="utf-8").encode()


def test_a_saved_page_is_read_as_the_page_itself(tmp_path: Path) -> None:
    [page] = read_file(tmp_path / "a.html", UTF8).articles
    content = mhtml(UTF8)
    [saved] = read_file(tmp_path / "a.mhtml", content).articles
    assert (saved.text, saved.title, saved.metadata) == (page.text, page.title, page.metadata)
    assert saved.source is not None
    assert (saved.source.name, saved.source.content) == ("a.mhtml", content)


def test_the_part_says_its_charset_and_where_the_page_came_from(tmp_path: Path) -> None:
    bare = PAGE.format(charset="utf-8").replace('<meta charset="utf-8">', "")
    bare = bare.replace('<link rel="canonical" href="https://quay.example/tunnel">', "")
    [saved] = read_file(
        tmp_path / "a.mht", mhtml(bare.encode("cp1252"), charset="windows-1252")
    ).articles
    assert "“We are proud,”" in saved.text
    assert saved.metadata["url"] == "https://quay.example/tunnel"


def test_files_without_a_page_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="holds no web page"):
        read_file(tmp_path / "a.mhtml", b"Content-Type: text/plain\r\n\r\nWords.")
    with pytest.raises(FormatError, match="nested too deeply"):
        read_file(tmp_path / "a.mhtml", b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" * 99)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_each_page_of_an_archive_is_an_article(tmp_path: Path, name: str) -> None:
    pytest.importorskip("warcio")
    content = warc(
        ("https://quay.example/1", "text/html; charset=windows-1252", UTF8.decode().encode("cp1252")),
        ("https://quay.example/front", "text/html", b"<p></p>"),
        ("https://quay.example/map.png", "image/png", b"\x89PNG"),
        ("https://quay.example/2", "text/html", UTF8.replace(b"nine hundred", b"ten")),
        packed=name.endswith("gz"),
    )
    read = read_file(tmp_path / name, content)
    first, second = read.articles
    assert first.source is not None
    assert (first.source.name, first.source.encoding) == (f"{name}, record 2", "cp1252")
    assert "sold ten cups" in second.text
    assert second.metadata["captured"] == "2026-03-02T06:00:00Z"
    assert read.remarks == [f"{name}: passed over 1 page without an article."]


def test_archives_without_pages_or_library_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("warcio")
    with pytest.raises(FormatError, match="no page with an article"):
        read_file(
            tmp_path / "a.warc", warc(("https://quay.example/x", "text/plain", b"x"), packed=False)
        )
    with pytest.raises(FormatError, match=r"a\.warc is no web archive"):
        read_file(tmp_path / "a.warc", b"Only text, and more of it.\n")
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    with pytest.raises(FormatError) as caught:
        read_file(tmp_path / "a.warc", warc())
    assert "pip install 'annotator[warc" in caught.value.hint
