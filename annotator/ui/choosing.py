"""Choosing one of several places on the page: letters, arrows and Enter, or a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model.candidates import Candidate
from annotator.model.fragment import Fragment, covers
from annotator.model.values import Span
from annotator.ui.text_view.modes import HintMode
from annotator.ui.text_view.overlay import Hint, Overlay

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView

Place = Span | Candidate


class Choosing(QObject):
    """Lets the annotator choose a span or a candidate, in sight or not."""

    def __init__(self, session: Session, page: TextView) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._places: list[tuple[int, Place]] = []
        page.clicked_in_mode.connect(self._clicked)

    def choose(
        self,
        places: Sequence[Place],
        prompt: str,
        chosen: Callable[[Place], object],
        *,
        near: int | None = None,
    ) -> None:
        """Show letters on the places; Enter takes the one nearest to `near` at first."""
        self._places = sorted(_marked(places), key=lambda marked: marked[0])
        positions = [position for position, _ in self._places]
        if not positions:
            self._session.announced.emit(self.tr("There is nothing here to choose."))
            return
        start = 0
        if near is not None:
            start = min(range(len(positions)), key=lambda index: abs(positions[index] - near))
        mode = HintMode(
            prompt,
            positions,
            lambda index: chosen(self._places[index][1]),
            self._show,
            self._page.leave_mode,
            self._in_sight,
            self._page.scroll_to,
            chosen=start,
        )
        self._page.enter_mode(mode)
        mode.start()

    def _show(self, hints: tuple[Hint, ...]) -> None:
        self._page.set_overlay(Overlay(hints=hints))

    def _in_sight(self) -> tuple[int, int]:
        visible = self._page.visible()
        return visible.start, visible.end

    def _clicked(self, position: int) -> None:
        """Take the shortest place under the click."""
        mode = self._page.mode
        if not isinstance(mode, HintMode):
            return
        hit = [
            (sum(end - start for start, end in _fragments(place)), index)
            for index, (_, place) in enumerate(self._places)
            if covers(_fragments(place), position)
        ]
        if hit:
            mode.take(min(hit)[1])
        else:
            self._session.announced.emit(self.tr("That cannot be chosen: take a marked one."))


def _fragments(place: Place) -> tuple[Fragment, ...]:
    return place.fragments if isinstance(place, Span) else (place.fragment,)


def _marked(places: Sequence[Place]) -> list[tuple[int, Place]]:
    """Where each place's letter stands: at its start, or at its end where one stands there."""
    marked: list[tuple[int, Place]] = []
    taken: set[int] = set()
    for place in sorted(places, key=lambda one: _fragments(one)[-1].end - _fragments(one)[0].start):
        first, last = _fragments(place)[0].start, _fragments(place)[-1].end - 1
        position = next((one for one in (first, last) if one not in taken), first)
        taken.add(position)
        marked.append((position, place))
    return marked
