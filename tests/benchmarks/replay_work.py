"""The work: which span comes next, with which keys, and when what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from annotator.model.extent import Extent
from annotator.model.fragment import Fragment
from annotator.model.taking import EXPRESSIONS
from annotator.model.values import Relation, Span
from tests.benchmarks.replay_details import Details
from tests.benchmarks.replay_given import Given, SpanKey, Stuck, key_of
from tests.benchmarks.replay_hand import Hand
from tests.benchmarks.replay_moves import Moves, State, Way
from tests.benchmarks.replay_relations import Relations

if TYPE_CHECKING:
    from collections.abc import Callable

_WORTH_MORE = 2
"""A label on all equal words must give so many right spans more than wrong ones, less one."""
_MOST_STRETCHES = 12
_IN_REACH = 300


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
        self.wanted = {key_of(span): span for span in self.given.spans}
        self.relations = Relations(self)
        self.details = Details(self)

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

    # ------------------------------------------------------------ all of it

    def run(self) -> None:
        """Reproduce everything, in reading order; relations as soon as both ends stand."""
        speaking = self.relations.speaking()
        order = sorted(
            self.given.spans,
            key=lambda one: (one.start, -one.end, one.id not in speaking, one.label),
        )
        for span in order:
            if not self.relations.is_made_by_s(span):
                self.attempt(lambda span=span: self.reproduce(span))
        for span in order:
            self.attempt(lambda span=span: self.reproduce(span))
        for relation in self.given.relations:
            self.attempt(lambda relation=relation: self.finish_relation(relation))
        self.problems += [f"not linked: {one.label}" for one in self.relations.todo]

    def attempt(self, step: Callable[[], object]) -> None:
        """Do one step, or note that the keys do not lead there."""
        try:
            step()
        except Stuck as stuck:
            self.problems.append(str(stuck))
            self.hand.workbench.window.page.setFocus()
            self.press_all(("page.escape",))

    def reproduce(self, span: Span) -> None:
        """One span with its details, what it is linked to, and the details of that."""
        if key_of(span) not in self.made() and not self.label(span):
            return
        self.finish(span)
        targets = self.relations.targets(span)
        self.relations.propose_for(span)
        for target in targets:
            if self.relations.is_left_to_hand(target):
                self.label(target)
        self.relations.link_what_can_be()
        for relation in self.given.relations:
            if relation.from_id == span.id:
                self.finish_relation(relation)
        for target in targets:
            self.finish(target)

    def finish(self, span: Span) -> None:
        """What hangs on a span, if the span stands."""
        self.details.set_entity(span)
        self.details.set_attributes(span)
        self.details.write_note(span)

    def finish_relation(self, relation: Relation) -> None:
        """What hangs on a relation, if the relation stands."""
        self.details.set_relation_attributes(relation)
        self.details.write_relation_note(relation)

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
            self.attempt(lambda: self.label_equal(span))
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
        self._prepare_copies(span, [self.wanted[key] for key in right])
        with self.hand.working_on(f"label {span.label}", things=len(right)):
            self.focus(span)
            self.press_all(("label.all_equal",))
            for key in wrong:
                self.focus_key(key)
                self.press_all(("span.delete",))

    def _prepare_copies(self, span: Span, copies: list[Span]) -> None:
        """Set first what most of the copies have too: Shift+R takes it along."""
        if sum(one.entity == span.entity for one in copies) * 2 > len(copies):
            self.details.set_entity(span)
        if sum(one.attributes == span.attributes for one in copies) * 2 > len(copies):
            self.details.set_attributes(span)

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
