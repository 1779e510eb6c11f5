from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.errors import FormatError
from tests.formats.articles import LONG, read_file

if TYPE_CHECKING:
    from pathlib import Path

ITEM = (
    "<item><title>Tunnel &amp;amp; sea</title><link>https://quay.example/1</link>"
    "<dc:creator>Ann</dc:creator><pubDate>Mon, 02 Mar 2026 06:00:00 +0100</pubDate>"
    "<guid>q1</guid><category>traffic</category><description>Short.</description>"
    f"<content:encoded><![CDATA[<p>{LONG}</p><p>Two&nbsp;cups.</p>]]></content:encoded></item>"
)
RSS = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Quay</title>'
    "<language>en</language>{items}</channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Q</title><entry>'
    '<title type="html">A &lt;b&gt;bold&lt;/b&gt; one</title><link href="https://quay.example/2"/>'
    "<author><name>Ann</name></author><author><name>Bo</name></author>"
    '<published>2026-03-02T06:00:00Z</published><content type="xhtml">'
    '<div xmlns="http://www.w3.org/1999/xhtml"><p>Eins.</p><p>Zwei.</p></div></content></entry></feed>'
)


def test_an_entry_of_rss_is_an_article(tmp_path: Path) -> None:
    [article] = read_file(tmp_path / "a.rss", RSS.format(items=ITEM)).articles
    assert article.text == f"{LONG}\n\nTwo\u00a0cups."
    assert article.title == "Tunnel & sea"
    assert article.metadata == {
        "outlet": "The Quay",
        "author": "Ann",
        "published": "2026-03-02T06:00:00+01:00",
        "url": "https://quay.example/1",
        "language": "en",
        "id": "q1",
        "tags": "traffic",
    }
    assert article.source is not None
    assert article.source.content == ITEM.encode()


def test_an_entry_of_atom_is_an_article_and_xml_is_looked_into(tmp_path: Path) -> None:
    [article] = read_file(tmp_path / "a.xml", ATOM).articles
    assert (article.text, article.title) == ("Eins.\n\nZwei.", "A bold one")
    assert (article.metadata["author"], article.metadata["language"]) == ("Ann, Bo", "de")


def test_summaries_and_entries_without_text_are_said(tmp_path: Path) -> None:
    items = ITEM + "<item><title>B</title><description>Only so much.</description></item><item/>"
    read = read_file(tmp_path / "a.rss", RSS.format(items=items))
    assert read.texts[1] == "Only so much."
    assert read.remarks == ["a.rss: 1 entry without text.", "a.rss: 1 entry has only a summary."]


def test_the_headline_can_stand_above_the_text(tmp_path: Path) -> None:
    [text] = read_file(tmp_path / "a.rss", RSS.format(items=ITEM), headline="yes").texts
    assert text.startswith("Tunnel & sea\n\nThe tunnel")


def test_entities_and_what_is_no_feed_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + RSS.partition("?>")[2]
    with pytest.raises(FormatError, match="declares entities"):
        read_file(tmp_path / "a.rss", bomb.format(items="<item><title>&b;</title></item>"))
    with pytest.raises(FormatError, match="is no feed"):
        read_file(tmp_path / "a.rss", "<html/>")
    with pytest.raises(FormatError, match="no entries"):
        read_file(tmp_path / "a.rss", RSS.format(items=""))


def test_an_identifier_is_no_address(tmp_path: Path) -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Hill</title><entry><title>Dam</title>'
        "<id>urn:x:2</id><content>The dam held.</content></entry></feed>"
    )
    [article] = read_file(tmp_path / "hill.atom", feed).articles
    assert (article.metadata.get("url", ""), article.metadata["id"]) == ("", "urn:x:2")
