"""The native format: JSON Lines that hold everything that is current in a project.

One JSON object a line, UTF-8, each with a `kind`:

    header      format "annotator", version, made_with, project {id, title}
    codebook    a codebook file
    annotator   id, name, role; email and colour if there are any
    entity      id, name, type, aliases, qid, note; nil if it was looked for in vain
    setting     name, value
    query       id, name, text, annotator, queue, created: a search that was saved
    unification of, one, other, same, annotator, created: two labels, entities … are one, or not
    document    id, title, text, text_sha256, metadata, attributes, state, note, created,
                work [{annotator, state, flagged}], spans, relations; if there are any,
                assignments [{id, annotator, by, created}],
                messages [{id, thread, target_kind, target, annotator, text, settled, quoted,
                created}] and decisions [{id, of, outcome, members, chosen, gold, support [n, of
                how many], rule, annotator, reason, comment, codebook, created, seen}]
    span        id, label, fragments [[start, end], ...], text, attributes, entity, note,
                annotator, origin, created, modified
    relation    id, label, from, to, attributes, note, annotator, origin, created, modified

Spans and relations stand within their document, and documents last. Offsets are code
points, ends are exclusive. A message is one of a thread of doubts about a span, a relation or
the document (`target_kind`), whose id is `target`; `thread` is the id of the thread's first
message, `settled` how the thread stands after this one, `quoted` what the target said.
`created` of a document is when it first came into a project, in ISO 8601; a project lists
documents in that order. `state` sums up what `work` says of each annotator; where there is no
`work`, it is the state for the one who imports. Only `kind`, `text`, `label`, `fragments`,
`from`, `to`, an assignment's `annotator` and a query's `name` must be there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.formats import standoff
from annotator.formats.format import FEATURES, Format
from annotator.formats.jsonl_reading import read
from annotator.formats.jsonl_writing import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotator.formats.format import Part, Reading


def _recognises(start: bytes) -> bool:
    """Whether the first line with something on it says its kind."""
    line = start.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    return _KIND.search(line) is not None


def _read(path: Path, reading: Reading) -> Iterator[Part]:
    """A file, or the native file of a release."""
    return read(standoff.native_file(path) if path.is_dir() else path, reading)


_KIND = re.compile(
    rb'"kind"\s*:\s*"(?:header|codebook|annotator|entity|setting|query|unification|document)"'
)

FORMAT = Format(
    name="annotator",
    title="Annotator JSON Lines",
    extensions=(".jsonl",),
    description="All that is current: articles, codebook, annotators, entities, annotations, states.",
    loss="History and the original bytes of the articles are in the project file only.",
    read=_read,
    write=write,
    carries=frozenset(FEATURES),
    holds_projects=True,
    recognises=_recognises,
    claims=standoff.is_release,
)
