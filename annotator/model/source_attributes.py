"""How a source is named and what kind of source it is, where its words tell.

Only the choices that a codebook has by these ids are filled in (`news-attribution`: naming named,
pronoun, role, anonymous, collective; kind person, organisation, document, media, group). What the
words leave open stays unsaid, so that the check for required attributes asks for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.model import lexicon
from annotator.model.appositions import ROLES
from annotator.model.entity_types import Kind, kind_of_label, kind_of_noun
from annotator.model.names import names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.model.codebook import Codebook
    from annotator.model.fragment import Fragment
    from annotator.model.values import AttributeValue, Span

_PERSONS = lexicon.words("i he she him her his hers me himself herself")
_MANY = lexicon.words("people police sources others many some lawyers critics")
_DOCUMENTS = lexicon.words(
    "report study survey statement document paper letter law statute bill post tweet recording memo note"
    " article book review poll email leaflet notice ruling verdict diary"
)
_MEDIA = lexicon.words("newspaper radio broadcaster magazine reporter newsroom television tv outlet")
_LINKS = frozenset(("of", "for", "at", "from", "in", "with", "by", "on", "to", "who", "which", "that"))
_PERSONAL = lexicon.words(
    "mr mrs ms miss dr sir dame lord lady prof professor captain sergeant father sister rev judge"
    " justice mayor minister president senator governor councillor cllr king queen prince princess"
    " bishop ambassador secretary"
)
_PEOPLE = lexicon.words("official colleague neighbour witness mp relative resident critic")
_ANONYMOUS = re.compile(
    r"\b(?:not (?:to )?be (?:named|identified)|of anonymity|on background|unnamed|anonymous)\b"
)
_MOST_WORDS = 12
_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")


def source_attributes(
    text: str, place: Fragment, label: str, codebook: Codebook, spans: Iterable[Span] = ()
) -> dict[str, AttributeValue]:
    """The required attributes of a source at this place (code points), as far as its words tell.

    `spans` are those around it: a person or body that is labelled there says the kind.
    """
    asked = [one for one in codebook.attributes_of(label) if one.required]
    naming = [one for one in asked if {"named", "pronoun"} <= {choice.id for choice in one.choices}]
    kinds = [one for one in asked if {"person", "organisation"} <= {c.id for c in one.choices}]
    if not naming and not kinds:
        return {}
    how, what = _told(text, place, _labelled(place, codebook, spans))
    told = [(one, how) for one in naming] + [(one, what) for one in kinds]
    return {one.id: value for one, value in told if value and not one.refusal(value)}


def tells_speaker(text: str, place: Fragment) -> bool:
    """Whether these words look like somebody who may say something, or a document that may."""
    return any(_told(text, place, {}))


def _labelled(place: Fragment, codebook: Codebook, spans: Iterable[Span]) -> dict[Fragment, str]:
    """The persons and bodies that are labelled within the source, with the kind of each."""
    found = {}
    for span in spans:
        kind = {Kind.PERSON: "person", Kind.BODY: "organisation"}.get(
            kind_of_label(codebook, span.label) or Kind.OTHER
        )
        if kind and len(span.fragments) == 1 and place.start <= span.start and span.end <= place.end:
            found[span.fragments[0]] = kind
    return found


def _told(text: str, place: Fragment, labelled: dict[Fragment, str]) -> tuple[str, str]:
    """Naming and kind; empty where the words leave them open."""
    words = [match.group().lower() for match in _WORD.finditer(text, *place)]
    if len(words) == 1 and words[0] in lexicon.PRONOUNS | _PERSONS:
        return "pronoun", "person" if words[0] in _PERSONS else ""
    named = _naming(text, place)
    if named is not None:
        inside = (
            kind for part, kind in labelled.items() if part.start < named.end and named.start < part.end
        )
        return "named", next(inside, "") or _kind_of_name(text, place, named)
    said = text[place.start : place.end].lower()
    first = [match.group() for match in _WORD.finditer(said.split(",")[0])]
    how, what = _described(_head(first), first)
    return "anonymous" if _ANONYMOUS.search(said) else how, what


def _naming(text: str, place: Fragment) -> Fragment | None:
    """The name that identifies the source: no owner, no attribute, nothing behind a preposition."""
    start = place.start
    for part in re.split(r"(,)", text[place.start : place.end]):
        end = start + len(part)
        for name in names(text, start, end):
            before = [one.lower() for one in _WORD.findall(text[start : name.start])]
            after = text[name.end : end]
            own = [one.lower() for one in _WORD.findall(text[name.start : name.end])]
            is_title = all(one in lexicon.TITLES | lexicon.TITLE_MODIFIERS for one in own)
            is_end = not after.strip() or after.strip().split()[0] in _LINKS | {
                "and",
                "&",
                "–",
                "—",
                "(",
            }
            if is_end and not is_title and _LINKS.isdisjoint(before):
                return name
        start = end
    return None


def _kind_of_name(text: str, place: Fragment, name: Fragment) -> str:
    """What a name stands for, by a title, a role or a body's word; empty if nothing tells."""
    own = [one.lower() for one in _WORD.findall(text[name.start : name.end])]
    around = [one.lower() for one in _WORD.findall(text[place.start : name.start])]
    around += [one.lower() for one in _WORD.findall(text[name.end : place.end])]
    if not _PERSONAL.isdisjoint(one.rstrip(".") for one in (*around, own[0])):
        return "person"
    if any(one in _MEDIA for one in own):
        return "media"
    if any(_is_body(one) for one in own):
        return "organisation"
    if text[name.start : name.end].isupper() and len(own) == 1 and len(own[0]) > 1:
        return "organisation"
    if any(one in _DOCUMENTS for one in around):
        return "document"
    if ROLES.search(" ".join(around)):
        return "person"
    return "person" if 2 <= len(own) <= 3 and all(one.isalpha() for one in own) and not around else ""


def _head(words: list[str]) -> str:
    """The noun that a description turns on: the last before what is attached to it."""
    end = next((number for number, word in enumerate(words) if number and word in _LINKS), len(words))
    return words[end - 1] if words else ""


def _described(head: str, words: list[str]) -> tuple[str, str]:
    """Naming and kind of a source without a name."""
    if head in _MANY or (head.endswith("s") and not head.endswith("ss") and _is_people(head[:-1])):
        return "collective", "group"
    if head in _DOCUMENTS:
        return "role", "document"
    if head in _MEDIA:
        return "role", "person" if head == "reporter" else "media"
    if _is_body(head):
        return "role", "organisation"
    is_person = _is_people(head) or head in lexicon.TITLES | _PERSONAL
    return ("role", "person") if is_person and len(words) <= _MOST_WORDS else ("", "")


def _is_body(noun: str) -> bool:
    return noun in lexicon.HEADS or kind_of_noun(noun) is Kind.BODY


def _is_people(noun: str) -> bool:
    match = ROLES.search(noun)
    return noun in _PEOPLE or (match is not None and match.group() == noun)
