"""Flattening: spans that overlap, nest or have several pieces, for formats that allow none of it.

Labels that the user put first win, then the longest span, then the earliest, then by id.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from annotator.model.fragment import Fragment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from annotator.formats.kit.losses import Losses
    from annotator.model.codebook import Codebook
    from annotator.model.values import Span

NO_OVERLAP = "another span of the layer holds these words, and the format allows one"
NO_PIECES = "the format has no spans of several pieces"


class Piece(NamedTuple):
    """A stretch of a span that is written as one; code points, end exclusive."""

    start: int
    end: int
    span: Span


def pieces(spans: Iterable[Span], how: str, losses: Losses) -> list[Piece]:
    """The spans as single stretches; `how` is a value of the option `fragments`."""
    found: list[Piece] = []
    several: list[str] = []
    for span in spans:
        if len(span.fragments) == 1:
            found.append(Piece(*span.fragments[0], span))
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


@dataclass(frozen=True, slots=True)
class Flattened:
    """What of the pieces is kept, in text order, and what had to go."""

    kept: list[Piece]
    dropped: list[Piece]


def flatten(candidates: Iterable[Piece], priority: Sequence[str] = ()) -> Flattened:
    """The pieces that can stand beside each other without overlap."""
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
    for piece in sorted(candidates, key=order):
        at = bisect_right(taken, (piece.start, piece.start))
        is_free = (at == 0 or taken[at - 1].end <= piece.start) and (
            at == len(taken) or taken[at].start >= piece.end
        )
        if is_free:
            insort(taken, Fragment(piece.start, piece.end))
            kept.append(piece)
        else:
            dropped.append(piece)
    kept.sort(key=lambda piece: piece.start)
    return Flattened(kept, dropped)


def by_layer(spans: Iterable[Span], codebook: Codebook) -> Mapping[str, list[Span]]:
    """The spans of each layer, by its id, in the codebook's order; a label without layer has "spans"."""
    found: dict[str, list[Span]] = {layer: [] for layer in codebook.layers}
    for span in spans:
        found.setdefault(codebook.label(span.label).layer or "spans", []).append(span)
    return {layer: some for layer, some in found.items() if some}


def layers_in_use(codebook: Codebook) -> Iterator[str]:
    """The ids of the layers that have labels, in the codebook's order."""
    used = {label.layer or "spans" for label in codebook.labels.values()}
    yield from (layer for layer in codebook.layers if layer in used)
    if "spans" in used and "spans" not in codebook.layers:
        yield "spans"


def priority_of(said: str) -> list[str]:
    """The labels that the option `priority` names."""
    return [name.strip() for name in said.split(",") if name.strip()]
