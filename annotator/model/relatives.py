"""Relative clauses of a subject, and the verb of the main clause that follows them.

"A clerk [who declined to be named] confirmed that …": the verbs inside have another subject than the
main clause, so none of them is its cue.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from annotator.model import lexicon
from annotator.model.lexicon import words
from annotator.model.nouns import phrase_start
from annotator.model.phrases import MASKED, Phrase, cues, is_finite, joins_words, noun_like
from annotator.model.reporting import AUXILIARIES, base_form

_FAR = 60
_MOST = 10
_OPENERS = words("who which whose")
_SUBORDINATE = words("that because where when while if whether how why what who which although though")
_OPEN_SUBJECTS = words("he she they it we there i you")
_OBJECTS = ("it", "you")
_COORDINATORS = ("and", "or", "but")
_NOT_FINITE = words("not never be been")
_CLAUSAL = words("say claim believe think fear feel know hope insist argue suspect allege")
_BEFORE_SUBJECT = lexicon.SUBORDINATORS | words("and or , ; : ( ) \u2014 \u2013")
_NO_PARTICIPLE = lexicon.DETERMINERS | lexicon.PREPOSITIONS | lexicon.SUBORDINATORS | {"to", "and", "or"}


class Relative(NamedTuple):
    """Tokens: the pronoun, the first behind the clause, and the verb of the main clause."""

    first: int
    end: int
    verb: int


@functools.lru_cache(maxsize=8)
def relatives(phrase: Phrase) -> tuple[Relative, ...]:
    """The relative clauses of subjects whose verb follows them, in text order."""
    found: list[Relative] = []
    for number, word in enumerate(phrase.lower):
        if word not in _OPENERS or (found and number < found[-1].end):
            continue
        verb = _main_verb(phrase, number) if _is_of_subject(phrase, number) else None
        if verb is not None:
            found.append(Relative(number, verb - (phrase.word(verb - 1) == ","), verb))
        if len(found) >= _MOST:
            break
    return tuple(found)


def relative_of(phrase: Phrase, number: int) -> Relative | None:
    """The relative clause that the token lies in."""
    return next((each for each in relatives(phrase) if each.first <= number < each.end), None)


def relative_before(phrase: Phrase, verb: int) -> Relative | None:
    """The relative clause that ends at this verb of the main clause, with no comma between."""
    return next((each for each in relatives(phrase) if each.end == each.verb == verb), None)


def main_cues(phrase: Phrase) -> list[tuple[int, int]]:
    """The cues that lie in no relative clause of another cue's subject."""
    found = cues(phrase)
    starts = {first for first, _ in found}
    inner = [each for each in relatives(phrase) if each.verb in starts]
    return [cue for cue in found if not any(each.first <= cue[0] < each.end for each in inner)]


def _is_of_subject(phrase: Phrase, number: int) -> bool:
    """Whether the noun phrase before the pronoun begins a clause, as a subject does."""
    last = number - 1 - (phrase.word(number - 1) == ",")
    if last < 0 or not (noun_like(phrase, last) or phrase.word(last) in lexicon.PRONOUNS):
        return False
    start = phrase_start(phrase, last)
    before = phrase.word(start - 1) if start else ""
    return start is not None and (
        not before or before in _BEFORE_SUBJECT or MASKED.match(before) is not None
    )


def _main_verb(phrase: Phrase, pronoun: int) -> int | None:
    """The first token of the verb group behind the relative clause; None if none follows."""
    inner = 1 if phrase.word(pronoun) == "whose" else 0
    number = pronoun + 1
    if not inner:
        inner += _opens_clause(phrase, number)
        number = _behind_verb(phrase, number)
    limit = min(len(phrase.words), pronoun + _FAR)
    while number < limit:
        word = phrase.word(number)
        if word == "," and is_finite(phrase, number + 1):
            return number + 1
        if _breaks_off(phrase, number, pronoun):
            return None
        verb = is_finite(phrase, number) and not (word.endswith("ing") or word in _NOT_FINITE)
        if verb and (not inner or _reports_clause(phrase, number)) and not _is_led(phrase, number):
            return number
        inner = max(0, inner + (word in _SUBORDINATE) - verb)
        number = _next_place(phrase, number, is_verb=verb)
    return None


def _next_place(phrase: Phrase, number: int, *, is_verb: bool) -> int:
    """The token behind this one, or behind the verb group that it begins or that belongs to it."""
    if is_verb:
        return max(number + 1, _behind_verb(phrase, number))
    return _behind_verb(phrase, number + 1) if _takes_verb(phrase, number) else number + 1


def _breaks_off(phrase: Phrase, number: int, pronoun: int) -> bool:
    """Whether no relative clause goes on over this mark; one behind a comma goes on over commas."""
    word = phrase.word(number)
    if word == ",":
        return phrase.word(pronoun - 1) != ","
    marked = not (word[0].isalnum() or joins_words(phrase, number))
    return marked and word not in ("-", "\u2019", "'", "/")


def _is_led(phrase: Phrase, number: int) -> bool:
    """Whether another finite verb follows at once, which is then the one of the main clause."""
    behind = _behind_verb(phrase, number)
    return behind > number and phrase.is_cue(behind) and is_finite(phrase, behind)


def _takes_verb(phrase: Phrase, number: int) -> bool:
    """Whether the verb group after this token belongs to it: to [be named], he [feared], and [left]."""
    word, following = phrase.word(number), phrase.word(number + 1)
    if word == "to":
        return following not in _NO_PARTICIPLE and not phrase.capital(number + 1)
    if word in _COORDINATORS:
        return is_finite(phrase, number + 1) or following in ("not", "never")
    before = phrase.word(number - 1)
    opened = word not in _OBJECTS or before in lexicon.SUBORDINATORS or phrase.is_cue(number - 1)
    return word in _OPEN_SUBJECTS and opened and is_finite(phrase, number + 1)


def _opens_clause(phrase: Phrase, number: int) -> bool:
    """Whether the verb of saying here takes a clause with a subject of its own: said [the dam …]."""
    while phrase.word(number) in AUXILIARIES | lexicon.ADVERBS:
        number += 1
    following = phrase.word(number + 1)
    opens = following in lexicon.ARTICLES or phrase.capital(number + 1)
    return opens and base_form(phrase.word(number)) in _CLAUSAL


def _reports_clause(phrase: Phrase, number: int) -> bool:
    """Whether a cue stands here whose content follows at once or behind its addressee, or is cut off."""
    while phrase.word(number) in AUXILIARIES:
        number += 1
    if not phrase.is_cue(number):
        return False
    for probe in range(number + 1, number + 8):
        word = phrase.word(probe)
        if not word or word in ("that", ":") or MASKED.match(word):
            return True
        if is_finite(phrase, probe) or not word[0].isalnum():
            return False
    return False


def _behind_verb(phrase: Phrase, number: int) -> int:
    """The token behind the verb group that begins here: [had not been told] to."""
    end, helped = number, False
    while end - number < 6:
        word = phrase.word(end)
        if not (word in AUXILIARIES | lexicon.ADVERBS or (word.endswith("ly") and len(word) > 4)):
            break
        helped = helped or word in AUXILIARIES
        end += 1
    word = phrase.word(end)
    closes = word[:1].isalpha() and word not in _NO_PARTICIPLE and not MASKED.match(word)
    return end + 1 if closes and (helped or end == number or not is_finite(phrase, end)) else end
