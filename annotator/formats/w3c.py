"""W3C Web Annotations: a text and a JSON-LD file for each article; with a profile for Recogito.

Profile `w3c`: one collection with all, offsets in code points. Profile `recogito`: an array of the
spans, offsets in UTF-16, and a second file with the relations, which its parser does not take.
Keys of our own (`article`, `attribute`, `entity`, `origin`, `role`) mean nothing to JSON-LD.
"""

from __future__ import annotations

import re

from annotator.formats.format import FEATURES, Format
from annotator.formats.w3c_files import companions
from annotator.formats.w3c_reading import read
from annotator.formats.w3c_writing import PROFILE, write

_RECOGNISED = re.compile(rb"anno\.jsonld|\"Text(?:Quote|Position)Selector\"")

FORMAT = Format(
    name="w3c",
    title="W3C Web Annotation, Recogito",
    extensions=(".jsonld", ".json"),
    description="Web annotations in JSON-LD, and the text of each article beside them.",
    loss=(
        "Entities without a span, doubts, assignments, saved queries, history and original bytes are"
        " not in it; what other programs do not know stands in keys that only Annotator reads."
    ),
    read=read,
    write=write,
    writes_folder=True,
    carries=frozenset(FEATURES) - {"decisions"},
    write_options=(PROFILE,),
    recognises=lambda start: _RECOGNISED.search(start) is not None,
    companions=companions,
)
