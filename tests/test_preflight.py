from __future__ import annotations

import socket

import pytest

from annotator import preflight
from annotator.errors import UserError

SHOWN = {"WAYLAND_DISPLAY": "wayland-0"}


def checked(environment: dict[str, str], **others: object) -> str:
    """What the check says; empty if all is well."""
    sound = {"platform": "linux", "python": (3, 12), "qt": "6.12.0", "loads": lambda name: True}
    try:
        preflight.check(environment, **{**sound, **others})  # type: ignore[arg-type]
    except UserError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("python", "qt", "is_sound"),
    [
        ((3, 11), "6.12.0", False),
        ((3, 11), "6.11.3", True),
        ((3, 13), "6.12.1", True),
        ((3, 11), "7.0", False),
    ],
)
def test_the_broken_pair_is_refused_with_the_way_out(
    python: tuple[int, int], qt: str, is_sound: bool
) -> None:
    said = checked(SHOWN, python=python, qt=qt)
    assert (said == "") is is_sound
    assert is_sound or "pip install 'pyside6-essentials>=6.11.3,<6.12'" in said


def test_without_a_display_the_ways_to_do_without_are_said() -> None:
    said = checked({})
    assert "neither DISPLAY nor WAYLAND_DISPLAY is set" in said
    assert "QT_QPA_PLATFORM=offscreen annotator" in said
    assert "xvfb-run" in said


def test_a_display_where_nobody_answers_counts_as_none() -> None:
    assert "nothing answers at DISPLAY=:9876" in checked({"DISPLAY": ":9876"})


def test_a_display_that_answers_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "\0/tmp/.X11-unix/X9877"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen()
        assert checked({"DISPLAY": ":9877"}) == ""


@pytest.mark.parametrize("environment", [{"QT_QPA_PLATFORM": "offscreen"}, SHOWN, {"DISPLAY": "far:0"}])
def test_headless_wayland_and_far_displays_are_fine(environment: dict[str, str]) -> None:
    assert checked(environment) == ""


def test_other_systems_need_no_display() -> None:
    assert checked({}, platform="darwin") == ""


def test_missing_libraries_are_named_together_with_the_line_to_install_them() -> None:
    gone = {"libEGL.so.1", "libxcb-cursor.so.0"}
    said = checked({"DISPLAY": "far:0"}, loads=lambda name: name not in gone)
    assert "libEGL.so.1, libxcb-cursor.so.0" in said
    assert "sudo apt install libegl1 libxcb-cursor0" in said
    assert "sudo dnf install libglvnd-egl xcb-util-cursor" in said


def test_libraries_for_windows_are_not_asked_for_offscreen() -> None:
    said = checked({"QT_QPA_PLATFORM": "offscreen"}, loads=lambda name: "xcb" not in name)
    assert said == ""


def test_the_loader_is_asked() -> None:
    assert preflight.loads_library("libc.so.6")
    assert not preflight.loads_library("libnothing-of-the-kind.so.7")
