from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as some

from annotator.model.query import (
    DEEPEST,
    And,
    Comparison,
    Everything,
    Node,
    Not,
    Or,
    Query,
    QueryError,
    Term,
    Value,
    Words,
    leaves,
    parse,
    quoted,
    written,
)

A, B, C = Words("a"), Words("b"), Words("c")
SIGNS = [
    '"',
    "“",
    "”",
    "(",
    ")",
    ":",
    "=",
    "!=",
    "<",
    ">=",
    "*",
    ",",
    "-",
    " ",
    "\t",
    "..",
    "\0",
    "é",
    "🚢",
]
SAID = ["and", "OR", "not", "label", "date", "has", "water", "2024", "PER", "x"]
QUERIES = some.lists(some.sampled_from(SIGNS + SAID) | some.characters(), max_size=20).map("".join)


def values() -> some.SearchStrategy[Value]:
    return some.builds(Value, some.text(max_size=6), some.booleans())


def terms() -> some.SearchStrategy[Node]:
    several = some.lists(values(), min_size=1, max_size=3).map(tuple)
    words = some.text(min_size=1, max_size=6).filter(lambda text: any(c.isalnum() for c in text))
    names = some.builds(Value, some.text(max_size=6))
    return some.one_of(
        some.builds(Words, words, some.booleans()),
        some.builds(Term, some.sampled_from(["label", "text", "date"]), several),
        some.builds(Comparison, names, some.sampled_from(["=", "!=", "<", ">="]), several),
    )


def joined(kind: type[And | Or], parts: some.SearchStrategy[Node]) -> some.SearchStrategy[Node]:
    others = parts.filter(lambda part: not isinstance(part, kind))
    return some.lists(others, min_size=2, max_size=3).map(lambda found: kind(tuple(found)))


TREES = some.recursive(
    terms(), lambda part: some.one_of(part.map(Not), joined(And, part), joined(Or, part)), max_leaves=8
)


def depth(node: Node) -> int:
    parts = [node.part] if isinstance(node, Not) else getattr(node, "parts", [])
    return 1 + max(map(depth, parts)) if parts else 0


def understood(text: str) -> Query | QueryError:
    try:
        return parse(text)
    except QueryError as error:
        return error


@given(tree=TREES)
def test_a_query_that_is_written_parses_to_itself(tree: Node) -> None:
    assume(depth(tree) <= DEEPEST)
    assert parse(written(tree)).root == tree


@given(text=QUERIES)
@example('"')
@example("label:")
@example("=")
@example("(" * 3000)
@example("not " * 3000)
@example("a " * 3000)
def test_any_text_is_understood_or_has_a_place_that_is_not(text: str) -> None:
    found = understood(text)
    if isinstance(found, QueryError):
        assert 0 <= found.start < found.end <= len(text)
        assert found.message.endswith(".")
        assert found.hint
    else:
        assert parse(str(found)) == found


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", Everything()),
        ("a b", And((A, B))),
        ("a AND b and c", And((A, B, C))),
        ("a or b c", Or((A, And((B, C))))),
        ("(a or b) c", And((Or((A, B)), C))),
        ("not a b", And((Not(A), B))),
        ("a -b", And((A, Not(B)))),
        ("-(a or b)", Not(Or((A, B)))),
        ('"night train" minist*', And((Words("night train"), Words("minist", is_prefix=True)))),
        ("“night train”", Words("night train")),
        ('"and"', Words("and")),
        ("x-ray 10:30", And((Words("x-ray"), Words("10:30")))),
        ("Label:PER,ORG", Term("label", (Value("PER"), Value("ORG")))),
        ('label: "Night train" , x', Term("label", (Value("Night train"), Value("x")))),
        ('entity:"The ""Duke"""', Term("entity", (Value('The "Duke"'),))),
        ("worth = high", Comparison(Value("worth"), "=", (Value("high"),))),
        ('"Kind of claim"!=event', Comparison(Value("Kind of claim"), "!=", (Value("event"),))),
        ("speed>=3.5", Comparison(Value("speed"), ">=", (Value("3.5"),))),
        ("date:2024-03..", Term("date", (Value("2024-03.."),))),
    ],
)
def test_how_queries_are_understood(text: str, tree: Node) -> None:
    assert parse(text).root == tree


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("water lable:PER", "lable:", "Did you mean label:"),
        ("http://quay.example", "http:", "quotation marks"),
        ('water "night train', '"night train', "not closed"),
        ("a (b or c", "(", "not closed"),
        ("a b)", ")", "not open"),
        ("a ()", "()", "nothing in it"),
        ("a or", "or", "nothing behind it"),
        ("or a", "or", "nothing before it"),
        ("not", "not", "nothing behind it"),
        ("label: ", "label:", "missing"),
        ("a label:PER,", "label:PER,", "missing"),
        ("a wa*ter", "*", "end of a word"),
        ("a — b", "—", "no letter or digit"),
        ("<3 a", "<", "no name before"),
    ],
)
def test_what_cannot_be_understood_is_shown_in_its_place(text: str, place: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert text[caught.value.start : caught.value.end] == place
    assert said in str(caught.value)


def test_terms_know_their_places() -> None:
    label, words = leaves(parse("label:PER water").root)
    assert isinstance(label, Term)
    assert isinstance(words, Words)
    assert (label.values[0].place, words.place) == ((6, 9), (10, 15))


@given(text=some.text(min_size=1))
def test_any_value_can_be_quoted(text: str) -> None:
    assert parse(f"entity:{quoted(text)}").root == Term("entity", (Value(text),))
