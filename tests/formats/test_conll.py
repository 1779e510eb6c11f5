from __future__ import annotations

import contextlib
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotator import formats
from annotator.errors import FormatError
from annotator.formats.format import Article, Reading
from annotator.jobs.creating import create_project
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from annotator.model.change import Change, Edit
from annotator.model.values import now
from annotator.store.project import Project
from tests.formats.declared import undeclared
from tests.formats.fuzzing import mutations
from tests.formats.gold import gold_project
from tests.formats.shared import shared
from tests.jobs.random_projects import CODEBOOK, projects

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
CONLL = formats.named("conll")


def articles(path: Path, **options: str) -> list[Article]:
    assert CONLL.read is not None
    reading = Reading(options={name.replace("_", "-"): value for name, value in options.items()})
    return [part for part in CONLL.read(path, reading) if isinstance(part, Article)]


def labelled(article: Article) -> list[tuple[str, str]]:
    return [(span.label, span.text) for span in article.spans]


@pytest.fixture
def said(tmp_path: Path) -> Callable[..., list[Article]]:
    """Write these lines to a file and read its articles."""

    def read(content: str, **options: str) -> list[Article]:
        (tmp_path / "a.conll").write_text(content, encoding="utf-8")
        return articles(tmp_path / "a.conll", **options)

    return read


def rows(*rows_: str, sep: str = "\t") -> str:
    return "".join(row.replace(" ", sep) + "\n" for row in rows_) + "\n"


