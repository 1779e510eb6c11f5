"""Flattening: spans that overlap, nest or have several pieces, for formats that allow none of it.

Labels that the user put first win, then the longest span, then the earliest, then by id.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from annotator.formats.stored_rows import marked
from annotator.model.fragment import Fragment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from annotator.formats.kit.losses import Losses
    from annotator.formats.kit.tokenising import Tokens
    from annotator.model.codebook import Codebook
    from annotator.model.values import Span

Found: TypeAlias = tuple[int, int, str]
"""First token, end (exclusive) and label of what can be said by tags."""

NO_OVERLAP = "another span of the layer holds these words, and the format allows one"
NO_PIECES = "the format has no spans of several pieces"
INSIDE_WORD = "an edge lies inside a word, and the format counts whole words"
NO_WORD = "it holds no whole word, and the format counts words"


class Piece(NamedTuple):
    """A stretch of a span that is written as one; code points or tokens, end exclusive."""

    start: int
    end: int
    span: Span


def pieces(spans: Iterable[Span], how: str, losses: Losses) -> list[Piece]:
    """The spans as single stretches; `how` is a value of the option `fragments`."""
    found: list[Piece] = []
    several: list[str] = []
    for span in spans:
        fragments = span.fragments
        if len(fragments) == 1:
            start, end = fragments[0]
            found.append(Piece(start, end, span))
            continue
        several.append(span.id)
        if how == "split":
            found += [Piece(*fragment, span) for fragment in span.fragments]
        elif how == "cover":
            found.append(Piece(span.start, span.end, span))
    if several:
        action = {"split": "split", "cover": "moved"}.get(how, "dropped")
        losses.add("spans", action, NO_PIECES, ids=several)  # type: ignore[arg-type]
    return found


def on_tokens(
    candidates: Iterable[Piece], tokens: Tokens, how: str, losses: Losses
) -> tuple[list[Piece], list[Piece]]:
    """The pieces counted in tokens: those that fit exactly, and those whose edges had to move.

    `how` is a value of the option `align`. What holds no word is reported as dropped; that
    pieces moved is for the caller to report, once it knows which of them are written.
    """
    exact: list[Piece] = []
    moved: list[Piece] = []
    dropped: list[str] = []
    starts, ends = tokens.starts, tokens.ends
    for start, end, span in candidates:
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        if first < last and starts[first] == start and ends[last - 1] == end:
            exact.append(Piece(first, last, span))
            continue
        aligned = tokens.align(start, end, how)  # type: ignore[arg-type]
        if aligned is None:
            dropped.append(span.id)
        else:
            moved.append(Piece(aligned.first, aligned.end, span))
    if dropped:
        losses.add("spans", "dropped", INSIDE_WORD if how == "strict" else NO_WORD, ids=dropped)
    return exact, moved


def flat_on_tokens(
    candidates: Iterable[Piece], tokens: Tokens, how: str, priority: Sequence[str], losses: Losses
) -> list[Piece]:
    """The pieces of one layer that tags can say, counted in tokens, with a report of all others."""
    exact, moved = on_tokens(candidates, tokens, how, losses)
    flat = flatten(exact + moved, priority)
    if flat.dropped:
        losses.add("spans", "dropped", NO_OVERLAP, ids=[piece.span.id for piece in flat.dropped])
    if moved:
        kept = set(map(id, flat.kept))
        ids = [piece.span.id for piece in moved if id(piece) in kept]
        if ids:
            losses.add("spans", "moved", INSIDE_WORD, ids=ids)
    return flat.kept


def flat_rows(
    rows: Sequence[tuple[Any, ...]],
    tokens: Tokens,
    how: tuple[str, str],
    priority: Sequence[str],
    losses: Losses,
) -> list[Found]:
    """The same for the stored rows of spans; `how` are values of the options `fragments` and `align`."""
    found = _straight(rows, tokens)
    if found is not None:
        return found
    fragments, align = how
    candidates = pieces(map(marked, rows), fragments, losses)
    kept = flat_on_tokens(candidates, tokens, align, priority, losses)
    return [(first, end, span.label) for first, end, span in kept]


def _straight(rows: Sequence[tuple[Any, ...]], tokens: Tokens) -> list[Found] | None:
    """Most spans are whole words and lie beside each other; None where one does not."""
    starts, ends = tokens.starts, tokens.ends
    found: list[Found] = []
    end = 0
    for row in rows:
        if row[5] is not None:
            return None
        first = bisect_left(starts, row[3], end)
        end = bisect_left(starts, row[4], first)
        if first == end or starts[first] != row[3] or ends[end - 1] != row[4]:
            return None
        found.append((first, end, row[2]))
    return found


@dataclass(frozen=True, slots=True)
class Flattened:
    """What of the pieces is kept, in text order, and what had to go."""

    kept: list[Piece]
    dropped: list[Piece]


def flatten(candidates: Iterable[Piece], priority: Sequence[str] = ()) -> Flattened:
    """The pieces that can stand beside each other without overlap."""
    in_order = sorted(candidates, key=_START)
    if all(one[1] <= other[0] for one, other in pairwise(in_order)):
        return Flattened(in_order, [])
    rank = {label: number for number, label in enumerate(priority)}

    def order(piece: Piece) -> tuple[int, int, int, str]:
        return (
            rank.get(piece.span.label, len(rank)),
            piece.start - piece.end,
            piece.start,
            piece.span.id,
        )

    kept: list[Piece] = []
    dropped: list[Piece] = []
    taken: list[Fragment] = []
    for piece in sorted(in_order, key=order):
        at = bisect_right(taken, (piece.start, piece.start))
        is_free = (at == 0 or taken[at - 1].end <= piece.start) and (
            at == len(taken) or taken[at].start >= piece.end
        )
        if is_free:
            insort(taken, Fragment(piece.start, piece.end))
            kept.append(piece)
        else:
            dropped.append(piece)
    kept.sort(key=_START)
    return Flattened(kept, dropped)


_START = itemgetter(0)


def by_layer(spans: Iterable[Span], codebook: Codebook) -> Mapping[str, list[Span]]:
    """The spans of each layer, by its id, in the codebook's order; a label without layer has "spans"."""
    found: dict[str, list[Span]] = {layer: [] for layer in codebook.layers}
    for span in spans:
        found.setdefault(codebook.label(span.label).layer or "spans", []).append(span)
    return {layer: some for layer, some in found.items() if some}


