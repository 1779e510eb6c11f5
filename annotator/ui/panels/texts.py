"""Wordings that several panels share: counts, dates, keys and excerpts, for the reader's locale."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale
from PySide6.QtGui import QKeySequence

if TYPE_CHECKING:
    from annotator.model.values import Span

SEPARATOR = " · "
GAP = " […] "
_FRAGMENT_SEPARATOR = "\u241f"
_KEY_GLYPHS = {
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "Return": "Enter",
    "Escape": "Esc",
    "Delete": "Del",
}


_MARKS = frozenset('“”„«»‘’"')


def said(text: str, explanation: str = "") -> str:
    """The text in the reader's language."""
    return QCoreApplication.translate("Panels", text, explanation or None)


def number_text(number: int) -> str:
    """A whole number with the separators of the reader's locale."""
    return str(QLocale().toString(number))


def moment(time: str) -> datetime | None:
    """The local time of an ISO 8601 text; None if it is none."""
    try:
        read = datetime.fromisoformat(time)
    except ValueError:
        return None
    return read.replace(tzinfo=read.tzinfo or UTC).astimezone()


def date_text(published: str, *, is_short: bool = False) -> str:
    """A date as the reader writes it: “14 March 2026”, short “14 Mar” in the present year."""
    try:
        day = date.fromisoformat(published.strip()[:10])
    except ValueError:
        return published.strip()
    form = "d MMMM yyyy"
    if is_short:
        form = "d MMM" if day.year == datetime.now(UTC).year else "d MMM yyyy"
    return str(QLocale().toString(QDate(day.year, day.month, day.day), form))


def month_text(month: str) -> str:
    """A month as the reader writes it: `2026-03` is “March 2026”."""
    try:
        day = date.fromisoformat(f"{month}-01")
    except ValueError:
        return month
    return str(QLocale().toString(QDate(day.year, day.month, 1), "MMMM yyyy"))


def time_text(time: str) -> str:
    """A moment as briefly as it can be told: the clock today, else the day and the clock."""
    local = moment(time)
    if local is None:
        return time
    clock = local.strftime("%H:%M")
    if local.date() == datetime.now().astimezone().date():
        return clock
    return f"{date_text(local.date().isoformat(), is_short=True)}, {clock}"


def full_time_text(time: str) -> str:
    """A moment with everything: day, clock and seconds."""
    local = moment(time)
    return time if local is None else f"{date_text(local.date().isoformat())}, {local:%H:%M:%S}"


def span_text(span: Span, *, limit: int = 2_000) -> str:
    """The exact text of a span for people: fragments joined by […], cut at `limit` characters."""
    text = span.text[: limit + 1].replace(_FRAGMENT_SEPARATOR, GAP)
    return text if len(span.text) <= limit else text[:limit] + "…"


def excerpt(text: str, *, limit: int = 90) -> str:
    """One line of a text: blanks and line ends as single spaces, cut at `limit` characters."""
    line = " ".join(text[: limit * 2].replace(_FRAGMENT_SEPARATOR, GAP).split())
    return line if len(line) <= limit else line[:limit].rstrip() + "…"


def in_quotes(words: str) -> str:
    """The words in quotation marks, unless they have their own."""
    if words[:1] in _MARKS:
        return words
    return said("“%1”").replace("%1", words)


def key_text(sequence: QKeySequence | str) -> str:
    """A key as a small key cap shows it: arrows as arrows; empty for no key."""
    keys = QKeySequence(sequence) if isinstance(sequence, str) else sequence
    if keys.isEmpty():
        return ""
    portable = keys.toString(QKeySequence.SequenceFormat.PortableText)
    name = portable.rsplit("+", 1)[-1] or "+"
    if name in _KEY_GLYPHS:
        modifiers = portable[: -len(name)]
        return modifiers + _KEY_GLYPHS[name]
    return str(keys.toString(QKeySequence.SequenceFormat.NativeText))


def with_key(words: str, sequence: QKeySequence | str) -> str:
    """The words, and in brackets the key that does the same, if there is one."""
    key = key_text(sequence)
    return f"{words} ({key})" if key else words


def short_name(name: str) -> str:
    """A label's name without what it explains: “Quote (what is said)” is “Quote”."""
    shorter = name.split(" (")[0].strip()
    if len(shorter) > 14 and "," in shorter:
        shorter = shorter.split(",")[0].strip()
    return shorter or name


def unfolding(words: str) -> str:
    """The words of a button that unfolds a menu."""
    return f"{words}  ▾".replace("&", "&&")


def state_name(state: str) -> str:
    """The state of an article, as people read it."""
    names = {"new": said("New"), "in progress": said("In progress"), "done": said("Done")}
    return names.get(state, state)


def origin_text(origin: str) -> str:
    """How a span or relation came to be."""
    names = {
        "manual": said("by hand"),
        "propagated": said("equal text"),
        "rule": said("by rule"),
        "model": said("by a model"),
        "imported": said("imported"),
        "adjudicated": said("decided"),
    }
    return names.get(origin, origin)
