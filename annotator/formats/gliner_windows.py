"""Windows: articles cut for models that see a few hundred words at once, never inside a span."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.formats.jsonl_writing import in_order
from annotator.formats.kit import passing
from annotator.formats.kit.options import Option
from annotator.model.values import METADATA_KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.formats.format import Record
    from annotator.formats.kit.flattening import Piece
    from annotator.formats.kit.losses import Losses
    from annotator.formats.kit.tokenising import Tokens
    from annotator.model.values import Annotator, Relation

LONGEST = 384
WIDEST = 12
META = "meta"
"""The key of our own in each row: which part of which article it is, and whose annotations."""

WINDOW = Option(
    "window",
    "Words in one row at most",
    str(LONGEST),
    explanation="Articles are cut at sentence ends, never inside a span; 0 leaves them whole.",
)
TOO_LONG = "it, or what it overlaps, has more words than a row may have"
TOO_WIDE = (
    f"they have more than {WIDEST} words, which span models of GLiNER pass over (token models do not)"
)
OTHER_ROW = "its ends do not stand in one row of its annotator"
SAME = "another has the same words and label"


@dataclass(slots=True)
class Window:
    """Tokens `first` to `end` (exclusive) of an article, with the pieces in them, and characters."""

    first: int
    end: int
    start_char: int = 0
    end_char: int = 0
    pieces: list[Piece] = field(default_factory=list)


def windows(tokens: Tokens, pieces: Sequence[Piece], limit: int, losses: Losses) -> list[Window]:
    """The windows of an article, which hold all of it; `pieces` are counted in tokens.

    They end with a sentence where that is possible, else between words; pieces in the way of any
    cut are dropped and reported.
    """
    total = len(tokens)
    limit = limit if limit > 0 else total
    kept = [piece for piece in pieces if piece.end - piece.start <= limit]
    dropped = [piece.span.id for piece in pieces if piece.end - piece.start > limit]
    found: list[Window] = []
    at, breaks = 0, tokens.breaks()
    while at < total:
        cut = total if total - at <= limit else _cut(at, at + limit, breaks, kept)
        dropped += [piece.span.id for piece in kept if piece.start < cut < piece.end]
        kept = [piece for piece in kept if not piece.start < cut < piece.end]
        found.append(Window(at, cut))
        at = cut
    if dropped:
        losses.add("spans", "dropped", TOO_LONG, ids=dropped)
    _fill(found, kept, tokens)
    return found


def _cut(at: int, furthest: int, breaks: Sequence[int], pieces: Sequence[Piece]) -> int:
    """Where the window that begins at `at` best ends: at a sentence, a word, or where least is cut."""
    crossing = [0] * (furthest - at + 1)
    for piece in pieces:
        for inside in range(max(piece.start, at) + 1, min(piece.end, furthest + 1)):
            crossing[inside - at] += 1
    for cut in reversed([one for one in breaks if at < one <= furthest]):
        if not crossing[cut - at]:
            return cut
    return min(range(furthest, at, -1), key=lambda cut: crossing[cut - at])


def _fill(found: Sequence[Window], pieces: Sequence[Piece], tokens: Tokens) -> None:
    firsts = [window.first for window in found]
    for number, window in enumerate(found):
        window.start_char = tokens.starts[window.first] if number else 0
        is_last = number == len(found) - 1
        window.end_char = len(tokens.text) if is_last else tokens.starts[window.end]
    for piece in pieces:
        found[bisect_right(firsts, piece.start) - 1].pieces.append(piece)


def distinct(pieces: Sequence[Piece], losses: Losses) -> tuple[list[Piece], dict[str, int]]:
    """The pieces without those that say the same, and at which number each span (first) stands."""
    found: list[Piece] = []
    numbers: dict[tuple[int, int, str], int] = {}
    by_span: dict[str, int] = {}
    merged: list[str] = []
    for piece in pieces:
        key = (piece.start, piece.end, piece.span.label)
        if key in numbers:
            merged.append(piece.span.id)
        else:
            numbers[key] = len(found)
            found.append(piece)
        by_span.setdefault(piece.span.id, numbers[key])
    if merged:
        losses.add("spans", "merged", SAME, ids=merged)
    return found, by_span


def report_relations(record: Record, written: set[str], losses: Losses) -> None:
    """Count the relations that no row holds."""
    missing = [one.id for one in record.relations if one.id not in written]
    if missing:
        losses.add("relations", "dropped", OTHER_ROW, ids=missing)


def report_wide(pieces: Sequence[Piece], losses: Losses) -> None:
    """Count the spans that are written, but too wide for some models."""
    wide = sum(piece.end - piece.start > WIDEST for piece in pieces)
    if wide:
        losses.add("wide spans", "kept", TOO_WIDE, number=wide)


def hers(relation: Relation, annotator: str, numbers: Mapping[str, int]) -> bool:
    """Whether a row with these spans holds a relation: it is the annotator's, and so are its ends."""
    return relation.annotator == annotator and relation.from_id in numbers and relation.to_id in numbers


def meta_of(record: Record, annotator: Annotator, window: Window) -> dict[str, Any]:
    """What our key says of one row; title, metadata, attributes and note stand in an article's first."""
    document = record.document
    said: dict[str, Any] = {
        "document": document.id,
        "annotator": {"id": annotator.id, "name": annotator.name, "role": annotator.role},
        "start": window.start_char,
    }
    if window.first == 0:
        more: dict[str, Any] = {
            "title": document.title,
            "metadata": in_order(document.metadata, METADATA_KEYS),
            "attributes": in_order(document.attributes, ()),
            "note": document.note,
        }
        said |= {key: value for key, value in more.items() if value}
    return said


@dataclass(slots=True)
class Meta:
    """What a row says of itself, if it is ours; `document` is empty for others."""

    document: str = ""
    annotator: Annotator | None = None
    start: int = 0
    title: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def who(self) -> str:
        """The annotator's id or name."""
        return (self.annotator.id or self.annotator.name) if self.annotator else ""


def read_meta(raw: object) -> Meta:
    """What stands under our key; what is not as we write it is not there."""
    if not isinstance(raw, dict) or not passing.text_of(raw, "document"):
        return Meta()
    start, metadata = raw.get("start"), raw.get("metadata")
    return Meta(
        passing.text_of(raw, "document"),
        passing.annotator(raw.get("annotator")),
        start if type(start) is int else -1,
        passing.text_of(raw, "title"),
        {key: one for key, one in metadata.items() if isinstance(one, str)}
        if isinstance(metadata, dict)
        else {},
        passing.attribute_values(raw.get("attributes")),
        passing.text_of(raw, "note"),
        raw,
    )
