"""The list of all entities: found by a part of a name, sorted, with their mentions counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QListView

from annotator.ui.keymap import PlaceKeys
from annotator.ui.panels.entity_rows import (
    DETAIL,
    ENTITY_ID,
    IS_TWIN,
    TRAIL,
    EntityDelegate,
    Index,
    type_name,
)
from annotator.ui.panels.even_list import EvenList
from annotator.ui.panels.marks import swatch
from annotator.ui.panels.texts import SEPARATOR, number_text, said
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtCore import SignalInstance
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent

    from annotator.model.change import Edit
    from annotator.model.values import Entity
    from annotator.ui.actions import Actions
    from annotator.ui.entity_registry import EntityRegistry
    from annotator.ui.session import Session

BY_NAME, BY_ARTICLE, BY_MENTIONS, BY_TIME = "name", "article", "mentions", "time"
_MOST_FOUND = 1_000


class EntityModel(QAbstractListModel):
    """Entities as rows; numbers are looked up when a row is drawn."""

    def __init__(self, session: Session, registry: EntityRegistry, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._registry = registry
        self.entities: Sequence[Entity] = ()
        self.here: dict[str, int] = {}

    def show(self, typed: str, order: str, *, only_twins: bool) -> None:
        """Show the entities that fit, in this order."""
        index = self._registry.index
        if typed:
            found: Sequence[Entity] = self._registry.search(typed, limit=_MOST_FOUND)
        else:
            found = self._registry.entities()
        if only_twins and index is not None:
            found = [one for one in found if index.has_twins(one)]
        key = self._key(order)
        if key is not None and not only_twins and not (typed and order == BY_NAME):
            found = sorted(found, key=key)
        self.beginResetModel()
        self.entities = found
        self.endResetModel()

    def _key(self, order: str) -> Callable[[Entity], Any] | None:
        use = self._registry.use
        if order == BY_MENTIONS:
            return lambda one: -use(one.id).mentions
        if order == BY_ARTICLE:
            return lambda one: (-self.here.get(one.id, 0), -use(one.id).mentions)
        if order == BY_TIME:
            latest = {one.id: use(one.id).last for one in self._registry.entities()}
            ranked = sorted(latest, key=lambda id_: latest[id_], reverse=True)
            places = {id_: place for place, id_ in enumerate(ranked)}
            return lambda one: places.get(one.id, 0)
        return None

    def set_here(self, counts: Mapping[str, int]) -> None:
        """Know how often each is mentioned in the open article."""
        self.here = dict(counts)
        self.redraw()

    def follow(self, edit: Edit) -> None:
        """Count what the edit has changed in the open article."""
        document = self._session.document
        for before, after in edit.spans():
            for span, by in ((before, -1), (after, 1)):
                if span is not None and span.entity and document and span.document_id == document.id:
                    self.here[span.entity] = self.here.get(span.entity, 0) + by

    def redraw(self) -> None:
        """Numbers or colours are others."""
        if self.entities:
            self.dataChanged.emit(self.index(0), self.index(len(self.entities) - 1))

    def row_of(self, entity_id: str) -> int:
        """Where an entity stands; -1 if it is not shown."""
        return next((row for row, one in enumerate(self.entities) if one.id == entity_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many entities are shown."""
        return 0 if parent.isValid() else len(self.entities)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a row says in this role."""
        if not 0 <= index.row() < len(self.entities):
            return None
        entity = self.entities[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entity.name
        if role == ENTITY_ID:
            return entity.id
        if role == Qt.ItemDataRole.DecorationRole:
            return swatch(self._session.codebook.label(entity.type)) if entity.type else None
        if role == TRAIL:
            return self._numbers(entity)
        if role == IS_TWIN:
            known = self._registry.index
            return known is not None and known.has_twins(entity)
        if role == DETAIL:
            return entity.qid
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._told(entity, is_spoken=role == Qt.ItemDataRole.AccessibleTextRole)
        return None

    def _numbers(self, entity: Entity) -> str:
        here, all_ = self.here.get(entity.id, 0), self._registry.use(entity.id).mentions
        if here > 0:
            return f"{number_text(here)} / {number_text(all_)}"
        return number_text(all_) if all_ else ""

    def _told(self, entity: Entity, *, is_spoken: bool) -> str:
        here, all_ = self.here.get(entity.id, 0), self._registry.use(entity.id).mentions
        known = self._registry.index
        parts = [
            type_name(self._session.codebook, entity.type),
            "; ".join(entity.aliases),
            counted(here, "%n mention in this article", "%n mentions in this article") if here else "",
            counted(all_, "%n mention", "%n mentions"),
            said("another has the same name") if known is not None and known.has_twins(entity) else "",
        ]
        words = SEPARATOR.join(part for part in parts if part)
        return f"{entity.name}, {words}" if is_spoken else f"{entity.name}\n{words}"


class EntityListView(EvenList):
    """Several can be chosen; Enter, the keys of the place and the page's undo ask the panel."""

    opening_requested = Signal()
    renaming_requested = Signal()
    deletion_requested = Signal()
    merging_requested = Signal()
    undo_requested = Signal()
    menu_requested = Signal(QPoint)
    chosen_changed = Signal()

    def __init__(self, model: EntityModel, actions: Actions) -> None:
        super().__init__()
        self._model = model
        self.setObjectName("entities_list")
        self.setAccessibleName(self.tr("Entities"))
        self.setModel(model)
        self.setItemDelegate(EntityDelegate(self))
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        functions = {
            "entities.rename": self._asking(self.renaming_requested),
            "entities.delete": self._asking(self.deletion_requested),
            "entities.merge": self._asking(self.merging_requested),
            "page.undo": self.undo_requested.emit,
        }
        PlaceKeys(self, actions.keymap, functions)
        self.doubleClicked.connect(lambda _index: self.opening_requested.emit())
        self.selectionModel().selectionChanged.connect(lambda _now, _before: self.chosen_changed.emit())
        model.modelReset.connect(self.chosen_changed)

    def _asking(self, request: SignalInstance) -> Callable[[], None]:
        """Make the request, if anything is chosen."""

        def ask() -> None:
            if self.chosen():
                request.emit()

        return ask

    def chosen(self) -> list[Entity]:
        """The chosen entities from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._model.entities[row] for row in rows]

    def choose(self, entity_ids: Sequence[str]) -> None:
        """Choose these, as far as they are shown, and scroll to the first."""
        flag = QItemSelectionModel.SelectionFlag
        rows = [row for row in map(self._model.row_of, entity_ids) if row >= 0]
        for number, row in enumerate(rows):
            place = self._model.index(row)
            if number == 0:
                self.selectionModel().setCurrentIndex(place, flag.ClearAndSelect)
                self.scrollTo(place)
            else:
                self.selectionModel().select(place, flag.Select)

    def keep_place(self, row: int) -> None:
        """Where what was chosen has gone, choose what now stands in its row, or the last one."""
        if not self.chosen() and self._model.rowCount():
            self.setCurrentIndex(self._model.index(min(row, self._model.rowCount() - 1)))

    def enter(self) -> None:
        """Take the focus; the first one is chosen, if none is."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.chosen() and self._model.rowCount():
            self.setCurrentIndex(self._model.index(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens what is chosen."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if is_enter and self.chosen():
            self.opening_requested.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer by mouse what the keys do."""
        if self.chosen():
            self.menu_requested.emit(event.globalPos())
