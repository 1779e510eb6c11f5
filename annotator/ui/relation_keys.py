"""Shift+G: a relation of the focused span by keys: attributes, note, doubt, to the other end, away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.model import edits
from annotator.ui.text_view.modes import KeyMode, mode_keys
from annotator.ui.text_view.overlay import Outline, Overlay
from annotator.ui.words import in_short

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model.codebook import AttributeType, RelationType
    from annotator.model.values import Relation, Span
    from annotator.ui.moving import Moving
    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView

_END = 30
"""So many characters of the other end's text the key bar shows."""


def relations_in_order(session: Session, span: Span) -> list[Relation]:
    """The relations of a span as Shift+G goes through them: with attributes first, then the latest."""
    annotations = session.annotations
    kinds = session.codebook.relation_types
    found = annotations.relations(span.id) if annotations is not None else []
    found.reverse()
    return sorted(found, key=lambda one: one.label not in kinds or not kinds[one.label].attributes)


def linked_attributes(session: Session, span: Span) -> list[tuple[AttributeType, Relation]]:
    """The attributes of the relations of a span, each with the latest relation that may carry it."""
    found: dict[tuple[str, str], tuple[AttributeType, Relation]] = {}
    for relation in relations_in_order(session, span):
        kind = session.codebook.relation_types.get(relation.label)
        for attribute in kind.attributes if kind is not None else ():
            found.setdefault((relation.label, attribute.id), (attribute, relation))
    return list(found.values())


def other_end(session: Session, relation: Relation) -> Span | None:
    """The span at the other end of a relation, seen from the focused one."""
    annotations, focus = session.annotations, session.focus
    is_start = focus is not None and relation.from_id == focus.id
    id_ = relation.to_id if is_start else relation.from_id
    return annotations.span(id_) if annotations is not None else None


def in_words(session: Session, relation: Relation) -> str:
    """A relation in short: its type, and the text of its other end."""
    kind, end = session.codebook.relation_types.get(relation.label), other_end(session, relation)
    words = f"{kind.name if kind else relation.label} “{in_short(end.text if end else '', _END)}”"
    return words.replace(": ", " ").replace(" · ", " ")


class RelationKeys(QObject):
    """The command that chooses a relation of the focused span; again: the next one.

    `chosen` names the relation that the keys now act on. `attribute_requested` and
    `note_requested` ask for its attributes and its note.
    """

    chosen = Signal(str)
    attribute_requested = Signal(str)
    note_requested = Signal(str)

    def __init__(self, session: Session, page: TextView, moving: Moving) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._moving = moving
        self._former: tuple[list[str], int] = ([], 0)

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {"relation.choose": self.choose}

    def choose(self) -> None:
        """Choose the first relation of the focused span, or of the shortest linked one at the caret."""
        session = self._session
        focus = session.focus
        if focus is None and session.annotations is not None:
            here = session.others.own_first(session.annotations.at(session.caret))
            focus = next((one for one in here if session.annotations.relations(one.id)), None)
            if focus is not None:
                session.set_focus(focus.id)
        found = relations_in_order(session, focus) if focus is not None else []
        if found:
            self._show(found, self.first_of(found))
        else:
            text = self.tr("There is no relation here: S proposes a speaker, L links.")
            session.announced.emit(text)

    def first_of(self, found: list[Relation]) -> int:
        """The place to begin at: where the keys were last, while the relations are the same."""
        ids, place = self._former
        return place if ids == [one.id for one in found] else 0

    def _show(self, found: list[Relation], index: int) -> None:
        relation, session = found[index], self._session
        self._former = ([one.id for one in found], index)
        kind = session.codebook.relation_types.get(relation.label)
        functions = self._functions(found, index)
        held = {one: _keys(self._page, one) for one in functions}
        keys = {key: functions[one] for one in functions for key in held[one]}
        words = in_words(session, relation)
        said = f"{words} {index + 1}/{len(found)}" if len(found) > 1 else words
        texts = self._texts(kind, has_next=len(found) > 1)
        parts = [f"{_shown(held[one][0])} {text}" for one, text in texts.items() if held[one] and text]
        prompt = f"{said}: {' · '.join([*parts, self.tr('Esc leaves')])}"
        self._page.enter_mode(KeyMode(prompt, keys, self._page.leave_mode, passes_on=True))
        self._page.set_overlay(Overlay(outlines=self._outlines(relation, kind)))
        self.chosen.emit(relation.id)
        session.announced.emit(said)

    def _functions(self, found: list[Relation], index: int) -> dict[str, Callable[[], object]]:
        """What the keys of these commands do to the chosen relation."""
        relation = found[index]
        return {
            "span.attribute": partial(self.attribute_requested.emit, relation.id),
            "span.note": partial(self._ask_note, relation),
            "doubt.write": partial(self._session.doubt_requested.emit, relation),
            "span.delete": partial(self._unlink, relation),
            "relation.choose": partial(self._show, found, (index + 1) % len(found)),
            "suggestion.accept": partial(self._go, relation),
        }

    def _texts(self, kind: RelationType | None, *, has_next: bool) -> dict[str, str]:
        """What the key bar says of each command; empty where the key need not be shown."""
        return {
            "span.attribute": self.tr("attribute") if kind is not None and kind.attributes else "",
            "span.note": self.tr("note"),
            "doubt.write": self.tr("doubt"),
            "span.delete": self.tr("unlink"),
            "relation.choose": self.tr("next") if has_next else "",
            "suggestion.accept": self.tr("goes there"),
        }

    def _outlines(self, relation: Relation, kind: RelationType | None) -> tuple[Outline, ...]:
        end = other_end(self._session, relation)
        name = kind.name if kind is not None else relation.label
        return (Outline(end.fragments, end.label, name),) if end is not None else ()

    def _ask_note(self, relation: Relation) -> None:
        if self._session.others.may_change(relation):
            self.note_requested.emit(relation.id)

    def _unlink(self, relation: Relation) -> None:
        session = self._session
        words = in_words(session, relation)
        if not session.others.may_change(relation):
            return
        if session.do(edits.remove_relations([relation], by=session.annotator.id)):
            session.announced.emit(self.tr("Unlinked: {relation}").format(relation=words))

    def _go(self, relation: Relation) -> None:
        end = other_end(self._session, relation)
        if end is not None:
            self._moving.focus(end)


def _keys(page: TextView, action_id: str) -> list[str]:
    """The keys of a command as they are typed: small letters are those without Shift."""
    plain = [key.lower() if len(key) == 1 else key for key in mode_keys(page, action_id)]
    actions = (one for one in page.actions() if one.objectName() == action_id)
    texts = [key.toString() for action in actions for key in action.shortcuts()]
    shifted = [one[-1] for one in texts if one.startswith("Shift+") and len(one) == len("Shift+") + 1]
    return plain + shifted


def _shown(key: str) -> str:
    """A key as the key bar writes it."""
    if len(key) == 1:
        return f"Shift+{key}" if key.isupper() else key.upper()
    return key.replace("Return", "Enter")
