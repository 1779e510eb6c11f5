"""Numbers with their nouns, in the reader's language, and long texts in short."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale


def refusal(key: str) -> str:
    """What is said of a key that chooses nothing while the page waits for one of some keys."""
    words = QCoreApplication.translate(
        "Keys", "%1 chooses nothing here: press a key of the bar below, or Esc."
    )
    return words.replace("%1", key.upper() if len(key) == 1 else key)


def in_short(text: str, limit: int = 80) -> str:
    """A span's text on one line, cut at `limit` characters, with a sign where something is left out."""
    line = " ".join(text[: limit * 2].replace("\u241f", " […] ").split())
    return line if len(line) <= limit else line[:limit].rstrip() + "…"


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun; `one` and `many` hold `%n`, as in “%n span” and “%n spans”."""
    translated = QCoreApplication.translate("Counts", many, one, number)
    if translated != many.replace("%n", str(number)):
        return translated
    return (one if number == 1 else many).replace("%n", QLocale().toString(number))


def initials(name: str) -> str:
    """A person in two letters: the first of the first and of the last word, or the first two."""
    words = [word for word in name.split() if word[:1].isalnum()] or name.split()
    if len(words) > 1:
        return f"{words[0][0]}{words[-1][0]}".upper()
    return name.strip()[:2].upper()
