"""Name runs: the words around a caret that make up one proper name.

A run has neither article nor title nor possessive ’s: "the [Ministry of Finance]", "Chancellor
[Mira Holt]", "[Roth]’s". Offsets are code points, end exclusive.
"""

from __future__ import annotations

from annotator.model import lexicon
from annotator.model.fragment import Fragment
from annotator.model.headlines import repeated_part
from annotator.model.patterns import Pattern
from annotator.model.scripts import run_in_other_script
from annotator.model.tokens import paragraph_near, token_at, tokens, window_at

_REACH = 350
_LONGEST = 30
_PREFIXED = Pattern(
    r"(?:al|el|ad|ar|as|ash|at|az|an|d|l|bin|ben|ibn|abu|von|de)[-'\u2019\u2010][A-Z\u00c0-\u00de]"
)
_INNER_CAPITAL = Pattern(r"[a-z]{1,2}[A-Z]\w*\Z")
_NUMBERED = Pattern(r"\d{1,4}[a-z]?\Z")
_OPENERS = frozenset(".!?:\u2026\u201c\u201e\"'\u2018\u00ab\u00bb\u2014\u2013-\u2022|*")


class _Words:
    """The tokens of a stretch of text with what is known about each of them."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.tokens = tokens(text, start, end)
        self.words = [text[token.start : token.end] for token in self.tokens]
        self.lower = [word.lower().replace("\u2019", "'") for word in self.words]
        self.first = self.tokens[0].start if self.tokens else start
        self.names = [self._is_name(number) for number in range(len(self.words))]

    def adjacent(self, number: int) -> bool:
        """Whether only blanks, or nothing, stand between this token and the next."""
        if number < 0 or number + 1 >= len(self.tokens):
            return False
        gap = self.text[self.tokens[number].end : self.tokens[number + 1].start]
        return "\n" not in gap and "\u2029" not in gap and "\t" not in gap and len(gap) <= 2

    def name(self, number: int) -> bool:
        return 0 <= number < len(self.names) and self.names[number]

    def word(self, number: int) -> str:
        return self.lower[number] if 0 <= number < len(self.lower) else ""

    def starts_sentence(self, number: int) -> bool:
        if number == 0 or self.words[number - 1] in _OPENERS:
            return True
        return not self.adjacent(number - 1) or self.words[number - 1][-1] in ".!?"

    def _is_name(self, number: int) -> bool:
        word, lower = self.words[number], self.lower[number]
        if not (word[0].isupper() or word[0].istitle()):
            return bool(_PREFIXED.match(word) or _INNER_CAPITAL.match(word))
        shouted = len(word) > 1 and word.isupper()
        if self._is_initial(number):
            return True
        if lower in lexicon.NEVER_NAMES and not (shouted and lower in ("us", "it")):
            return False
        if lower in lexicon.WEEKDAYS or (lower in lexicon.MONTHS and not self._is_person_month(number)):
            return False
        if not self.starts_sentence(number) or shouted:
            return True
        return lower not in lexicon.FUNCTION_WORDS and not (lower.endswith("ly") and len(lower) > 5)

    def _is_initial(self, number: int) -> bool:
        """Whether a single capital with a full stop stands before a name or another initial."""
        following = self.words[number + 2] if number + 2 < len(self.words) else ""
        stop = len(self.words[number]) == 1 and self.words[number + 1 : number + 2] == ["."]
        touches = stop and self.tokens[number].end == self.tokens[number + 1].start
        return (
            touches
            and following[:1].isupper()
            and following.lower() not in lexicon.FUNCTION_WORDS - {"a"}
        )

    def _is_person_month(self, number: int) -> bool:
        """Whether a month's name is a surname here: Jana May."""
        before = self.words[number - 1] if number and self.adjacent(number - 1) else ""
        after = self.words[number + 1] if self.adjacent(number) else ""
        if self.words[number] == "Jan" and after[:1].isupper():
            return True
        is_name = (
            before[:1].isupper() and before.lower() not in lexicon.FUNCTION_WORDS | lexicon.WEEKDAYS
        )
        return is_name and not after[:1].isdigit()


