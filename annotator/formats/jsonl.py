"""The native format: JSON Lines that hold everything that is current in a project.

One JSON object a line, UTF-8, each with a `kind`:

    header      format "annotator", version, made_with, project {id, title}
    codebook    a codebook file
    annotator   id, name, role; email and colour if there are any
    entity      id, name, type, aliases, qid, note; nil if it was looked for in vain
    setting     name, value
    document    id, title, text, text_sha256, metadata, attributes, state, note, created,
                work [{annotator, state, flagged}], spans, relations
    span        id, label, fragments [[start, end], ...], text, attributes, entity, note,
                annotator, origin, created, modified
    relation    id, label, from, to, attributes, note, annotator, origin, created, modified

Spans and relations stand within their document, and documents last. Offsets are code
points, ends are exclusive. `created` of a document is when it first came into a project, in
ISO 8601; a project lists documents in that order. `state` sums up what `work` says of each
annotator; where there is no `work`, it is the state for the one who imports. Only `kind`,
`text`, `label`, `fragments`, `from` and `to` must be there.
"""

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
