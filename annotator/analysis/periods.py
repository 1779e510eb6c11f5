"""Dates in periods of a fit length: days, months or years, without gaps."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_PERIODS = 62
"""Dates are told apart by day, or by month, as long as there are no more periods than this."""
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def day_of(text: str) -> date | None:
    """The first day that a date (`2024`, `2024-03`, `2024-03-14…`) can mean; None if it is none."""
    found = _DATE.match(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) if part else 1 for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def length_for(days: Iterable[date]) -> int:
    """How many characters of an ISO date tell the periods apart: 10 days, 7 months, 4 years."""
    first, last = _ends(days)
    if (last - first).days < MOST_PERIODS:
        return 10
    months = (last.year - first.year) * 12 + last.month - first.month
    return 7 if months < MOST_PERIODS else 4


def periods(days: Iterable[date]) -> list[str]:
    """All periods from the first day to the last, as beginnings of ISO dates."""
    known = list(days)
    if not known:
        return []
    first, last = _ends(known)
    length = length_for(known)
    count = (last - first).days + 1
    all_days = (first + timedelta(days=number) for number in range(count))
    return list(dict.fromkeys(day.isoformat()[:length] for day in all_days))


def _ends(days: Iterable[date]) -> tuple[date, date]:
    known = sorted(days)
    return known[0], known[-1]
