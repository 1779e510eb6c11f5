"""How sharing stands: what the status bar and the shared folder's window show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.errors import UserError
    from annotator.jobs.shared_folder import Publisher
    from annotator.jobs.shared_folder_reading import Problem


@dataclass(slots=True)
class SharingState:
    """How sharing stands. `shared_at` is in seconds since 1970, 0 before the first round.

    `waiting` counts the edits that are not in the folder yet; `error` says why a round failed.
    """

    shared_at: float = 0.0
    waiting: int = 0
    conflicts: int = 0
    is_busy: bool = False
    error: UserError | None = None
    problems: list[Problem] = field(default_factory=list)
    publishers: list[Publisher] = field(default_factory=list)
