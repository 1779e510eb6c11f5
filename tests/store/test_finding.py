from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from annotator.errors import Cancelled
from annotator.model.query import And, Node, Not, Or, Query, QueryError, parse
from annotator.store.project import Project
from tests.store.finding_rig import FERRY, SPANS, TEXTS, TRAIN, WATER, a_rich_project, found
from tests.store.making import ADA, BEN, edit, id_of, importing

QUOTES = ["sail", "need", "tra"]


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    yield from a_rich_project(tmp_path_factory.mktemp("rich") / "rich.annodb")


@pytest.mark.parametrize(
    ("query", "spans"),
    [
        ("label:QUOTE", QUOTES),
        ("label:quote", QUOTES),
        ('label:"Quote (said)"', QUOTES),
        ("label:person,CLAIM", ["lena", "board", "muller", "taxes", "late"]),
        ("label:QUOTE water", ["need"]),
        ("label:QUOTE tra", ["tra"]),
        ("text:MULLER", ["muller"]),
        ('text:"ferry will"', ["sail"]),
        ("text:tax*", ["taxes"]),
        ("annotator:ben", ["lena-source", "muller", "taxes"]),
        ("annotator:Okafor", ["lena-source", "muller", "taxes"]),
        ("annotator:me label:QUOTE", QUOTES),
        ("origin:propagated", ["muller"]),
        ("entity:e-lena", ["lena", "lena-source"]),
        ('entity:"lena vogt"', ["lena", "lena-source"]),
        ("entity:minister", ["lena", "lena-source"]),
        ("entity:Q42", []),
        ("entity:nobody", []),
        ("made:2025", ["late"]),
        ("has:note", ["board"]),
        ("has:entity label:PER", ["lena"]),
        ("without:entity", ["board", "muller"]),
        ("without:speaker", ["need", "tra"]),
        ("with:speaker", ["sail"]),
        ("speaker=minister", ["sail"]),
        ("speaker=len*", ["sail"]),
        ("speaker!=minister", []),
        ("speaker!=board", ["sail"]),
        ("without:form", ["tra"]),
        ("with:form", ["sail", "need"]),
        ("has:doubt label:QUOTE", ["sail"]),
        ("form=direct", ["sail"]),
        ('Form="Direct speech"', ["sail"]),
        ("form!=direct", ["need"]),
        ("form=direct,mixed", ["sail", "need"]),
        ("mention=name", ["lena", "muller"]),
        ("mention!=name", ["board"]),
        ("mention=pronoun", ["board"]),
        ("mention!=pronoun", ["lena", "muller"]),
        ("sure=yes", ["need"]),
        ("sure=no", ["tra"]),
        ("weight>=3", ["taxes"]),
        ("weight<1", ["late"]),
        ("weight=3.0", ["taxes"]),
        ("gist=rise", ["taxes"]),
        ("about=kestria", ["late"]),
        ("about!=kestria", []),
        ("label:QUOTE article:müller", ["need"]),
        ("label:QUOTE title:about", QUOTES),
        ("label:QUOTE date:2024", ["sail"]),
        ("label:QUOTE -is:flagged", ["need", "tra"]),
        ("label:QUOTE topic=water", ["need"]),
        ("label:QUOTE OR weight>1", ["sail", "need", "taxes", "tra"]),
        ("label:QUOTE NOT (form=direct OR topic=water)", ["tra"]),
    ],
)
def test_spans_that_are_found(rich: Project, query: str, spans: list[str]) -> None:
    assert sorted(found(rich, query)) == sorted(spans)
    assert rich.count_hits(query, me=ADA) == len(spans)
    documents = {span.document_id for span in SPANS if span.id in spans}
    assert rich.document_ids(query, me=ADA) == documents


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("outlet:quay", ["ferry", "train"]),
        ('outlet:"the quay"', ["ferry"]),
        ("outlet:sud", ["water"]),
        ("outlet!=quay", ["water"]),
        ("author:roth", ["water"]),
        ("language:de", ["water"]),
        ("desk=coast", ["ferry", "water", "train"]),
        ("date:2024..2025", ["ferry", "water"]),
        ("date:2025-01-31", ["water"]),
        ("date:..2024-03-05", ["ferry"]),
        ("date:2024-04..", ["water"]),
        ("title:ferry", ["ferry"]),
        ("article:water", ["water"]),
        ("topic=water", ["water"]),
        ("has:topic", ["water"]),
        ("without:topic", ["ferry", "train"]),
        ("is:flagged", ["ferry"]),
        ("is:done", ["ferry"]),
        ("is:new", ["water", "train"]),
        ("state:in-progress", []),
        ("assigned:ben", ["train"]),
        ("is:assigned", ["train"]),
        ("has:doubt", ["ferry", "train"]),
        ("has:article-note", ["water"]),
        ("is:flagged OR topic=water", ["ferry", "water"]),
        ("", ["ferry", "water", "train"]),
    ],
)
def test_articles_that_are_found(rich: Project, query: str, articles: list[str]) -> None:
    assert sorted(found(rich, query)) == sorted(f"[{name}]" for name in articles)
    assert rich.count_hits(query, me=ADA) == len(articles)
    assert rich.document_ids(query, me=ADA) == {id_of(TEXTS[name]) for name in articles}


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("muller", ["Müller", "Müller"]),
        ('"night train"', ["night train", "night-train"]),
        ("night train", ["night", "train", "train", "night", "train"]),
        ('"night train" train', ["night train", "train", "night-train"]),
        ("wat*", ["water", "water"]),
        ("lena or kestria", ["Lena", "Kestria"]),
        ("the -night -café", ["The", "The"]),
        ("water is:flagged", []),
        ("ferry date:2024", ["ferry"]),
        ("weekly", []),
        ("about late", ["late"]),
        ("about date:2024", ["[ferry]"]),
    ],
)
def test_words_that_are_found(rich: Project, query: str, places: list[str]) -> None:
    assert found(rich, query) == places
    assert rich.count_hits(query, me=ADA) == len(places)


