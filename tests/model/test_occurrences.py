from __future__ import annotations

from annotator.model.occurrences import occurrences

TEXT = "Roth met Roth’s deputy. Rothman and Jana\nRoth stayed; ROTH did not. “Jana Roth”"


def test_whole_words_are_found_wherever_they_stand() -> None:
    starts = [start for start, _ in occurrences(TEXT, "Roth")]
    assert starts == [0, 9, TEXT.index("\nRoth") + 1, TEXT.index("Roth”")]


def test_a_line_end_does_not_hide_a_name() -> None:
    assert [TEXT[start:end] for start, end in occurrences(TEXT, "Jana Roth")] == [
        "Jana\nRoth",
        "Jana Roth",
    ]


def test_signs_are_taken_as_they_are() -> None:
    assert len(occurrences("a (b) and (b).", "(b)")) == 2
    assert occurrences("anything", " ") == []
