"""Appositions: what behind a comma tells who somebody is, and what is said by the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.model import lexicon
from annotator.model.patterns import Pattern
from annotator.model.reporting import AUXILIARIES

if TYPE_CHECKING:
    from annotator.model.phrases import Phrase

OCCASIONS = Pattern(
    r"(?:a|an|the|his|her|their|its)? ?(?:\w+ ){0,2}(?:statement|interview|conference|"
    r"briefing|rally|speech|"
    r"meeting|tweet|post|letter|email|event|time|hearing|court|parliament|debate|report|"
    r"message|video)\b",
    re.IGNORECASE,
)
"""Where somebody speaks: a statement, an interview, a court."""

_ALLOWED = lexicon.words("authorised authorized permitted allowed cleared entitled supposed want wish")
_INCIDENTAL = lexicon.words("who which whose where speaking in on at when citing adding according")
ROLES = Pattern(
    r"\b(?:spokes\w+|head|president|chief|chair\w*|analyst|secretary|captain|deputy|"
    r"resident|expert|wife|husband|"
    r"son|daughter|aunt|nephew|niece|counsel|owner|pupil|student|guest|aide|host|"
    r"nurse|judge|coach|guide|vet|cook|\w+man|\w+woman|\w+ee|\w+er|\w+or|\w+ist|\w+ian)\b"
)
"""What somebody is."""


def identifies(phrase: Phrase, first: int, end: int) -> bool:
    """Whether the words after a comma are an apposition: a role, a name or a description."""
    word = phrase.word(first)
    if word == "who" or (word == "speaking" and phrase.word(first + 1) == "on"):
        return _says_who(phrase, first)
    if word in _INCIDENTAL or _describes_place(phrase, first, end):
        return False
    if (
        first >= end
        or phrase.words[first].isdigit()
        or word in lexicon.SUBORDINATORS | lexicon.PRONOUNS | lexicon.WEEKDAYS
    ):
        return False
    if any(
        phrase.is_verb(number)
        for number in range(first, end)
        if phrase.word(number - 1) not in ("who", "which")
    ):
        return word in lexicon.DETERMINERS and phrase.word(first + 1) != "said"
    described = phrase.text[phrase.tokens[first].start : phrase.tokens[end - 1].end]
    return word in lexicon.DETERMINERS or phrase.capital(first) or ROLES.search(described) is not None


def _says_who(phrase: Phrase, number: int) -> bool:
    """Whether "who chairs the board", "who asked not to be named" identifies: no past, no denial."""
    verb, following = phrase.word(number + 1), phrase.word(number + 2)
    if phrase.word(number) == "speaking":
        return following in ("background", "condition")
    if verb in ("asked", "declined", "spoke", "requested", "wished", "wanted"):
        return following in ("not", "to", "on", "for", "that", "anonymity")
    if verb in AUXILIARIES and following == "not":
        return phrase.word(number + 3) in _ALLOWED
    present = verb.endswith("s") and verb not in ("was", "has", "does")
    return (present or verb in ("lead", "run", "own", "chair", "live", "work")) and following != "not"


def is_denial(phrase: Phrase, number: int) -> bool:
    """Whether the relative clause says what somebody is not, which identifies nobody."""
    denies = phrase.word(number + 2) == "not" and phrase.word(number + 1) in AUXILIARIES
    return denies and phrase.word(number + 3) not in _ALLOWED


def _describes_place(phrase: Phrase, first: int, end: int) -> bool:
    """Whether an apposition tells of a place, not of its people: Residents of X, a town."""
    plural = phrase.word(first - 3).endswith("s") and phrase.word(first - 3) != "'s"
    place = phrase.word(first - 2) not in ("", ",") and phrase.word(first - 3) in ("of", "from", "in")
    if not place or not phrase.capital(first - 2) or phrase.word(first) not in lexicon.ARTICLES:
        return False
    described = phrase.text[phrase.tokens[first].start : phrase.tokens[end - 1].end]
    several = phrase.word(first - 4).endswith("s") or plural
    return several and ROLES.search(described) is None
