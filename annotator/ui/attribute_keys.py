"""T: the attributes of the focused span and of its relations by keys, as the codebook defines them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model import edits
from annotator.model.attribute_values import (
    keys_beside,
    keys_of,
    missing_of,
    set_usual_values,
    value_keys,
)
from annotator.model.values import Relation, Span
from annotator.ui.relation_keys import in_words, linked_attributes
from annotator.ui.text_view.modes import KeyMode
from annotator.ui.words import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from annotator.model.codebook import AttributeType
    from annotator.model.values import AttributeValue
    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView

_NO_VALUE = ("Del", "Backspace")


class AttributeKeys(QObject):
    """T, then the attribute's key, then the value's; T T goes through the first one's values.

    T Enter stores the usual value of all that is required and missing; Del in place of a value
    takes the stored one away. `ask` opens the editor of an attribute that has no keys for its
    values: of the relation with this id, or of the focused span where that is empty.
    """

    def __init__(self, session: Session, page: TextView, ask: Callable[[str, str], object]) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._ask = ask

    def start(self) -> None:
        """Wait for an attribute's key: of the focused span, or of a relation of it."""
        span = self._target()
        if span is None:
            self._session.announced.emit(self.tr("Focus a span first, then press the key again."))
            return
        others = self._session.others
        is_fit = others.can_change(span)
        own = keys_of(self._session.codebook.attributes_of(span.label)) if is_fit else {}
        offered = {key: (one, one.name, "") for key, one in own.items()}
        linked = [one for one in linked_attributes(self._session, span) if others.can_change(one[1])]
        keys = keys_beside([one for one, _ in linked], {*own, "T"})
        for key, (one, relation) in zip(keys, linked, strict=True):
            if key:
                offered[key] = (one, f"{one.name} ({in_words(self._session, relation)})", relation.id)
        if offered:
            self._offer(offered)
        elif others.may_change(span):
            self._session.announced.emit(self.tr("This label has no attributes."))

    def start_for(self, relation_id: str) -> None:
        """Wait for an attribute's key of this relation."""
        relation = self._owner(relation_id)
        if relation is not None and not self._session.others.may_change(relation):
            return
        kinds = self._session.codebook.relation_types
        kind = kinds.get(relation.label) if isinstance(relation, Relation) else None
        own = keys_of(kind.attributes) if kind is not None else {}
        if own:
            self._offer({key: (one, one.name, relation_id) for key, one in own.items()})
        else:
            self._session.announced.emit(self.tr("This relation has no attributes."))

    def _offer(self, offered: Mapping[str, tuple[AttributeType, str, str]]) -> None:
        """Wait for a key of these attributes; each has a name and the id of its relation, if any."""
        keys: dict[str, Callable[[], object]] = {
            key: partial(self._ask_value, one, owner_id) for key, (one, _, owner_id) in offered.items()
        }
        first, _, first_owner = next(iter(offered.values()))
        if "T" not in offered or offered["T"][0] is first:
            keys["T"] = partial(self._cycle, first, first_owner)
        keys["Return"] = partial(self._set_usual, first_owner)
        usual = self.tr(" · Enter usual values") if self._has_usual(first_owner) else ""
        names = " · ".join(f"{key} {name}" for key, (_, name, _) in offered.items())
        prompt = self.tr("Attribute: {names} · T next {first}{usual} · Esc leaves")
        text = prompt.format(names=names, first=first.name, usual=usual)
        self._page.enter_mode(KeyMode(text, keys, self._page.leave_mode, refuse=self._refuse))

    def _refuse(self, key: str) -> None:
        """Say that a key chooses nothing, and wait on, so that the next one is no command."""
        self._session.announced.emit(refusal(key))

    def _target(self) -> Span | None:
        session = self._session
        if session.focus is None and session.annotations is not None:
            spans = session.others.own_first(session.annotations.at(session.caret))
            if spans:
                session.set_focus(spans[0].id)
        return session.focus

    def _owner(self, relation_id: str) -> Span | Relation | None:
        """The relation with this id, or the focused span, as it now stands."""
        annotations = self._session.annotations
        if not relation_id or annotations is None:
            return self._session.focus
        return annotations.relation(relation_id)

    # ------------------------------------------------------------ values

    def _ask_value(self, attribute: AttributeType, owner_id: str) -> None:
        owner = self._owner(owner_id)
        if attribute.type == "choice":
            has_value = owner is not None and attribute.id in owner.attributes
            self._offer_values(attribute, owner_id, has_value=has_value)
        elif attribute.type == "yes/no":
            is_set = bool(owner.attributes.get(attribute.id, attribute.default)) if owner else False
            self._set(attribute, owner_id, not is_set)
        else:
            self._ask(attribute.id, owner_id)

    def _offer_values(self, attribute: AttributeType, owner_id: str, *, has_value: bool) -> None:
        keys = value_keys(attribute)
        parts = [f"{key} {choice.name}" for key, choice in keys.items()]
        functions = {key: partial(self._set, attribute, owner_id, one.id) for key, one in keys.items()}
        functions |= {key.upper(): function for key, function in functions.items()}
        if has_value:
            parts.append(self.tr("Del no value"))
            functions |= dict.fromkeys(_NO_VALUE, partial(self._set, attribute, owner_id, None))
        prompt = self.tr("{name}: {values} · Esc leaves")
        text = prompt.format(name=attribute.name, values=" · ".join(parts))
        self._page.enter_mode(KeyMode(text, functions, self._page.leave_mode, refuse=self._refuse))

    def _set(self, attribute: AttributeType, owner_id: str, value: AttributeValue | None) -> None:
        session, owner = self._session, self._owner(owner_id)
        if owner is None:
            return
        if session.do(edits.set_attribute(owner, attribute, value, by=session.annotator.id)):
            words = _value_name(attribute, value) if value is not None else self.tr("no value")
            session.announced.emit(f"{attribute.name}: {words}")

    def _has_usual(self, owner_id: str) -> bool:
        """Whether something is missing that has a usual value."""
        owner = self._owner(owner_id)
        missing = missing_of(owner, self._session.codebook) if owner is not None else ()
        return any(one.default is not None for one in missing)

    def _set_usual(self, owner_id: str) -> None:
        session, owner = self._session, self._owner(owner_id)
        if owner is None:
            return
        missing = missing_of(owner, session.codebook)
        if session.do(set_usual_values(owner, session.codebook, by=session.annotator.id)):
            names = ", ".join(f"{one.name}: {_value_name(one, one.default)}" for one in missing)
            session.announced.emit(names)
        else:
            session.announced.emit(self.tr("Nothing is missing that has a usual value."))

    def _cycle(self, attribute: AttributeType, owner_id: str) -> None:
        owner = self._owner(owner_id)
        if owner is None or attribute.type != "choice" or not attribute.choices:
            self._ask_value(attribute, owner_id)
            return
        ids = [choice.id for choice in attribute.choices]
        value = owner.attributes.get(attribute.id, attribute.default)
        index = ids.index(value) if value in ids else -1
        self._set(attribute, owner_id, ids[(index + 1) % len(ids)])


def _value_name(attribute: AttributeType, value: AttributeValue | None) -> str:
    return next((one.name for one in attribute.choices if one.id == value), str(value))
