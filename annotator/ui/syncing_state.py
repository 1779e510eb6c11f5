"""How syncing with a server stands, and what is remembered of the server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale

if TYPE_CHECKING:
    from annotator.errors import UserError

USUAL_SECONDS = 30


@dataclass(frozen=True, slots=True)
class SyncChoice:
    """What is remembered of a project's server: the address without a password, how often."""

    url: str = ""
    seconds: int = USUAL_SECONDS
    is_automatic: bool = True


@dataclass(slots=True)
class SyncState:
    """How syncing stands. `synced_at` is in seconds since 1970, 0 before the first round.

    `waiting` counts the edits that are not on the server yet; `error` says why a round failed,
    and `is_offline` that it may go better next time.
    """

    synced_at: float = 0.0
    waiting: int = 0
    conflicts: int = 0
    is_busy: bool = False
    is_offline: bool = False
    wants_password: bool = False
    error: UserError | None = None


def clock(moment: float) -> str:
    """A moment, in seconds since 1970, as the time of day."""
    time = QDateTime.fromSecsSinceEpoch(int(moment)).time()
    return QLocale().toString(time, QLocale.FormatType.ShortFormat)
