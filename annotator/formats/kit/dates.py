"""Dates as ISO 8601 writes them, where there is no doubt what is meant; else as they are written."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_LONGEST = 60
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?")
_PDF = re.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)(Z|[+-]\d\d'\d\d'?)?)?.*")
_DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_DAY_FIRST = re.compile(
    r"(?:\w+,? )?(\d{1,2})(?:\.|st|nd|rd|th|er|º|°)?"
    r" (?:de |of )?([^\W\d_]{3,12})\.?,? (?:de |del )?(\d{4})"
)
_MONTH_FIRST = re.compile(r"(?:\w+, )?([^\W\d_]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_MONTHS = (
    "january jan januar jänner janvier enero gennaio januari janeiro styczeń stycznia",
    "february feb februar février febrero febbraio februari fevereiro luty lutego",
    "march mar märz mars marzo maart março marzec marca",
    "april apr avril abril aprile kwiecień kwietnia",
    "may mai mayo maggio mei maio maj maja",
    "june jun juni juin junio giugno junho czerwiec czerwca",
    "july jul juli juillet julio luglio julho lipiec lipca",
    "august aug août agosto augustus augusti sierpień sierpnia",
    "september sep sept septembre septiembre settembre setembro wrzesień września",
    "october oct oktober okt octobre octubre ottobre outubro październik października",
    "november nov novembre noviembre novembro listopad listopada",
    "december dec dezember dez décembre diciembre dicembre desember dezembro grudzień grudnia",
)
_BY_NAME = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


def normalised(said: str) -> str:
    """The date or time in ISO 8601 where it is certain what it is; else the text as it stands.

    A zone that is not said stays unsaid. 03/04/2026 is left alone, 13/04/2026 is not.
    """
    text = " ".join(said.split())
    if not text or len(text) > _LONGEST:
        return text
    return _iso(text) or _compact(text) or _numbers(text) or _words(text) or _rfc_822(text) or text


def _iso(text: str) -> str:
    if not re.match(r"\d{4}-\d\d-\d\d", text):
        return ""
    try:
        if len(text) == 10:
            return date.fromisoformat(text).isoformat()
        time = datetime.fromisoformat(
            re.sub(r" ?(?:UTC|GMT)$", "Z", text).replace(" +", "+").replace(" -", "-")
        )
    except ValueError:
        return ""
    return _shown(time)


def _compact(text: str) -> str:
    found = _COMPACT.fullmatch(text) or _PDF.fullmatch(text)
    if found is None:
        return ""
    year, month, day, hour, minute, second, zone = found.groups()
    if hour is None:
        return _date(year, month, day)
    zone = (zone or "").replace("'", "")
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    try:
        return _shown(
            datetime.fromisoformat(f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}")
        )
    except ValueError:
        return ""


def _numbers(text: str) -> str:
    if found := _YEAR_FIRST.fullmatch(text) or _EAST_ASIAN.fullmatch(text):
        return _date(*found.groups())
    if found := _DOTTED.fullmatch(text):
        return _date(found[3], found[2], found[1])
    if found := _SLASHED.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        if first > 12 or first == second:
            return _date(found[3], found[2], found[1])
        return _date(found[3], found[1], found[2]) if second > 12 else ""
    return ""


def _words(text: str) -> str:
    if found := _DAY_FIRST.fullmatch(text):
        day, name, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(text):
        name, day, year = found.groups()
    else:
        return ""
    month = _BY_NAME.get(name.casefold())
    return _date(year, str(month), day) if month else ""


def _rfc_822(text: str) -> str:
    try:
        time = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return _shown(time) if time.tzinfo is not None and re.search(r"\d{4}", text) else ""


def _date(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _shown(time: datetime) -> str:
    text = time.isoformat()
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text
