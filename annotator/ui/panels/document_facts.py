"""Below the headline: what was said of the whole article, and what it is like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from annotator.model.threads import threads_of
from annotator.ui import icons, theme
from annotator.ui.panels.attribute_words import value_name
from annotator.ui.panels.buttons import NO_MENU_SIGN
from annotator.ui.panels.flow_layout import FlowLayout
from annotator.ui.panels.texts import excerpt, said
from annotator.ui.words import counted

if TYPE_CHECKING:
    from annotator.model.values import Document
    from annotator.store.project import Project
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_MOST_TWINS = 20
_NEAR_THE_EDGE = "QToolButton { padding-left: 0; }"
_MOST_IN_NOTE = 80


class DocumentFacts(QWidget):
    """Attributes, note, open doubts, near-duplicates and people of the open article, each a button.

    `details_requested` asks for the form, at the field that it names.
    """

    details_requested = Signal(str)
    twins_requested = Signal(str)

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("document_facts")
        self._session = session
        self._actions = actions
        self._shown: object = None
        self._flow = FlowLayout(spacing=theme.HALF_STEP)
        self._flow.setContentsMargins(0, 2, 0, 0)
        self.setLayout(self._flow)

    def refresh(self) -> None:
        """Show the open article as it now is; nothing is shown where there is nothing to say."""
        document, project = self._session.document, self._session.sights.reading
        if document is None or project is None:
            self._shown = None
            self.hide()
            return
        facts = self._facts(document, project)
        state = (document.id, facts, theme.current().name)
        if state != self._shown:
            self._shown = state
            self._fill(document, facts)
        self.setVisible(bool(facts))

    def _facts(self, document: Document, project: Project) -> tuple[tuple[str, ...], ...]:
        """Kind, words and explanation of each button."""
        facts: list[tuple[str, ...]] = []
        for attribute in self._session.codebook.document_attributes:
            value = document.attributes.get(attribute.id)
            if value is not None:
                words = f"{attribute.name}: {value_name(attribute, value)}"
                facts.append((f"attribute.{attribute.id}", words, attribute.hint))
        if document.note:
            facts.append(("note", excerpt(document.note, limit=_MOST_IN_NOTE), document.note))
        threads = threads_of(project.messages(document.id))
        is_open = sum(not thread.is_settled for thread in threads)
        if is_open:
            facts.append(("doubts", counted(is_open, "%n open doubt", "%n open doubts"), ""))
        twins = project.twins_of(document.id)
        if twins:
            words = counted(len(twins), "%n more like this", "%n more like this")
            facts.append(("twins", words, *twins[:_MOST_TWINS]))
        people = {one.annotator for one in project.assignments(document.id)}
        names = [one.name for one in project.annotators() if one.id in people] if people else []
        if names:
            facts.append(("people", said("For %1").replace("%1", ", ".join(names)), ""))
        return tuple(facts)

    def _fill(self, document: Document, facts: tuple[tuple[str, ...], ...]) -> None:
        self._flow.clear()
        for kind, words, *others in facts:
            self._flow.add(self._button(document, kind, words, others))
        self.updateGeometry()

    def _button(self, document: Document, kind: str, words: str, others: list[str]) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"fact:{kind}")
        button.setText(words.replace("&", "&&"))
        button.setAccessibleName(words)
        button.setAutoRaise(True)
        button.setStyleSheet(_NEAR_THE_EDGE)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setIconSize(QSize(14, 14))
        name, role = _ICONS.get(kind, ("", ""))
        if name:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIcon(icons.icon(name, theme.current().colour(role).name() if role else ""))
        if kind == "twins":
            self._add_twins(button, document, others)
        elif kind == "doubts":
            button.clicked.connect(lambda: self._actions["doubts.show"].trigger())
        elif kind == "people":
            button.clicked.connect(lambda: self._actions["document.assign"].trigger())
        else:
            button.clicked.connect(lambda: self.details_requested.emit(kind))
            button.setToolTip(others[0] if others else "")
        return button

    def _add_twins(self, button: QToolButton, document: Document, twins: list[str]) -> None:
        """A menu that goes to each near-duplicate, or shows them all in the list."""
        project = self._session.project
        menu = QMenu(button)
        menu.setObjectName("fact_twins_menu")
        for id_ in twins:
            other = project.document(id_) if project is not None else None
            if other is None:
                continue
            outlet = other.metadata.get("outlet", "")
            words = excerpt(other.title, limit=60) + (f"\t{outlet}" if outlet else "")
            entry = menu.addAction(words.replace("&", "&&"))
            entry.triggered.connect(lambda _on, id_=id_: self._open(id_))
        menu.addSeparator()
        every = menu.addAction(said("Show them in the list"))
        every.setObjectName("fact_twins_list")
        every.triggered.connect(lambda: self.twins_requested.emit(document.id))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setStyleSheet(NO_MENU_SIGN + _NEAR_THE_EDGE)
        button.setToolTip(said("Near-duplicates: articles with nearly the same text"))

    def _open(self, document_id: str) -> None:
        self._session.open_document(document_id)
        self._session.page_requested.emit()


_ICONS = {
    "note": ("note", ""),
    "doubts": ("doubt", "warning"),
    "twins": ("copy", ""),
    "people": ("user", ""),
}
