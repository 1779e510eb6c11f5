"""Shift+T: the attributes of the whole article by keys, as the codebook defines them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model import document_edits
from annotator.model.attribute_values import value_keys
from annotator.ui.text_view.modes import KeyMode
from annotator.ui.words import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model.codebook import AttributeType
    from annotator.model.values import AttributeValue
    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView


class DocumentAttributes(QObject):
    """Shift+T, then the attribute's key, then the value's; the space bar takes the value away."""

    def __init__(self, session: Session, page: TextView, ask: Callable[[str], None]) -> None:
        """`ask` opens the article's details at one attribute, or at all of them."""
        super().__init__(page)
        self._session = session
        self._page = page
        self._ask = ask

    def start(self) -> None:
        """Wait for an attribute's key; a single attribute is asked for at once."""
        session = self._session
        attributes = session.codebook.document_attributes
        if session.document is None:
            return
        if not attributes:
            text = self.tr("The codebook names no attributes of whole articles.")
            session.announced.emit(text)
        elif not any(attribute.key for attribute in attributes):
            self._ask(attributes[0].id)
        elif len(attributes) == 1:
            self._ask_value(attributes[0])
        else:
            keys = {one.key.upper(): self._asker(one) for one in attributes if one.key}
            names = " · ".join(f"{one.key} {one.name}" for one in attributes if one.key)
            prompt = self.tr("Of the article: {names} · Enter shows all · Esc leaves")
            self._wait(prompt.format(names=names), keys | self._all_of_them())

    def _all_of_them(self) -> dict[str, Callable[[], None]]:
        return {"Return": lambda: self._ask("")}

    def _asker(self, attribute: AttributeType) -> Callable[[], None]:
        return lambda: self._ask_value(attribute)

    def _ask_value(self, attribute: AttributeType) -> None:
        document = self._session.document
        if document is None:
            return
        if attribute.type == "choice":
            choices = value_keys(attribute)
            names = " · ".join(f"{key} {choice.name}" for key, choice in choices.items())
            keys = {key.upper(): self._setter(attribute, one.id) for key, one in choices.items()}
            prompt = self.tr("{name}: {values} · Space none · Esc leaves")
            none = {"Space": self._setter(attribute, None)}
            self._wait(prompt.format(name=attribute.name, values=names), keys | none)
        elif attribute.type == "yes/no":
            is_set = bool(document.attributes.get(attribute.id, attribute.default))
            self._set(attribute, not is_set)
        else:
            self._ask(attribute.id)

    def _wait(self, prompt: str, keys: dict[str, Callable[[], None]]) -> None:
        self._page.enter_mode(KeyMode(prompt, keys, self._page.leave_mode, refuse=self._refuse))

    def _refuse(self, key: str) -> None:
        self._session.announced.emit(refusal(key))

    def _setter(self, attribute: AttributeType, value: AttributeValue | None) -> Callable[[], None]:
        return lambda: self._set(attribute, value)

    def _set(self, attribute: AttributeType, value: AttributeValue | None) -> None:
        session = self._session
        if session.document is None:
            return
        edit = document_edits.set_attribute(session.document, attribute, value, by=session.annotator.id)
        if not edit.changes or session.do(edit):
            names: dict[object, str] = {one.id: one.name for one in attribute.choices}
            names |= {True: self.tr("yes"), False: self.tr("no"), None: "–"}
            session.announced.emit(f"{attribute.name}: {names.get(value, str(value))}")
