"""The panel of adjudication: the present difference, those of the article, and the articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.model.adjudication_docket import progress_of
from annotator.model.adjudication_rules import majority
from annotator.ui import theme
from annotator.ui.adjudication import adjudication_of
from annotator.ui.adjudication_words import commands_of, kind_name
from annotator.ui.keymap import PlaceKeys
from annotator.ui.panels.adjudication_candidates import Candidates
from annotator.ui.panels.adjudication_rows import RowList, RowModel
from annotator.ui.panels.adjudication_summary import (
    article_row,
    group_row,
    summary_text,
    why_text,
)
from annotator.ui.panels.buttons import ActionButton
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.flow_layout import FlowLayout
from annotator.ui.panels.texts import said, with_key
from annotator.ui.panels.thin_progress import ThinProgress

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from annotator.model.adjudication import Group
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_BUTTONS = (
    ("majority", "Majority"),
    ("edit", "Edit"),
    ("defer", "Later"),
    ("reason", "Reason"),
    ("alike", "Alike"),
    ("previous", "Back"),
    ("next", "Next"),
)


_LEAST_ROOM = 150
"""The candidates have at least so many pixels of height."""


class AdjudicationPanel(QWidget):
    """The keys of the page hold in its lists, too; Esc goes back to the page."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("adjudication")
        self.setAccessibleName(self.tr("Adjudication"))
        self._session = session
        self._actions = actions
        self._adjudication = adjudication_of(session)
        self._make_head()
        self._make_difference()
        self._make_lists()
        self._lay_out()
        self._later = QTimer(self)  # the page has the next difference first
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.refresh)
        self._adjudication.changed.connect(self._later.start)
        self._adjudication.began.connect(self._later.start)
        self._adjudication.queue.changed.connect(self._show_articles)
        self._adjudication.own_reason_requested.connect(self._ask_own_reason)
        actions.keymap.changed.connect(self.refresh)
        self.refresh()

    # ------------------------------------------------------------ making

    def _make_head(self) -> None:
        self._begin = ActionButton(self._actions["adjudication.start"], self.tr("Adjudicate"))
        self._begin.setObjectName("adjudication_begin")
        self._summary = plain_label(role="muted", wraps=True)
        self._summary.setObjectName("adjudication_summary")
        self._progress = ThinProgress(self.tr("Decided in this article"))
        self._progress.setObjectName("adjudication_progress")

    def _make_difference(self) -> None:
        self._kind = plain_label(role="heading")
        self._why = plain_label(role="muted", wraps=True)
        self._candidates = Candidates(self._adjudication, self._actions.keymap)
        self._reason = plain_label(role="muted", wraps=True)
        self._reason.setObjectName("adjudication_reason")
        self._own = QLineEdit()
        self._own.setObjectName("adjudication_own_reason")
        self._own.setAccessibleName(self.tr("A reason in your own words"))
        self._own.setPlaceholderText(self.tr("A reason in your own words; Enter gives it"))
        self._own.returnPressed.connect(self._give_own_reason)
        self._own.hide()
        commands = commands_of(self._adjudication)
        flow = FlowLayout(spacing=theme.HALF_STEP)
        self._bar = QWidget()
        self._bar.setLayout(flow)
        flow.setContentsMargins(0, 0, 0, 0)
        self._buttons: dict[str, QPushButton] = {}
        for name, words in _BUTTONS:
            button = self._buttons[name] = QPushButton(said(words))
            button.setObjectName(f"adjudication_{name}")
            button.setProperty("role", "small")
            button.setAutoDefault(False)
            button.clicked.connect(_without_checked(commands[f"adjudication.{name}"]))
            flow.add(button)

    def _make_lists(self) -> None:
        self._groups = RowModel(self)
        self._group_list = RowList(
            "adjudication_groups", self.tr("Differences in this article"), self._groups
        )
        self._group_list.clicked.connect(self._show_chosen)
        self._group_list.selectionModel().currentChanged.connect(self._follow_current)
        PlaceKeys(self._group_list, self._actions.keymap, commands_of(self._adjudication))
        self._articles = RowModel(self)
        self._article_list = RowList("adjudication_articles", self.tr("Articles"), self._articles)
        self._article_list.activated.connect(self._open_article)
        self._article_list.clicked.connect(self._open_article)
        self._names = QCheckBox(self.tr("Show names"))
        self._names.setObjectName("adjudication_names")
        self._names.setToolTip(self.tr("Names are hidden, and their order tells nothing"))
        self._names.toggled.connect(lambda is_on: self._adjudication.set_blind(not is_on))
        self._rules = ActionButton(self._actions["adjudication.rules"], self.tr("By a rule…"))
        self._rules.setObjectName("adjudication_rules")

    def _lay_out(self) -> None:
        self._parts = QWidget()
        parts = QVBoxLayout(self._parts)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(theme.HALF_STEP)
        self._room = QScrollArea()
        self._room.setObjectName("adjudication_room")
        self._room.setFrameShape(QFrame.Shape.NoFrame)
        self._room.setWidgetResizable(True)
        self._room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._room.setWidget(self._candidates)
        for part in (
            self._kind,
            self._why,
            self._room,
            self._reason,
            self._own,
            self._bar,
        ):
            parts.addWidget(part)
        lists = QSplitter(Qt.Orientation.Vertical)
        lists.setObjectName("adjudication_lists")
        lists.setChildrenCollapsible(False)
        lists.addWidget(_titled(self.tr("In this article"), self._group_list))
        lists.addWidget(_titled(self.tr("Articles, least agreed first"), self._article_list))
        lists.setSizes([220, 140])
        feet = QHBoxLayout()
        feet.addWidget(self._names, 1)
        feet.addWidget(self._rules)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.STEP, theme.STEP, theme.STEP, theme.STEP)
        column.setSpacing(theme.STEP)
        for part in (self._begin, self._summary, self._progress, self._parts):
            column.addWidget(part)
        column.addWidget(lists, 1)
        column.addLayout(feet)
        self.setFocusProxy(self._group_list)

    # ------------------------------------------------------------ showing

    def enter(self) -> None:
        """Adjudicate; the page takes the focus."""
        self._adjudication.begin()

    def refresh(self) -> None:
        """Show the adjudication as it now stands."""
        one = self._adjudication
        self._begin.setVisible(not one.is_active)
        for part in (self._progress, self._names):
            part.setVisible(one.is_active)
        self._summary.setText(summary_text(one))
        self._show_progress()
        self._show_difference(one.group)
        self._groups.show([group_row(one, group) for group in one.differences()])
        self._group_list.setCurrentIndex(self._groups.index_of(one.shown))
        self._show_articles()

    def _show_progress(self) -> None:
        docket = self._adjudication.docket
        far = progress_of(docket) if docket is not None else None
        self._progress.show_share(
            (far.differing - far.left) / far.differing if far and far.differing else 1
        )

    def _show_difference(self, group: Group | None) -> None:
        self._parts.setVisible(group is not None)
        if group is None:
            return
        self._kind.setText(kind_name(group.kind))
        self._why.setText(why_text(self._adjudication, group))
        self._candidates.show_group(group)
        self._give_room()
        reason = group.decision.reason if group.decision is not None else self._adjudication.reason
        self._reason.setText(self.tr("Reason: {reason}").format(reason=reason) if reason else "")
        self._reason.setVisible(bool(reason))
        alike = len(self._adjudication.deciding.alike())
        for name, words in _BUTTONS:
            key = self._actions.keymap.first(f"adjudication.{name}")
            text = f"{said(words)} {alike}" if name == "alike" and alike else said(words)
            self._buttons[name].setText(with_key(text, key))
        self._buttons["alike"].setVisible(alike > 0)
        self._buttons["majority"].setEnabled(majority(group) is not None)

    def _give_room(self) -> None:
        """All candidates are in sight, as long as that leaves half of the panel to the rest."""
        wanted = self._candidates.wanted_height(self._room.width())
        self._room.setFixedHeight(min(wanted, max(_LEAST_ROOM, self.height() // 2)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height, another share."""
        super().resizeEvent(event)
        self._give_room()

    def _show_articles(self) -> None:
        queue = self._adjudication.queue
        self._articles.show([article_row(one) for one in queue.articles()])
        document = self._session.document
        here = self._articles.index_of(document.id if document is not None else "")
        self._article_list.setCurrentIndex(here)

    # ------------------------------------------------------------ choosing

    def _show_chosen(self, index: QModelIndex) -> None:
        self._adjudication.show(self._groups.rows[index.row()].id)

    def _follow_current(self, index: QModelIndex) -> None:
        """Walking in the list shows what it walks to."""
        if self._group_list.hasFocus() and index.isValid():
            wanted = self._groups.rows[index.row()].id
            if wanted != self._adjudication.shown:
                self._adjudication.show(wanted)

    def _open_article(self, index: QModelIndex) -> None:
        document = self._session.document
        wanted = self._articles.rows[index.row()].id
        if document is None or document.id != wanted:
            self._session.open_document(wanted)
        self._session.page_requested.emit()

    def _ask_own_reason(self) -> None:
        self._own.clear()
        self._own.show()
        self._own.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _give_own_reason(self) -> None:
        words = " ".join(self._own.text().split())
        self._own.hide()
        if words:
            self._adjudication.deciding.add_reason(words)
        self._session.page_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self._own.hide()
            self._session.page_requested.emit()
        else:
            super().keyPressEvent(event)


def _titled(title: str, part: QWidget) -> QWidget:
    place = QWidget()
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(plain_label(title, role="muted"))
    column.addWidget(part, 1)
    place.setMinimumHeight(72)
    return place


def _without_checked(function: Callable[[], object]) -> Callable[[bool], object]:
    return lambda _checked: function()
