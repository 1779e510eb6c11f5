"""TEI with standoff annotation: out only, a file for each article.

Each line of the text is a paragraph; annotations point into paragraphs by
`#string-range(p0,offset,length)`, in code points. Labels are categories of a taxonomy, attributes
feature structures, relations links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.formats.format import Corpus, Format, Writing
from annotator.formats.kit.file_names import UniqueNames
from annotator.formats.tei_writing import TeiWriter
from annotator.formats.writing import new_folder

if TYPE_CHECKING:
    from pathlib import Path


def write(corpus: Corpus, folder: Path, writing: Writing) -> None:
    """Write each article to a file of a folder."""
    with new_folder(folder, overwrites=writing.overwrites) as temporary:
        writer = TeiWriter(corpus, writing.losses)
        names = UniqueNames()
        total = len(corpus.documents())
        for number, record in enumerate(corpus.records()):
            writing.step(number, total, record.document.title)
            name = names.new(record.document.title)
            (temporary / f"{name}.tei.xml").write_bytes(writer.render(record).encode())
        writing.step(total, total, "")


FORMAT = Format(
    name="tei",
    title="TEI standoff",
    extensions=(".tei.xml",),
    description="A folder of TEI files with annotations beside the text, for editions and archives.",
    loss="Times, origins, states, messages, history and most of what is known of entities are left out.",
    write=write,
    writes_folder=True,
)
