"""K: which person, body or place in the world a mention means.

K links the likeliest entity at once, or makes one of the mention's own words; K again takes
the next one in its place, so that undo goes back to the state before the first K.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.errors import UserError
from annotator.model import edits, entity_edits
from annotator.model.entity_mentions import NewEntity, new_from
from annotator.ui.entity_choosing import EntityChoosing
from annotator.ui.entity_registry import registry_of
from annotator.ui.panels.entity_rows import reason_text, type_name
from annotator.ui.panels.texts import key_text
from annotator.ui.text_view.modes import KeyMode, mode_keys
from annotator.ui.words import in_short

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model.change import Edit
    from annotator.model.values import Entity, Span
    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView


@dataclass(frozen=True, slots=True)
class _Option:
    """One thing that K may do: link an entity, or make a new one."""

    entity: Entity | None
    new: NewEntity | None
    words: str

    @property
    def name(self) -> str:
        if self.entity is not None:
            return self.entity.name
        return self.new.name if self.new is not None else ""


@dataclass(slots=True)
class _Offer:
    """What K goes through for one mention; `edit_id` is the step that now stands for it."""

    span_id: str
    options: list[_Option]
    place: int = 0
    edit_id: bytes | None = None


class EntityLinking(QObject):
    """Commands that point mentions to entities."""

    def __init__(self, session: Session, page: TextView) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._registry = registry_of(session)
        self._offer: _Offer | None = None
        self.choosing = EntityChoosing(session, page, self._registry)
        for signal in (session.selection_changed, session.focus_changed, session.closed):
            signal.connect(self._forget)

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {"entity.link": self.link, "entity.choose": self.choose}

    def choose(self) -> None:
        """Choose the entity from a list, or name a new one."""
        span = self._target()
        if span is not None and self._session.others.may_change(span):
            self.choosing.choose(span.id)

    # ------------------------------------------------------------ K

    def link(self) -> None:
        """Link the likeliest entity; again: the next one in its place."""
        span = self._target()
        if span is not None and self._session.others.may_change(span):
            self._registry.when_ready(lambda: self._link(span.id))

    def _target(self) -> Span | None:
        """The mention that is meant: the focused span, its speaker, or the shortest one at the caret."""
        session = self._session
        annotations = session.annotations
        if annotations is None:
            return None
        focus = session.focus
        if focus is None:
            here = [one for one in annotations.at(session.caret) if self._registry.may_point(one)]
            here = session.others.own_first(here)
            if here:
                session.set_focus(here[0].id)
                return here[0]
            session.announced.emit(self.tr("There is no mention here: label it first."))
            return None
        if self._registry.may_point(focus):
            return focus
        ends = [annotations.span(one.to_id) for one in annotations.relations(focus.id)]
        named = [one for one in ends if one is not None and self._registry.may_point(one)]
        own = session.others.is_own
        named.sort(key=lambda one: (not own(one), one.entity is not None, one.id == focus.id))
        if named:
            return named[0]
        name = session.codebook.label(focus.label).name
        session.announced.emit(self.tr("{name} points to no entity.").format(name=name))
        return None

    def _link(self, span_id: str) -> None:
        span = self._span(span_id)
        if span is None:
            return
        offer = self._offer
        if offer is not None and offer.span_id == span_id and self._is_latest(offer):
            offer.place = (offer.place + 1) % len(offer.options)
        else:
            offer = _Offer(span_id, self._options(span))
            if not offer.options:
                self._say_nothing(span)
                return
        self._apply(offer)

    def _options(self, span: Span) -> list[_Option]:
        """What K goes through: the present entity, what is certain, a new one, what is less so."""
        session, known = self._session, self._registry.entity(span.entity)
        proposals = self._registry.proposals(span)
        links = [(_Option(p.entity, None, reason_text(p.reason)), p.is_certain) for p in proposals]
        links = [one for one in links if known is None or one[0].entity != known]
        options = [_Option(known, None, self.tr("linked already"))] if known is not None else []
        options += [option for option, is_certain in links if is_certain]
        new = new_from(span, session.text, session.codebook)
        if new is not None:
            kind = type_name(session.codebook, new.type)
            words = self.tr("new {type}").format(type=kind) if kind else self.tr("new")
            options.append(_Option(None, new, words))
        if new is not None or options:
            options += [option for option, is_certain in links if not is_certain]
        return options

    def _say_nothing(self, span: Span) -> None:
        key = self._key("entity.choose")
        words = self.tr("Nobody who is mentioned above fits “{words}”.").format(
            words=in_short(span.text)
        )
        hint = self.tr("{key} chooses.").format(key=key) if key else ""
        self._session.announced.emit(f"{words} {hint}".strip())

    def _apply(self, offer: _Offer) -> None:
        """Do what the offer now stands at, in place of what it stood at before."""
        if not self._take_back(offer):
            return
        span = self._span(offer.span_id)
        if span is None:
            return
        option, by = offer.options[offer.place], self._session.annotator.id
        if option.entity is None or option.entity.id != span.entity:
            try:
                edit = self._edit(span, option, by)
            except UserError as error:
                self._session.failed.emit(error.message, error.hint)
                return
            if not self._session.do(edit):
                return
            offer.edit_id = self._latest()
        self._offer = offer
        self._show(offer)

    def _edit(self, span: Span, option: _Option, by: str) -> Edit:
        if option.entity is not None:
            title = self.tr("link {name}").format(name=option.entity.name)
            return edits.set_entity(span, option.entity.id, by=by, title=title)
        assert option.new is not None
        return entity_edits.link_new(span, option.new.name, option.new.type, by=by)

    def _show(self, offer: _Offer) -> None:
        """Say in the key bar what was linked and what the keys do now."""
        option = offer.options[offer.place]
        said = f"{option.name} ({option.words})"
        if len(offer.options) > 1:
            said += f" {offer.place + 1}/{len(offer.options)}"
        parts = [
            (self._key("entity.link"), self.tr("next") if len(offer.options) > 1 else ""),
            (self._key("entity.choose"), self.tr("choose")),
            (self._key("suggestion.reject"), self.tr("none")),
        ]
        keys = " · ".join(f"{key} {words}" for key, words in parts if key and words)
        self._session.announced.emit(said)
        prompt = f"{said.replace(': ', ' ').replace(' · ', ' ')}: {keys}"
        modes = dict.fromkeys(mode_keys(self._page, "suggestion.reject"), self._unlink)
        self._page.enter_mode(KeyMode(prompt, modes, self._page.leave_mode, passes_on=True))

    def _unlink(self) -> None:
        """The mention points to nothing after all."""
        offer, self._offer = self._offer, None
        if offer is None or not self._take_back(offer):
            return
        span = self._span(offer.span_id)
        if span is not None and span.entity is not None:
            by = self._session.annotator.id
            self._session.do(edits.set_entity(span, None, by=by, title=self.tr("unlink the entity")))
        self._session.announced.emit(self.tr("No entity"))

    # ------------------------------------------------------------ one coherent history

    def _latest(self) -> bytes | None:
        project = self._session.project
        stack = project.undo_stack(self._session.annotator.id) if project is not None else None
        return stack.undo[-1].id if stack is not None and stack.undo else None

    def _is_latest(self, offer: _Offer) -> bool:
        return offer.edit_id is None or offer.edit_id == self._latest()

    def _take_back(self, offer: _Offer) -> bool:
        """Undo the step that stood for the offer, if there is one; False if that cannot be done."""
        project = self._session.project
        if offer.edit_id is None or project is None or not self._is_latest(offer):
            return project is not None
        try:
            result = project.undo(self._session.annotator.id)
        except UserError as error:
            self._session.failed.emit(error.message, error.hint)
            return False
        offer.edit_id = None
        self._session.take_over(result.edit)
        return True

    def _forget(self) -> None:
        self._offer = None

    def _span(self, span_id: str) -> Span | None:
        annotations = self._session.annotations
        return annotations.span(span_id) if annotations is not None else None

    def _key(self, action_id: str) -> str:
        """The key that a command now has, as it is shown."""
        actions = [one for one in self._page.actions() if one.objectName() == action_id]
        return key_text(actions[0].shortcut()) if actions else ""