@settings(max_examples=6, deadline=None, suppress_health_check=SLOW)
@given(changes=projects())
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"profile": "tsv", "scheme": "bilou", "overlaps": "longest", "fragments": "cover"},
        {"scheme": "iob1", "align": "strict", "priority": "QUOTE"},
    ],
)
def test_what_comes_back_is_the_project_but_for_the_losses(
    changes: list[Change], options: Mapping[str, str]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Project.create(folder / "a.annodb", title="A", codebook=CODEBOOK) as first:
            first.apply(Edit("fill", tuple(changes), changes[0].register.id, now()))
            report = export(first, folder / "out", format="conll", options=options)
            with Project.create(folder / "b.annodb", title="B", codebook=CODEBOOK) as second:
                if first.documents():
                    import_paths(second, [folder / "out"], annotator=first.annotators()[0])
                assert undeclared(first, second, report, "conll") == []


@pytest.fixture
def gold_out(tmp_path: Path) -> Callable[..., Path]:
    """The gold document as CoNLL columns in a folder."""

    def write(**options: str) -> Path:
        with gold_project(tmp_path / "gold.annodb") as project:
            export(project, tmp_path / "out", format="conll", options=options)
        return tmp_path / "out"

    return write


ENTITIES = [
    ("Person", "Zo\u00eb Ng"),
    ("Organization", "Reuvers"),
    ("Time", "in May , \u201d she"),
    ("Organization", "The ministry"),
    ("Organization", "Ng & < Co > did"),
]


def columns(path: Path) -> list[list[tuple[str, str]]]:
    """Words and tags of each sentence, read as simply as can be."""
    blocks = path.read_text("utf-8").split("\n\n")
    found = [[(row.split()[0], row.split()[-1]) for row in block.splitlines()] for block in blocks]
    return [block for block in found if block and block[0][0] != "-DOCSTART-"]


def test_each_layer_has_a_file_with_the_exact_document_line(gold_out: Callable[..., Path]) -> None:
    names = {path.name for path in gold_out().iterdir()}
    assert names >= {"ENTITY.conll", "QUOTES.conll", "CLAIMS.conll", "corpus.json", "documents.jsonl"}


def test_a_document_begins_as_spacy_wants_it(gold_out: Callable[..., Path]) -> None:
    lines = (gold_out() / "ENTITY.conll").read_text("utf-8").split("\n")
    assert lines[:4] == ["-DOCSTART- -X- O O", "", "Cafe\u0301 -X- -X- O", "owner -X- -X- O"]
    assert lines[-3:] == [". -X- -X- O", "", ""]


@pytest.mark.parametrize(
    ("scheme", "theirs"), [("iob2", "BIO"), ("iob1", "IOB1"), ("bilou", "BILOU"), ("bioes", "BIOES")]
)
def test_spanwend_reads_the_same_spans_in_every_scheme(
    gold_out: Callable[..., Path], scheme: str, theirs: str
) -> None:
    spanwend = pytest.importorskip("spanwend")
    found: list[Any] = []
    for sentence in columns(gold_out(scheme=scheme, profile="tsv") / "ENTITY.tsv"):
        for span in spanwend.decode([tag for _, tag in sentence], scheme=theirs):
            found.append((span.label, " ".join(word for word, _ in sentence[span.start : span.end])))
    assert found == ENTITIES


def test_nervaluate_reads_the_same_spans(gold_out: Callable[..., Path]) -> None:
    nervaluate = pytest.importorskip("nervaluate.utils")
    sentences = columns(gold_out(profile="tsv") / "ENTITY.tsv")
    text = "\n\n".join("\n".join(f"{word}\t{tag}" for word, tag in rows_) for rows_ in sentences)
    found = [
        (span["label"], " ".join(word for word, _ in rows_[span["start"] : span["end"] + 1]))
        for rows_, spans in zip(sentences, nervaluate.conll_to_spans(text), strict=True)
        for span in spans
    ]
    assert found == ENTITIES


def test_spacy_reads_the_same_spans(gold_out: Callable[..., Path]) -> None:
    converters = pytest.importorskip("spacy.training.converters")
    raw = (gold_out() / "ENTITY.conll").read_text("utf-8")
    [document] = converters.conll_ner_to_docs(raw, n_sents=0, no_print=True)
    assert [(span.label_, " ".join(map(str, span))) for span in document.ents] == ENTITIES


def test_iob2labels_says_the_same_of_subwords(gold_out: Callable[..., Path]) -> None:
    tokenizers = pytest.importorskip("tokenizers")
    iob2labels = pytest.importorskip("iob2labels")
    [article] = articles(gold_out() / "ENTITY.conll")
    level = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE(unk_token="[UNK]"))
    tokenizer.pre_tokenizer, tokenizer.decoder = level, tokenizers.decoders.ByteLevel()
    special = ["[UNK]", "[CLS]", "[SEP]", "[PAD]"]
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=400, special_tokens=special, initial_alphabet=level.alphabet()
    )
    tokenizer.train_from_iterator([article.text], trainer)
    tokenizer.post_processor = tokenizers.processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    spans = [{"start": one.start, "end": one.end, "label": one.label} for one in article.spans]
    labels = sorted({one.label for one in article.spans})
    encoder = iob2labels.IOB2Encoder(labels=labels, tokenizer=tokenizer, conversion_check=False)
    encoded = list(encoder(text=article.text, spans=spans))
    found = {
        (one["label"].casefold(), article.text[one["start"] : one["end"]].strip())
        for one in encoder.decode_text(labels=encoded, text=article.text)
    }
    assert found == {(label.casefold(), text) for label, text in labelled(article)}


def test_a_sentence_is_never_cut_inside_a_span(gold_out: Callable[..., Path]) -> None:
    out = gold_out()
    assert len(columns(out / "ENTITY.conll")) == 2
    [whole] = columns(out / "CLAIMS.conll")
    tagged = [word for word, tag in whole if tag != "O"]
    assert tagged[6:11] == ["again", ".", "\u201d", "The", "ministry"]


def test_crossing_spans_of_one_file_are_reported(tmp_path: Path) -> None:
    with gold_project(tmp_path / "gold.annodb") as project:
        report = export(project, tmp_path / "out", format="conll", options={"overlaps": "longest"})
    assert (tmp_path / "out" / "all.conll").is_file()
    assert any("spans dropped in 1 document: another span" in said for said in report.sentences())
    assert any("1 span split" in said for said in report.sentences())


