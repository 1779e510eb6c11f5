"""How files are to be read, and what is remembered of it: which column of a table holds what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.ui.settings import Settings

_COLUMNS = "table_columns"
KEPT = 100
"""Of so many kinds of tables the columns are remembered."""


@dataclass(frozen=True, slots=True)
class ImportTerms:
    """What the user says about files; what is empty is found out from them."""

    format: str = ""
    encoding: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)

    def said(self) -> dict[str, Any]:
        """The terms as an import takes them."""
        return {
            "format": self.format or None,
            "encoding": self.encoding or None,
            "options": self.options,
            "columns": self.columns,
        }


class ColumnMemory:
    """Which column holds what, by the set of columns that a table has; kept in the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def mappings(self) -> dict[str, dict[str, str]]:
        """All that is remembered, by `key_of` the columns."""
        stored = self._settings.read(_COLUMNS)
        rows = stored.items() if isinstance(stored, dict) else ()
        return {
            str(key): {str(one): str(column) for one, column in said.items()}
            for key, said in rows
            if isinstance(said, dict)
        }

    def keep(self, columns: Sequence[str], mapping: Mapping[str, str]) -> None:
        """Remember what these columns hold."""
        others = {key: said for key, said in self.mappings().items() if key != key_of(columns)}
        latest = dict(list(others.items())[-(KEPT - 1) :])
        self._settings.write(_COLUMNS, {**latest, key_of(columns): dict(mapping)})


def key_of(columns: Sequence[str]) -> str:
    """The same for tables with the same columns, in whatever order."""
    return "\n".join(sorted(set(columns)))
