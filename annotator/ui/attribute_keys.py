"""T: the attributes of the focused span by keys, as the codebook defines them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model import edits
from annotator.model.attribute_values import keys_of, set_usual_values, value_keys
from annotator.ui.text_view.modes import KeyMode
from annotator.ui.words import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model.codebook import AttributeType
    from annotator.model.values import AttributeValue, Span
    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView


class AttributeKeys(QObject):
    """T, then the attribute's key, then the value's; T T goes through the first one's values.

    T Enter stores the usual value of all that is required and missing.
    """

    def __init__(self, session: Session, page: TextView, ask: Callable[[str], None]) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._ask = ask

    def start(self) -> None:
        """Wait for an attribute's key."""
        span = self._target()
        if span is None:
            self._session.announced.emit(self.tr("Focus a span first, then press T."))
            return
        attributes = self._session.codebook.attributes_of(span.label)
        if not attributes:
            self._session.announced.emit(self.tr("This label has no attributes."))
            return
        chosen = keys_of(attributes)
        keys = {key: self._attribute(attribute) for key, attribute in chosen.items()}
        keys.setdefault("T", lambda: self._cycle(attributes[0]))
        if chosen.get("T") is attributes[0]:
            keys["T"] = lambda: self._cycle(attributes[0])
        keys["Return"] = lambda: self._set_usual(span)
        names = " · ".join(f"{key} {attribute.name}" for key, attribute in chosen.items())
        prompt = self.tr("Attribute: {names} · T next {first} · Enter usual values · Esc leaves")
        text = prompt.format(names=names, first=attributes[0].name)
        self._page.enter_mode(KeyMode(text, keys, self._page.leave_mode, refuse=self._refuse))

    def _refuse(self, key: str) -> None:
        """Say that a key chooses nothing, and wait on, so that the next one is no command."""
        self._session.announced.emit(refusal(key))

    def _target(self) -> Span | None:
        session = self._session
        if session.focus is None and session.annotations is not None:
            spans = session.annotations.at(session.caret)
            if spans:
                session.set_focus(spans[0].id)
        return session.focus

    def _attribute(self, attribute: AttributeType) -> Callable[[], None]:
        def ask_value() -> None:
            if attribute.type == "choice":
                keys = value_keys(attribute)
                names = " · ".join(f"{key} {choice.name}" for key, choice in keys.items())
                functions = {key: self._setter(attribute, choice.id) for key, choice in keys.items()}
                prompt = self.tr("{name}: {values} · Esc leaves").format(
                    name=attribute.name, values=names
                )
                functions |= {key.upper(): function for key, function in functions.items()}
                leave = self._page.leave_mode
                self._page.enter_mode(KeyMode(prompt, functions, leave, refuse=self._refuse))
            elif attribute.type == "yes/no":
                focus = self._session.focus
                is_set = bool(focus.attributes.get(attribute.id, attribute.default)) if focus else False
                self._set(attribute, not is_set)
            else:
                self._ask(attribute.id)

        return ask_value

    def _setter(self, attribute: AttributeType, value: AttributeValue) -> Callable[[], None]:
        return lambda: self._set(attribute, value)

    def _set(self, attribute: AttributeType, value: AttributeValue) -> None:
        session = self._session
        focus = session.focus
        if focus is None:
            return
        if session.do(edits.set_attribute(focus, attribute, value, by=session.annotator.id)):
            session.announced.emit(f"{attribute.name}: {_value_name(attribute, value)}")

    def _set_usual(self, span: Span) -> None:
        session = self._session
        edit = set_usual_values(span, session.codebook, by=session.annotator.id)
        if session.do(edit):
            missing = session.codebook.missing_attributes(span)
            names = ", ".join(f"{one.name}: {_value_name(one, one.default)}" for one in missing)
            session.announced.emit(names)
        else:
            session.announced.emit(self.tr("Nothing is missing that has a usual value."))

    def _cycle(self, attribute: AttributeType) -> None:
        focus = self._session.focus
        if focus is None or attribute.type != "choice" or not attribute.choices:
            self._attribute(attribute)()
            return
        ids = [choice.id for choice in attribute.choices]
        value = focus.attributes.get(attribute.id, attribute.default)
        index = ids.index(value) if value in ids else -1
        self._set(attribute, ids[(index + 1) % len(ids)])


def _value_name(attribute: AttributeType, value: AttributeValue | None) -> str:
    return next((one.name for one in attribute.choices if one.id == value), str(value))
