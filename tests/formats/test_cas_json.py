"""Rules and traps of reading CAS JSON, by hand-written files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import FormatError
from annotator.formats import cas_json
from annotator.formats.format import Article, CodebookLine, Reading
from tests.formats.fuzzing import mutations

SOFA = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView"}
TEXT = "Ada \U0001f600 met Bo."
NAMED = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
BO = {"%ID": 3, "%TYPE": NAMED, "@sofa": 1, "begin": 11, "end": 13, "value": "PER"}


class File:
    """Writes feature structures to a file and reads them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "a.json"
        self.reading = Reading()

    def read(self, *structures: dict[str, Any], **more: Any) -> Article:
        said = {"%TYPES": {}, "%FEATURE_STRUCTURES": [SOFA | {"sofaString": TEXT}, *structures], **more}
        self.path.write_text(json.dumps(said))
        return self.again()

    def again(self) -> Article:
        *_, article = cas_json.read(self.path, self.reading)
        assert isinstance(article, Article)
        return article

    def lost(self) -> list[str]:
        return self.reading.losses.sentences()


@pytest.fixture
def file(tmp_path: Path) -> File:
    return File(tmp_path)


def test_offsets_are_utf_16_units(file: File) -> None:
    article = file.read(BO)
    assert [(one.text, one.label) for one in article.spans] == [("Bo", "PER")]


def test_anchors_and_structures_may_have_the_form_of_the_draft(file: File) -> None:
    bo = {"%TYPE": NAMED, "@sofa": 1, "^begin": 11, "^end": 13, "value": "PER"}
    sofa = {key: value for key, value in SOFA.items() if key != "%ID"} | {"sofaString": TEXT}
    file.path.write_text(
        json.dumps({"%HEADER": {"%VERSION": "1"}, "%FEATURE_STRUCTURES": {"1": sofa, "3": bo}})
    )
    assert [one.text for one in file.again().spans] == ["Bo"]


def test_a_type_without_a_label_gives_its_name(file: File) -> None:
    article = file.read({"%ID": 3, "%TYPE": "my.Claim", "@sofa": 1, "begin": 0, "end": 3})
    assert [one.label for one in article.spans] == ["Claim"]


def test_other_features_are_attributes(file: File) -> None:
    more = {"sure": True, "weight": 0.5, "count": 3.0, "note": "odd", "rank": 2, "empty": None}
    (span,) = file.read(BO | more).spans
    assert span.attributes == {"sure": True, "weight": 0.5, "count": 3, "rank": 2}
    assert span.note == "odd"


def test_labels_come_in_the_layer_of_their_type(file: File) -> None:
    file.read(BO)
    line = next(cas_json.read(file.path, file.reading))
    assert isinstance(line, CodebookLine)
    assert line.content["labels"] == [{"id": "PER", "name": "PER", "layer": "NamedEntity"}]
    assert not line.is_whole


def test_structures_with_two_ends_are_relations(file: File) -> None:
    ada = BO | {"%ID": 4, "begin": 0, "end": 3}
    met = {
        "%ID": 5,
        "%TYPE": "my.Meets",
        "@sofa": 1,
        "begin": 0,
        "end": 3,
        "@Governor": 3,
        "@Dependent": 4,
    }
    article = file.read(BO, ada, met, met | {"%ID": 6, "@Governor": 99})
    ((label, start, end),) = [(one.label, one.from_id, one.to_id) for one in article.relations]
    texts = {one.id: one.text for one in article.spans}
    assert (label, texts[start], texts[end]) == ("Meets", "Bo", "Ada")
    assert file.lost() == ["1 relation dropped in 1 document: the file has no span at one of its ends."]


def test_slots_and_plain_references_are_relations(file: File) -> None:
    event = {"%ID": 4, "%TYPE": "my.Event", "@sofa": 1, "begin": 7, "end": 10, "@args": 6, "@place": 3}
    link = {"%ID": 5, "%TYPE": "my.Link", "role": "guest", "@target": 3}
    array = {"%ID": 6, "%TYPE": "my.Link[]", "%ELEMENTS": [5]}
    article = file.read(BO, event, link, array)
    assert sorted(one.label for one in article.relations) == ["guest", "place"]


