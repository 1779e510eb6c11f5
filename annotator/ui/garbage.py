"""Python's garbage is collected in the window's thread alone.

A collection may come at any allocation, also in a worker; there it may find widgets that are
waiting in a cycle, and Qt then takes them apart under a lock that the window's thread waits
for while it holds Python's own: the program stands still for ever. So collections are switched
off and made by a timer of the window's thread.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL = 1_000
"""How often it is looked whether there is enough to collect, in milliseconds."""


class GarbageCollector(QObject):
    """Collects as often as Python would, but only in the thread that it belongs to."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.setInterval(_INTERVAL)
        timer.timeout.connect(self.collect)
        timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that has reached its threshold."""
        reached = [
            generation
            for generation, (count, most) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if count > most
        ]
        if reached:
            gc.collect(reached[-1])
