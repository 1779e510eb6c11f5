"""What keys and the menu of the span tree do to all spans that are chosen in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu

from annotator.model.hit import Hit, hit
from annotator.ui.chosen_spans import ChosenSpans
from annotator.ui.keymap import PlaceKeys, pressed_keys
from annotator.ui.panels.marks import swatch
from annotator.ui.panels.texts import key_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.actions import Actions
    from annotator.ui.panels.span_tree import SpanTree
    from annotator.ui.session import Session


class TreeCommands(QObject):
    """Relabels, unlinks or deletes the chosen spans of a tree, in one step each."""

    def __init__(self, session: Session, actions: Actions, tree: SpanTree) -> None:
        super().__init__(tree)
        self._session = session
        self._actions = actions
        self._tree = tree
        self._spans = ChosenSpans(session)
        self._spans.setParent(self)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.customContextMenuRequested.connect(self._open_menu)
        tree.installEventFilter(self)
        PlaceKeys(tree, actions.keymap, {"spans.unlink": self._unlink})

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Do what a key stands for, before the tree looks for words that begin with it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            function = self._function_of(event)
            if function is not None:
                function()
                return True
        return super().eventFilter(watched, event)

    def _function_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        pressed = pressed_keys(event)
        for label_id, action in self._actions.labels.items():
            if action.shortcut() in pressed:
                return partial(self._relabel, label_id)
        keymap = self._actions.keymap
        if keymap.stands_for(event, "span.delete"):
            return self._delete
        return self._session.undo if keymap.stands_for(event, "page.undo") else None

    def _hits(self) -> list[Hit]:
        session = self._session
        title = session.document.title if session.document is not None else ""
        return [
            hit(
                span.document_id,
                title,
                session.text,
                span.start,
                span.end,
                span_id=span.id,
                label=span.label,
                annotator=span.annotator,
                origin=span.origin,
                entity=span.entity or "",
            )
            for span in self._tree.chosen()
        ]

    def _relabel(self, label_id: str) -> None:
        if hits := self._hits():
            self._spans.relabel(hits, label_id)

    def _delete(self) -> None:
        if hits := self._hits():
            self._spans.delete(hits)

    def _unlink(self) -> None:
        if hits := self._hits():
            self._spans.unlink(hits)

    def _open_menu(self, position: QPoint) -> None:
        if self._hits():
            self.menu().popup(self._tree.viewport().mapToGlobal(position))

    def menu(self) -> QMenu:
        """All that can be done with the chosen spans."""
        menu = QMenu(self._tree)
        menu.setObjectName("span_tree_menu")
        menu.aboutToHide.connect(menu.deleteLater)
        labels = menu.addMenu(_translated("Relabel"))
        for label_id, action in self._actions.labels.items():
            key = key_text(action.shortcut())
            entry = labels.addAction(f"{action.text()}\t{key}" if key else action.text())
            entry.setIcon(swatch(self._session.codebook.label(label_id)))
            entry.triggered.connect(partial(self._relabel, label_id))
        key = key_text(self._actions.keymap.first("spans.unlink"))
        menu.addAction(f"{_translated('Unlink the entity')}\t{key}", self._unlink)
        key = key_text(self._actions["span.delete"].shortcut())
        menu.addAction(f"{_translated('Delete the spans')}\t{key}", self._delete)
        return menu


def _translated(text: str) -> str:
    return QCoreApplication.translate("Panels", text)
