"""A Hugging Face dataset: a folder with a card, Parquet or JSON Lines, for `datasets.load_dataset`.

`README.md` is the dataset card; `data/` holds the view `spans` (a row for each article, nothing
lost), `tokens/` the view for token classifiers; `project.jsonl` holds codebook, annotators
and entities. Datasets of other people are read too where they have texts with spans (also called
entities or annotations), a row for each span, or tokens with tags.
"""

from __future__ import annotations

from annotator.formats.format import FEATURES, Format
from annotator.formats.hugging_face_reading import claims, read, recognises
from annotator.formats.hugging_face_writing import FILES, LANGUAGE, LICENSE, TOKENS, write
from annotator.formats.kit.options import ALIGN, PRIORITY
from annotator.formats.kit.splits import SEED, SHARES, SPLIT
from annotator.formats.table_articles import UNIT
from annotator.formats.tables import LOSS

FORMAT = Format(
    name="huggingface",
    title="Hugging Face dataset",
    extensions=(".jsonl",),
    description="A dataset folder with its card: all spans and relations, and tags for classifiers.",
    loss=LOSS,
    read=read,
    write=write,
    writes_folder=True,
    extra="parquet",
    carries=frozenset(FEATURES) - {"decisions"},
    read_options=(UNIT,),
    write_options=(LICENSE, LANGUAGE, FILES, SPLIT, SHARES, SEED, TOKENS, ALIGN, PRIORITY),
    recognises=recognises,
    claims=claims,
)
