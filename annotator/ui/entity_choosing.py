"""Shift+K: an entity is chosen from a list beside its mention, or named anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect

from annotator.model import edits, entity_edits
from annotator.model.entity_mentions import new_from, type_for
from annotator.ui.panels.entity_chooser import NEW, NONE, EntityChooser, Question
from annotator.ui.words import in_short

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model.change import Change
    from annotator.model.codebook import AttributeType
    from annotator.model.values import Relation, Span
    from annotator.ui.entity_registry import EntityRegistry
    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView


class EntityChoosing(QObject):
    """Asks for the entity of a mention, or for one as the value of an attribute."""

    def __init__(self, session: Session, page: TextView, registry: EntityRegistry) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._registry = registry
        self._chooser: EntityChooser | None = None

    def choose(self, span_id: str) -> None:
        """Ask for the entity of this mention."""
        self._registry.when_ready(lambda: self._choose(span_id))

    def _choose(self, span_id: str) -> None:
        span = self._span(span_id)
        if span is None:
            return
        session = self._session
        new = new_from(span, session.text, session.codebook)
        title = self.tr("Entity of “{words}”").format(words=in_short(span.text, 40))
        question = Question(
            title,
            self._registry.proposals(span),
            new.name if new is not None else "",
            span.entity,
            lambda id_, name: self._take(span_id, id_, name),
            self._registry.around(span),
        )
        self._ask(question, span)

    def _take(self, span_id: str, entity_id: str, name: str) -> None:
        span, session = self._span(span_id), self._session
        if span is None:
            return
        by = session.annotator.id
        if entity_id == NEW:
            type_ = type_for(span, name, session.text, session.codebook)
            edit = entity_edits.link_new(span, name, type_, by=by)
        else:
            edit = edits.set_entity(span, None if entity_id == NONE else entity_id, by=by)
        if session.do(edit):
            entity = self._registry.entity(self._entity_of(span_id))
            session.announced.emit(entity.name if entity is not None else self.tr("No entity"))

    def _entity_of(self, span_id: str) -> str | None:
        span = self._span(span_id)
        return span.entity if span is not None else None

    def asking(self, otherwise: Callable[[str, str], object]) -> Callable[[str, str], None]:
        """What asks for the value of an attribute: entities here, all others `otherwise`.

        It takes the attribute's id and that of the relation; empty for the focused span.
        """

        def ask(attribute_id: str, relation_id: str) -> None:
            attribute = self._attribute(attribute_id, relation_id)
            focus = self._session.focus
            if attribute is None or attribute.type != "entity" or focus is None:
                otherwise(attribute_id, relation_id)
            else:
                self._registry.when_ready(lambda: self._ask_value(attribute, focus.id, relation_id))

        return ask

    def _attribute(self, attribute_id: str, relation_id: str) -> AttributeType | None:
        codebook, relation = self._session.codebook, self._relation(relation_id)
        if relation is None:
            return codebook.attributes.get(attribute_id)
        kind = codebook.relation_types.get(relation.label)
        kinds = kind.attributes if kind is not None else ()
        return next((one for one in kinds if one.id == attribute_id), None)

    def _ask_value(self, attribute: AttributeType, span_id: str, relation_id: str) -> None:
        span = self._span(span_id)
        owner = self._relation(relation_id) if relation_id else span
        if span is None or owner is None:
            return
        value = owner.attributes.get(attribute.id)
        question = Question(
            attribute.name,
            [],
            "",
            str(value) if value is not None else None,
            lambda id_, name: self._set(attribute, relation_id or span_id, id_, name),
            self._registry.around(span),
        )
        self._ask(question, span)

    def _set(self, attribute: AttributeType, owner_id: str, entity_id: str, name: str) -> None:
        owner, by = self._relation(owner_id) or self._span(owner_id), self._session.annotator.id
        if owner is None:
            return
        changes: list[Change] = []
        if entity_id == NEW:
            entity_id, changes = entity_edits.create(name, "")
        edit = edits.set_attribute(owner, attribute, entity_id or None, by=by)
        self._session.do(edit.with_changes((*changes, *edit.changes)))

    # ------------------------------------------------------------ parts

    def _ask(self, question: Question, span: Span) -> None:
        self._page.leave_mode()
        if self._chooser is None:
            self._chooser = EntityChooser(self._session, self._registry, self._page)
        visible = self._page.visible()
        if not visible.start <= span.start < visible.end:
            self._page.scroll_to(span.start)
            visible = self._page.visible()
        boxes = [box for start, end in span.fragments[:1] for box, _ in visible.boxes(start, end)]
        box = boxes[-1].toRect() if boxes else self._page.viewport().rect()
        if boxes and len(boxes) > 1:
            box = boxes[0].toRect().united(box)
        corner = self._page.viewport().mapTo(self._page.window(), QPoint(box.topLeft()))
        self._chooser.ask(question, QRect(corner, box.size()))

    def _relation(self, relation_id: str) -> Relation | None:
        annotations = self._session.annotations
        return annotations.relation(relation_id) if annotations is not None else None

    def _span(self, span_id: str) -> Span | None:
        annotations = self._session.annotations
        return annotations.span(span_id) if annotations is not None else None
