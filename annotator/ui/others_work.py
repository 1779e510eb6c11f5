"""Others' annotations are not changed by the way: who may, and what is said to who may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from annotator.model.decisions import GOLD
from annotator.model.sight import seen_of
from annotator.model.values import Annotator, Relation, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.model.change import Edit
    from annotator.store.project import Project
    from annotator.ui.session import Session

T = TypeVar("T", Span, Relation)


class OthersWork(QObject):
    """Knows whose an annotation is, and refuses that another's is changed, unless that is allowed.

    What is written all the same (by a step on the whole project) names each owner once while a
    project is open. `take_over_key` is the key of the command that makes another's annotation
    one's own.
    """

    advised = Signal(str, str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._named: set[str] = set()
        self._people: dict[str, Annotator] | None = None
        self.is_allowed = False
        self.take_over_key = ""
        session.edited.connect(self._follow)

    def forget(self) -> None:
        """Another project is opened: nobody has been named in it, and nothing is allowed."""
        self._named.clear()
        self._people = None
        self.is_allowed = False

    def _follow(self, edit: Edit) -> None:
        if edit.writes("annotator") or not edit.changes:
            self._people = None

    def allow(self, is_allowed: bool) -> None:
        """Let others' annotations be changed until the project is closed, or no longer."""
        self.is_allowed = is_allowed
        if is_allowed:
            self.advised.emit(
                self.tr("You can now change the annotations of others."),
                self.tr("They stay under their names, and the history says who changed them."),
            )
        self._session.focus_changed.emit()

    # ------------------------------------------------------------ whose

    def is_own(self, one: Span | Relation) -> bool:
        """Whether this annotation is the annotator's own."""
        return one.annotator == self._session.annotator.id

    def own(self, annotations: Iterable[T]) -> list[T]:
        """The annotator's own annotations among these."""
        return [one for one in annotations if self.is_own(one)]

    def own_first(self, annotations: Iterable[T]) -> list[T]:
        """These in their order, the annotator's own ahead of all others."""
        return sorted(annotations, key=lambda one: not self.is_own(one))

    def person(self, annotator_id: str) -> Annotator:
        """Whoever has this id; without a name where the project does not know her."""
        if self._people is None:
            project = self._session.project
            self._people = {one.id: one for one in project.annotators()} if project else {}
        return self._people.get(annotator_id) or Annotator(annotator_id, "")

    def name(self, annotator_id: str) -> str:
        """The name of whoever has this id; the id itself where nothing is known."""
        return self.person(annotator_id).name or annotator_id

    # ------------------------------------------------------------ changing

    def can_change(self, one: Span | Relation) -> bool:
        """Whether a gesture may change this annotation."""
        is_gold = one.annotator == GOLD.id and self._session.sights.is_adjudicating
        return self.is_own(one) or self.is_allowed or is_gold

    def may_change(self, *annotations: Span | Relation) -> bool:
        """Whether a gesture may change all of these; if not, it is said whose they are."""
        refused = next((one for one in annotations if not self.can_change(one)), None)
        if refused is None:
            return True
        text = self.tr("This annotation is not yours but {name}’s.")
        key = f" ({self.take_over_key})" if self.take_over_key else ""
        hint = self.tr("Take it over as your own{key}, or switch on Team > Change others’ annotations.")
        self._session.failed.emit(text.format(name=self.name(refused.annotator)), hint.format(key=key))
        return False

    def note(self, edit: Edit, project: Project) -> None:
        """Take an edit that was written into account."""
        seen = seen_of(edit, self._session.sights.on_page)
        pairs = (*seen.spans(), *seen.relations())
        owners = {before.annotator for before, _ in pairs if before is not None}
        new = owners - {edit.annotator, GOLD.id} - self._named
        if not new or edit.undoes is not None or self.is_allowed:
            return
        self._named |= new
        names = {one.id: one.name for one in project.annotators()}
        listed = ", ".join(sorted(names.get(one, one) for one in new))
        self.advised.emit(
            self.tr("You are changing annotations of {names}.").format(names=listed),
            self.tr("They stay under that name, and the history says who changed them."),
        )
