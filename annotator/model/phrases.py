"""Phrases: the words of a sentence, and the cues among them.

Everything here works on one stretch of text, usually a sentence, and knows word lists and word
order only. Offsets are code points, end exclusive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model import lexicon
from annotator.model.fragment import Fragment
from annotator.model.patterns import Pattern
from annotator.model.reporting import (
    AUXILIARIES,
    CLEAR_FORMS,
    FORMS,
    PARTICLE_ONLY,
    PARTICLES,
    base_form,
    reports,
)
from annotator.model.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable


ABBREVIATION = Pattern(
    r"(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Maj|Jr|Sr|Inc|Corp|Co|Ltd|Rev|Hon)\Z"
)
"""What a full stop does not end a sentence after."""

MASKED = Pattern("q{3,}\\Z")
"""What a masked stretch looks like."""


_MOST_CUES = 40
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being"))
_ONLY_TIME = lexicon.WEEKDAYS | lexicon.words(
    "last this night week month year on morning repeatedly first"
)
_VERBS_ONLY = ("put", "read", "show", "see", "think", "feel", "know", "say", "tell", "write", "find")
_PARTICIPLES = ("written", "spoken", "known", "shown", "seen")
_ARTICLES = ("a", "an", "the", "his", "her", "its", "their", "this", "that", "another", "each", "every")
_PLURALS = ("people", "police", "men", "women", "children", "media", "public", "who", "they", "and")

_FINITE = lexicon.words(
    """
    fell rose went came took gave made won lost left began grew became met kept led ran sent spent
    stood brought built bought cut hit set shut broke chose drew drove ate flew forgot got hid lay
    paid rode sang sat sold slept stole swam threw woke wore remains remain needs need wants want
    seems ist sind war waren hat haben wird werden forbid forbids knocked lies loses cost costs
    """
)


class Phrase:
    """The tokens of a stretch of text, with what cues and noun phrases need to know."""

    def __init__(self, text: str, start: int, end: int, masked: Iterable[Fragment] = ()) -> None:
        """`masked` are stretches, such as quotations, to be taken as one word that means nothing."""
        self.base = start
        self._cues: dict[int, bool] = {}
        self.raw = text[start:end]
        self.text = _mask(text[start:end], start, masked)
        self.tokens = tokens(self.text, 0, len(self.text))
        self.words = [self.text[token.start : token.end] for token in self.tokens]
        self.lower = [word.lower().replace("\u2019", "'") for word in self.words]

    def word(self, number: int) -> str:
        """The token in lower case; nothing outside the stretch."""
        return self.lower[number] if 0 <= number < len(self.lower) else ""

    def capital(self, number: int) -> bool:
        """Whether the token starts with a capital."""
        return 0 <= number < len(self.words) and self.words[number][0].isupper()

    def between(self, first: int, last: int) -> Fragment:
        """Where the tokens from `first` to `last` lie in the document."""
        return Fragment(self.base + self.tokens[first].start, self.base + self.tokens[last].end)

    def start_of(self, number: int) -> int:
        """Where the token begins in the document."""
        return self.base + self.tokens[number].start

    def end_of(self, number: int) -> int:
        """Where the token ends in the document."""
        return self.base + self.tokens[number].end

    def has_word(self, part: Fragment) -> bool:
        """Whether a letter or digit stands in the part of the document."""
        return any(char.isalnum() for char in self.raw[part.start - self.base : part.end - self.base])

    def is_verb(self, number: int) -> bool:
        """Whether the token is a reporting verb or an auxiliary."""
        word = self.word(number)
        return (word in AUXILIARIES and word != "'s" and not self.is_month(number)) or self.is_cue(
            number
        )

    def is_month(self, number: int) -> bool:
        """Whether "May" is a month here and no auxiliary."""
        return number > 0 and self.words[number : number + 1] == ["May"]

    def is_cue(self, number: int) -> bool:
        """Whether the token is a reporting verb in use as a verb."""
        if number not in self._cues:
            self._cues[number] = self._is_cue(number)
        return self._cues[number]

    def _is_cue(self, number: int) -> bool:
        if not 0 <= number < len(self.words) or self.word(number) not in FORMS:
            return False
        if self.words[number][0].isupper() and not begins(self, number):
            return False
        if not reports(self.words[number], self.word(number - 1)) or self.word(number + 1) == "-":
            return False
        if self.word(number) in _PARTICIPLES and AUXILIARIES.isdisjoint(
            self.lower[max(0, number - 4) : number]
        ):
            return False
        return not self._is_noun(number) and not self._lacks_particle(number)

    def _is_noun(self, number: int) -> bool:
        """Whether the token stands behind an owner: Mrs Holt’s estimate."""
        word, before = self.word(number), self.word(number - 1)
        if word in CLEAR_FORMS:
            return False
        if before in ("'s", "'"):
            return self.word(number - 2) not in lexicon.PRONOUNS
        verbal = word != base_form(word) or word in _VERBS_ONLY
        if verbal or before.endswith("s") or before in _PLURALS:
            return False
        near = range(number - 2, max(-1, number - 5), -1)
        article = next((each for each in near if self.word(each) in _ARTICLES), -1)
        return article >= 0 and all(self.lower[each].isalpha() for each in range(article, number))

    def _lacks_particle(self, number: int) -> bool:
        """Whether the verb reports nothing without a particle that is not there: went, made."""
        if self.word(number) not in PARTICLE_ONLY or self.word(number + 1) == "that":
            return False
        near = self.lower[number + 1 : number + 8]
        if self.word(number)[:3] == "put":
            return not ({"at", "it"} & set(near) or MASKED.match(self.word(number + 1)) or not near)
        if self.word(number).startswith("arriv"):
            figure = self.word(number + 2)
            return near[:1] != ["at"] or not (not figure or figure[:1].isdigit() or MASKED.match(figure))
        return particle_after(self, number) == number

    def number_at(self, position: int) -> int:
        """The token that covers the position, else the last one before it."""
        return max(
            (n for n, token in enumerate(self.tokens) if self.base + token.start <= position), default=0
        )


def _mask(text: str, start: int, masked: Iterable[Fragment]) -> str:
    """The text with every masked stretch written as one word of the same length."""
    for low, high in masked:
        low, high = max(0, low - start), min(len(text), high - start)
        text = text[:low] + "q" * max(0, high - low) + text[max(low, high) :]
    return text


def begins(phrase: Phrase, number: int) -> bool:
    """Whether the token begins a sentence or stands behind a mark."""
    return number == 0 or not phrase.word(number - 1)[-1:].isalnum()


def cues(phrase: Phrase) -> list[tuple[int, int]]:
    """The cues of the phrase as first and last token: "has not said", "called for", "according to"."""
    found: list[tuple[int, int]] = []
    for number, word in enumerate(phrase.lower):
        if len(found) >= _MOST_CUES:
            break
        if word == "according" and phrase.word(number + 1) == "to":
            found.append((number, number + 1))
        elif phrase.is_cue(number) and not (found and number <= found[-1][1]):
            found.append((auxiliaries_before(phrase, number), particle_after(phrase, number)))
    return found


def auxiliaries_before(phrase: Phrase, number: int) -> int:
    """The first of the auxiliaries and negations before a verb, which belong to its cue."""
    first = probe = number
    while probe > 0 and number - probe < 5:
        probe -= 1
        word = phrase.word(probe)
        if word in AUXILIARIES and (
            word != "'s"
            or phrase.word(number) not in FORMS
            or phrase.word(probe - 1) in lexicon.PRONOUNS
        ):
            first = probe
        elif not _goes_between(phrase, probe):
            break
    return first


def _goes_between(phrase: Phrase, number: int) -> bool:
    """Whether the token can stand between an auxiliary and its verb: has [since] said."""
    word = phrase.word(number)
    since = word == "since" and phrase.word(number - 1) in ("has", "have", "had")
    return since or word in lexicon.ADVERBS or (word.endswith("ly") and len(word) > 4)


def is_passive(phrase: Phrase, first: int, last: int) -> bool:
    """Whether the subject of the cue is told and does not tell: was told, has since been warned."""
    verb = next((number for number in range(first, last + 1) if phrase.is_cue(number)), last)
    helpers = phrase.lower[auxiliaries_before(phrase, verb) : verb]
    if first == verb and not helpers:
        near = phrase.lower[max(0, verb - 5) : verb]
        begun = [at for at, word in enumerate(near) if word in _BE]
        between = near[begun[-1] + 1 :] if begun else []
        helpers = near if begun and _ONLY_TIME.issuperset(between) else []
    return not _BE.isdisjoint(helpers) and not phrase.word(verb).endswith("ing")


def particle_after(phrase: Phrase, number: int) -> int:
    """The last token of the particle after a verb, which belongs to its cue; the verb if none."""
    for particle in PARTICLES.get(base_form(phrase.word(number)), ()):
        parts = particle.split()
        if phrase.lower[number + 1 : number + 1 + len(parts)] == parts:
            return number + len(parts)
    return number


def joins_words(phrase: Phrase, number: int) -> bool:
    """Whether a mark belongs to the words around it: an initial's full stop, a possessive."""
    word = phrase.word(number)
    if word == ".":
        return ABBREVIATION.match(phrase.words[number - 1]) is not None if number else False
    return word in ("'s", "'", "%", "$", "\u20ac", "\u00a3", "/", "-")


def noun_like(phrase: Phrase, number: int) -> bool:
    """Whether the token can be a word of a noun phrase: no verb, conjunction or mark."""
    word = phrase.word(number)
    if not word or not word[0].isalnum() or MASKED.match(word):
        return False
    if (
        word in lexicon.SUBORDINATORS | lexicon.PREPOSITIONS | lexicon.WEEKDAYS | lexicon.ADVERBS
        or word in ("and", "or")
    ):
        return False
    if word in lexicon.PRONOUNS or (phrase.is_verb(number) and not phrase.capital(number)):
        return False
    if phrase.capital(number) and not begins(phrase, number):
        return True
    return not (word.endswith("ly") and len(word) > 5)


def is_finite(phrase: Phrase, number: int) -> bool:
    """Whether the token looks like a verb with a tense."""
    word = phrase.word(number)
    if word in AUXILIARIES:
        if phrase.is_month(number):
            return False
        return word != "'s" or phrase.word(number - 1) in lexicon.PRONOUNS | {"that", "there"}
    past = len(word) > 4 and word.endswith("ed") and phrase.word(number - 1) not in lexicon.DETERMINERS
    return word in _FINITE or phrase.is_cue(number) or (past and not phrase.capital(number))
