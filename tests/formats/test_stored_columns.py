"""Writers that ask for some columns alone, and what they make of them without values."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.columns import MARKS, Columns
from annotator.formats.conll_lines import PROFILES, Lines
from annotator.formats.conll_tags import SCHEMES, Tagger, TagNames
from annotator.formats.kit.flattening import flat_on_tokens, flat_rows, pieces
from annotator.formats.kit.losses import Losses
from annotator.formats.kit.tokenising import Tokens
from annotator.formats.stored_rows import stored
from annotator.jobs.selection import Selection, Wanted
from annotator.model.codebook import from_fields, to_fields
from annotator.model.fragment import Fragment
from annotator.model.values import Span
from tests.formats.gold import ADA, CODEBOOK, gold_project

TEXTS = st.text(st.sampled_from("ab-. \n\u201c\u0301"), min_size=1, max_size=30).map(
    lambda text: f"x{text}"
)
PAIRS = st.lists(st.tuples(st.integers(0, 29), st.integers(1, 9)), max_size=6)


def test_columns_that_are_not_asked_for_are_not_read(tmp_path: Path) -> None:
    with gold_project(tmp_path / "gold.annodb") as project:
        whole, part = (next(stored(Selection(project), one)) for one in (Columns(), Columns(MARKS)))
        nothing = next(stored(Selection(project), Columns(frozenset(), frozenset())))
    assert [(*row[:6], None, row[7], None, *row[9:12]) for row in whole.spans] == part.spans
    assert part.relations == whole.relations
    assert nothing.spans == [row[:2] for row in whole.spans]
    assert nothing.relations == [row[:2] for row in whole.relations]


def test_a_choice_of_labels_reads_what_it_needs(tmp_path: Path) -> None:
    with gold_project(tmp_path / "gold.annodb") as project:
        chosen = Selection(project, Wanted(frozenset([ADA]), frozenset(["Person"])))
        rows = next(stored(chosen, Columns(frozenset(), frozenset())))
    assert {row[2] for row in rows.spans} == {"Person"}
    assert len(rows.relations) == 1


@given(TEXTS, PAIRS)
def test_rows_are_flattened_as_spans_are(text: str, pairs: list[tuple[int, int]]) -> None:
    ends = sorted({(a % len(text), min(len(text), a % len(text) + n)) for a, n in pairs})
    ends.sort(key=lambda pair: (pair[0], -pair[1]))
    rows = [(f"s{n}", "d", "PER", *pair, None, "", "mia") for n, pair in enumerate(ends)]
    spans = [Span(row[0], "d", "PER", (Fragment(row[3], row[4]),), "", "mia") for row in rows]
    tokens, of_rows, of_spans = Tokens(text), Losses(), Losses()
    kept = flat_on_tokens(pieces(spans, "split", of_spans), tokens, "expand", (), of_spans)
    found = flat_rows(rows, tokens, ("split", "expand"), (), of_rows)
    assert found == [(one.start, one.end, "PER") for one in kept]
    assert [*of_rows.lines()] == [*of_spans.lines()]


@pytest.mark.parametrize("scheme", SCHEMES)
@given(TEXTS, st.data())
def test_lines_are_those_that_a_list_of_tags_makes(scheme: str, text: str, data: st.DataObject) -> None:
    tokens = Tokens(text)
    edges = sorted(data.draw(st.sets(st.integers(0, len(tokens)))))
    found = [(a, b, "Time") for a, b in pairwise(edges) if data.draw(st.booleans())]
    names, breaks = TagNames(from_fields(to_fields(CODEBOOK))), [*tokens.breaks(), len(tokens)]
    tags = ["O"] * len(tokens)
    Tagger(names, scheme).write(found, tags, breaks)
    expected = "-DOCSTART-\tO\n\n"
    for at, (word, tag) in enumerate(zip(tokens.words(), tags, strict=True), 1):
        is_end = at in breaks and not any(first < at < end for first, end, _ in found)
        expected += f"{word}\t{tag}\n" + "\n" * is_end
    lines = Lines(tokens, PROFILES["tsv"])
    assert lines.tagged(found, Tagger(names, scheme, "\t{}\n")).decode() == expected


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_both_encoders_say_texts_alike(text: str) -> None:
    plain = json.dumps({"a": text}, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    assert orjson.dumps({"a": text}) == plain.encode()


@given(st.lists(st.text('a",\\ ', max_size=4), min_size=1))
def test_losses_name_any_ids_as_json_does(ids: list[str]) -> None:
    losses = Losses()
    losses.begin("d", "t")
    losses.add("spans", "dropped", "why", ids=ids)
    (line,) = losses.lines()
    said = json.loads(line)
    assert said["ids"] == ids
    assert line == json.dumps(said, ensure_ascii=False).encode() + b"\n"
