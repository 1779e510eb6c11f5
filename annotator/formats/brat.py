"""brat standoff: `NAME.txt` and `NAME.ann`, also what INCEpTION and many corpora write.

In our export a sidecar `NAME.meta.json` holds what brat has no place for: title, metadata,
exact values of attributes, attributes of relations, entities. `codebook.json` is our
codebook, `annotation.conf` and `visual.conf` say the same to brat.
"""

from __future__ import annotations

from annotator.formats.brat_files import companions
from annotator.formats.brat_reading import read
from annotator.formats.brat_writing import write
from annotator.formats.format import Format

FORMAT = Format(
    name="brat",
    title="brat standoff",
    extensions=(".ann", ".a1", ".a2"),
    description="A text and its annotations in two files each; a folder for each of several annotators.",
    loss=(
        "Ids, origins and times of annotations, entities without a span, doubts, assignments, saved"
        " queries, history and original bytes are not in it; metadata, relation attributes and exact"
        " values stand in sidecars that only Annotator reads."
    ),
    read=read,
    write=write,
    writes_folder=True,
    carries=frozenset(
        {
            "overlaps",
            "fragments",
            "attributes",
            "notes",
            "relations",
            "relation attributes",
            "relation notes",
            "entities",
            "annotators",
            "title",
            "metadata",
            "document attributes",
            "document notes",
            "states",
            "codebook",
        }
    ),
    companions=companions,
)
