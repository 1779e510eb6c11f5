"""GATE's bdoc (`.bdocjs`): one JSON object a document, as gatenlp and GATE's plug-ins read it.

Each annotator has an annotation set. A span of several pieces is an annotation for each piece;
what GATE has no place for stands in the feature `annotator` of annotations and documents.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.formats import codebook_beside
from annotator.formats.bdoc_reading import read
from annotator.formats.bdoc_writing import OFFSETS, write
from annotator.formats.format import FEATURES, Format

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


_SETS = re.compile(rb'"annotation_sets"\s*:\s*\{')


def recognises(start: bytes) -> bool:
    """Whether a JSON file has the sets of annotations that GATE's documents have."""
    return start.lstrip().startswith(b"{") and _SETS.search(start) is not None


def companions(path: Path) -> Sequence[Path]:
    """The files that a document brings along, which are not to be read by themselves."""
    return codebook_beside.places(path)


FORMAT = Format(
    name="bdoc",
    title="GATE bdoc",
    extensions=(".bdocjs", ".bdoc", ".json"),
    description="A JSON file for each article, with an annotation set for each annotator.",
    loss=(
        "Entities without a span, doubts, assignments, saved queries, history and original bytes are"
        " not in it; GATE takes each piece of a span for an annotation, and relations for a feature."
    ),
    read=read,
    write=write,
    writes_folder=True,
    carries=frozenset(FEATURES),
    write_options=(OFFSETS,),
    recognises=recognises,
    companions=companions,
)
