from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.kit.dates import normalised


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("2026-03-02", "2026-03-02"),
        ("2026-03-02 06:00:00 +0100", "2026-03-02T06:00:00+01:00"),
        ("2026-03-02T06:00:00.000Z", "2026-03-02T06:00:00Z"),
        ("2026-03-02 06:00", "2026-03-02T06:00:00"),
        ("20260302T060000+0100", "2026-03-02T06:00:00+01:00"),
        ("D:20260302060000+01'00'", "2026-03-02T06:00:00+01:00"),
        ("Mon, 02 Mar 2026 06:00:00 GMT", "2026-03-02T06:00:00Z"),
        ("2. März 2026", "2026-03-02"),
        ("lundi 2 mars 2026", "2026-03-02"),
        ("2 de marzo de 2026", "2026-03-02"),
        ("Monday, March 2nd, 2026", "2026-03-02"),
        ("02.03.2026", "2026-03-02"),
        ("2026/3/2", "2026-03-02"),
        ("2026年3月2日", "2026-03-02"),
        ("13/03/2026", "2026-03-13"),
        ("03/13/2026", "2026-03-13"),
    ],
)
def test_dates_that_are_certain_become_iso_8601(said: str, found: str) -> None:
    assert normalised(said) == found


@pytest.mark.parametrize(
    "said", ["02/03/2026", "March 2026", "2026", "31.02.2026", "yesterday", "1772431200"]
)
def test_dates_that_are_not_certain_stay_as_they_are(said: str) -> None:
    assert normalised(said) == said


@given(st.text(max_size=70))
def test_any_text_is_taken(said: str) -> None:
    assert normalised(normalised(said)) == normalised(said)
