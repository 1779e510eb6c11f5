from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.ui.garbage import GarbageCollector

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Knot(QObject):
    """An object that only a collection can free; it says in which thread that was."""

    def __init__(self, freed: list[int]) -> None:
        super().__init__()
        self.itself = self
        weakref.finalize(self, lambda: freed.append(threading.get_ident()))


def test_widgets_are_freed_in_the_windows_thread_alone(qtbot: QtBot) -> None:
    freed: list[int] = []
    parent = QObject()
    GarbageCollector(parent)
    Knot(freed)
    worker = threading.Thread(target=lambda: [[] for _ in range(100_000)])
    worker.start()
    worker.join()
    assert not gc.isenabled()
    assert freed == []
    kept = [[] for _ in range(2 * gc.get_threshold()[0])]  # type: ignore[var-annotated]
    qtbot.waitUntil(lambda: freed == [threading.get_ident()], timeout=10_000)
    del kept
