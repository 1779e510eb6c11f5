"""spaCy's DocBin (`.spacy`), read and written with the extra `spacy`.

`doc.spans` has a group for each layer (and annotator, where there are several), `doc.ents` the
entities without overlap; attributes, notes, relations and metadata stand in `doc.user_data`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.formats.format import FEATURES, Format
from annotator.formats.kit.options import ALIGN, PRIORITY
from annotator.formats.spacy_reading import read
from annotator.formats.spacy_writing import CODEBOOK, ENTITIES, LANGUAGE, write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def _companions(path: Path) -> Sequence[Path]:
    return (path.with_name(CODEBOOK),)


FORMAT = Format(
    name="spacy",
    title="spaCy DocBin",
    extensions=(".spacy",),
    description="Documents for spaCy: a group of spans for each layer, entities, user data.",
    loss="How far annotators are is not in it; programs other than this one see pieces of a span apart.",
    read=read,
    write=write,
    writes_folder=True,
    extra="spacy",
    carries=frozenset(FEATURES) - {"states"},
    write_options=(LANGUAGE, ENTITIES, PRIORITY, ALIGN),
    companions=_companions,
)
