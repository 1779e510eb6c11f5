from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator import formats
from annotator.errors import FormatError
from annotator.formats import conllu_escapes as escapes
from annotator.formats.format import Article, CodebookLine, Entity, Part, Reading
from annotator.formats.kit.tokenising import Tokens
from annotator.jobs.creating import create_project
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from annotator.model.change import Change, Edit
from annotator.model.values import now
from annotator.store.project import Project
from tests.formats.declared import undeclared
from tests.formats.fuzzing import mutations
from tests.formats.gold import METADATA, TEXT, gold_project
from tests.formats.shared import shared
from tests.jobs.random_projects import CODEBOOK, projects

if TYPE_CHECKING:
    from collections.abc import Callable

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
CONLLU = formats.named("conllu")


def parts_of(path: Path, reading: Reading | None = None) -> list[Part]:
    assert CONLLU.read is not None
    return list(CONLLU.read(path, reading or Reading()))


def articles(path: Path) -> list[Article]:
    return [part for part in parts_of(path) if isinstance(part, Article)]


def labelled(article: Article) -> list[tuple[str, str]]:
    return [(span.label, span.text) for span in article.spans]


def rows(*words: str) -> str:
    """Words and their last column, parted by a space, as rows."""
    lines = []
    for number, word in enumerate(words, 1):
        form, _, misc = word.partition(" ")
        id_, _, form = form.rpartition(":") if ":" in form else (str(number), "", form)
        lines.append("\t".join((id_, form, *"_______", misc or "_")))
    return "\n".join(lines) + "\n\n"


@pytest.fixture
def said(tmp_path: Path) -> Callable[[str], Article]:
    """Write this to a file and read its article."""

    def read(content: str) -> Article:
        (tmp_path / "a.conllu").write_text(content, encoding="utf-8")
        [article] = articles(tmp_path / "a.conllu")
        return article

    return read


