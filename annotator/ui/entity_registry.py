"""The entities of the open project, ready to be proposed: read once, then kept in step.

A few are read at once; many are read beside the window when they are first wanted, and
what waits for them goes on as soon as they are there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from annotator.model.entities import Proposal, rank
from annotator.model.entity_index import EntityIndex, EntityUse
from annotator.model.entity_names import compared
from annotator.model.entity_types import may_have_entity
from annotator.model.fuzzy import FuzzyList
from annotator.ui.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.model.annotations import Annotations
    from annotator.model.change import Edit
    from annotator.model.values import Entity, Span
    from annotator.store.project import Project
    from annotator.ui.session import Session
    from annotator.ui.tasks import Task

_FEW = 1_000
"""So many entities are read at once: that takes some milliseconds."""
_BEFORE, _AFTER = 16_384, 4_096
"""How far from a mention others are looked at, in code points."""
_AS_TYPED = 40.0
"""A match of more than this holds the letters side by side or at the beginnings of words."""
_CHILD = Qt.FindChildOption.FindDirectChildrenOnly


def registry_of(session: Session) -> EntityRegistry:
    """The one registry of this session."""
    known = session.findChild(EntityRegistry, options=_CHILD)
    return known if known is not None else EntityRegistry(session)


class EntityRegistry(QObject):
    """Answers what is known of entities; `changed` says that something of it is another.

    `chosen` is the id of the entity that the panel of entities is to show.
    """

    changed = Signal()
    chosen_changed = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._reader = Reader(session, self)
        self._index: EntityIndex | None = None
        self._waiting: list[Callable[[], object]] = []
        self._has_uses = False
        self._sorted: tuple[int, list[Entity]] = (-1, [])
        self._names: tuple[int, list[Entity], FuzzyList] | None = None
        self._ranked: tuple[object, list[Proposal]] | None = None
        self.chosen = ""
        session.opened.connect(self._forget)
        session.closed.connect(self._forget)
        session.edited.connect(self._follow)
        session.focus_changed.connect(self._prepare)

    # ------------------------------------------------------------ asking

    @property
    def index(self) -> EntityIndex | None:
        """All entities, if they have been read."""
        return self._index

    def when_ready(self, function: Callable[[], object]) -> None:
        """Call this as soon as the entities are read: at once, if they are."""
        if self._index is None and self._session.project is not None:
            self._waiting.append(function)
            self.want()
        else:
            function()

    def want(self) -> None:
        """Read the entities, if that has not been done or begun."""
        project = self._session.project
        if project is None or self._index is not None:
            return
        if project.entity_count() <= _FEW:
            self._take(EntityIndex(project.entities()), has_uses=False)
            self._count_uses()
        else:
            self._reader.ask("entities", _read_all, self._take)

    def entities(self) -> Sequence[Entity]:
        """All entities by name; they are read at once if need be."""
        index = self._index
        if index is None:
            self.want()
            index = self._index
        if index is None:
            return self._session.project.entities() if self._session.project is not None else []
        if self._sorted[0] != index.names_revision:
            self._sorted = (index.names_revision, index.entities())
        return self._sorted[1]

    def entity(self, entity_id: str | None) -> Entity | None:
        """The entity with this id."""
        if entity_id is None or self._session.project is None:
            return None
        if self._index is not None:
            return self._index.entity(entity_id)
        return self._session.project.entity(entity_id)

    def use(self, entity_id: str) -> EntityUse:
        """How often the entity is mentioned, as far as it has been counted."""
        return self._index.use(entity_id) if self._index is not None else EntityUse()

    def may_point(self, span: Span) -> bool:
        """Whether the codebook lets this span point to an entity, or it does so anyway."""
        return span.entity is not None or may_have_entity(self._session.codebook, span.label)

    def proposals(self, span: Span) -> list[Proposal]:
        """The entities that a span may mean, the likeliest first.

        Who else is mentioned counts only in the open article.
        """
        annotations, index = self._session.annotations, self._index
        if annotations is None or index is None:
            return []
        key = (span, index.revision, self._session.codebook.version)
        if self._ranked is not None and self._ranked[0] == key:
            return self._ranked[1]
        mentioned = self._mentioned(annotations, span)
        text = self._session.text if annotations.document_id == span.document_id else ""
        found = rank(span, index, self._session.codebook, mentioned, text=text)
        self._ranked = (key, found)
        return found

    def around(self, span: Span) -> list[Entity]:
        """The entities that are mentioned near a span of the open article, the nearest first."""
        annotations, index = self._session.annotations, self._index
        if annotations is None or index is None:
            return []
        near = self._mentioned(annotations, span)
        near.sort(key=lambda one: abs(one.start - span.start))
        known = dict.fromkeys(one.entity for one in near)
        return [entity for id_ in known if (entity := index.entity(id_)) is not None]

    def _mentioned(self, annotations: Annotations, span: Span) -> list[Span]:
        if annotations.document_id != span.document_id:
            return []
        near = annotations.touching(max(0, span.start - _BEFORE), span.end + _AFTER)
        return [one for one in near if one.entity is not None]

    def proposal(self, span: Span | None) -> Proposal | None:
        """What one key would link: the likeliest entity of a span that has none, if it is known."""
        if span is None or span.entity is not None or not self.may_point(span):
            return None
        self.want()
        found = self.proposals(span)
        return found[0] if found and found[0].is_certain else None

    def search(self, typed: str, *, limit: int) -> list[Entity]:
        """The entities whose name or alias fits what was typed, the best first."""
        self.want()
        index = self._index
        if index is None or not typed.strip():
            return list(self.entities()[:limit])
        if self._names is None or self._names[0] != index.names_revision:
            everybody = list(self.entities())
            lines = (" · ".join((one.name, *one.aliases)) for one in everybody)
            self._names = (index.names_revision, everybody, FuzzyList(lines))
        _, everybody, names = self._names
        wanted = compared(typed).full
        matches = names.matches(typed)
        if any(match.score > _AS_TYPED for match in matches):
            matches = [match for match in matches if match.score > _AS_TYPED]
        found = [(match, everybody[match.number]) for match in matches]
        found.sort(
            key=lambda one: (
                compared(one[1].name).full != wanted,
                -round(one[0].score / 10),
                -self.use(one[1].id).mentions,
                one[1].name,
            )
        )
        return [entity for _, entity in found[:limit]]

    def choose(self, entity_id: str) -> None:
        """Let the panel of entities show this one."""
        self.chosen = entity_id
        self.chosen_changed.emit(entity_id)

    # ------------------------------------------------------------ following

    def _prepare(self) -> None:
        """Somebody is at a mention: she may soon want to link it."""
        focus = self._session.focus
        if self._index is None and focus is not None and self.may_point(focus):
            self.want()

    def _forget(self) -> None:
        self._reader.forget("entities")
        self._reader.forget("uses")
        self._index, self._names, self._ranked = None, None, None
        self._sorted, self._waiting = (-1, []), []
        self._has_uses, self.chosen = False, ""

    def _follow(self, edit: Edit) -> None:
        index = self._index
        if not edit.changes:
            if index is not None or self._waiting:
                waiting = self._waiting
                self._forget()
                self._waiting = waiting
                self.want()
        elif index is None:
            if self._waiting or self._reader.is_busy:
                self._reader.ask("entities", _read_all, self._take)
        elif index.follow(edit):
            if not self._has_uses:
                self._count_uses()
            self.changed.emit()

    def _count_uses(self) -> None:
        self._reader.ask("uses", lambda project, _task: project.entity_uses(), self._take_uses)

    def _take_uses(self, uses: dict[str, EntityUse]) -> None:
        if self._index is not None:
            self._has_uses = True
            self._index.take_uses(uses)
            self.changed.emit()

    def _take(self, index: EntityIndex, *, has_uses: bool = True) -> None:
        self._index, self._has_uses = index, has_uses
        self._names, self._ranked, self._sorted = None, None, (-1, [])
        waiting, self._waiting = self._waiting, []
        self.changed.emit()
        for function in waiting:
            function()


def _read_all(project: Project, task: Task) -> EntityIndex:
    entities = project.entities()
    task.progress(0, 0)
    uses = project.entity_uses()
    task.progress(0, 0)
    return EntityIndex(entities, uses)
