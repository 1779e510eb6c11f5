"""Which finding each step was about, so that undoing it leads back there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.model.change import Edit
    from annotator.ui.session import Session


class CheckSteps:
    """The steps made from the list of checks since the program started, by edit id."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._places: dict[bytes, tuple[str, str]] = {}
        self._place: tuple[str, str] | None = None

    def do(self, edit: Edit, kind: str, key: str) -> bool:
        """Write a step about a finding (`key`) of a check (`kind`); whether it was written."""
        self._place = (kind, key)
        try:
            return self._session.do(edit)
        finally:
            self._place = None

    def follow(self, edit: Edit) -> tuple[str, str] | None:
        """Check and finding that this edit brings back, if it undoes a step of the list."""
        if self._place is not None and edit.id is not None:
            self._places[edit.id] = self._place
        return self._places.get(edit.undoes) if edit.undoes is not None else None
