from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.errors import FormatError
from tests.formats.articles import read_file

if TYPE_CHECKING:
    from pathlib import Path


def rtf(body: str, head: str = "") -> bytes:
    return (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset204 A;}}" + head + body + "}"
    ).encode()


def test_letters_quotes_and_emoji_of_an_rtf_document(tmp_path: Path) -> None:
    body = r"\f0 Caf\'e9 \u8220?No\u8221?\par \u-10179?\u-8704? \f1\'cf\'f0\f0 .\line x\par"
    head = r"{\info{\title Caf\'e9 news}{\author Ann}}"
    [article] = read_file(tmp_path / "a.rtf", rtf(body, head)).articles
    assert article.text == "Café “No”\n\U0001f600 Пр.\nx"
    assert (article.title, article.metadata) == ("Café news", {"author": "Ann"})


def test_links_and_pictures_do_not_come_into_the_text(tmp_path: Path) -> None:
    link = r'{\field{\*\fldinst{HYPERLINK "https://quay.example"}}{\fldrslt{ a link}}} after'
    picture = r"{\pict\pngblip " + "0a" * 2000 + "}"
    assert read_file(tmp_path / "a.rtf", rtf(r"Before" + link + picture)).texts == [
        "Before a link after"
    ]


def test_lists_of_fonts_without_end_are_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="list of fonts"):
        read_file(tmp_path / "a.rtf", b"{\\rtf1 {\\fonttbl" + b"\\f1\\fcharset1" * 100_000)
    with pytest.raises(FormatError, match=r"a\.rtf is no RTF"):
        read_file(tmp_path / "a.rtf", "Only text.")
