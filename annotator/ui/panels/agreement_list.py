"""The list of disagreements behind a number: what they are, and the way to each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.analysis.agreement_differences import Kind
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.hit_commands import ListCommand
from annotator.ui.panels.hit_list import HitList
from annotator.ui.panels.hit_texts import Column
from annotator.ui.panels.texts import number_text, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.analysis.agreement_differences import Difference
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_NAMES = {
    Kind.ONLY_ONE: "Only one has it",
    Kind.LABEL: "The label differs",
    Kind.EDGES: "The edges differ",
    Kind.ATTRIBUTE: "An attribute differs",
    Kind.RELATION: "A relation differs",
}


class DifferenceList(QWidget):
    """Hits with what differs there; Enter goes to the place, Space shows it. `left` leads back."""

    left = Signal()

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("agreement_differences")
        self._differences: list[Difference] = []
        self._shown: list[Difference] = []
        self.hits = HitList(session, actions, is_review=True)
        self.hits.table.setAccessibleName(self.tr("Disagreements"))
        self.hits.table.show_column(Column.ANNOTATOR, True)
        self.hits.commands.leave = self.left.emit
        go_there = ListCommand("go_there", "Go there", "arrow-right", "hits.go")
        self.hits.commands.add(go_there, self.hits.go)
        self.hits.chosen_changed.connect(self._say_what)
        self._make_parts()
        self._lay_out()
        self.setFocusProxy(self.hits)

    def _make_parts(self) -> None:
        self._kind = QComboBox()
        self._kind.setObjectName("agreement_kind")
        self._kind.setAccessibleName(self.tr("Kind of disagreement"))
        self._kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._kind.activated.connect(lambda _index: self._filter())
        self._what = plain_label(wraps=True)
        self._what.setObjectName("agreement_what")
        self._what.setMinimumWidth(120)
        self._back = QPushButton(self.tr("Back to the numbers  Esc"))
        self._back.setObjectName("agreement_back")
        self._back.setAccessibleName(self.tr("Back to the numbers"))
        self._back.setAutoDefault(False)
        self._back.setProperty("role", "small")
        self._back.clicked.connect(self.left)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._kind)
        top.addWidget(self._what, 1)
        top.addWidget(self._back, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.hits, 1)

    @property
    def differences(self) -> Sequence[Difference]:
        """All that are listed, whatever kind is shown."""
        return self._differences

    def clear(self) -> None:
        """List nothing."""
        self._differences, self._shown = [], []
        self.hits.clear()
        self._offer()

    def add(self, some: Sequence[Difference]) -> None:
        """List these, too."""
        self._differences += some
        self._offer()
        self._add([one for one in some if self._is_shown(one)])

    def enter(self) -> None:
        """Take the focus at the first disagreement."""
        self.hits.enter()
        self._say_what()

    def _is_shown(self, one: Difference) -> bool:
        return self._kind.currentData() in (None, one.kind)

    def _add(self, some: Sequence[Difference]) -> None:
        self._shown += some
        self.hits.add_hits([one.hit for one in some])

    def _filter(self) -> None:
        self._shown = []
        self.hits.clear()
        self._add([one for one in self._differences if self._is_shown(one)])
        self._say_what()

    def _offer(self) -> None:
        """Offer the kinds that there are, with their numbers."""
        numbers = Counter(one.kind for one in self._differences)
        chosen = self._kind.currentData()
        self._kind.blockSignals(True)
        self._kind.clear()
        whole = number_text(len(self._differences))
        self._kind.addItem(self.tr("All disagreements ({number})").format(number=whole), None)
        for kind, name in _NAMES.items():
            if numbers[kind]:
                self._kind.addItem(f"{said(name)} ({number_text(numbers[kind])})", kind)
        self._kind.setCurrentIndex(max(0, self._kind.findData(chosen)))
        self._kind.blockSignals(False)

    def _say_what(self) -> None:
        row, current = self.hits.table.currentIndex().row(), self.hits.current()
        words = ""
        if current is not None and self.hits.selected_count():
            same = [one for one in self._shown if one.hit.span_id == current.span_id]
            here = [one for one in self._shown[row : row + 1] if one in same]
            words = " · ".join(one.what for one in here or same)
        self._what.setText(words)
        self.hits.table.setAccessibleDescription(words)
