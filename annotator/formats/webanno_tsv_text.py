"""The text of a WebAnno TSV file, rebuilt from its sentences and the offsets of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotator.errors import FormatError
from annotator.formats.files import LARGEST_ARTICLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.formats.format import Reading
    from annotator.formats.kit.units import Unit
    from annotator.formats.webanno_tsv_lines import Row, Sentence

_COUNTED = "{}: offsets are taken for code points, since {} words have so many, and {} UTF-16 units."


class Rebuilt(NamedTuple):
    """A text, and the unit in which its file counts."""

    text: str
    unit: Unit


def rebuilt(sentences: Sequence[Sentence], place: str, reading: Reading) -> Rebuilt:
    """The text with every word at its offset.

    Between sentences stand line ends, then spaces; within one, what its `#Text` says.
    """
    words = [row for sentence in sentences for row in sentence.rows if row.is_word]
    unit = _unit(words, place, reading)
    pieces: list[str] = []
    at = 0
    for sentence in sentences:
        own = [row for row in sentence.rows if row.is_word]
        if not own:
            continue
        begin = own[0].begin
        if begin < at:
            raise FormatError(
                f"{place}, line {own[0].line}: the sentence begins inside the one before it.",
                "Nothing was imported from this file.",
            )
        furthest = max(row.end for row in own)
        if max(furthest, begin + len(sentence.text)) > LARGEST_ARTICLE:
            raise FormatError(
                f"{place}, line {own[0].line}: the text has more than {LARGEST_ARTICLE:,} characters.",
                "Nothing was imported from this file.",
            )
        if gap := begin - at:
            pieces.append("\n" + " " * (gap - 1) if at else " " * gap)
        text = _sentence(sentence, own, unit, place, reading)
        pieces.append(text)
        at = begin + _length(text, unit)
    return Rebuilt("".join(pieces), unit)


def _unit(words: Sequence[Row], place: str, reading: Reading) -> Unit:
    """UTF-16 units, unless words beyond the basic plane are as long as their code points."""
    astral = [row for row in words if row.form and max(row.form) > "\uffff"]
    points = sum(row.end - row.begin == len(row.form) for row in astral)
    units = sum(row.end - row.begin == _length(row.form, "utf-16") for row in astral)
    if points > units:
        reading.remark(_COUNTED.format(place, points, units))
        return "code point"
    return "utf-16"


def _length(text: str, unit: Unit) -> int:
    if unit == "code point" or not text or max(text) <= "\uffff":
        return len(text)
    return len(text) + sum(char > "\uffff" for char in text)


def _sentence(sentence: Sentence, words: Sequence[Row], unit: Unit, place: str, reading: Reading) -> str:
    """The sentence's text, if its words stand where they should; else the words by their offsets."""
    begin = words[0].begin
    if _fits(sentence.text, words, begin, unit):
        return sentence.text
    reading.remark(
        f"{place}, line {words[0].line}: the words do not stand in “#Text” where their offsets say; "
        "the text is made of the words."
    )
    made: list[str] = []
    at = begin
    for row in words:
        if row.begin > at:
            made.append(" " * (row.begin - at))
            at = row.begin
        made.append(row.form)
        at += _length(row.form, unit)
    return "".join(made)


def _fits(text: str, words: Sequence[Row], begin: int, unit: Unit) -> bool:
    if unit == "code point" or not text or max(text) <= "\uffff":
        return all(text[row.begin - begin : row.end - begin] == row.form for row in words)
    raw = text.encode("utf-16-le", "surrogatepass")
    return all(
        raw[2 * (row.begin - begin) : 2 * (row.end - begin)]
        == row.form.encode("utf-16-le", "surrogatepass")
        for row in words
    )
