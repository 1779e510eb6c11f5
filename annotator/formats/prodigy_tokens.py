"""Prodigy's tokens: they and the spaces after them give the text again, to the code point."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from annotator.formats.kit.flattening import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotator.formats.kit.losses import Losses
    from annotator.formats.kit.tokenising import Alignment, Tokens

CUT = "cut"
"""The value of the option `align` that moves no edge, but cuts the word there."""
_USUAL = {"ws": False, "disabled": False}
MOVED = "its edges lay inside a word"
NO_TOKEN = "no whole word is left of it"


class ProdigyTokens:
    """The tokens of one text, cut wherever one of the pieces begins or ends."""

    def __init__(self, text: str, words: Tokens, pieces: Sequence[Piece]) -> None:
        starts = {piece.start for piece in pieces}
        ends = {piece.end for piece in pieces}
        edges = {*words.starts, *words.ends, *starts, *ends, 0, len(text)}
        self.rows: list[dict[str, Any]] = []
        self.first: dict[int, int] = {}
        self.last: dict[int, int] = {}
        rows, last = self.rows, self.last
        for start, end in pairwise(sorted(edges)):
            if text[start] == " " and start in last and start not in starts and start + 1 not in ends:
                rows[-1]["ws"] = True  # the space belongs to the token before
                start += 1
                if start == end:
                    continue
            self.first[start] = last[end] = number = len(rows)
            token: dict[str, Any] = {"text": text[start:end], "start": start, "end": end, "id": number}
            token |= _USUAL
            rows.append(token)

    def place(self, start: int, end: int) -> dict[str, int]:
        """The offsets of a piece, and its first and last token (inclusive)."""
        return {
            "start": start,
            "end": end,
            "token_start": self.first[start],
            "token_end": self.last[end],
        }


def aligned(pieces: Iterable[Piece], words: Tokens, how: str, losses: Losses) -> list[Piece]:
    """The pieces with their edges at words, unless words are cut; what moves or goes is counted."""
    if how == CUT:
        return list(pieces)
    kept: list[Piece] = []
    moved: list[str] = []
    dropped: list[str] = []
    for piece in pieces:
        found = words.align(piece.start, piece.end, _alignment(how))
        if found is None:
            dropped.append(piece.span.id)
            continue
        if found.is_moved:
            moved.append(piece.span.id)
        kept.append(Piece(words.starts[found.first], words.ends[found.end - 1], piece.span))
    for ids, action, why in ((moved, "moved", MOVED), (dropped, "dropped", NO_TOKEN)):
        if ids:
            losses.add("spans", action, why, ids=dict.fromkeys(ids))  # type: ignore[arg-type]
    return kept


def _alignment(how: str) -> Alignment:
    return "strict" if how == "strict" else "contract" if how == "contract" else "expand"
