"""Saying once that somebody else's annotations are being changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from annotator.model.change import Edit
    from annotator.store.project import Project


class OthersWork(QObject):
    """Looks at each edit, and names the annotators whose spans or relations it changes.

    Each is named once while a project is open: to correct another's work is allowed, and
    never goes unnoticed.
    """

    advised = Signal(str, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._named: set[str] = set()

    def forget(self) -> None:
        """Another project is opened: nobody has been named in it."""
        self._named.clear()

    def note(self, edit: Edit, project: Project) -> None:
        """Take an edit that was written into account."""
        pairs = (*edit.spans(), *edit.relations())
        owners = {before.annotator for before, _ in pairs if before is not None}
        new = owners - {edit.annotator} - self._named
        if not new or edit.undoes is not None:
            return
        self._named |= new
        names = {one.id: one.name for one in project.annotators()}
        listed = ", ".join(sorted(names.get(one, one) for one in new))
        self.advised.emit(
            self.tr("You are changing annotations of {names}.").format(names=listed),
            self.tr("They stay under that name, and the history says who changed them."),
        )
