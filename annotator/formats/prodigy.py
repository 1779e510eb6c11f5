"""Prodigy's JSON Lines: a row for each article and annotator, with tokens, spans and relations.

    text, tokens [{text, start, end, id, ws, disabled}]
    spans        [{start, end, token_start, token_end, label, text}]
    relations    [{head, child, head_span, child_span, label, color}]
    meta, answer, _input_hash, _task_hash, _view_id, _annotator_id, _session_id, _timestamp
    versions     what annotators had said before a review

Offsets are code points, `token_end` is the last token itself, `head` and `child` are the last
tokens of the spans. Hashes are Prodigy's: kept and written again, never made up. What Prodigy
does not know stands in keys that it passes along: on spans and relations `id`, `attributes`,
`note`, `origin`, `created`, `modified`, on spans also `entity`, `piece` and `pieces`; on rows
`document`, `annotator`, `annotators`, `entities`, `state` and `flagged`.
"""

from __future__ import annotations

import re

from annotator.formats.format import FEATURES, Format
from annotator.formats.kit.options import FRAGMENTS, PRIORITY
from annotator.formats.prodigy_options import ALIGNMENT, ANSWERS, VIEW
from annotator.formats.prodigy_reading import read
from annotator.formats.prodigy_writing import write

_OURS = re.compile(
    rb'"(?:_input_hash|_task_hash|_annotator_id|_session_id|_view_id|answer|token_start|head_span)"\s*:'
    rb'|"tokens"\s*:\s*\[\s*\{'
)
_PLAIN = re.compile(rb'"spans"\s*:\s*\[\s*\{[^{}]*"(?:start|end|label)"\s*:')
_FOREIGN = re.compile(rb'"(?:fragments|kind|offset_type|target|targets)"\s*:')


def _recognises(start: bytes) -> bool:
    """Whether the first row has a text and something that only Prodigy says of it."""
    line = start.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    if not line.startswith(b"{") or b'"text"' not in line:
        return False
    return _OURS.search(line) is not None or (
        _PLAIN.search(line) is not None and _FOREIGN.search(line) is None
    )


FORMAT = Format(
    name="prodigy",
    title="Prodigy JSON Lines",
    extensions=(".jsonl",),
    description="A row for each article and annotator, with tokens, spans and relations.",
    loss="Codebook, entities without spans, settings, doubts, history and original bytes are not in it.",
    read=read,
    write=write,
    carries=frozenset(FEATURES) - {"codebook", "decisions"},
    read_options=(ANSWERS,),
    write_options=(FRAGMENTS, ALIGNMENT, VIEW, PRIORITY),
    recognises=_recognises,
)
