"""Label Studio: a folder of tasks (`tasks.json`) and their labelling config (`config.xml`).

    task        {"id", "data": {"text", "title", "meta_KEY", "attribute_KEY"}, "annotations": [...]}
    annotation  {"id", "completed_by", "result": [...], "was_cancelled", "ground_truth"}
    region      {"id", "from_name", "to_name", "type": "labels", "value": {start, end, text, labels}}
    relation    {"from_id", "to_id", "type": "relation", "direction", "labels"}

Attributes and notes are further results with the id of their region; the pieces of a span are
regions that continue each other in both directions. Offsets are code points. What Label Studio
does not know stands under `annotator`: in the `meta` of regions and relations, and in
annotations. `project.jsonl` holds codebook, annotators and entities. JSON_MIN is read, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.formats import label_studio_options as options
from annotator.formats.format import FEATURES, Format
from annotator.formats.kit.options import FRAGMENTS
from annotator.formats.label_studio_reading import read
from annotator.formats.label_studio_writing import write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_TASKS = re.compile(rb'"(?:annotations|completions|predictions)"\s*:\s*\[')
_RESULTS = re.compile(rb'"(?:data"\s*:\s*\{|result"\s*:\s*\[|completed_by")')
_PLAIN = re.compile(rb'\[\s*\{\s*(?:"id"\s*:\s*\d+\s*,\s*)?"data"\s*:\s*\{')
_MINIMAL = re.compile(rb'"(?:annotation_id|lead_time|annotator)"\s*:')
_REGION = re.compile(rb'"start"\s*:\s*\d+[^{}]*"labels"\s*:\s*\[', re.DOTALL)


def _recognises(start: bytes) -> bool:
    """Whether it begins like tasks, or like the rows of JSON_MIN."""
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text.startswith((b"[", b"{")):
        return False
    if _PLAIN.match(text) or (_TASKS.search(text) and _RESULTS.search(text)):
        return True
    return _MINIMAL.search(text) is not None and _REGION.search(text) is not None


def _claims(folder: Path) -> bool:
    """Whether it is our folder, or one that was exported and put together like ours."""
    return (folder / options.TASKS).is_file() and (folder / options.CONFIG).is_file()


def _companions(path: Path) -> Sequence[Path]:
    beside = (path.with_name(name) for name in (options.CONFIG, options.PREFACE))
    return [one for one in beside if one.is_file()]


FORMAT = Format(
    name="label-studio",
    title="Label Studio JSON",
    extensions=(".json",),
    description="A folder of tasks with an annotation for each annotator, and the labelling config.",
    loss="Doubts, assignments, history and original bytes are not in it.",
    read=read,
    write=write,
    writes_folder=True,
    carries=frozenset(FEATURES) - {"decisions"},
    read_options=(options.PREDICTIONS,),
    write_options=(FRAGMENTS, options.PEOPLE),
    recognises=_recognises,
    claims=_claims,
    companions=_companions,
)
