"""Marks of other annotators on the page: which are drawn calmly, each once, and what they tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from annotator.model.decisions import GOLD
from annotator.ui.words import initials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from annotator.model.values import Span
    from annotator.ui.session import Session
    from annotator.ui.text_view.canvas import PageCanvas


def is_calm(session: Session, span: Span) -> bool:
    """Whether the span is another's: drawn thin and dotted, without a ground of its own."""
    is_gold = span.annotator == GOLD.id and session.sights.is_adjudicating
    return not (is_gold or session.others.is_own(span))


def distinct(session: Session, spans: Iterable[Span]) -> list[Span]:
    """The spans in their order, those of others that look the same but once."""
    seen: dict[tuple[object, ...], str] = {}
    found = list(spans)
    for span in found:
        if is_calm(session, span):
            key = (span.label, span.fragments)
            seen[key] = min(span.id, seen.get(key, span.id))
    drawn = set(seen.values())
    return [one for one in found if one.id in drawn or not is_calm(session, one)]


def told(session: Session, span: Span) -> str:
    """The label's name; of another's span with the initials of whose it is."""
    name, whose = session.codebook.label(span.label).name, whose_letters(session, span)
    return f"{name} · {whose}" if whose else name


def whose_letters(session: Session, span: Span) -> str:
    """The initials of whose span it is; empty for one's own."""
    return initials(session.others.name(span.annotator)) if is_calm(session, span) else ""


def tip(session: Session, position: int) -> str:
    """What others have labelled at this code point, a line each; empty where they have not."""
    annotations = session.annotations
    spans = annotations.at(position) if annotations is not None else []
    lines = [
        f"{told(session, span)} ({session.others.name(span.annotator)})"
        for span in spans
        if is_calm(session, span)
    ]
    return "\n".join(dict.fromkeys(lines))


class OthersTip(QObject):
    """Tells whose the marks of others under the pointer are; `character_at` finds what is there."""

    def __init__(self, view: PageCanvas, character_at: Callable[[QPointF], int | None]) -> None:
        super().__init__(view)
        self._view = view
        self._character_at = character_at
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer when the pointer rests."""
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return super().eventFilter(watched, event)
        position = self._character_at(QPointF(event.pos()))
        words = tip(self._view.session, position) if position is not None else ""
        QToolTip.showText(event.globalPos(), words, self._view.viewport())
        return True
