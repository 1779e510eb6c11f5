"""Saying once that a disk makes each label wait."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject, Signal

SLOW_COMMIT = 0.05
"""Seconds that a label may take to be stored before the annotator is told why it takes long."""
_ENOUGH = 20


class DiskWatch(QObject):
    """Notes how long commits take, and speaks up when most of the last ones were slow."""

    advised = Signal(str, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._commits: deque[float] = deque(maxlen=50)
        self._has_advised = False

    def note(self, seconds: float) -> None:
        """Take one commit into account."""
        self._commits.append(seconds)
        slow = sorted(self._commits)[int(len(self._commits) * 0.95)]
        if len(self._commits) >= _ENOUGH and slow > SLOW_COMMIT and not self._has_advised:
            self._has_advised = True
            self.advised.emit(
                self.tr("This disk takes {0} ms to store a label safely.").format(round(slow * 1000)),
                self.tr("Nothing is lost; a project on a local disk is quicker."),
            )