class ByLayer:
    """The same for stored rows, of which there are many."""

    def __init__(self, codebook: Codebook) -> None:
        self._codebook = codebook
        self._known: dict[str, str] = {}

    def split(self, rows: Iterable[tuple[Any, ...]]) -> Mapping[str, list[tuple[Any, ...]]]:
        """The rows of the spans of each layer."""
        found: dict[str, list[tuple[Any, ...]]] = {layer: [] for layer in self._codebook.layers}
        known = self._known
        for row in rows:
            layer = known.get(row[2]) or self._layer(row[2])
            if layer in found:
                found[layer].append(row)
            else:
                found[layer] = [row]
        return {layer: some for layer, some in found.items() if some}

    def _layer(self, label: str) -> str:
        self._known[label] = layer = self._codebook.label(label).layer or "spans"
        return layer


def layers_in_use(codebook: Codebook) -> Iterator[str]:
    """The ids of the layers that have labels, in the codebook's order."""
    used = {label.layer or "spans" for label in codebook.labels.values()}
    yield from (layer for layer in codebook.layers if layer in used)
    if "spans" in used and "spans" not in codebook.layers:
        yield "spans"


def priority_of(said: str) -> list[str]:
    """The labels that the option `priority` names."""
    return [name.strip() for name in said.split(",") if name.strip()]
