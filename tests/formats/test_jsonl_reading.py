from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from annotator.errors import FormatError
from annotator.formats.format import Article, Part, Reading
from annotator.formats.jsonl_reading import read

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Ada Quill said: \u201cNo.\u201d"


def lines(path: Path, *objects: Any) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in objects), encoding="utf-8")
    return path


def parts_of(path: Path, reading: Reading | None = None) -> list[Part]:
    return list(read(path, reading or Reading()))


def document(text: str = TEXT, **others: Any) -> dict[str, Any]:
    return {"kind": "document", "text": text, **others}


def article(path: Path, reading: Reading | None = None) -> Article:
    [part] = parts_of(path, reading)
    assert isinstance(part, Article)
    return part


def test_a_document_written_by_hand_needs_only_its_text(tmp_path: Path) -> None:
    found = article(lines(tmp_path / "a.jsonl", document()))
    assert (found.text, found.title) == (TEXT, TEXT)


def test_ids_of_ones_own_link_spans_and_become_uuids(tmp_path: Path) -> None:
    spans = [
        {"id": "s1", "label": "PER", "fragments": [[0, 9]]},
        {"id": "s2", "label": "QUOTE", "fragments": [[16, 21]]},
    ]
    relations = [{"label": "speaker", "from": "s2", "to": "s1"}]
    found = article(lines(tmp_path / "a.jsonl", document(spans=spans, relations=relations)))
    person, quote = found.spans
    assert (person.text, quote.text) == ("Ada Quill", "\u201cNo.\u201d")
    assert (found.relations[0].from_id, found.relations[0].to_id) == (quote.id, person.id)
    assert len(person.id) == 36


def test_offsets_follow_when_line_ends_are_made_newlines(tmp_path: Path) -> None:
    span = {"label": "PER", "fragments": [[9, 12]], "text": "Ada"}
    reading = Reading()
    found = article(
        lines(tmp_path / "a.jsonl", document("\ufeffOne\r\n\r\n\rAda", spans=[span])), reading
    )
    assert found.text == "One\n\n\nAda"
    assert found.spans[0].text == "Ada"
    assert reading.remarks == []


def test_words_that_are_not_at_the_offsets_are_reported(tmp_path: Path) -> None:
    span = {"label": "PER", "fragments": [[0, 3]], "text": "Bob"}
    reading = Reading()
    found = article(lines(tmp_path / "a.jsonl", document(spans=[span])), reading)
    assert found.spans[0].text == "Ada"
    assert "line 1, spans[0]: the file says “Bob”, its offsets say “Ada”" in reading.remarks[0]


def test_separators_inside_a_line_do_not_end_it(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(json.dumps(document("a\u2028b\u0085c"), ensure_ascii=False).encode() + b"\r\n\n")
    assert article(path).text == "a\u2028b\u0085c"


GOOD_SPAN = {"label": "PER", "fragments": [[0, 3]]}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: this is not JSON"),
        ("[1]", "line 2: this is JSON, but not an object"),
        ('{"text": "a"}', "line 2: it has no “kind”"),
        ('{"kind": "poem"}', "its “kind” is “poem”"),
        ('{"kind": "document"}', "“text” is missing"),
        (document(""), "the document has no text"),
        (document("a\0b"), "holds U+0000 at character 1"),
        ('{"kind": "document", "text": "\\ud83d"}', "half a surrogate pair"),
        ('{"kind": "document", "text": "a", "attributes": {"x": NaN}}', "NaN is no JSON number"),
        ('{"kind": "document", "text": "a", "x": ' + "[" * 100_000, "nested too deeply"),
        (document(title=7), "“title” must be a text, not “7”"),
        (document(state="finished"), "“state” is “finished”"),
        (document(spans={}), "“spans” must be a list"),
        (document(spans=[{"fragments": [[0, 1]]}]), "spans[0]: “label” is missing"),
        (document(spans=[{"label": "PER"}]), "a span needs “fragments”"),
        (document(spans=[GOOD_SPAN, {"label": "PER", "fragments": [[3, 3]]}]), "spans[1]: the fragment"),
        (document(spans=[{"label": "PER", "fragments": [[0, 99]]}]), "which has 21 characters"),
        (document(spans=[{"label": "PER", "fragments": [[0, "3"]]}]), "list of pairs"),
        (document(spans=[{**GOOD_SPAN, "attributes": {"a": []}}]), "must be one value"),
        (document(spans=[{**GOOD_SPAN, "origin": "dreamt"}]), "“origin” is “dreamt”"),
        (document(spans=[{**GOOD_SPAN, "id": "s"}] * 2), "the id “s” is used twice"),
        (document(relations=[{"label": "x", "from": "s", "to": "s"}]), "names the span “s”"),
        ('{"kind": "header", "version": 2}', "version 2"),
        ('{"kind": "annotator", "id": "a", "role": "king"}', "“role” is “king”"),
        ('{"kind": "entity", "name": ""}', "“name” is empty"),
    ],
)
def test_a_bad_line_is_refused_with_its_place(tmp_path: Path, line: Any, said: str) -> None:
    path = tmp_path / "bad.jsonl"
    second = line if isinstance(line, str) else json.dumps(line)
    path.write_text('{"kind": "header"}\n' + second + "\n")
    with pytest.raises(FormatError) as caught:
        parts_of(path)
    assert f"{path}, line 2" in caught.value.message
    assert said in caught.value.message


def test_bytes_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b'{"kind": "document", "text": "caf\xe9"}')
    with pytest.raises(FormatError, match="byte 34 of the line is not UTF-8"):
        parts_of(path)


def test_what_documents_name_stands_before_them(tmp_path: Path) -> None:
    path = lines(tmp_path / "bad.jsonl", document(), {"kind": "annotator", "name": "Mia"})
    with pytest.raises(FormatError, match="line 2: this line must stand before the documents"):
        parts_of(path)


def test_a_newer_file_asks_for_a_newer_program(tmp_path: Path) -> None:
    path = lines(tmp_path / "new.jsonl", {"kind": "header", "format": "annotator", "version": 9})
    with pytest.raises(FormatError) as caught:
        parts_of(path)
    assert "newer Annotator" in caught.value.hint
