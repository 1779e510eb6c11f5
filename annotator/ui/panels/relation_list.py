"""The relations of the focused span: what they are called and where they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QPushButton,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model import edits
from annotator.model.extent import Extent
from annotator.ui import icons
from annotator.ui.panels.attribute_editors import AttributeForm
from annotator.ui.panels.buttons import ActionButton
from annotator.ui.panels.doubt_places import open_targets
from annotator.ui.panels.flow_layout import FlowLayout
from annotator.ui.panels.key_tip import KeyTip
from annotator.ui.panels.note_editor import NoteEditor
from annotator.ui.panels.relation_tree import RelationTree
from annotator.ui.panels.texts import excerpt, key_text, said
from annotator.ui.panels.writing import write
from annotator.ui.speakers import relation_to
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.model.values import AttributeValue, Entity, Relation, Span
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_MOST = 100
_MOST_ROWS_SEEN = 6


class RelationList(QWidget):
    """Enter or a double click goes to the other end; attributes stand below the list."""

    go_requested = Signal(int, int)
    page_requested = Signal()

    def __init__(
        self, session: Session, actions: Actions, entities: Callable[[], Sequence[Entity]]
    ) -> None:
        super().__init__()
        self._session = session
        self._actions = actions
        self._entities = entities
        self._shown: tuple[object, ...] = ()
        self._relations: list[Relation] = []
        self._doubtful: frozenset[str] = frozenset()
        self._form: AttributeForm | None = None
        self._form_of = ""
        self._comes_from_page = False
        self._make_tree()
        self._make_doubting()
        self._link = ActionButton(actions["relation.link"], self.tr("Link"), shows_key=True)
        self._link.setObjectName("relations_link")
        self._speaker = ActionButton(actions["relation.speaker"], self.tr("Speaker"), shows_key=True)
        self._speaker.setObjectName("relations_speaker")
        buttons = FlowLayout(spacing=8)
        for button in (self._link, self._speaker):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(self.page_requested)
            buttons.add(button)
        buttons.add(self._doubting)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._tree)
        self._column.addWidget(self._note)
        self._column.addLayout(buttons)

    def _make_tree(self) -> None:
        self._tree = RelationTree(self._actions.keymap)
        self._tree.setObjectName("relations_list")
        self._tree.setAccessibleName(self.tr("Relations"))
        self._tree.itemActivated.connect(self._go)
        self._tree.currentItemChanged.connect(lambda _now, _before: self._show_attributes())
        self._tree.removal_requested.connect(self._remove)
        self._note = NoteEditor(self._session, is_for_relations=True)
        self._note.page_requested.connect(self._leave_note)
        self._tree.note_requested.connect(self._note.setFocus)
        self._tree.doubt_requested.connect(self._doubt)

    def _make_doubting(self) -> None:
        self._doubting = QPushButton(icons.icon("doubt"), self.tr("Doubt"))
        self._doubting.setObjectName("relations_doubt")
        self._doubting.setAccessibleName(self.tr("Doubt about the relation"))
        words = self.tr("Write a doubt about the chosen relation")
        places = {"doubt.write": self.tr("{key} in the list")}
        KeyTip(self._doubting, self._actions.keymap, words, places)
        self._doubting.setAutoDefault(False)
        self._doubting.clicked.connect(self._doubt)

    def show_span(self, span: Span) -> bool:
        """Show the relations of this span; False if it has none and can have none."""
        annotations = self._session.annotations
        assert annotations is not None
        found = annotations.relations(span.id)
        self._relations = found[:_MOST]
        ends = [annotations.span(_other_end(one, span.id)) for one in self._relations]
        kinds = self._session.codebook.relation_types_from(span.label)
        self._link.setVisible(bool(kinds))
        self._speaker.setVisible(relation_to(self._session.codebook, span, Extent.SOURCE) is not None)
        doubtful = open_targets(self._session)
        shown = (span.id, *self._relations, *ends, len(found), doubtful)
        if shown != self._shown:
            self._shown = shown
            self._doubtful = doubtful
            self._fill(span, ends, left_out=len(found) - len(self._relations))
        return bool(kinds) or bool(self._relations)

    def forget(self) -> None:
        """Make everything anew the next time: the codebook has changed."""
        self._shown = ()
        self._form_of = ""

    def _fill(self, span: Span, ends: Sequence[Span | None], *, left_out: int) -> None:
        chosen = self._chosen()
        self._tree.clear()
        for relation, end in zip(self._relations, ends, strict=True):
            item = self._row(relation, span, end)
            self._tree.addTopLevelItem(item)
            if chosen is not None and relation.id == chosen.id:
                self._tree.setCurrentItem(item)
        if left_out:
            words = counted(left_out, "… and %n more", "… and %n more")
            self._tree.addTopLevelItem(QTreeWidgetItem(["", words]))
        first = self._tree.topLevelItem(0)
        if len(self._relations) == 1 and first is not None:
            self._tree.setCurrentItem(first)
        rows = min(self._tree.topLevelItemCount(), _MOST_ROWS_SEEN)
        height = max(self._tree.sizeHintForRow(0), self.fontMetrics().height() + 4)
        self._tree.setFixedHeight(rows * height + 4)
        self._tree.setVisible(rows > 0)
        self._show_attributes()

    def _row(self, relation: Relation, span: Span, end: Span | None) -> QTreeWidgetItem:
        kind = self._session.codebook.relation_types.get(relation.label)
        name = kind.name if kind is not None else relation.label
        text = excerpt(end.text) if end is not None else said("a span that is not here")
        leads_on = relation.from_id == span.id
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        icon = "arrow-right" if leads_on != is_mirrored else "arrow-left"
        item = QTreeWidgetItem([name, text])
        item.setData(0, Qt.ItemDataRole.UserRole, relation.id)
        item.setIcon(0, icons.icon("link" if kind is not None and kind.symmetric else icon))
        way = said("%1, to %2") if leads_on else said("%1, from %2")
        spoken = way.replace("%1", name).replace("%2", text)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, spoken)
        signs = [said("open doubt")] if relation.id in self._doubtful else []
        signs += [said("note: %1").replace("%1", relation.note)] if relation.note else []
        if signs:
            sign = "doubt" if relation.id in self._doubtful else "note"
            item.setIcon(1, icons.icon(sign))
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join([spoken, *signs]))
        for column in (0, 1):
            item.setToolTip(column, "\n".join([spoken, *signs]))
        return item

    def _chosen(self) -> Relation | None:
        item = self._tree.currentItem()
        wanted = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        return next((one for one in self._relations if one.id == wanted), None)

    # ------------------------------------------------------------ what the page asks

    def choose(self, relation_id: str) -> None:
        """Let the row of this relation be the chosen one."""
        for row in range(self._tree.topLevelItemCount()):
            item = self._tree.topLevelItem(row)
            if item is not None and item.data(0, Qt.ItemDataRole.UserRole) == relation_id:
                self._tree.setCurrentItem(item)

    def note_of(self, relation_id: str) -> NoteEditor:
        """The editor of the note of this relation; it leads back to the page."""
        self.choose(relation_id)
        self._comes_from_page = True
        return self._note

    def form_of(self, relation_id: str) -> AttributeForm | None:
        """The attributes of this relation, if its type has some."""
        self.choose(relation_id)
        return self._form

    def _leave_note(self) -> None:
        if self._comes_from_page:
            self._comes_from_page = False
            self.page_requested.emit()
        else:
            self._tree.setFocus()

    def _lead(self) -> str:
        """The keys that come before that of an attribute; empty if one of the commands has none."""
        keys = [key_text(self._actions[one].shortcut()) for one in ("relation.choose", "span.attribute")]
        return " ".join(keys) if all(keys) else ""

    # ------------------------------------------------------------ acting

    def _go(self) -> None:
        relation, span = self._chosen(), self._session.focus
        if relation is not None and span is not None:
            self._session.set_focus(_other_end(relation, span.id))
            end = self._session.focus
            if end is not None:
                self.go_requested.emit(end.start, end.start)
            self.page_requested.emit()

    def _doubt(self) -> None:
        relation = self._chosen()
        if relation is not None:
            self._session.doubt_requested.emit(relation)

    def _remove(self) -> None:
        relation = self._chosen()
        if relation is not None and self._session.others.may_change(relation):
            by = self._session.annotator.id
            write(self._session, lambda: edits.remove_relations([relation], by=by))

    def _show_attributes(self) -> None:
        """A form below the list, where the chosen relation's type has attributes; and its note."""
        relation = self._chosen()
        self._note.show_owner(relation)
        self._note.setVisible(relation is not None)
        self._doubting.setVisible(relation is not None)
        kind = self._session.codebook.relation_types.get(relation.label) if relation else None
        wanted = kind.id if kind is not None and kind.attributes else ""
        if wanted != self._form_of:
            if self._form is not None:
                self._form.hide()
                self._form.setParent(None)
                self._form.deleteLater()
                self._form = None
            if kind is not None and wanted:
                self._form = AttributeForm(kind.attributes, self._entities, self._lead)
                self._form.value_chosen.connect(self._set_attribute)
                self._form.page_requested.connect(self.page_requested)
                self._column.insertWidget(1, self._form)
            self._form_of = wanted
        if self._form is not None and relation is not None:
            is_writable = self._session.is_writable and self._session.others.can_change(relation)
            self._form.show_values(relation.attributes, is_writable=is_writable)

    def _set_attribute(self, id_: str, value: AttributeValue | None) -> None:
        relation = self._chosen()
        kind = self._session.codebook.relation_types.get(relation.label) if relation else None
        attribute = next((one for one in kind.attributes if one.id == id_), None) if kind else None
        if relation is not None and attribute is not None:
            by = self._session.annotator.id
            write(self._session, lambda: edits.set_attribute(relation, attribute, value, by=by))


def _other_end(relation: Relation, span_id: str) -> str:
    return relation.to_id if relation.from_id == span_id else relation.from_id
