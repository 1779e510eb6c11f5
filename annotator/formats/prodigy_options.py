"""What can be chosen about Prodigy's files, and what of its own bookkeeping is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from annotator.formats.kit.options import ALIGN, Choice, Option
from annotator.formats.prodigy_tokens import CUT

if TYPE_CHECKING:
    from collections.abc import Mapping

NER = "ner"
VIEW = Option(
    "view",
    "What Prodigy is to show it in",
    "spans",
    (
        Choice("spans", "spans.manual or rel.manual: spans may overlap"),
        Choice(NER, "ner.manual: no overlaps, the longest wins"),
    ),
)
ALIGNMENT = Option(
    ALIGN.name,
    ALIGN.title,
    CUT,
    (Choice(CUT, "cut the word there, so that no edge moves"), *ALIGN.choices),
)
ANSWERS = Option(
    "answers",
    "Rows to read",
    "accept",
    (
        Choice("accept", "those that were accepted"),
        Choice("all", "also those that were rejected or ignored"),
    ),
)
COLOUR = "#ffd882"
"""The colour that Prodigy itself gives a relation."""
HASHES = ("_input_hash", "_task_hash")
KEPT = (*HASHES, "_view_id")
"""What Prodigy says of a task: kept as metadata and written again, never made up."""

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,9})")


def kept_values(metadata: Mapping[str, str]) -> dict[str, Any]:
    """Prodigy's own keys among an article's metadata, as it writes them: hashes as numbers."""
    found: dict[str, Any] = {}
    for key in KEPT:
        value = metadata.get(key, "")
        if key not in HASHES and value:
            found[key] = value
        elif _NUMBER.fullmatch(value) and -(2**31) <= int(value) < 2**31 and value != "-0":
            found[key] = int(value)
    return found
