"""Sources: the noun phrases that say who speaks, found by word lists and word order.

A source has its title, role and identifying apposition ("the deputy mayor, Ana Ruiz"), but neither
an incidental clause nor the comma that closes the apposition. Offsets are code points, end exclusive.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.model import lexicon
from annotator.model.phrases import ABBREVIATION, MASKED, Phrase, cues, joins_words, noun_like

if TYPE_CHECKING:
    from annotator.model.fragment import Fragment

OCCASIONS = re.compile(
    r"(?:a|an|the|his|her|their|its)? ?(?:\w+ ){0,2}(?:statement|interview|conference|"
    r"briefing|rally|speech|"
    r"meeting|tweet|post|letter|email|event|time|hearing|court|parliament|debate|report|"
    r"message|video)\b",
    re.IGNORECASE,
)
"""Where somebody speaks: a statement, an interview, a court."""

_INCIDENTAL = lexicon.words("who which whose where speaking in on at when citing adding according")
_ROLES = re.compile(
    r"\b(?:spokes\w+|head|president|chief|chair\w*|analyst|secretary|captain|deputy|"
    r"resident|expert|wife|husband|"
    r"son|\w+er|\w+or|\w+ist|\w+ian)\b"
)


def subject_before(phrase: Phrase, verb: int) -> Fragment | None:
    """The noun phrase that ends before the token `verb`, with its identifying apposition."""
    last = verb - 1
    while last >= 0 and (
        phrase.word(last) in lexicon.ADVERBS
        or (phrase.word(last).endswith("ly") and not phrase.capital(last))
    ):
        last -= 1
    if last < 0:
        return None
    if phrase.word(last) in (",", ")", "\u2014", "\u2013"):
        return _before_closing_comma(phrase, last)
    first = _before_relative(phrase, verb)
    first = _phrase_start(phrase, last) if first is None else first
    if first is None:
        return None
    if phrase.word(first - 1) == "," and first >= 2:
        first = _with_lead(phrase, first)
    if phrase.word(first - 1) == "by" and first >= 3 and phrase.word(first - 2).endswith(("ed", "en")):
        first = _phrase_start(phrase, first - 3) or first
    return phrase.between(first, last)


def _before_relative(phrase: Phrase, verb: int) -> int | None:
    """The start of the noun phrase in "[a spokesman] who asked not to be named told"."""
    number = verb - 1
    while number > 0 and phrase.word(number) != "who":
        if not (phrase.word(number)[0].isalnum() or joins_words(phrase, number)):
            return None
        number -= 1
    other_verb = any(phrase.is_verb(between) for between in range(number + 1, verb - 1))
    return _phrase_start(phrase, number - 1) if number > 0 and other_verb else None


def _before_closing_comma(phrase: Phrase, comma: int) -> Fragment | None:
    """The noun phrase before an insertion that ends at `comma`; the insertion too if it identifies."""
    opening = comma - 1
    other = "(" if phrase.word(comma) == ")" else phrase.word(comma)
    while opening > 0 and phrase.word(opening) != other:
        if phrase.word(opening) in (".", ";", ":") and not ABBREVIATION.match(phrase.words[opening - 1]):
            return None
        opening -= 1
    if opening <= 0:
        return None
    start = _phrase_start(phrase, opening - 1)
    if start is None:
        return None
    if _identifies(phrase, opening + 1, comma):
        return phrase.between(_over_commas(phrase, start), comma - 1)
    if phrase.words[opening - 1].isdigit() and phrase.word(opening - 2) == ",":
        start, opening = _phrase_start(phrase, opening - 3), opening - 2
        if start is None:
            return None
    return phrase.between(start, opening - 1)


def _over_commas(phrase: Phrase, start: int) -> int:
    """Further back, over an age or a second role, to the name: Jana Roth, 54, head and founder of."""
    for _ in range(3):
        role = not phrase.capital(start) and phrase.word(start) not in lexicon.PRONOUNS and start >= 2
        if not role or phrase.word(start - 1) not in (",", "and"):
            return start
        before = _phrase_start(phrase, start - 2)
        if before is None or phrase.word(before - 1) in lexicon.PREPOSITIONS:
            return start
        start = before
    return start


def _identifies(phrase: Phrase, first: int, end: int) -> bool:
    """Whether the words after a comma are an apposition: a role, a name or a description."""
    word = phrase.word(first)
    if word in _INCIDENTAL:
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
    return word in lexicon.DETERMINERS or phrase.capital(first) or _ROLES.search(described) is not None


def _with_lead(phrase: Phrase, first: int) -> int:
    """The start of "the deputy mayor, Ana Ruiz": the role before the comma belongs to the name."""
    start = _phrase_start(phrase, first - 2)
    if (
        start is None
        or not phrase.capital(first)
        or phrase.capital(start + 1)
        or phrase.word(start) not in lexicon.DETERMINERS
    ):
        return first
    lead = phrase.text[phrase.tokens[start].start : phrase.tokens[first - 2].end]
    single = not any(phrase.is_verb(number) for number in range(start, first))
    begins = (
        start == 0
        or phrase.word(start - 1) in (",", ".", ":", ";", '"')
        or not phrase.word(start - 1).isalnum()
    )
    return start if single and begins and _ROLES.search(lead.lower()) else first


def _phrase_start(phrase: Phrase, last: int) -> int | None:
    """Walk back from the last token of a noun phrase to its first."""
    if phrase.word(last) in lexicon.PRONOUNS and phrase.word(last - 1) not in lexicon.DETERMINERS:
        return last
    first: int | None = None
    number = last
    while number >= 0 and last - number < 40:
        word = phrase.word(number)
        if word in lexicon.DETERMINERS:
            first = number
            back = _before_determiner(phrase, number)
            if not back:
                break
            number -= back
        elif not _carries_back(phrase, number, first is not None):
            break
        else:
            begins_here = word[0].isalnum() and word not in lexicon.PREPOSITIONS and word != "and"
            first = number if begins_here else first
            number -= 1
    return first


def _before_determiner(phrase: Phrase, number: int) -> int:
    """How many tokens to go back over from an article inside a noun phrase; 0 if it starts there."""
    before = phrase.word(number - 1)
    linked = before in lexicon.ATTACHING or before in ("and", "&")
    if linked and noun_like(phrase, number - 2):
        return 2
    return 1 if before in ("all", "both", "half", "one", "of") else 0


def _carries_back(phrase: Phrase, number: int, begun: bool) -> bool:
    """Whether the noun phrase, whose later words are `begun`, goes on to the left over this token."""
    word = phrase.word(number)
    if word in ("and", "&"):
        return begun and phrase.capital(number - 1) and phrase.capital(number + 1)
    if word in lexicon.PREPOSITIONS:
        return begun and word in lexicon.ATTACHING and noun_like(phrase, number - 1)
    return noun_like(phrase, number) or joins_words(phrase, number)


def subject_after(phrase: Phrase, verb: int) -> Fragment | None:
    """The noun phrase right after the token `verb` (said [X, a spokesman for Y])."""
    number = first = verb + 1
    if first >= len(phrase.words):
        return None
    if phrase.word(first) in lexicon.PRONOUNS:
        return phrase.between(first, first)
    while number < min(len(phrase.words), first + 60) and not _ends_phrase(phrase, number, first):
        number += 1
    last = number - 1
    while last > first and (phrase.word(last) in lexicon.PREPOSITIONS | {"and", ",", "the", "a"}):
        last -= 1
    if last < first or not (noun_like(phrase, first) or phrase.word(first) in lexicon.DETERMINERS):
        return None
    if phrase.word(last + 1) == ",":
        last = _with_apposition(phrase, last)
    return phrase.between(first, last)


def _ends_phrase(phrase: Phrase, number: int, first: int) -> bool:
    """Whether the noun phrase that began at `first` ends before this token."""
    word = phrase.word(number)
    if word == "who" and number > first:
        return False
    if any(phrase.word(earlier) == "who" for earlier in range(first, number)):
        return not (word[0].isalnum() or joins_words(phrase, number)) or bool(MASKED.match(word))
    if word in lexicon.DETERMINERS:
        return number > first and phrase.word(
            number - 1
        ) not in lexicon.PREPOSITIONS | lexicon.DETERMINERS | {"and"}
    if word in ("and", "&"):
        return not (
            phrase.capital(number + 1) or phrase.word(number + 1) in lexicon.DETERMINERS
        ) or phrase.is_verb(number + 2)
    if word in lexicon.PREPOSITIONS:
        return not _attaches(phrase, number, first)
    if number > first and (
        word in lexicon.STRAY or (word in lexicon.MONTHS and not phrase.capital(number - 1))
    ):
        return True
    return not (noun_like(phrase, number) or joins_words(phrase, number))


def _attaches(phrase: Phrase, number: int, first: int) -> bool:
    """Whether the preposition hangs a name or a field onto the noun phrase before it."""
    word, rest = (
        phrase.word(number),
        phrase.text[phrase.tokens[number].end : phrase.tokens[number].end + 60].lstrip(),
    )
    if number == first or OCCASIONS.match(rest):
        return False
    if word in ("of", "for", "from", "von", "de"):
        return phrase.word(number + 1) not in lexicon.WEEKDAYS
    name_next = phrase.capital(number + 1) or (
        phrase.word(number + 1) == "the" and phrase.capital(number + 2)
    )
    common = not phrase.capital(number - 1)
    weekday = phrase.word(number + 1) in lexicon.WEEKDAYS | lexicon.MONTHS
    return (
        word in ("in", "at", "with", "by")
        and name_next
        and not weekday
        and (common or word in ("at", "with"))
    )


def _with_apposition(phrase: Phrase, last: int) -> int:
    """The last token of the apposition after the comma behind `last`; `last` if there is none."""
    first = end = last + 2
    if (
        phrase.words[first : first + 1]
        and phrase.words[first].isdigit()
        and phrase.word(first + 1) == ","
    ):
        first = end = first + 2
    while end < len(phrase.words) and end - first < 30:
        word = phrase.word(end)
        stop = word in (",", ";", ":", "\u2014", "\u2013", "(") or MASKED.match(word)
        if stop or (word == "." and not joins_words(phrase, end)):
            break
        if end > first and (
            (phrase.is_verb(end) and phrase.word(end - 1) != "who") or word in ("while", "as", "adding")
        ):
            break
        if word in ("on", "in", "at", "to", "after", "during") and not _attaches(phrase, end, first):
            break
        end += 1
    return end - 1 if end > first and _identifies(phrase, first, end) else last


def noun_phrase(phrase: Phrase, number: int) -> Fragment | None:
    """The noun phrase around a token: the subject of a cue if it is one, else the words around."""
    for first, last in cues(phrase):
        if first <= number <= last:
            continue
        for subject in (subject_before(phrase, first), subject_after(phrase, last)):
            if subject and subject.start <= phrase.base + phrase.tokens[number].start < subject.end:
                return subject
    first_word = _phrase_start(phrase, number)
    if first_word is None:
        return None
    if phrase.word(first_word - 1) == "," and first_word >= 2:
        first_word = _with_lead(phrase, first_word)
    found = subject_after(phrase, first_word - 1)
    if found is None:
        return None
    inside = found.start <= phrase.base + phrase.tokens[number].start < found.end
    return found if inside else phrase.between(first_word, number)