def names(text: str, start: int, end: int) -> list[Fragment]:
    """The name runs of `text[start:end]` in text order."""
    words = _Words(text, start, end)
    found: list[Fragment] = []
    number = 0
    while number < len(words.tokens):
        first = _run_start(words, number)
        if first < 0:
            number += 1
            continue
        last = _run_end(words, number)
        found += [_fragment(words, low, high) for low, high in _without_titles(words, number, last)]
        number = last + 1
    return found


def name_at(text: str, position: int) -> Fragment | None:
    """The name run around the position, else the one right after it, else the token there."""
    token = word_at(text, position)
    if token is None:
        return None
    if run := run_in_other_script(text, token):
        return run
    near = window_at(text, position, _REACH)
    paragraph = paragraph_near(text, position)
    low, high = max(near.start, paragraph.start), min(near.end, paragraph.end)
    found = names(text, low, high)
    here = next((run for run in found if run.start <= token.start and token.end <= run.end), None)
    here = here or next((run for run in found if run.start < token.end and token.start < run.end), None)
    if here is not None:
        return repeated_part(text, token, here, low, high)
    lower = text[token.start : token.end].lower()
    if lower in lexicon.ARTICLES or lower in lexicon.TITLES | lexicon.TITLE_MODIFIERS:
        after = next((run for run in found if run.start >= token.end), None)
        if after and _only_title(text[token.end : after.start]):
            return after
    return token


def word_at(text: str, position: int) -> Fragment | None:
    """The token at the position; where a word ends there, the word and not what follows it."""
    token = token_at(text, position)
    if token is None:
        return None
    if token.start == position > 0 and not text[token.start].isalnum() and text[position - 1].isalnum():
        return token_at(text, position - 1) or token
    if text[token.start : token.end] in ("'s", "\u2019s", "'", "\u2019") and token.start > 0:
        return token_at(text, token.start - 1) or token
    return token


def _only_title(gap: str) -> bool:
    words = gap.replace(".", " ").lower().split()
    return all(
        word in lexicon.TITLES | lexicon.TITLE_MODIFIERS or word in ("of", "the") for word in words
    )


def _run_start(words: _Words, number: int) -> int:
    """The number itself if a run starts at this token, else -1."""
    if words.name(number):
        return number
    particle = words.word(number) in lexicon.LEADING_PARTICLES and words.words[number].islower()
    if particle and words.adjacent(number) and words.name(number + 1):
        before = words.word(number - 1)
        strict = (
            words.word(number) in ("van", "von", "bin", "ibn") or not before or not before[0].isalpha()
        )
        return number if strict or before in lexicon.TITLES or words.starts_sentence(number) else -1
    return -1


def _run_end(words: _Words, first: int) -> int:
    """The number of the last token of the run that starts at `first`."""
    last = first
    while (following := _extended(words, first, last)) > last:
        if _suffix(words.words[last]) or last - first >= _LONGEST:
            return last
        last = following
    return last


def _extended(words: _Words, first: int, last: int) -> int:
    """The next token to which the run stretches, or `last` if it ends here."""
    if not words.adjacent(last):
        return last
    following, word = last + 1, words.word(last + 1)
    if words.name(following):
        return (
            following
            if words.text[words.tokens[last].end].isspace() or words.words[last] == "."
            else last
        )
    if word == ".":
        return _over_full_stop(words, last)
    if word == "&" or (word in ("and", "und") and _pairs(words, first, last)):
        return following + 1 if words.adjacent(following) and words.name(following + 1) else last
    if word in ("'s", "'") and _owns(words, first, last):
        return following + 1
    if word in ("of", "for", "on", "against"):
        return _over_preposition(words, first, last)
    if word in lexicon.PARTICLES:
        return _over_particles(words, last)
    if _NUMBERED.match(word) and words.text[words.tokens[last].end].isspace():
        return last if words.word(following + 1) in lexicon.UNITS | {"%", "-"} else following
    return last


def _over_full_stop(words: _Words, last: int) -> int:
    initial = len(words.words[last]) == 1 and words.words[last].isupper()
    if words.tokens[last].end != words.tokens[last + 1].start:
        return last
    if words.word(last) in lexicon.ENDING:
        return last + 1
    if initial or words.word(last) in lexicon.ABBREVIATED | lexicon.TITLES:
        return last + 2 if words.adjacent(last + 1) and words.name(last + 2) else last
    return last


