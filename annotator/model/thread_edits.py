"""Intentions about doubts, as pure functions that return an edit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from annotator.errors import UserError
from annotator.model.change import Change, Edit
from annotator.model.teamwork import Message
from annotator.model.values import Relation, Span, new_id, now

if TYPE_CHECKING:
    from annotator.model.threads import Thread
    from annotator.model.values import Document

_QUOTED = 400
"""So many characters of the target are kept with a message."""


def begin_thread(
    about: Span | Relation | Document, text: str, *, by: str, quoted: str | None = None
) -> Edit:
    """Ask something about a span, a relation or an article.

    `quoted` is what the target says, where that is not the span's text or the article's title.
    """
    said = _said(text)
    if isinstance(about, Span):
        kind, document_id, words = "span", about.document_id, about.text
    elif isinstance(about, Relation):
        kind, document_id, words = "relation", about.document_id, about.label
    else:
        kind, document_id, words = "document", about.id, about.title
    id_, time = new_id(), now()
    quote = _in_short(words if quoted is None else quoted)
    message = Message(id_, id_, document_id, kind, about.id, by, said, quoted=quote, created=time)
    return Edit("write a doubt", (Change(None, message.as_field()),), by, time)


def reply(thread: Thread, text: str, *, by: str, settles: bool = False) -> Edit:
    """Answer in a thread; the answer opens it again, or settles it."""
    return _go_on(thread, _said(text), by=by, is_settled=settles, title="reply to a doubt")


def set_settled(thread: Thread, is_settled: bool, *, by: str) -> Edit:
    """Settle a thread, or open it again, without a word."""
    title = "settle a doubt" if is_settled else "reopen a doubt"
    if thread.is_settled == is_settled:
        return Edit(title, (), by, now())
    return _go_on(thread, "", by=by, is_settled=is_settled, title=title)


def remove_message(message: Message, *, by: str) -> Edit:
    """Take back a message that one has written oneself."""
    if message.annotator != by:
        raise UserError("Only who wrote a message can delete it.", "Settle the doubt instead.")
    return Edit("delete a message", (Change(message.as_field(), None),), by, now())


def _go_on(thread: Thread, text: str, *, by: str, is_settled: bool, title: str) -> Edit:
    time = _behind(thread.last.created)
    message = replace(
        thread.first, id=new_id(), annotator=by, text=text, is_settled=is_settled, created=time
    )
    return Edit(title, (Change(None, message.as_field()),), by, time)


def _behind(created: str) -> str:
    """The present time, or a millisecond after this one where clocks disagree."""
    time = now()
    if time > created:
        return time
    try:
        later = datetime.fromisoformat(created).astimezone(UTC) + timedelta(milliseconds=1)
    except ValueError:
        return time
    return later.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _said(text: str) -> str:
    said = text.strip()
    if not said:
        raise UserError("A message needs some words.", "Write what is in doubt.")
    return said


def _in_short(text: str) -> str:
    return text if len(text) <= _QUOTED else text[:_QUOTED].rstrip() + "…"
