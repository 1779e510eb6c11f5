"""When the program itself is at fault: write a report, show it, send nothing anywhere."""

from __future__ import annotations

import faulthandler
import platform
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import PySide6
from PySide6.QtCore import QMessageLogContext, QStandardPaths, QtMsgType, qInstallMessageHandler

from annotator import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

KEPT_REPORTS = 10
_NATIVE = "fault.txt"
KEPT_WORDS = 20
"""How many messages of Qt a report repeats."""


def usual_folder() -> Path:
    """Where the reports lie."""
    place = QStandardPaths.StandardLocation.GenericDataLocation
    return Path(QStandardPaths.writableLocation(place)) / "annotator" / "crashes"


class CrashReports:
    """Catches what nobody else has caught; `show` is called with the text of each report."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.show: Callable[[str], object] | None = None
        self._fault_file: IO[str] | None = None
        self._last_words: list[str] = []

    def install(self) -> None:
        """Take over from Python's and Qt's own handlers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        sys.excepthook = self.catch
        qInstallMessageHandler(self._note_qt_message)
        self._keep_native_report()
        self._fault_file = (self.folder / _NATIVE).open("w", encoding="utf-8")
        faulthandler.enable(self._fault_file)

    def uninstall(self) -> None:
        """Put the usual handlers back, after an orderly end."""
        sys.excepthook = sys.__excepthook__
        qInstallMessageHandler(None)
        faulthandler.disable()
        if self._fault_file is not None:
            self._fault_file.close()
            self._fault_file = None

    def catch(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Write a report about an error and show it; Ctrl+C in a terminal just ends."""
        sys.__excepthook__(kind, error, trace)
        if issubclass(kind, KeyboardInterrupt):
            return
        text = report("".join(traceback.format_exception(kind, error, trace)), self._last_words)
        self._write(text)
        if self.show is not None:
            self.show(text)

    def unseen(self) -> str:
        """The latest report that nobody has seen yet; empty if there is none."""
        files = sorted(self.folder.glob("crash-*.txt"))
        return files[-1].read_text(encoding="utf-8", errors="replace") if files else ""

    def mark_seen(self) -> None:
        """Offer these reports no more; they stay in the folder."""
        for file in self.folder.glob("crash-*.txt"):
            file.replace(file.with_name(file.name.replace("crash-", "seen-", 1)))
        for old in sorted(self.folder.glob("seen-*.txt"))[:-KEPT_REPORTS]:
            old.unlink()

    def _write(self, text: str) -> None:
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
        try:
            (self.folder / f"crash-{stamp}.txt").write_text(text, encoding="utf-8")
        except OSError as error:
            print(f"The report could not be written: {error}", file=sys.stderr)  # noqa: T201

    def _keep_native_report(self) -> None:
        file = self.folder / _NATIVE
        words = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
        if words.strip():
            self._write(report(words, []))

    def _note_qt_message(self, kind: QtMsgType, _context: QMessageLogContext, text: str | None) -> None:
        self._last_words.append(f"{kind.name}: {text}")
        del self._last_words[:-KEPT_WORDS]
        if kind != QtMsgType.QtDebugMsg:
            print(text, file=sys.stderr)  # noqa: T201


def report(what: str, last_words: Sequence[str]) -> str:
    """The text of a report: versions, the error and Qt's last words; nothing of any article."""
    lines = [
        f"Annotator {__version__}",
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}",
        platform.platform(),
        datetime.now().astimezone().isoformat(timespec="seconds"),
        "",
        what.strip(),
    ]
    if last_words:
        lines += ["", "Qt said:", *last_words]
    return "\n".join(lines) + "\n"
