"""How a stretch of text speaks of an entity: by its name, by a pronoun or by a description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.model import lexicon
from annotator.model.entity_names import Name, clean, compared, plain_words
from annotator.model.entity_types import (
    Kind,
    entity_types,
    kind_of_label,
    kind_of_noun,
    type_of_name,
)
from annotator.model.names import names

if TYPE_CHECKING:
    from annotator.model.codebook import Codebook
    from annotator.model.fragment import Fragment
    from annotator.model.values import Span

_HE = lexicon.words("he him his himself er ihn ihm il lui")
_SHE = lexicon.words("she her hers herself elle")
_THEY = lexicon.words("they them their theirs themselves ils elles")
_IT = lexicon.words("it its itself es")
_WHO = lexicon.words("who whom whose i me my mine myself you your yours yourself ich mich mir")
_WE = lexicon.words("we us our ours ourselves wir uns nous")
_WHICH = lexicon.words("which this that")
_BREAKS = lexicon.PREPOSITIONS | lexicon.words("who which whose that wearing speaking")
_STILL_A_NAME = 1
_OF = lexicon.words("of for von für")
_VAGUE = lexicon.words(
    "same new old young big large small little great good bad first last next former current present"
    " local regional national international foreign private public whole entire own said late"
)
"""Words before a noun that do not tell which one is meant."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said: `names` are the names in it, the weightiest first; else kinds that fit.

    `is_pronoun` and `is_description` are both false for a name. `head` is the noun of a
    description, which `is_specific` if a noun of its own tells which one, as in “the transport
    ministry”; `gender` is "he" or "she" where a pronoun tells it.
    """

    text: str
    names: tuple[Name, ...] = ()
    kinds: frozenset[Kind] = frozenset()
    is_pronoun: bool = False
    is_description: bool = False
    is_specific: bool = False
    head: str = ""
    gender: str = ""

    @property
    def is_name(self) -> bool:
        """Whether an entity could be called so."""
        return not self.is_pronoun and not self.is_description


def wording_of(text: str, *, is_open: bool) -> Wording:
    """How the text speaks; `is_open` if more than a bare name may stand in it, as in a source."""
    line = clean(text)
    words = plain_words(line)
    is_shouted = len(line) > 1 and line.isupper()
    if len(words) == 1 and not is_shouted and (kinds := _pronoun(words[0])):
        return Wording(line, (), kinds, is_pronoun=True, gender=gender_of(line))
    head = _description(line)
    if head:
        kind = kind_of_noun(head)
        kinds = frozenset((kind,) if kind is not None else Kind)
        specific = _is_specific(line, head)
        names_ = (compared(line),)
        return Wording(line, names_, kinds, is_description=True, is_specific=specific, head=head)
    found = [compared(line)]
    if is_open:
        found = [compared(line[start:end]) for start, end in _runs(line)] + found
    return Wording(line, tuple(dict.fromkeys(found)))


def _runs(line: str) -> list[Fragment]:
    """The names in a phrase; one right after a title, as in finance minister [Jana Roth], first."""
    runs = names(line, 0, len(line))
    return sorted(runs, key=lambda run: not _follows_title(line, run.start))


def _follows_title(text: str, start: int) -> bool:
    before = text[max(0, start - 24) : start].casefold().split()
    return bool(before) and before[-1].strip(".") in lexicon.TITLES


def gender_of(text: str) -> str:
    """The gender of which a pronoun or a form of address tells: "he", "she" or neither."""
    words = text.casefold().split()
    first = words[0].strip(".,") if words else ""
    if first in _HE or first in ("mr", "sir", "lord", "herr"):
        return "he"
    return "she" if first in _SHE or first in ("mrs", "ms", "miss", "dame", "lady", "frau") else ""


def _pronoun(word: str) -> frozenset[Kind]:
    """The kinds of things that a pronoun may stand for; empty if it is none."""
    if word in _HE | _SHE | _WHO:
        return frozenset((Kind.PERSON,))
    if word in _IT | _WHICH:
        return frozenset((Kind.BODY, Kind.PLACE, Kind.OTHER))
    if word in _THEY | _WE:
        return frozenset((Kind.PERSON, Kind.BODY, Kind.OTHER))
    if word in ("sie", "ihr"):
        return frozenset(Kind)
    return frozenset()


def _description(line: str) -> str:
    """The head noun of a description such as “the minister of finance”; empty for a name."""
    tokens = [token.strip(",;:.\u201c\u201d\"'") for token in line.split()]
    lower = [token.casefold() for token in tokens]
    begins = next((n for n, word in enumerate(lower) if word not in lexicon.DETERMINERS), len(lower))
    has_determiner = begins > 0
    end = begins
    while end < len(tokens) and lower[end] not in _BREAKS:
        end += 1
        if line.split()[end - 1].endswith(","):
            break
    if end == begins:
        return ""
    head = plain_words(tokens[end - 1])
    if not head:
        return ""
    small = tokens[end - 1][0].islower()
    alone = has_determiner and end - begins == _STILL_A_NAME and kind_of_noun(head[-1]) is not None
    return head[-1] if small or alone else ""


def _is_specific(line: str, head: str) -> bool:
    """Whether a noun tells which one is meant: the [transport] ministry, the ministry of [transport]."""
    words = [word for token in line.split() if token[0].islower() for word in plain_words(token)]
    place = words.index(head) if head in words else len(words)
    before, after = words[:place], words[place + 1 :]
    tells = any(word not in lexicon.DETERMINERS | _VAGUE for word in before)
    return tells or (len(after) > 1 and after[0] in _OF)


@dataclass(frozen=True, slots=True)
class NewEntity:
    """What an entity would be called that is made from a mention, and of which type it would be."""

    name: str
    type: str


def new_from(span: Span, text: str, codebook: Codebook) -> NewEntity | None:
    """The entity that a mention would make; None for pronouns and descriptions.

    `text` is the document's.
    """
    kind = kind_of_label(codebook, span.label)
    wording = wording_of(span.text, is_open=kind is None)
    if not wording.is_name or not wording.text:
        return None
    name, after_title = wording.text, False
    if kind in (None, Kind.PERSON):
        runs = _runs(wording.text)
        if runs:
            name = wording.text[slice(*runs[0])]
            after_title = _follows_title(wording.text, runs[0].start)
    if kind is not None:
        return NewEntity(clean(name), span.label)
    after_title = after_title or _follows_title(text, span.start)
    return NewEntity(clean(name), type_of_name(codebook, name, after_title=after_title))


def type_for(span: Span, name: str, text: str, codebook: Codebook) -> str:
    """Of which type an entity of this name would be that is made from a mention in `text`."""
    if span.label in entity_types(codebook):
        return span.label
    new = new_from(span, text, codebook)
    if new is not None and new.name == name:
        return new.type
    return type_of_name(codebook, name, after_title=False)
