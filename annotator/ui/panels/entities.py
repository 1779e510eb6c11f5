"""The panel of entities: who and what the project speaks of, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.entity_registry import registry_of
from annotator.ui.entity_steps import EntitySteps
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.entity_details import EntityDetails
from annotator.ui.panels.entity_filter import EntityFilter
from annotator.ui.panels.entity_list import BY_ARTICLE, BY_NAME, EntityListView, EntityModel
from annotator.ui.panels.entity_mentions import EntityMentions
from annotator.ui.panels.entity_merging import EntityMerging
from annotator.ui.panels.texts import key_text, number_text
from annotator.ui.reader import Reader
from annotator.ui.words import counted

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent

    from annotator.model.change import Edit
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_WIDE = 760
"""From this width on, in pixels, list and details stand side by side."""


class EntitiesPanel(QWidget):
    """Find an entity, see and correct what is known of it, go to its mentions; merge and split."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("entities")
        self.setAccessibleName(self.tr("Entities"))
        self._session = session
        self._registry = registry_of(session)
        self._reader = Reader(session, self)
        self._steps = EntitySteps(session, self)
        self._is_stale = True
        self._is_filling = False
        self._wanted = self._registry.chosen
        self._model = EntityModel(session, self._registry, self)
        self._list = EntityListView(self._model, actions)
        self._details = EntityDetails(session, self._registry)
        self._mentions = EntityMentions(session, actions, self._steps)
        self._keymap = actions.keymap
        self._merging = EntityMerging(session, self._registry, actions.keymap)
        self._filter = EntityFilter()
        self._count = plain_label(role="muted")
        self._count.setObjectName("entities_count")
        self._lay_out()
        self._connect()
        self._connect_session()

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._filter)
        column.addWidget(self._list, 1)
        column.addWidget(self._count)
        self._tabs = QTabWidget()
        self._tabs.setObjectName("entity_tabs")
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self._mentions, self.tr("Mentions"))
        self._tabs.addTab(self._details, self.tr("Details"))
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 4, 0, 0)
        below.setSpacing(6)
        below.addWidget(self._merging)
        below.addWidget(self._tabs, 1)
        below.addStretch(0)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setObjectName("entities_splitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(upper)
        self._splitter.addWidget(lower)
        self._splitter.setSizes([300, 300])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 8, 8, 8)
        whole.addWidget(self._splitter)
        self.setFocusProxy(self._filter)

    def _connect(self) -> None:
        view = self._list
        self._filter.changed.connect(self._fill)
        self._filter.list_requested.connect(view.enter)
        self._filter.page_requested.connect(self._session.page_requested)
        view.chosen_changed.connect(self._show_chosen)
        view.opening_requested.connect(self._open_mentions)
        view.renaming_requested.connect(self._rename)
        view.deletion_requested.connect(lambda: self._steps.delete(view.chosen()))
        view.merging_requested.connect(self._merging.merge)
        view.menu_requested.connect(self._show_menu)
        self._merging.merging_requested.connect(self._steps.merge)
        view.undo_requested.connect(self._session.undo)
        self._details.list_requested.connect(view.enter)
        self._mentions.counted_mentions.connect(self._name_tab)
        self._steps.made.connect(self._want)
        self._steps.made.connect(lambda _id: _bring_focus(view, within=self))

    def _connect_session(self) -> None:
        self._registry.changed.connect(self._refresh)
        self._registry.chosen_changed.connect(self._want)
        for signal in (self._session.opened, self._session.closed):
            signal.connect(self._refresh)
        self._session.document_opened.connect(lambda _id: self._ask_counts())
        self._session.edited.connect(self._follow)

    # ------------------------------------------------------------ what the window asks

    def enter(self) -> None:
        """Take the focus: the line in which a name is typed."""
        self._filter.enter()

    def _want(self, entity_id: str) -> None:
        """Choose this entity as soon as it is shown."""
        self._wanted = entity_id
        if entity_id and self._model.row_of(entity_id) < 0 and not self._is_stale:
            self._filter.clear()
        self._choose_wanted()

    def _choose_wanted(self) -> None:
        if self._wanted and self._model.row_of(self._wanted) >= 0:
            self._list.choose([self._wanted])
            self._wanted = ""

    # ------------------------------------------------------------ following

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was done while the panel was hidden."""
        super().showEvent(event)
        if self._is_stale:
            self._refresh()

    def _refresh(self) -> None:
        """The entities are others, or their numbers."""
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        if self._registry.index is None and self._session.project is not None:
            self._registry.want()
            if self._registry.index is None:
                return
        known = self._registry.entities()
        if self._model.entities is known and self._filter.order == BY_NAME:
            self._model.redraw()
            self._show_chosen()
        else:
            self._fill()
        if not self._model.here:
            self._ask_counts()

    def _fill(self) -> None:
        """Filter and sort; what was chosen stays chosen, and nothing moves before that."""
        chosen, row = [one.id for one in self._list.chosen()], self._list.currentIndex().row()
        wanted = self._filter
        self._is_filling = True
        self._model.show(wanted.words, wanted.order, only_twins=wanted.wants_twins)
        shown, total = len(self._model.entities), len(self._registry.entities())
        words = counted(total, "%n entity", "%n entities")
        if shown != total:
            words = self.tr("{shown} of {words}").format(shown=number_text(shown), words=words)
        self._count.setText(words)
        self._list.choose(chosen)
        self._choose_wanted()
        if chosen and self._list.hasFocus():
            self._list.keep_place(row)
        self._is_filling = False
        self._show_chosen()

    def _ask_counts(self) -> None:
        """Count the mentions in the open article, beside the window."""
        document = self._session.document
        self._model.set_here({})
        if document is None or not self.isVisible():
            return
        self._reader.ask(
            "here", lambda project, _task: project.entity_counts(document.id), self._take_counts
        )

    def _take_counts(self, counts: dict[str, int]) -> None:
        self._model.set_here(counts)
        if self._filter.order == BY_ARTICLE:
            self._fill()

    def _follow(self, edit: Edit) -> None:
        if not self.isVisible():
            return
        if self._reader.is_busy or not edit.changes:
            self._ask_counts()
        else:
            self._model.follow(edit)

    def _show_chosen(self) -> None:
        if self._is_filling:
            return
        chosen = self._list.chosen()
        one = self._registry.entity(chosen[0].id) if len(chosen) == 1 else None
        if one is None:
            _bring_focus(self._list, within=self._tabs)
        self._merging.show_entities(chosen)
        self._tabs.setVisible(one is not None)
        self._details.show_entity(one)
        self._mentions.show_entity(one)

    def _name_tab(self, mentions: int) -> None:
        self._tabs.setTabText(0, f"{self.tr('Mentions')} ({number_text(mentions)})")

    # ------------------------------------------------------------ acting

    def _open_mentions(self) -> None:
        self._tabs.setCurrentWidget(self._mentions)
        self._mentions.enter()

    def _rename(self) -> None:
        self._tabs.setCurrentWidget(self._details)
        self._details.edit_name()

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("entities_menu")
        keys = {
            name: "\t" + key_text(self._keymap.first(f"entities.{name}"))
            for name in ("rename", "merge", "delete")
        }
        chosen = self._list.chosen()
        if len(chosen) == 1:
            menu.addAction(self.tr("Mentions") + "\tEnter", self._open_mentions)
            menu.addAction(self.tr("Rename") + keys["rename"], self._rename)
        if self._merging.can_merge:
            menu.addAction(self.tr("Merge") + keys["merge"], self._merging.merge)
        delete = self.tr("Delete") + keys["delete"]
        menu.addAction(delete, lambda: self._steps.delete(chosen))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is room, the details stand beside the list."""
        super().resizeEvent(event)
        sides = Qt.Orientation.Horizontal if event.size().width() >= _WIDE else Qt.Orientation.Vertical
        if sides != self._splitter.orientation():
            self._splitter.setOrientation(sides)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self._session.page_requested.emit()
        else:
            super().keyPressEvent(event)


def _bring_focus(to: QWidget, *, within: QWidget) -> None:
    """Bring the keys to a widget, if they are at a part of the other one; else they stay."""
    focus = QApplication.focusWidget()
    if focus is not None and within.isAncestorOf(focus):
        to.setFocus()
