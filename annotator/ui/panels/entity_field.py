"""A line in which an entity is chosen by typing a part of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from annotator.model.entity_names import compared, plain_words
from annotator.ui import icons
from annotator.ui.panels.texts import SEPARATOR, said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from annotator.model.values import Entity

_MOST = 100
_ENTITY_ID = int(Qt.ItemDataRole.UserRole)
_TYPED = _ENTITY_ID + 1
"""What was typed: the completer compares with this, so that every row fits."""


def fitting(entities: Sequence[Entity], typed: str, *, limit: int) -> list[Entity]:
    """The entities with these letters in their name or an alias: at its start, at a word's, inside."""
    wanted = " ".join(plain_words(typed))
    if not wanted:
        return list(entities[:limit])
    ranked: tuple[list[Entity], ...] = ([], [], [])
    for entity in entities:
        names = [compared(name).full for name in (entity.name, *entity.aliases)]
        if any(wanted in name for name in names):
            starts = any(name.startswith(wanted) for name in names)
            begins = starts or any(f" {wanted}" in name for name in names)
            ranked[0 if starts else 1 if begins else 2].append(entity)
    return [entity for group in ranked for entity in group][:limit]


class EntityList(QAbstractListModel):
    """Entities as rows for the completion."""

    def __init__(self) -> None:
        super().__init__()
        self._entities: Sequence[Entity] = ()
        self._typed = ""

    def show_entities(self, entities: Sequence[Entity], typed: str = "") -> None:
        """Have these rows from now on, which fit what was typed."""
        self.beginResetModel()
        self._entities, self._typed = entities, typed
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """How many entities there are."""
        return 0 if parent.isValid() else len(self._entities)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """What a row says in this role."""
        if not 0 <= index.row() < len(self._entities):
            return None
        entity = self._entities[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return SEPARATOR.join(part for part in (entity.name, entity.type, entity.qid) if part)
        if role == Qt.ItemDataRole.EditRole:
            return entity.name
        if role == _TYPED:
            return self._typed
        return entity.id if role == _ENTITY_ID else None


class _Completer(QCompleter):
    """Offers all rows of its model, which has chosen them already."""

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """The name that stands in the line while a row is current."""
        return str(index.data(Qt.ItemDataRole.EditRole) or "")


class EntityField(QLineEdit):
    """Chooses one of the entities, or asks for a new one when Enter is pressed on another name.

    Leaving the line without Enter changes nothing: no entity is made by accident.
    """

    entity_chosen = Signal(str)
    creation_requested = Signal(str)
    cleared = Signal()

    def __init__(
        self,
        entities: Callable[[], Sequence[Entity]],
        entity: Callable[[str], Entity | None] | None = None,
    ) -> None:
        """`entity` finds one by its id, where that is quicker than to look through all."""
        super().__init__()
        self._entities = entities
        self._entity = entity
        self._shown: str | None = None
        self._list = EntityList()
        completer = _Completer(self._list, self)
        completer.setCompletionRole(_TYPED)
        completer.activated[QModelIndex].connect(self._take_completion)  # type: ignore[index]
        self.setCompleter(completer)
        popup = completer.popup()
        assert popup is not None
        self._popup = popup
        self.setPlaceholderText(said("none"))
        unfold = self.addAction(icons.icon("chevron-down"), QLineEdit.ActionPosition.TrailingPosition)
        unfold.setToolTip(said("Show all"))
        unfold.triggered.connect(self._unfold)
        self.textEdited.connect(self._narrow)
        self.returnPressed.connect(self._finish)

    def show_entity(self, entity_id: str | None) -> None:
        """Show the entity with this id, or none."""
        self._shown = entity_id
        self.setText(self._name_of(entity_id))
        self.setCursorPosition(0)

    def _name_of(self, entity_id: str | None) -> str:
        if entity_id is None:
            return ""
        known = self._entity(entity_id) if self._entity is not None else None
        if known is not None:
            return known.name
        return next((one.name for one in self._entities() if one.id == entity_id), entity_id)

    def _finish(self) -> None:
        """Enter: the entity of this name, a new one, or none."""
        if self._popup.isVisible() and self._popup.currentIndex().isValid():
            return
        name = self.text().strip()
        if not name:
            if self._shown is not None:
                self.cleared.emit()
            return
        if name == self._name_of(self._shown):
            return
        wanted = name.casefold()
        for entity in self._entities():
            if wanted in (entity.name.casefold(), *(alias.casefold() for alias in entity.aliases)):
                self.entity_chosen.emit(entity.id)
                return
        self.creation_requested.emit(name)

    def _take_completion(self, index: QModelIndex) -> None:
        entity_id = str(index.data(_ENTITY_ID))
        if entity_id != self._shown:
            self.entity_chosen.emit(entity_id)
        self.show_entity(entity_id)

    def _narrow(self, typed: str) -> None:
        """Offer the entities with these letters in a name or alias, the nearest first."""
        if self.hasFocus():
            self._list.show_entities(fitting(self._entities(), typed, limit=_MOST), typed)

    def _unfold(self) -> None:
        self._list.show_entities(self._entities())
        self.completer().setCompletionPrefix("")
        self.completer().complete()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Know the entities as they now are."""
        self._list.show_entities(self._entities())
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave without Enter: show what holds."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.show_entity(self._shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down shows the entities; Esc takes back what was typed, then leaves."""
        is_typed = self.text() != self._name_of(self._shown)
        if event.key() == Qt.Key.Key_Escape and is_typed:
            self.show_entity(self._shown)
        elif event.key() == Qt.Key.Key_Down and not self._popup.isVisible():
            self._unfold()
        else:
            super().keyPressEvent(event)
