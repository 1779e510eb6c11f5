"""Which project is shared through which folder: the user's own setting, by the project's path."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.ui.settings import Settings

SETTING = "shared_folders"
_KEPT = 50


class SharedFolders:
    """By path, not by project: an old copy that is opened to look at the past shares nothing."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def folder_of(self, path: Path) -> Path | None:
        """The folder that the project at this path is shared through, if there is one."""
        stored = self._stored().get(str(path))
        return Path(stored) if isinstance(stored, str) else None

    def remember(self, path: Path, folder: Path | None) -> None:
        """Share the project at this path through this folder from now on; None: not any more."""
        others = {key: one for key, one in self._stored().items() if key != str(path)}
        if folder is not None:
            others = dict(list(others.items())[-_KEPT:]) | {str(path): str(folder)}
        self._settings.write(SETTING, others)

    def _stored(self) -> dict[str, object]:
        stored = self._settings.read(SETTING)
        return stored if isinstance(stored, dict) else {}
