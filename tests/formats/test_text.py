from __future__ import annotations

import codecs
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import FormatError
from annotator.formats import files
from annotator.formats.decoding import UncertainEncodingError
from annotator.formats.format import Article, Reading
from annotator.formats.text import FORMAT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.formats.conftest import Read

HARD = (
    "Zoe\u0308\u00a0Ng \U0001f468\u200d\U0001f469\u200d\U0001f467 \u201csaid\u201d\u2028\u0085"
    "\u0635\u062d\u064a\u0641\u0629\ufeff \ufb01\t\x0c."
)


def test_text_comes_through_to_the_code_point(read: Read) -> None:
    assert read("a.txt", HARD).text == HARD


def test_line_ends_become_newlines_and_the_bytes_are_kept(read: Read) -> None:
    content = b"\xef\xbb\xbfOne\r\nTwo\rThree\n\r\n"
    article = read("a.txt", content)
    assert article.text == "One\nTwo\nThree\n\n"
    assert article.source is not None
    assert article.source.content == content


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip))
def test_any_text_comes_through(tmp_path: Path, text: str) -> None:
    path = tmp_path / "any.txt"
    path.write_bytes(text.encode())
    [article] = FORMAT.read(path, Reading())  # type: ignore[misc]
    assert isinstance(article, Article)
    assert article.text == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_marks_say_the_encoding(read: Read, mark: bytes, encoding: str) -> None:
    assert read("a.txt", mark + HARD.encode(encoding)).text == HARD


@pytest.mark.parametrize("encoding", ["shift_jis", "gb18030", "cp866"])
def test_encodings_with_a_form_of_their_own_are_recognised(read: Read, encoding: str) -> None:
    texts = {
        "cp866": "Министр сказал, что решение будет принято в понедельник утром. ",
        "gb18030": "部长表示，决定将于周一公布，而居民们已经签署了请愿书。",
    }
    text = texts.get(encoding, "大臣は月曜日に決定を発表すると述べたが、住民は反対している。") * 5
    assert read("a.txt", text.encode(encoding)).text == text


def test_an_uncertain_encoding_is_never_guessed(read: Read) -> None:
    content = "The café owner, Zoë Ng, said: “We won’t wait.”".encode("cp1252")
    with pytest.raises(FormatError) as caught:
        read("old.txt", content)
    assert "old.txt" in caught.value.message
    assert "windows-1252 (“café”)" in caught.value.message
    assert "--encoding windows-1252" in caught.value.hint


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("ééé".encode() + b"\xc3", "byte 6 (line 1)"),
        ("one\nzwölf – “No.”\n".encode() + b"\xff and more", "byte 25 (line 3)"),
    ],
)
def test_damaged_utf8_is_called_so(read: Read, content: bytes, place: str) -> None:
    with pytest.raises(FormatError) as caught:
        read("cut.txt", content)
    assert f"cut.txt is UTF-8, but damaged at {place}" in caught.value.message
    assert len(read("cut.txt", content, "latin-1").text) == len(content)


@pytest.mark.parametrize("word", [b"caf\xe9", b"one\x80", b"\xe9\xfd\xa1", b"na\xefve \x85"])
def test_nothing_rare_is_proposed_for_a_text_that_is_mostly_ascii(read: Read, word: bytes) -> None:
    with pytest.raises(UncertainEncodingError) as caught:
        read("old.txt", b"The owner of the " + word + b" has said that she would not wait.")
    usual = {*(f"windows-125{digit}" for digit in range(9)), "mac_roman", "latin_1", "koi8_r", "koi8_u"}
    usual |= {"cp437", "cp850", "cp852", "cp866", "cp932", "cp949", "big5", "big5hkscs", "gb18030"}
    assert not {one for one in caught.value.encodings if not one.startswith("iso8859")} - usual


def test_the_users_word_decides_the_encoding(read: Read) -> None:
    article = read("old.txt", "Zoë’s café".encode("cp1252"), "windows-1252")
    assert article.text == "Zoë’s café"
    assert article.source is not None
    assert article.source.encoding == "cp1252"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("klingon", "is no encoding"), ("rot13", "is no encoding"), ("ascii", "byte 3 (line 1)")],
)
def test_an_encoding_that_cannot_be_is_refused(read: Read, encoding: str, said: str) -> None:
    with pytest.raises(FormatError, match=r"a\.txt") as caught:
        read("a.txt", "caf\u00e9", encoding)
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "holds no text"),
        (bytes(range(256)) * 8, "not a text"),
        (b"plain \0 text", "not a text"),
        (b"%PDF-1.7\nxref", "is a PDF"),
        (b"PK\x03\x04word/document.xml", "is a ZIP"),
        (codecs.BOM_UTF16_LE + b"a", "starts with the mark of utf-16"),
        ("Lord M\u00fcller".encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_what_is_no_text_is_refused_by_name(read: Read, content: bytes, said: str) -> None:
    with pytest.raises(FormatError, match=r"bad\.txt") as caught:
        read("bad.txt", content)
    assert said in caught.value.message


def test_an_enormous_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "enormous.txt"
    with path.open("wb") as file:
        file.truncate(files.LARGEST_ARTICLE + 1)
    with pytest.raises(FormatError, match=r"enormous\.txt has 50,000,001 bytes"):
        list(FORMAT.read(path, Reading()))  # type: ignore[misc]


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for name, said in (("gone.txt", "no file"), ("", "a folder"), ("pipe.txt", "no ordinary file")):
        with pytest.raises(FormatError, match=said):
            list(FORMAT.read(tmp_path / name, Reading()))  # type: ignore[misc]


def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("text")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(FormatError, match=r"locked\.txt cannot be read: Permission denied"):
        list(FORMAT.read(path, Reading()))  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n\n  Ferry sails at last \nMore.", "Ferry sails at last"),
        ("word " * 40, "story"),
        ("***\nTunnel opens\n", "Tunnel opens"),
    ],
)
def test_the_first_short_line_is_the_title(read: Read, text: str, title: str) -> None:
    assert read("story.txt", text).title == title


def test_a_file_name_that_is_no_text_is_shown_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text("word " * 40)
    [article] = FORMAT.read(path, Reading())  # type: ignore[misc]
    assert isinstance(article, Article)
    assert article.title == "caf\ufffd"
