from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.fragment import Fragment
from annotator.model.source_attributes import source_attributes
from tests.model.checking_rig import NEWS, codebook, on


def told(words: str) -> tuple[object, object]:
    """Naming and kind of a source of these words."""
    text = f"{words} said so."
    said = source_attributes(text, Fragment(0, len(words)), "SOURCE", NEWS)
    return said.get("naming"), said.get("kind")


@pytest.mark.parametrize(
    ("words", "naming", "kind"),
    [
        ("she", "pronoun", "person"),
        ("they", "pronoun", None),
        ("Ida Brandt", "named", "person"),
        ("Mayor Odo Lind", "named", "person"),
        ("The director of the harbour, Odo Lind", "named", "person"),
        ("The Ministry of Works", "named", "organisation"),
        ("A spokeswoman for Karrow Radio", "role", "person"),
        ("The company", "role", "organisation"),
        ("The report", "role", "document"),
        ("residents", "collective", "group"),
        ("An official who asked not to be named", "anonymous", "person"),
        ("The new one", None, None),
    ],
)
def test_words_tell_how_a_source_is_named(words: str, naming: str | None, kind: str | None) -> None:
    assert told(words) == (naming, kind)


def test_a_labelled_name_says_the_kind() -> None:
    text = "Hallin Power said so."
    place = Fragment(0, len("Hallin Power"))
    around = [on(text, "ORG", "Hallin Power")]
    assert source_attributes(text, place, "SOURCE", NEWS, around)["kind"] == "organisation"


def test_other_codebooks_get_nothing() -> None:
    own = codebook(labels=[{"id": "WHO", "name": "Who"}])
    assert source_attributes("Ada", Fragment(0, 3), "WHO", own) == {}


@given(st.text(max_size=60))
def test_any_words_get_values_that_the_codebook_allows(words: str) -> None:
    for name, value in source_attributes(words, Fragment(0, len(words)), "SOURCE", NEWS).items():
        assert not NEWS.attributes[name].refusal(value)