def test_the_labels_that_come_first_win(tmp_path: Path) -> None:
    options = {"overlaps": "longest", "priority": "Person"}
    with gold_project(tmp_path / "gold.annodb") as project:
        export(project, tmp_path / "out", format="conll", options=options)
    tags = {word: tag for sentence in columns(tmp_path / "out" / "all.conll") for word, tag in sentence}
    assert tags["she"] == "B-Person"


def test_without_the_companions_the_text_is_put_together(tmp_path: Path) -> None:
    with gold_project(tmp_path / "gold.annodb") as project:
        report = export(project, tmp_path / "out", format="conll", options={"companion": "no"})
    assert any(" changed" in said and "character" in said for said in report.sentences())
    [article] = articles(tmp_path / "out" / "ENTITY.conll")
    assert article.metadata["reconstructed"] == "words and lines"
    assert labelled(article) == ENTITIES


def test_one_layer_of_an_export_is_read_with_its_exact_text(gold_out: Callable[..., Path]) -> None:
    [article] = articles(gold_out() / "QUOTES.conll")
    assert article.text.startswith("Cafe\u0301 owner")
    assert labelled(article)[0] == ("Quote", "\u201cPrices rose 4% in May,\u201d")


def test_a_torn_export_is_refused_with_its_place(gold_out: Callable[..., Path]) -> None:
    path = gold_out() / "ENTITY.conll"
    path.write_text(path.read_text("utf-8").replace("owner", "boss"), encoding="utf-8")
    with pytest.raises(FormatError, match="line 3: the words are not those of “Prices & ministers”"):
        articles(path.parent)


def test_several_annotators_have_files_of_their_own(tmp_path: Path) -> None:
    spans = [{"label": "PER", "fragments": [[0, 3]], "annotator": who} for who in ("Mia", "Bo")]
    document = {"kind": "document", "title": "One", "text": "Ada left.", "spans": spans}
    (tmp_path / "a.jsonl").write_text(json.dumps(document))
    with create_project(tmp_path / "a.annodb", codebook="conll2003-ner") as first:
        import_paths(first, [tmp_path / "a.jsonl"])
        report = export(first, tmp_path / "out", format="conll")
        names = {path.name.partition("-")[0] for path in (tmp_path / "out").glob("*.conll")}
        assert names == {"Mia", "Bo"}
        with create_project(tmp_path / "b.annodb", codebook="conll2003-ner") as second:
            import_paths(second, [tmp_path / "out"], annotator="Zo")
            assert undeclared(first, second, report, "conll") == []
            assert {one.name for one in second.annotators()} >= {"Mia", "Bo"}


def test_layers_without_a_span_do_not_keep_an_export_from_being_read(tmp_path: Path) -> None:
    spans = [{"label": "PERSON", "fragments": [[0, 3]]}]
    document = {"kind": "document", "title": "One", "text": "Ada left.", "spans": spans}
    (tmp_path / "a.jsonl").write_text(json.dumps(document))
    with create_project(tmp_path / "a.annodb", codebook="news-attribution") as first:
        import_paths(first, [tmp_path / "a.jsonl"])
        report = export(first, tmp_path / "out", format="conll")
        assert [path.name for path in (tmp_path / "out").glob("*.conll")] == ["entity.conll"]
        with create_project(tmp_path / "b.annodb", codebook="news-attribution") as second:
            import_paths(second, [tmp_path / "out"])
            assert undeclared(first, second, report, "conll") == []


# ---------------------------------------------------------------- what others write


@pytest.mark.parametrize("sep", ["\t", " "])
@pytest.mark.parametrize(
    "tags",
    [
        "B-PER I-PER O B-LOC",
        "I-PER I-PER O I-LOC",
        "B-PER L-PER O U-LOC",
        "B-PER E-PER O S-LOC",
        "PER PER O LOC",
        "PER PER _ LOC",
    ],
)
def test_every_scheme_and_separator_is_read(
    said: Callable[..., list[Article]], sep: str, tags: str
) -> None:
    words = ["Ada", "Quill", "saw", "Oslo"]
    content = rows(*(f"{word} {tag}" for word, tag in zip(words, tags.split(), strict=True)), sep=sep)
    [article] = said(content)
    assert labelled(article) == [("PER", "Ada Quill"), ("LOC", "Oslo")]


