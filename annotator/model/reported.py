"""What a cue reports: where the content begins after "said", "told the court", "urged him".

A complementiser opens the content if only the addressee, a time or an occasion stands before it;
"to" opens it only before a verb. Without one it is a clause (said [the bridge fell]) or a noun
phrase (rejected [the plan]) after the addressee.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from annotator.model import lexicon
from annotator.model.appositions import OCCASIONS
from annotator.model.lexicon import words
from annotator.model.phrases import MASKED, Phrase, is_finite
from annotator.model.reporting import WEAK_FORMS, base_form
from annotator.model.sources import subject_after, subject_before

_FAR = 14
_COMPLEMENTISERS = words("that whether how why dass ob")
_TELLING = words("tell inform assure remind warn ask advise notify reassure convince instruct teach")
_CLAUSAL = words("say tell think believe hope insist argue add claim feel reckon swear")
_MOVING = words(
    """
    urge ask tell order promise pledge threaten vow refuse agree offer decline demand advise warn
    instruct request invite forewarn remind challenge exhort volunteer caution swear propose teach
    call appeal counsel expect wish hope plead claim profess
    """
)
_TIMES = words("today yesterday tonight earlier later again also recently afterwards then")
_OBJECTS = words(
    """
    me him her us them you it reporters journalists lawmakers members investors residents
    supporters staff people everyone parliament police
    """
)
_SUBJECTS = words("he she it they we i you there this these those nobody everyone nothing no")
_NO_VERB = (
    lexicon.DETERMINERS | lexicon.PRONOUNS | lexicon.PREPOSITIONS | words("him them me us only which")
)


class Kind(StrEnum):
    """How the content is tied to its cue."""

    MARKED = "that"
    INFINITIVE = "to"
    CLAUSE = "clause"
    OBJECT = "object"


class Report(NamedTuple):
    """The token at which the content of a cue begins, and how it is tied to the cue."""

    start: int
    kind: Kind


def report_of(phrase: Phrase, first: int, last: int) -> Report | None:
    """Where the content of the cue from `first` to `last` begins; None if it lies before the cue."""
    if phrase.word(last) == "to" and phrase.word(last - 1) == "according":
        return _after_according(phrase, last)
    number = _over_insertion(phrase, last + 1)
    if phrase.word(number) == ":" and number + 1 < len(phrase.words):
        return Report(number + 1, Kind.CLAUSE)
    return (
        _marked(phrase, last, number)
        or _infinitive(phrase, last, number)
        or (None if inverted(phrase, first, last) else _bare(phrase, last))
    )


def inverted(phrase: Phrase, first: int, last: int) -> bool:
    """Whether the source follows its cue: "…, said Roth"."""
    before = phrase.word(first - 1)
    if first == 0 or MASKED.match(before):
        return True
    if before not in (",", "\u2014", "\u2013", "?", "!"):
        return False
    if not any(is_finite(phrase, number) for number in range(first - 1)):
        return False
    source = subject_before(phrase, first)
    opening = phrase.word(phrase.number_at(source.start) - 1) if source else "?"
    leads = opening in ("", ",", "\u2014", "\u2013", ";", ":", *lexicon.SUBORDINATORS, "and")
    return not (leads or MASKED.match(opening))


def _after_according(phrase: Phrase, last: int) -> Report | None:
    source = subject_after(phrase, last)
    if source is None:
        return None
    after = phrase.number_at(source.end - 1) + 1
    behind = after + 1 < len(phrase.words) and phrase.word(after) == ","
    return (
        Report(after + 1, Kind.CLAUSE)
        if behind and phrase.word(last - 2) in ("", "but", "and")
        else None
    )


def _over_insertion(phrase: Phrase, number: int) -> int:
    """Behind ", in a satirical way," if a complementiser follows it."""
    if phrase.word(number) != ",":
        return number
    for probe in range(number + 2, min(len(phrase.words), number + _FAR)):
        if phrase.word(probe) == "," and phrase.word(probe + 1) in _COMPLEMENTISERS:
            return probe + 1
    return number


def _marked(phrase: Phrase, last: int, number: int) -> Report | None:
    """The content after "that", "whether" … with at most an addressee or an occasion before it."""
    begin = number
    while number < min(len(phrase.words), begin + _FAR):
        word = phrase.word(number)
        if word in _COMPLEMENTISERS or (word == "if" and base_form(phrase.word(last)) == "ask"):
            demonstrative = word == "that" and phrase.word(number - 1) in lexicon.PREPOSITIONS
            if not demonstrative:
                return Report(number, Kind.MARKED) if _addressed(phrase, begin, number) else None
        if word == "," and number > begin:
            following = _over_insertion(phrase, number)
            if following == number:
                return None
            number = following
            continue
        if _stops(phrase, number):
            return None
        number += 1
    return None


def _addressed(phrase: Phrase, begin: int, number: int) -> bool:
    """Whether what stands between a cue and its complementiser can be an addressee or occasion."""
    if begin == number:
        return True
    word, cue = phrase.word(begin), base_form(_verb_before(phrase, begin))
    occasion = word in lexicon.PREPOSITIONS | _TIMES | _OBJECTS | lexicon.WEEKDAYS
    return occasion or cue in _TELLING | {"put"} or word.endswith("ly")


def _verb_before(phrase: Phrase, number: int) -> str:
    """The nearest cue verb to the left, over its particle."""
    near = range(number - 1, max(-1, number - 4), -1)
    return next((phrase.word(each) for each in near if phrase.is_cue(each)), "")


def _stops(phrase: Phrase, number: int) -> bool:
    """Whether no complementiser of the cue can follow this token."""
    word = phrase.word(number)
    if word in lexicon.SUBORDINATORS or word in (";", ":", ".", "(", ")", "\u2014", "\u2013"):
        return True
    return is_finite(phrase, number) or word in ("he", "she", "they", "we", "who", "which")


def _infinitive(phrase: Phrase, last: int, number: int) -> Report | None:
    """The content that "to" and a verb open: urged the government [to decide]."""
    verb = base_form(_verb_before(phrase, last + 1))
    if verb not in _MOVING and phrase.word(number) != "to":
        return None
    for probe in range(number, min(len(phrase.words), number + _FAR)):
        following = phrase.word(probe + 1)
        if phrase.word(probe) == "to" and following[:1].isalpha() and following not in _NO_VERB:
            is_name = phrase.capital(probe + 1) or MASKED.match(following)
            plural = following.endswith("s") and not following.endswith("ss")
            return None if is_name or plural else Report(probe, Kind.INFINITIVE)
        if _stops(phrase, probe) or phrase.word(probe) == ",":
            return None
    return None


def _bare(phrase: Phrase, last: int) -> Report | None:
    """The clause or noun phrase that follows a cue without a complementiser."""
    verb = base_form(_verb_before(phrase, last + 1))
    number = over_occasion(phrase, last + 1)
    if verb in _TELLING and phrase.word(number)[:1].isalnum():
        after = _behind_addressee(phrase, number)
        if after is None and verb != "ask":
            return None
        number = number if after is None else after
        if phrase.word(number) in ("for", "of") and number + 1 < len(phrase.words):
            return Report(number + (phrase.word(number) == "for"), Kind.OBJECT)
    if phrase.word(number) == "," and number > last + 1:
        number += 1
    word = phrase.word(number)
    if not word or not (word[0].isalnum() or MASKED.match(word)):
        return None
    comma = next(
        (n for n in range(number, len(phrase.words)) if phrase.word(n) in (",", ";")), number + 25
    )
    rest = range(number + 1, min(len(phrase.words), comma, number + 25))
    clause = any(is_finite(phrase, probe) for probe in rest) or verb in _CLAUSAL
    starts = not (word in lexicon.PREPOSITIONS and verb not in _CLAUSAL) and not MASKED.match(word)
    if clause and starts:
        return Report(number, Kind.CLAUSE)
    weak = phrase.word(last) in WEAK_FORMS and " at " not in phrase.text[phrase.tokens[last].end :]
    return None if weak else Report(number, Kind.OBJECT)


def over_occasion(phrase: Phrase, number: int) -> int:
    """Behind a time or an occasion: said [on Sunday | in a statement] it had …"""
    for _ in range(3):
        begin = number
        day = number + 1 if phrase.word(number) == "on" else number
        if phrase.word(day) in lexicon.WEEKDAYS | _TIMES:
            number = day + 1
            number += phrase.word(number) in ("morning", "night", "evening", "afternoon")
        elif phrase.word(number) in ("in", "at", "during", "on", "by", "to"):
            number = _over_preposition(phrase, number)
        if number == begin or number >= len(phrase.words):
            break
    return min(number, max(0, len(phrase.words)))


def _over_preposition(phrase: Phrase, number: int) -> int:
    """Behind "in a statement", "to the paper"; the number itself if it is no occasion."""
    if phrase.word(number) == "to":
        after = _behind_addressee(phrase, number + 1)
        return number if after is None else after
    begin = phrase.tokens[number].end
    match = OCCASIONS.match(phrase.text[begin : begin + 60].lstrip())
    if match is None:
        return number
    length = len(match.group().split())
    return number + 1 + length if phrase.word(number + length)[:1].isalpha() else number


def over_addressee(phrase: Phrase, number: int) -> int:
    """The token behind the addressee that begins at `number`."""
    if phrase.word(number) in _OBJECTS:
        return number + 1
    after = _over_nouns(phrase, number)
    both = is_finite(phrase, after) and after - number > 1 and phrase.capital(after - 1)
    return number + 1 if both else after


def _behind_addressee(phrase: Phrase, number: int) -> int | None:
    """What follows the addressee and the occasion; None if nothing does."""
    after = over_addressee(phrase, number)
    after = over_occasion(phrase, after) if phrase.word(after) != "to" else after
    return after if phrase.word(after)[:1].isalnum() or MASKED.match(phrase.word(after)) else None


def _over_nouns(phrase: Phrase, number: int) -> int:
    """Behind the words of one noun phrase: the next begins with an article or a pronoun."""
    begin = number
    while number < min(len(phrase.words), begin + _FAR):
        word = phrase.word(number)
        attached = phrase.word(number - 1) in lexicon.ATTACHING and number > begin
        if number > begin and not attached and (word in lexicon.DETERMINERS or word in _SUBJECTS):
            break
        linked = word in ("of", "from", "at", "in", "'s", "'", "-", "&", "and")
        if not linked and (_stops(phrase, number) or not word[0].isalnum() or MASKED.match(word)):
            break
        if word in lexicon.PREPOSITIONS and not linked:
            break
        number += 1
    return number
