from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import FormatError
from annotator.formats.format import Reading
from annotator.formats.json_values import Place
from annotator.formats.jsonl_document import DocumentReader
from annotator.model.values import Relation, Span, new_id

TEXT = "The ferry to Reeth sailed late, said Ada Quill of the harbour board."
ODD = {"id": new_id(), "label": "ODD", "fragments": [[0, 3]], "attributes": {"gone": None}}
"""A span that is looked at closely, and with it all others of its document."""
SPAN = {"id": new_id(), "label": "PER", "fragments": [[0, 3]]}

pairs = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda one: [one[0], one[0] + one[1]]),
    min_size=1,
    max_size=2,
)
values = st.one_of(st.text(max_size=5), st.booleans(), st.integers(-9, 9), st.floats(0, 1))
optional = {
    "annotator": st.sampled_from([None, "", "Ada"]),
    "attributes": st.none() | st.dictionaries(st.text(max_size=4), values, max_size=2),
    "note": st.sampled_from([None, "", "unsure"]),
    "origin": st.sampled_from([None, "", "manual", "rule"]),
    "created": st.sampled_from([None, "", "2026-03-10T08:00:00.000Z"]),
    "modified": st.sampled_from([None, "2026-03-11T08:00:00.000Z"]),
}
needed = {"id": st.uuids().map(str), "label": st.sampled_from(["PER", "ORG"])}
spans = st.fixed_dictionaries(
    needed | {"fragments": pairs}, optional=optional | {"entity": st.sampled_from([None, "", "e1"])}
)


def reader() -> DocumentReader:
    return DocumentReader(TEXT, Place("a.jsonl", 1), Reading(time="2026-03-12T08:00:00.000Z"))


def plain(raws: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with the keys of the first in all of them."""
    return [{key: one.get(key) for key in raws[0]} | {"id": one["id"]} for one in raws]


def relation(**said: Any) -> dict[str, Any]:
    return {"id": new_id(), "label": "speaker", **said}


@given(st.lists(spans, min_size=1, max_size=4, unique_by=lambda one: one["id"]))
def test_spans_read_at_once_are_those_read_one_by_one(raws: list[dict[str, Any]]) -> None:
    together = reader().spans(plain(raws))
    assert together == reader().spans([*plain(raws), ODD])[:-1]
    assert all(isinstance(one, Span) for one in together)


@given(st.lists(st.fixed_dictionaries(needed, optional=optional), min_size=1, max_size=4))
def test_relations_read_at_once_are_those_read_one_by_one(raws: list[dict[str, Any]]) -> None:
    odd = relation(attributes={"gone": None})
    linked = [
        {**one, "id": new_id(), "from": SPAN["id"], "to": SPAN["id"]} for one in [*plain(raws), odd]
    ]
    together, closely = reader(), reader()
    for document in (together, closely):
        document.spans([SPAN])
    assert together.relations(linked[:-1]) == closely.relations(linked)[:-1]


def test_relations_follow_the_names_of_spans() -> None:
    document = reader()
    quote, person = document.spans(
        [
            {"id": "q", "label": "QUOTE", "fragments": [[0, 3]]},
            {"id": "p", "label": "PER", "fragments": [[37, 46]]},
        ]
    )
    [speaker] = document.relations([relation(**{"from": "q", "to": "p"})])
    assert isinstance(speaker, Relation)
    assert (speaker.from_id, speaker.to_id) == (quote.id, person.id)
    assert person.text == "Ada Quill"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"label": " "}, "label"),
        ({"label": 3}, "label"),
        ({"fragments": [[3, 3]]}, "does not lie"),
        ({"fragments": [[0, 900]]}, "does not lie"),
        ({"fragments": [[0, True]]}, "pairs"),
        ({"fragments": []}, "needs"),
        ({"origin": "elsewhere"}, "origin"),
        ({"attributes": {"a": []}}, "attributes.a"),
        ({"note": 1}, "note"),
    ],
)
def test_what_is_wrong_with_one_of_many_is_said_with_its_place(
    change: dict[str, Any], said: str
) -> None:
    good = {"id": new_id(), "label": "PER", "fragments": [[0, 3]], "origin": "manual"}
    with pytest.raises(FormatError, match=said) as caught:
        reader().spans([good, {**good, "id": new_id(), **change}])
    assert "spans[1]" in str(caught.value)


def test_an_id_that_stands_twice_is_refused() -> None:
    raw = {"id": "a", "label": "PER", "fragments": [[0, 3]]}
    with pytest.raises(FormatError, match="used twice"):
        reader().spans([raw, raw])
