"""Asking for pyarrow, which is an extra, and telling its errors."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def arrow() -> Any:
    """The module `pyarrow`; `FormatError` where it is not installed."""
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise FormatError(
            f"Parquet files need a further package: {error}.",
            "Install it with: pip install 'annotator[parquet]'",
        ) from None
    return pyarrow


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what pyarrow says of a damaged file into errors that name it."""
    pa = arrow()
    try:
        yield
    except FormatError:
        raise
    except (pa.ArrowException, OSError, ValueError, NotImplementedError, MemoryError) as error:
        said = (str(error).splitlines() or [""])[0][:200]
        raise FormatError(
            f"{path} is no Parquet file that can be read: {said}", "It may be damaged or cut short."
        ) from None


def opened(path: Path) -> Any:
    """A Parquet file that is read batch by batch."""
    with explained(path):
        return arrow().parquet.ParquetFile(path)


def refuse_leftovers(folder: Path, new: Path, subfolders: Iterable[str]) -> None:
    """Raise where files of an earlier export would be read as if they belonged to the new one."""
    for name in subfolders:
        for path in sorted((folder / name).rglob("*")):
            if path.is_file() and not (new / path.relative_to(folder)).exists():
                raise FormatError(
                    f"{path} is left of an earlier export and would be mixed with this one.",
                    "Delete the folder, or choose another.",
                )
