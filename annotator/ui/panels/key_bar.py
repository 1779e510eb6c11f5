"""One line of the most useful keys for the present situation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy

from annotator.ui.action_table import ACTIONS
from annotator.ui.entity_registry import registry_of
from annotator.ui.panels.key_hints import KeyHint, hints_for, read_prompt
from annotator.ui.panels.key_lines import HintStrip, KeyLines
from annotator.ui.panels.texts import key_text, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QHideEvent, QMoveEvent, QResizeEvent, QShowEvent

    from annotator.ui.actions import Actions
    from annotator.ui.session import Session


class KeyBar(HintStrip):
    """Keys as small key caps; what finds no room is left out, the way to all keys never is.

    A click presses a key. The keys of a mode are all shown: where one line is too short,
    further ones lie over the page, which does not move. `mode_key_chosen` names a key of
    the page's mode.
    """

    mode_key_chosen = Signal(str)

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("key_bar")
        self.setAccessibleName(self.tr("Keys"))
        self._session = session
        self._actions = actions
        self._prompt = ""
        self._hints: list[KeyHint] = []
        self._all: KeyLines | None = None
        self.key_chosen.connect(self._press)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for signal in (session.opened, session.closed, session.focus_changed, session.selection_changed):
            signal.connect(self.refresh)
        session.document_opened.connect(self.refresh)
        registry_of(session).changed.connect(self.refresh)
        self.refresh()

    def show_prompt(self, text: str) -> None:
        """Show this prompt of the page instead of the usual keys; empty ends it."""
        self._prompt = text
        self.refresh()

    def refresh(self) -> None:
        """Read situation and keys anew: also after the user has changed keys."""
        if self._prompt:
            hints = read_prompt(self._prompt)
        else:
            hints = hints_for(self._session, self._actions)
            key = key_text(self._actions["page.keys"].shortcut())
            hints.append(KeyHint(key, said("all keys")))
        if hints != self._hints:
            self._hints = hints
            words = ", ".join(f"{hint.key} {hint.text}".strip() for hint in hints)
            self.setAccessibleDescription(words)
            self.update()
        self._show_all()

    def _show_all(self) -> None:
        """Lay further lines over the page, if a mode has more keys than find room."""
        parent = self.parentWidget()
        is_short = bool(self._prompt) and len(self.fitting(self._hints)) < len(self._hints)
        if parent is not None and is_short and self.isVisible():
            if self._all is None or self._all.parentWidget() is not parent:
                self._all = KeyLines(parent)
                self._all.key_chosen.connect(self._press)
            self._all.show_hints(self._hints, self)
        elif self._all is not None:
            self._all.hide()

    def _press(self, key: str) -> None:
        """Hand the key to the mode; without one do what it stands for, and nothing for a pair."""
        if self._prompt:
            self.mode_key_chosen.emit(key)
        else:
            known = (self._actions[spec.id] for spec in ACTIONS)
            action = next((one for one in known if key_text(one.shortcut()) == key), None)
            if action is not None:
                action.trigger()

    def lines(self) -> Sequence[Sequence[KeyHint]]:
        """The hints that find room, in order; the last one always does."""
        if not self._hints:
            return ()
        *others, last = self._hints
        return ([*self.fitting(others, besides=last), last],)

    def sizeHint(self) -> QSize:
        """As high as a key cap with some air."""
        return QSize(480, self.line_height())

    def minimumSizeHint(self) -> QSize:
        """It may become as narrow as its neighbours want."""
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for more, or for less."""
        super().resizeEvent(event)
        self._show_all()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Further lines move along."""
        super().moveEvent(event)
        self._show_all()

    def showEvent(self, event: QShowEvent) -> None:
        """Further lines come along."""
        super().showEvent(event)
        self._show_all()

    def hideEvent(self, event: QHideEvent) -> None:
        """Further lines go with it."""
        super().hideEvent(event)
        self._show_all()
