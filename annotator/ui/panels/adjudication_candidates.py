"""The candidates of the present difference, each a button with its key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.model.values import Relation, Span
from annotator.ui import icons, theme
from annotator.ui.adjudication_deciding import MOST_CANDIDATES
from annotator.ui.adjudication_distinctions import distinctions
from annotator.ui.adjudication_words import is_chosen
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.elided_label import ElidedLabel
from annotator.ui.panels.marks import SIDE, swatch
from annotator.ui.panels.texts import excerpt, key_text, said, short_name

if TYPE_CHECKING:
    from annotator.model.adjudication import Candidate, Group
    from annotator.ui.adjudication import Adjudication
    from annotator.ui.keymap import Keymap

_CAP = 26
"""The width of a key cap in pixels, so that the words of all rows begin at one line."""


class CandidateButton(QPushButton):
    """Key, label, who has it so; below, the words and what distinguishes them."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "row")
        self.setAutoDefault(False)
        self._cap = plain_label(role="key")
        self._cap.setFixedWidth(_CAP)
        self._cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sign = QLabel()
        self._name, self._support = ElidedLabel(), plain_label(role="muted")
        font = QFont(self._name.font())
        font.setWeight(QFont.Weight.DemiBold)
        self._name.setFont(font)
        self._words = ElidedLabel(lines=2)
        self._more = ElidedLabel(lines=3, role=QPalette.ColorRole.PlaceholderText)
        self._tick = QLabel()
        head = QHBoxLayout()
        head.setSpacing(theme.HALF_STEP + 2)
        head.addWidget(self._sign)
        head.addWidget(self._name, 1)
        head.addWidget(self._tick)
        head.addWidget(self._support)
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addLayout(head)
        lines.addWidget(self._words)
        lines.addWidget(self._more)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.HALF_STEP, 5, theme.STEP, 5)
        row.setSpacing(theme.STEP)
        row.addWidget(self._cap, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_words(
        self, key: str, name: str, words: str, more: str, support: str, *, is_chosen: bool
    ) -> None:
        """Show this; empty words take no room."""
        self._cap.setText(key)
        self._name.set_text(name)
        self._words.set_text(words)
        self._words.setVisible(bool(words))
        self._more.set_text(more)
        self._more.setVisible(bool(more))
        self._support.setText(support)
        self._tick.setPixmap(
            icons.icon("check-circle").pixmap(SIDE, SIDE) if is_chosen else icons.icon("").pixmap(1, 1)
        )
        self._tick.setVisible(is_chosen)
        chosen = said("decided") if is_chosen else ""
        parts = [key, name, words, more, support, chosen]
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.updateGeometry()

    def show_sign(self, button: Candidate, adjudication: Adjudication) -> None:
        """Show the mark of the label in small."""
        label = adjudication.session.codebook.label(button.value.label)
        is_span = isinstance(button.value, Span)
        self._sign.setVisible(is_span)
        if is_span:
            self._sign.setPixmap(swatch(label, scale=self.devicePixelRatioF()).pixmap(SIDE, SIDE))

    def hide_sign(self) -> None:
        """Show no mark."""
        self._sign.hide()

    def sizeHint(self) -> QSize:
        """As high as what is in it."""
        return QSize(120, self.height_at(self.width()))

    def height_at(self, width: int) -> int:
        """How high it is at this width, in pixels."""
        layout = self.layout()
        assert layout is not None
        layout.invalidate()
        if layout.hasHeightForWidth():
            return layout.heightForWidth(max(120, width))
        return layout.sizeHint().height()

    def minimumSizeHint(self) -> QSize:
        """The same height."""
        return self.sizeHint()


class Candidates(QWidget):
    """All candidates of a difference, then both and none."""

    def __init__(self, adjudication: Adjudication, keymap: Keymap) -> None:
        super().__init__()
        self._adjudication = adjudication
        self._keymap = keymap
        self._buttons: list[CandidateButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        deciding = adjudication.deciding
        for number in range(1, MOST_CANDIDATES + 1):
            button = self._new(f"candidate_{number}")
            button.clicked.connect(partial(self._take, number))
            self._buttons.append(button)
        self._both = self._new("candidates_both")
        self._both.clicked.connect(lambda: deciding.take_all())
        self._none = self._new("candidates_none")
        self._none.clicked.connect(lambda: deciding.take_none())

    def wanted_height(self, width: int) -> int:
        """How high all that is shown is at this width, in pixels."""
        shown = [one for one in (*self._buttons, self._both, self._none) if not one.isHidden()]
        gaps = self.layout().spacing() * max(0, len(shown) - 1)  # type: ignore[union-attr]
        return sum(one.height_at(width) for one in shown) + gaps

    def _new(self, name: str) -> CandidateButton:
        button = CandidateButton()
        button.setObjectName(name)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(button)
        return button

    def _take(self, number: int) -> None:
        self._adjudication.deciding.take(number)

    def show_group(self, group: Group) -> None:
        """Show the candidates of this group."""
        for number, button in enumerate(self._buttons, start=1):
            if number > len(group.candidates):
                button.hide()
                continue
            self._show(button, group, number)
            button.show()
        several = len(group.candidates)
        self._both.setVisible(group.can_be_all)
        is_none = group.decision is not None and group.decision.outcome == "none"
        is_both = group.decision is not None and len(group.decision.gold) > 1
        words = said("Both") if several == 2 else said("All of them")
        for button, command, name, support, chosen in (
            (self._both, "both", words, "", is_both),
            (self._none, "none", said("Nothing here"), self._who(group.absent, group), is_none),
        ):
            key = key_text(self._keymap.first(f"adjudication.{command}"))
            button.hide_sign()
            button.show_words(key, name, "", "", support, is_chosen=chosen)

    def _show(self, button: CandidateButton, group: Group, number: int) -> None:
        candidate, book = group.candidates[number - 1], self._adjudication.session.codebook
        value = candidate.value
        if isinstance(value, Relation):
            name, words = self._relation(value)
        else:
            name, words = short_name(book.label(value.label).name), _both_ends(value.text)
        key = key_text(self._keymap.first(f"adjudication.take_{number}"))
        docket, session = self._adjudication.docket, self._adjudication.session
        same = docket.case.entities if docket is not None else {}
        others = [one.value for one in group.candidates]
        found = distinctions(session, others, value, same)
        more = "\n".join(f"{what}: {words_}" for what, words_ in found)
        button.show_sign(candidate, self._adjudication)
        is_taken = is_chosen(group, candidate)
        button.show_words(key, name, words, more, self._who(candidate.people, group), is_chosen=is_taken)

    def _relation(self, value: Relation) -> tuple[str, str]:
        docket, book = self._adjudication.docket, self._adjudication.session.codebook
        assert docket is not None
        kind = book.relation_types.get(value.label)
        ends = (docket.case.gold_spans[one].text for one in (value.from_id, value.to_id))
        start, end = (excerpt(one, limit=46) for one in ends)
        return (kind.name if kind is not None else value.label), f"{start} → {end}"

    def _who(self, people: tuple[str, ...], group: Group) -> str:
        """How many have it so, and who."""
        if not people:
            return ""
        names = ", ".join(sorted(map(self._adjudication.name, people)))
        short = names if len(names) < 18 else ""
        of_all = said("%1 of %2").replace("%1", str(len(people))).replace("%2", str(group.people))
        return f"{of_all}: {short}" if short else of_all


def _both_ends(text: str) -> str:
    """The words, of many the first and the last: edges are what differs."""
    line = excerpt(text, limit=2_000)
    return line if len(line) <= 84 else f"{line[:40].rstrip()} … {line[-40:].lstrip()}"
