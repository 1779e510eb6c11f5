"""All commands in one table: id, text, keys, icon, where they act and what they need.

Menus, tool bar, context menu, key sheet and settings are all made from it. Who does
the work is said once, by `Actions.connect_to`; the keys are the user's own (settings).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from annotator.ui.session import Session


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One command. `scope` is page (acts while the text has the focus) or window.

    `needs` is "" (always), project, document, span or edit (a document that may be
    written); keys are in Qt's portable notation, the first one is shown in menus.
    """

    id: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    scope: str = "window"
    needs: str = ""


def _page(
    id_: str, text: str, menu: str, *keys: str, icon: str = "", needs: str = "document"
) -> ActionSpec:
    return ActionSpec(id_, text, menu, keys, icon, "page", needs)


def _window(id_: str, text: str, menu: str, *keys: str, icon: str = "", needs: str = "") -> ActionSpec:
    return ActionSpec(id_, text, menu, keys, icon, "window", needs)


ACTIONS: tuple[ActionSpec, ...] = (
    _window("project.new", "New project…", "file", "Ctrl+N", icon="file-plus"),
    _window("project.open", "Open project…", "file", "Ctrl+O", icon="folder-open"),
    _window("project.sample", "Open a copy of the sample project", "file", icon="sparkle"),
    _window("project.import", "Import articles…", "file", "Ctrl+I", icon="import", needs="project"),
    _window("project.export", "Export…", "file", "Ctrl+E", icon="export", needs="project"),
    _window("project.snapshot", "Save a snapshot…", "file", "Ctrl+S", icon="check", needs="project"),
    _window("project.close", "Close project", "file", "Ctrl+W", needs="project"),
    _window("settings.open", "Settings…", "file", "Ctrl+,", icon="settings"),
    _window("window.quit", "Quit", "file", "Ctrl+Q"),
    _window("edit.undo", "Undo", "edit", "Ctrl+Z", icon="undo", needs="project"),
    _window("edit.redo", "Redo", "edit", "Ctrl+Shift+Z", "Ctrl+Y", icon="redo", needs="project"),
    _page("page.undo", "Undo", "", "Z"),
    _page("page.copy", "Copy", "edit", "Ctrl+C"),
    _page("page.escape", "Leave, or select nothing", "edit", "Esc"),
    _window("find.open", "Find in the article…", "edit", "Ctrl+F", icon="search", needs="document"),
    _window("find.next", "Next hit", "edit", "F3", needs="document"),
    _window("find.previous", "Previous hit", "edit", "Shift+F3", needs="document"),
    _page("label.repeat", "Repeat the last label", "annotate", "R", needs="edit"),
    _page(
        "label.all_equal", "Label all equal words in the article", "annotate", "Shift+R", needs="edit"
    ),
    _page("selection.expand", "Expand", "annotate", "E"),
    _page("selection.shrink", "Shrink", "annotate", "Shift+E"),
    _page("fragment.add", "Add the selection as a fragment", "annotate", "J", needs="edit"),
    _page("span.attribute", "Set an attribute…", "annotate", "T", needs="edit"),
    _page("span.note", "Note…", "annotate", "M", icon="note", needs="edit"),
    _page("span.delete", "Delete", "annotate", "D", "Del", "Backspace", icon="trash", needs="edit"),
    _page("relation.speaker", "Propose the speaker", "annotate", "S", icon="speaker", needs="edit"),
    _page("relation.link", "Link…", "annotate", "L", icon="link", needs="edit"),
    _page(
        "suggestion.accept", "Accept the proposal", "annotate", "Return", "Enter", "Tab", needs="edit"
    ),
    _page("suggestion.reject", "Reject the proposal", "annotate", "X", needs="edit"),
    _page("suggestion.skip", "Next, without a decision", "annotate", "Space"),
    _page("hints.show", "Hint letters", "annotate", "H"),
    _page("pen.start", "Pen…", "annotate", "V", icon="pen", needs="edit"),
    _page("info.show", "What is here?", "annotate", "I", icon="info"),
    _page("token.next", "Next word", "go", "Right"),
    _page("token.previous", "Previous word", "go", "Left"),
    _page("candidate.next", "Next candidate", "go", "Ctrl+Right"),
    _page("candidate.previous", "Previous candidate", "go", "Ctrl+Left"),
    _page("sentence.next", "Next sentence", "go", "Ctrl+Down"),
    _page("sentence.previous", "Previous sentence", "go", "Ctrl+Up"),
    _page("span.next", "Next span", "go", "N"),
    _page("span.previous", "Previous span", "go", "P"),
    _page("open.next", "Next unlabelled candidate", "go", "U"),
    _page("edge.right", "End one word to the right", "go", "Shift+Right"),
    _page("edge.left", "End one word to the left", "go", "Shift+Left"),
    _page("edge.right_character", "End one character to the right", "", "Ctrl+Shift+Right"),
    _page("edge.left_character", "End one character to the left", "", "Ctrl+Shift+Left"),
    _page("start.right", "Start one word to the right", "go", "Alt+Shift+Right"),
    _page("start.left", "Start one word to the left", "go", "Alt+Shift+Left"),
    _page("start.right_character", "Start one character to the right", "", "Ctrl+Alt+Shift+Right"),
    _page("start.left_character", "Start one character to the left", "", "Ctrl+Alt+Shift+Left"),
    _window("document.next", "Next article", "go", "Alt+Down", icon="arrow-right", needs="project"),
    _window("document.previous", "Previous article", "go", "Alt+Up", icon="arrow-left", needs="project"),
    _window(
        "document.done",
        "Article done, next one",
        "go",
        "Ctrl+Return",
        icon="check-circle",
        needs="document",
    ),
    _page("document.flag", "Flag the article", "go", "F", icon="flag", needs="edit"),
    _window("view.zoom_in", "Larger text", "view", "Ctrl++", "Ctrl+="),
    _window("view.zoom_out", "Smaller text", "view", "Ctrl+-"),
    _window("view.zoom_reset", "Normal text size", "view", "Ctrl+0"),
    _window("view.key_bar", "Key bar", "view"),
    _window("view.next_pane", "Next pane", "view", "F6"),
    _window("view.full_screen", "Full screen", "view", "F11"),
    _window("help.keys", "Keys", "help", "Shift+F1"),
    _page("page.keys", "Keys", "", "?"),
    _window("help.manual", "Manual", "help", "F1", icon="help"),
    _window("help.changes", "What is new", "help"),
    _window("help.about", "About Annotator", "help"),
)
SPECS: Mapping[str, ActionSpec] = {spec.id: spec for spec in ACTIONS}
LABEL_PREFIX = "label:"


class Actions(QObject):
    """The table as live actions: enabled as the session allows, with the user's keys.

    Page actions act while the page has the focus: they are added to it, with the
    shortcut context of that widget.
    """

    def __init__(self, session: Session, window: QWidget, page: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._page = page
        self._actions: dict[str, QAction] = {}
        self._labels: dict[str, QAction] = {}
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

    def set_keys(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """Use these keys instead of the usual ones, by action id."""
        for spec in ACTIONS:
            chosen = keys.get(spec.id, spec.keys)
            self._actions[spec.id].setShortcuts([QKeySequence(key) for key in chosen])

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
        }
        for spec in ACTIONS:
            self._actions[spec.id].setEnabled(holds[spec.needs])
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
