"""The menus of the article list: what is shown, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from annotator.model.values import STATES
from annotator.ui.panels.article_wishes import ATTRIBUTE, ORDERS, YES, Order, Wishes, choices
from annotator.ui.panels.texts import month_text, number_text, said, state_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from PySide6.QtGui import QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QWidget

    from annotator.model.codebook import AttributeType, Codebook
    from annotator.ui.panels.article_wishes import Article

_MOST_SHOWN = 60
"""So many characters of a value stand in a menu."""


class LastingMenu(QMenu):
    """A menu that stays open while its check marks are set."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A check mark is set by a click, and the menu waits for more."""
        action = self.activeAction()
        if action is not None and action.isCheckable() and action.isEnabled():
            action.trigger()
            event.accept()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """So does the space bar; Enter sets it and leaves."""
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
        else:
            super().keyPressEvent(event)


def facet_name(facet: str, codebook: Codebook) -> str:
    """A respect in which articles differ, as people call it."""
    names = {
        "state": said("State"),
        "flagged": said("Flagged"),
        "doubt": said("With an open doubt"),
        "note": said("With a note"),
        "twins": said("Near-duplicates"),
        "first": said("Only the first of near-duplicates"),
        "like": said("Nearly the same"),
        "assigned": said("Assigned to"),
        "outlet": said("Outlet"),
        "month": said("Date"),
        "language": said("Language"),
        "spans": said("Spans"),
    }
    if facet.startswith(ATTRIBUTE):
        id_ = facet.removeprefix(ATTRIBUTE)
        attribute = codebook.attributes.get(id_)
        return attribute.name if attribute is not None else id_
    return names.get(facet, facet)


def value_text(facet: str, value: str, codebook: Codebook, names: Mapping[str, str]) -> str:
    """A value in that respect, as people call it."""
    if facet == "state":
        return state_name(value)
    if facet == "assigned":
        return names.get(value, value) or said("Nobody")
    if not value:
        return said("Not said")
    if facet == "spans":
        return said("With spans") if value == "some" else said("Without spans")
    if facet == "month":
        return month_text(value)
    if facet.startswith(ATTRIBUTE):
        attribute = codebook.attributes.get(facet.removeprefix(ATTRIBUTE))
        return _choice_name(attribute, value) if attribute is not None else value
    return value


def _choice_name(attribute: AttributeType, value: str) -> str:
    if attribute.type == "yes/no":
        return said("yes") if value == YES else said("no")
    return next((one.name for one in attribute.choices if one.id == value), value)


class FilterMenu(LastingMenu):
    """Check marks for what is wanted; filled when it opens. `wished` says the new wishes."""

    wished = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("articles_filter_menu")
        self.wishes = Wishes()
        self.articles: Callable[[], Iterable[Article]] = tuple
        self.codebook: Callable[[], Codebook] | None = None
        self.names: Mapping[str, str] = {}
        self.me = ""
        self._submenus: list[QMenu] = []
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Make the entries from the articles that there are."""
        self.clear()
        for menu in self._submenus:
            menu.deleteLater()
        self._submenus = []
        if self.codebook is None:
            return
        for state in STATES:
            self._add(self, state_name(state), "state", state)
        self.addSeparator()
        for facet in ("flagged", "doubt", "note", "twins", "first"):
            self._add(self, facet_name(facet, self.codebook()), facet, YES)
        self.addSeparator()
        self._add(self, said("Assigned to me"), "assigned", self.me)
        attributes = [f"{ATTRIBUTE}{one.id}" for one in self.codebook().document_attributes]
        for facet in ("assigned", "outlet", "month", "language", "spans", *attributes):
            self._add_submenu(facet)
        self.addSeparator()
        everything = self.addAction(said("Show all"))
        everything.setObjectName("filter:all")
        everything.setEnabled(bool(self.wishes))
        everything.triggered.connect(lambda: self._wish(Wishes()))

    def _add_submenu(self, facet: str) -> None:
        assert self.codebook is not None
        found = choices(self.articles(), facet)
        chosen = self.wishes.chosen.get(facet, frozenset())
        if not chosen and len(found) < 2 and (not found or not found[0][0]):
            return
        name = facet_name(facet, self.codebook())
        menu = LastingMenu(f"{name} ({number_text(len(chosen))})" if chosen else name, self)
        menu.setObjectName(f"filter_menu:{facet}")
        self._submenus.append(menu)
        self.addMenu(menu)
        for value, number in found:
            words = value_text(facet, value, self.codebook(), self.names)
            words = words if len(words) <= _MOST_SHOWN else words[:_MOST_SHOWN] + "…"
            self._add(menu, f"{words}\t{number_text(number)}", facet, value)

    def _add(self, menu: QMenu, words: str, facet: str, value: str) -> None:
        entry = QAction(words.replace("&", "&&"), menu)
        entry.setObjectName(f"filter:{facet}:{value}")
        entry.setCheckable(True)
        entry.setChecked(self.wishes.has(facet, value))
        entry.triggered.connect(lambda: self._wish(self.wishes.toggled(facet, value)))
        menu.addAction(entry)

    def _wish(self, wishes: Wishes) -> None:
        self.wishes = wishes
        self.wished.emit(wishes)


class SortMenu(LastingMenu):
    """One order of several, and its reverse. `chosen` says the new order."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("articles_sort_menu")
        self.order = Order()
        self._group = QActionGroup(self)
        self.codebook: Callable[[], Codebook] | None = None
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Make the entries, with those of the codebook's attributes."""
        self.clear()
        attributes = self.codebook().document_attributes if self.codebook is not None else ()
        self._group.deleteLater()
        group = self._group = QActionGroup(self)
        for by in (*ORDERS, *(f"{ATTRIBUTE}{one.id}" for one in attributes)):
            entry = group.addAction(QAction(self.name_of(by).replace("&", "&&"), self))
            entry.setObjectName(f"sort:{by}")
            entry.setCheckable(True)
            entry.setChecked(by == self.order.by)
            entry.triggered.connect(lambda _on, by=by: self._choose(by, is_reversed=False))
            self.addAction(entry)
            if by in ("arrival", "twins"):
                self.addSeparator()
        self.addSeparator()
        reverse = self.addAction(said("Reverse"))
        reverse.setObjectName("sort:reverse")
        reverse.setCheckable(True)
        reverse.setChecked(self.order.is_reversed)
        reverse.triggered.connect(lambda on: self._choose(self.order.by, is_reversed=on))

    def name_of(self, by: str) -> str:
        """What an order is called."""
        names = {
            "arrival": said("As they came in"),
            "title": said("Title"),
            "published": said("Date, newest first"),
            "outlet": said("Outlet"),
            "language": said("Language"),
            "state": said("State"),
            "assigned": said("Who works on it"),
            "spans": said("Most spans first"),
            "length": said("Longest first"),
            "flagged": said("Flagged first"),
            "doubt": said("Doubts first"),
            "twins": said("Near-duplicates together"),
        }
        if by in names or self.codebook is None:
            return names.get(by, by)
        return facet_name(by, self.codebook())

    def _choose(self, by: str, *, is_reversed: bool) -> None:
        self.order = Order(by, is_reversed)
        reverse = self.findChild(QAction, "sort:reverse")
        if isinstance(reverse, QAction):
            reverse.setChecked(is_reversed)
        self.chosen.emit(self.order)
