"""What the user said about the files of an import: encoding, options of formats, columns of tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.formats.format import Reading
from annotator.formats.kit.options import checked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.jobs.choosing import Choice


@dataclass(frozen=True, slots=True)
class Said:
    """What the user said about the files: their encoding, choices about formats, columns of tables.

    `tables` and `spares_certain` are as for a `Reading`.
    """

    encoding: str | None
    options: Mapping[str, str]
    columns: Mapping[str, str]
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    spares_certain: bool = False

    def check(self, choices: Sequence[Choice]) -> None:
        """Raise `FormatError` for an option that none of the formats has."""
        found = {choice.format.name: choice.format for choice in choices}
        known = [option for one in found.values() for option in one.read_options]
        names = " and ".join(one.title for one in found.values())
        checked(known, self.options, names or "This import")

    def reading(self) -> Reading:
        """A new reading on these terms."""
        return Reading(
            self.encoding,
            options=self.options,
            columns=self.columns,
            tables=self.tables,
            spares_certain=self.spares_certain,
        )
