"""The table of commands as live actions. Who does the work is said once, by `connect_to`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from annotator.ui.action_table import ACTIONS, SPECS
from annotator.ui.keymap import Keymap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from annotator.ui.session import Session

LABEL_PREFIX = "label:"


class Actions(QObject):
    """The table as live actions: enabled as the session allows, with the user's keys.

    Page actions act while the page has the focus: they are added to it, with the
    shortcut context of that widget. `keymap` says the keys of panels, too.
    """

    def __init__(self, session: Session, window: QWidget, page: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._page = page
        self.keymap = Keymap(self)
        self._actions: dict[str, QAction] = {}
        self._labels: dict[str, QAction] = {}
        self._barred: set[str] = set()
        for spec in ACTIONS:
            action = QAction(QCoreApplication.translate("Actions", spec.text), self)
            action.setObjectName(spec.id)
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
            if spec.scope == "page":
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                page.addAction(action)
            else:
                window.addAction(action)
            self._actions[spec.id] = action
        session.opened.connect(self.refresh)
        session.closed.connect(self.refresh)
        session.document_opened.connect(self.refresh)
        session.focus_changed.connect(self.refresh)
        session.undo_changed.connect(self.refresh)
        session.sights.changed.connect(self.refresh)
        self.refresh()

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def connect_to(self, functions: Mapping[str, Callable[[], object]]) -> None:
        """Say who does the work, by action id."""
        for action_id, function in functions.items():
            asked = self._if_writable(function) if SPECS[action_id].needs == "edit" else function
            self._actions[action_id].triggered.connect(_without_checked(asked))

    def _if_writable(self, function: Callable[[], object]) -> Callable[[], object]:
        """The function, or the reason why nothing can be written."""

        def run() -> None:
            session = self._session
            if session.project is not None and session.project.read_only:
                text = QCoreApplication.translate("Actions", "This project is open for reading only.")
                session.failed.emit(text, session.project.read_only_reason)
            else:
                function()

        return run

    def bar(self, action_id: str, *, is_barred: bool) -> None:
        """Let a command not be chosen whatever is open, or let it be as its `needs` say again."""
        (self._barred.add if is_barred else self._barred.discard)(action_id)
        self.refresh()

    def set_keys(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """Use these keys instead of the usual ones, by action id."""
        for spec in ACTIONS:
            chosen = keys.get(spec.id, spec.keys)
            self._actions[spec.id].setShortcuts([QKeySequence(key) for key in chosen])
        self.keymap.set_keys(keys)

    def set_labels(self, keys: Mapping[str, tuple[str, str]], label: Callable[[str], object]) -> None:
        """Make one action for each label: its name and its key, by label id."""
        for action in self._labels.values():
            self._page.removeAction(action)
            action.deleteLater()
        self._labels = {}
        for label_id, (name, key) in keys.items():
            action = QAction(name, self)
            action.setObjectName(LABEL_PREFIX + label_id)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(_without_checked(self._if_writable(partial(label, label_id))))
            self._page.addAction(action)
            self._labels[label_id] = action
        self.refresh()

    @property
    def labels(self) -> Mapping[str, QAction]:
        """The actions of the codebook's labels, by label id."""
        return self._labels

    def refresh(self) -> None:
        """Enable what can be done now, and name what would be undone."""
        session = self._session
        holds = {
            "": True,
            "project": session.project is not None,
            "document": session.document is not None,
            "span": session.focus is not None,
            "edit": session.document is not None,
            "sight": session.project is not None and session.sights.can_choose,
        }
        for spec in ACTIONS:
            self._actions[spec.id].setEnabled(holds[spec.needs] and spec.id not in self._barred)
        for action in self._labels.values():
            action.setEnabled(holds["edit"])
        for action_id, title in (("edit.undo", session.undo_title), ("edit.redo", session.redo_title)):
            word = QCoreApplication.translate("Actions", SPECS[action_id].text)
            self._actions[action_id].setText(f"{word} {title}".strip())
            self._actions[action_id].setEnabled(bool(title) and session.is_writable)


def _without_checked(function: Callable[[], object]) -> Callable[[bool], None]:
    def run(_checked: bool = False) -> None:
        function()

    return run
