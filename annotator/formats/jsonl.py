"""The native format: JSON Lines that hold everything that is current in a project."""

from __future__ import annotations

from annotator.formats.format import Format
from annotator.formats.jsonl_reading import read
from annotator.formats.jsonl_writing import write

FORMAT = Format(
    name="annotator",
    title="Annotator JSON Lines",
    extensions=(".jsonl",),
    description="All that is current: articles, codebook, annotators, entities, annotations, states.",
    loss="History and the original bytes of the articles are in the project file only.",
    read=read,
    write=write,
)
