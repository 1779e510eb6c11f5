"""Places where a project file must not be worked in directly: network disks and synced folders.

A sync program knows nothing of two people who write to one file, and locks do not always reach
across a network. Such a folder is a place to publish copies in (see `publication.py`).
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import NamedTuple

from annotator.store.publication import is_publication

_MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = {
    **dict.fromkeys(("nfs", "nfs4"), "NFS"),
    **dict.fromkeys(("cifs", "smb3", "smbfs", "smb2"), "SMB"),
    **{name: name for name in ("9p", "afs", "afpfs", "ceph", "coda", "davfs", "webdav", "ncpfs")},
    **{name: name for name in ("glusterfs", "lustre", "beegfs", "gpfs", "ocfs2", "gfs2", "orangefs")},
    **{name: name for name in ("vboxsf", "prl_fs", "fuse.vmhgfs-fuse")},
}
_LOCAL_FUSE = re.compile(
    r"bindfs|cryfs|encfs|exfat|fuse-overlayfs|gocryptfs|lxcfs|mergerfs|ntfs|ntfs-3g|portal"
    r"|securefs|unionfs|unionfs-fuse|veracrypt"
)
_FILES = {
    ".dropbox": "Dropbox",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".sync/ID": "Resilio Sync",
}
_FOLDERS = {
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
    ".seafile-data": "Seafile",
}
_NAMES = (
    (re.compile(r"Dropbox( \(.+\))?"), "Dropbox"),
    (re.compile(r"OneDrive( - .+)?"), "OneDrive"),
    (re.compile(r"Google ?Drive( .+)?|GoogleDrive-.+|My Drive"), "Google Drive"),
    (re.compile(r"Mobile Documents|iCloud ?Drive|com~apple~CloudDocs"), "iCloud"),
    (re.compile(r"Nextcloud\d*"), "Nextcloud"),
    (re.compile(r"ownCloud\d*"), "ownCloud"),
    (re.compile(r"pCloud ?Drive"), "pCloud"),
)
_CONFLICTS = (
    re.compile(r"(?P<before>.+?) ?[(\[][^()\[\]]*conflict(ed)?[^()\[\]]*[)\]](?P<after>.*)", re.I),
    re.compile(r"(?P<before>.+?) ?\([^()]*(Konflikt|conflit|conflicto)[^()]*\)(?P<after>.*)", re.I),
    re.compile(r"(?P<before>.+)\.sync-conflict-\d{8}-\d{6}(-\w+)?(?P<after>.*)"),
    re.compile(r"(?P<before>.+)_conflict-\d{8}-\d{6}(?P<after>.*)"),
)
_REMOTE_DRIVE = 4
_INI_LENGTH = 4096


class Place(NamedTuple):
    """Why a file is not worked in directly: `kind` is network, synced, conflict or published.

    `name` is that of the file system or the sync program (of a conflicted copy: of the file that
    it is a copy of), `folder` where it begins.
    """

    kind: str
    name: str
    folder: Path

    def described(self, path: Path) -> str:
        """One sentence about the file at this path."""
        words = {
            "network": f"“{path}” lies on a network disk ({self.name}).",
            "synced": f"“{path}” lies in a folder that {self.name} synchronises.",
            "conflict": f"“{path}” is a copy that a sync program made of “{self.name}” in a conflict.",
            "published": f"“{path}” is what somebody has published for others to read.",
        }
        return words[self.kind]


def place_of(path: Path, *, mounts: str | None = None, home: Path | None = None) -> Place | None:
    """Whether a project must not be written here, and why; None where it can be.

    A home directory that lies on a network disk as a whole is where its owner works, and counts
    as local. `mounts` is the text of the system's list of mounts.
    """
    path = Path(os.path.abspath(path)).resolve()  # noqa: PTH100 - also of a name that is not there yet
    if is_publication(path.name):
        return Place("published", path.name, path.parent)
    original = original_of_conflict(path.name)
    if original:
        return Place("conflict", original, path.parent)
    return _synced(path) or _on_network(path, mounts, home or Path.home())


def original_of_conflict(name: str) -> str:
    """The file that this is a “conflicted copy” of, by the names that sync programs give; or empty."""
    for pattern in _CONFLICTS:
        found = pattern.fullmatch(name)
        if found:
            return found["before"] + found["after"]
    return ""


# ---------------------------------------------------------------- network disks


def _on_network(path: Path, mounts: str | None, home: Path) -> Place | None:
    if sys.platform == "win32":
        return _on_remote_drive(path)
    if mounts is None:
        mounts = _read(_MOUNTS)
    if not mounts:
        return _by_statfs(path) if sys.platform == "darwin" else None
    mount, kind = _mount_of(path, mounts)
    name = network_name(kind)
    is_own_home = path.is_relative_to(home) and _mount_of(home, mounts)[0] == mount
    return Place("network", name, mount) if name and not is_own_home else None


def network_name(kind: str) -> str:
    """What a type of file system is called if it reaches across a network; else empty."""
    if kind in _NETWORK:
        return _NETWORK[kind]
    system, _, program = kind.partition(".")
    return program if system == "fuse" and not _LOCAL_FUSE.fullmatch(program) else ""


def _mount_of(path: Path, mounts: str) -> tuple[Path, str]:
    """Where the file system begins in which this path lies, and its type; the last mount is above."""
    best, kind = Path("/"), ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields, types = before.split(), after.split()
        if len(fields) < 5 or not types:
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[4]))
        if path.is_relative_to(point) and len(point.parts) >= len(best.parts):
            best, kind = point, types[0]
    return best, kind


def _by_statfs(path: Path) -> Place | None:
    """On macOS: the type of the file system, as `statfs` tells it."""
    import ctypes

    system = ctypes.CDLL(None, use_errno=True)
    room = ctypes.create_string_buffer(4096)
    existing = next((one for one in (path, *path.parents) if one.exists()), Path("/"))
    if system.statfs(os.fsencode(existing), room) != 0:
        return None
    name = network_name(room.raw[72:88].split(b"\0")[0].decode("ascii", "replace"))
    return Place("network", name, path.parent) if name else None


def _on_remote_drive(path: Path) -> Place | None:
    """On Windows: a share by its name, or by the letter of a drive."""
    if path.drive.startswith("\\\\"):
        return Place("network", "SMB", Path(path.anchor))
    import ctypes

    kind = getattr(ctypes, "windll").kernel32.GetDriveTypeW(path.anchor)  # noqa: B009 - only there
    return Place("network", "SMB", Path(path.anchor)) if kind == _REMOTE_DRIVE else None


# ---------------------------------------------------------------- synced folders


def _synced(path: Path) -> Place | None:
    told = _told_folders()
    for folder in path.parents:
        name = told.get(folder) or _by_marks(folder) or _by_name(folder)
        if name:
            return Place("synced", name, folder)
    return None


def _by_name(folder: Path) -> str:
    if folder.parent.name == "CloudStorage" and folder.parent.parent.name == "Library":
        return folder.name.partition("-")[0]
    return next((name for pattern, name in _NAMES if pattern.fullmatch(folder.name)), "")


def _by_marks(folder: Path) -> str:
    """What sync programs leave in the folders that they look after."""
    try:
        for mark, name in _FILES.items():
            if (folder / mark).is_file():
                return name
        for mark, name in _FOLDERS.items():
            if (folder / mark).exists():
                return name
        if any(True for _ in folder.glob(".sync_*.db")) or any(True for _ in folder.glob("._sync_*.db")):
            return "Nextcloud"
    except OSError:
        return ""
    ini = _read(folder / "desktop.ini")
    return next((name for name in ("OneDrive", "Google Drive", "Dropbox") if name in ini), "")


def _told_folders() -> dict[Path, str]:
    """The folders that sync programs name themselves."""
    told = {}
    for variable in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        if os.environ.get(variable):
            told[Path(os.environ[variable])] = "OneDrive"
    try:
        accounts = json.loads(_read(Path.home() / ".dropbox" / "info.json", limit=65_536) or "{}")
        told |= {Path(one["path"]): "Dropbox" for one in accounts.values()}
    except (ValueError, AttributeError, KeyError, TypeError):
        pass
    return told


def _read(path: Path, limit: int = 1 << 20) -> str:
    """The beginning of a text file; empty where it cannot be read."""
    limit = _INI_LENGTH if path.suffix == ".ini" else limit
    try:
        with path.open("rb") as file:
            raw = file.read(limit)
    except OSError:
        return ""
    is_wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    return raw.decode("utf-16" if is_wide else "utf-8", "replace")