def test_a_word_may_have_several_tags(said: Callable[..., list[Article]]) -> None:
    [article] = said(rows("Gurez B-ORG,B-LOC", "sector I-LOC", "x O"))
    assert labelled(article) == [("ORG", "Gurez"), ("LOC", "Gurez sector")]


def test_neighbours_are_told_apart(said: Callable[..., list[Article]]) -> None:
    assert labelled(said(rows("Ada I-PER", "Bo B-PER", "x O"))[0]) == [("PER", "Ada"), ("PER", "Bo")]
    assert labelled(said(rows("Ada B-PER", "Oslo I-LOC", "x O"))[0]) == [("PER", "Ada"), ("LOC", "Oslo")]


def test_a_line_with_only_a_tab_ends_a_sentence(said: Callable[..., list[Article]]) -> None:
    [article] = said("Ada\tB-PER\n\t\nBo\tI-PER\nleft\tO\n")
    assert article.text == "Ada\nBo left"
    assert labelled(article) == [("PER", "Ada"), ("PER", "Bo")]


def test_an_empty_word_is_passed_over(said: Callable[..., list[Article]]) -> None:
    [article] = said(rows("Ada B-PER", " I-PER", "Quill I-PER", " O", "left O"))
    assert article.text == "Ada Quill left"
    assert labelled(article) == [("PER", "Ada Quill")]


def test_a_number_sign_may_be_a_word(said: Callable[..., list[Article]]) -> None:
    content = "# id 7 domain=en\n# _ _ O\nAda _ _ B-PER\n# _ _ O\n\n#tag _ _ B-TAG\nx _ _ O\n"
    [article] = said(content)
    assert article.text == "# Ada #\n#tag x"


def test_the_tag_column_can_be_chosen_and_is_found(said: Callable[..., list[Article]]) -> None:
    content = "# text = Ada left.\n" + rows("1 Ada B-PER - mia", "2 left O - mia", "3 . O - mia")
    assert labelled(said(content)[0]) == [("PER", "Ada")]
    assert said(content)[0].text == "Ada left."
    assert labelled(said(content, tag_column="5")[0])[0][0] == "mia"
    assert labelled(said(content, tag_column="-3")[0]) == [("PER", "Ada")]


def test_documents_begin_where_they_are_marked(said: Callable[..., list[Article]]) -> None:
    content = "-DOCSTART- -X- -X- O\n\nAda NNP B-NP B-PER\n\n-DOCSTART- -X- O O\n\nBo NNP B-NP B-PER\n"
    assert [(one.title, one.text) for one in said(content)] == [("a 1", "Ada"), ("a 2", "Bo")]
    content = "# newdoc id = n7\nAda\tB-PER\n\n# newdoc id = n8\nBo\tB-PER\n"
    assert [one.title for one in said(content)] == ["n7", "n8"]
    assert [one.text for one in said(rows("a O") + rows("b O"), documents="sentences")] == ["a", "b"]


def test_columns_with_a_header_are_read_by_name(said: Callable[..., list[Article]]) -> None:
    content = rows("TOKEN NE-COARSE MISC", "Ada B-pers NoSpaceAfter", ", O _", "she O _")
    [article] = said(content)
    assert article.text == "Ada, she"
    assert labelled(said(content, tag_column="NE-COARSE")[0]) == [("pers", "Ada")]


def test_spaces_can_be_guessed(said: Callable[..., list[Article]]) -> None:
    content = rows(
        *(f"{word} O" for word in ["(", "Ada", ",", "“", "no", "”", ")", "it", "'s", "$", "5", "."])
    )
    [article] = said(content, spacing="guess")
    assert article.text == "(Ada, \u201cno\u201d) it's $5."


