"""Modes of the page: what a key means while something is being chosen.

A mode takes the keys that it wants and leaves the others to the usual commands. Esc
always leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice, product
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt

from annotator.ui.text_view.overlay import Hint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

MODIFIER_KEYS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
)
LETTERS = "asdfghjklqwertyuiopzxcvbnm"


class Mode(Protocol):
    """Something that takes keys until it is left; `prompt` says which.

    One that is lasting stays when a key comes that it does not want.
    """

    prompt: str
    is_lasting: bool

    def wants(self, event: QKeyEvent) -> bool:
        """Whether this key is for the mode; the usual commands get the others."""

    def press(self, event: QKeyEvent) -> None:
        """Act on a wanted key."""

    def leave(self) -> None:
        """Esc was pressed, or something else came in between."""


def hint_letters(count: int) -> list[str]:
    """Letters for `count` places, none the beginning of another: as many as can be have one only."""
    single = min(count, len(LETTERS))
    if count > len(LETTERS):
        single = max(0, (len(LETTERS) ** 2 - count) // (len(LETTERS) - 1))
    length = 2
    while single + (len(LETTERS) - single) * len(LETTERS) ** (length - 1) < count:
        length += 1
    longer = product(LETTERS[single:], *[LETTERS] * (length - 1))
    rest = ("".join(letters) for letters in islice(longer, count - single))
    return [*LETTERS[:single], *rest]


def key_text(event: QKeyEvent) -> str:
    """The character that was typed, or the name of the key, without modifiers like Ctrl."""
    modifiers = event.modifiers() & ~(
        Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    )
    if modifiers:
        return ""
    names = {
        Qt.Key.Key_Return: "Return",
        Qt.Key.Key_Enter: "Return",
        Qt.Key.Key_Tab: "Tab",
        Qt.Key.Key_Backtab: "",  # always leads out of the page
        Qt.Key.Key_Escape: "Esc",
        Qt.Key.Key_Left: "Left",
        Qt.Key.Key_Right: "Right",
        Qt.Key.Key_Up: "Left",
        Qt.Key.Key_Down: "Right",
        Qt.Key.Key_Space: "Space",
        Qt.Key.Key_PageUp: "PgUp",
        Qt.Key.Key_PageDown: "PgDown",
        Qt.Key.Key_Delete: "Del",
        Qt.Key.Key_Backspace: "Backspace",
    }
    return names.get(Qt.Key(event.key()), event.text())


def mode_keys(page: QWidget, action_id: str) -> list[str]:
    """The keys, as `key_text` names them, that a command of the page now has without Ctrl or Alt."""
    actions = (one for one in page.actions() if one.objectName() == action_id)
    keys = [key.toString() for action in actions for key in action.shortcuts()]
    return list(dict.fromkeys(key.replace("Enter", "Return") for key in keys if "+" not in key[:-1]))


@dataclass(slots=True)
class KeyMode:
    """Waits for one of some keys (compared without case) and does what stands for it."""

    prompt: str
    keys: Mapping[str, Callable[[], object]]
    finish: Callable[[], None]
    passes_on: bool = False
    is_lasting: bool = False
    refuse: Callable[[str], object] | None = None

    def wants(self, event: QKeyEvent) -> bool:
        """Any plain key, or only the known ones where the others are passed on."""
        return self._function(event) is not None if self.passes_on else key_text(event) != ""

    def press(self, event: QKeyEvent) -> None:
        """Do what the key stands for; an unknown one is refused, or else only leaves."""
        function = self._function(event)
        if function is None and self.refuse is not None:
            self.refuse(key_text(event))
            return
        self.finish()
        if function is not None:
            function()

    def _function(self, event: QKeyEvent) -> Callable[[], object] | None:
        text = key_text(event)
        if text == "Esc":
            return _nothing
        return self.keys.get(text) or self.keys.get(text.upper()) or self.keys.get(text.lower())

    def leave(self) -> None:
        """Nothing is chosen."""
        self.finish()


def _nothing() -> None:
    """Only leave."""


@dataclass(slots=True)
class PenMode:
    """Lasts until Esc: each gesture of the mouse labels."""

    prompt: str
    label: str
    finish: Callable[[], None]
    is_lasting: bool = True

    def wants(self, event: QKeyEvent) -> bool:
        """Only Esc."""
        return key_text(event) == "Esc"

    def press(self, event: QKeyEvent) -> None:
        """Put the pen down."""
        self.finish()

    def leave(self) -> None:
        """Put the pen down."""
        self.finish()


@dataclass(slots=True)
class HintMode:
    """Chooses one of several places by letters, arrows and Enter, or a click.

    `positions` are in order. Letters stand on those that `in_sight` covers, one letter on
    the nearest; the arrows reach all of them, PgUp and PgDown those out of sight, and
    `bring` scrolls to one.
    """

    prompt: str
    positions: Sequence[int]
    choose: Callable[[int], object]
    show: Callable[[tuple[Hint, ...]], None]
    finish: Callable[[], None]
    in_sight: Callable[[], tuple[int, int]]
    bring: Callable[[int], None]
    chosen: int = 0
    is_lasting: bool = False
    typed: str = ""
    letters: dict[int, str] = field(default_factory=dict)

    def start(self) -> None:
        """Show the letters; also after scrolling."""
        first, last = self.in_sight()
        seen = [index for index, place in enumerate(self.positions) if first <= place < last]
        here = self.positions[self.chosen]
        seen.sort(key=lambda index: abs(self.positions[index] - here))
        self.letters = dict(zip(seen, hint_letters(len(seen)), strict=True))
        self.typed = ""
        self._show()

    def wants(self, event: QKeyEvent) -> bool:
        """Any plain key."""
        return key_text(event) != ""

    def press(self, event: QKeyEvent) -> None:
        """Take letters, arrows, Enter and Esc."""
        text = key_text(event)
        if text == "Esc":
            self.finish()
        elif text in ("Left", "Right"):
            self._step(1 if text == "Right" else -1)
        elif text in ("PgUp", "PgDown"):
            self._turn(is_ahead=text == "PgDown")
        elif text in ("Return", "Tab"):
            self.take(self.chosen)
        elif len(text) == 1 and text.isalpha():
            self._type(text.lower())

    def take(self, index: int) -> None:
        """This place is the one."""
        self.finish()
        self.choose(index)

    def leave(self) -> None:
        """Nothing is chosen."""
        self.finish()

    def _step(self, step: int) -> None:
        self.chosen = (self.chosen + step) % len(self.positions)
        if self.chosen in self.letters:
            self._show()
        else:
            self.bring(self.positions[self.chosen])
            self.start()

    def _turn(self, *, is_ahead: bool) -> None:
        """Go to the nearest place that is out of sight on this side, if there is one."""
        first, last = self.in_sight()
        beyond = [at for at in self.positions if (at >= last if is_ahead else at < first)]
        if beyond:
            self.chosen = self.positions.index(min(beyond) if is_ahead else max(beyond))
            self.bring(self.positions[self.chosen])
            self.start()

    def _type(self, letter: str) -> None:
        typed = self.typed + letter
        fitting = [index for index, letters in self.letters.items() if letters.startswith(typed)]
        if fitting and self.letters[fitting[0]] == typed:
            self.take(fitting[0])
        elif fitting:
            self.typed = typed
            self._show()

    def _show(self) -> None:
        rest = len(self.typed)
        hints = [
            Hint(letters[rest:], self.positions[index], is_chosen=index == self.chosen)
            for index, letters in self.letters.items()
            if letters.startswith(self.typed)
        ]
        self.show(tuple(hints))
