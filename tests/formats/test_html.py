from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from annotator.errors import FormatError

if TYPE_CHECKING:
    from tests.formats.conftest import Read

pytest.importorskip("trafilatura")

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="{charset}">
<title>Tunnel opens a year late - The Quay</title>
<meta property="og:site_name" content="The Quay"><meta name="author" content="Petra Quill">
<meta property="og:title" content="Tunnel opens a year late">
<meta property="article:published_time" content="2026-03-02T06:00:00+00:00">
<link rel="canonical" href="https://quay.example/tunnel"><script>var x = "no text";</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Tunnel opens
   a year late</h1><p class="byline">By <a href="/q">Petra Quill</a></p>
<p>The tunnel opened on Monday,&nbsp;a year late. <!-- a note -->
\u201cWe are proud,\u201d said the mayor,
<b>Ola <i>Br</i>andt</b>, who cut a ribbon&#133; and drank.</p>
<p>\u201cIt is wet,\u201d said a driver.
<br>\u201cVery.\u201d<script>alert(1)</script> The
caf\u00e9 at the mouth of the tunnel sold nine hundred cups before noon.</p>
<p>Engineers had warned that the seals would not hold, says a report that was kept back.</p>
<ul><li>Length: 2.1 km</li><li>Cost: 94 million</li></ul></article>
<div id="comments"><h3>Comments</h3><p>User1: what a waste of money this is</p></div>
<footer>Copyright The Quay</footer></body></html>"""


def test_the_main_text_is_taken_as_the_page_has_it(read: Read) -> None:
    blocks = read("a.html", PAGE.format(charset="utf-8")).text.split("\n\n")
    assert blocks[0] == "Tunnel opens a year late"
    assert (
        "The tunnel opened on Monday,\u00a0a year late. \u201cWe are proud,\u201d said the mayor, "
        "Ola Brandt, who cut a ribbon\u2026 and drank." in blocks
    )
    assert blocks[-2:] == ["Length: 2.1 km", "Cost: 94 million"]


def test_line_breaks_stay_and_scripts_menus_and_comments_go(read: Read) -> None:
    text = read("a.html", PAGE.format(charset="utf-8")).text
    assert "\u201cIt is wet,\u201d said a driver.\n\u201cVery.\u201d The caf\u00e9 at the mouth" in text
    for gone in ("alert", "no text", "a note", "Sport", "User1", "Copyright"):
        assert gone not in text


def test_metadata_comes_from_the_page(read: Read) -> None:
    article = read("a.html", PAGE.format(charset="utf-8"))
    assert article.title == "Tunnel opens a year late"
    assert article.metadata == {
        "outlet": "The Quay",
        "author": "Petra Quill",
        "published": "2026-03-02",
        "url": "https://quay.example/tunnel",
        "language": "en-GB",
    }


def test_decomposed_accents_and_scripts_survive(read: Read) -> None:
    sentence = (
        "L\u2019e\u0301cole a dit\u00a0: \u00ab\u00a0non\u00a0\u00bb, "
        "\u0635\u062d\u064a\u0641\u0629 \U0001f600 et plus rien du tout."
    )
    page = f"<html><body><h1>E\u0301cole</h1><p>{sentence}</p><p>{'Un autre paragraphe ici. ' * 8}</p>"
    assert sentence in read("a.xhtml", page).text


def test_the_page_says_its_encoding_as_browsers_read_it(read: Read) -> None:
    article = read("a.htm", PAGE.format(charset="iso-8859-1").encode("cp1252"))
    assert "\u201cWe are proud,\u201d" in article.text
    assert article.source is not None
    assert article.source.encoding == "cp1252"
    assert article.source.extractor.startswith("trafilatura ")


def test_a_page_that_lies_about_its_encoding_is_refused(read: Read) -> None:
    with pytest.raises(FormatError, match=r"lie\.html says that it is utf-8"):
        read("lie.html", PAGE.format(charset="utf-8").encode("cp1252"))


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<p> </p>", "<!-- only a note -->"])
def test_a_page_without_an_article_is_refused(read: Read, page: str) -> None:
    with pytest.raises(FormatError, match=r"none\.html"):
        read("none.html", page)


def test_outside_entities_and_networks_are_not_asked(read: Read) -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + PAGE.format(charset="utf-8")
    assert "root:" not in read("a.html", page.replace("Engineers", "&x; Engineers")).text


def test_without_the_extra_the_way_to_install_it_is_said(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(FormatError) as caught:
        read("a.html", PAGE)
    assert "pip install 'annotator[html]'" in caught.value.hint
