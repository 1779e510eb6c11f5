"""Where keys would lead, asked of the product's own rules, and the cheapest way to a place."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from annotator.model.annotations import reading_order
from annotator.model.candidates import Candidate, next_candidate, previous_candidate
from annotator.model.codebook import Label
from annotator.model.edge_steps import moved
from annotator.model.extent import Extent
from annotator.model.extents import expand, extent_at, shrink
from annotator.model.fragment import Fragment
from annotator.model.taking import taken
from annotator.model.tokens import next_sentence, next_token, previous_sentence, previous_token, token_at
from annotator.model.uncertainty import next_uncertain
from annotator.model.values import Span
from annotator.ui.app import Workbench

Fragments = tuple[Fragment, ...]
_FURTHEST = 8
"""No way is longer than this, in keys."""
_MOST_STATES = 600
_LONGEST_REPAIR, _MOST_LEADS = 12, 4
_NEAR, _FAR_OFF = 700, 120


class State(NamedTuple):
    """Where the hand is: the caret, the outlined candidate, the focused span's id."""

    caret: int
    candidate: Candidate | None = None
    focus: str = ""


@dataclass(frozen=True)
class Way:
    """Keys to press, as ids of commands (or `hint:` and a place), to arrive at a state."""

    keys: tuple[str, ...]
    state: State


class Moves:
    """What each key would do in the open article of a window."""

    def __init__(self, workbench: Workbench) -> None:
        self.session = workbench.session
        self.moving = workbench.annotating.moving
        self.text = self.session.text
        self._next = lru_cache(maxsize=None)(lambda at: next_candidate(self.text, at))
        self._previous = lru_cache(maxsize=None)(lambda at: previous_candidate(self.text, at))
        self._caret_steps = lru_cache(maxsize=None)(self._step_caret)
        self._taken = lru_cache(maxsize=None)(self._take)

    def here(self) -> State:
        """The state that the window is really in."""
        focus = self.session.focus
        return State(self.session.caret, self.moving.candidate, focus.id if focus else "")

    # ------------------------------------------------------------ one key

    def _step_caret(self, caret: int) -> list[tuple[str, int]]:
        """The keys that move the caret by words and sentences, and where they put it."""
        steps: dict[str, Callable[[str, int], Fragment | None]] = {
            "token.next": next_token,
            "token.previous": previous_token,
            "sentence.next": next_sentence,
            "sentence.previous": previous_sentence,
        }
        places = ((key, find(self.text, caret)) for key, find in steps.items())
        return [(key, found.start) for key, found in places if found is not None]

    def steps(self, state: State) -> Iterator[tuple[str, State]]:
        """All keys that move, with the state they lead to."""
        if state.focus:
            yield "page.escape", State(state.caret)
        for key, caret in self._caret_steps(state.caret):
            yield key, State(caret)
        for key, hop in (("candidate.next", self._next), ("candidate.previous", self._previous)):
            candidate = hop(state.caret)
            if candidate is not None:
                yield key, State(candidate.fragment.start, candidate)
        yield from self._span_steps(state)

    def _span_steps(self, state: State) -> Iterator[tuple[str, State]]:
        annotations = self.session.annotations
        assert annotations is not None
        focus = annotations.span(state.focus or None)
        here = (state.caret, -(1 << 60), "")
        key = (focus.start, -focus.end, focus.id) if focus is not None else here
        for name, span in (
            ("span.next", annotations.after(key)),
            ("span.previous", annotations.before(key)),
        ):
            if span is not None:
                yield name, State(span.start, None, span.id)
        found = self._open_after(state.caret, focus)
        if isinstance(found, Span):
            yield "open.next", State(found.start, None, found.id)
        elif found is not None:
            yield "open.next", State(found.fragment.start, found)

    def _open_after(self, position: int, focus: Span | None) -> Candidate | Span | None:
        """As `Moving.next_unlabelled`, from candidates that are known already."""
        session, annotations = self.session, self.session.annotations
        assert annotations is not None
        candidate = self._next(position)
        while candidate is not None:
            spans = annotations.touching(*candidate.fragment)
            if not any(self.moving._is_labelled(candidate, span) for span in spans):
                break
            candidate = self._next(candidate.fragment.start)
        end = candidate.fragment.start + 1 if candidate is not None else len(self.text)
        key = reading_order(focus) if focus is not None else (position, 1, "")
        by = session.annotator.id
        return next_uncertain(annotations, session.codebook, key, end, by=by) or candidate

    def ways(self, start: State, hints: list[Way]) -> Iterator[Way]:
        """All ways from here, the shortest first; `hints` are those by hint letters."""
        waiting: deque[Way] = deque([Way((), start)])
        later = sorted(hints, key=lambda way: len(way.keys))
        seen = {start}
        for _ in range(_MOST_STATES):
            while later and (not waiting or len(later[0].keys) <= len(waiting[0].keys)):
                hint = later.pop(0)
                if hint.state not in seen:
                    seen.add(hint.state)
                    waiting.appendleft(hint)
            if not waiting:
                return
            way = waiting.popleft()
            yield way
            if len(way.keys) < _FURTHEST:
                for key, state in self.steps(way.state):
                    if state not in seen:
                        seen.add(state)
                        waiting.append(Way((*way.keys, key), state))

    # ------------------------------------------------------------ labelling

    def _take(self, caret: int, extent: Extent, candidate: Candidate | None) -> Fragments:
        return taken(self.text, caret, extent, candidate)

    def to_label(
        self, start: State, label: Label, wanted: Fragments, hints: list[Way]
    ) -> tuple[str, ...] | None:
        """The fewest keys that give exactly this span; None where no way is found."""
        best: tuple[str, ...] | None = None
        first, last = wanted[0].start, wanted[-1].end
        for way in self.ways(start, hints):
            if best is not None and len(way.keys) + 1 >= len(best):
                break
            if not first - _NEAR <= way.state.caret <= last:
                continue
            for keys in self._finishes(way.state, label, wanted):
                whole = (*way.keys, *keys)
                if best is None or len(whole) < len(best):
                    best = whole
        return best

    def _finishes(self, state: State, label: Label, wanted: Fragments) -> Iterator[tuple[str, ...]]:
        """Label here and correct the edges; or select first, then label."""
        press = f"label:{label.id}"
        if self._relabels(state, label):
            return
        found = self._taken(state.caret, label.extent, state.candidate)
        if found == wanted:
            yield (press,)
            return
        if len(wanted) == 1 and found:
            repair = self.repair(found, wanted[0])
            if repair is not None:
                yield (press, *repair)
        if len(wanted) == 1 and not state.focus and state.candidate is None:
            selecting = self._select(state.caret, wanted[0])
            if selecting is not None:
                yield (*selecting, press)

    def _relabels(self, state: State, label: Label) -> bool:
        """Whether the key would relabel the focused span instead of making one."""
        annotations = self.session.annotations
        assert annotations is not None
        focus = annotations.span(state.focus or None)
        labels = self.session.codebook.label
        return focus is not None and labels(focus.label).layer == label.layer

    def repair(self, found: Fragments, wanted: Fragment) -> tuple[str, ...] | None:
        """The fewest keys that turn one stretch into the other, where it is not far off."""
        off = abs(found[0].start - wanted.start) + abs(found[-1].end - wanted.end)
        if off > _FAR_OFF or len(found) > 1:
            return None
        return _repair(self.text, found, wanted)

    def _select(self, caret: int, wanted: Fragment) -> tuple[str, ...] | None:
        token = token_at(self.text, caret)
        if token is None or not wanted.start <= token.start < wanted.end:
            return None
        rest = _repair(self.text, (token,), wanted)
        return None if rest is None else ("selection.expand", *rest)

    def fragment_here(self, state: State, label: Label, wanted: Fragment) -> tuple[str, ...] | None:
        """The keys that add a further fragment from this state, J included."""
        if state.focus or state.candidate is not None:
            return None
        found = extent_at(self.text, state.caret, label.extent)
        if found and found[0] == wanted:
            return ("fragment.add",)
        selecting = self._select(state.caret, wanted)
        return None if selecting is None else (*selecting, "fragment.add")


