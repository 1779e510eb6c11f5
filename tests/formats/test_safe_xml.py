"""What strangers' XML must not do to us, and what ours must not lose."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import FormatError
from annotator.formats.kit import safe_xml
from tests.formats.fuzzing import mutations

LAUGHS = (
    '<?xml version="1.0"{}?><!DOCTYPE a [<!ENTITY x "ha">'
    + "".join(f'<!ENTITY {b} "{10 * f"&{a};"}">' for a, b in zip("xyzwvutsr", "yzwvutsrq", strict=True))
    + ']><a b="&q;">&q;</a>'
)
ENTITIES = [
    LAUGHS,
    '<?xml version="1.0"{}?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    '<?xml version="1.0"{}?><!-- c --><?pi?><!DOCTYPE a [<!entity % b SYSTEM "http://x.example/">%b;]><a/>',
]


@pytest.mark.parametrize("is_huge", [False, True])
@pytest.mark.parametrize(
    "encoding", ["", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("source", ENTITIES)
def test_entities_are_refused_in_every_encoding(source: str, encoding: str, is_huge: bool) -> None:
    declared = f' encoding="{encoding[:6]}"' if encoding else ""
    content = source.format(declared).encode(encoding or "utf-8")
    with pytest.raises(FormatError, match=r"not read|cannot be read|can be read"):
        safe_xml.parse(content, "a.xml", is_huge=is_huge)


@pytest.mark.parametrize("encoding", ["utf-7", "cp037", "hz", "iso2022_jp", "no-such"])
def test_encodings_that_hide_signs_are_refused(encoding: str) -> None:
    source = f'<?xml version="1.0" encoding="{encoding}"?><a/>'
    with pytest.raises(FormatError, match=r"encoding|read"):
        safe_xml.parse(source.encode(), "a.xml")
    if encoding == "cp037":
        with pytest.raises(FormatError):
            safe_xml.parse(source.encode("cp037"), "a.xml")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "shift_jis", "gb18030"]
)
def test_usual_encodings_are_read(encoding: str) -> None:
    letters = "\u3042" if encoding in ("shift_jis", "gb18030") else "\xe4"
    source = f'<?xml version="1.0" encoding="{encoding}"?><a>{letters}</a>'
    assert safe_xml.parse(source.encode(encoding), "a.xml").text == letters


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(socket, "socket", lambda *_: pytest.fail("the network was asked"))
    (tmp_path / "a.dtd").write_text('<!ENTITY b "gotcha">')
    for place in ("http://x.example/a.dtd", (tmp_path / "a.dtd").as_uri()):
        content = f'<!DOCTYPE a SYSTEM "{place}"><a>text<b/></a>'.encode()
        assert safe_xml.parse(content, "a.xml").text == "text"
        told = safe_xml.parse(content.replace(b"text", b'<c d="&b;"/>'), "a.xml")
        assert told[0].get("d") == ""


def test_a_long_prolog_costs_no_more_than_its_length() -> None:
    assert safe_xml.parse(b"<?a?><!-- b -->" * 50_000 + b"<a/>", "a.xml").tag == "a"


def test_the_word_entity_in_a_text_is_no_entity() -> None:
    root = safe_xml.parse(b"<a><![CDATA[<!ENTITY]]></a>", "a.xml")
    assert root.text == "<!ENTITY"


@pytest.mark.parametrize("is_huge", [False, True])
def test_deep_nesting_is_refused(is_huge: bool) -> None:
    with pytest.raises(FormatError, match="depth"):
        safe_xml.parse(b"<a>" * 200_000 + b"</a>" * 200_000, "a.xml", is_huge=is_huge)


def test_long_attributes_need_leave() -> None:
    content = b'<a b="' + b"x" * 11_000_000 + b'"/>'
    with pytest.raises(FormatError):
        safe_xml.parse(content, "a.xml")
    assert len(safe_xml.parse(content, "a.xml", is_huge=True).get("b")) == 11_000_000


def test_damaged_xml_is_refused_with_its_place() -> None:
    with pytest.raises(FormatError, match=r"a\.xml, line 2"):
        safe_xml.parse(b"<a>\n<b></a>", "a.xml")
    for content in (b"", b"\0\0", b"<", b"\xff\xfe<\0", b"text", b"<?xml?>"):
        with pytest.raises(FormatError):
            safe_xml.parse(content, "a.xml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_mutated_xml_raises_nothing_else(encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?><a b="c">\xe4<d/></a>'.encode(encoding)
    for mutated in mutations(content, 7, 300):
        with suppress(FormatError):
            safe_xml.parse(mutated, "a.xml", is_huge=True)


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_texts_survive_in_attributes(text: str) -> None:
    written, number = safe_xml.writable(text)
    assert len(written) == len(text)
    assert (number == 0) == (written == text)
    root = safe_xml.parse(f'<a b="{safe_xml.attribute(written)}"/>'.encode(), "a.xml", is_huge=True)
    assert root.get("b") == written


def test_writable_takes_halves_of_pairs() -> None:
    assert safe_xml.writable("a\ud83d\x00\ufffeb") == ("a   b", 3)
