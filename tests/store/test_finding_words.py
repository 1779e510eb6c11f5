"""Words in texts are those that SQLite's full text search sees."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from annotator.store.finding_words import folded, pattern, words_of
from tests.store.making import edit, fast_folder, id_of, importing, new_project

LETTERS = "aAbB zZ-.’ éÉe\u0301\u0327ñÅÅßøØΣσςİıﬁдД中🚢👩‍🚀٣²½\ufdd0\0_\n"
TEXTS = some.text(some.sampled_from(LETTERS) | some.characters(exclude_categories=["Cs"]), max_size=30)


def found_by_sqlite(text: str, expression: str) -> bool:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE one USING fts5(text, tokenize='unicode61 remove_diacritics 2')"
        )
        connection.execute("INSERT INTO one VALUES (?)", (text,))
        found = connection.execute("SELECT 1 FROM one WHERE one MATCH ?", (expression,)).fetchall()
    return bool(found)


@given(text=TEXTS, words=TEXTS, is_prefix=some.booleans())
@example("Cafe\u0301 Mu\u0308ller", "café muller", False)
@example("👩‍🚀 ÉCOLE", "ecole", False)
@example("a\u0301", "\u0301a", False)
@example("x \u0301ab", "ab", False)
def test_what_sqlite_finds_is_found_and_nothing_else(text: str, words: str, is_prefix: bool) -> None:
    parts = words_of(words)
    if not parts:
        assert pattern(words, is_prefix=is_prefix).occurrences(text) == []
        return
    expression = f'"{" ".join(parts)}"' + "*" * is_prefix
    found = pattern(words, is_prefix=is_prefix).occurrences(text)
    assert bool(found) == found_by_sqlite(text, expression)
    assert all(0 <= start < end <= len(text) for start, end in found)


@given(text=TEXTS)
def test_every_word_of_a_text_is_found_where_it_stands(text: str) -> None:
    for word in words_of(text):
        for start, end in pattern(word).occurrences(text):
            assert words_of(text[start:end]) == [word]
    assert len(folded(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "words", "places"),
    [
        ("Café, cafe\u0301 CAFÉ.", "cafe", ["Café", "cafe\u0301", "CAFÉ"]),
        ("👩‍🚀 Müller 🚢 Müller", "muller", ["Müller", "Müller"]),
        ("night\n  train, night-train", "Night Train", ["night\n  train", "night-train"]),
        ("no no no", "no no", ["no no", "no no"]),
        ("Ministers’ ministry administers", "minist", []),
        ("x-ray X ray xray", "x-ray", ["x-ray", "X ray"]),
    ],
)
def test_places_are_exact(text: str, words: str, places: list[str]) -> None:
    assert [text[start:end] for start, end in pattern(words).occurrences(text)] == places


def test_a_beginning_finds_the_whole_word() -> None:
    text = "Ministers’ ministry administers"
    found = pattern("minist", is_prefix=True).occurrences(text)
    assert [text[start:end] for start, end in found] == ["Ministers", "ministry"]


@settings(max_examples=15, deadline=None)
@given(text=TEXTS.filter(bool), at=some.integers(0, 5))
def test_a_document_that_is_found_has_an_occurrence(text: str, at: int) -> None:
    words = [word for word in words_of(text) if any(map(str.isalnum, word))]
    if not words:
        return
    word = words[at % len(words)]
    with fast_folder() as folder, new_project(Path(folder) / "p.annodb") as project:
        project.apply(edit(*importing(text, title="-")))
        hits = [hit for batch in project.find(f'"{word}"') for hit in batch]
        mine = [hit for hit in hits if hit.document_id == id_of(text)]
        assert mine
        assert all(hit.text and text[hit.start : hit.end] == hit.text for hit in mine)
        assert id_of(text) in project.matching(f'"{word}"')
