"""Edits of saved queries and work queues; `by` is the id of the annotator whose edit it is."""

from __future__ import annotations

from dataclasses import replace

from annotator.errors import UserError
from annotator.model.change import Change, Edit
from annotator.model.teamwork import SavedQuery
from annotator.model.values import new_id, now


def save_query(name: str, text: str, *, by: str, is_queue: bool = False) -> Edit:
    """Keep a query under a name; `UserError` says what is missing."""
    words, query = " ".join(name.split()), text.strip()
    if not query:
        raise UserError("There is no query to save.", "Type what you are looking for first.")
    if not words:
        raise UserError("A saved query needs a name.")
    time = now()
    saved = SavedQuery(new_id(), words, query, by, is_queue, time)
    title = f"save the queue {words}" if is_queue else f"save the query {words}"
    return Edit(title, (Change(None, saved.as_field()),), by, time)


def rename_query(query: SavedQuery, name: str, *, by: str) -> Edit:
    """Give a saved query another name; `UserError` if it is empty."""
    words = " ".join(name.split())
    if not words:
        raise UserError("A saved query needs a name.")
    return _changed(query, replace(query, name=words), f"rename the query {query.name}", by)


def set_query_text(query: SavedQuery, text: str, *, by: str) -> Edit:
    """Let a saved query look for something else; `UserError` if that is nothing."""
    if not text.strip():
        raise UserError("There is no query to save.", "Type what you are looking for first.")
    return _changed(query, replace(query, text=text.strip()), f"change the query {query.name}", by)


def set_queue(query: SavedQuery, is_queue: bool, *, by: str) -> Edit:
    """Make a saved query a work queue, or an ordinary query again."""
    title = f"work through {query.name}" if is_queue else f"no longer work through {query.name}"
    return _changed(query, replace(query, is_queue=is_queue), title, by)


def remove_query(query: SavedQuery, *, by: str) -> Edit:
    """Delete a saved query; what it finds stays as it is."""
    return Edit(f"delete the query {query.name}", (Change(query.as_field(), None),), by, now())


def _changed(before: SavedQuery, after: SavedQuery, title: str, by: str) -> Edit:
    changes = (Change(before.as_field(), after.as_field()),) if before != after else ()
    return Edit(title, changes, by, now())
