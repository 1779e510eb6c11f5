"""Writing a Hugging Face dataset: a folder that `datasets.load_dataset` takes as it is."""

from __future__ import annotations

import re
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import orjson

from annotator.errors import FormatError
from annotator.formats.dataset_card import Config, Section, Tally, Terms, card
from annotator.formats.hugging_face_columns import (
    DocumentRows,
    arrow_table,
    parquet_schema,
    spans_features,
    tokens_features,
    yaml_features,
)
from annotator.formats.hugging_face_tokens import TokenRows
from annotator.formats.kit.options import Choice, Option, yes_or_no
from annotator.formats.kit.splits import SPLITS, splits_of
from annotator.formats.parquet_files import arrow, refuse_leftovers
from annotator.formats.table_preface import write_preface
from annotator.formats.writing import new_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from annotator.formats.format import Corpus, Record, Writing
    from annotator.formats.hugging_face_columns import Feature

FILES = Option(
    "files",
    "Kind of files",
    "parquet",
    (Choice("parquet", "Parquet"), Choice("jsonl", "JSON Lines")),
    "Parquet is smaller and typed; JSON Lines can be read without a library.",
)
LICENSE = Option(
    "license",
    "Licence of the articles",
    "",
    explanation="As the Hub calls it: cc-by-4.0, cc0-1.0, other … You answer for it.",
)
LANGUAGE = Option(
    "language",
    "Language of the articles",
    "",
    explanation="Codes as en or de, separated by commas; empty: as the articles say.",
)
TOKENS = yes_or_no("tokens", "Also a view for token classification", is_on=True)

