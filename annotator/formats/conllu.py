"""CoNLL-U: ten columns, the exact text by `SpaceAfter`, each layer a key of the last column.

What is written: `# newdoc id`, `# meta::KEY`, `# sent_id`, `# text`, and in the last column
`SpaceAfter=No` or `SpacesAfter`, `TokenRange=START:END` in code points, and a key for each layer, as
in `NE=B-Person`. What is read besides: any key that holds tags, and the mentions that CorefUD and GUM
write with brackets under `Entity`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.formats.conllu_reading import read
from annotator.formats.conllu_writing import CODEBOOK, TAGS, write
from annotator.formats.format import Format
from annotator.formats.kit.options import ALIGN, FRAGMENTS, PRIORITY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def _companions(path: Path) -> Sequence[Path]:
    return (path.with_name(CODEBOOK),)


FORMAT = Format(
    name="conllu",
    title="CoNLL-U",
    extensions=(".conllu", ".conllup"),
    description="Words with the exact text, a layer of tags a key of the last column; GUM's mentions.",
    loss="Columns hold one tag for each word and layer: states, ids, times and origins are not in them.",
    read=read,
    write=write,
    writes_folder=True,
    carries=frozenset(
        {"annotators", "title", "metadata", "document attributes", "document notes", "codebook"}
    ),
    write_options=(TAGS, PRIORITY, FRAGMENTS, ALIGN),
    companions=_companions,
)
