"""The hand: presses real keys and clicks in a real window, and counts what it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model.candidates import candidates
from annotator.model.values import Span
from annotator.ui import theme
from annotator.ui.app import Workbench, make_application
from annotator.ui.settings import Settings
from annotator.ui.text_view.modes import HintMode, hint_letters
from tests.benchmarks.replay_given import Given, Stuck
from tests.benchmarks.replay_moves import Moves, State, Way

KEY, POINT = 0.20, 1.10
"""Operators of the interaction spec, in seconds: a key with its modifiers, pointing at a place."""
WINDOW = (1360, 860)


@dataclass
class Effort:
    """What was done for one kind of thing: keys, pointing, and characters of so many free texts."""

    keys: int = 0
    points: int = 0
    typed: int = 0
    things: int = 0
    texts: int = 0

    @property
    def operations(self) -> int:
        return self.keys + self.points

    @property
    def seconds(self) -> float:
        """Motor time; free text apart."""
        return self.keys * KEY + self.points * POINT

    def __add__(self, other: Effort) -> Effort:
        return Effort(
            self.keys + other.keys,
            self.points + other.points,
            self.typed + other.typed,
            self.things + other.things,
            self.texts + other.texts,
        )


@dataclass
class Hand:
    """Works in one window; every key goes where the focus is."""

    workbench: Workbench
    efforts: dict[str, Effort] = field(default_factory=dict)
    commands: Counter[str] = field(default_factory=Counter)
    purpose: str = ""

    @contextmanager
    def working_on(self, purpose: str, things: int = 1) -> Iterator[None]:
        """Count what is done meanwhile for this purpose."""
        former, self.purpose = self.purpose, purpose
        self._effort().things += things
        yield
        self.purpose = former

    def _effort(self) -> Effort:
        return self.efforts.setdefault(self.purpose, Effort())

    # ------------------------------------------------------------ keys

    def press(self, command: str) -> None:
        """Press the key that now stands for a command or a label."""
        if command == "hint-letter":  # pressed with the first
            return
        if command.startswith("hint:"):
            self._press_hint(int(command.partition(":")[2]))
            return
        label = command.partition(":")[2]
        actions = self.workbench.window.commands
        action = actions.labels[label] if command.startswith("label:") else actions[command]
        self.commands[command.partition(":")[0] if label else command] += 1
        shortcuts = action.shortcuts()
        assert shortcuts, f"{command} has no key"
        self.press_key(shortcuts[0].toString())

    def press_key(self, key: str) -> None:
        """Press one key, in Qt's portable notation."""
        combination = QKeySequence(key)[0]
        self._effort().keys += 1
        focused = QApplication.focusWidget() or self.workbench.window
        QTest.keyClick(focused, combination.key(), combination.keyboardModifiers())
        QApplication.processEvents()

    def type_text(self, text: str) -> None:
        """Type free text where the focus is; each character counts as typed, not as an operation."""
        self._effort().typed += len(text)
        self._effort().texts += 1
        focused = QApplication.focusWidget()
        assert focused is not None
        for letter in text:
            if letter == "\n":
                QTest.keyClick(focused, Qt.Key.Key_Return)
            elif letter.isascii():
                QTest.keyClick(focused, letter)
            else:
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    plain = Qt.KeyboardModifier.NoModifier
                    QApplication.sendEvent(focused, QKeyEvent(kind, 0, plain, letter))
        QApplication.processEvents()

    def _press_hint(self, position: int) -> None:
        """H, and the letters that stand on the place at this offset."""
        self.press("hints.show")
        self.press_letters(position)

    def press_letters(self, position: int) -> None:
        """The letters that now stand at this offset."""
        mode = self.workbench.window.page.mode
        assert isinstance(mode, HintMode)
        index = next(i for i, place in enumerate(mode.positions) if place == position)
        for letter in mode.letters[index]:
            self.press_key(letter.upper())

    def choose(self, span: Span) -> None:
        """Choose a target while letters stand on the targets: Enter, letters or arrows."""
        mode = self.workbench.window.page.mode
        if not isinstance(mode, HintMode):
            raise Stuck(f"{span.text[:30]!r} is not offered as a target")
        places = self.workbench.annotating.moving.choosing._places
        index = next(i for i, (_, place) in enumerate(places) if place == span)
        distance = (index - mode.chosen) % len(places)
        steps = min(distance, len(places) - distance)
        while index not in mode.letters and steps > 1:
            self.press_key("PgDown" if mode.positions[index] >= max(self._in_sight()) else "PgUp")
            distance = (index - mode.chosen) % len(places)
            steps = min(distance, len(places) - distance)
        letters = mode.letters.get(index)
        if letters is not None and len(letters) <= steps + 1 and steps:
            for letter in letters:
                self.press_key(letter.upper())
            return
        for _ in range(steps):
            self.press_key("Right" if steps == distance else "Left")
        self.press_key("Return")

    def _in_sight(self) -> tuple[int, int]:
        visible = self.workbench.window.page.visible()
        return visible.start, visible.end

    # ------------------------------------------------------------ pointing

    def click(self, position: int) -> None:
        """Click the character at this offset, after turning the wheel if it is out of sight."""
        page = self.workbench.window.page
        while not page.visible().start <= position < page.visible().end - 1 or not self._box(position):
            before = page.verticalScrollBar().value()
            self._turn_wheel(-360 if position >= page.visible().start else 360)
            if page.verticalScrollBar().value() == before:
                break
        self._effort().points += 1
        point = self._box(position).center().toPoint()
        QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=point)
        QApplication.processEvents()

    def _box(self, position: int):  # type: ignore[no-untyped-def]
        boxes = self.workbench.window.page.visible().boxes(position, position + 1)
        return boxes[0][0] if boxes else None

    def _turn_wheel(self, angle: int) -> None:
        viewport = self.workbench.window.page.viewport()
        middle = QPointF(viewport.rect().center())
        none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
        there = QPointF(viewport.mapToGlobal(middle))
        turn = QPointF(0, angle).toPoint()
        plain = Qt.KeyboardModifier.NoModifier
        event = QWheelEvent(middle, there, QPointF().toPoint(), turn, none, plain, phase, False)
        self._effort().keys += 1
        QApplication.sendEvent(viewport, event)
        QApplication.processEvents()

    # ------------------------------------------------------------ looking

    def hints(self, moves: Moves) -> list[Way]:
        """Where H and the letters in sight would lead, as the page would show them."""
        page, session = self.workbench.window.page, self.workbench.session
        visible = page.visible()
        assert session.annotations is not None
        spans = session.annotations.touching(visible.start, visible.end)
        labelled = {span.start for span in spans}
        found = candidates(page.text, visible.start, visible.end)
        places = [*spans, *(one for one in found if one.fragment.start not in labelled)]
        from annotator.ui.choosing import _marked

        marked = sorted(_marked(places), key=lambda one: one[0])
        here = min((place for place, _ in marked), key=lambda at: abs(at - session.caret), default=0)
        seen = [one for one in marked if visible.start <= one[0] < visible.end]
        seen.sort(key=lambda one: abs(one[0] - here))
        ways = []
        for (position, place), letters in zip(seen, hint_letters(len(seen)), strict=True):
            state = (
                State(place.start, None, place.id)
                if isinstance(place, Span)
                else State(place.fragment.start, place)
            )
            ways.append(Way((f"hint:{position}", *["hint-letter"] * len(letters)), state))
        return ways


def open_window(given: Given, folder: Path) -> Workbench:
    """A window on a project with the article, nothing labelled, the page focused."""
    given.make_project(folder / "replay.annodb").close()
    settings = Settings(folder / "settings.ini")
    settings.annotator_name = "Replay"
    settings.checklist = []
    application = make_application()
    theme.apply(application, "light")
    workbench = Workbench(application, settings)
    workbench.window.resize(*WINDOW)
    workbench.window.show()
    workbench.window.activateWindow()
    QTest.qWaitForWindowActive(workbench.window)
    workbench.start(folder / "replay.annodb")
    session = workbench.session
    if session.document is None:
        assert session.project is not None
        session.open_document(session.project.documents()[0].id)
    workbench.window.page.setFocus()
    QApplication.processEvents()
    return workbench
