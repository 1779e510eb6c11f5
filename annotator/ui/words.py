"""Numbers with their nouns, in the reader's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun; `one` and `many` hold `%n`, as in “%n span” and “%n spans”."""
    translated = QCoreApplication.translate("Counts", many, one, number)
    if translated != many.replace("%n", str(number)):
        return translated
    return (one if number == 1 else many).replace("%n", QLocale().toString(number))
