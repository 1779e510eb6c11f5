"""Reading the texts of REFI-QDA: programs differ in whether CRLF counts one or two, and in units."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotator.formats.decoding import decode
from annotator.formats.kit.units import Units

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from annotator.formats.kit.units import Unit

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Selected(NamedTuple):
    """A stretch as a file gives it, and the name that it gives it, which may be its words."""

    start: int
    end: int
    name: str = ""


class Counted(NamedTuple):
    """A text as the file's positions count it; `said` tells if that is not the plain way."""

    text: str
    unit: Unit
    said: str = ""


def text_of(content: bytes, path: Path, encoding: str | None) -> str:
    """The characters of a text, without a byte order mark."""
    if encoding is None and not content.startswith(_BOMS[1:]):
        try:
            return content.removeprefix(_BOMS[0]).decode("utf-8")
        except UnicodeDecodeError:
            pass
    return decode(content, path, encoding).text.removeprefix("\ufeff")


def counted(raw: str, selections: Sequence[Selected], *, is_atlas: bool = False) -> Counted:
    """The reading under which most selections begin and end with words, or are called as they read.

    The plain one counts every character of the text, code points; it wins where others do as well.
    """
    ways = [Counted(raw, "code point")]
    if "\r\n" in raw:
        said = "a line end of two characters is counted as one position"
        short = Counted(raw.replace("\r\n", "\n"), "code point", said)
        ways = [short, *ways] if is_atlas else [*ways, short]
    if any(char > "\uffff" for char in raw):
        ways += [
            Counted(text, "utf-16", "positions are UTF-16 units" + (f", {said}" if said else ""))
            for text, _, said in ways
        ]
    if len(ways) == 1 or not selections:
        return ways[0]
    return max(ways, key=lambda way: _score(way, selections))


def _score(way: Counted, selections: Sequence[Selected]) -> int:
    units = Units(way.text, way.unit)
    found = 0
    for one in selections:
        start, end = units.to_code_point(one.start), units.to_code_point(one.end)
        if start is None or end is None or start >= end:
            continue
        words = way.text[start:end]
        found += words == words.strip()
        if one.name:
            found += 3 * ("".join(words.split()).startswith("".join(one.name.split())))
            found += 3 * (words == one.name)
    return found
