"""Where a project must not be worked in: network disks, synced folders, copies of conflicts."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.store.places import network_name, original_of_conflict, place_of
from annotator.store.publication import is_publication, plain_name, published_name

REPLICA = "0b7c9f2e-1111-4222-8333-abcdefabcdef"
MOUNTS = r"""22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /mnt/my\040share rw - cifs //server/news rw
31 22 0:41 / /home/ada rw shared:7 - nfs4 server:/home/ada rw
32 22 0:42 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw
33 22 0:43 / /media/safe rw - fuse.gocryptfs /crypt rw
"""


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/mnt/my share/news.annodb", "SMB"),
        ("/run/user/1000/gvfs/sftp/news.annodb", "gvfsd-fuse"),
        ("/home/ada/news.annodb", "NFS"),
        ("/media/safe/news.annodb", ""),
        ("/srv/news.annodb", ""),
    ],
)
def test_network_disks_by_their_file_system(path: str, name: str) -> None:
    place = place_of(Path(path), mounts=MOUNTS, home=Path("/home/ben"))
    assert (place.name if place is not None else "") == name


def test_a_home_directory_on_the_network_is_where_one_works() -> None:
    home = Path("/home/ada")
    assert place_of(home / "news.annodb", mounts=MOUNTS, home=home) is None
    share = place_of(Path("/mnt/my share/x.annodb"), mounts=MOUNTS, home=home)
    assert share is not None
    assert share.kind == "network"


@pytest.mark.parametrize("kind", ["ext4", "btrfs", "tmpfs", "overlay", "fuseblk", "fuse.mergerfs"])
def test_local_file_systems(kind: str) -> None:
    assert network_name(kind) == ""


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (".stfolder/", "Syncthing"),
        (".dropbox", "Dropbox"),
        (".sync_0a1b2c.db", "Nextcloud"),
        (".tmp.drivedownload/", "Google Drive"),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
    ],
)
def test_marks_of_sync_programs_in_a_folder_above(tmp_path: Path, mark: str, name: str) -> None:
    marked = tmp_path / mark
    marked.mkdir() if mark.endswith("/") else marked.touch()
    (tmp_path / "deep" / "er").mkdir(parents=True)
    place = place_of(tmp_path / "deep" / "er" / "news.annodb")
    assert place is not None
    assert (place.kind, place.name, place.folder) == ("synced", name, tmp_path.resolve())


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("Dropbox (Press Lab)", "Dropbox"),
        ("OneDrive - University", "OneDrive"),
        ("Library/CloudStorage/GoogleDrive-ada@example.org", "GoogleDrive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("Dropbox articles", ""),
    ],
)
def test_names_of_synced_folders(tmp_path: Path, folder: str, name: str) -> None:
    place = place_of(tmp_path / folder / "news.annodb")
    assert (place.name if place is not None else "") == name


def test_a_desktop_ini_names_the_sync_program(tmp_path: Path) -> None:
    (tmp_path / "desktop.ini").write_text("IconResource=C:\\Microsoft OneDrive\\OneDrive.exe", "utf-16")
    place = place_of(tmp_path / "news.annodb")
    assert place is not None
    assert place.name == "OneDrive"


@pytest.mark.parametrize(
    ("name", "original"),
    [
        ("news (Ada's conflicted copy 2026-11-22).annodb", "news.annodb"),
        ("news.sync-conflict-20261122-101010-ABCDEFG.annodb", "news.annodb"),
        ("news_conflict-20261122-101010.annodb", "news.annodb"),
        ("news [conflicted].annodb", "news.annodb"),
        ("news (In Konflikt stehende Kopie von Ada 2026-11-22).annodb", "news.annodb"),
        ("news (1).annodb", ""),
        ("conflicts in the press.annodb", ""),
        ("armed conflict.annodb", ""),
    ],
)
def test_names_of_conflicted_copies(name: str, original: str) -> None:
    assert original_of_conflict(name) == original


def test_names_of_publications() -> None:
    name = published_name(Path("/a/news.2026.annodb"), REPLICA)
    assert name == f"news.2026.{REPLICA}.annodb"
    assert is_publication(name)
    assert plain_name(name) == "news.2026.annodb"
    assert not is_publication("news.2026.annodb")
