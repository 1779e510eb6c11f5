"""Where a doubt stands in the texts, and what it quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.threads import threads_of
from annotator.model.values import Relation, Span
from annotator.ui.panels.texts import said, span_text

if TYPE_CHECKING:
    from annotator.model.teamwork import Message
    from annotator.model.values import Document
    from annotator.ui.session import Session


def quoted_words(session: Session, about: Span | Relation | Document) -> str:
    """What a doubt about this quotes: the span's words, both ends of a relation, or the title."""
    if isinstance(about, Span):
        return span_text(about)
    if not isinstance(about, Relation):
        return about.title
    kind = session.codebook.relation_types.get(about.label)
    name = kind.name if kind is not None else about.label
    project = session.project
    ends = [project.span(id_) if project else None for id_ in (about.from_id, about.to_id)]
    first, second = (span_text(one, limit=100) if one is not None else "…" for one in ends)
    return f"{first} → {name} → {second}"


def open_targets(session: Session) -> frozenset[str]:
    """What there is an open doubt about in the open article: ids of spans, relations, itself."""
    project, document = session.sights.reading, session.document
    if project is None or document is None:
        return frozenset()
    threads = threads_of(project.messages(document.id))
    return frozenset(thread.first.target for thread in threads if not thread.is_settled)


def show_place(session: Session, message: Message) -> None:
    """Show what a message is about; if that has been deleted, its article, and say so."""
    span = _span_of(session, message)
    if span is not None:
        session.go_to(span.document_id, span.start, span.end, span_id=span.id)
    else:
        _show_article(session, message)
        if message.target_kind != "document":
            session.announced.emit(said("What was quoted is no longer labelled."))
    session.page_requested.emit()


def _show_article(session: Session, message: Message) -> None:
    if session.document is None or session.document.id != message.document_id:
        session.open_document(message.document_id)
    quoted = message.quoted
    start = session.text.find(quoted) if quoted and message.target_kind == "span" else -1
    if start >= 0:
        session.go_to(message.document_id, start, start + len(quoted))


def _span_of(session: Session, message: Message) -> Span | None:
    """The span, or the one at which a relation begins."""
    project = session.sights.reading
    if project is None or message.target_kind == "document":
        return None
    if message.target_kind == "span":
        return project.span(message.target)
    relation = project.relation(message.target)
    return project.span(relation.from_id) if relation is not None else None
