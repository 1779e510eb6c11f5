"""Which known entity a mention means: proposals, the likeliest first, each with its reason.

Names are looked up in the index. Pronouns and descriptions are looked for among the entities
that the article has mentioned already; nothing here reads a project.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from annotator.model.entity_mentions import Wording, gender_of, wording_of
from annotator.model.entity_names import (
    Name,
    acronym,
    are_initials_of,
    compared,
    is_acronym,
    is_part_of,
    letters_of,
    plain_words,
)
from annotator.model.entity_types import Kind, kind_of_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.model.codebook import Codebook
    from annotator.model.entity_index import EntityIndex
    from annotator.model.values import Entity, Span

CERTAIN = 0.65
"""From this score on a proposal is likelier than that the entity is a new one."""
_MOST_BY_WORD = 200
_BEFORE, _AFTER = 48, 64
"""How far from a mention the words may stand that describe it, in code points."""


class Reason(Enum):
    """Why an entity is proposed, in words."""

    INSIDE = "named in it"
    SAME_WORDS = "same words above"
    NAME = "same name"
    ALIAS = "alias"
    ACRONYM = "acronym"
    INITIALS = "initials"
    SURNAME = "surname"
    PART = "part of the name"
    LONGER = "longer name"
    DESCRIBED = "called so above"
    NOTE = "note"
    ABOVE = "mentioned above"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entity that a mention may mean."""

    entity: Entity
    score: float
    reason: Reason

    @property
    def is_certain(self) -> bool:
        """Whether the entity is likelier than a new one."""
        return self.score >= CERTAIN


def rank(
    mention: Span,
    index: EntityIndex,
    codebook: Codebook,
    mentioned: Iterable[Span],
    *,
    text: str = "",
    limit: int = 9,
) -> list[Proposal]:
    """The entities that a mention may mean, the likeliest first.

    `mentioned` are the spans of the article that point to entities, in any order; `text` is
    the article's.
    """
    ranking = _Ranking(mention, index, codebook, mentioned, text)
    return ranking.proposals()[:limit]


