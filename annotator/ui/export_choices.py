"""What is chosen in the export dialog: format, options, target; and what is remembered of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator import formats

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from annotator.formats.format import Format
    from annotator.jobs.selection import Wanted
    from annotator.ui.settings import Settings

GROUPS: tuple[tuple[str, str], ...] = (
    ("Everything, and tables", "annotator csv xlsx parquet"),
    ("Training", "huggingface spacy conll conllu gliner gliner2"),
    ("Other annotation tools", "brat prodigy doccano label-studio cas-xmi cas-json bdoc w3c"),
    ("Qualitative research", "refi-qda refi-codebook"),
)
"""The headings with the names of their formats, in this order."""
OTHERS = "Publishing, and others"
"""Over the formats that no heading names, those of plug-ins too."""
_OPTIONS, _LAST = "export_options", "export_format"


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What was chosen; `options` are those that differ from the usual ones."""

    format: str
    path: Path
    wanted: Wanted
    overwrites: bool
    options: Mapping[str, str]


def grouped() -> list[tuple[str, list[Format]]]:
    """All formats that can be written, under their headings."""
    left = {one.name: one for one in formats.formats() if one.writes}
    groups = [
        (title, [left.pop(name) for name in names.split() if name in left]) for title, names in GROUPS
    ]
    return [(title, found) for title, found in [*groups, (OTHERS, list(left.values()))] if found]


class ExportMemory:
    """What the user chose the last time; kept in the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def last_format(self) -> str:
        """The name of the format that was written last; "" at first."""
        stored = self._settings.read(_LAST)
        return stored if isinstance(stored, str) else ""

    def options(self, chosen: Format) -> dict[str, str]:
        """The options of this format that differ from the usual ones, as far as it still has them."""
        known = {one.name: one for one in chosen.write_options}
        return {
            name: value
            for name, value in self._stored().get(chosen.name, {}).items()
            if name in known and isinstance(value, str)
            if not known[name].choices or value in {one.value for one in known[name].choices}
        }

    def keep(self, choice: ExportChoice) -> None:
        """Remember a choice, apart from its target and from what was left out."""
        self._settings.write(_LAST, choice.format)
        self._settings.write(_OPTIONS, {**self._stored(), choice.format: dict(choice.options)})

    def _stored(self) -> dict[str, dict[str, str]]:
        stored = self._settings.read(_OPTIONS)
        if not isinstance(stored, dict):
            return {}
        return {str(name): said for name, said in stored.items() if isinstance(said, dict)}


def proposed(project: Path, chosen: Format, written: Path | None, former: Format | None) -> Path:
    """Where an export may go: beside the project, or where the user has `written` another name.

    A name that was written keeps its folder and its beginning when another format is chosen.
    """
    ending = "" if chosen.writes_folder or not chosen.extensions else chosen.extensions[0]
    if written is None:
        stem = f"{project.stem} {chosen.name}" if chosen.writes_folder else project.stem
        return project.parent / f"{stem}{ending}"
    return written.parent / f"{_without_ending(written.name, former)}{ending}"


def _without_ending(name: str, former: Format | None) -> str:
    endings: Sequence[str] = former.extensions if former is not None else ()
    found = next((one for one in endings if name.casefold().endswith(one) and name != one), "")
    return name[: len(name) - len(found)]