def _over_preposition(words: _Words, first: int, last: int) -> int:
    """Over "of (the) X" where the run so far names a body, a place, an event or an office."""
    heads = lexicon.HEADS if words.word(last + 1) in ("of", "for") else lexicon.ON_HEADS
    head = any(word in heads for word in words.lower[first : last + 1])
    office = words.word(last) in lexicon.TITLES and words.word(last + 1) == "of"
    if not head and not office:
        return last
    following = last + 2
    if words.word(following) == "the" and words.words[following] == "the":
        following += 1
    joined = all(words.adjacent(number) for number in range(last, following))
    return following if joined and words.name(following) else last


def _over_particles(words: _Words, last: int) -> int:
    following = last + 1
    while words.word(following) in lexicon.PARTICLES and words.words[following].islower():
        following += 1
    joined = all(words.adjacent(number) for number in range(last, following))
    return following if joined and following - last <= 4 and words.name(following) else last


def _pairs(words: _Words, first: int, last: int) -> bool:
    """Whether "and" belongs to the name: Ministry of Trade and Industry, Bosnia and Herzegovina."""
    if words.word(last) in lexicon.PAIRS:
        return True
    return words.word(last) in lexicon.TOPICS and words.word(last + 2) in lexicon.TOPICS


def _owns(words: _Words, first: int, last: int) -> bool:
    """Whether the owner belongs to the name of what it owns: Women's Institute, St. Alban's Church."""
    if not (words.adjacent(last + 1) and words.name(last + 2)):
        return False
    saint = words.word(last - 1) in ("st", "saint") or words.word(last - 2) == "st"
    return saint or words.word(last) in lexicon.OWNERS or _is_place(words, first, last)


def _is_place(words: _Words, first: int, last: int) -> bool:
    """Whether one owner and one noun name a place or a guild: Cutler's Wharf, Weavers' Guild."""
    if last > first or words.name(last + 3) or words.word(last + 3) == "of":
        return False
    several = words.word(last + 1) == "'" or words.word(last).endswith("men")
    owned = words.word(last + 2)
    return owned in lexicon.OWNED_PLACES or (several and owned in lexicon.OWNED_BODIES)


def _without_titles(words: _Words, first: int, last: int) -> list[tuple[int, int]]:
    """The run cut at titles: [Danish] Prime Minister [Jana Roth]."""
    title = next((n for n in range(first, last + 1) if _is_title(words, n, first, last)), -1)
    if title < 0:
        return [(first, last)]
    before = title - 1
    while before >= first and words.word(before) in lexicon.TITLE_MODIFIERS | lexicon.TITLES:
        before -= 1
    after = title + 1
    while after <= last and (
        words.word(after) in lexicon.TITLES or words.word(after) in (".", "general")
    ):
        after += 1
    if words.word(after) == "of":
        after += 1
        while after <= last and words.word(after) in lexicon.TOPICS | {"the", "and", "of"}:
            after += 1
    pieces = [(first, before)] if before >= first else []
    if after > last:
        return pieces or [(title, last)]
    return pieces + _without_titles(words, after, last)


def _is_title(words: _Words, number: int, first: int, last: int) -> bool:
    """Whether the word is a title here and not a part of a body's name such as General Assembly."""
    if words.word(number) not in lexicon.TITLES:
        return False
    if any(words.word(later) in ("of", "for") for later in range(number + 1, last + 1)):
        return not any(words.word(earlier) in lexicon.HEADS for earlier in range(first, number))
    tail = words.word(last) if words.word(last) != "." else words.word(last - 1)
    return tail not in lexicon.HEADS or number == last


def _fragment(words: _Words, first: int, last: int) -> Fragment:
    start, end = words.tokens[first].start, words.tokens[last].end
    return Fragment(start, end - _suffix(words.words[last]))


def _suffix(word: str) -> int:
    """How many code points of a word such as London-based are no part of the name."""
    head, hyphen, tail = word.rpartition("-")
    return len(tail) + 1 if hyphen and head and tail in lexicon.SUFFIXES else 0