def test_what_the_tags_are_is_said(tmp_path: Path) -> None:
    assert CONLL.read is not None
    for content, words in (
        (rows("Ada I-PER", "x O"), "IOB1"),
        (rows("A B-P", "x O", "B I-P"), "1 spans do"),
    ):
        (tmp_path / "a.conll").write_text(content)
        reading = Reading()
        list(CONLL.read(tmp_path / "a.conll", reading))
        assert words in reading.remarks[0]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("Ada\n\nleft\n", "line 1: this row has one column"),
        ("Ada\tB-PER\nleft\nx\tO\n", "line 2: 1 columns, where 2 are expected"),
        ("Ada was here\nand left early\n", "no column holds tags"),
        ("-DOCSTART- -X- O O\n\n", "no rows of words"),
        ("0\tAda\t(1)\n1\tleft\t_\n", "brackets of coreference"),
        ("Ada\tB-PER\nx" * 2 + "\xff\tO\n", "not utf-8"),
        ("a\0\tB-PER\nx\tO\n", "U\\+0000"),
        ("x\tO\n" + "a" * 1_000_001, "more than 1,000,000 characters"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, content: str, problem: str
) -> None:
    (tmp_path / "a.conll").write_bytes(content.encode("latin-1"))
    with pytest.raises(FormatError, match=problem):
        articles(tmp_path / "a.conll")


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("a.txt", "-DOCSTART- -X- O O\n\nAda NNP B-NP B-PER\n", "conll"),
        ("a.txt", "Ada B-PER\nleft O\n", "conll"),
        ("a.txt", "Ada left early.\nShe ran home.\n", "text"),
        ("a.txt", "One line\n", "text"),
        ("a.tsv", "Ada\tB-PER\nleft\tO\n", "conll"),
    ],
)
def test_columns_are_told_from_other_texts(tmp_path: Path, name: str, content: str, format: str) -> None:
    (tmp_path / name).write_text(content)
    found = formats.of_file(tmp_path / name)
    assert found is not None
    assert found.name == format


@pytest.mark.parametrize("seed", range(3))
def test_damaged_files_never_break_it(tmp_path: Path, gold_out: Callable[..., Path], seed: int) -> None:
    out = gold_out()
    for name in ("ENTITY.conll", "corpus.json", "documents.jsonl"):
        sound = (out / name).read_bytes()
        for content in mutations(sound, seed, 25):
            (out / name).write_bytes(content)
            (tmp_path / "alone.conll").write_bytes(content)
            for path in (out, tmp_path / "alone.conll"):
                with contextlib.suppress(FormatError):
                    articles(path)
        (out / name).write_bytes(sound)


# ---------------------------------------------------------------- real data


@pytest.mark.parametrize(
    ("name", "sentences", "entities"),
    [
        ("wnut17train.conll", 3394, 1975),
        ("emerging.dev.conll", 1009, 836),
        ("emerging.test.annotated", 1287, 1079),
    ],
)
def test_wnut17_comes_in_whole_and_goes_out_equal(
    tmp_path: Path, name: str, sentences: int, entities: int
) -> None:
    path = shared("corpora/wnut17") / name
    [article] = articles(path)
    assert article.text.count("\n") + 1 == sentences
    assert len(article.spans) == entities
    with create_project(tmp_path / "a.annodb", codebook="conll2003-ner") as first:
        import_paths(first, [path], annotator="Mia")
        export(first, tmp_path / "out", format="conll")
        [again] = articles(tmp_path / "out")
        [before] = first.documents()
        assert (again.text, again.metadata) == (article.text, before.metadata)
        kept = [(span.label, span.text) for span in first.spans(before.id)]
        assert sorted(labelled(again)) == sorted(kept)


def test_the_samples_of_other_programs_are_read() -> None:
    folder = shared("oracles/samples/conll")
    for name in ("conll2003.conll", "iob2.tsv"):
        [article] = articles(folder / name)
        assert labelled(article) == [
            (label, text.replace("Reuvers", "Reuters")) for label, text in ENTITIES
        ]
