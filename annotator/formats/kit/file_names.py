"""Names for files and identifiers that every system and every format takes."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def plain(text: str) -> str:
    """The text in ASCII letters, digits and single hyphens or underscores; may be empty."""
    bare = text
    if not text.isascii():
        folded = unicodedata.normalize("NFKD", text)
        bare = "".join(char for char in folded if not unicodedata.combining(char))
    return re.sub(r"[^A-Za-z0-9_]+", "-", bare).strip("-")


class UniqueNames:
    """Hands out names that differ from each other also where capitals do not count."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def new(self, text: str, *, otherwise: str = "document") -> str:
        """A name made from the text: at most `LONGEST` characters and a number where it is taken."""
        base = plain(text)[:LONGEST].strip("-_") or otherwise
        if _RESERVED.fullmatch(base):
            base = f"{base}_"
        name, number = base, self._numbers.get(base, 1)
        while name.casefold() in self._taken:
            number += 1
            name = f"{base}-{number}"
        self._numbers[base] = number
        self._taken.add(name.casefold())
        return name
