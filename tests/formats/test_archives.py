"""ZIP files that mean harm."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from annotator.errors import FormatError
from annotator.formats.kit import archives
from tests.formats.fuzzing import mutations


def zipped(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes], method: int = 8) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def unpacked(path: Path) -> Path:
    archives.unpack(path, path.parent / "out")
    return path.parent / "out"


def test_an_archive_is_unpacked_with_its_folders(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("x/", b""), ("x/y.txt", b"one"), ("\xe4.txt", b"two"))
    out = unpacked(path)
    assert (out / "x" / "y.txt").read_bytes() == b"one"
    assert (out / "\xe4.txt").read_bytes() == b"two"


@pytest.mark.parametrize(
    "name", ["../a", "/a", "x/../../a", "..\\a", "C:\\a", "C:a", "\\\\host\\a", ".", "x" * 1001]
)
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(FormatError, match=r"leads out|no name"):
        unpacked(zipped(tmp_path / "a.zip", (name, b"x")))
    assert not (tmp_path / "a").exists()


def test_links_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(FormatError, match="link or a device"):
        unpacked(zipped(tmp_path / "a.zip", (link, b"/etc"), ("link/passwd", b"x")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("other", ["a.txt", "A.TXT", "./a.txt", "x\\..\\a.txt"])
def test_names_that_occur_twice_are_refused(tmp_path: Path, other: str) -> None:
    with pytest.raises(FormatError, match=r"twice|leads out"):
        unpacked(zipped(tmp_path / "a.zip", ("a.txt", b"one"), (other, b"two")))


def test_a_file_that_is_a_folder_too_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="cannot be written"):
        unpacked(zipped(tmp_path / "a.zip", ("a", b"one"), ("a/b", b"two")))


def test_members_that_grow_beyond_measure_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="grow more than 200 times"):
        unpacked(zipped(tmp_path / "a.zip", ("a", b"\0" * 5_000_000)))


def test_an_archive_of_too_many_bytes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "LARGEST", 1000)
    with pytest.raises(FormatError, match="more than 1,000 bytes"):
        unpacked(zipped(tmp_path / "a.zip", ("a", os.urandom(600)), ("b", os.urandom(600))))


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    with pytest.raises(FormatError, match="more than 2 files"):
        unpacked(zipped(tmp_path / "a.zip", ("a", b""), ("b", b""), ("c", b"")))


@pytest.mark.parametrize("said", [10, 4_000_000_000])
def test_headers_that_lie_about_the_size_are_found_out(tmp_path: Path, said: int) -> None:
    path = zipped(tmp_path / "a.zip", ("a", b"words " * 1000))
    content = path.read_bytes().replace(struct.pack("<L", 6000), struct.pack("<L", said))
    path.write_bytes(content)
    with pytest.raises(FormatError):
        unpacked(path)


def test_members_that_share_bytes_are_refused(tmp_path: Path) -> None:
    """The directory names one packed stretch twice, as in bombs without nesting."""
    path = zipped(tmp_path / "a.zip", ("a", os.urandom(200)), ("b", os.urandom(200)))
    with zipfile.ZipFile(path) as archive:
        second = archive.getinfo("b").header_offset
    content = path.read_bytes()
    at = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1) + 42
    assert struct.unpack_from("<L", content, at)[0] == second
    path.write_bytes(content[:at] + struct.pack("<L", 0) + content[at + 4 :])
    with pytest.raises(FormatError, match=r"overlaps|cannot be unpacked"):
        unpacked(path)


def test_locked_members_are_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a", b"secret"))
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    path.write_bytes(content)
    with pytest.raises(FormatError, match="password"):
        unpacked(path)


def test_ways_of_packing_that_need_much_memory_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="not supported"):
        unpacked(zipped(tmp_path / "a.zip", ("a", b"x"), method=zipfile.ZIP_LZMA))


def test_a_member_is_read_up_to_a_limit(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a", b"0123456789"))
    with archives.opened(path) as archive:
        assert archives.read_member(archive, "a", path, limit=10) == b"0123456789"
        with pytest.raises(FormatError, match="more than 9 bytes"):
            archives.read_member(archive, "a", path, limit=9)
        with pytest.raises(FormatError, match="lacks “b”"):
            archives.read_member(archive, "b", path)


def test_mutated_archives_raise_nothing_else(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.txt", b"words " * 100)
        archive.writestr("c.txt", b"x")
    for number, mutated in enumerate(mutations(buffer.getvalue(), 3, 200)):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(mutated)
        with suppress(FormatError):
            archives.unpack(path, tmp_path / f"out{number}")
    assert {one.name[:3] for one in tmp_path.iterdir() if one.suffix != ".zip"} <= {"out"}
