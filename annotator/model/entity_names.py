"""Names of people, bodies and places as they are compared: one form for many spellings.

Capitals, accents, signs, possessive endings, titles before a name and forms of company after
it do not count.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from annotator.model import lexicon

_POSSESSIVE = re.compile(r"(?:['\u2019\u02bc]s|(?<=[sSxXzZ])['\u2019\u02bc])\Z")
_SIGNS = re.compile(r"[^\w\s&-]+")
_MARKS = " \t\r\n\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb.,;:!?()[]"
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h"}
)
_FORMS = lexicon.words("inc ltd plc llc corp co gmbh ag kg se sa nv bv oy ab limited incorporated")
_SMALL = lexicon.words("of the and for on in de la le les du des von der die das und et y & a an to at")
_GENITIVES = lexicon.words("s jr sr ii iii iv")
_LONGEST_ACRONYM = 8


class Name(NamedTuple):
    """A name as it is compared: `full` is its words joined by blanks."""

    full: str
    words: tuple[str, ...]

    @property
    def last(self) -> str:
        """The last word: of a person, the surname."""
        return self.words[-1] if self.words else ""


@lru_cache(maxsize=65_536)
def compared(name: str) -> Name:
    """The name as it is compared, without article, title and form of company."""
    words = plain_words(clean(name))
    while len(words) > 1 and words[0] in lexicon.ARTICLES:
        words = words[1:]
    words = _without_titles(words)
    while len(words) > 1 and words[-1] in _FORMS:
        words = words[:-1]
    return Name(" ".join(words), tuple(words))


def clean(name: str) -> str:
    """A name from running text: on one line, without signs around it and possessive ending."""
    line = " ".join(name.replace("\u241f", " ").split()).strip(_MARKS)
    return _POSSESSIVE.sub("", line).strip(_MARKS) or line


def plain_words(text: str) -> list[str]:
    """The words of a text in small letters without accents and signs; initials stand alone."""
    lower = text.casefold().translate(_LETTERS)
    if not lower.isascii():
        split = unicodedata.normalize("NFKD", lower)
        lower = "".join(c for c in split if not unicodedata.combining(c))
    return _SIGNS.sub(" ", lower).replace("-", " ").split()


def _without_titles(words: list[str]) -> list[str]:
    """The words after a title: [prime minister] jana roth; one that is all title stays whole."""
    first = 0
    while first < len(words) - 1:
        rest = words[first:]
        titled = rest[0] in lexicon.TITLES
        modified = rest[0] in lexicon.TITLE_MODIFIERS and any(w in lexicon.TITLES for w in rest[1:3])
        if not (titled or modified):
            break
        first += 1
    kept = words[first:]
    if first and (kept[0] in _SMALL or any(word in lexicon.HEADS for word in kept)):
        return words
    return kept


def acronym(name: Name) -> str:
    """The first letters of a name of several words, small ones left out; empty for one word."""
    large = [word for word in name.words if word not in _SMALL]
    return "".join(word[0] for word in large) if len(large) > 1 else ""


def is_acronym(text: str) -> bool:
    """Whether these are letters that stand for words, as in WHO or U.N."""
    letters = clean(text).replace(".", "").replace(" ", "")
    return 2 <= len(letters) <= _LONGEST_ACRONYM and letters.isalpha() and letters.isupper()


def letters_of(text: str) -> str:
    """The letters of an acronym as they are compared."""
    return "".join(plain_words(text))


def are_initials_of(short: Name, long: Name) -> bool:
    """Whether one name is the other with first names cut to letters: J. Roth, Jana Roth."""
    if len(short.words) < 2 or short.last != long.last or len(short.words) > len(long.words):
        return False
    if not any(len(word) == 1 for word in short.words[:-1]):
        return False
    pairs = zip(short.words[:-1], long.words[:-1], strict=False)
    return all(one == other or (len(one) == 1 and other.startswith(one)) for one, other in pairs)


def is_part_of(part: Name, whole: Name) -> bool:
    """Whether the words of one name stand side by side in the other, which has more."""
    count = len(part.words)
    if not count or count >= len(whole.words):
        return False
    starts = range(len(whole.words) - count + 1)
    return any(whole.words[at : at + count] == part.words for at in starts)


def telling_words(name: Name) -> tuple[str, ...]:
    """The words by which a name may be found when only a part of it is said."""
    return tuple(word for word in dict.fromkeys(name.words) if word not in _SMALL | _GENITIVES)
