"""WebAnno TSV 3: INCEpTION's own test files, GUM's news, and what is no such file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from annotator import formats
from annotator.errors import FormatError
from annotator.formats import cas_xmi, webanno_tsv
from annotator.formats.format import Article, Reading
from annotator.formats.uima import Cas
from tests.formats.fuzzing import mutations
from tests.formats.shared import shared

RESOURCES = "corpora/inception-fixtures/inception/inception-io-webanno-tsv/src/test/resources"
NO_XMI = {"sampleSlotAnnotation1", "sampleSlotAnnotation2"}
MOVED = {
    # The format trims spans to words; the XMI beside the TSV tells how they were before.
    "testAnnotationWithLeadingWhitespace",
    "testAnnotationWithLeadingWhitespaceAtStart",
    "testAnnotationWithTrailingWhitespace",
    "testAnnotationWithTrailingWhitespaceAtEnd",
    "testZeroWidthAnnotationBeforeFirstTokenIsMovedToBeginOfFirstToken",
    "testZeroWidthAnnotationBetweenTokenIsMovedToEndOfPreviousToken",
    "testZeroWidthAnnotationBeyondLastTokenIsMovedToEndOfLastToken",
}
RENAMED = {"integerValue": "intValue"}


def read(path: Path, reading: Reading | None = None) -> Article:
    *_, article = webanno_tsv.read(path, reading or Reading())
    assert isinstance(article, Article)
    return article


def written(folder: Path, *rows: str, head: str = "#T_SP=my.Span|value", form: str = "3.3") -> Path:
    said = [f"#FORMAT=WebAnno TSV {form}", head, "", "", *rows, ""]
    path = folder / "a.tsv"
    path.write_text("\n".join(said), encoding="utf-8")
    return path


def content(cas: Cas) -> Counter[Any]:
    """The annotations of a CAS without the names of types, which differ in some of the files."""

    def shown(value: Any) -> Any:
        if isinstance(value, list):
            return tuple(map(shown, value))
        there = cas.at(value)
        if there is None:
            return str(value)
        return there.extent() or tuple(sorted((k, shown(v)) for k, v in there.features.items()))

    found: Counter[Any] = Counter()
    for one in cas.structures.values():
        if one.extent() is None or one.type.endswith((".Token", "MetaData")):
            continue
        said = {
            RENAMED.get(name, name): shown(cas.elements(value) if name == "links" else value)
            for name, value in one.features.items()
            if name not in ("begin", "end", "sofa") and value != ""
        }
        found[one.extent(), tuple(sorted(said.items()))] += 1
    return found


def test_inceptions_files_say_what_the_xmi_beside_them_says() -> None:
    folders = sorted(one for one in shared(f"{RESOURCES}/tsv3-suite").iterdir() if one.is_dir())
    assert len(folders) == 75
    for folder in folders:
        reading = Reading()
        ours = webanno_tsv.load(folder / "reference.tsv", reading)
        assert reading.remarks == []
        if folder.name in NO_XMI:
            continue
        theirs = cas_xmi.load(folder / "reference.xmi")
        assert ours.text.rstrip() == theirs.text.rstrip(), folder.name
        if folder.name in MOVED:
            assert content(ours).total() == content(theirs).total(), folder.name
        else:
            assert content(ours) == content(theirs), folder.name


def test_all_of_inceptions_files_can_be_imported() -> None:
    for path in sorted(shared(RESOURCES).glob("tsv3*/**/*.tsv")):
        assert formats.of_file(path) is webanno_tsv.FORMAT
        assert read(path, Reading(options={"words": "yes"})).text.strip()


@pytest.mark.parametrize(("part", "spans", "relations"), [("gum", 5018, 2535), ("ontogum", 5103, 1610)])
def test_gums_news_come_in_whole(part: str, spans: int, relations: int) -> None:
    files = sorted(shared(f"corpora/gum-news/coref/{part}/tsv").glob("*.tsv"))
    assert len(files) == 24
    reading = Reading()
    articles = [read(path, reading) for path in files]
    assert sum(len(one.spans) for one in articles) == spans
    assert sum(len(one.relations) for one in articles) == relations
    assert reading.losses.totals() == []


def test_gums_entities_are_labels() -> None:
    article = read(shared("corpora/gum-news/coref/gum/tsv/GUM_news_nasa.tsv"))
    first = article.spans[0]
    assert (first.text, first.label) == ("NASA", "organization")
    assert first.attributes["identity"] == "NASA"
    texts = {one.id: one.text for one in article.spans}
    bridge = next(one for one in article.relations if one.label == "bridge:def")
    assert texts[bridge.to_id] == "retired shuttles"


def test_escapes_stacks_parts_of_words_and_lines(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "#Text=one\\ttwo",
        "#Text=three",
        "1-1\t0-3\tone\tA\\|B[1]|C[2]\t",
        "1-2\t4-7\ttwo\tA\\|B[1]\t",
        "1-2.1\t5-6\tw\tD\\_E\t",
        "1-3\t8-13\tthree\t\\*\t",
    )
    article = read(path)
    assert article.text == "one\ttwo\nthree"
    found = sorted((one.text, one.label) for one in article.spans)
    assert found == [("one", "C"), ("one\ttwo", "A|B"), ("three", "*"), ("w", "D_E")]


def test_relations_lead_from_the_word_that_is_named(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "#Text=Ada saw Bo",
        "1-1\t0-3\tAda\tX[1]|Y[2]\t_\t_\t",
        "1-2\t4-7\tsaw\t_\t_\t_\t",
        "1-3\t8-10\tBo\tZ\tknows\t1-1[2_0]\t",
        head="#T_SP=my.Span|value\n#T_RL=my.Rel|value|BT_my.Span",
    )
    article = read(path)
    (relation,) = article.relations
    labels = {one.id: one.label for one in article.spans}
    assert (labels[relation.from_id], relation.label, labels[relation.to_id]) == ("Y", "knows", "Z")


@pytest.mark.parametrize(("end", "unit"), [(4, "utf-16"), (3, "code point")])
def test_the_unit_is_told_by_the_words(tmp_path: Path, end: int, unit: str) -> None:
    path = written(
        tmp_path,
        "#Text=a \U0001f600 bo",
        "1-1\t0-1\ta\t_\t",
        f"1-2\t2-{end}\t\U0001f600\tX\t",
        f"1-3\t{end + 1}-{end + 3}\tbo\tY\t",
    )
    reading = Reading()
    article = read(path, reading)
    assert [(one.text, one.label) for one in article.spans] == [("\U0001f600", "X"), ("bo", "Y")]
    assert bool(reading.remarks) == (unit == "code point")


def test_a_text_that_does_not_fit_its_words_is_made_of_them(tmp_path: Path) -> None:
    reading = Reading()
    path = written(tmp_path, "#Text=Ada  saw", "1-1\t0-3\tAda\tX\t", "1-2\t4-7\tsaw\t_\t")
    assert read(path, reading).text == "Ada saw"
    assert "line 6" in reading.remarks[0]


def test_words_of_chains_are_linked_in_order(tmp_path: Path) -> None:
    rows = (
        "1-1\t0-1\ta\tsame->1-1\tX[1]\t",
        "1-2\t2-3\tb\t*->1-3\tX[1]\t",
        "1-3\t4-5\tc\t*->1-2\tX[1]\t",
    )
    head = "#T_CH=my.CorefLink|referenceRelation|referenceType"
    article = read(written(tmp_path, "#Text=a b c", *rows, head=head))
    texts = {one.id: one.text for one in article.spans}
    found = [(texts[one.from_id], one.label, texts[one.to_id]) for one in article.relations]
    assert found == [("a", "same", "c"), ("c", "next", "b")]
    assert {one.label for one in article.spans} == {"X"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["#Text=a", "1-1\tx\ta\t_"], "line 6: a word must begin"),
        (["#Text=a", "1-1\t3-1\ta\t_"], "line 6: the word ends before"),
        (["#Text=a", "nonsense"], "line 6: a word must begin"),
        (["#Text=a"], "has no words"),
        (["#Text=a", "1-1\t5-6\ta\t_", "", "#Text=b", "2-1\t0-1\tb\t_"], "inside the one before"),
        (["#Text=a", "1-1\t999999999-999999999999\ta\t_"], "has more than"),
        (["#Text=a", "1-1\t0-1\ta\t_", "1-2\t49999999-50000001\ta\t_"], "has more than"),
        (["1-1\t0-1\t\0\t_"], "U\\+0000"),
    ],
)
def test_damaged_files_are_refused_with_their_line(tmp_path: Path, rows: list[str], said: str) -> None:
    with pytest.raises(FormatError, match=said):
        read(written(tmp_path, *rows))


@pytest.mark.parametrize("start", ["#id=1\n#text=Ms.", "#FORMAT=WebAnno TSV 2.0", "a\tb"])
def test_other_tables_are_refused(tmp_path: Path, start: str) -> None:
    (tmp_path / "a.tsv").write_text(start)
    assert formats.of_file(tmp_path / "a.tsv") is not webanno_tsv.FORMAT or start
    with pytest.raises(FormatError, match="is not WebAnno TSV 3"):
        read(tmp_path / "a.tsv")


def test_mutated_files_raise_nothing_else(tmp_path: Path) -> None:
    head = "#T_SP=my.Span|value|ROLE_my.Span:links_my.Link|my.Span\n#T_RL=my.Rel|value|BT_my.Span"
    rows = (
        "1-1\t0-3\tAda\tX[1]|Y[2]\ta;b\t1-2;1-2[1]\t_\t_\t",
        "1-2\t4-7\tsaw\tZ\t_\t_\tk|l\t1-1[1_0]|1-1\t",
    )
    path = written(tmp_path, "#Text=Ada saw", *rows, head=head)
    for mutated in mutations(path.read_bytes(), 13, 300):
        path.write_bytes(mutated)
        try:
            read(path)
        except FormatError as error:
            assert str(path) in str(error)  # noqa: PT017 - some of them are sound
