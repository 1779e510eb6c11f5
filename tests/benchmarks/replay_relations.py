"""Relations: S and its proposals, L and a target, and what hangs on them, by real keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.attribute_values import link_keys
from annotator.model.extent import Extent
from annotator.model.values import Relation, Span
from tests.benchmarks.replay_given import Stuck, key_of

if TYPE_CHECKING:
    from annotator.model.codebook import RelationType
    from annotator.ui.linking import Offer
    from tests.benchmarks.replay_work import Work

_MOST_PROPOSALS = 3
"""Behind so many proposals L is quicker."""


class Relations:
    """Makes the relations of one article; `todo` are those that are still to come."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._hand = work.hand
        self._codebook = work.codebook
        self._given = work.given
        self._linking = work.hand.workbench.annotating.linking
        self.todo = list(work.given.relations)

    # ------------------------------------------------------------ looking

    def own(self, relation: Relation) -> Relation | None:
        """The relation that stands for a given one, if it is made already."""
        start, end = self._work.own(relation.from_id), self._work.own(relation.to_id)
        annotations = self._work.session.annotations
        if start is None or end is None or annotations is None:
            return None
        found = annotations.relations(start.id)
        ends = {(start.id, end.id)}
        kind = self._codebook.relation_types[relation.label]
        ends |= {(end.id, start.id)} if kind.symmetric else set()
        fitting = (one for one in found if (one.from_id, one.to_id) in ends)
        return next((one for one in fitting if one.label == relation.label), None)

    def focus_end(self, own: Relation) -> None:
        """Bring the hand to one of the ends, unless it is there."""
        annotations, focus = self._work.session.annotations, self._work.session.focus
        start = annotations.span(own.from_id) if annotations is not None else None
        if start is not None and (focus is None or focus.id not in (own.from_id, own.to_id)):
            self._work.focus(start)

    def targets(self, span: Span) -> list[Span]:
        """What a given span is still to be linked to."""
        return [self._given.span(one.to_id) for one in self.todo if one.from_id == span.id]

    def speaking(self) -> set[str]:
        """The given spans that have a cue."""
        return {one.from_id for one in self._given.relations if self._is_cue(one)}

    def is_left_to_hand(self, target: Span) -> bool:
        """Whether a source or cue that S has not made will not be made by a later S."""
        made = self._work.made()
        if key_of(target) in made or not self.is_made_by_s(target):
            return False
        coming = [self._given.span(one.from_id) for one in self.todo if one.to_id == target.id]
        return all(key_of(span) in made for span in coming)

    def is_made_by_s(self, span: Span) -> bool:
        """Whether a span is the source or cue of a quote that comes first: S may make it."""
        if self._work.label_extent(span.label) not in (Extent.SOURCE, Extent.CUE):
            return False
        return any(one.to_id == span.id for one in self.todo)

    # ------------------------------------------------------------ S

    def propose_for(self, span: Span) -> None:
        """Propose speakers with S as long as the proposals are those given."""
        for relation in [one for one in self.todo if one.from_id == span.id]:
            if relation in self.todo and self._is_to_source(relation):
                self.propose(span, relation)

    def _is_to_source(self, relation: Relation) -> bool:
        return self._work.label_extent(self._given.span(relation.to_id).label) is Extent.SOURCE

    def propose(self, span: Span, relation: Relation) -> None:
        """S until the proposal is right, then Enter; nothing if none is."""
        own = self._work.own(span.id)
        kind = self._codebook.relation_types[relation.label]
        if own is None or self._linking._relation_to(own, Extent.SOURCE) != kind:
            return
        for number, offer in enumerate(self._linking.speakers.offers_for(own, kind)):
            fulfilled = self._fulfilled(span, relation, offer)
            if not fulfilled:
                continue
            if number >= _MOST_PROPOSALS and self._work.own(relation.to_id) is not None:
                return
            with self._hand.working_on(f"relation {relation.label}", things=0):
                self._work.focus(span)
                self._work.press_all(("relation.speaker",) * (number + 1) + ("suggestion.accept",))
            if self.own(relation) is not None:
                self._note_made(fulfilled)
            return

    def _fulfilled(self, span: Span, relation: Relation, offer: Offer) -> list[Relation]:
        """The given relations that accepting this offer makes; none if it makes something wrong."""
        target = self._given.span(relation.to_id)
        offered = key_of(offer.span) if offer.span else (target.label, (offer.source,))
        kind = self._codebook.relation_types[relation.label]
        basis = next((one for one in kind.attributes if one.id == "basis"), None)
        stored = {"basis": offer.basis} if basis is not None and offer.basis != basis.default else {}
        if offered != key_of(target) or not stored.items() <= relation.attributes.items():
            return []
        cues = [one for one in self._given.relations if one.from_id == span.id and self._is_cue(one)]
        open_cues = [one for one in cues if one in self.todo]
        cue_kind = self._linking._relation_to(span, Extent.CUE)
        if offer.cue is None or cue_kind is None or len(cues) > len(open_cues):
            return [relation]
        fits = [one for one in cues if key_of(self._given.span(one.to_id))[1] == (offer.cue,)]
        return [relation, *fits] if fits else []

    def _is_cue(self, relation: Relation) -> bool:
        return self._work.label_extent(self._given.span(relation.to_id).label) is Extent.CUE

    def _note_made(self, relations: list[Relation]) -> None:
        for one in relations:
            self.todo.remove(one)
            with self._hand.working_on(f"relation {one.label}"):
                pass

    def link_what_can_be(self) -> None:
        """Every relation whose ends both stand: L, its key and the target."""
        for relation in list(self.todo):
            start, end = self._given.span(relation.from_id), self._given.span(relation.to_id)
            made = self._work.made()
            if key_of(start) in made and key_of(end) in made and relation in self.todo:
                if self._is_to_source(relation):
                    self.propose(start, relation)
                if relation in self.todo:
                    self.link(start, end, relation)

    def link(self, start: Span, end: Span, relation: Relation) -> None:
        """L, the relation's key and the letters on the target; Shift+L from the other end."""
        with self._hand.working_on(f"relation {relation.label}"):
            made = self._work.made()
            own_start, own_end = made[key_of(start)], made[key_of(end)]
            here = self._work.moves.here()
            is_backward = self._work._is_at(here, own_end)
            if not is_backward and not self._work._is_at(here, own_start):
                is_backward = abs(end.start - here.caret) < abs(start.start - here.caret)
            self._work.focus(end if is_backward else start)
            kind: RelationType = self._codebook.relation_types[relation.label]
            every = tuple(self._codebook.relation_types.values())
            to_here = tuple(one for one in every if not one.to_labels or end.label in one.to_labels)
            kinds = to_here if is_backward else self._codebook.relation_types_from(start.label)
            self._work.press_all(("relation.link_here" if is_backward else "relation.link",))
            self._hand.press_key(next(key for key, one in link_keys(kinds).items() if one == kind))
            target = own_start if is_backward else own_end
            if self._work.by_mouse:
                self._hand.click(self._work._place_in(target))
            else:
                self._hand.choose(target)
        if self.own(relation) is None:
            raise Stuck(f"{relation.label} does not lead to {end.text[:30]!r}")
        self.todo.remove(relation)
