from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from annotator import formats
from annotator.errors import FormatError
from annotator.formats.format import Article, Reading
from tests.formats.articles import read_file
from tests.formats.shared import shared

if TYPE_CHECKING:
    from pathlib import Path

G2 = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:q:1" version="2"
 xml:lang="en-GB"><itemMeta><versionCreated>2026-03-02T06:00:00+01:00</versionCreated></itemMeta>
<contentMeta><creator><name>Ann One</name></creator>
<infoSource><name>Quay Wire</name></infoSource>
<language tag="en"/><subject><name>traffic</name></subject><subject><name>sea</name></subject>
<headline>Tunnel opens</headline><description role="drol:caption">The tunnel.</description></contentMeta>
<contentSet>{content}</contentSet></newsItem>"""
NITF = """<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">
<body><body.head><hedline><hl1>Tunnel opens</hl1></hedline></body.head>
<body.content><p>It is
   open.</p><p>“Wet,”&#160;said Ola.</p></body.content></body></nitf></inlineXML>"""


def ninjs(**said: Any) -> str:
    return json.dumps({"uri": "https://quay.example/1", "versioncreated": "2026-03-02T06:00:00Z"} | said)


def test_a_story_in_newsml_g2_is_an_article(tmp_path: Path) -> None:
    [article] = read_file(tmp_path / "a.xml", G2.format(content=NITF)).articles
    assert (article.text, article.title) == ("It is open.\n\n“Wet,”\u00a0said Ola.", "Tunnel opens")
    assert article.metadata == {
        "outlet": "Quay Wire",
        "author": "Ann One",
        "published": "2026-03-02T06:00:00+01:00",
        "language": "en",
        "guid": "urn:q:1",
        "version": "2",
        "subjects": "traffic, sea",
    }


def test_the_items_of_a_message_keep_their_own_bytes(tmp_path: Path) -> None:
    item = G2.format(content='<inlineData contenttype="text/plain">One.\nTwo.</inlineData>')
    message = (
        f"<newsMessage><itemSet>{item}{G2.format(content=NITF)}<packageItem/></itemSet></newsMessage>"
    )
    first, second = read_file(tmp_path / "a.xml", message).articles
    assert first.text == "One.\nTwo."
    assert second.source is not None
    assert second.source.name == "a.xml, item 2"
    assert b"<hl1>Tunnel opens</hl1>" in second.source.content
    assert b"One." not in second.source.content


def test_items_without_a_story_give_their_description_or_are_refused(tmp_path: Path) -> None:
    read = read_file(tmp_path / "a.xml", G2.format(content=""))
    assert read.texts == ["The tunnel."]
    assert read.remarks == ["a.xml: it has no story; its description was taken."]
    with pytest.raises(FormatError, match="holds no story: it is a packageItem"):
        read_file(tmp_path / "b.xml", '<packageItem xmlns="http://iptc.org/std/nar/2006-10-01/"/>')
    with pytest.raises(FormatError, match="declares entities"):
        read_file(tmp_path / "c.xml", f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///x">]>{G2}')


def test_all_examples_of_newsml_g2_are_read_or_refused_with_a_reason() -> None:
    texts, refused = _read_all("newsml-g2", "corpora/newsml-g2/examples", "*.xml")
    assert (len(texts), len(refused)) == (11, 24)
    assert all("holds no story" in message for message in refused)
    assert sum("(New York, NY" in text for text in texts) == 2


@pytest.mark.parametrize(
    "said",
    [
        {"headline": "Tunnel", "byline": "Ann", "body_text": "Open.", "body_xhtml": "<p>Open.</p>"},
        {
            "headlines": [{"role": "sub", "value": "x"}, {"role": "main", "value": "Tunnel"}],
            "by": "Ann",
            "bodies": [
                {"contenttype": "text/html", "value": "<p>Op<b>en</b></p>"},
                {"contenttype": "text/plain", "value": "Open."},
            ],
        },
        {"headlines": [{"value": "Tunnel"}], "by": "Ann", "bodies": [{"value": "Open."}]},
    ],
)
def test_all_versions_of_ninjs_are_read(tmp_path: Path, said: dict[str, Any]) -> None:
    [article] = read_file(tmp_path / "a.json", ninjs(**said)).articles
    assert (article.text, article.title, article.metadata["author"]) == ("Open.", "Tunnel", "Ann")
    assert article.metadata["published"] == "2026-03-02T06:00:00Z"


def test_the_marked_up_body_can_be_preferred(tmp_path: Path) -> None:
    content = ninjs(headline="T", body_text="A. B.", body_xhtml="<p>A.</p><p>B.</p>")
    assert read_file(tmp_path / "a.json", content).texts == ["A. B."]
    assert read_file(tmp_path / "a.json", content, body="marked-up").texts == ["A.\n\nB."]


def test_items_without_body_are_described_or_passed_over(tmp_path: Path) -> None:
    items = [ninjs(headline="A", description_text="A ship."), ninjs(headline="B", type="picture")]
    read = read_file(tmp_path / "a.json", f"[{','.join(items)}]")
    assert read.texts == ["A ship."]
    assert read.remarks == [
        "a.json: 1 item has no body; the description was taken for the text.",
        "a.json: passed over 1 item without text.",
    ]


def test_all_examples_of_ninjs_are_read() -> None:
    texts, refused = _read_all("ninjs", "corpora/ninjs/examples", "[123].*/**/*.json")
    assert (len(texts), len(refused)) == (55, 0)


def _read_all(name: str, folder: str, pattern: str) -> tuple[list[str], list[str]]:
    texts: list[str] = []
    refused: list[str] = []
    read = formats.named(name).read
    assert read is not None
    for path in sorted(shared(folder).glob(pattern)):
        if path.name == "extension-schema.json":
            continue
        try:
            texts += [part.text for part in read(path, Reading()) if isinstance(part, Article)]
        except FormatError as error:
            refused.append(str(error))
    return texts, refused
