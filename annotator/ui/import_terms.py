"""How files are to be read, and what is remembered of it: which column of a table holds what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.formats.article_table_guess import table_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from annotator.ui.settings import Settings

_COLUMNS = "table_columns"
_PACKED = (".zip", ".gz", ".epub", ".pdf", ".xlsx", ".docx", ".odt", ".parquet")
_GROWTH = 5
"""So many times longer is what stands in a packed file."""
KEPT = 100
"""Of so many kinds of tables the columns are remembered."""


@dataclass(frozen=True, slots=True)
class ImportTerms:
    """What the user says about files; what is empty is found out from them.

    `tables` says by the key of a table's columns which of them holds what. The encoding is meant for
    all files, or with `spares_certain` for those only that do not tell their own.
    """

    format: str = ""
    encoding: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    spares_certain: bool = False

    def said(self) -> dict[str, Any]:
        """The terms as an import takes them."""
        return {
            "format": self.format or None,
            "encoding": self.encoding or None,
            "options": self.options,
            "tables": self.tables,
            "spares_certain": self.spares_certain,
        }


def bytes_to_read(file: Path) -> int:
    """About how many bytes a file has when it is unpacked."""
    is_packed = file.name.casefold().endswith(_PACKED)
    return file.stat().st_size * (_GROWTH if is_packed else 1)


class ColumnMemory:
    """Which column holds what, by the set of columns that a table has; kept in the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def mappings(self) -> dict[str, dict[str, str]]:
        """All that is remembered, by `table_key` of the columns."""
        stored = self._settings.read(_COLUMNS)
        rows = stored.items() if isinstance(stored, dict) else ()
        return {
            str(key): {str(one): str(column) for one, column in said.items()}
            for key, said in rows
            if isinstance(said, dict)
        }

    def keep(self, columns: Sequence[str], mapping: Mapping[str, str]) -> None:
        """Remember what these columns hold."""
        others = {key: said for key, said in self.mappings().items() if key != table_key(columns)}
        latest = dict(list(others.items())[-(KEPT - 1) :])
        self._settings.write(_COLUMNS, {**latest, table_key(columns): dict(mapping)})
