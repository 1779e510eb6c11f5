"""Where in a text the target of a web annotation is: its position if the words agree, else its quote."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotator.formats.frozen import freeze
from annotator.formats.kit.units import Units, good_edges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.formats.kit.units import Unit
    from annotator.formats.w3c_values import Selection

LIKELY: Sequence[Unit] = ("code point", "utf-16")
MOST_PLACES = 200
"""How many places of the same words are looked at to find the one next to a position."""


class Placed(NamedTuple):
    """Code points; `is_moved` if the position said otherwise than the quote."""

    start: int
    end: int
    is_moved: bool


class Guess(NamedTuple):
    """The unit of positions: how many of `of` agree with it.

    Where no words are quoted those agree that begin and end with words.
    """

    unit: Unit
    hits: int
    of: int
    by_words: bool


class Placer:
    """Finds selections in a text; the unit of positions is the one that agrees most with quotes.

    `said` is the unit that the file itself names, if it does: it wins where several agree.
    """

    def __init__(self, raw_text: str, selections: Sequence[Selection], said: str = "") -> None:
        with_position = [one for one in selections if one.start is not None]
        differ = not raw_text.isascii() and max(raw_text) > "\uffff"
        order = sorted(LIKELY if differ else LIKELY[:1], key=lambda unit: unit != said)
        frozen = freeze(raw_text).text
        texts = [raw_text, frozen] if frozen != raw_text else [raw_text]
        by_words = any(one.exact is not None for one in with_position)
        best = (-1, raw_text, order[0])
        for text in texts:
            for unit in order:
                hits = _hits(text, with_position, Units(text, unit), by_words=by_words)
                if hits > best[0]:
                    best = (hits, text, unit)
        self.text = best[1]
        self.guess = Guess(best[2], best[0], len(with_position), by_words)
        order.sort(key=lambda unit: unit != self.guess.unit)
        self._found: dict[str, list[int]] = {}
        self._units = [Units(self.text, unit) for unit in order]

    def place(self, selection: Selection) -> Placed | None:
        """Where the selection is; None where neither its position nor its quote can be found."""
        stretches = [_stretch(selection, units) for units in self._units]
        for says in (_says_all, _says_exactly):
            for stretch in stretches:
                if stretch is not None and says(self.text, selection, *stretch):
                    return Placed(*stretch, False)
        if not selection.exact:
            return None
        start = self._by_quote(selection)
        if start is None:
            return None
        return Placed(start, start + len(selection.exact), selection.start is not None)

    def _by_quote(self, selection: Selection) -> int | None:
        """The only place with these surroundings, or the only one with these words."""
        assert selection.exact
        around = f"{selection.prefix}{selection.exact}{selection.suffix}"
        some = [at + len(selection.prefix) for at in self._places(around)]
        if some and selection.start is not None:
            said = selection.start
            return min(some, key=lambda start: abs(start - said))
        if not some:
            some = self._places(selection.exact)
        return some[0] if len(some) == 1 else None

    def _places(self, words: str) -> list[int]:
        """Where these words stand; of very many only the first."""
        if words not in self._found:
            found: list[int] = []
            start = self.text.find(words)
            while start >= 0 and len(found) < MOST_PLACES:
                found.append(start)
                start = self.text.find(words, start + 1)
            self._found[words] = found
        return self._found[words]


def _stretch(selection: Selection, units: Units) -> tuple[int, int] | None:
    if selection.start is None or selection.end is None:
        return None
    start, end = units.to_code_point(selection.start), units.to_code_point(selection.end)
    return (start, end) if start is not None and end is not None and start < end else None


def _hits(text: str, selections: Sequence[Selection], units: Units, *, by_words: bool) -> int:
    if not by_words:
        pairs = ((one.start or 0, one.end or 0) for one in selections)
        return sum(good_edges(text, units, *pair) == 2 for pair in pairs)
    stretches = ((one, _stretch(one, units)) for one in selections)
    return sum(at is not None and _says_all(text, one, *at) for one, at in stretches)


def _says_all(text: str, selection: Selection, start: int, end: int) -> bool:
    """Whether the text says the quote there, with what stands before and after it."""
    return _says_exactly(text, selection, start, end) and _is_surrounded(text, selection, start, end)


def _says_exactly(text: str, selection: Selection, start: int, end: int) -> bool:
    return selection.exact is None or text[start:end] == selection.exact


def _is_surrounded(text: str, selection: Selection, start: int, end: int) -> bool:
    return text.endswith(selection.prefix, 0, start) and text.startswith(selection.suffix, end)