ROW_GROUP = 200
"""How many documents are written at once."""
MOST_CHARACTERS = 16_000_000
"""How many characters of articles wait in memory at most."""
PER_FILE = 20_000
"""How many documents a file holds."""
_LICENSE = re.compile(r"[a-z0-9][a-z0-9.\-]{0,60}", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*", re.IGNORECASE)


def write(corpus: Corpus, folder: Path, writing: Writing) -> None:
    """Write the dataset into a folder."""
    terms = terms_of(corpus, writing)
    is_parquet = writing.value(FILES) == "parquet"
    if is_parquet:
        arrow()
    splits = splits_of(corpus.documents(), writing)
    tally = Tally()
    with new_folder(folder, overwrites=writing.overwrites) as temporary:
        write_preface(temporary, corpus, {}, has_entities=True)
        documents = DocumentRows(corpus, is_numbered=is_parquet)
        tokens = TokenRows(corpus, writing, is_numbered=is_parquet)
        features = {"spans": spans_features(list(corpus.codebook().labels))}
        if writing.is_on(TOKENS) and tokens.tags:
            features["tokens"] = tokens_features(tokens.tags)
        with ExitStack() as closing:
            views = {
                name: closing.enter_context(_View(temporary, name, some, splits, is_parquet=is_parquet))
                for name, some in features.items()
            }
            for record in _counted(corpus, writing):
                split, length = splits[record.document.id], len(record.text)
                tally.add(record, split)
                views["spans"].add(split, documents.row(record), length)
                if "tokens" in views:
                    for row in tokens.rows(record):
                        views["tokens"].add(split, row, length)
        configs = [view.config(has_schema=is_parquet) for view in views.values()]
        text = card(corpus.codebook(), corpus.annotators(), tally, terms, configs, [_columns(configs)])
        (temporary / "README.md").write_bytes(text.encode())
        refuse_leftovers(folder, temporary, ("data", "tokens"))


def _counted(corpus: Corpus, writing: Writing) -> Iterator[Record]:
    """The documents, while it is said how far the writing is."""
    total = len(corpus.documents())
    for number, record in enumerate(corpus.records()):
        writing.step(number, total, record.document.title)
        writing.losses.begin(record.document.id, record.document.title)
        yield record
    writing.step(total, total, "")


def terms_of(corpus: Corpus, writing: Writing) -> Terms:
    """What the user said of the articles; `FormatError` without a licence, which only people know."""
    license_ = writing.value(LICENSE).strip()
    if not _LICENSE.fullmatch(license_):
        said = (
            f"“{license_}” is no licence as the Hub calls them" if license_ else "The licence is missing"
        )
        raise FormatError(
            f"{said}: under which licence do you pass the articles on?",
            "Set the option “license”, for example to cc-by-4.0, cc0-1.0, unknown or other.",
        )
    languages = tuple(one.strip() for one in writing.value(LANGUAGE).split(",") if one.strip())
    for language in languages:
        if not _LANGUAGE.fullmatch(language):
            raise FormatError(f"“{language}” is no code of a language.", "For example: en,de.")
    return Terms(corpus.project_name.title, license_.lower(), languages)


def _columns(configs: list[Config]) -> Section:
    said = (
        "`spans` has a row for each article, with all spans (offsets count Unicode code points, ends"
        " are exclusive; a span of several fragments has them all), relations, attributes (JSON) and"
        " who labelled. `project.jsonl` holds the codebook."
    )
    if len(configs) > 1:
        said += (
            "\n\n`tokens` has a row for each article and annotator who has begun with it: tokens, their"
            " offsets, and tags in IOB2: `ner_tags` for the first layer of the codebook, `LAYER_tags`"
            " for every other. Of spans that overlap within a layer the longest is tagged."
        )
    return Section("Views", said)


class _View:
    """The files of one configuration, one or more for each split."""

    def __init__(
        self,
        folder: Path,
        name: str,
        features: Mapping[str, Feature],
        splits: Mapping[str, str],
        *,
        is_parquet: bool,
    ) -> None:
        self._name = name
        self._features = features
        self._ending = "parquet" if is_parquet else "jsonl"
        self._folder_name = {"spans": "data"}.get(name, name)
        self._folder = folder / self._folder_name
        self._folder.mkdir()
        sizes = {split: sum(one == split for one in splits.values()) for split in SPLITS}
        self._sizes = {split: size for split, size in sizes.items() if size} or {SPLITS[0]: 0}
        self._parts = {
            split: _Part(self._paths(split, size), features, is_parquet=is_parquet)
            for split, size in self._sizes.items()
        }

    def _paths(self, split: str, size: int) -> list[Path]:
        number = max(1, -(-size // PER_FILE))
        return [
            self._folder / f"{split}-{index:05}-of-{number:05}.{self._ending}" for index in range(number)
        ]

    def __enter__(self) -> _View:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        for part in self._parts.values():
            part.close(is_whole=kind is None)

    def add(self, split: str, row: dict[str, Any], characters: int) -> None:
        """Add a row."""
        self._parts[split].add(row, characters)

    def config(self, *, has_schema: bool) -> Config:
        """How the card names the files."""
        files = {split: f"{self._folder_name}/{split}-*.{self._ending}" for split in self._parts}
        return Config(self._name, files, () if has_schema else yaml_features(self._features))


class _Part:
    """The files of one split of one configuration; rows wait until there are enough of them."""

    def __init__(self, paths: list[Path], features: Mapping[str, Feature], *, is_parquet: bool) -> None:
        self._paths = paths
        self._next = 0
        self._schema = parquet_schema(features) if is_parquet else None
        self._file: Any = None
        self._rows: list[dict[str, Any]] = []
        self._written = self._characters = 0
        self._last_id = ""
        self._open_next()

    def _open_next(self) -> None:
        path = self._paths[self._next]
        self._next += 1
        self._written = 0
        if self._schema is None:
            self._file = path.open("xb")
        else:
            self._file = arrow().parquet.ParquetWriter(path, self._schema, compression="zstd")

    def add(self, row: dict[str, Any], characters: int) -> None:
        """Add a row, with `characters` of text behind it."""
        if row["id"] != self._last_id:
            self._last_id = row["id"]
            self._written += 1
            if self._written > PER_FILE:
                self._write()
                self._file.close()
                self._open_next()
                self._written = 1
        self._rows.append(row)
        self._characters += characters
        if len(self._rows) >= ROW_GROUP or self._characters > MOST_CHARACTERS:
            self._write()

    def _write(self) -> None:
        if self._schema is None:
            self._file.writelines(
                orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in self._rows
            )
        else:
            self._file.write_table(arrow_table(self._rows, self._schema))
        self._rows = []
        self._characters = 0

    def close(self, *, is_whole: bool) -> None:
        """Write what waits and close the file; on an error nothing more is written."""
        if is_whole:
            self._write()
            while self._next < len(self._paths):
                self._file.close()
                self._open_next()
        self._file.close()
