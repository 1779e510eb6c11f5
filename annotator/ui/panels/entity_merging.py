"""Merging: several chosen entities become one, or one and its twins of the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.marks import swatch
from annotator.ui.panels.texts import SEPARATOR, number_text, with_key
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model.values import Entity
    from annotator.ui.entity_registry import EntityRegistry
    from annotator.ui.keymap import Keymap
    from annotator.ui.session import Session

_MOST = 200
"""So many entities can be merged at once."""


class EntityMerging(QFrame):
    """Says what would be merged into what; hidden where there is nothing to merge.

    The one with most mentions stays, unless another is chosen. `merging_requested` carries
    it, and the others.
    """

    merging_requested = Signal(object, list)

    def __init__(self, session: Session, registry: EntityRegistry, keymap: Keymap) -> None:
        super().__init__()
        self.setObjectName("entity_merging")
        self.setProperty("role", "card")
        self._session = session
        self._registry = registry
        self._entities: list[Entity] = []
        self._words = plain_label(wraps=True)
        self._into = QComboBox()
        self._into.setObjectName("entity_merge_into")
        self._into.setAccessibleName(self.tr("Merge into"))
        self._into.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._into.setMinimumContentsLength(8)
        self._keymap = keymap
        self._button = QPushButton()
        self._button.setObjectName("entity_merge")
        self._button.setAccessibleName(self.tr("Merge"))
        self._button.setAutoDefault(False)
        self._button.clicked.connect(self.merge)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._into, 1)
        row.addWidget(self._button)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self._words)
        column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        keymap.changed.connect(self._show_key)
        self._show_key()
        self.hide()

    def _show_key(self) -> None:
        self._button.setText(with_key(self.tr("Merge"), self._keymap.first("entities.merge")))

    @property
    def can_merge(self) -> bool:
        """Whether there is something to merge."""
        return len(self._entities) > 1 and self._session.is_writable

    def show_entities(self, chosen: Sequence[Entity]) -> None:
        """Offer to merge these; for a single one, its twins."""
        found = list(chosen[:_MOST])
        index = self._registry.index
        is_twin = len(found) == 1 and index is not None and index.has_twins(found[0])
        if is_twin and index is not None:
            found += index.twins(found[0])
        kept = self._into.currentData()
        if [one.id for one in found] != [one.id for one in self._entities]:
            kept = None
        self._entities = found
        self.setVisible(self.can_merge)
        if not self.can_merge:
            return
        one = self.tr("%n other has the same name")
        many = self.tr("%n others have the same name")
        if is_twin:
            self._words.setText(counted(len(found) - 1, one, many))
        else:
            words = counted(len(found), self.tr("%n entity"), self.tr("%n entities"))
            self._words.setText(self.tr("Merge {entities} into:").format(entities=words))
        self._fill(kept)

    def _fill(self, kept: object) -> None:
        ranked = sorted(self._entities, key=lambda one: -self._registry.use(one.id).mentions)
        self._into.clear()
        for entity in ranked:
            mentions = number_text(self._registry.use(entity.id).mentions)
            sign = swatch(self._session.codebook.label(entity.type), scale=self.devicePixelRatioF())
            self._into.addItem(sign, f"{entity.name}{SEPARATOR}{mentions}", entity.id)
        if kept is not None:
            self._into.setCurrentIndex(max(0, self._into.findData(kept)))

    def merge(self) -> None:
        """Ask for it."""
        if not self.can_merge:
            return
        chosen = str(self._into.currentData())
        winner = next(one for one in self._entities if one.id == chosen)
        self.merging_requested.emit(winner, [one for one in self._entities if one.id != chosen])
