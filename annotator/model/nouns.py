"""Noun phrases: from the last word back to the first."""

from __future__ import annotations

from annotator.model import lexicon
from annotator.model.phrases import Phrase, joins_words, noun_like


def phrase_start(phrase: Phrase, last: int) -> int | None:
    """Walk back from the last token of a noun phrase to its first."""
    if phrase.word(last) in lexicon.PRONOUNS and phrase.word(last - 1) not in lexicon.DETERMINERS:
        return last
    first: int | None = None
    number = last
    while number >= 0 and last - number < 40:
        word = phrase.word(number)
        if word in lexicon.DETERMINERS and not is_pronoun_one(phrase, number):
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
    if first and first == 1 and phrase.words[0] == "That" and not phrase.capital(1):
        return 0
    return first


def is_pronoun_one(phrase: Phrase, number: int) -> bool:
    """Whether "one" stands for a noun: the new [one]."""
    before = phrase.word(number - 1)
    article = phrase.word(number - 2) in lexicon.DETERMINERS or before in ("this", "that", "the")
    return phrase.word(number) == "one" and article and noun_like(phrase, number - 1)


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


def is_participle(phrase: Phrase, number: int) -> bool:
    """Whether a participle hangs on the noun before it: a note [published] by the council in May."""
    word = phrase.word(number)
    past = (len(word) > 4 and word.endswith(("ed", "en", "wn"))) or word in (
        "made",
        "led",
        "held",
        "sent",
    )
    adjoined = phrase.word(number + 1) in (
        "by",
        "in",
        "for",
        "on",
        "at",
        "with",
        "from",
        "under",
        "last",
    )
    common = not phrase.capital(number) and phrase.word(number - 1)[-1:].isalnum()
    return past and adjoined and common and not phrase.capital(number - 1)
