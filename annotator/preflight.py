"""What can keep the window from starting, found out before Qt is loaded and aborts.

No Qt is imported here: versions are read from the installed packages, and the system's
libraries are looked for as the loader will look for them.
"""

from __future__ import annotations

import ctypes
import os
import re
import socket
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from annotator.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

BROKEN_QT = (6, 12)
"""PySide6 from this version on aborts on Python below `SOUND_PYTHON`."""

SOUND_PYTHON = (3, 12)

_EVERY_PLATFORM = {
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
}
_X11 = {
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
}


def check(
    environment: Mapping[str, str] = os.environ,
    *,
    platform: str = sys.platform,
    python: Sequence[int] = tuple(sys.version_info[:2]),
    qt: str | None = None,
    loads: Callable[[str], bool] | None = None,
) -> None:
    """Raise `UserError` with the way out if the window could not start here."""
    refuse_broken_pair(python, qt if qt is not None else installed_qt())
    if platform.startswith("linux"):
        refuse_missing_display(environment)
        refuse_missing_libraries(environment, loads or loads_library)


def installed_qt() -> str:
    """The version of PySide6 that is installed."""
    try:
        return version("PySide6_Essentials")
    except PackageNotFoundError:
        raise UserError(
            "PySide6, which draws the window, is not installed.",
            "Install Annotator again: pip install --force-reinstall annotator",
        ) from None


def refuse_broken_pair(python: Sequence[int], qt: str) -> None:
    """PySide6 6.12 loses references to None on Python 3.11 until the interpreter aborts."""
    numbers = tuple(int(part) for part in qt.split(".")[:2] if part.isdigit())
    if numbers >= BROKEN_QT and tuple(python[:2]) < SOUND_PYTHON:
        raise UserError(
            f"PySide6 {qt} crashes on Python {python[0]}.{python[1]}.",
            "Install the version before: pip install 'pyside6-essentials>=6.11.3,<6.12'; "
            "or use Python 3.12 or 3.13.",
        )


def refuse_missing_display(environment: Mapping[str, str]) -> None:
    """Without a display Qt aborts; say how to do without."""
    if environment.get("QT_QPA_PLATFORM") or environment.get("WAYLAND_DISPLAY"):
        return
    display = environment.get("DISPLAY", "")
    if not display:
        reason = "neither DISPLAY nor WAYLAND_DISPLAY is set"
    elif not _answers(display):
        reason = f"nothing answers at DISPLAY={display}"
    else:
        return
    raise UserError(
        f"There is no display to open a window on ({reason}).",
        "Run it without one: QT_QPA_PLATFORM=offscreen annotator; or on a virtual screen: "
        "xvfb-run annotator. The commands (annotator --help) need no display.",
    )


def _answers(display: str) -> bool:
    """Whether an X server listens there; one on another machine is believed to."""
    local = re.fullmatch(r":(\d+)(\.\d+)?", display)
    if local is None:
        return True
    path = f"/tmp/.X11-unix/X{local[1]}"
    return any(_connects(address) for address in (path, f"\0{path}"))


def _connects(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(address)
        except OSError:
            return False
    return True


def refuse_missing_libraries(environment: Mapping[str, str], loads: Callable[[str], bool]) -> None:
    """Name all system libraries that Qt will need and not find, in one message."""
    needed = dict(_EVERY_PLATFORM)
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if chosen.startswith("xcb") or (not chosen and not environment.get("WAYLAND_DISPLAY")):
        needed |= _X11
    missing = [library for library in needed if not loads(library)]
    if missing:
        debian = " ".join(dict.fromkeys(needed[library][0] for library in missing))
        fedora = " ".join(dict.fromkeys(needed[library][1] for library in missing))
        raise UserError(
            f"System libraries that the window needs are missing: {', '.join(missing)}.",
            f"Debian, Ubuntu: sudo apt install {debian}; Fedora: sudo dnf install {fedora}.",
        )


def loads_library(name: str) -> bool:
    """Whether the system's loader finds this library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def from_import_error(error: ImportError) -> UserError:
    """The error for a library that PySide6 itself did not find."""
    return UserError(
        f"The window cannot be loaded: {error}.",
        "On Debian or Ubuntu: sudo apt install libegl1 libgl1 libxkbcommon0 libdbus-1-3 "
        "libfontconfig1 libxcb-cursor0; then try again.",
    )
