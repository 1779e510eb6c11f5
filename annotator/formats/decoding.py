"""From bytes to text: byte order marks, UTF-8, then only what is certain.

The old one-byte encodings differ in so few letters that a program cannot tell them
apart in a Western text; so they are never guessed. The error shows how a word of the
file would read in each likely encoding, and the user says which it is.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from annotator.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MULTI_BYTE = {"big5", "big5hkscs", "cp949", "cp932", "euc_jp", "gb18030", "iso2022_jp", "shift_jis"}
_RARELY_RECOGNISED = ("big5hkscs", "gb18030", "cp949", "cp932")
_COMMON = (*(f"cp125{digit}" for digit in range(9)), "mac_roman")
_WESTERN = {*_COMMON, "latin_1", "koi8_r", "koi8_u", "cp437", "cp850", "cp852", "cp866"} | {
    f"iso8859_{part}" for part in (1, 2, 5, 7, 9, 13, 15)
}
"""What a text may be in that is mostly ASCII: nobody writes such in EBCDIC or for a mainframe."""
_NAMES = {"mac_iceland": "mac_roman", "euc_jis_2004": "euc_jp", "cp1125": "cp866"}
_LETTERED_SCRIPTS = ("CYRILLIC", "GREEK", "HEBREW", "ARABIC", "THAI")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_ESCAPED = re.compile("[\udc80-\udcff]+")
_FOREIGN = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")
_PROOF = 3
"""So many characters of UTF-8 outweigh one place that is none."""
_MOST_CONTROLS = 0.01
_SAMPLE = 200_000


class Decoded(NamedTuple):
    """A text and the Python name of the encoding that it was read with."""

    text: str
    encoding: str


class UncertainEncodingError(FormatError):
    """Nobody but the user can tell the encoding; `encodings` are the likely ones."""

    def __init__(self, message: str, hint: str, encodings: tuple[str, ...]) -> None:
        super().__init__(message, hint)
        self.encodings = encodings


def decode(content: bytes, path: Path, encoding: str | None = None) -> Decoded:
    """The text of these bytes; `encoding`, where given, is the user's word."""
    if encoding is not None:
        decoded = _as_told(content, path, encoding)
    else:
        decoded = _by_mark(content, path) or _as_utf8(content, path) or _with_certainty(content, path)
    _refuse_binary(decoded.text, path)
    return decoded


def by_mark(content: bytes) -> str | None:
    """The encoding that a byte order mark names."""
    return next((name for mark, name in _BOMS if content.startswith(mark)), None)


def _as_told(content: bytes, path: Path, encoding: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
        return Decoded(content.decode(encoding), name)
    except LookupError:
        raise FormatError(
            f"“{encoding}” is no encoding that {path} could have.",
            "Examples: utf-8, windows-1252, utf-16, shift_jis.",
        ) from None
    except ValueError as error:
        raise FormatError(
            f"{path} is not {encoding}: {_place(content, error)}.", "Give another --encoding, or none."
        ) from None


def _place(content: bytes, error: ValueError) -> str:
    if not isinstance(error, UnicodeDecodeError):
        return str(error)
    line = content.count(b"\n", 0, error.start) + 1
    return f"byte {error.start:,} (line {line:,}) does not fit"


def _by_mark(content: bytes, path: Path) -> Decoded | None:
    name = by_mark(content)
    if name is None:
        return None
    try:
        return Decoded(content.decode(name), name)
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{path} starts with the mark of {name}, but {_place(content, error)}.",
            "The file is damaged or cut short; save it again as UTF-8.",
        ) from None


def _as_utf8(content: bytes, path: Path) -> Decoded | None:
    if b"\x1b$" in content:  # ISO-2022 shifts its alphabets with this
        return None
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if not _is_damaged_utf8(content, error):
            return None
        line = content.count(b"\n", 0, error.start) + 1
        raise FormatError(
            f"{path} is UTF-8, but damaged at byte {error.start:,} (line {line:,}).",
            "It was cut short or changed by a faulty program: save it again as UTF-8; or name its"
            " encoding with --encoding.",
        ) from None


def _is_damaged_utf8(content: bytes, error: UnicodeDecodeError) -> bool:
    """Whether far more of the bytes beyond ASCII make sense as UTF-8 than chance would have it."""
    text = content.decode("utf-8", "surrogateescape")
    wrong = len(_ESCAPED.findall(text))
    right = len(_FOREIGN.findall(text))
    is_cut = error.reason == "unexpected end of data"
    return right >= (1 if is_cut else _PROOF * wrong)


