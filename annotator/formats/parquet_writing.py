"""Writing the tables as Parquet files, a row group at a time, into folders by what the user says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from annotator.errors import FormatError
from annotator.formats.kit.options import Option
from annotator.formats.kit.splits import SPLIT, splits_of
from annotator.formats.parquet_files import arrow, refuse_leftovers
from annotator.formats.stored_rows import stored
from annotator.formats.table_preface import write_preface
from annotator.formats.tables import COLUMNS, INTEGERS, TableRows
from annotator.formats.writing import new_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from annotator.formats.format import Corpus, Writing
    from annotator.formats.tables import Row
    from annotator.model.values import Document

Key: TypeAlias = "tuple[str, ...]"

PARTITIONS = ("year", "outlet", "language", "split", "annotator")
PARTITION_BY = Option(
    "partition-by",
    "A folder for each",
    "year",
    explanation=f"Any of {', '.join(PARTITIONS)}, separated by commas; empty for none.",
)
NOTHING = "__HIVE_DEFAULT_PARTITION__"
"""What a folder is called where there is no value, as all readers of partitions expect it."""
ROW_GROUP = 16_384
"""How many rows of one partition are written at once."""
MOST_WAITING = 65_536
"""How many rows of all partitions wait in memory at most."""
MOST_CHARACTERS = 32_000_000
"""How many characters of articles wait in memory at most."""
MOST_OPEN = 100
"""How many files are open at the same time."""
_LONGEST_NAME = 200
_LARGE = ("text", "from_text", "to_text")
_YEAR = re.compile(r"\d{4}\b")


def write(corpus: Corpus, folder: Path, writing: Writing) -> None:
    """Write the partitions of all tables into a folder."""
    arrow()
    parts = _Partitions(corpus, writing)
    with new_folder(folder, overwrites=writing.overwrites) as temporary:
        write_preface(temporary, corpus, {"partition_by": list(parts.names)})
        with ExitStack() as closing:
            tables = {
                name: closing.enter_context(_Table(temporary / name, columns, parts.of_table(name)))
                for name, columns in COLUMNS.items()
            }
            _write_rows(corpus, tables, parts, writing)
        refuse_leftovers(folder, temporary, COLUMNS)


def _write_rows(
    corpus: Corpus, tables: Mapping[str, _Table], parts: _Partitions, writing: Writing
) -> None:
    rows = TableRows(corpus)
    for row in rows.entities():
        tables["entities"].add((), row)
    total = len(corpus.documents())
    for number, one in enumerate(stored(corpus)):
        writing.step(number, total, one.document.title)
        key = parts.key(one.document)
        tables["documents"].add(key, rows.document(one), characters=len(one.text))
        tables["spans"].add_all(key, rows.spans(one))
        tables["relations"].add_all(key, rows.relations(one))
    writing.step(total, total, "")


class _Partitions:
    """Into which folders the rows of a document go."""

    def __init__(self, corpus: Corpus, writing: Writing) -> None:
        said = writing.value(PARTITION_BY)
        self.names = tuple(dict.fromkeys(name.strip() for name in said.split(",") if name.strip()))
        for name in self.names:
            if name not in PARTITIONS:
                hint = f"It can name {', '.join(PARTITIONS)}, separated by commas."
                raise FormatError(f"The option “partition-by” cannot name “{name}”.", hint)
        if "split" not in self.names and writing.value(SPLIT) != "none":
            self.names += ("split",)
        self._splits = splits_of(corpus.documents(), writing) if "split" in self.names else {}
        self._of_documents = [name for name in self.names if name != "annotator"]

    def of_table(self, table: str) -> Sequence[str]:
        """What the folders of a table are named by; only annotations have an annotator."""
        if table == "entities":
            return ()
        return self._of_documents if table == "documents" else self.names

    def key(self, document: Document) -> Mapping[str, str]:
        """The values by which the folders of this document's rows are named."""
        metadata = document.metadata
        year = _YEAR.match(metadata.get("published", ""))
        values = {
            "year": year.group() if year else "",
            "outlet": metadata.get("outlet", ""),
            "language": metadata.get("language", ""),
            "split": self._splits.get(document.id, ""),
        }
        return {name: values[name] for name in self._of_documents}


