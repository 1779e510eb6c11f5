"""From a wish to a written edit: what the codebook forbids is said, not raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model.change import Edit
    from annotator.ui.session import Session


def write(session: Session, make: Callable[[], Edit]) -> bool:
    """Make the edit and write it; False, and a message, if that is not possible."""
    try:
        edit = make()
    except UserError as error:
        session.failed.emit(error.message, error.hint)
        return False
    return session.do(edit)
