"""What keys, menu and buttons of a list of hits do to the hits that are chosen in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from annotator.ui.action_table import SPECS
from annotator.ui.chosen_spans import ChosenSpans
from annotator.ui.keymap import pressed_keys
from annotator.ui.panels.hit_linking import HitLinking
from annotator.ui.panels.hit_texts import one_line
from annotator.ui.panels.marks import swatch
from annotator.ui.panels.texts import key_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from annotator.model.hit import Hit
    from annotator.ui.actions import Actions
    from annotator.ui.keymap import Keymap
    from annotator.ui.panels.hit_list import HitList
    from annotator.ui.session import Session


@dataclass(frozen=True, slots=True)
class ListCommand:
    """One command of a list; `action` names the one of the tables of commands whose keys it has.

    Keys of a panel's command are the list's even where a command of the window has them.
    """

    id: str
    text: str
    icon: str
    action: str
    begins_group: bool = False


_IN_REVIEWS = ("preview", "copy")
COMMANDS = (
    ListCommand("go", "Go there", "arrow-right", "hits.go"),
    ListCommand("preview", "Show without leaving the list", "", "hits.preview"),
    ListCommand("accept", "Accept as labelled by hand", "check", "hits.accept", begins_group=True),
    ListCommand("link", "Link the likeliest entity", "entity", "entity.link"),
    ListCommand("choose", "Choose the entity…", "", "entity.choose"),
    ListCommand("unlink", "Unlink the entity", "", "hits.unlink"),
    ListCommand("delete", "Delete the spans", "trash", "span.delete"),
    ListCommand("reject", "Take off the list", "minus", "hits.reject", begins_group=True),
    ListCommand("copy", "Copy", "copy", "hits.copy"),
    ListCommand("undo", "", "", "page.undo"),
)
"""The commands of every list; those without a text stand in no menu."""


class HitCommands(QObject):
    """The commands on the chosen hits of one list, by key and as a menu."""

    def __init__(
        self, session: Session, actions: Actions, hits: HitList, *, is_review: bool = False
    ) -> None:
        """In a review nothing is written: only what is added, showing and copying."""
        super().__init__(hits)
        self._is_review = is_review
        self._session = session
        self._actions = actions
        self._hits = hits
        self.spans = ChosenSpans(session)
        self.spans.setParent(self)
        linking = HitLinking(session, hits, self.spans)
        self._added: list[tuple[ListCommand, Callable[[], object]]] = []
        self._functions: dict[str, Callable[[], object]] = {
            "go": hits.go,
            "preview": hits.preview,
            "accept": partial(self._do, self.spans.accept),
            "link": linking.link,
            "choose": linking.choose,
            "unlink": partial(self._do, self.spans.unlink),
            "delete": partial(self._do, self.spans.delete),
            "reject": hits.take_off,
            "copy": self.copy,
            "undo": session.undo,
        }
        self.leave: Callable[[], object] = session.page_requested.emit

    def add(self, command: ListCommand, function: Callable[[], object]) -> None:
        """A further command of this list; its keys come before those of the others."""
        self._added.append((command, function))

    def run(self, command_id: str) -> None:
        """Do what a command of the table does."""
        self._functions[command_id]()

    def label(self, label_id: str) -> None:
        """Label or relabel what is chosen."""
        self._do(partial(self.spans.label, label_id=label_id))

    def press(self, event: QKeyEvent) -> bool:
        """Do what this key stands for; False if it stands for nothing. Esc leaves the list."""
        function = self.leave if event.key() == Qt.Key.Key_Escape else self._function_of(event)
        if function is None:
            return False
        function()
        return True

    def _function_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        for command, function in self._added:
            if self.keymap.stands_for(event, command.action):
                return function
        pressed = pressed_keys(event)
        for label_id, action in self._actions.labels.items():
            is_asked = not self._is_review and not action.shortcut().isEmpty()
            if is_asked and action.shortcut() in pressed:
                return partial(self.label, label_id)
        for command in self.commands():
            if self.keymap.stands_for(event, command.action):
                return self._functions[command.id]
        return None

    def is_own(self, event: QKeyEvent) -> bool:
        """Whether the key is the list's alone, so that no other command has it."""
        own = [command for command, _function in self._added] + self.commands()
        return any(
            command.action not in SPECS and self.keymap.stands_for(event, command.action)
            for command in own
        )

    def commands(self) -> list[ListCommand]:
        """The commands of the table that this list has."""
        return [one for one in COMMANDS if not self._is_review or one.id in _IN_REVIEWS]

    @property
    def keymap(self) -> Keymap:
        """The keys that now hold."""
        return self._actions.keymap

    def key_of(self, command: ListCommand) -> str:
        """The first key of a command as people read it; empty if it has none."""
        return key_text(self.keymap.first(command.action))

    def copy(self) -> None:
        """Copy what is chosen as lines: article, before, hit, after."""
        lines = (
            "\t".join(one_line(part) for part in (hit.title, hit.left, hit.text, hit.right))
            for hit in self._hits.selected()
        )
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _do(self, function: Callable[[list[Hit]], object]) -> None:
        chosen = self._hits.selected()
        if chosen:
            function(chosen)

    # ------------------------------------------------------------ menus

    def menu(self) -> QMenu:
        """All that can be done with what is chosen."""
        menu = QMenu(self._hits)
        menu.setObjectName("hit_menu")
        menu.aboutToHide.connect(menu.deleteLater)
        for command, function in self._added:
            self._add_to(menu, command, function)
        for command in self.commands():
            if command.id == "accept":
                menu.addSeparator()
                self.fill_labels(menu.addMenu(_translated("Label as")))
            if command.text:
                self._add_to(menu, command, self._functions[command.id])
        menu.addSeparator()
        self._hits.table.column_menu(menu.addMenu(_translated("Columns")))
        return menu

    def fill_labels(self, menu: QMenu) -> None:
        """Fill a menu with the labels of the codebook and their keys."""
        menu.clear()
        for label_id, action in self._actions.labels.items():
            key = key_text(action.shortcut())
            entry = menu.addAction(f"{action.text()}\t{key}" if key else action.text())
            entry.setIcon(
                swatch(self._session.codebook.label(label_id), scale=self._hits.devicePixelRatioF())
            )
            entry.triggered.connect(lambda _checked=False, one=label_id: self.label(one))
        menu.setEnabled(not menu.isEmpty())

    def _add_to(self, menu: QMenu, command: ListCommand, function: Callable[[], object]) -> None:
        if command.begins_group:
            menu.addSeparator()
        key = self.key_of(command)
        text = _translated(command.text)
        entry = menu.addAction(f"{text}\t{key}" if key else text)
        entry.setObjectName(f"hit_{command.id}")
        entry.setEnabled(bool(self._hits.selected_count()) or command in dict(self._added))
        entry.triggered.connect(lambda _checked=False: function())


def _translated(text: str) -> str:
    return QCoreApplication.translate("Panels", text)