class _Ranking:
    def __init__(
        self,
        mention: Span,
        index: EntityIndex,
        codebook: Codebook,
        mentioned: Iterable[Span],
        text: str,
    ) -> None:
        self._mention = mention
        self._index = index
        self._codebook = codebook
        self._text = text
        self._kinds: dict[str, Kind | None] = {}
        self._kind = self._kind_of(mention.label)
        self._found: dict[str, Proposal] = {}
        known = [one for one in mentioned if one.id != mention.id and index.entity(one.entity)]
        self._near = [one for one in known if self._overlaps(one)]
        self._above = sorted(
            (one for one in known if one.start < mention.start and not self._overlaps(one)),
            key=lambda one: -one.start,
        )
        self._below = [one for one in known if one.start > mention.start and not self._overlaps(one)]
        self._order = {
            str(one.entity): place
            for place, one in reversed(list(enumerate([*self._above, *self._below])))
        }

    def _kind_of(self, type_: str) -> Kind | None:
        if type_ not in self._kinds:
            self._kinds[type_] = kind_of_label(self._codebook, type_)
        return self._kinds[type_]

    def _overlaps(self, other: Span) -> bool:
        return other.start < self._mention.end and self._mention.start < other.end

    def proposals(self) -> list[Proposal]:
        wording = wording_of(self._mention.text, is_open=self._kind is None)
        self._look_inside(wording)
        self._look_for_same_words()
        for place, name in enumerate(wording.names[:4]):
            self._look_up(name, wording, share=1.0 - 0.06 * place)
        if wording.is_pronoun:
            self._look_above(wording)
        elif wording.is_description:
            self._look_for_described(wording)
        return sorted(self._found.values(), key=lambda one: (-one.score, one.entity.name))

    # ------------------------------------------------------------ where to look

    def _look_inside(self, wording: Wording) -> None:
        """Entities of spans that lie in this one or around it: the person before the body."""
        for one in self._near:
            entity = self._index.entity(one.entity)
            assert entity is not None
            same = one.text == self._mention.text
            leads = one.start - self._mention.start
            is_inside = leads >= 0 and one.end <= self._mention.end
            if wording.is_pronoun or (wording.is_description and not same):
                continue
            score = 1.3 if same or (is_inside and self._kind_of(entity.type)) else 0.9
            score -= 0.001 * min(200, max(0, leads)) + (0.0 if is_inside or same else 0.15)
            self._propose(entity, score, Reason.INSIDE)

    def _look_for_same_words(self) -> None:
        words = plain_words(self._mention.text)
        for one in self._above + self._below:
            if len(one.text) < 200 and plain_words(one.text) == words and len(words) < 12:
                entity = self._index.entity(one.entity)
                if entity is not None and (len(words) > 1 or not self._is_pronoun(one.text)):
                    self._propose(entity, 1.1, Reason.SAME_WORDS)

    def _is_pronoun(self, text: str) -> bool:
        return wording_of(text, is_open=False).is_pronoun

    def _look_up(self, name: Name, wording: Wording, *, share: float) -> None:
        """Names that are equal, shorter, longer or written in letters."""
        index = self._index
        for entity in index.named(name):
            is_name = compared(entity.name).full == name.full
            score, reason = (1.0, Reason.NAME) if is_name else (0.96, Reason.ALIAS)
            self._propose(entity, score * share, reason)
        if wording.is_description or not name.words:
            return
        letters = letters_of(wording.text) if is_acronym(wording.text) else acronym(name)
        if letters:
            for entity in index.lettered(letters):
                if is_acronym(wording.text) or is_acronym(entity.name) or _has_acronym(entity, letters):
                    self._propose(entity, 0.85 * share, Reason.ACRONYM)
        for entity in index.with_word_of(name, most=_MOST_BY_WORD):
            for said in (entity.name, *entity.aliases):
                score, reason = self._likeness(name, compared(said), entity)
                if score:
                    self._propose(entity, score * share, reason)

    def _likeness(self, name: Name, known: Name, entity: Entity) -> tuple[float, Reason]:
        """How much a name that is said looks like a part of a known one, or the reverse."""
        is_person = self._kind_of(entity.type) is Kind.PERSON
        if are_initials_of(name, known) or are_initials_of(known, name):
            return 0.86, Reason.INITIALS
        if is_part_of(name, known):
            if name.words == known.words[-len(name.words) :] and is_person:
                return 0.84, Reason.SURNAME
            begins = name.words == known.words[: len(name.words)]
            return (0.72 if begins and (len(name.words) > 1 or is_person) else 0.6), Reason.PART
        if is_part_of(known, name) and name.last == known.last and len(known.words) == 1 and is_person:
            return 0.7, Reason.LONGER
        return 0.0, Reason.PART

    def _look_above(self, wording: Wording) -> None:
        """For a pronoun: what was mentioned last, of a kind and a gender that fit."""
        genders = self._genders() if wording.gender else {}
        for one in self._above:
            entity = self._index.entity(one.entity)
            assert entity is not None
            kind = self._kind_of(entity.type)
            if kind is not None and kind not in wording.kinds:
                continue
            other = genders.get(entity.id, set()) - {wording.gender}
            self._propose(entity, 0.2 if other else 0.7, Reason.ABOVE, is_kind_known=True)

    def _genders(self) -> dict[str, set[str]]:
        """What pronouns and forms of address in the article have told of each entity."""
        found: dict[str, set[str]] = {}
        for one in self._above + self._below:
            before = self._text[max(0, one.start - 6) : one.start].split()
            for said in (one.text, before[-1] if before else ""):
                if gender := gender_of(said):
                    found.setdefault(str(one.entity), set()).add(gender)
        return found

    def _look_for_described(self, wording: Wording) -> None:
        """For a description: what was called so, or is of the kind that its noun names."""
        head = wording.head
        for one in self._above + self._below:
            entity = self._index.entity(one.entity)
            assert entity is not None
            kind = self._kind_of(entity.type)
            is_above = one.start < self._mention.start
            if head in compared(entity.name).words:
                self._propose(entity, 0.9, Reason.PART, is_kind_known=True)
            elif kind is not None and kind not in wording.kinds:
                continue
            elif self._is_called(one, head):
                self._propose(entity, 0.85, Reason.DESCRIBED, is_kind_known=True)
            elif head in plain_words(" ".join((entity.note[:300], *entity.aliases))):
                self._propose(entity, 0.8, Reason.NOTE, is_kind_known=True)
            elif is_above and self._fits(kind) and self._may_be_meant(wording, kind, entity):
                is_telling = len(wording.kinds) == 1
                self._propose(entity, 0.62 if is_telling else 0.45, Reason.ABOVE, is_kind_known=True)

    def _may_be_meant(self, wording: Wording, kind: Kind | None, entity: Entity) -> bool:
        """Whether what was merely mentioned may be called so: not all are “the transport ministry”."""
        if not wording.is_specific or (kind is Kind.PERSON and wording.kinds == {Kind.PERSON}):
            return True
        return wording.head in plain_words(self._codebook.label(entity.type).name)

    def _is_called(self, span: Span, head: str) -> bool:
        """Whether the noun stands in or right around a mention: [Jana Roth], the finance minister."""
        if head in plain_words(span.text):
            return True
        sides = (
            self._text[max(0, span.start - _BEFORE) : span.start],
            self._text[span.end : span.end + _AFTER],
        )
        before = sides[0].replace("\n", ". ").rpartition(". ")[2]
        after = sides[1].replace("\n", ". ").partition(". ")[0]
        is_apposed = after.lstrip("'\u2019s").startswith((",", " ("))
        return head in plain_words(before)[-4:] or (is_apposed and head in plain_words(after)[:8])

    # ------------------------------------------------------------ how well it fits

    def _propose(
        self, entity: Entity, score: float, reason: Reason, *, is_kind_known: bool = False
    ) -> None:
        kind = self._kind_of(entity.type)
        if not is_kind_known:
            score *= self._fit(kind, entity.type)
        place = self._order.get(entity.id)
        if place is not None:
            score += 0.3 / (1 + 0.5 * place)
        use = self._index.use(entity.id)
        score += 0.03 * use.mentions / (use.mentions + 10) + (0.01 if use.last else 0.0)
        known = self._found.get(entity.id)
        if known is None or score > known.score:
            self._found[entity.id] = Proposal(entity, score, reason)

    def _fits(self, kind: Kind | None) -> bool:
        return self._kind is None or kind is None or kind is self._kind

    def _fit(self, kind: Kind | None, type_: str) -> float:
        """How well the entity's type goes with the label, as a factor."""
        if self._kind is None or type_ == self._mention.label:
            return 1.0
        if kind is None:
            return 0.97
        if kind is self._kind:
            return 0.9
        return 0.5 if Kind.PERSON in (kind, self._kind) else 0.75


def _has_acronym(entity: Entity, letters: str) -> bool:
    return any(is_acronym(alias) and letters_of(alias) == letters for alias in entity.aliases)
