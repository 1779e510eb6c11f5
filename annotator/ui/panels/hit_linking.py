"""Pointing the chosen spans of a list to an entity: the likeliest at once, or one that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect

from annotator.errors import UserError
from annotator.model import entity_edits
from annotator.model.entity_mentions import type_for
from annotator.ui.entity_registry import registry_of
from annotator.ui.panels.entity_chooser import NEW, NONE, EntityChooser, Question
from annotator.ui.words import in_short

if TYPE_CHECKING:
    from annotator.model.values import Span
    from annotator.ui.chosen_spans import ChosenSpans
    from annotator.ui.panels.hit_list import HitList
    from annotator.ui.session import Session


class HitLinking(QObject):
    """The entity commands of a list of hits; the current span decides what is proposed."""

    def __init__(self, session: Session, hits: HitList, spans: ChosenSpans) -> None:
        super().__init__(hits)
        self._session = session
        self._hits = hits
        self._spans = spans
        self._chooser: EntityChooser | None = None

    def link(self) -> None:
        """Point all that is chosen to the entity that the current span most likely means."""
        self._when_ready(is_asked=False)

    def choose(self) -> None:
        """Let the entity be chosen, or a new one be named, for all that is chosen."""
        self._when_ready(is_asked=True)

    def _when_ready(self, *, is_asked: bool) -> None:
        current = self._hits.current()
        if current is None or not current.span_id:
            self._session.announced.emit(self.tr("Words have no entity: label them first."))
            return
        self._hits.preview()
        registry = registry_of(self._session)
        registry.when_ready(lambda: self._offer(current.span_id, is_asked=is_asked))

    def _offer(self, span_id: str, *, is_asked: bool) -> None:
        span = self._session.annotations.span(span_id) if self._session.annotations else None
        if span is None:
            return
        proposals = registry_of(self._session).proposals(span)
        if proposals and not is_asked:
            self._spans.link(self._hits.selected(), proposals[0].entity.id)
        else:
            self._ask(span)

    def _ask(self, span: Span) -> None:
        """Show the chooser beside the current row."""
        registry = registry_of(self._session)
        if self._chooser is None:
            self._chooser = EntityChooser(self._session, registry, self._hits.table)
        question = Question(
            self.tr("Entity of “{words}”").format(words=in_short(span.text, 40)),
            registry.proposals(span),
            in_short(span.text),
            span.entity,
            lambda id_, name: self._take(span, id_, name),
            registry.around(span),
        )
        table = self._hits.table
        row = table.visualRect(table.currentIndex())
        if not row.isValid():
            row = table.viewport().rect()
        place = table.viewport().mapTo(table.window(), row.topLeft())
        self._chooser.ask(question, QRect(place, row.size()))

    def _take(self, span: Span, entity_id: str, name: str) -> None:
        chosen = self._hits.selected()
        if entity_id == NONE:
            self._spans.unlink(chosen)
        elif entity_id != NEW:
            self._spans.link(chosen, entity_id)
        else:
            type_ = type_for(span, name, "", self._session.codebook)
            try:
                new_id, created = entity_edits.create(name, type_)
            except UserError as error:
                self._session.failed.emit(error.message, error.hint)
                return
            self._spans.link(chosen, new_id, created=tuple(created))
