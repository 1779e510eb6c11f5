"""What the inspector shows while no span is focused: what is here, and how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from annotator.ui import theme
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.key_hints import label_keys
from annotator.ui.panels.marks import SIDE, swatch
from annotator.ui.panels.texts import excerpt, said, short_name
from annotator.ui.words import counted

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from annotator.model.values import Span
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_MOST = 6


class Surroundings(QWidget):
    """The selection or the spans at the caret; a click focuses one of them."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self._session = session
        self._actions = actions
        self._shown: object = None
        self._title = plain_label(role="heading", wraps=True)
        self._text = plain_label(wraps=True)
        self._help = plain_label(role="muted", wraps=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(self._rows)
        column.addWidget(self._help)
        column.addStretch(1)

    def refresh(self) -> None:
        """Show what is here now."""
        session = self._session
        selection, annotations = session.selection, session.annotations
        if session.document is None or annotations is None:
            is_open = session.project is not None
            title = said("No article is open") if is_open else said("No project is open")
            self._show(title, "", (), said("Choose an article on the left.") if is_open else "")
        elif selection is not None:
            start, end = selection
            text = excerpt(session.text[start : start + 400], limit=200)
            if end - start < 200:
                text = excerpt(session.text[start:end], limit=200)
            title = counted(end - start, "%n character selected", "%n characters selected")
            self._show(title, text, (), self._how_to_label_selection())
        else:
            spans = tuple(annotations.at(session.caret)[:_MOST]) if session.text else ()
            title = said("Here") if spans else said("Nothing is focused")
            self._show(title, "", spans, self._how_to_label())

    def _how_to_label(self) -> str:
        keys = label_keys(self._actions)
        words = said(
            "Put the caret into a name, a quote or a claim and press its key: %1."
            " The key finds where it begins and ends."
        )
        return words.replace("%1", keys) if keys else ""

    def _how_to_label_selection(self) -> str:
        keys = label_keys(self._actions)
        words = said("A label's key labels just this: %1.")
        return words.replace("%1", keys) if keys else ""

    def _show(self, title: str, text: str, spans: tuple[Span, ...], help_text: str) -> None:
        shown = (title, text, spans, help_text, theme.current())
        if shown == self._shown:
            return
        self._shown = shown
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._help.setText(help_text)
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.setParent(None)
                row.deleteLater()
        for span in spans:
            self._rows.addWidget(self._row(span))

    def _row(self, span: Span) -> QToolButton:
        label = self._session.codebook.label(span.label)
        text = f"{short_name(label.name)}: {excerpt(span.text)}"
        row = HereButton(text)
        row.setObjectName(f"here:{span.id}")
        row.setIcon(swatch(label))
        row.setIconSize(QSize(SIDE, SIDE))
        row.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        row.setAutoRaise(True)
        row.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.clicked.connect(lambda: self._session.set_focus(span.id))
        return row


class HereButton(QToolButton):
    """A line with an icon, cut with “…” where there is no room."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._whole = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setMinimumWidth(64)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Its width is that of the panel."""
        return QSize(64, max(SIDE, self.fontMetrics().height()) + 10)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the words anew."""
        super().resizeEvent(event)
        room = self.width() - SIDE - 24
        cut = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(cut.replace("&", "&&"))
