"""The entity in the world that the focused span points to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from annotator.model import edits, entity_edits
from annotator.model.entity_mentions import type_for
from annotator.model.entity_types import may_have_entity as may_have_entity
from annotator.ui import icons
from annotator.ui.entity_registry import registry_of
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.entity_field import EntityField
from annotator.ui.panels.entity_rows import reason_text, type_name
from annotator.ui.panels.texts import SEPARATOR, key_text, said
from annotator.ui.panels.writing import write
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model.change import Edit
    from annotator.model.values import Entity, Span
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session


class EntityBox(QWidget):
    """Shows the entity, links another one by its name, makes a new one, or unlinks.

    Below stand its type, its item of Wikidata and how often it is mentioned; while there is
    no entity, what one key would link.
    """

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self._session = session
        self._actions = actions
        self._registry = registry_of(session)
        self._span_id = ""
        self.field = EntityField(self.entities, self._registry.entity)
        self.field.setObjectName("span_entity")
        self.field.setAccessibleName(self.tr("Entity"))
        self.field.setToolTip(self.tr("Type a name and press Enter; a new name makes a new entity."))
        self.field.entity_chosen.connect(self._link)
        self.field.creation_requested.connect(self._create)
        self.field.cleared.connect(lambda: self._link(None))
        self._unlink = _button("span_entity_unlink", self.tr("Unlink the entity"), "close")
        self._unlink.clicked.connect(lambda: self._link(None))
        self._more = _button("span_entity_show", self.tr("Show in the panel of entities"), "entity")
        self._more.clicked.connect(self._show_in_panel)
        self._about = plain_label(role="muted", wraps=True)
        self._about.setObjectName("span_entity_about")
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self._more)
        row.addWidget(self._unlink)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._about)
        self._registry.changed.connect(self._refresh)

    def entities(self) -> Sequence[Entity]:
        """The entities of the project, read when they are first asked for."""
        return self._registry.entities()

    def follow(self, edit: Edit) -> None:
        """The registry follows by itself; what is shown is asked for anew."""
        if edit.writes("entity") or not edit.changes:
            self._span_id = ""

    def show_span(self, span: Span) -> None:
        """Show the entity of this span."""
        self._span_id = span.id
        self.field.show_entity(span.entity)
        is_writable = self._session.is_writable and self._session.others.can_change(span)
        self.field.setEnabled(is_writable)
        self._unlink.setVisible(span.entity is not None and is_writable)
        self._more.setVisible(span.entity is not None)
        words = self._told(span)
        self._about.setText(words)
        self._about.setVisible(bool(words))

    def _refresh(self) -> None:
        span = self._span()
        if span is not None and self.isVisible() and not self.field.hasFocus():
            self.show_span(span)

    def _told(self, span: Span) -> str:
        self._registry.want()
        entity = self._registry.entity(span.entity)
        if entity is not None:
            mentions = self._registry.use(entity.id).mentions
            parts = [type_name(self._session.codebook, entity.type), entity.qid]
            parts.append(said("not in Wikidata") if entity.nil else "")
            parts.append(counted(mentions, "%n mention", "%n mentions") if mentions else "")
            return SEPARATOR.join(part for part in parts if part)
        proposal = self._registry.proposal(span)
        key = key_text(self._actions["entity.link"].shortcut())
        if proposal is None or not key:
            return ""
        words = said("%1 links %2 (%3)").replace("%1", key).replace("%2", proposal.entity.name)
        return words.replace("%3", reason_text(proposal.reason))

    def _span(self) -> Span | None:
        annotations = self._session.annotations
        return annotations.span(self._span_id) if annotations is not None and self._span_id else None

    def _link(self, entity_id: str | None) -> None:
        span = self._span()
        if span is not None:
            by = self._session.annotator.id
            title = "link the entity" if entity_id is not None else "unlink the entity"
            write(self._session, lambda: edits.set_entity(span, entity_id, by=by, title=title))

    def _create(self, name: str) -> None:
        span = self._span()
        if span is not None:
            session = self._session
            by, type_ = session.annotator.id, type_for(span, name, session.text, session.codebook)
            write(self._session, lambda: entity_edits.link_new(span, name, type_, by=by))

    def _show_in_panel(self) -> None:
        span = self._span()
        if span is not None and span.entity is not None:
            self._registry.choose(span.entity)
            self._actions["entities.show"].trigger()


def _button(name: str, words: str, icon: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(words)
    button.setToolTip(words)
    button.setIcon(icons.icon(icon))
    button.setAutoRaise(True)
    return button
