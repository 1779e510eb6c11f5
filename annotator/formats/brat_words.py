"""How brat writes what has no place in its lines: line ends within spans, notes, names, values.

Other readers of brat split lines at more characters than `\\n`, so spans are cut at all of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.model.fragment import Fragment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BREAKS = "\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""Characters that must not stand in the words of a span."""

_JOINTS = frozenset([*BREAKS, "\r\n"])
BREAK = re.compile(f"[{BREAKS}]")
_WHOLE = re.compile(f"[^{BREAKS}]+")
_FOREIGN = re.compile(r"[^A-Za-z0-9_-]")
_VALUE = re.compile(r"\w+")
_ESCAPED = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_ESCAPES = re.compile(r"\\(?:([\\tnr])|u([0-9a-fA-F]{4}))")
_MEANT = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}
_TO_ESCAPE = re.compile(rf"[\\{BREAKS}]")


def has_break(words: str) -> bool:
    """Whether a span with these words must be cut."""
    return BREAK.search(words) is not None


def cut(text: str, fragments: Iterable[tuple[int, int]]) -> list[Fragment]:
    """The fragments without the characters that brat takes for the end of a line."""
    return [
        Fragment(found.start(), found.end())
        for start, end in fragments
        for found in _WHOLE.finditer(text, start, end)
    ]


def rejoined(text: str, fragments: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The fragments, those joined between which one such character or CRLF stands."""
    joined: list[tuple[int, int]] = []
    for start, end in fragments:
        if joined and text[joined[-1][1] : start] in _JOINTS:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def escaped(note: str) -> str:
    """A note on one line."""
    return _TO_ESCAPE.sub(lambda found: _escape(found.group()), note)


def _escape(char: str) -> str:
    return _ESCAPED.get(char) or f"\\u{ord(char):04x}"


def unescaped(note: str) -> str:
    """A note as it was before it was put on one line; halves of surrogate pairs stay escaped."""
    return _ESCAPES.sub(_meant, note) if "\\" in note else note


def _meant(found: re.Match[str]) -> str:
    short, code = found.groups()
    if short:
        return _MEANT[short]
    char = chr(int(code, 16))
    return found.group() if "\ud800" <= char <= "\udfff" or char == "\0" else char


def value_word(value: str) -> str:
    """An attribute's value as one word of letters, digits and `_`."""
    return value if _VALUE.fullmatch(value) else re.sub(r"\W", "_", value) or "_"


class NameTable:
    """Names of labels, relation types or attributes as brat takes them, each for one of ours."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()

    def of(self, ours: str) -> str:
        """brat's name for ours: ASCII letters, digits, `_` and `-`; different for each."""
        known = self._names.get(ours)
        return known if known is not None else self._add(ours)

    def _add(self, ours: str) -> str:
        base = _FOREIGN.sub("_", ours) or "_"
        name, number = base, 1
        while name in self._taken:
            number += 1
            name = f"{base}_{number}"
        self._taken.add(name)
        self._names[ours] = name
        return name