@lru_cache(maxsize=50_000)
def _repair(text: str, found: Fragments, wanted: Fragment) -> tuple[str, ...] | None:
    """Expand or shrink first if that helps, then move each edge."""
    best: tuple[str, ...] | None = None
    for key, change in (("selection.expand", expand), ("selection.shrink", shrink)):
        now, lead = found, ()
        for _ in range(_MOST_LEADS):
            edges = _edges_to(text, now[0], wanted) if len(now) == 1 else None
            if edges is not None and (best is None or len(lead) + len(edges) < len(best)):
                best = (*lead, *edges)
            now, lead = change(text, now), (*lead, key)
            if not now:
                break
    return best if best is None or len(best) <= _LONGEST_REPAIR else None


def _edges_to(text: str, now: Fragment, wanted: Fragment) -> tuple[str, ...] | None:
    keys: list[str] = []
    for name, is_end, index in (("edge", True, 1), ("start", False, 0)):
        while now[index] != wanted[index]:
            step = 1 if wanted[index] > now[index] else -1
            side = "right" if step > 0 else "left"
            by_word = moved(text, now, step, is_end=is_end)
            if by_word is not None and (wanted[index] - by_word[index]) * step >= 0:
                now, key = by_word, f"{name}.{side}"
            else:
                by_character = moved(text, now, step, is_end=is_end, by_character=True)
                if by_character is None or (wanted[index] - by_character[index]) * step < 0:
                    return None
                now, key = by_character, f"{name}.{side}_character"
            keys.append(key)
            if len(keys) > _LONGEST_REPAIR:
                return None
    return tuple(keys)
