"""The focused span in short: its label, its exact text, how it came to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from annotator.ui.panels.adjudication_origin import decision_text
from annotator.ui.panels.buttons import NO_MENU_SIGN
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.marks import SIDE, swatch
from annotator.ui.panels.texts import (
    SEPARATOR,
    full_time_text,
    key_text,
    origin_text,
    short_name,
    span_text,
    time_text,
    unfolding,
)
from annotator.ui.panels.whose import Whose
from annotator.ui.words import counted

if TYPE_CHECKING:
    from annotator.model.values import Span
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_MOST_LINES = 5


class SpanCard(QWidget):
    """A click on the label offers the others; the text can be selected and copied."""

    page_requested = Signal()

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self._session = session
        self._actions = actions
        self._span: Span | None = None
        self._make_label()
        self._make_text()
        self._whose = Whose(session, actions)
        self._whose.page_requested.connect(self.page_requested)
        self._size = plain_label(role="muted")
        self._origin = plain_label(role="muted", wraps=True)
        head = QHBoxLayout()
        head.addWidget(self._label)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._whose)
        for part in (self._text, self._size, self._origin):
            column.addWidget(part)

    def _make_label(self) -> None:
        self._label = QToolButton()
        self._label.setObjectName("span_label")
        self._label.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._label.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._label.setIconSize(QSize(SIDE, SIDE))
        self._label.setAutoRaise(True)
        self._label.setStyleSheet(NO_MENU_SIGN)
        font = QFont(self._label.font())
        font.setWeight(QFont.Weight.DemiBold)
        self._label.setFont(font)
        self._menu = QMenu(self._label)
        self._menu.setObjectName("span_label_menu")
        self._menu.aboutToShow.connect(self._fill_menu)
        self._label.setMenu(self._menu)

    def _make_text(self) -> None:
        self._text = QPlainTextEdit()
        self._text.setObjectName("span_text")
        self._text.setAccessibleName(self.tr("Text of the span"))
        self._text.setReadOnly(True)
        by = Qt.TextInteractionFlag
        self._text.setTextInteractionFlags(by.TextSelectableByMouse | by.TextSelectableByKeyboard)
        self._text.setTabChangesFocus(True)
        self._text.setFrameShape(QPlainTextEdit.Shape.NoFrame)

    def set_reading_font(self, family: str) -> None:
        """Show the text in this family; empty for that of the interface."""
        font = QFont(self.font())
        if family:
            font.setFamily(family)
        self._text.setFont(font)
        self._fit_height()

    def show_span(self, span: Span) -> None:
        """Show this span, as it now is."""
        label = self._session.codebook.label(span.label)
        self._label.setIcon(swatch(label, scale=self.devicePixelRatioF()))
        self._whose.show_span(span)
        if span is self._span:
            return
        text = span_text(span)
        if self._span is None or text != span_text(self._span):
            self._text.setPlainText(text)
            self._fit_height()
        self._span = span
        self._label.setText(unfolding(short_name(label.name)))
        self._label.setAccessibleName(self.tr("Label: %1").replace("%1", label.name))
        self._label.setToolTip(self.tr("%1: choose another label").replace("%1", label.name))
        characters = sum(end - start for start, end in span.fragments)
        parts = [counted(characters, "%n character", "%n characters")]
        if len(span.fragments) > 1:
            parts.insert(0, counted(len(span.fragments), "%n fragment", "%n fragments"))
        self._size.setText(SEPARATOR.join(parts))
        self._show_origin(span)

    def forget(self) -> None:
        """Show everything anew the next time."""
        self._span = None

    def _show_origin(self, span: Span) -> None:
        name = self._session.others.person(span.annotator).name
        parts = [name, origin_text(span.origin), time_text(span.modified) if span.modified else ""]
        version, codebook = self._codebook_of(span)
        parts += [version, decision_text(self._session, span)]
        self._origin.setText(SEPARATOR.join(part for part in parts if part))
        time = full_time_text(span.created) if span.created else ""
        self._origin.setToolTip(f"{time}\n{codebook}".strip())

    def _codebook_of(self, span: Span) -> tuple[str, str]:
        """Under which codebook the label was made: its version, if that is another now, and all."""
        project = self._session.project
        found = project.codebook_of_span(span.id) if project is not None else None
        if found is None:
            return "", ""
        revision, named = found
        version = named.rpartition("@")[2]
        is_present = version == self._session.codebook.version
        text = self.tr("Label made under revision %1 of the codebook: %2")
        said = text.replace("%1", str(revision)).replace("%2", named)
        return "" if is_present else self.tr("codebook %1").replace("%1", version), said

    def _fit_height(self) -> None:
        """As many lines as the text has, up to a few; more are scrolled."""
        lines = int(self._text.document().size().height())
        spacing = self._text.fontMetrics().lineSpacing()
        margin = 2 * int(self._text.document().documentMargin()) + 2
        self._text.setFixedHeight(max(1, min(lines, _MOST_LINES)) * spacing + margin)

    def resizeEvent(self, event: object) -> None:
        """Other widths break the text into other lines."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit_height()

    def _fill_menu(self) -> None:
        self._menu.clear()
        for label in self._session.codebook.labels.values():
            action = self._actions.labels.get(label.id)
            key = key_text(action.shortcut()) if action is not None else ""
            choice = QAction(swatch(label, scale=self.devicePixelRatioF()), label.name, self._menu)
            choice.setText(f"{label.name}\t{key}" if key else label.name)
            choice.setCheckable(True)
            choice.setChecked(self._span is not None and label.id == self._span.label)
            choice.setEnabled(action is not None and action.isEnabled())
            choice.setData(label.id)
            choice.triggered.connect(self._relabel)
            self._menu.addAction(choice)

    def _relabel(self) -> None:
        choice = self.sender()
        assert isinstance(choice, QAction)
        action = self._actions.labels.get(str(choice.data()))
        if action is not None:
            action.trigger()
            self.page_requested.emit()
