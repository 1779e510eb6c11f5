"""The panel that shows everything about the focused span and all spans of the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model import edits
from annotator.ui.panels.attribute_editors import AttributeForm
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.entity_box import EntityBox, may_have_entity
from annotator.ui.panels.note_editor import NoteEditor
from annotator.ui.panels.relation_list import RelationList
from annotator.ui.panels.span_card import SpanCard
from annotator.ui.panels.span_tree import SpanTree
from annotator.ui.panels.surroundings import Surroundings
from annotator.ui.panels.texts import key_text
from annotator.ui.panels.tree_commands import TreeCommands
from annotator.ui.panels.writing import write

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QShowEvent

    from annotator.model.change import Edit
    from annotator.model.codebook import Codebook
    from annotator.model.values import AttributeValue, Span
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session


class InspectorPanel(QWidget):
    """Attributes, relations, note and entity of the focused span; below, the list of spans.

    `go_requested` names a place to show, in code points; `page_requested` says that the
    annotator wants to go on in the text.
    """

    go_requested = Signal(int, int)
    page_requested = Signal()

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setAccessibleName(self.tr("Inspector"))
        self._session = session
        self._actions = actions
        self._codebook: Codebook | None = None
        self._forms: dict[str, AttributeForm] = {}
        self._is_stale = True
        self._card = SpanCard(session, actions)
        self._entity = EntityBox(session, actions)
        self.relations = RelationList(session, actions, self._entity.entities)
        self._note = NoteEditor(session)
        self._nothing = Surroundings(session, actions)
        self.tree = SpanTree(session)
        TreeCommands(session, actions, self.tree)
        self._lay_out()
        for part in (self._card, self.relations, self._note, self.tree):
            part.page_requested.connect(self.page_requested)
        self.relations.go_requested.connect(self.go_requested)
        session.opened.connect(self.reload)
        session.closed.connect(self.reload)
        session.document_opened.connect(self.reload)
        session.edited.connect(self._follow)
        session.focus_changed.connect(self._show_focus)
        session.selection_changed.connect(self._show_selection)

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        self._form_place = QVBoxLayout()
        self._form_place.setSpacing(0)
        self._relations_title = _heading(self.tr("Relations"))
        self._entity_title = _heading(self.tr("Entity"))
        details = QWidget()
        column = QVBoxLayout(details)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addWidget(self._card)
        column.addLayout(self._form_place)
        sections = (
            (self._entity_title, self._entity),
            (self._relations_title, self.relations),
            (_heading(self.tr("Note")), self._note),
        )
        for title, part in sections:
            column.addSpacing(4)
            column.addWidget(title)
            column.addWidget(part)
        column.addStretch(1)
        nothing = QWidget()
        nothing_column = QVBoxLayout(nothing)
        nothing_column.setContentsMargins(12, 12, 12, 8)
        nothing_column.addWidget(self._nothing)
        self._stack = QStackedWidget()
        self._stack.addWidget(_scrolled(nothing, "inspector_nothing"))
        self._details = _scrolled(details, "inspector_details")
        self._stack.addWidget(self._details)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setObjectName("inspector_splitter")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._stack)
        splitter.addWidget(self._make_list())
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([300, 200])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)

    def _make_list(self) -> QWidget:
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(8, 4, 8, 8)
        column.setSpacing(8)
        column.addWidget(_heading(self.tr("In this article")))
        column.addWidget(self.tree, 1)
        place.setMinimumHeight(120)
        return place

    # ------------------------------------------------------------ what the window asks

    def edit_note(self, relation_id: str = "") -> None:
        """Put the caret into the note of the focused span, or of this relation of it."""
        if self._session.focus is not None:
            self._come_forward()
            self._go_into(self.relations.note_of(relation_id) if relation_id else self._note)

    def edit_attribute(self, attribute_id: str, relation_id: str = "") -> None:
        """Put the caret into the editor of an attribute of the focused span, or of this relation."""
        focus = self._session.focus
        if focus is None:
            return
        self._come_forward()
        form = self.relations.form_of(relation_id) if relation_id else self._forms.get(focus.label)
        editor = form.editor(attribute_id) if form is not None else None
        if editor is not None:
            self._go_into(editor)

    def _come_forward(self) -> None:
        """Show the panel, should its dock be closed or stand behind another one."""
        dock = self.parentWidget()
        if isinstance(dock, QDockWidget):
            dock.show()
            dock.raise_()
        if self._is_stale:
            self._is_stale = False
            self.tree.load()
        self._show_focus()

    def _go_into(self, editor: QWidget) -> None:
        self._details.ensureWidgetVisible(editor)
        editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_reading_font(self, family: str) -> None:
        """Show the text of the span in the font of the page; empty for that of the interface."""
        self._card.set_reading_font(family)

    # ------------------------------------------------------------ following

    def reload(self) -> None:
        """Show another document, now or when the panel is shown."""
        self._is_stale = not self.isVisible()
        if not self._is_stale or self._session.document is None:
            self.tree.load()
            self._show_focus()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was done while the panel was hidden."""
        super().showEvent(event)
        if self._is_stale:
            self.reload()

    def _follow(self, edit: Edit) -> None:
        self._entity.follow(edit)
        if self._is_stale or not self.isVisible():
            self._is_stale = True
            return
        if edit.writes("annotator"):
            self._card.forget()
        self.tree.follow(edit)
        self._show_focus()

    def _show_selection(self) -> None:
        if not self._is_stale and self._session.focus is None:
            self._nothing.refresh()

    def _show_focus(self) -> None:
        """Show the focused span, or what is here while there is none."""
        if self._is_stale:
            return
        self._notice_codebook()
        span = self._session.focus
        self._note.show_owner(span)
        if span is None:
            self._nothing.refresh()
        else:
            self._show_span(span)
        self._stack.setCurrentIndex(int(span is not None))
        self.tree.follow_focus()

    def _show_span(self, span: Span) -> None:
        self._card.show_span(span)
        self._show_attributes(span)
        has_relations = self.relations.show_span(span)
        self.relations.setVisible(has_relations)
        self._relations_title.setVisible(has_relations)
        has_entity = may_have_entity(self._session.codebook, span.label) or span.entity is not None
        self._entity.setVisible(has_entity)
        self._entity_title.setVisible(has_entity)
        if has_entity:
            self._entity.show_span(span)

    def _attribute_key(self) -> str:
        return key_text(self._actions["span.attribute"].shortcut())

    def _show_attributes(self, span: Span) -> None:
        """The form of the span's label; forms are kept, for they take time to make."""
        if span.label not in self._forms:
            attributes = self._session.codebook.attributes_of(span.label)
            form = AttributeForm(attributes, self._entity.entities, self._attribute_key)
            form.value_chosen.connect(self._set_attribute)
            form.page_requested.connect(self.page_requested)
            self._forms[span.label] = form
            self._form_place.addWidget(form)
        for label, form in self._forms.items():
            form.setVisible(label == span.label)
        is_writable = self._session.is_writable and self._session.others.can_change(span)
        self._forms[span.label].show_values(span.attributes, is_writable=is_writable)

    def _notice_codebook(self) -> None:
        """Make the forms anew when the codebook is another one."""
        if self._session.codebook is self._codebook:
            return
        self._codebook = self._session.codebook
        for form in self._forms.values():
            form.hide()
            form.setParent(None)
            form.deleteLater()
        self._forms = {}
        self.relations.forget()
        self._card.forget()

    def _set_attribute(self, id_: str, value: AttributeValue | None) -> None:
        span = self._session.focus
        attribute = self._session.codebook.attributes.get(id_)
        if span is not None and attribute is not None:
            by = self._session.annotator.id
            write(self._session, lambda: edits.set_attribute(span, attribute, value, by=by))
            self._show_attributes(self._session.focus or span)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has other colours for the labels."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self._show_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.page_requested.emit()
        else:
            super().keyPressEvent(event)


def _heading(text: str) -> QLabel:
    label = plain_label(text, role="muted")
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


def _scrolled(content: QWidget, name: str) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName(name)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area
