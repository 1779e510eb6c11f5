"""Which files of a dataset folder hold its rows: what its card says, or where they usually lie."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from annotator.errors import FormatError
from annotator.formats import files
from annotator.formats.tables import PREFACE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ENDINGS = (".parquet", ".jsonl")
CARD = "README.md"
_LONGEST_HEAD = 1_000_000
_HEAD = re.compile(rb"\A(?:\xef\xbb\xbf)?---\r?\n(.*?)^---\s*$", re.DOTALL | re.MULTILINE)
_KNOWN = (b"configs:", b"dataset_info:", b"task_categories:", b"size_categories:")
_SPLITS = ("train", "validation", "test")


class DataFile(NamedTuple):
    """A file of rows, and the split that it belongs to."""

    split: str
    path: Path


def has_card(folder: Path) -> bool:
    """Whether the folder has the card of a dataset."""
    return any(key in _head(folder) for key in _KNOWN)


def _head(folder: Path) -> bytes:
    """The YAML at the head of the card; empty without one."""
    path = folder / CARD
    if not path.is_file():
        return b""
    try:
        with path.open("rb") as file:
            start = file.read(_LONGEST_HEAD)
    except OSError as error:
        raise files.unreadable(path, error) from None
    found = _HEAD.match(start)
    return found[1] if found else b""


def listed_files(folder: Path) -> list[DataFile]:
    """The files of the configuration that tells most, in the order of their splits and names."""
    listed = list(_of_config(folder, _config(folder)))
    if not listed:
        listed = [DataFile(_split_of(path), path) for path in _usual(folder)]
    order = {split: number for number, split in enumerate(_SPLITS)}
    return sorted(listed, key=lambda one: (order.get(one.split, len(order)), one.split, one.path))


def _config(folder: Path) -> dict[str, Any]:
    """The configuration `spans`, else the default one, else the first."""
    import yaml

    try:
        said = yaml.safe_load(_head(folder).decode("utf-8")) or {}
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:
        reason = " ".join(str(error).split())[:200]
        raise FormatError(
            f"{folder / CARD} begins with YAML that cannot be read: {reason}", "Correct its head."
        ) from None
    configs = said.get("configs") if isinstance(said, dict) else None
    found: list[dict[str, Any]] = []
    if isinstance(configs, list):
        found = [one for one in configs if isinstance(one, dict)]
    found.sort(key=lambda one: (one.get("config_name") != "spans", one.get("default") is not True))
    return found[0] if found else {}


def _of_config(folder: Path, config: dict[str, Any]) -> Iterator[DataFile]:
    """The files that a configuration names, by patterns."""
    said = config.get("data_files")
    for one in said if isinstance(said, list) else [said]:
        split, paths = "train", one
        if isinstance(one, dict):
            split, paths = str(one.get("split", "train")), one.get("path")
        for pattern in paths if isinstance(paths, list) else [paths]:
            if isinstance(pattern, str) and pattern:
                yield from (DataFile(split, path) for path in _matching(folder, pattern))


def _matching(folder: Path, pattern: str) -> Sequence[Path]:
    parts = PurePosixPath(pattern)
    if parts.is_absolute() or ".." in parts.parts or "\\" in pattern or ":" in pattern:
        raise FormatError(
            f"{folder / CARD} names the files “{pattern[:100]}”, which lead out of the folder.",
            "Name files below the folder of the card.",
        )
    try:
        return [path for path in folder.glob(pattern) if path.suffix.casefold() in ENDINGS]
    except (ValueError, NotImplementedError, IndexError, OSError) as error:
        raise FormatError(f"{folder / CARD} names the files “{pattern[:100]}”: {error}.") from None


def _usual(folder: Path) -> list[Path]:
    """The files in a folder `data`, else in one named as the split, else in the folder itself."""
    for pattern in ("data/*", "*/*", "*"):
        found = [
            path
            for path in folder.glob(pattern)
            if path.suffix.casefold() in ENDINGS and path.name != PREFACE
        ]
        if found:
            return found
    return []


def _split_of(path: Path) -> str:
    said = re.split(r"[^a-z]", path.stem.casefold())
    return next((split for split in _SPLITS if split in said), "train")
