"""Damaged files of articles: each is read or refused with its name, and nothing else happens."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from annotator import formats
from annotator.errors import FormatError
from annotator.formats.format import Reading
from tests.formats import making_files as made
from tests.formats.articles import LONG
from tests.formats.fuzzing import mutations
from tests.formats.test_agency_files import G2, NITF, ninjs
from tests.formats.test_article_table import workbook
from tests.formats.test_feeds import ATOM, ITEM, RSS
from tests.formats.test_html import PAGE
from tests.formats.test_rtf import rtf

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.formats.format import Reader

PAGE_BYTES = PAGE.format(charset="utf-8").encode()
WORD = "<w:p><w:r><w:t>Tunnel</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
FILES = {
    "a.pdf": ("pdf", made.pdf(["Tunnel opens"], ["Second page."])),
    "a.docx": ("docx", made.docx(WORD, title="T")),
    "a.odt": ("odt", made.odt("<text:h>T</text:h><text:p>x<text:s text:c='2'/>y</text:p>")),
    "a.epub": ("epub", made.epub({"b.xhtml": made.xhtml("<h1>One</h1><p>Two.</p>")})),
    "a.rtf": ("rtf", rtf(r"Caf\'e9 \u8220?No\u8221?\par {\field{\*\fldinst{HYPERLINK x}}{\fldrslt x}}")),
    "a.rss": ("feed", RSS.format(items=ITEM).encode()),
    "a.atom": ("feed", ATOM.encode()),
    "a.newsml": ("newsml-g2", G2.format(content=NITF).encode()),
    "n.json": ("ninjs", ninjs(headline="T", bodies=[{"value": "<p>Open.</p>"}], by="Ann").encode()),
    "a.csv": ("table", f'title;text;date\nA;"{LONG}";2026-03-02\n'.encode()),
    "a.tsv": ("table", f"title\ttext\nA\t{LONG}\n".encode()),
    "a.json": ("table", json.dumps({"items": [{"text": LONG, "tags": ["a"]}, {"text": "x"}]}).encode()),
    "a.jsonl": ("table", (json.dumps({"text": LONG, "n": 1}) + "\n").encode()),
}


def _damaged(content: bytes, number: int) -> Iterator[bytes]:
    """Versions of a file that are damaged; of archives also such with damaged members."""
    yield from mutations(content, 3, number)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        for name, inner in members.items():
            for mutated in mutations(inner, 5, number // 2):
                yield made.zipped({**members, name: mutated})


def _check(path: Path, format: str, versions: Iterator[bytes]) -> None:
    read = formats.named(format).read
    assert read is not None
    for content in versions:
        path.write_bytes(content)
        if message := _refusal(read, path):
            assert path.name in message


def _refusal(read: Reader, path: Path) -> str:
    try:
        list(read(path, Reading()))
    except FormatError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", FILES)
def test_damaged_files_are_read_or_refused(tmp_path: Path, name: str) -> None:
    format, content = FILES[name]
    _check(tmp_path / name, format, _damaged(content, 60))


def test_damaged_workbooks_are_read_or_refused(tmp_path: Path) -> None:
    _check(tmp_path / "a.xlsx", "table", _damaged(workbook(["text"], [LONG]), 16))


def test_damaged_saved_pages_are_read_or_refused(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    _check(tmp_path / "a.mhtml", "mhtml", _damaged(made.mhtml(PAGE_BYTES), 15))


def test_damaged_web_archives_are_read_or_refused(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    pytest.importorskip("warcio")
    pages = ("https://quay.example/1", "text/html", PAGE_BYTES)
    _check(tmp_path / "a.warc", "warc", _damaged(made.warc(pages, packed=False), 15))
    _check(tmp_path / "a.warc.gz", "warc", _damaged(made.warc(pages), 15))
