"""The buttons below the tree: add, duplicate, delete, up and down.

Keys in the tree and its context menu do the same.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from annotator.model import codebook_edits, colour_checks
from annotator.ui import icons, theme
from annotator.ui.dialogs.codebook_attribute_questions import DeleteAttribute, DeleteRelationType
from annotator.ui.dialogs.codebook_label_questions import DeleteLabel
from annotator.ui.keys import readable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtCore import QPoint

    from annotator.model.change import Edit
    from annotator.model.codebook import AttributeType, Codebook, Label, Layer, RelationType
    from annotator.model.values import Json
    from annotator.ui.dialogs.codebook_desk import CodebookDesk
    from annotator.ui.dialogs.codebook_tree import CodebookTree

_KINDS = ("label", "layer", "attribute", "relation_type")


class TreeButtons(QWidget):
    """Acts on what is chosen in the tree."""

    def __init__(self, desk: CodebookDesk, tree: CodebookTree, focus_name: Callable[[], object]) -> None:
        super().__init__()
        self._desk, self._tree, self._focus_name = desk, tree, focus_name
        self._hints: dict[str, tuple[QToolButton, str]] = {}
        self._add_button = self._button("add", "plus", self.tr("Add"), self.add)
        menu = QMenu(self._add_button)
        menu.setObjectName("codebook_add_menu")
        for kind, words in self._words().items():
            menu.addAction(words, partial(self.add, kind))
        self._add_button.setMenu(menu)
        self._add_button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self._others = {
            "duplicate": self._button("duplicate", "copy", self.tr("Duplicate"), self.duplicate),
            "delete": self._button("delete", "trash", self.tr("Delete…"), self.delete),
            "up": self._button("up", "chevron-up", self.tr("Up"), lambda: self.move_by(-1)),
            "down": self._button("down", "chevron-down", self.tr("Down"), lambda: self.move_by(1)),
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.HALF_STEP)
        row.addWidget(self._add_button)
        for button in self._others.values():
            row.addWidget(button)
        row.addStretch(1)
        tree.wanted.connect(self._obey)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.customContextMenuRequested.connect(self._show_menu)
        desk.keymap.changed.connect(self._show_keys)
        self._show_keys()

    def _show_keys(self) -> None:
        """Say in the hover texts which keys do the same."""
        for name, (button, words) in self._hints.items():
            key = self._desk.keymap.first(f"codebook.{name}").toString()
            button.setToolTip(f"{words} ({readable(key)})" if key else words)

    def _words(self) -> dict[str, str]:
        return {
            "label": self.tr("New label"),
            "layer": self.tr("New layer"),
            "attribute": self.tr("New attribute"),
            "relation_type": self.tr("New relation"),
        }

    def _button(self, name: str, icon: str, words: str, function: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"codebook_{name}")
        button.setAccessibleName(words.rstrip("…"))
        button.setToolTip(words)
        self._hints[name] = button, words
        button.setIcon(icons.icon(icon))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: function())
        return button

    def follow(self, kind: str, id_: str) -> None:
        """Enable what can be done with this."""
        is_writable = self._desk.is_writable
        self._add_button.setEnabled(is_writable)
        for button in self._others.values():
            button.setEnabled(is_writable and bool(id_) and kind in _KINDS)

    def _obey(self, wish: str) -> None:
        kind, id_ = self._tree.current()
        if wish == "name":
            self._focus_name()
        elif not self._desk.is_writable:
            self._desk.said.emit(self._desk.refusal, "warning")
        elif wish == "add":
            self.add()
        elif id_ and kind in _KINDS:
            steps: dict[str, Callable[[], object]] = {
                "duplicate": self.duplicate,
                "delete": self.delete,
                "up": lambda: self.move_by(-1),
                "down": lambda: self.move_by(1),
            }
            steps[wish]()

    def _show_menu(self, place: QPoint) -> None:
        """Offer what the buttons do, with its keys, for what is under the pointer."""
        tree, current = self._tree, self._tree.currentItem()
        if tree.itemAt(place) is None and current is not None:  # beside all, or by the menu key
            place = tree.visualItemRect(current).center()
        menu = QMenu(tree)
        menu.setObjectName("codebook_tree_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add = menu.addMenu(icons.icon("plus"), self.tr("Add"))
        add.setEnabled(self._desk.is_writable)
        for kind, words in self._words().items():
            add.addAction(words, partial(self.add, kind))
        menu.addSeparator()
        for name, button in self._others.items():
            action = menu.addAction(button.icon(), self._hints[name][1], partial(self._obey, name))
            action.setShortcut(self._desk.keymap.first(f"codebook.{name}"))
            action.setEnabled(button.isEnabled())
        menu.popup(tree.viewport().mapToGlobal(place))

    # ------------------------------------------------------------ what they do

    def add(self, kind: str = "") -> None:
        """Add a thing of this kind, or of that which is chosen, and put the focus into its name."""
        chosen, chosen_id = self._tree.current()
        kind = kind or (chosen if chosen in _KINDS else "label")
        if kind == "layer" and chosen == "layer" and chosen_id:
            kind = "label"
        made: list[str] = []

        def make(book: Codebook, by: str) -> Edit:
            name = _free_name(book, kind, self._words()[kind])
            values = _values(book, kind, chosen, chosen_id)
            after = chosen_id if chosen == kind else ""
            edit, id_ = codebook_edits.add(book, kind, name, by=by, after=after, **values)
            made.append(id_)
            return edit

        if self._desk.do(make):
            self._show_new(kind, made[0])

    def duplicate(self) -> None:
        """Add a thing like the one that is chosen."""
        kind, id_ = self._tree.current()
        made: list[str] = []

        def make(book: Codebook, by: str) -> Edit:
            item = self._tree.currentItem()
            name = item.text(0) if item is not None else id_
            edit, new_id = codebook_edits.duplicate(book, kind, id_, _free_name(book, kind, name), by=by)
            made.append(new_id)
            return edit

        if self._desk.do(make):
            self._show_new(kind, made[0])

    def _show_new(self, kind: str, id_: str) -> None:
        self._desk.fresh = kind, id_
        self._tree.show_thing(kind, id_)
        self._focus_name()

    def delete(self) -> None:
        """Ask what becomes of annotations; a layer without labels goes at once."""
        kind, id_ = self._tree.current()
        desk = self._desk
        if kind == "label":
            desk.ask(DeleteLabel(desk, id_))
        elif kind == "attribute":
            desk.ask(DeleteAttribute(desk, id_))
        elif kind == "relation_type":
            desk.ask(DeleteRelationType(desk, id_))
        elif any(label.layer == id_ for label in desk.codebook.labels.values()):
            desk.said.emit(self.tr("Move or delete the labels of this layer first."), "warning")
        else:
            desk.do(lambda book, by: codebook_edits.remove(book, "layer", id_, by=by))

    def move_by(self, step: int) -> None:
        """Move what is chosen up (negative) or down."""
        kind, id_ = self._tree.current()
        self._desk.do(lambda book, by: codebook_edits.move(book, kind, id_, step, by=by))


def _free_name(book: Codebook, kind: str, name: str) -> str:
    """The name, with a number where there is a thing of this name already."""
    everything: dict[str, Mapping[str, Label | Layer | AttributeType | RelationType]] = {
        "label": book.labels,
        "layer": book.layers,
        "attribute": book.attributes,
        "relation_type": book.relation_types,
    }
    taken = {one.name for one in everything[kind].values()}
    number, free = 2, name
    while free in taken:
        free, number = f"{name} {number}", number + 1
    return free


def _values(book: Codebook, kind: str, chosen: str, chosen_id: str) -> dict[str, Json]:
    """What a new thing says from the start: a label its layer, and colours that can be told apart."""
    if kind != "label":
        return {}
    layer = next(iter(book.layers), "")
    if chosen == "layer" and chosen_id:
        layer = chosen_id
    elif chosen == "label" and chosen_id:
        layer = book.label(chosen_id).layer
    fills = (one.colour for one in book.labels.values() if one.style == "fill")
    return {"layer": layer, "style": "fill", "colour": colour_checks.fresh("fill", fills)}
