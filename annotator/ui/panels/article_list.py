"""The list of articles: a click opens one, with Ctrl or Shift several are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListView, QMenu, QStyle, QStyleOptionViewItem

from annotator.ui.keymap import PlaceKeys
from annotator.ui.panels.article_delegate import ArticleDelegate, badge_area
from annotator.ui.panels.even_list import EvenList
from annotator.ui.panels.texts import key_text, said

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent

    from annotator.ui.actions import Actions
    from annotator.ui.panels.article_model import ArticleModel
    from annotator.ui.panels.article_wishes import Article

_SEVERAL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class ArticleList(EvenList):
    """Opens on a click or Enter; `twins_requested` asks for an article's near-duplicates."""

    open_requested = Signal(str)
    twins_requested = Signal(str)

    def __init__(self, model: ArticleModel, actions: Actions) -> None:
        super().__init__()
        self._articles = model
        self._actions = actions
        self.setObjectName("articles_list")
        self.setAccessibleName(self.tr("Articles"))
        self.setModel(model)
        self.setItemDelegate(ArticleDelegate(self))
        self.setMouseTracking(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        PlaceKeys(self, actions.keymap, {"articles.twins": self._ask_twins})

    def chosen(self) -> list[str]:
        """The ids of the articles that are chosen, in their order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._articles.shelf.shown[row].id for row in rows]

    # ------------------------------------------------------------ keys and mouse

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what was clicked, or show what the badge stands for."""
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        article = self._articles.article(self.indexAt(point))
        is_plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers() & _SEVERAL
        if article is None or not is_plain:
            return
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = self.visualRect(self.indexAt(point))
        badge = badge_area(option, article).adjusted(-4, -4, 4, 4)
        badge = QStyle.visualRect(option.direction, option.rect, badge)
        if article.twins and badge.contains(point):
            self.twins_requested.emit(article.id)
        else:
            self.open_requested.emit(article.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        article = self._current()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and article is not None:
            self.open_requested.emit(article.id)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the chosen articles."""
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def menu(self) -> QMenu:
        """The commands on the chosen articles."""
        menu = QMenu(self)
        menu.setObjectName("articles_menu")
        menu.addAction(self._actions["document.assign"])
        article = self._current()
        if article is not None and article.twins:
            key = key_text(self._actions.keymap.first("articles.twins"))
            twins = menu.addAction(f"{said('Show near-duplicates')}\t{key}")
            twins.setObjectName("articles_menu_twins")
            twins.triggered.connect(self._ask_twins)
        return menu

    def _ask_twins(self) -> None:
        article = self._current()
        if article is not None and article.twins:
            self.twins_requested.emit(article.id)

    def _current(self) -> Article | None:
        return self._articles.article(self.currentIndex())
