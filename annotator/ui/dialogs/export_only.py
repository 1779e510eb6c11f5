"""Only a part of the project: whose annotations, which labels, articles in which state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.jobs.selection import Wanted
from annotator.model.values import STATES
from annotator.ui import theme
from annotator.ui.dialogs.fields import explanation
from annotator.ui.words import counted, in_short

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotator.model.codebook import Codebook
    from annotator.model.values import Annotator

_ID = Qt.ItemDataRole.UserRole
_ROWS = 6
_STATES = {
    "new": "New",
    "in progress": "In progress",
    "done": "Done",
}


class OnlySection(QWidget):
    """Folded away until it is wanted; check marks narrow the export, none at all is everything."""

    changed = Signal()

    def __init__(
        self,
        annotators: Sequence[Annotator],
        me: str,
        codebook: Codebook,
        parent: QWidget | None = None,
    ) -> None:
        """`me` is the id of the annotator who sits here; she stands first."""
        super().__init__(parent)
        self.setObjectName("export_only")
        people = sorted(annotators, key=lambda one: (one.id != me, one.name.casefold()))
        labels = codebook.labels.values()
        translate = QCoreApplication.translate
        states = [(id_, translate("Export", _STATES[id_])) for id_ in STATES]
        self._people = self._ticks(
            "only_annotators", self.tr("Annotations of"), [(one.id, one.name) for one in people]
        )
        self._labels = self._ticks("only_labels", self.tr("Labels"), [(o.id, o.name) for o in labels])
        self._states = self._ticks("only_states", self.tr("Articles that are"), states)
        self.fold = QToolButton()
        self.fold.setObjectName("only_fold")
        self.fold.setText(self.tr("Only…"))
        self.fold.setCheckable(True)
        self.fold.setAutoRaise(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.fold.toggled.connect(self._unfold)
        self._said = QLabel()
        self._said.setObjectName("only_said")
        self._said.setProperty("role", "muted")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._body = QWidget()
        self._lay_out()
        self._unfold(is_open=False)
        self._sum_up()

    def _ticks(self, name: str, purpose: str, rows: Iterable[tuple[str, str]]) -> QListWidget:
        ticks = QListWidget()
        ticks.setObjectName(name)
        ticks.setAccessibleName(purpose)
        ticks.setFixedHeight((_ROWS + 1) * (self.fontMetrics().height() + theme.HALF_STEP))
        for id_, words in rows:
            item = QListWidgetItem(in_short(words, 60))
            item.setData(_ID, id_)
            item.setCheckState(Qt.CheckState.Unchecked)
            ticks.addItem(item)
        ticks.itemChanged.connect(self._follow)
        return ticks

    def _lay_out(self) -> None:
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.STEP)
        grid.setVerticalSpacing(theme.HALF_STEP)
        for column, ticks in enumerate((self._people, self._labels, self._states)):
            heading = QLabel(ticks.accessibleName())
            heading.setBuddy(ticks)
            grid.addWidget(heading, 0, column)
            grid.addWidget(ticks, 1, column)
        grid.addWidget(
            explanation(self.tr("A list in which nothing is ticked leaves nothing out.")), 2, 0, 1, 3
        )
        line = QHBoxLayout()
        line.setSpacing(theme.STEP)
        line.addWidget(self.fold)
        line.addWidget(self._said, 1)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(theme.STEP)
        column_.addLayout(line)
        column_.addWidget(self._body)

    def _unfold(self, is_open: bool) -> None:
        self.fold.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self._body.setVisible(is_open)

    # ------------------------------------------------------------ what is wanted

    @property
    def wanted(self) -> Wanted:
        """The part that was chosen."""
        return Wanted(_ticked(self._people), _ticked(self._labels), _ticked(self._states))

    def _follow(self) -> None:
        self._sum_up()
        self.changed.emit()

    def _sum_up(self) -> None:
        wanted, said = self.wanted, []
        if wanted.annotators:
            said.append(self.tr("of {names}").format(names=self._names(self._people)))
        if wanted.labels:
            said.append(counted(len(wanted.labels), "%n label", "%n labels"))
        if wanted.states:
            said.append(self.tr("articles: {names}").format(names=self._names(self._states)))
        self._said.setText(" · ".join(said) or self.tr("Everything is exported."))
        self.fold.setAccessibleDescription(self._said.text())

    @staticmethod
    def _names(ticks: QListWidget) -> str:
        items = [ticks.item(row) for row in range(ticks.count())]
        return ", ".join(one.text() for one in items if one.checkState() == Qt.CheckState.Checked)


def _ticked(ticks: QListWidget) -> frozenset[str] | None:
    """The ids of the rows with a check mark; None, which is all, where there is none."""
    items = [ticks.item(row) for row in range(ticks.count())]
    found = frozenset(str(one.data(_ID)) for one in items if one.checkState() == Qt.CheckState.Checked)
    return found or None
