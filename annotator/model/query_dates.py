"""Days, months, years and stretches of them, as queries write them."""

from __future__ import annotations

import re
from datetime import date

from annotator.model.query_nodes import QueryError, Value

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_LAST = "\U0010ffff"
"""Behind every text that begins alike."""


def between(value: Value) -> tuple[str, str]:
    """The least text and the first that is too great, for dates that are written ISO 8601.

    `2024`, `2024-03` and `2024-03-05` mean the whole of it; `2024..2025` from one to the
    other, both included; either side may be left out. The second is empty for no end.
    """
    first, dots, last = value.text.partition("..")
    if not (first or last):
        raise _refusal(value, value.text)
    for one in (first, last):
        if one and not _is_date(one):
            raise _refusal(value, one)
    low, high = first, (last if dots else first)
    if high and high + _LAST <= low:
        raise QueryError(
            f"{value.text} ends before it begins.", "Write the earlier date first.",
            start=value.place[0], end=value.place[1],
        )  # fmt: skip
    return low, high + _LAST if high else ""


def _is_date(said: str) -> bool:
    found = _DATE.fullmatch(said)
    if found is None or not said.isascii():
        return False
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _refusal(value: Value, said: str) -> QueryError:
    return QueryError(
        f"“{said}” is no date.",
        "Write 2024, 2024-03, 2024-03-05, or a stretch as in 2024..2025 or 2024-03..",
        start=value.place[0],
        end=max(value.place),
    )
