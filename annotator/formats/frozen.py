"""The one thing that is changed in a text when it comes in: line ends become `\\n`.

A leading U+FEFF goes, `\\r\\n` and a lone `\\r` become `\\n`; everything else stays as it is,
to the code point. Offsets that were made against the raw text can be carried over.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from annotator.errors import FormatError

_BOM = "\ufeff"
_DROPPED = re.compile(r"\A\ufeff|\r(?=\n)")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Frozen:
    """A text as the project keeps it; `dropped` are the raw offsets that it lacks."""

    text: str
    dropped: tuple[int, ...] = ()

    def offset(self, raw: int) -> int:
        """The offset in the frozen text, in code points, of an offset in the raw one."""
        return raw - bisect_left(self.dropped, raw)


def freeze(raw: str) -> Frozen:
    """The text without byte order mark and with `\\n` as its only line end."""
    if "\r" not in raw and not raw.startswith(_BOM):
        return Frozen(raw)
    dropped = tuple(match.start() for match in _DROPPED.finditer(raw))
    text = raw.removeprefix(_BOM).replace("\r\n", "\n").replace("\r", "\n")
    return Frozen(text, dropped)


def check_storable(text: str, place: str) -> None:
    """Refuse what no text file can hold: NUL and halves of surrogate pairs."""
    if found := _UNSTORABLE.search(text):
        code = f"U+{ord(found.group()):04X}"
        raise FormatError(
            f"{place} holds {code} at character {found.start():,}, which is no character of a text.",
            "Save it again as UTF-8.",
        )
