"""Which keys are worth showing in which situation: data, and the little that reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP

from annotator.ui.actions import Actions
from annotator.ui.panels.texts import key_text, said
from annotator.ui.session import Session

LABELS = "labels"
"""Stands in the table for the keys of all labels together."""

_HINTS: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "project": (
        (("document.next",), QT_TRANSLATE_NOOP("Panels", "next article")),
        (("project.import",), QT_TRANSLATE_NOOP("Panels", "import")),
        (("project.open",), QT_TRANSLATE_NOOP("Panels", "open a project")),
    ),
    "text": (
        (("token.previous", "token.next"), QT_TRANSLATE_NOOP("Panels", "word")),
        (("candidate.previous", "candidate.next"), QT_TRANSLATE_NOOP("Panels", "candidate")),
        ((LABELS,), QT_TRANSLATE_NOOP("Panels", "label")),
        (("selection.expand",), QT_TRANSLATE_NOOP("Panels", "expand")),
        (("open.next",), QT_TRANSLATE_NOOP("Panels", "next unlabelled")),
        (("hints.show",), QT_TRANSLATE_NOOP("Panels", "jump")),
        (("label.repeat",), QT_TRANSLATE_NOOP("Panels", "repeat")),
        (("span.previous", "span.next"), QT_TRANSLATE_NOOP("Panels", "span")),
        (("document.done",), QT_TRANSLATE_NOOP("Panels", "article done")),
    ),
    "selection": (
        ((LABELS,), QT_TRANSLATE_NOOP("Panels", "label")),
        (("selection.expand",), QT_TRANSLATE_NOOP("Panels", "expand")),
        (("selection.shrink",), QT_TRANSLATE_NOOP("Panels", "shrink")),
        (("edge.left", "edge.right"), QT_TRANSLATE_NOOP("Panels", "end")),
        (("start.left", "start.right"), QT_TRANSLATE_NOOP("Panels", "start")),
        (("label.repeat",), QT_TRANSLATE_NOOP("Panels", "repeat")),
        (("page.escape",), QT_TRANSLATE_NOOP("Panels", "leave")),
    ),
    "span": (
        ((LABELS,), QT_TRANSLATE_NOOP("Panels", "relabel")),
        (("edge.left", "edge.right"), QT_TRANSLATE_NOOP("Panels", "end")),
        (("start.left", "start.right"), QT_TRANSLATE_NOOP("Panels", "start")),
        (("span.attribute",), QT_TRANSLATE_NOOP("Panels", "attribute")),
        (("relation.link",), QT_TRANSLATE_NOOP("Panels", "link")),
        (("span.delete",), QT_TRANSLATE_NOOP("Panels", "delete")),
        (("span.note",), QT_TRANSLATE_NOOP("Panels", "note")),
        (("span.previous", "span.next"), QT_TRANSLATE_NOOP("Panels", "span")),
        (("page.undo",), QT_TRANSLATE_NOOP("Panels", "undo")),
    ),
    "quote": (
        (("relation.speaker",), QT_TRANSLATE_NOOP("Panels", "speaker")),
        (("span.attribute",), QT_TRANSLATE_NOOP("Panels", "attribute")),
        (("relation.link",), QT_TRANSLATE_NOOP("Panels", "link")),
        (("edge.left", "edge.right"), QT_TRANSLATE_NOOP("Panels", "end")),
        (("start.left", "start.right"), QT_TRANSLATE_NOOP("Panels", "start")),
        ((LABELS,), QT_TRANSLATE_NOOP("Panels", "relabel")),
        (("span.delete",), QT_TRANSLATE_NOOP("Panels", "delete")),
        (("span.note",), QT_TRANSLATE_NOOP("Panels", "note")),
        (("page.undo",), QT_TRANSLATE_NOOP("Panels", "undo")),
    ),
}
_NAMED_KEYS = {"Esc", "Enter", "Tab", "Space", "Del", "Delete", "Backspace"}


@dataclass(frozen=True, slots=True)
class KeyHint:
    """One key, or a pair of keys, and what it does; plain words where there is no key."""

    key: str
    text: str


def situation(session: Session) -> str:
    """Where the annotator is: project, text, selection, span or quote; empty without a project."""
    if session.document is None:
        return "project" if session.project is not None else ""
    focus = session.focus
    if focus is None:
        return "selection" if session.selection is not None else "text"
    kinds = session.codebook.relation_types_from(focus.label)
    return "quote" if any(kind.id == "speaker" for kind in kinds) else "span"


def hints_for(session: Session, actions: Actions) -> list[KeyHint]:
    """The most useful keys now, the best first; commands without a key are left out."""
    found = []
    for action_ids, text in _HINTS.get(situation(session), ()):
        key = label_keys(actions) if action_ids == (LABELS,) else _keys_of(action_ids, actions)
        if key:
            found.append(KeyHint(key, said(text)))
    return found


def label_keys(actions: Actions) -> str:
    """The keys of all labels in short, as in “1–9 A Q”."""
    keys = [key_text(action.shortcut()) for action in actions.labels.values()]
    digits = sorted(key for key in keys if key.isdigit())
    others = [key for key in keys if key and not key.isdigit()]
    if len(digits) > 2 and int(digits[-1]) - int(digits[0]) == len(digits) - 1:
        digits = [f"{digits[0]}–{digits[-1]}"]
    return " ".join(digits + others)


def _keys_of(action_ids: tuple[str, ...], actions: Actions) -> str:
    keys = [key_text(actions[action_id].shortcut()) for action_id in action_ids]
    keys = [key for key in keys if key]
    if len(keys) == 2:
        first, _, _ = keys[0].rpartition("+")
        second, _, name = keys[1].rpartition("+")
        if first == second:
            return f"{keys[0]} {name}"
    return " ".join(keys)


def read_prompt(prompt: str) -> list[KeyHint]:
    """A prompt such as “Link: P speaker · Esc leaves” as keys with their words."""
    title, colon, rest = prompt.partition(": ")
    hints = [KeyHint("", title)] if colon else []
    for part in (rest if colon else prompt).split(" · "):
        first, blank, words = part.strip().partition(" ")
        is_key = bool(blank) and (len(first) == 1 or first in _NAMED_KEYS or "+" in first)
        hints.append(KeyHint(first, words) if is_key else KeyHint("", part.strip()))
    return [hint for hint in hints if hint.key or hint.text]
