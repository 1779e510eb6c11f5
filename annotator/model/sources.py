"""Sources: the noun phrases that say who speaks, found by word lists and word order.

A source has its title, role and identifying apposition ("the deputy mayor, Ana Ruiz"), but neither
an incidental clause nor the comma that closes the apposition. Offsets are code points, end exclusive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model import lexicon
from annotator.model.appositions import OCCASIONS, ROLES, identifies, is_denial
from annotator.model.nouns import is_participle, is_pronoun_one, phrase_start
from annotator.model.phrases import ABBREVIATION, MASKED, Phrase, joins_words, noun_like
from annotator.model.relatives import main_cues, relative_before, relatives
from annotator.model.reporting import base_form

if TYPE_CHECKING:
    from annotator.model.fragment import Fragment

_POSSESSIVES = ("his", "her", "its", "their", "our", "my", "your")


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
    relative = relative_before(phrase, verb) or relative_before(phrase, last + 1)
    if relative is not None:
        last = relative.end - 1
        while last > relative.first and phrase.word(last) in lexicon.ADVERBS:
            last -= 1
        noun = relative.first - 1 - (phrase.word(relative.first - 1) == ",")
        return _without_owner(phrase, phrase_start(phrase, noun), last)
    return _without_owner(phrase, phrase_start(phrase, last), last)


def _without_owner(phrase: Phrase, first: int | None, last: int) -> Fragment | None:
    """The subject from `first` to `last` with the role before it, without a possessive ending."""
    if first is None:
        return None
    while last > first and phrase.word(last) in ("'s", "'"):
        last -= 1
    if phrase.word(first - 1) == "," and first >= 2:
        first = _with_lead(phrase, first)
    return phrase.between(_over_participle(phrase, first), last)


def _over_participle(phrase: Phrase, first: int) -> int:
    """Further back, to the noun before a participle: [data published on Friday by] the office."""
    if phrase.word(first - 1) not in lexicon.PREPOSITIONS:
        return first
    for number in range(first - 2, max(0, first - 9), -1):
        word = phrase.word(number)
        if len(word) > 4 and word.endswith(("ed", "en")) and noun_like(phrase, number - 1):
            start = phrase_start(phrase, number - 1)
            return first if start is None else start
        if not word[0].isalnum() or phrase.is_verb(number) or word in lexicon.SUBORDINATORS:
            break
    return first


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
    start = phrase_start(phrase, opening - 1)
    if start is None:
        return None
    if identifies(phrase, opening + 1, comma):
        return phrase.between(_over_commas(phrase, start), comma - 1)
    if phrase.words[opening - 1].isdigit() and phrase.word(opening - 2) == ",":
        start, opening = phrase_start(phrase, opening - 3), opening - 2
        if start is None:
            return None
    return phrase.between(start, opening - 1)


def _over_commas(phrase: Phrase, start: int) -> int:
    """Further back, over an age or a second role, to the name: Jana Roth, 54, head and founder of."""
    for _ in range(3):
        if OCCASIONS.match(phrase.text[phrase.tokens[max(0, start - 4)].start :]) and phrase.capital(0):
            return start
        role = not phrase.capital(start) and phrase.word(start) not in lexicon.PRONOUNS and start >= 2
        if not role or phrase.word(start - 1) not in (",", "and"):
            return start
        before = phrase_start(phrase, start - 2)
        if before is None or phrase.word(before - 1) in lexicon.PREPOSITIONS:
            return start
        start = before
    return start


def _with_lead(phrase: Phrase, first: int) -> int:
    """The start of "the deputy mayor, Ana Ruiz": the role before the comma belongs to the name."""
    start = phrase_start(phrase, first - 2)
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
    owned = phrase.word(start) in _POSSESSIVES
    return start if single and begins and (owned or ROLES.search(lead.lower())) else first


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
        whole = _with_apposition(phrase, last)
        added = phrase.text[phrase.tokens[last].end : phrase.tokens[whole].end]
        described = phrase.word(verb - 1) != "according" or ROLES.search(added)
        last = whole if described else last
    return phrase.between(first, last)


def _ends_phrase(phrase: Phrase, number: int, first: int) -> bool:
    """Whether the noun phrase that began at `first` ends before this token."""
    word = phrase.word(number)
    if number > first and word == "who" and is_denial(phrase, number):
        return True
    if number > first and (word == "who" or is_participle(phrase, number)):
        return False
    if any(is_participle(phrase, earlier) for earlier in range(first + 1, number)):
        return _ends_participle(phrase, number)
    if any(phrase.word(earlier) == "who" for earlier in range(first, number)):
        return not (word[0].isalnum() or joins_words(phrase, number)) or bool(MASKED.match(word))
    if word in lexicon.DETERMINERS and not is_pronoun_one(phrase, number):
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


def _ends_participle(phrase: Phrase, number: int) -> bool:
    """Whether what hangs on a participle ends before this token: at a mark, a verb, a new clause."""
    word = phrase.word(number)
    if word in lexicon.SUBORDINATORS | lexicon.PRONOUNS or MASKED.match(word):
        return True
    return not (word[0].isalnum() or joins_words(phrase, number)) or phrase.is_verb(number)


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
        if word == "who" and is_denial(phrase, end):
            break
        if word in ("on", "in", "at", "to", "after", "during") and not _attaches(phrase, end, first):
            break
        end += 1
    return end - 1 if end > first and identifies(phrase, first, end) else last


def noun_phrase(phrase: Phrase, number: int) -> Fragment | None:
    """The noun phrase around a token: the subject of a cue if it is one, else the words around."""
    here = phrase.start_of(number)
    whole = _of_cue(phrase, number) or _before_colon(phrase, number)
    if whole is not None:
        return whole
    first_word = phrase_start(phrase, number)
    if first_word is None:
        return None
    if phrase.word(first_word - 1) == "," and first_word >= 2:
        first_word = _with_lead(phrase, first_word)
    found = subject_after(phrase, first_word - 1)
    if found is None:
        return None
    return found if found.start <= here < found.end else phrase.between(first_word, number)


def _of_cue(phrase: Phrase, number: int) -> Fragment | None:
    """The subject with a relative clause, or the subject or addressee of a cue, around a token."""
    here = phrase.start_of(number)
    for relative in relatives(phrase):
        whole = subject_before(phrase, relative.verb)
        if number < relative.verb and whole and whole.start <= here < whole.end:
            return whole
    for first, last in main_cues(phrase):
        if first <= number <= last:
            continue
        for subject in (subject_before(phrase, first), _addressee(phrase, last)):
            if subject and subject.start <= here < subject.end:
                return subject
    return None


def _addressee(phrase: Phrase, last: int) -> Fragment | None:
    """The noun phrase after a cue, without what is asked of it: asked [the council] for help."""
    found = subject_after(phrase, last)
    if found is None or base_form(phrase.word(last)) not in ("ask", "warn", "tell", "remind", "inform"):
        return found
    ends = range(last + 2, phrase.number_at(found.end - 1))
    stop = next((number for number in ends if phrase.word(number) in ("for", "about")), None)
    return found if stop is None else phrase.between(last + 1, stop - 1)


def _before_colon(phrase: Phrase, number: int) -> Fragment | None:
    """The speaker before a colon: Anna Holt, who owns the bakery: “…”"""
    colon = phrase.lower.index(":") if ":" in phrase.lower else 0
    if not number < colon <= 24 or not (phrase.capital(0) or phrase.word(0) in lexicon.DETERMINERS):
        return None
    quoted = MASKED.match(phrase.word(colon + 1)) is not None or colon + 1 == len(phrase.words)
    clause = any(phrase.is_verb(each) for each in range(colon) if phrase.word(each - 1) != "who")
    return phrase.between(0, colon - 1) if quoted and not clause else None