@settings(max_examples=10, deadline=None, suppress_health_check=SLOW)
@given(changes=projects(), scheme=st.sampled_from(["iob2", "iob1", "bilou"]))
def test_what_comes_back_is_the_project_but_for_the_losses(changes: list[Change], scheme: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Project.create(folder / "a.annodb", title="A", codebook=CODEBOOK) as first:
            first.apply(Edit("fill", tuple(changes), changes[0].register.id, now()))
            report = export(first, folder / "out", format="conllu", options={"scheme": scheme})
            with Project.create(folder / "b.annodb", title="B", codebook=CODEBOOK) as second:
                if list((folder / "out").glob("*.conllu")):
                    import_paths(second, [folder / "out"], annotator=first.annotators()[0])
                assert undeclared(first, second, report, "conllu") == []


@given(st.text())
def test_every_text_can_be_escaped(text: str) -> None:
    for escaped in (escapes.value(text), escapes.key(text), escapes.spaces(text)):
        assert escapes.plain(escaped) == text
        assert len(escaped.splitlines()) <= 1 or not escaped.isprintable()


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """The gold document as CoNLL-U."""
    with gold_project(tmp_path / "gold.annodb") as project:
        export(project, tmp_path / "out", format="conllu")
    return tmp_path / "out" / "annotations.conllu"


def test_the_conllu_library_reads_words_spaces_and_layers(gold: Path) -> None:
    conllu = pytest.importorskip("conllu")
    sentences = conllu.parse(gold.read_text("utf-8"))
    words = [word for sentence in sentences for word in sentence]
    for word in words:
        start, end = map(int, word["misc"]["TokenRange"].split(":"))
        assert TEXT[start:end] == word["form"]
    assert [word["form"] for word in words] == Tokens(TEXT).words()
    tags = {
        layer: [word["misc"].get(layer, "O") for word in words] for layer in ("NE", "QUOTES", "CLAIMS")
    }
    assert sum(tag.startswith("B-") for tag in tags["NE"]) == 5
    assert sum(tag == "B-Quote" for tag in tags["QUOTES"]) == 2
    assert sum(tag == "B-Claim" for tag in tags["CLAIMS"]) == 3


def test_the_conllu_library_reads_title_metadata_and_sentences(gold: Path) -> None:
    conllu = pytest.importorskip("conllu")
    first, *_ = conllu.parse(gold.read_text("utf-8"))
    assert first.metadata["meta::title"] == "Prices & ministers"
    assert first.metadata["meta::url"] == METADATA["url"]
    assert first.metadata["text"].startswith("Cafe\u0301 owner Zo\u00eb Ng \U0001f600 told Reuvers:")


def test_the_text_comes_back_to_the_letter(gold: Path) -> None:
    [article] = articles(gold)
    assert article.text == TEXT
    assert article.title == "Prices & ministers"
    assert dict(article.metadata) == METADATA


def test_spaces_of_other_programs_are_understood(said: Callable[[str], Article]) -> None:
    content = rows("Ada SpaceAfter=No", ", SpacesAfter=\\s\\s", "she", "left SpacesAfter=\\n\\n", "x _")
    assert said(content).text == "Ada,  she left\n\nx"


def test_the_comment_says_the_text_where_the_rows_do_not(said: Callable[[str], Article]) -> None:
    assert said("# text = Ada, she\n" + rows("Ada", ",", "she")).text == "Ada, she"
    assert said("# text = Bo, she\n" + rows("Ada", ",", "she")).text == "Ada , she"


def test_paragraphs_are_parted(said: Callable[[str], Article]) -> None:
    content = rows("One SpaceAfter=No", ".") + rows("Two") + "# newpar\n" + rows("Three")
    assert said(content).text == "One. Two\n\nThree"


def test_parts_of_a_word_lie_in_it(said: Callable[[str], Article]) -> None:
    content = rows(
        "1-2:don't", "1:do", "2:n't NE=B-NEG", "3-4:aux", "3:\u00e0 NE=B-X", "4:les", "4.1:gone", "5:y"
    )
    article = said(content)
    assert article.text == "don't aux y"
    assert labelled(article) == [("NEG", "n't"), ("X", "aux")]


def test_any_key_with_tags_is_a_layer(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(rows("Ada name=B-PER|Role=B-SRC", "Quill name=I-PER|Head=x", "left name=O"))
    line, article = parts_of(path)
    assert isinstance(line, CodebookLine)
    layers = {one["id"]: one["layer"] for one in line.content["labels"]}
    assert layers == {"PER": "name", "SRC": "Role"}
    assert isinstance(article, Article)
    assert labelled(article) == [("PER", "Ada Quill"), ("SRC", "Ada")]


BRACKETS = "# global.Entity = GRP-etype-infstat-link-identity\n" + rows(
    "The Entity=(1-person-new-coref(9-x[1/2]-new",
    "head Entity=9)",
    "of",
    "Oslo Entity=(2-place-new-sgl-Oslo)1)",
    "left",
    "it Entity=(1-person-giv-coref)",
)


def test_brackets_of_mentions_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(BRACKETS)
    parts = parts_of(path)
    article = parts[-1]
    assert isinstance(article, Article)
    assert ("person", "The head of Oslo") in labelled(article)
    assert ("place", "Oslo") in labelled(article)
    assert {one.name for one in parts if isinstance(one, Entity)} == {"The head of Oslo", "Oslo"}
    first, *_, last = (span for span in article.spans if span.label == "person")
    assert first.entity == last.entity
    assert first.attributes == {"infstat": "new", "link": "coref"}


def test_pieces_of_one_mention_are_one_span(said: Callable[[str], Article]) -> None:
    article = said(rows("a Entity=(e1[1/2]-x)", "b", "c Entity=(e1[2/2])"))
    assert labelled(article) == [("x", "a\u241fc")]


def test_brackets_that_do_not_match_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.conllu").write_text(rows("a Entity=(1-x", "b Entity=7)"))
    reading = Reading()
    parts_of(tmp_path / "a.conllu", reading)
    [total] = reading.losses.totals()
    assert (total.number, total.kind.what) == (2, "spans")


def test_several_annotators_come_back(tmp_path: Path) -> None:
    sample = Path(__file__).parents[2] / "resources" / "sample_project.jsonl"
    with create_project(tmp_path / "a.annodb", codebook="news-attribution") as first:
        import_paths(first, [sample])
        report = export(first, tmp_path / "out", format="conllu")
        with create_project(tmp_path / "b.annodb", codebook="conll2003-ner") as second:
            import_paths(second, [tmp_path / "out"], annotator="Zo")
            assert undeclared(first, second, report, "conllu") == []
            assert set(first.codebook().labels) == set(second.codebook().labels)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("1\tAda\n", "line 1: 2 columns, where 10 are expected"),
        ("x\tAda" + "\t_" * 8 + "\n", "line 1: “x” is no number of a word"),
        ("9" * 5000 + "\tAda" + "\t_" * 8 + "\n", "is no number of a word"),
        ("# global.columns = FORM\n1\tAda\n", "no ID and FORM"),
        ("1\ta\0" + "\t_" * 8 + "\n", "U\\+0000"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, content: str, problem: str
) -> None:
    (tmp_path / "a.conllu").write_text(content)
    with pytest.raises(FormatError, match=problem):
        parts_of(tmp_path / "a.conllu")


@pytest.mark.parametrize("seed", range(3))
def test_damaged_files_never_break_it(gold: Path, seed: int) -> None:
    for content in [*mutations(gold.read_bytes(), seed, 40), *mutations(BRACKETS.encode(), seed, 40)]:
        gold.write_bytes(content)
        with contextlib.suppress(FormatError):
            parts_of(gold)


def test_gum_news_comes_in_whole() -> None:
    folder = shared("corpora/gum-news/dep")
    found = [article for path in sorted(folder.glob("*.conllu")) for article in articles(path)]
    assert len(found) == 24
    assert sum(len(article.spans) for article in found) == 5018
    texts = {path.stem: path for path in folder.glob("*.conllu")}
    for article in found[:3]:
        lines = texts[f"GUM_news_{_slug(article, texts)}"].read_text("utf-8").split("\n")
        for line in lines:
            if line.startswith("# text = "):
                assert line[9:] in article.text


def _slug(article: Article, texts: dict[str, Path]) -> str:
    for name, path in texts.items():
        if f"# meta::title = {article.title}\n" in path.read_text("utf-8"):
            return name.removeprefix("GUM_news_")
    raise AssertionError(article.title)


def test_gum_goes_out_and_comes_in_equal_but_for_the_losses(tmp_path: Path) -> None:
    folder = shared("corpora/gum-news/dep")
    with create_project(tmp_path / "a.annodb", codebook="conll2003-ner") as first:
        import_paths(first, sorted(folder.glob("*.conllu"))[:6], annotator="Mia")
        report = export(first, tmp_path / "out", format="conllu")
        with create_project(tmp_path / "b.annodb", codebook="conll2003-ner") as second:
            import_paths(second, [tmp_path / "out"], annotator="Mia")
            assert undeclared(first, second, report, "conllu") == []
