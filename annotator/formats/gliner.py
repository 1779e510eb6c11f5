"""GLiNER's training file: a JSON list of windows, each with its words and its spans by word number.

`ner` holds `[first, last, label]` with the last word included, `relations` `[head, tail, type]`
by number in `ner`. Words are those of GLiNER's own rule, so that training sees what inference
will. A key of ours, `meta`, says which article a row is of, whose the annotations are, and its exact
text; GLiNER passes over it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from annotator.formats import gliner_windows as windowing
from annotator.formats import json_values as values
from annotator.formats.conll_rows import places
from annotator.formats.conll_writing import NOBODY, at_work_on
from annotator.formats.format import Format
from annotator.formats.gliner_rows import Row, parts
from annotator.formats.gliner_windows import META, WINDOW
from annotator.formats.kit import left_out
from annotator.formats.kit.flattening import INSIDE_WORD, on_tokens, pieces
from annotator.formats.kit.json_files import rows
from annotator.formats.kit.options import ALIGN, FRAGMENTS
from annotator.formats.kit.tokenising import Tokens
from annotator.formats.writing import new_file
from annotator.model.values import Annotator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from annotator.formats.format import Corpus, Part, Reading, Record, Writing
    from annotator.formats.json_values import Place
    from annotator.model.values import Span

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
CARRIED = frozenset(
    {
        "overlaps",
        "relations",
        "annotators",
        "title",
        "metadata",
        "document attributes",
        "document notes",
    }
)


def write(corpus: Corpus, path: Path, writing: Writing) -> None:
    """Write all windows of all articles to one list."""
    people = {one.id: one for one in corpus.annotators()}
    total = len(corpus.documents())
    with new_file(path, overwrites=writing.overwrites) as file:
        before = "[\n"
        for number, record in enumerate(corpus.records()):
            writing.step(number, total, record.document.title)
            writing.losses.begin(record.document.id, record.document.title)
            left_out.report(record, writing.losses, CARRIED)
            hers = at_work_on(record, corpus, people)
            if not hers:
                writing.losses.add("documents", "dropped", NOBODY)
            written: set[str] = set()
            for annotator, spans in hers.items():
                person = people.get(annotator) or Annotator(annotator, annotator)
                for row in _rows(record, person, spans, writing, written):
                    file.write(f"{before}{_encode(row)}".encode())
                    before = ",\n"
            windowing.report_relations(record, written, writing.losses)
        file.write(b"[]\n" if before == "[\n" else b"\n]\n")
        writing.step(total, total, "")


def window_size(writing: Writing) -> int:
    """How many words the user wants in a window; 0 for all."""
    said = writing.value(WINDOW).strip()
    if not said.isdecimal() or len(said) > 9:
        from annotator.errors import FormatError

        raise FormatError(f"“{said}” is no number of words for a window.", "Example: window=384.")
    return int(said)


def _rows(
    record: Record, annotator: Annotator, spans: Sequence[Span], writing: Writing, written: set[str]
) -> Iterator[dict[str, Any]]:
    losses = writing.losses
    tokens = Tokens(record.text, is_gliners=True)
    candidates = pieces(spans, writing.value(FRAGMENTS), losses)
    exact, moved = on_tokens(candidates, tokens, writing.value(ALIGN), losses)
    if moved:
        losses.add("spans", "moved", INSIDE_WORD, ids=[piece.span.id for piece in moved])
    both = sorted([*exact, *moved], key=lambda piece: (piece.start, -piece.end))
    for window in windowing.windows(tokens, both, window_size(writing), losses):
        windowing.report_wide(window.pieces, losses)
        kept, numbers = windowing.distinct(window.pieces, losses)
        first = window.first
        row: dict[str, Any] = {
            "tokenized_text": tokens.words()[first : window.end],
            "ner": [[one.start - first, one.end - 1 - first, one.span.label] for one in kept],
            "ner_labels": sorted({one.span.label for one in kept}),
        }
        relations = [one for one in record.relations if windowing.hers(one, annotator.id, numbers)]
        if relations:
            ends = [[numbers[one.from_id], numbers[one.to_id], one.label] for one in relations]
            row |= {"relations": ends, "rel_labels": sorted({one.label for one in relations})}
            written.update(one.id for one in relations)
        meta = windowing.meta_of(record, annotator, window)
        row[META] = meta | {"text": record.text[window.start_char : window.end_char]}
        yield row


# ---------------------------------------------------------------- reading


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The articles: windows that we cut are put together, every other row is one."""
    yield from parts((_row(raw, place) for place, raw in rows(path)), path, reading)


def _row(raw: dict[str, Any], place: Place) -> Row:
    words = raw.get("tokenized_text")
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        place.refuse("“tokenized_text” must be a list of words")
    meta = windowing.read_meta(raw.get(META))
    said = meta.raw.get("text")
    found = places(words, said) if isinstance(said, str) else None
    row = Row(said if found and isinstance(said, str) else " ".join(words), place, meta, not found)
    starts, ends = found or _joined_places(words)
    for index, one in enumerate(values.items(raw, "ner", place)):
        if not _is_triple(one):
            place.inside(f"ner[{index}]").refuse("a span must be [first word, last word, label]")
        first, last, label = one
        is_inside = 0 <= first <= last < len(words)
        start, end = (starts[first], ends[last]) if is_inside else (-1, -1)
        row.spans.append((label, start, end))
    for index, one in enumerate(values.items(raw, "relations", place)):
        if not _is_triple(one):
            place.inside(f"relations[{index}]").refuse("a relation must be [span, span, type]")
        row.relations.append((one[2], one[0], one[1]))
    return row


def _joined_places(words: Sequence[str]) -> tuple[list[int], list[int]]:
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for word in words:
        starts.append(at)
        ends.append(at + len(word))
        at += len(word) + 1
    return starts, ends


def _is_triple(one: object) -> bool:
    return (
        isinstance(one, list)
        and len(one) == 3
        and type(one[0]) is int
        and type(one[1]) is int
        and isinstance(one[2], str)
        and bool(one[2].strip())
    )


def _recognises(start: bytes) -> bool:
    return b'"tokenized_text"' in start


FORMAT = Format(
    name="gliner",
    title="GLiNER training data",
    extensions=(".json", ".jsonl"),
    description="Windows of at most 384 words with spans by word number, as GLiNER is trained on.",
    loss="States, ids, times, origins and the codebook are not in it.",
    read=read,
    write=write,
    carries=CARRIED,
    write_options=(WINDOW, FRAGMENTS, ALIGN),
    recognises=_recognises,
)
