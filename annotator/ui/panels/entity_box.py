"""The entity in the world that the focused span points to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from annotator.model import edits
from annotator.ui import icons
from annotator.ui.panels.entity_field import EntityField
from annotator.ui.panels.writing import write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model.change import Edit
    from annotator.model.codebook import Codebook
    from annotator.model.values import Entity, Span
    from annotator.ui.session import Session


def may_have_entity(codebook: Codebook, label_id: str) -> bool:
    """Whether spans of this label point to entities: as the codebook says, else all do."""
    clusters = codebook.guidelines.get("clusters")
    if not isinstance(clusters, list) or not clusters:
        return codebook.label(label_id).style in ("fill", "box")
    return any(
        isinstance(cluster, dict) and label_id in (cluster.get("applies_to") or [label_id])  # type: ignore[operator]
        for cluster in clusters
    )


class EntityBox(QWidget):
    """Shows the entity, links another one by its name, makes a new one, or unlinks."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._span_id = ""
        self._known: list[Entity] | None = None
        self.field = EntityField(self.entities)
        self.field.setObjectName("span_entity")
        self.field.setAccessibleName(self.tr("Entity"))
        self.field.setToolTip(self.tr("Type a name and press Enter; a new name makes a new entity."))
        self.field.entity_chosen.connect(self._link)
        self.field.creation_requested.connect(self._create)
        self.field.cleared.connect(lambda: self._link(None))
        self._unlink = QToolButton()
        self._unlink.setObjectName("span_entity_unlink")
        self._unlink.setAccessibleName(self.tr("Unlink the entity"))
        self._unlink.setToolTip(self.tr("Unlink the entity"))
        self._unlink.setIcon(icons.icon("close"))
        self._unlink.setAutoRaise(True)
        self._unlink.clicked.connect(lambda: self._link(None))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self._unlink)
        session.opened.connect(self._forget)
        session.closed.connect(self._forget)

    def entities(self) -> Sequence[Entity]:
        """The entities of the project, read when they are first asked for."""
        if self._known is None:
            self._known = self._session.project.entities() if self._session.project else []
        return self._known

    def follow(self, edit: Edit) -> None:
        """Forget the names that the edit has made old."""
        if edit.writes("entity") or not edit.changes:
            self._known = None
            self._span_id = ""

    def show_span(self, span: Span) -> None:
        """Show the entity of this span."""
        self._span_id = span.id
        self.field.show_entity(span.entity)
        self.field.setEnabled(self._session.is_writable)
        self._unlink.setVisible(span.entity is not None and self._session.is_writable)

    def _forget(self) -> None:
        self._known = None

    def _span(self) -> Span | None:
        annotations = self._session.annotations
        return annotations.span(self._span_id) if annotations is not None else None

    def _link(self, entity_id: str | None) -> None:
        span = self._span()
        if span is not None:
            by = self._session.annotator.id
            title = "link the entity" if entity_id is not None else "unlink the entity"
            write(self._session, lambda: edits.set_entity(span, entity_id, by=by, title=title))

    def _create(self, name: str) -> None:
        span = self._span()
        if span is not None:
            by = self._session.annotator.id
            write(self._session, lambda: edits.link_new_entity(span, name, by=by))
