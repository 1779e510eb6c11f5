"""What belongs to the user and not to a project: kept in one file, typed, with defaults.

Every value is stored as JSON in an INI file, so that it reads the same everywhere.
"""

from __future__ import annotations

import getpass
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from PySide6.QtCore import QByteArray, QObject, QSettings, QStandardPaths, Signal

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")
RECENT_LIMIT = 12
SMALLEST_TEXT, LARGEST_TEXT, USUAL_TEXT = 8.0, 40.0, 14.0
"""Sizes of the reading text, in points."""
LINE_WIDTHS = (0, 40, 160)
"""0 is as wide as the window; else the least and the greatest width, in characters."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the page is set: `points` is the size, `line_width` in characters (0: the window's)."""

    font_family: str = ""
    points: float = USUAL_TEXT
    line_width: int = 78

    def zoomed(self, factor: float) -> Reading:
        """The same with larger or smaller text, within reason."""
        points = round(self.points * factor * 2) / 2
        return Reading(self.font_family, min(LARGEST_TEXT, max(SMALLEST_TEXT, points)), self.line_width)


@dataclass(frozen=True, slots=True)
class RecentProject:
    """A project that was open before; `opened` is in seconds since 1970."""

    path: Path
    title: str
    opened: float

    @property
    def is_missing(self) -> bool:
        """Whether the file is not where it was."""
        return not self.path.is_file()


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody was in a project: document, caret in code points, scroll bar's value."""

    document_id: str = ""
    caret: int = 0
    scroll: int = 0


class Entry(Generic[T]):
    """One setting as an attribute of `Settings`; a stored value of another type is ignored."""

    def __init__(self, name: str, default: T) -> None:
        self.name = name
        self.default = default

    @overload
    def __get__(self, owner: None, kind: type) -> Entry[T]: ...
    @overload
    def __get__(self, owner: Settings, kind: type) -> T: ...
    def __get__(self, owner: Settings | None, kind: type) -> T | Entry[T]:
        if owner is None:
            return self
        value = owner.read(self.name)
        return value if isinstance(value, type(self.default)) else self.default

    def __set__(self, owner: Settings, value: T) -> None:
        owner.write(self.name, value)