def _with_certainty(content: bytes, path: Path) -> Decoded:
    if b"\0" in content[:_SAMPLE]:
        raise _uncertain(content, path, _zero_patterns(content))
    found = _plausible(content)
    readings = {text for _, text in found}
    if len(readings) == 1 and _is_telling(*found[0]):
        name, _ = found[0]
        if text := _strictly(content, name):
            return Decoded(text, name)
    raise _uncertain(content, path, [name for name, _ in found])


def _plausible(content: bytes) -> list[tuple[str, str]]:
    """What charset-normalizer thinks possible, the likeliest first: encoding and text."""
    from charset_normalizer import from_bytes

    is_latin = _is_latin(content)
    found: list[tuple[bool, float, str, str]] = []
    for match in from_bytes(content[:_SAMPLE]):
        alike = match.could_be_from_charset
        name = "cp1252" if "cp1252" in alike else _NAMES.get(match.encoding, match.encoding)
        is_likely = not is_latin or name in _WESTERN or name in _MULTI_BYTE
        if is_likely and not name.startswith(("utf", "ascii")):
            likeness = match.coherence + 0.04 * (name in _COMMON) + 0.001 * (name == "cp1252")
            found.append((match.chaos > 0.05, -likeness, name, str(match)))
    ranked = [(name, text) for _, _, name, text in sorted(found)]
    names: tuple[str, ...] = () if ranked else _RARELY_RECOGNISED
    if is_latin and not any(name == "cp1252" for name, _ in ranked):
        names = ("cp1252",)
    added = [(name, text) for name in names if (text := _strictly(content, name))]
    return ranked[:4] + added + ranked[4:]


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _is_latin(content: bytes) -> bool:
    """Whether most bytes are ASCII, as in the languages that Windows-1252 was made for."""
    sample = content[:_SAMPLE]
    return sum(byte < 0x80 for byte in sample) > 0.6 * len(sample)


def _is_telling(encoding: str, text: str) -> bool:
    """Whether the bytes have so much form that no other encoding is to be feared."""
    if encoding in _MULTI_BYTE:
        return True
    foreign = [char for char in text[:20_000] if char.isalpha() and not char.isascii()]
    named = sum(unicodedata.name(char, "").startswith(_LETTERED_SCRIPTS) for char in foreign)
    return len(foreign) >= 50 and named > 0.95 * len(foreign)


def _zero_patterns(content: bytes) -> list[str]:
    """UTF-16 without its mark: every other byte of Western text is zero."""
    even, odd = content[0:_SAMPLE:2], content[1:_SAMPLE:2]
    if even.count(0) < 0.05 * len(even) and odd.count(0) > 0.3 * len(odd):
        return ["utf-16-le"]
    if odd.count(0) < 0.05 * len(odd) and even.count(0) > 0.3 * len(even):
        return ["utf-16-be"]
    return []


def _uncertain(content: bytes, path: Path, names: Iterable[str]) -> FormatError:
    readings: dict[str, str] = {}
    for name in names:
        word = _telling_word(content, name)
        if word and word not in readings.values():
            readings[name] = word
    if not readings:
        return _binary(path) if _has_controls(content.decode("latin-1")) else _unknown(path)
    shown = dict(list(readings.items())[:5])
    listed = ", ".join(f"{_usual_name(name)} (“{word}”)" for name, word in shown.items())
    return UncertainEncodingError(
        f"{path} is not UTF-8, and its encoding cannot be told for certain; likely: {listed}.",
        f"Say which it is, for example: --encoding {_usual_name(next(iter(shown)))}.",
        tuple(_usual_name(name) for name in shown),
    )


def _telling_word(content: bytes, encoding: str) -> str:
    """A word with a letter beyond ASCII as it reads in this encoding; empty if it does not."""
    try:
        text = content[:_SAMPLE].decode(encoding, "ignore").lstrip("\ufeff")
    except LookupError:
        return ""
    words = text.split()
    foreign = [word for word in words if not word.isascii()] or words[:4]
    with_letters = [word for word in foreign if any(c.isalpha() and not c.isascii() for c in word)]
    return next(iter(with_letters or foreign), "")[:24]


def _usual_name(encoding: str) -> str:
    return re.sub(r"^cp(125\d)$", r"windows-\1", encoding)


def _refuse_binary(text: str, path: Path) -> None:
    if _has_controls(text):
        raise _binary(path)


def _has_controls(text: str) -> bool:
    return "\0" in text or len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text)


def _unknown(path: Path) -> FormatError:
    return FormatError(
        f"{path} is not UTF-8, and no encoding was found that fits it.",
        "Name its encoding with --encoding, or save it again as UTF-8.",
    )


def _binary(path: Path) -> FormatError:
    return FormatError(
        f"{path} is not a text: it holds bytes that no text has.",
        "If it is one in a rare encoding, name that with --encoding.",
    )
