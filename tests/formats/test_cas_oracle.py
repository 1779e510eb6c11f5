"""Our CAS files as dkpro-cassis reads them, and others' files as we do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from annotator import formats
from annotator.errors import FormatError
from annotator.formats.format import Article, Reading
from annotator.jobs.exporting import export
from tests.formats.gold import METADATA, RELATIONS, SPANS, TEXT, gold_project, id_of
from tests.formats.shared import shared

cassis = pytest.importorskip("cassis", reason="dkpro-cassis is not installed")
LAYERS = ("Entity", "Quotes", "Claims")


def opened(path: Path) -> Any:
    if path.suffix == ".json":
        with path.open("rb") as file:
            return cassis.load_cas_from_json(file)
    with (path.parent / "TypeSystem.xml").open("rb") as file:
        types = cassis.load_typesystem(file)
    with path.open("rb") as file:
        return cassis.load_cas_from_xmi(file, typesystem=types)


@pytest.fixture(params=["cas-json", "cas-xmi"])
def cas(tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    with gold_project(tmp_path / "a.annodb") as project:
        export(project, tmp_path / "out", format=request.param)
    (path,) = (one for one in (tmp_path / "out").glob("Prices*") if one.suffix != ".jsonl")
    return opened(path)


def test_the_gold_spans_are_understood(cas: Any) -> None:
    assert cas.sofa_string == TEXT
    found = {
        (one.uid, one.fragment, one.label, one.begin, one.end, one.note or "")
        for layer in LAYERS
        for one in cas.select(f"webanno.custom.{layer}")
    }
    assert found == {
        (id_of(name), number, label, *fragment, note)
        for name, label, fragments, _, note in SPANS
        for number, fragment in enumerate(fragments)
    }


def test_attributes_and_entities_are_features(cas: Any) -> None:
    (claim,) = (one for one in cas.select("webanno.custom.Claims") if one.uid == id_of("s4"))
    assert claim.checkworthy is True
    assert [one.form for one in cas.select("webanno.custom.Quotes")] == ["direct", None, "direct"]
    first = cas.select("webanno.custom.Entity")[0]
    assert (first.entity, first.identifier) == ("Zo\u00eb Ng", "http://www.wikidata.org/entity/Q42")


def test_the_gold_relations_are_understood(cas: Any) -> None:
    found = cas.select("webanno.custom.Relation")
    assert {(one.uid, one.label, one.Governor.uid, one.Dependent.uid) for one in found} == {
        (id_of(name), label, id_of(start), id_of(end)) for name, label, start, end in RELATIONS
    }
    assert all((one.begin, one.end) == (one.Dependent.begin, one.Dependent.end) for one in found)


def test_words_hold_no_white_space_and_sentences_hold_all_words(cas: Any) -> None:
    types = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type."
    words = cas.select(types + "Token")
    assert "".join(word.get_covered_text() for word in words) == "".join(TEXT.split())
    assert all(" " not in word.get_covered_text() for word in words)
    sentences = cas.select(types + "Sentence")
    assert sum(len(cas.select_covered(types + "Token", one)) for one in sentences) == len(words)


def test_the_metadata_are_understood(cas: Any) -> None:
    (said,) = cas.select("de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData")
    assert (said.documentTitle, said.documentUri) == ("Prices & ministers", METADATA["url"])
    assert said.language == "en"


# ---------------------------------------------------------------- other people's files


def article(path: Path, **options: str) -> tuple[Article, Reading]:
    reading = Reading(options=options)
    found = formats.of_file(path)
    assert found is not None
    assert found.read is not None
    (one,) = (part for part in found.read(path, reading) if isinstance(part, Article))
    return one, reading


@pytest.mark.parametrize("ending", ["json", "xmi"])
def test_the_sample_comes_in_whole(ending: str) -> None:
    found, reading = article(shared(f"oracles/samples/cas/doc-0001.{ending}"))
    assert (len(found.spans), len(found.relations)) == (11, 3)
    assert reading.losses.totals() == []
    assert [one.attributes for one in found.spans if one.label == "Quote"] == [{"form": "direct"}]
    (quote,) = (one for one in found.spans if one.label == "Quote")
    assert quote.text == "\u201cPrices rose 4% in May,\u201d\u241f\u201cand fell again.\u201d"


def has_text(path: Path) -> bool:
    """Whether a file can be read; those without a text are refused."""
    try:
        article(path)
    except FormatError:
        return False
    return True


def test_apaches_files_come_in_as_cassis_reads_them() -> None:
    files = sorted(shared("corpora/uima-jsoncas-fixtures").rglob("data.json"))
    texts = [one for one in files if has_text(one)]
    assert len(texts) == 10
    for path in texts:
        found, _ = article(path)
        with path.open("rb") as file:
            every = cassis.load_cas_from_json(file).select("uima.tcas.Annotation")
        theirs = [one for one in every if "Document" not in one.type.name]
        assert [one.text for one in found.spans] == [one.get_covered_text() for one in theirs]


def test_apaches_xmi_says_the_same_as_its_json() -> None:
    files = sorted(shared("corpora/uima-jsoncas-fixtures").rglob("debug.xmi"))
    texts = [one for one in files if has_text(one)]
    assert len(texts) == 8
    for path in texts:
        found, other = article(path)[0], article(path.with_name("data.json"))[0]
        assert [one.text for one in found.spans] == [one.text for one in other.spans]


def test_the_old_json_of_inception_is_refused_with_a_hint() -> None:
    folder = "corpora/inception-fixtures/inception/inception-io-json/src/test/resources"
    with pytest.raises(FormatError, match="of the old kind"):
        article(shared(f"{folder}/conll/2000/chunk2000_ref.json"))