class _Table:
    """One table: rows wait until there are enough of a partition for a row group."""

    def __init__(self, folder: Path, columns: Sequence[str], partitions: Sequence[str]) -> None:
        pa = arrow()
        self._folder = folder
        self._partitions = partitions
        self._kept = [at for at, name in enumerate(columns) if name not in partitions]
        self._annotator = columns.index("annotator") if "annotator" in partitions else None
        types = {name: pa.int32() for name in INTEGERS} | {"nil": pa.bool_()}
        types |= {name: pa.large_string() for name in _LARGE}
        names = [columns[at] for at in self._kept]
        self._schema = pa.schema([(name, types.get(name, pa.string())) for name in names])
        self._waiting: dict[Key, list[Row]] = defaultdict(list)
        self._rows = self._characters = 0
        self._open: dict[Key, Any] = {}
        self._files: Counter[Key] = Counter()

    def __enter__(self) -> _Table:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._write_all()
            if not self._files:
                self._write_group(tuple(NOTHING for _ in self._partitions), [])
        self._close()

    def add(self, key: Mapping[str, str] | Key, row: Row, *, characters: int = 0) -> None:
        """Add one row, with `characters` of text in it."""
        self._characters += characters
        self.add_all(key, [row])

    def add_all(self, key: Mapping[str, str] | Key, rows: Iterable[Row]) -> None:
        """Add the rows of one document."""
        at = self._annotator
        if at is None:
            place = tuple(key[name] for name in self._partitions) if not isinstance(key, tuple) else key
            some = self._waiting[place]
            before = len(some)
            some += rows
            self._rows += len(some) - before
            if len(some) >= ROW_GROUP:
                self._write_waiting(place)
        else:
            assert not isinstance(key, tuple)
            for row in rows:
                values = {**key, "annotator": str(row[at])}
                self._waiting[tuple(values[name] for name in self._partitions)].append(row)
                self._rows += 1
        if self._rows > MOST_WAITING or self._characters > MOST_CHARACTERS:
            self._write_all()

    def _write_all(self) -> None:
        for key in list(self._waiting):
            self._write_waiting(key)

    def _write_waiting(self, key: Key) -> None:
        rows = self._waiting.pop(key)
        if rows:
            self._rows -= len(rows)
            self._write_group(key, rows)
        if not self._rows:
            self._characters = 0

    def _write_group(self, key: Key, rows: Sequence[Row]) -> None:
        pa = arrow()
        columns = list(zip(*rows, strict=True)) if rows else [()] * (max(self._kept) + 1)
        arrays = [
            pa.array(columns[at], field.type) for at, field in zip(self._kept, self._schema, strict=True)
        ]
        self._writer(key).write_table(pa.Table.from_arrays(arrays, schema=self._schema))

    def _writer(self, key: Key) -> Any:
        if key not in self._open:
            if len(self._open) >= MOST_OPEN:
                self._close()
            folder = self._folder.joinpath(*map(_folder_name, self._partitions, key))
            folder.mkdir(parents=True, exist_ok=True)
            file = folder / f"part-{self._files[key]:05}.parquet"
            self._files[key] += 1
            self._open[key] = arrow().parquet.ParquetWriter(file, self._schema, compression="zstd")
        return self._open[key]

    def _close(self) -> None:
        for writer in self._open.values():
            writer.close()
        self._open = {}


def _folder_name(name: str, value: str) -> str:
    safe = quote(value, safe="").replace(".", "%2E").replace("__", "_%5F") if value else NOTHING
    if len(safe) > _LONGEST_NAME:
        raise FormatError(
            f"The {name} “{value[:60]}…” is too long for the name of a folder.",
            "Choose other partitions with the option “partition-by”.",
        )
    return f"{name}={safe}"
