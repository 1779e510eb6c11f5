"""Whose the focused annotation is, where it is not one's own, and how it becomes one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from annotator.ui import theme
from annotator.ui.label_colours import readable_on
from annotator.ui.panels.buttons import ActionButton
from annotator.ui.panels.colours import plain_label
from annotator.ui.words import initials

if TYPE_CHECKING:
    from annotator.model.values import Span
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session


class Whose(QWidget):
    """Initials in the person's colour, her name, and a button that takes the annotation over."""

    page_requested = Signal()

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("span_whose")
        self._session = session
        self._badge = QLabel()
        self._badge.setObjectName("whose_initials")
        self._badge.setTextFormat(Qt.TextFormat.PlainText)
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name = plain_label()
        self._name.setObjectName("whose_name")
        take = ActionButton(actions["others.take_over"], self.tr("Take over"), shows_key=True)
        take.setObjectName("whose_take_over")
        take.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        take.clicked.connect(self.page_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.STEP)
        row.addWidget(self._badge)
        row.addWidget(self._name, 1)
        row.addWidget(take)
        self._take = take
        self.hide()

    def show_span(self, span: Span) -> None:
        """Show whose this span is; nothing for one's own."""
        others = self._session.others
        self.setVisible(not others.is_own(span))
        if others.is_own(span):
            return
        person, name = others.person(span.annotator), others.name(span.annotator)
        self._badge.setText(initials(name))
        ground = QColor(person.colour) if QColor.isValidColorName(person.colour) else None
        ground = ground if ground is not None else theme.current().colour("muted")
        self._badge.setStyleSheet(
            f"background: {ground.name()}; color: {readable_on(ground).name()};"
            " border-radius: 4px; padding: 1px 5px; font-weight: 600;"
        )
        self._name.setText(name)
        self._take.setEnabled(self._session.is_writable)
