"""The work: which span, relation and attribute comes next, and with which keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from annotator.model.attribute_values import keys_of, link_keys, value_keys
from annotator.model.extent import Extent
from annotator.model.fragment import Fragment
from annotator.model.taking import EXPRESSIONS
from annotator.model.values import Relation, Span
from tests.benchmarks.replay_given import Given, SpanKey, key_of
from tests.benchmarks.replay_hand import Hand
from tests.benchmarks.replay_moves import Moves, State, Way

if TYPE_CHECKING:
    from annotator.model.codebook import AttributeType, RelationType
    from annotator.ui.linking import Offer

_WORTH_MORE = 2
"""A label on all equal words must give so many right spans more than wrong ones, less one."""
_MOST_STRETCHES = 12
_IN_REACH = 300
_MOST_PROPOSALS = 3
"""Behind so many proposals L is quicker."""


class Stuck(Exception):
    """The keys lead nowhere: what should be made cannot be."""


@dataclass
class Work:
    """Reproduces one article in one window; `by_mouse` points at each place instead of hopping."""

    given: Given
    hand: Hand
    by_mouse: bool = False
    propagates: bool = True
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session = self.hand.workbench.session
        self.codebook = self.session.codebook
        self.moves = Moves(self.hand.workbench)
        self.linking = self.hand.workbench.annotating.linking
        self.wanted = {key_of(span): span for span in self.given.spans}
        self.todo = list(self.given.relations)

    # ------------------------------------------------------------ looking

    def made(self) -> dict[SpanKey, Span]:
        """What is labelled now, in the open article."""
        assert self.session.annotations is not None
        return {key_of(span): span for span in self.session.annotations}

    def own(self, id_: str) -> Span | None:
        """The span that stands for a given one, if it is made already."""
        return self.made().get(key_of(self.given.span(id_)))

    def label_extent(self, label_id: str) -> Extent:
        return self.codebook.label(label_id).extent

    def is_left_to_hand(self, target: Span) -> bool:
        """Whether a source or cue that S has not made will not be made by a later S."""
        if key_of(target) in self.made() or not self.is_made_by_s(target):
            return False
        made = self.made()
        coming = [self.given.span(one.from_id) for one in self.todo if one.to_id == target.id]
        return all(key_of(span) in made for span in coming)

    def is_made_by_s(self, span: Span) -> bool:
        """Whether a span is the source or cue of a quote that comes first: S may make it."""
        if self.label_extent(span.label) not in (Extent.SOURCE, Extent.CUE):
            return False
        return any(one.to_id == span.id for one in self.todo)

    # ------------------------------------------------------------ all of it

    def run(self) -> None:
        """Reproduce everything, in reading order; relations as soon as both ends stand."""
        speaking = {one.from_id for one in self.todo if self._is_cue(one)}
        order = sorted(
            self.given.spans,
            key=lambda one: (one.start, -one.end, one.id not in speaking, one.label),
        )
        for span in order:
            if not self.is_made_by_s(span):
                self.attempt(span)
        for span in order:
            self.attempt(span)
        self.problems += [f"not linked: {one.label}" for one in self.todo]

    def attempt(self, span: Span) -> None:
        """Reproduce one span, or note that the keys do not lead there."""
        try:
            self.reproduce(span)
        except Stuck as stuck:
            self.problems.append(str(stuck))
            self.press_all(("page.escape",))

    def reproduce(self, span: Span) -> None:
        """One span with its attributes, what it is linked to, and the attributes of that."""
        if key_of(span) not in self.made() and not self.label(span):
            return
        self.set_attributes(span)
        targets = [self.given.span(one.to_id) for one in self.todo if one.from_id == span.id]
        self.propose_for(span)
        for target in targets:
            if self.is_left_to_hand(target):
                self.label(target)
        self.link_what_can_be()
        for target in targets:
            self.set_attributes(target)

    # ------------------------------------------------------------ spans

    def label(self, span: Span) -> bool:
        """Make one span, and the equal ones with it where that pays; False if it cannot be."""
        label = self.codebook.label(span.label)
        whole = tuple(Fragment(*part) for part in span.fragments)
        with self.hand.working_on(f"label {span.label}"):
            if self.by_mouse:
                self.point_into(span)
            try:
                self._make(span, whole)
            except Stuck as stuck:
                self.problems.append(f"{stuck}: {label.name} {span.text[:50]!r}")
                return False
        if self.propagates and self.label_extent(span.label) in EXPRESSIONS:
            self.label_equal(span)
        return True

    def _make(self, span: Span, whole: tuple[Fragment, ...]) -> None:
        label = self.codebook.label(span.label)
        keys = self.moves.to_label(self.moves.here(), label, whole, self._hints())
        for _ in range(_MOST_STRETCHES):
            if keys is not None or abs(self.session.caret - span.start) < _IN_REACH:
                break
            self.press_all((self._toward(span),) * 4)
            keys = self.moves.to_label(self.moves.here(), label, whole, self._hints())
        if keys is None and len(whole) > 1:
            keys = self.moves.to_label(self.moves.here(), label, whole[:1], self._hints())
        if keys is None:
            raise Stuck("no keys found")
        self.press_all(keys)
        focus = self.session.focus
        missing = [part for part in whole if focus is not None and part not in focus.fragments]
        for part in missing:
            self._add(span, part)
        if key_of(span) not in self.made():
            raise Stuck("another span came of it")

    def _add(self, span: Span, part: Fragment) -> None:
        """A further fragment: go there, select it, J."""
        label = self.codebook.label(span.label)
        for way in self.moves.ways(self.moves.here(), self._hints()):
            rest = self.moves.fragment_here(way.state, label, part)
            if rest is not None:
                self.press_all((*way.keys, *rest))
                return
        raise Stuck("no way to a further fragment")

    def label_equal(self, span: Span) -> None:
        """Shift+R, where it gives more right spans than wrong ones; the wrong ones are deleted."""
        made = self.made()
        if len(span.fragments) > 1 or key_of(span) not in made:
            return
        assert self.session.annotations is not None
        propagating = self.hand.workbench.annotating.propagating
        places = propagating._places(made[key_of(span)], self.session.annotations)
        fresh = [(span.label, (place,)) for place in places]
        right = [key for key in fresh if key in self.wanted]
        wrong = [key for key in fresh if key not in self.wanted]
        if len(right) < 1 + _WORTH_MORE * len(wrong):
            return
        with self.hand.working_on(f"label {span.label}", things=len(right)):
            self.focus(span)
            self.press_all(("label.all_equal",))
            for key in wrong:
                self.focus_key(key)
                self.press_all(("span.delete",))

    # ------------------------------------------------------------ attributes

    def set_attributes(self, span: Span) -> None:
        """Give the span the attributes that the given one has."""
        own = self.made().get(key_of(span))
        if own is None or own.attributes == span.attributes:
            return
        differing = self._differing(own, span)
        with self.hand.working_on("attributes", things=len(differing)):
            self.focus(span)
            usual = {one.id: one.default for one in self.codebook.missing_attributes(own)}
            fitting = [id_ for id_, value in usual.items() if span.attributes.get(id_) == value]
            if fitting and all(id_ in span.attributes for id_ in usual):
                self.press_all(("span.attribute",))
                self.hand.press_key("Return")
                own = self.made()[key_of(span)]
            for attribute in self._differing(own, span):
                self._set(span, attribute)

    def _differing(self, own: Span, span: Span) -> list[AttributeType]:
        kinds = self.codebook.attributes_of(span.label)
        return [k for k in kinds if own.attributes.get(k.id) != span.attributes.get(k.id)]

    def _set(self, span: Span, attribute: AttributeType) -> None:
        value = span.attributes.get(attribute.id)
        if value is None:
            self.problems.append(f"too much: {attribute.id} of {span.text[:30]!r}")
            return
        keys = keys_of(self.codebook.attributes_of(span.label))
        key = next(key for key, one in keys.items() if one.id == attribute.id)
        steps = self._cycles(span, attribute)
        if key == "T" or 0 < steps < 2:
            for _ in range(steps):
                self.press_all(("span.attribute",))
                self.hand.press_key("T")
            return
        self.press_all(("span.attribute",))
        self.hand.press_key(key)
        if attribute.type == "choice":
            values = value_keys(attribute)
            self.hand.press_key(next(key for key, one in values.items() if one.id == value).upper())
        elif attribute.type in ("text", "number"):
            self.hand.type_text(str(value))
            self.hand.press_key("Esc")
        if not self.hand.workbench.window.page.hasFocus():
            self.hand.workbench.window.page.setFocus()

    def _cycles(self, span: Span, attribute: AttributeType) -> int:
        """How often T T must be pressed; 0 where it does not lead to the value."""
        if attribute != self.codebook.attributes_of(span.label)[0] or attribute.type != "choice":
            return 0
        ids = [choice.id for choice in attribute.choices]
        now = self.made()[key_of(span)].attributes.get(attribute.id, attribute.default)
        before = ids.index(now) if now in ids else -1
        return (ids.index(span.attributes[attribute.id]) - before) % len(ids)

    # ------------------------------------------------------------ relations

    def propose_for(self, span: Span) -> None:
        """Propose speakers with S as long as the proposals are those given."""
        for relation in [one for one in self.todo if one.from_id == span.id]:
            if relation in self.todo and self._is_to_source(relation):
                self.propose(span, relation)

    def _is_to_source(self, relation: Relation) -> bool:
        return self.label_extent(self.given.span(relation.to_id).label) is Extent.SOURCE

    def propose(self, span: Span, relation: Relation) -> None:
        """S until the proposal is right, then Enter; nothing if none is."""
        own = self.own(span.id)
        kind = self.codebook.relation_types[relation.label]
        if own is None or self.linking._relation_to(own, Extent.SOURCE) != kind:
            return
        for number, offer in enumerate(self.linking.speakers.offers_for(own, kind)):
            fulfilled = self._fulfilled(span, relation, offer)
            if not fulfilled:
                continue
            if number >= _MOST_PROPOSALS and self.own(relation.to_id) is not None:
                return
            with self.hand.working_on(f"relation {relation.label}", things=0):
                self.focus(span)
                self.press_all(("relation.speaker",) * (number + 1) + ("suggestion.accept",))
            self._note_made(fulfilled)
            return

    def _fulfilled(self, span: Span, relation: Relation, offer: Offer) -> list[Relation]:
        """The given relations that accepting this offer makes; none if it makes something wrong."""
        target = self.given.span(relation.to_id)
        offered = key_of(offer.span) if offer.span else (target.label, (offer.source,))
        basis = {"basis": offer.basis} if offer.basis == "implicit" else {}
        kind = self.codebook.relation_types[relation.label]
        if offered != key_of(target):
            return []
        if any(one.id == "basis" for one in kind.attributes) and basis != dict(relation.attributes):
            return []
        cues = [one for one in self.given.relations if one.from_id == span.id and self._is_cue(one)]
        open_cues = [one for one in cues if one in self.todo]
        cue_kind = self.linking._relation_to(span, Extent.CUE)
        if offer.cue is None or cue_kind is None or len(cues) > len(open_cues):
            return [relation]
        fits = [one for one in cues if key_of(self.given.span(one.to_id))[1] == (offer.cue,)]
        return [relation, *fits] if fits else []

    def _is_cue(self, relation: Relation) -> bool:
        return self.label_extent(self.given.span(relation.to_id).label) is Extent.CUE

    def _note_made(self, relations: list[Relation]) -> None:
        for one in relations:
            self.todo.remove(one)
            with self.hand.working_on(f"relation {one.label}"):
                pass

    def link_what_can_be(self) -> None:
        """Every relation whose ends both stand: L, its key and the target."""
        for relation in list(self.todo):
            start, end = self.given.span(relation.from_id), self.given.span(relation.to_id)
            made = self.made()
            if key_of(start) in made and key_of(end) in made and relation in self.todo:
                if self._is_to_source(relation):
                    self.propose(start, relation)
                if relation in self.todo:
                    self.link(start, end, relation)

    def link(self, start: Span, end: Span, relation: Relation) -> None:
        """L, the relation's key and the letters on the target; Shift+L from the other end."""
        with self.hand.working_on(f"relation {relation.label}"):
            made = self.made()
            own_start, own_end = made[key_of(start)], made[key_of(end)]
            here = self.moves.here()
            is_backward = self._is_at(here, own_end)
            if not is_backward and not self._is_at(here, own_start):
                is_backward = abs(end.start - here.caret) < abs(start.start - here.caret)
            self.focus(end if is_backward else start)
            kind: RelationType = self.codebook.relation_types[relation.label]
            every = tuple(self.codebook.relation_types.values())
            to_here = tuple(one for one in every if not one.to_labels or end.label in one.to_labels)
            kinds = to_here if is_backward else self.codebook.relation_types_from(start.label)
            self.press_all(("relation.link_here" if is_backward else "relation.link",))
            self.hand.press_key(next(key for key, one in link_keys(kinds).items() if one == kind))
            target = own_start if is_backward else own_end
            if self.by_mouse:
                self.hand.click(self._place_in(target))
            else:
                self.hand.choose(target)
        self.todo.remove(relation)

    # ------------------------------------------------------------ getting there

    def _hints(self) -> list[Way]:
        return [] if self.by_mouse else self.hand.hints(self.moves)

    def press_all(self, keys: tuple[str, ...]) -> None:
        for key in keys:
            self.hand.press(key)

    def focus(self, span: Span) -> None:
        self.focus_key(key_of(span))

    def focus_key(self, key: SpanKey) -> None:
        """Bring the hand to a span: by the fewest keys, or by a click."""
        span = self.made()[key]
        if self._is_at(self.moves.here(), span):
            return
        if self.by_mouse:
            self.hand.click(self._place_in(span))
        for _ in range(_MOST_STRETCHES):
            for way in self.moves.ways(self.moves.here(), self._hints()):
                if self._is_at(way.state, span):
                    self.press_all(way.keys)
                    return
            self.press_all((self._toward(span),) * 4)
        raise Stuck(f"no way to {span.label} {span.text[:40]!r}")

    def _toward(self, span: Span) -> str:
        return "sentence.next" if span.start > self.session.caret else "sentence.previous"

    def _is_at(self, state: State, span: Span) -> bool:
        return state.focus == span.id

    def _place_in(self, span: Span) -> int:
        """A character of the span that no shorter span covers."""
        assert self.session.annotations is not None
        for start, end in span.fragments:
            for at in range(start, end):
                covering = self.session.annotations.at(at)
                if covering and covering[0].id == span.id and not self.given.text[at].isspace():
                    return at
        return span.fragments[0][0]

    def point_into(self, span: Span) -> None:
        """Click where the label's key takes the most of what is wanted."""
        label = self.codebook.label(span.label)
        wanted = tuple(Fragment(*part) for part in span.fragments)
        places = [at for start, end in wanted for at in range(start, end)]
        words = [at for at in places if self.given.text[at].isalnum()] or places
        chosen = words[:: max(1, len(words) // 12)]

        def cost(at: int) -> int:
            found = self.moves._taken(at, label.extent, None)
            if found == wanted:
                return 0
            repair = self.moves.repair(found, wanted[0]) if found and len(wanted) == 1 else None
            return len(repair) if repair is not None else 99

        self.hand.click(min(chosen, key=cost))
        QApplication.processEvents()
