from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from annotator.model.check_document import Checked
from annotator.model.check_spans import trimmed
from annotator.model.checking import findings
from annotator.model.checks import LEVELS
from annotator.model.extent import Extent
from annotator.model.values import Relation, Span
from tests.model.checking_rig import NEWS, background, contents, relation, span, strings

TEXTS = some.text(alphabet='Ab c.,“”"„«»\n-é1', max_size=60)
PLACES = some.tuples(some.integers(0, 70), some.integers(1, 20)).map(lambda at: (at[0], at[0] + at[1]))
LABELS = some.sampled_from([*NEWS.labels, "SHIP"])
KINDS = some.sampled_from([*NEWS.relation_types, "admires"])
ALL = {"d": ["mia"]}


@some.composite
def documents(draw: some.DrawFn) -> tuple[str, list[Span], list[Relation]]:
    text = draw(TEXTS)
    placed = draw(
        some.lists(some.tuples(LABELS, some.lists(PLACES, min_size=1, max_size=2)), max_size=6)
    )
    spans = [span(f"s{n}", label, *at, within=text) for n, (label, at) in enumerate(placed)]
    ends = some.sampled_from([one.id for one in spans] + ["gone"])
    links = draw(some.lists(some.tuples(KINDS, ends, ends), max_size=4, unique=True))
    return text, spans, [relation(*link) for link in links]


@given(documents())
def test_no_document_makes_a_check_fail(document: tuple[str, list[Span], list[Relation]]) -> None:
    text, spans, relations = document
    around = background(at_work=ALL, done=ALL, entities=set())
    found = findings(contents(text, *spans, *relations), around, strings(*spans))
    assert found == sorted(found, key=lambda one: (one.start, -one.end))
    assert all(one.reason and one.level in LEVELS for one in found)


@given(documents())
def test_what_is_told_unlabelled_lies_outside_the_spans_of_its_layer(
    document: tuple[str, list[Span], list[Relation]],
) -> None:
    text, spans, _relations = document
    checked = Checked(contents(text, *spans), background(at_work=ALL))
    for one in strings(*spans, *spans).findings(checked):
        if one.kind == "unlabelled":
            layer = NEWS.labels[one.label].layer
            same = [each for each in spans if NEWS.label(each.label).layer == layer]
            ranges = [part for each in same for part in each.fragments]
            assert all(one.end <= start or end <= one.start for start, end in ranges)


@given(TEXTS, PLACES, some.sampled_from(Extent))
def test_trimming_twice_is_trimming_once(text: str, place: tuple[int, int], extent: Extent) -> None:
    start, end = min(place[0], len(text)), min(place[1], len(text))
    once = trimmed(text, start, end, extent)
    assert start <= once.start <= once.end <= end
    assert trimmed(text, *once, extent) == once
