"""Above the page: headline, where the article comes from, and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFont, QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from annotator.model import edits
from annotator.model.values import CODEBOOK_KINDS, STATES, Document
from annotator.ui import icons, theme
from annotator.ui.panels.buttons import NO_MENU_SIGN
from annotator.ui.panels.document_facts import DocumentFacts
from annotator.ui.panels.elided_label import ElidedLabel
from annotator.ui.panels.metadata_form import MetadataForm
from annotator.ui.panels.texts import SEPARATOR, date_text, number_text, said, state_name, unfolding
from annotator.ui.words import counted

if TYPE_CHECKING:
    from annotator.model.change import Edit
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_COUNTED = 200_000
"""So many characters are counted word by word; longer texts are estimated from them."""
_STATE_ICONS = {
    "new": ("circle", "muted"),
    "in progress": ("pen", "accent"),
    "done": ("check-circle", "ok"),
}


def words_text(text: str) -> str:
    """How many words a text has; rounded for very long ones."""
    if len(text) <= _COUNTED:
        return counted(len(text.split()), "%n word", "%n words")
    estimate = len(text[:_COUNTED].split()) * len(text) / _COUNTED
    rounded = round(estimate, -(len(str(int(estimate))) - 2))
    return said("about %1 words").replace("%1", number_text(int(rounded)))


class DocumentHeader(QWidget):
    """Headline and source line of the open article; its state, flag and details."""

    page_requested = Signal()
    twins_requested = Signal(str)

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAccessibleName(self.tr("Article"))
        self._session = session
        self._words = ""
        self._is_made = False
        self._title = ElidedLabel(lines=2)
        self._source = ElidedLabel(role=QPalette.ColorRole.PlaceholderText)
        self._facts = DocumentFacts(session, actions)
        self._facts.details_requested.connect(self.edit_details)
        self._facts.twins_requested.connect(self.twins_requested)
        self.set_reading_font("")
        self._make_buttons(actions)
        self._lay_out()
        session.document_opened.connect(self._show_document)
        session.closed.connect(self.refresh)
        session.edited.connect(self._follow)
        session.focus_changed.connect(self._show_work)
        session.twins_found.connect(self._facts.refresh)
        self._is_made = True
        self._show_document()

    def set_reading_font(self, family: str) -> None:
        """Show the headline in this family; empty for that of the interface."""
        font = QFont(self.font())
        if family:
            font.setFamily(family)
        font.setPointSizeF(self.font().pointSizeF() * 1.6)
        font.setWeight(QFont.Weight.DemiBold)
        self._title.setFont(font)

    def _make_buttons(self, actions: Actions) -> None:
        self._flag = _tool_button("header_flag", self.tr("Flag the article"))
        self._flag.setCheckable(True)
        self._flag.clicked.connect(self._ask_for_flag)
        self._flag_action = actions["document.flag"]
        self._flag_action.changed.connect(self._show_work)
        self._state = QToolButton()
        self._state.setObjectName("header_state")
        self._state.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._state.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._state.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._state.setStyleSheet(NO_MENU_SIGN)
        self._state.setIcon(icons.icon("circle"))
        menu = QMenu(self._state)
        menu.setObjectName("header_state_menu")
        self._states = QActionGroup(menu)
        for state in STATES:
            choice = QAction(icons.icon(_STATE_ICONS[state][0]), state_name(state), self._states)
            choice.setCheckable(True)
            choice.setData(state)
            menu.addAction(choice)
        self._states.triggered.connect(self._set_state)
        self._reserve_width()
        self._state.setMenu(menu)
        self._details = _tool_button("header_details", self.tr("Title, outlet, date and note…"))
        self._details.setIcon(icons.icon("info"))
        self._details.clicked.connect(lambda: self.edit_details())

    def _reserve_width(self) -> None:
        """Let the button be as wide as its longest state needs: the title must not wrap anew."""
        before, widths = self._state.text(), []
        for state in STATES:
            self._state.setText(unfolding(state_name(state)))
            widths.append(self._state.sizeHint().width())
        self._state.setText(before)
        self._state.setMinimumWidth(max(widths))

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._source)
        texts.addWidget(self._facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 12, 8)
        row.setSpacing(4)
        row.addLayout(texts, 1)
        row.addSpacing(8)
        for button in (self._flag, self._state, self._details):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    # ------------------------------------------------------------ following

    def _show_document(self) -> None:
        self._words = words_text(self._session.text) if self._session.document is not None else ""
        self.refresh()

    def _follow(self, edit: Edit) -> None:
        kinds = ("document", "work", "message", "assignment", "annotator", *CODEBOOK_KINDS)
        is_concerned = edit.writes(*kinds) or not edit.changes
        if is_concerned or self._session.document is None:
            self.refresh()

    def refresh(self) -> None:
        """Show the open article as it now is."""
        document = self._session.document
        has_document = document is not None
        self._title.set_text(document.title if document is not None else "")
        self._source.set_text(self._source_line(document) if document is not None else "")
        for button in (self._flag, self._state, self._details):
            button.setVisible(has_document)
        self._facts.refresh()
        self._show_work()

    def _source_line(self, document: Document) -> str:
        metadata = document.metadata
        parts = [
            metadata.get("outlet", ""),
            metadata.get("author", ""),
            date_text(metadata.get("published", "")),
            self._words,
            metadata.get("url", ""),
        ]
        return SEPARATOR.join(part for part in parts if part)

    def _show_work(self) -> None:
        document = self._session.document
        if document is None:
            return
        work = self._session.work(document.id)
        icon, role = _STATE_ICONS.get(work.state, ("circle", "muted"))
        name = state_name(work.state)
        colours = theme.current()
        self._state.setIcon(icons.icon(icon, colours.colour(role).name()))
        self._state.setText(unfolding(name))
        self._state.setAccessibleName(self.tr("State: %1").replace("%1", name))
        self._state.setEnabled(self._session.is_writable)
        for choice in self._states.actions():
            choice.setChecked(choice.data() == work.state)
        flagged = colours.colour("error").name() if work.is_flagged else ""
        self._flag.setIcon(icons.icon("flag", flagged))
        self._flag.setChecked(work.is_flagged)
        self._flag.setEnabled(self._flag_action.isEnabled())
        self._flag.setToolTip(self.tr("Take the flag away") if work.is_flagged else self.tr("Flag"))
        self._details.setEnabled(self._session.is_writable)

    # ------------------------------------------------------------ acting

    def _ask_for_flag(self) -> None:
        self._show_work()
        self._flag_action.trigger()

    def _set_state(self, choice: QAction) -> None:
        document = self._session.document
        if document is None:
            return
        work = self._session.work(document.id)
        if choice.data() != work.state:
            self._session.do(edits.set_state(work, choice.data(), by=self._session.annotator.id))
        self._show_work()

    def edit_details(self, field: str = "") -> None:
        """Show the article's details in a form, at this field (`note`, or an attribute's id)."""
        if self._session.document is not None and self._session.is_writable:
            form = MetadataForm(self._session, self._session.document, self.window())
            form.open()
            form.go_to(field.removeprefix("attribute."))

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has other colours for state and flag, another font other widths."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._is_made:
            self._reserve_width()
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self._facts.refresh()
            self._show_work()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.page_requested.emit()
        else:
            super().keyPressEvent(event)


def _tool_button(name: str, words: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(words)
    button.setToolTip(words)
    button.setAutoRaise(True)
    button.setIconSize(QSize(18, 18))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
