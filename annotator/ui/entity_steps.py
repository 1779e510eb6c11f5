"""Steps on whole entities: what points to them is gathered beside the window, then written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.errors import UserError
from annotator.model import entity_edits
from annotator.model.change import Change, Edit
from annotator.model.entity_types import entity_attributes
from annotator.model.values import now
from annotator.ui.large_steps import LARGE
from annotator.ui.reader import Reader
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from annotator.model.entity_edits import Pointing
    from annotator.model.values import Entity, Span
    from annotator.store.project import Project
    from annotator.ui.session import Session
    from annotator.ui.tasks import Task

    Making = Callable[[Iterable[Pointing]], Iterator[Change]]
    Gathered = tuple[int, list[Pointing] | None]


class EntitySteps(QObject):
    """Merges, splits, deletes and links; each is one step that can be undone.

    `made` says which entity a step was about, when it has been written.
    """

    made = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._reader = Reader(session, self, sees_all=True)

    def merge(self, winner: Entity, losers: Sequence[Entity]) -> None:
        """Let all that points to the losers point to the winner, which takes their names over."""
        others = [one for one in losers if one.id != winner.id]
        if not others:
            return
        attributes = entity_attributes(self._session.codebook)
        one = self.tr("Merged into {name}: %n entity")
        many = self.tr("Merged into {name}: %n entities")
        self._do(
            entity_edits.merge_title(winner, others),
            others,
            lambda pointing: entity_edits.merge_changes(winner, others, pointing, attributes),
            counted(len(others), one, many).format(name=winner.name),
            winner.id,
        )

    def delete(self, entities: Sequence[Entity]) -> None:
        """Delete entities; their mentions stay and point nowhere."""
        if not entities:
            return
        attributes = entity_attributes(self._session.codebook)
        self._do(
            entity_edits.delete_title(entities),
            list(entities),
            lambda pointing: entity_edits.delete_changes(entities, pointing, attributes),
            self.tr("Deleted") + ": " + ", ".join(one.name for one in entities[:3]),
            "",
        )

    def split(self, entity: Entity, span_ids: Sequence[str]) -> None:
        """Point chosen mentions to a new entity, called as they say."""

        def gather(project: Project, _task: Task) -> list[Span]:
            return list(project.spans_in_batches(span_ids))

        def write(spans: list[Span]) -> None:
            by = self._session.annotator.id
            name = entity_edits.name_of_mentions(spans)
            if not name:
                return
            edit = entity_edits.split(entity, spans, name, by=by)
            new = edit.changes[0].value.id
            if self._write(edit):
                self._session.announced.emit(self.tr("New entity: {name}").format(name=name))
                self.made.emit(new)

        self._reader.ask("split", gather, write)

    def link(self, entity: Entity, span_ids: Sequence[str]) -> None:
        """Point these spans to the entity."""
        count = len(span_ids)
        said = counted(count, self.tr("Linked: %n mention"), self.tr("Linked: %n mentions"))
        title = self.tr("link {name}").format(name=entity.name)

        def changes(project: Project) -> Iterator[Change]:
            return entity_edits.link_changes(project.spans_in_batches(span_ids), entity.id)

        if count > LARGE:
            self._session.large.do(title, changes, expected=count, said=said)
        elif self._session.project is not None:
            edit = Edit(title, tuple(changes(self._session.project)), self._session.annotator.id, now())
            if self._write(edit):
                self._session.announced.emit(said)
                self.made.emit(entity.id)

    # ------------------------------------------------------------ writing

    def _do(self, title: str, entities: Sequence[Entity], making: Making, said: str, about: str) -> None:
        ids = [one.id for one in entities]
        attributes = sorted(entity_attributes(self._session.codebook))

        def gather(project: Project, _task: Task) -> Gathered:
            count = project.mention_count(ids)
            return count, list(project.pointing_to(ids, attributes)) if count <= LARGE else None

        def write(gathered: Gathered) -> None:
            count, pointing = gathered
            if pointing is None or len(pointing) > LARGE:
                self._session.large.do(
                    title,
                    lambda project: making(project.pointing_to(ids, attributes)),
                    expected=max(count, LARGE + 1),
                    said=said,
                )
                return
            edit = Edit(title, tuple(making(pointing)), self._session.annotator.id, now())
            if self._write(edit):
                self._session.announced.emit(said)
                self.made.emit(about)

        self._reader.ask("step", gather, write)

    def _write(self, edit: Edit) -> bool:
        try:
            return self._session.do(edit)
        except UserError as error:
            self._session.failed.emit(error.message, error.hint)
            return False
