"""The flat tables as Parquet files in folders by year, outlet, split or annotator.

`documents/year=2026/part-00000.parquet`, `spans/…`, `relations/…` and `entities/…`, compressed
with zstd; DuckDB, Polars, Dask, Spark and pyarrow read each folder as one table and take the
names of the folders for columns. `project.jsonl` beside them holds the codebook.
"""

from __future__ import annotations

from annotator.formats.format import FEATURES, Format
from annotator.formats.kit.splits import SEED, SHARES, SPLIT
from annotator.formats.parquet_reading import claims, read
from annotator.formats.parquet_writing import PARTITION_BY, write
from annotator.formats.table_articles import UNIT
from annotator.formats.tables import LOSS

FORMAT = Format(
    name="parquet",
    title="Parquet partitions",
    extensions=(".parquet",),
    description="Tables for big corpora: documents, spans (a row a fragment), relations, entities.",
    loss=LOSS,
    read=read,
    write=write,
    writes_folder=True,
    extra="parquet",
    carries=frozenset(FEATURES) - {"decisions"},
    read_options=(UNIT,),
    write_options=(PARTITION_BY, SPLIT, SHARES, SEED),
    claims=claims,
)
