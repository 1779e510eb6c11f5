"""GLiNER2's training file: JSON Lines with a text and what is to be found in it.

Mentions are pinned (`{"text", "start", "end"}` in code points), since a text alone would be matched
anywhere. Descriptions of labels come from the codebook. A label with an empty list says that
there is none in the text. A key of ours, `meta`, says which article a row is of and whose the
annotations are.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from annotator.formats import gliner_windows as windowing
from annotator.formats import json_values as values
from annotator.formats.conll_writing import NOBODY, at_work_on
from annotator.formats.format import Format
from annotator.formats.gliner import CARRIED, window_size
from annotator.formats.gliner_rows import Row, parts
from annotator.formats.gliner_windows import META, WINDOW
from annotator.formats.kit import left_out
from annotator.formats.kit.flattening import Piece, on_tokens, pieces
from annotator.formats.kit.json_files import rows
from annotator.formats.kit.options import FRAGMENTS, yes_or_no
from annotator.formats.kit.tokenising import Tokens
from annotator.formats.writing import new_file
from annotator.model.values import Annotator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from annotator.formats.format import Corpus, Part, Reading, Record, Writing
    from annotator.formats.json_values import Place
    from annotator.model.codebook import Codebook
    from annotator.model.values import Span

NEGATIVES = yes_or_no(
    "negatives",
    "Name the labels of the codebook that a window has no span of",
    is_on=True,
    explanation="Switch it off if only some of the labels are exported, or were labelled at all.",
)
NOT_IN_TEXT = "its words do not stand in the text"
CUT_EDGE = "white space at the edge stands in the window beside"
NO_SPAN = "the file names no span with the words of one of its ends"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def write(corpus: Corpus, path: Path, writing: Writing) -> None:
    """Write a line for each window of each article."""
    people = {one.id: one for one in corpus.annotators()}
    codebook = corpus.codebook()
    total = len(corpus.documents())
    with new_file(path, overwrites=writing.overwrites) as file:
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
                for row in _rows(record, person, spans, codebook, writing, written):
                    file.write(_encode(row).encode() + b"\n")
            windowing.report_relations(record, written, writing.losses)
        writing.step(total, total, "")


def _rows(
    record: Record,
    annotator: Annotator,
    spans: Sequence[Span],
    codebook: Codebook,
    writing: Writing,
    written: set[str],
) -> Iterator[dict[str, Any]]:
    tokens = Tokens(record.text, is_gliners=True)
    exact, placed = _placed(spans, tokens, writing)
    for window in windowing.windows(tokens, placed, window_size(writing), writing.losses):
        windowing.report_wide(window.pieces, writing.losses)
        own = _within(window, [exact[id(piece)] for piece in window.pieces], writing)
        kept, numbers = windowing.distinct(own, writing.losses)
        text = record.text[window.start_char : window.end_char]
        is_complete = writing.is_on(NEGATIVES) or not kept
        labels = codebook.labels if is_complete else ()
        entities: dict[str, list[dict[str, Any]]] = {label: [] for label in labels}
        order = _add_mentions(entities, kept, text, window.start_char)
        relations = [one for one in record.relations if windowing.hers(one, annotator.id, numbers)]
        written.update(one.id for one in relations)
        ends = [(order[numbers[one.from_id]], order[numbers[one.to_id]]) for one in relations]
        output: dict[str, Any] = {"entities": entities}
        if described := _descriptions(entities, codebook):
            output["entity_descriptions"] = described
        if relations:
            mentions = [one for some in entities.values() for one in some]
            output["relations"] = [
                {one.label: {"head": mentions[head], "tail": mentions[tail]}}
                for one, (head, tail) in zip(relations, ends, strict=True)
            ]
        meta = windowing.meta_of(record, annotator, window)
        yield {"input": text, "output": output, META: meta | ({"ends": ends} if ends else {})}


def _within(window: windowing.Window, found: Sequence[Piece], writing: Writing) -> list[Piece]:
    """The pieces without white space at their edges that stands in the window beside."""
    low, high = window.start_char, window.end_char
    moved = [piece.span.id for piece in found if piece.start < low or piece.end > high]
    if moved:
        writing.losses.add("spans", "moved", CUT_EDGE, ids=moved)
    return [Piece(max(piece.start, low), min(piece.end, high), piece.span) for piece in found]


def _add_mentions(
    entities: dict[str, list[dict[str, Any]]], kept: Sequence[Piece], text: str, offset: int
) -> list[int]:
    """Put the mentions under their labels; at which number, over all labels, each of them stands."""
    rank = {label: number for number, label in enumerate(entities)}
    by_label = sorted(range(len(kept)), key=lambda one: _rank(kept[one].span.label, rank))
    order = [0] * len(kept)
    for at, one in enumerate(by_label):
        order[one] = at
        mention = _mention(text, kept[one].start - offset, kept[one].end - offset)
        entities.setdefault(kept[one].span.label, []).append(mention)
    return order


def _placed(
    spans: Sequence[Span], tokens: Tokens, writing: Writing
) -> tuple[dict[int, Piece], list[Piece]]:
    """The pieces in tokens, which the windows are cut by, and to each the one in characters."""
    exact: dict[int, Piece] = {}
    placed: list[Piece] = []
    for piece in pieces(spans, writing.value(FRAGMENTS), writing.losses):
        for one in (
            some for both in on_tokens([piece], tokens, "expand", writing.losses) for some in both
        ):
            exact[id(one)] = piece
            placed.append(one)
    return exact, placed


def _rank(label: str, known: Mapping[str, int]) -> tuple[int, str]:
    """Where a label stands among the keys of `entities`: in their order, new ones behind."""
    return (known[label], "") if label in known else (len(known), label)


def _mention(text: str, start: int, end: int) -> dict[str, Any]:
    return {"text": text[start:end], "start": start, "end": end}


def _descriptions(entities: Mapping[str, object], codebook: Codebook) -> dict[str, str]:
    """What the codebook says of the labels: the definition, or a name that is not the id."""
    found: dict[str, str] = {}
    for label in entities:
        known = codebook.label(label)
        said = known.definition or (known.name if known.name != label else "")
        if said:
            found[label] = said
    return found


# ---------------------------------------------------------------- reading


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The articles: windows that we cut are put together, every other row is one."""
    yield from parts((_row(raw, place) for place, raw in rows(path)), path, reading)


