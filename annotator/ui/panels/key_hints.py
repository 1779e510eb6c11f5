"""Which keys are worth showing in which situation: data, and the little that reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.model.extent import Extent
from annotator.ui.entity_registry import registry_of
from annotator.ui.panels.texts import key_text, said
from annotator.ui.speakers import relation_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

LABELS = "labels"
"""Stands in the table for the keys of all labels together."""

_HINTS: Mapping[str, Sequence[tuple[tuple[str, ...], str]]] = {
    "project": (
        (("document.next",), "next article"),
        (("project.import",), "import"),
        (("project.open",), "open a project"),
    ),
    "text": (
        (("token.previous", "token.next"), "word"),
        (("candidate.previous", "candidate.next"), "candidate"),
        ((LABELS,), "label"),
        (("selection.expand",), "expand"),
        (("open.next",), "next unlabelled"),
        (("hints.show",), "jump"),
        (("label.repeat",), "repeat"),
        (("span.previous", "span.next"), "span"),
        (("document.done",), "article done"),
    ),
    "selection": (
        ((LABELS,), "label"),
        (("selection.expand",), "expand"),
        (("selection.shrink",), "shrink"),
        (("edge.left", "edge.right"), "end"),
        (("start.left", "start.right"), "start"),
        (("label.repeat",), "repeat"),
        (("page.escape",), "leave"),
    ),
    "span": (
        ((LABELS,), "relabel"),
        (("edge.left", "edge.right"), "end"),
        (("start.left", "start.right"), "start"),
        (("span.attribute",), "attribute"),
        (("entity.link",), "entity"),
        (("relation.link",), "link"),
        (("relation.choose",), "relations"),
        (("span.delete",), "delete"),
        (("span.note",), "note"),
        (("span.previous", "span.next"), "span"),
        (("page.undo",), "undo"),
    ),
    "others": (
        (("others.take_over",), "take over"),
        (("others.take_over_all",), "take over all"),
        (("span.previous", "span.next"), "span"),
        (("relation.link",), "link"),
        (("relation.choose",), "relations"),
        (("doubt.write",), "doubt"),
        (("page.escape",), "leave"),
    ),
    "quote": (
        (("relation.speaker",), "speaker"),
        (("span.attribute",), "attribute"),
        (("relation.link",), "link"),
        (("relation.choose",), "relations"),
        (("edge.left", "edge.right"), "end"),
        (("start.left", "start.right"), "start"),
        ((LABELS,), "relabel"),
        (("span.delete",), "delete"),
        (("span.note",), "note"),
        (("page.undo",), "undo"),
    ),
}
_NAMED_KEYS = {"Esc", "Enter", "Tab", "Space", "Del", "Delete", "Backspace"}


@dataclass(frozen=True, slots=True)
class KeyHint:
    """One key, or a pair of keys, and what it does; plain words where there is no key."""

    key: str
    text: str


def situation(session: Session) -> str:
    """Where the annotator is: project, text, selection, span, quote, others; empty without a project."""
    if session.document is None:
        return "project" if session.project is not None else ""
    focus = session.focus
    if focus is None:
        return "selection" if session.selection is not None else "text"
    if not session.others.can_change(focus):
        return "others"
    return "quote" if relation_to(session.codebook, focus, Extent.SOURCE) is not None else "span"


def hints_for(session: Session, actions: Actions) -> list[KeyHint]:
    """The most useful keys now, the best first; commands without a key are left out."""
    found = []
    for action_ids, text in _HINTS.get(situation(session), ()):
        key = label_keys(actions) if action_ids == (LABELS,) else _keys_of(action_ids, actions)
        if key and (action_ids != ("relation.choose",) or _is_linked(session)):
            found.append(KeyHint(key, said(text)))
    is_fit = session.focus is None or session.others.can_change(session.focus)
    key = _keys_of(("entity.link",), actions) if is_fit else ""
    proposal = registry_of(session).proposal(session.focus) if key else None
    if proposal is None:
        return found
    return [KeyHint(key, proposal.entity.name), *(hint for hint in found if hint.key != key)]


def _is_linked(session: Session) -> bool:
    """Whether the focused span has a relation."""
    annotations, focus = session.annotations, session.focus
    return annotations is not None and focus is not None and bool(annotations.relations(focus.id))


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