class Settings(QObject):
    """The user's settings; `changed` names the one that was written."""

    changed = Signal(str)

    theme = Entry("theme", "system")
    annotator_name = Entry("annotator", "")
    is_key_bar_visible = Entry("key_bar", True)
    last_project = Entry("last_project", "")
    last_folder = Entry("last_folder", "")
    seen_version = Entry("seen_version", "")
    checklist = Entry[list[str]]("checklist", [])
    hidden_parts = Entry[list[str]]("hidden_parts", [])
    palette_recent = Entry[list[str]]("palette_recent", [])

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = QSettings(str(path or usual_path()), QSettings.Format.IniFormat)

    @property
    def path(self) -> Path:
        """The file that holds them."""
        return Path(self._file.fileName())

    def read(self, name: str) -> Any:
        """The stored value of one setting; None if there is none that can be read."""
        stored = self._file.value(name)
        if not isinstance(stored, str):
            return None
        try:
            return json.loads(stored)
        except ValueError:
            return None

    def write(self, name: str, value: object) -> None:
        """Store one setting and tell everybody."""
        written = json.dumps(value, ensure_ascii=False)
        if self._file.value(name) != written:
            self._file.setValue(name, written)
            self.changed.emit(name)

    # ------------------------------------------------------------ the page

    @property
    def reading(self) -> Reading:
        """Font, size and line width of the page."""
        stored = self._mapping("reading")
        usual = Reading()
        family, points = stored.get("font_family"), stored.get("points")
        width = stored.get("line_width")
        return Reading(
            family if isinstance(family, str) else usual.font_family,
            float(points) if isinstance(points, int | float) else usual.points,
            width if isinstance(width, int) else usual.line_width,
        ).zoomed(1.0)

    @reading.setter
    def reading(self, reading: Reading) -> None:
        self.write("reading", asdict(reading))

    # ------------------------------------------------------------ keys

    @property
    def keys(self) -> dict[str, tuple[str, ...]]:
        """The user's own keys, by action id; actions with the usual keys are absent."""
        stored = self._mapping("keys")
        return {
            action: tuple(str(key) for key in keys)
            for action, keys in stored.items()
            if isinstance(keys, list)
        }

    @keys.setter
    def keys(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        self.write("keys", {action: list(chosen) for action, chosen in keys.items()})

    def label_keys(self, codebook_id: str) -> dict[str, str]:
        """The user's own label keys for one codebook, by label id."""
        stored = self._mapping("label_keys").get(codebook_id)
        return {str(k): str(v) for k, v in stored.items()} if isinstance(stored, dict) else {}

    def set_label_keys(self, codebook_id: str, keys: Mapping[str, str]) -> None:
        """Choose label keys for one codebook."""
        self.write("label_keys", {**self._mapping("label_keys"), codebook_id: dict(keys)})

    # ------------------------------------------------------------ projects

    @property
    def recent_projects(self) -> list[RecentProject]:
        """The projects that were open before, the latest first."""
        found = []
        stored = self.read("recent_projects")
        for item in stored if isinstance(stored, list) else []:
            if isinstance(item, dict) and isinstance(item.get("path"), str):
                opened = item.get("opened")
                when = float(opened) if isinstance(opened, int | float) else 0.0
                found.append(RecentProject(Path(item["path"]), str(item.get("title") or ""), when))
        return found[:RECENT_LIMIT]

    def remember_project(self, path: Path, title: str) -> None:
        """Put this project at the head of the recent ones."""
        latest = RecentProject(path.absolute(), title, time.time())
        others = [one for one in self.recent_projects if one.path != latest.path]
        self._write_recent([latest, *others][:RECENT_LIMIT])
        self.last_project = str(latest.path)

    def forget_project(self, path: Path) -> None:
        """Take a project out of the recent ones; its file stays."""
        self._write_recent([one for one in self.recent_projects if one.path != path])

    def _write_recent(self, projects: list[RecentProject]) -> None:
        rows = [{"path": str(p.path), "title": p.title, "opened": p.opened} for p in projects]
        self.write("recent_projects", rows)

    def place(self, project_id: str) -> Place:
        """Where the user was in this project."""
        stored = self._mapping("places").get(project_id)
        if isinstance(stored, list) and [type(part) for part in stored] == [str, int, int]:
            return Place(*stored)
        return Place()

    def remember_place(self, project_id: str, place: Place) -> None:
        """Note where the user is in this project."""
        others = {key: value for key, value in self._mapping("places").items() if key != project_id}
        latest = dict(list(others.items())[-(4 * RECENT_LIMIT) :])
        row = [place.document_id, place.caret, place.scroll]
        self.write("places", {**latest, project_id: row})

    # ------------------------------------------------------------ the window

    def window_part(self, name: str) -> QByteArray:
        """Geometry or arrangement of the window, as Qt wrote it; empty if never stored."""
        stored = self.read(f"window/{name}")
        return QByteArray.fromBase64(stored.encode()) if isinstance(stored, str) else QByteArray()

    def set_window_part(self, name: str, state: QByteArray) -> None:
        """Keep geometry or arrangement of the window."""
        self.write(f"window/{name}", bytes(state.toBase64().data()).decode())

    def _mapping(self, name: str) -> dict[str, Any]:
        stored = self.read(name)
        return stored if isinstance(stored, dict) else {}


def usual_path() -> Path:
    """Where this user's settings lie."""
    place = QStandardPaths.StandardLocation.GenericConfigLocation
    return Path(QStandardPaths.writableLocation(place)) / "annotator" / "annotator.ini"


def system_user() -> str:
    """The name under which the user is known to the system; empty if it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