def test_where_nobody_asks_anybodys_work_counts(rich: Project) -> None:
    assert found(rich, "is:flagged", me="") == ["[ferry]", "[water]"]
    assert found(rich, "is:in-progress", me=BEN) == ["[water]"]
    with pytest.raises(QueryError, match="Nobody is “me”"):
        found(rich, "annotator:me", me="")


@pytest.mark.parametrize(
    ("query", "place", "said"),
    [
        ("a label:QOUTE", "QOUTE", "Did you mean QUOTE"),
        ("annotator:Zoe", "Zoe", "Ada Holt, Ben Okafor"),
        ("wieght>3", "wieght", "Did you mean weight"),
        ("form=indirect", "indirect", "Did you mean direct"),
        ("weight=much", "much", "no number"),
        ("form>3", "form", "no number"),
        ("sure=perhaps", "perhaps", "yes or no"),
        ("origin:handmade", "handmade", "manual"),
        ("without:speakers", "speakers", "Did you mean speaker"),
        ("is:finished", "finished", "done"),
        ("date:March", "March", "2024-03"),
        ("date:2024-13", "2024-13", "no date"),
        ("date:2025..2024", "2025..2024", "earlier date first"),
        ("outlet:—", "—", "no letter"),
    ],
)
def test_names_that_are_not_known(rich: Project, query: str, place: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        found(rich, query)
    assert query[caught.value.start : caught.value.end] == place
    assert said in str(caught.value)


def test_a_hit_has_its_context_and_what_is_known_of_the_span(rich: Project) -> None:
    [[hit]] = [batch for batch in rich.find("origin:propagated") if batch]
    assert hit.left + hit.text + hit.right == WATER[: hit.end + 60]
    assert (hit.text, hit.label, hit.annotator, hit.title) == ("Müller", "PER", BEN, "About water")


def test_no_more_hits_than_are_wanted(rich: Project) -> None:
    assert sum(map(len, rich.find("label:QUOTE OR label:PER", limit=2))) == 2


def test_two_searches_do_not_disturb_each_other_nor_an_edit(tmp_path: Path) -> None:
    for project in a_rich_project(tmp_path / "p.annodb"):
        one, other = project.find("text:ferry"), project.find("tax*")
        next(one)
        project.apply(edit(*importing("More of the ferry.\n")))
        assert [hit.text for batch in other for hit in batch] == ["Taxes"]
        assert not any(one)


def test_an_edit_is_written_while_another_connection_searches(tmp_path: Path) -> None:
    for writer in a_rich_project(tmp_path / "p.annodb"):
        with Project.open(writer.path, read_only=True) as reader:
            hits = reader.find("label:QUOTE OR label:PER")
            next(hits)
            writer.apply(edit(*importing("More of the ferry.\n")))
            assert not [hit for batch in hits for hit in batch]


def test_articles_that_are_nearly_the_same(tmp_path: Path) -> None:
    for project in a_rich_project(tmp_path / "p.annodb"):
        groups = [(FERRY, id_of(FERRY)), (WATER, id_of(FERRY)), (TRAIN, id_of(TRAIN))]
        rows = [(id_of(text), b"", group) for text, group in groups]
        project._connection.executemany("INSERT OR REPLACE INTO signature VALUES (?, ?, ?)", rows)
        assert found(project, "is:duplicate") == ["[ferry]", "[water]"]
        assert found(project, "label:CLAIM -is:duplicate") == ["late"]


def test_counting_can_be_stopped(rich: Project) -> None:
    def stop(_number: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        rich.count_hits("label:QUOTE", step=stop)


SPAN_LEAVES = (
    "label:QUOTE", "text:water", "annotator:ben", "has:note", "entity:minister", "mention=name",
    "weight>=3", "without:speaker", "is:flagged", "topic=water", "article:train", "date:2024", "ferry",
    "has:doubt", "without:topic", "speaker=lena", "m*", "article:k*",
)  # fmt: skip
ARTICLE_LEAVES = (
    "is:flagged", "topic=water", "article:train", "date:2024", "has:doubt", "title:ferry", "water",
    "outlet:quay", "t*", "title:f*", "k* OR ferry", '"night train"', "the", "tax*",
    "assigned:ben", "is:new",
)  # fmt: skip


def trees(leaves: tuple[str, ...]) -> some.SearchStrategy[Node]:
    return some.recursive(
        some.sampled_from(leaves).map(lambda text: parse(text).root),
        lambda part: part.map(Not) | some.tuples(part, part).map(And) | some.tuples(part, part).map(Or),
        max_leaves=6,
    )


def among_sets(node: Node, every: set[str], answer: Callable[[Node], set[str]]) -> set[str]:
    if isinstance(node, Not):
        return every - among_sets(node.part, every, answer)
    if isinstance(node, And | Or):
        parts = [among_sets(part, every, answer) for part in node.parts]
        return set.intersection(*parts) if isinstance(node, And) else set.union(*parts)
    return answer(node)


@settings(max_examples=150, deadline=None)
@given(tree=trees(SPAN_LEAVES))
def test_and_or_not_of_spans_are_what_they_are_among_sets(rich: Project, tree: Node) -> None:
    spans = parse("label:PER,QUOTE,SOURCE,CLAIM").root

    def answer(node: Node) -> set[str]:
        return set(found(rich, str(Query(And((spans, node))))))

    expected = among_sets(tree, {span.id for span in SPANS}, answer)
    query = Query(And((spans, tree)))
    assert sorted(found(rich, str(query))) == sorted(expected)
    assert rich.count_hits(query, me=ADA) == len(expected)
    people = parse("label:PER").root
    either = Query(Or((people, tree)))
    assert set(found(rich, str(either))) == expected | answer(people)
    assert rich.count_hits(either, me=ADA) == len(expected | answer(people))


@settings(max_examples=100, deadline=None)
@given(tree=trees(ARTICLE_LEAVES))
def test_and_or_not_of_articles_are_what_they_are_among_sets(rich: Project, tree: Node) -> None:
    def answer(node: Node) -> set[str]:
        return rich.document_ids(Query(node), me=ADA)

    expected = among_sets(tree, set(map(id_of, TEXTS.values())), answer)
    assert rich.document_ids(Query(tree), me=ADA) == expected
    assert rich.count_hits(Query(tree), me=ADA) == sum(map(len, rich.find(Query(tree), me=ADA)))


def test_the_largest_query_is_answered(rich: Project) -> None:
    deep = "NOT (" * 6 + "label:PER" + ")" * 6
    wide = " OR ".join(f"text:w{n} (label:PER -title:t{n})" for n in range(32))
    assert found(rich, f"label:PER ({wide} OR text:lena)") == ["lena"]
    assert found(rich, deep) == ["lena", "board", "muller"]
