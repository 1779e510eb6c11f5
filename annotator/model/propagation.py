"""Where a decision about some words could be repeated: equal words, and other forms of a name.

Offsets are code points. A possessive ’s stays outside of the name, as do titles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from annotator.model.entity_types import Kind, kind_of_label
from annotator.model.extent import Extent
from annotator.model.fragment import Fragment
from annotator.model.names import name_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotator.model.codebook import Codebook
    from annotator.model.values import Span

_PERSONS = frozenset(("per", "pers", "person", "people"))
_DUTCH_AND_GERMAN = ("van", "von", "de", "der", "den", "ter", "zu")
_PARTICLES = frozenset(
    (*_DUTCH_AND_GERMAN, "del", "della", "di", "da", "du", "la", "le", "al", "el", "bin", "ibn", "ben")
)
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_POSSESSIVE = re.compile(r"['\u2019]s(?!\w)")
_BARE_POSSESSIVE = re.compile(r"(?<=[sS])['\u2019](?!\w)")


class Form(StrEnum):
    """How the words of a place are related to those of the source."""

    SAME = "same"
    POSSESSIVE = "possessive"
    SURNAME = "surname"
    FULL = "full"
    CAPITALS = "capitals"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Source:
    """What is repeated: the words of a span and what kind of thing they name."""

    words: str
    is_name: bool = False
    is_person: bool = False

    @property
    def key(self) -> str:
        """The words that every place has: for a person, the last of the surname."""
        name = surname(self.words) if self.is_person else ""
        return name.split()[-1] if name else self.words


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that could have the same label."""

    fragment: Fragment
    form: Form


def source_of(span: Span, codebook: Codebook) -> Source:
    """What a span repeats; persons are known by the id or the name of their label."""
    label = codebook.label(span.label)
    first = re.split(r"[^\w]", label.name.casefold() or " ")[0]
    is_person = label.id.casefold() in _PERSONS or first in _PERSONS
    if not is_person and label.extent is Extent.NAME:
        is_person = kind_of_label(codebook, label.id) is Kind.PERSON
    return Source(span.text, label.extent is Extent.NAME, is_person)


def surname(name: str) -> str:
    """The surname of a person's full name, with “van” and the like; empty where there is none."""
    words = [word.strip(",") for word in name.split()]
    while words and words[-1].strip(".").casefold() in _SUFFIXES:
        words.pop()
    if len(words) < 2 or not words[-1][:1].isupper() or len(words[-1]) < 2:
        return ""
    first = len(words) - 1
    while first > 1 and words[first - 1].casefold() in _PARTICLES:
        first -= 1
    return " ".join(words[first:])


def candidates(text: str, source: Source) -> list[Candidate]:
    """The places of a text that could be meant, in order; that of the source is one of them."""
    found: dict[Fragment, Candidate] = {}
    for place in _whole_words(text, source.words):
        one = _equal(text, place, source)
        found.setdefault(one.fragment, one)
    if source.is_person and surname(source.words):
        for one in _by_surname(text, source):
            if not any(_touch(one.fragment, other) for other in found):
                found[one.fragment] = one
    return sorted(found.values(), key=lambda one: one.fragment)


def _equal(text: str, place: Fragment, source: Source) -> Candidate:
    """What the source's own words are at this place."""
    run = name_at(text, place.start) if source.is_name else None
    is_longer = run is not None and run.start <= place.start and place.end <= run.end and run != place
    if is_longer and run is not None:
        is_last = source.is_person and run.end == place.end and " " not in source.words.strip()
        return Candidate(run, Form.FULL) if is_last else Candidate(place, Form.PART)
    if text[place.start : place.end].split() != source.words.split():
        return Candidate(place, Form.CAPITALS)
    return Candidate(place, Form.POSSESSIVE if is_possessive(text, place.end) else Form.SAME)


def _by_surname(text: str, source: Source) -> Iterator[Candidate]:
    """The surname alone, and the full name with other words between."""
    whole = surname(source.words)
    last, given = whole.split()[-1], source.words.split()[0]
    for place in _whole_words(text, last):
        run = name_at(text, place.start)
        if run is None or run.end != place.end:
            continue
        words = text[run.start : run.end].split()
        if " ".join(words) in (whole, last):
            yield Candidate(run, Form.SURNAME)
        elif words[0] == given:
            yield Candidate(run, Form.FULL)


def is_ambiguous(text: str, source: Source, persons: Iterable[str]) -> bool:
    """Whether the surname may stand for somebody else: `persons` are other names in the text."""
    whole = surname(source.words) or source.words
    last = whole.split()[-1]
    names = {" ".join(name.split()) for name in persons}
    for place in _whole_words(text, last):
        run = name_at(text, place.start)
        if run is not None and run.end == place.end:
            names.add(" ".join(text[run.start : run.end].split()))
    own = source.words.split()
    full = {name for name in names if name.split()[-1:] == [last] and surname(name)}
    if len(own) > 1:
        return any(name.split()[0] != own[0] for name in full)
    return len({name.split()[0] for name in full}) > 1


def is_possessive(text: str, end: int) -> bool:
    """Whether ’s, or the apostrophe behind a final s, follows."""
    return bool(_POSSESSIVE.match(text, end) or _BARE_POSSESSIVE.match(text, end))


def unlabelled(
    found: Iterable[Candidate], spans: Iterable[Span], label: str, *, by: str
) -> list[Candidate]:
    """Those that do not lie in one of the annotator's own spans of this label, nor overlap one."""
    own = [span for span in spans if span.label == label and span.annotator == by]
    return [
        one
        for one in found
        if not any(_touch(one.fragment, part) for span in own for part in span.fragments)
    ]


def _whole_words(text: str, words: str) -> Iterator[Fragment]:
    """The places where these words stand as whole words, in capitals or not."""
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return
    before = r"(?<!\w)" if parts[0][:1].isalnum() else ""
    after = r"(?!\w)" if words.rstrip()[-1].isalnum() else ""
    for match in re.finditer(before + r"\s+".join(parts) + after, text, re.IGNORECASE):
        yield Fragment(*match.span())


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
