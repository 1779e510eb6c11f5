"""Which articles are wanted: words as they are typed, what they are like, and their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QToolButton, QWidget

from annotator.ui import icons, theme
from annotator.ui.panels.article_menus import FilterMenu, SortMenu, facet_name, value_text
from annotator.ui.panels.article_wishes import MARKS, Order, Wishes
from annotator.ui.panels.buttons import NO_MENU_SIGN
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.elided_label import ElidedLabel
from annotator.ui.panels.error_mark import mark_error
from annotator.ui.panels.texts import SEPARATOR, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from annotator.errors import UserError
    from annotator.model.codebook import Codebook
    from annotator.ui.panels.article_wishes import Article

_TYPING_PAUSE = 150
"""Milliseconds without a key before the list is filtered."""


class ArticleFilter(QWidget):
    """A line, a menu of orders and one of wishes; `changed` comes after a pause in typing.

    What is wanted beside the words stands below in one line, with a way to take it back.
    From the line, Down asks for the list, Enter for its first article, and Esc clears
    the line or, when that is empty, asks for the page.
    """

    changed = Signal()
    list_requested = Signal()
    first_requested = Signal()
    page_requested = Signal()

    def __init__(self, codebook: Callable[[], Codebook]) -> None:
        super().__init__()
        self._codebook = codebook
        self._make_line()
        self._menu = FilterMenu(self)
        self._menu.codebook = codebook
        self._menu.wished.connect(self._take_wishes)
        self._orders = SortMenu(self)
        self._orders.codebook = codebook
        self._orders.chosen.connect(self._take_order)
        self._wishing = _menu_button("articles_wishes", "filter", self.tr("Show only…"), self._menu)
        self._sorting = _menu_button("articles_sort", "sort", self.tr("Sort"), self._orders)
        self._said = ElidedLabel()
        self._said.setObjectName("articles_wished")
        self._error = plain_label(role="error", wraps=True)
        self._error.setObjectName("articles_error")
        self._error.hide()
        self._clear = QToolButton()
        self._clear.setObjectName("articles_show_everything")
        self._clear.setText(self.tr("Show all"))
        self._clear.setAutoRaise(True)
        self._clear.setAccessibleName(self.tr("Show all articles"))
        self._clear.clicked.connect(self.clear)
        row = QHBoxLayout()
        row.setSpacing(theme.HALF_STEP)
        for part in (self._line, self._sorting, self._wishing):
            row.addWidget(part)
        self._below = QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(2, 0, 0, 0)
        below.addWidget(self._said, 1, Qt.AlignmentFlag.AlignVCenter)
        below.addWidget(self._clear)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(theme.HALF_STEP)
        grid.addLayout(row, 0, 0)
        grid.addWidget(self._error, 1, 0)
        grid.addWidget(self._below, 2, 0)
        self._show()

    def _make_line(self) -> None:
        self._line = QLineEdit()
        self._line.setObjectName("articles_filter")
        self._line.setAccessibleName(self.tr("Filter articles by title, outlet or text"))
        self._line.setPlaceholderText(self.tr("Filter articles"))
        self._line.setToolTip(
            self.tr("Words in title, outlet or text; or a search such as outlet:ledger date:2025")
        )
        self._line.setClearButtonEnabled(True)
        self._line.installEventFilter(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE)
        self._pause.timeout.connect(self.changed)
        self._line.textChanged.connect(lambda _text: self._pause.start())

    # ------------------------------------------------------------ what is wanted

    @property
    def words(self) -> str:
        """What was typed."""
        return self._line.text().strip()

    @property
    def wishes(self) -> Wishes:
        """What is wanted beside the words."""
        return self._menu.wishes

    @property
    def order(self) -> Order:
        """The chosen order."""
        return self._orders.order

    def show_articles(
        self, articles: Callable[[], Iterable[Article]], names: Mapping[str, str], me: str
    ) -> None:
        """Offer the values of these articles; `names` are those of annotators, `me` is one of them."""
        self._menu.articles, self._menu.names, self._menu.me = articles, names, me
        self._show()

    def wish(self, wishes: Wishes) -> None:
        """Want this from now on."""
        self._menu.wishes = wishes
        self._take_wishes(wishes)

    def clear(self) -> None:
        """Want all articles again; the order stays."""
        self._line.clear()
        self.wish(Wishes())

    def refuse(self, error: UserError | None) -> None:
        """Say what is wrong with a search that was typed, and where; None takes it back."""
        text = self._line.text()
        first = len(text) - len(text.lstrip())
        start, end = getattr(error, "start", 0), getattr(error, "end", 0)
        mark_error(self._line, first + start, first + end)
        self._error.setText(f"{error.message} {error.hint}".strip() if error is not None else "")
        self._error.setVisible(error is not None)

    def take_focus(self) -> None:
        """Put the caret into the line."""
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def _take_wishes(self, _wishes: Wishes) -> None:
        self._show()
        self._say_now()

    def _take_order(self, _order: Order) -> None:
        self._show()
        self._say_now()

    def _show(self) -> None:
        """Say in one line what is wanted, and show at the buttons that something is."""
        parts = [self._wish_text(facet, values) for facet, values in self.wishes.chosen.items()]
        self._said.set_text(SEPARATOR.join(parts))
        self._below.setVisible(bool(parts))
        self._clear.setVisible(bool(parts))
        accent = theme.current().colour("accent").name()
        self._wishing.setIcon(icons.icon("filter", accent if self.wishes else ""))
        is_usual = self.order == Order()
        self._sorting.setIcon(icons.icon("sort", "" if is_usual else accent))
        name = self._orders.name_of(self.order.by)
        words = said("%1, reversed").replace("%1", name) if self.order.is_reversed else name
        self._sorting.setToolTip(self.tr("Sort: {order}").format(order=words))
        self._sorting.setAccessibleName(self._sorting.toolTip())

    def _wish_text(self, facet: str, values: frozenset[str]) -> str:
        name = facet_name(facet, self._codebook())
        if facet in MARKS or facet == "like":
            return name
        names = [value_text(facet, one, self._codebook(), self._menu.names) for one in sorted(values)]
        return (
            ", ".join(names) if facet in ("state", "spans", "month") else f"{name}: {', '.join(names)}"
        )

    def _say_now(self) -> None:
        self._pause.stop()
        self.changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has another accent."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_below"):
            self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the line that concern others."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Down:
            self.list_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._say_now()
            self.first_requested.emit()
        elif event.key() == Qt.Key.Key_Escape and self.words:
            self._line.clear()
            self._say_now()
        elif event.key() == Qt.Key.Key_Escape:
            self.page_requested.emit()
        else:
            return super().eventFilter(watched, event)
        return True


def _menu_button(name: str, icon: str, words: str, menu: FilterMenu | SortMenu) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(words)
    button.setToolTip(words)
    button.setIcon(icons.icon(icon))
    button.setIconSize(QSize(18, 18))
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setStyleSheet(NO_MENU_SIGN)
    button.setMenu(menu)
    return button