def test_chains_are_relations_from_link_to_link(file: File) -> None:
    first = {"%ID": 4, "%TYPE": "my.CorefLink", "@sofa": 1, "begin": 0, "end": 3, "@next": 5}
    second = {"%ID": 5, "%TYPE": "my.CorefLink", "@sofa": 1, "begin": 11, "end": 13, "@next": 4}
    article = file.read(first | {"referenceRelation": "same"}, second)
    assert [one.label for one in article.spans] == ["Coref", "Coref"]
    assert [one.label for one in article.relations] == ["same", "next"]


def test_lists_that_bite_their_tail_end(file: File) -> None:
    node = {"%ID": 7, "%TYPE": "uima.cas.NonEmptyFSList", "@head": 3, "@tail": 7}
    article = file.read(BO, BO | {"%ID": 4, "begin": 0, "end": 3, "@friends": 7}, node)
    assert [one.label for one in article.relations] == ["friends"]


def test_what_lies_on_single_words_comes_only_on_request(file: File) -> None:
    lemma = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Lemma"
    word = {"%ID": 4, "%TYPE": lemma, "@sofa": 1, "begin": 0, "end": 3, "value": "ada"}
    assert [one.text for one in file.read(BO, word).spans] == ["Bo"]
    assert "the option “words” imports them" in file.lost()[0]
    file.reading = Reading(options={"words": "yes"})
    assert [one.text for one in file.read(BO, word).spans] == ["Bo", "Ada"]


def test_spans_outside_or_without_extent_are_counted(file: File) -> None:
    assert (
        file.read(BO | {"end": 99}, BO | {"%ID": 4, "end": 11}, BO | {"%ID": 5, "begin": 5}).spans == ()
    )
    assert "3 spans dropped" in file.lost()[0]


def test_a_second_text_is_told(file: File) -> None:
    other = SOFA | {"%ID": 9, "sofaID": "other", "sofaString": "Elsewhere."}
    article = file.read(other, BO, BO | {"%ID": 4, "@sofa": 9})
    assert [one.text for one in article.spans] == ["Bo"]
    assert "another text" in file.lost()[0]
    assert "2 texts" in file.reading.remarks[0]


def test_the_old_json_is_refused_with_a_hint(file: File) -> None:
    file.path.write_text('{"_context": {"_types": {}}, "_views": {}, "_referenced_fss": {}}')
    with pytest.raises(FormatError, match="CAS JSON 0"):
        file.again()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[]", "must be a JSON object"),
        ("{}", "is no CAS JSON"),
        ("{", "this is not JSON"),
        ('{"%FEATURE_STRUCTURES": 3}', "must be a list or an object"),
        ('{"%FEATURE_STRUCTURES": [3]}', r"\[0\]” must be an object"),
        ('{"%FEATURE_STRUCTURES": [{"%ID": 1}]}', "%TYPE” must be a text"),
        ('{"%FEATURE_STRUCTURES": [{"%ID": 1.5, "%TYPE": "a"}]}', "%ID” must be a whole number"),
        ('{"%FEATURE_STRUCTURES": [], "%TYPES": []}', "%TYPES” must be an object"),
        ('{"%FEATURE_STRUCTURES": []}', "holds no text"),
        ("[" * 100_000, "nested too deeply|not JSON"),
        ('{"%FEATURE_STRUCTURES": [' + "9" * 5000 + "]}", "cannot be read as JSON|must be an object"),
    ],
)
def test_what_is_no_cas_is_refused(file: File, content: str, said: str) -> None:
    file.path.write_text(content)
    with pytest.raises(FormatError, match=said):
        file.again()


def test_mutated_files_raise_nothing_else(file: File) -> None:
    met = {
        "%ID": 5,
        "%TYPE": "my.Meets",
        "@sofa": 1,
        "begin": 0,
        "end": 3,
        "@Governor": 3,
        "@Dependent": 4,
    }
    file.read(BO, BO | {"%ID": 4, "begin": 0, "end": 3, "uid": "x", "fragment": 0, "extras": "{}"}, met)
    for mutated in mutations(file.path.read_bytes(), 5, 300):
        file.path.write_bytes(mutated)
        try:
            file.again()
        except FormatError as error:
            assert str(file.path) in str(error)  # noqa: PT017 - most of them are sound
