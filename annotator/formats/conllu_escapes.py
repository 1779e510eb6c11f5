"""Signs that cannot stand in a CoNLL-U comment or in its last column, written with a backslash.

`\\s \\t \\n \\r \\p \\\\` are those of UDPipe (space, TAB, line ends, `|`, backslash); all other white
space and controls are `\\uXXXX`.
"""

from __future__ import annotations

import re

_ODD = re.compile(
    "[\\\\|\x00-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]|^ | $"
)
_ODD_IN_KEY = re.compile(_ODD.pattern + "|[ =]")
_ESCAPED = re.compile(r"\\(u[0-9a-f]{4}|.)")
_NAMES = {" ": "s", "\t": "t", "\n": "n", "\r": "r", "|": "p", "\\": "\\"}
_SIGNS = {name: sign for sign, name in _NAMES.items()}


def _escape(match: re.Match[str]) -> str:
    sign = match.group()
    return "\\" + (_NAMES.get(sign) or f"u{ord(sign):04x}")


def value(text: str) -> str:
    """A text as the value of a comment."""
    return _ODD.sub(_escape, text)


def key(text: str) -> str:
    """A text as the key of a comment."""
    return _ODD_IN_KEY.sub(_escape, text)


def spaces(text: str) -> str:
    """White space as a value of the last column."""
    return _ODD_IN_KEY.sub(_escape, text)


def plain(escaped: str) -> str:
    """The text that was written so; unknown escapes stay as they are."""
    return _ESCAPED.sub(_sign, escaped) if "\\" in escaped else escaped


def _sign(match: re.Match[str]) -> str:
    name = match.group(1)
    if len(name) == 5:
        sign = chr(int(name[1:], 16))
        return match.group() if "\ud800" <= sign <= "\udfff" else sign
    return _SIGNS.get(name, match.group())
