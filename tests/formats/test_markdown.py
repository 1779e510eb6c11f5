from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.errors import FormatError

if TYPE_CHECKING:
    from tests.formats.conftest import Read

ARTICLE = """---
title: "Tunnel: open"
site: The Quay
byline: [Petra Quill, Ola Brandt]
date: 2026-03-02
lang: en
desk: coast
---

  \n# Tunnel *open*\r\n\r\n  Body\u00a0text.\n"""


def test_front_matter_is_metadata_and_the_body_is_the_source(read: Read) -> None:
    article = read("a.md", ARTICLE)
    assert article.title == "Tunnel: open"
    assert article.text == "# Tunnel *open*\n\n  Body\u00a0text.\n"
    assert article.metadata == {
        "outlet": "The Quay",
        "author": "Petra Quill, Ola Brandt",
        "published": "2026-03-02",
        "language": "en",
        "desk": "coast",
    }


@pytest.mark.parametrize(
    "text",
    ["# Heading\n\nBody.\n", "---\nA rule above\n---\nand below", "\n\nBody\n", "--- no\ntitle: x"],
)
def test_a_file_without_front_matter_is_kept_exactly(read: Read, text: str) -> None:
    assert read("a.md", text).text == text


def test_a_heading_gives_the_title(read: Read) -> None:
    assert read("a.md", "## The ferry sails ##\n\nBody").title == "The ferry sails"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\ntitle: Minister: no\n---\nBody", "line 2"),
        ("---\ntitle: x\nauthor: [a\n---\nBody", "line 4"),
        ("---\ntitle: never closed\nBody", "line 1: the front matter that starts here is never closed"),
        ("---\na: &x [1]\nb: *x\n---\nBody", "line 3"),
        ("---\na: " + "[" * 5000 + "\n---\nBody", "line 2"),
        ("---\ntitle: x\n---\n \n", "holds no text"),
    ],
)
def test_broken_front_matter_is_an_error_with_its_line(read: Read, text: str, said: str) -> None:
    with pytest.raises(FormatError, match=r"bad\.md") as caught:
        read("bad.md", text)
    assert said in caught.value.message


def test_the_original_bytes_are_kept(read: Read) -> None:
    source = read("a.md", ARTICLE).source
    assert source is not None
    assert source.content == ARTICLE.encode()