def _row(raw: dict[str, Any], place: Place) -> Row:
    text = raw.get("input", raw.get("text"))
    output = raw.get("output", raw.get("schema"))
    if not isinstance(text, str) or not isinstance(output, dict):
        place.refuse("a row needs “input”, a text, and “output”, an object")
    row = Row(text, place, windowing.read_meta(raw.get(META)))
    for label, mentions in values.mapping(output, "entities", place).items():
        if not isinstance(mentions, list) or not label.strip():
            place.inside(f"entities.{label}").refuse("the mentions must be a list under a label")
        for one in mentions:
            _add_mention(row, label, one, place)
    _add_relations(row, values.items(output, "relations", place), place)
    row.attributes = dict(_classifications(output, place))
    return row


def _add_mention(row: Row, label: str, raw: object, place: Place) -> None:
    if isinstance(raw, str) and raw.strip():
        found = list(re.finditer(re.escape(raw), row.text, re.IGNORECASE))
        row.spans += [(label, *match.span()) for match in found]
        if not found:
            row.losses.append(("spans", NOT_IN_TEXT))
    elif (edges := _edges(raw)) is not None:
        row.spans.append((label, *edges))
    elif isinstance(raw, dict) and isinstance(raw.get("text"), str):
        _add_mention(row, label, raw["text"], place)
    else:
        place.inside(f"entities.{label}").refuse("a mention must be a text, or have text, start and end")


def _edges(raw: object) -> tuple[int, int] | None:
    if isinstance(raw, dict) and type(raw.get("start")) is int and type(raw.get("end")) is int:
        return raw["start"], raw["end"]
    return None


def _add_relations(row: Row, relations: Sequence[Any], place: Place) -> None:
    ends = row.meta.raw.get("ends")
    said = ends if isinstance(ends, list) and len(ends) == len(relations) else [None] * len(relations)
    for index, (raw, pair) in enumerate(zip(relations, said, strict=True)):
        here = place.inside(f"relations[{index}]")
        if not isinstance(raw, dict) or len(raw) != 1:
            here.refuse("a relation must be an object with its type as the only key")
        [(label, fields)] = raw.items()
        if not isinstance(fields, dict) or not label.strip():
            here.refuse("a relation's fields must be an object")
        if isinstance(pair, list) and len(pair) == 2 and all(type(one) is int for one in pair):
            row.relations.append((label, pair[0], pair[1]))
            continue
        first, last = (_span_at(row, one) for one in _two(fields))
        if first is None or last is None:
            row.losses.append(("relations", NO_SPAN))
        else:
            row.relations.append((label, first, last))


def _two(fields: Mapping[str, Any]) -> tuple[object, object]:
    """Head and tail, or the first two fields whatever they are called."""
    if "head" in fields and "tail" in fields:
        return fields["head"], fields["tail"]
    found = [*fields.values(), None, None]
    return found[0], found[1]


def _span_at(row: Row, raw: object) -> int | None:
    """The number of the span with these edges, or these words."""
    edges = _edges(raw)
    words = raw.get("text") if isinstance(raw, dict) else raw
    for number, (_, start, end) in enumerate(row.spans):
        if (start, end) == edges or (edges is None and row.text[start:end] == words):
            return number
    return None


def _classifications(output: Mapping[str, Any], place: Place) -> Iterator[tuple[str, str]]:
    """What the whole text is: attributes of the article, where there is one answer."""
    for one in values.items(output, "classifications", place):
        if not isinstance(one, dict):
            place.inside("classifications").refuse("it must be a list of objects")
        task, true = one.get("task"), one.get("true_label")
        answers = true if isinstance(true, list) else [true]
        if isinstance(task, str) and task.strip() and len(answers) == 1 and isinstance(answers[0], str):
            yield task, answers[0]


def _recognises(start: bytes) -> bool:
    line = start.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    return b'"input"' in line and b'"output"' in line and line.startswith(b"{")


FORMAT = Format(
    name="gliner2",
    title="GLiNER2 training data",
    extensions=(".jsonl",),
    description="A line for each window, its text with pinned mentions, relations and descriptions.",
    loss="States, ids, times, origins and the codebook are not in it.",
    read=read,
    write=write,
    carries=CARRIED,
    write_options=(WINDOW, FRAGMENTS, NEGATIVES),
    recognises=_recognises,
)
