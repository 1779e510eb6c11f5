"""Relations by keys: S proposes the speaker, L links to a target that is chosen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.errors import UserError
from annotator.model import edits
from annotator.model.attribute_values import link_keys
from annotator.model.change import Change, Edit
from annotator.model.extent import Extent
from annotator.model.values import Relation, Span, now
from annotator.ui.speakers import Offer, Speakers, relation_to
from annotator.ui.text_view.modes import KeyMode, mode_keys
from annotator.ui.text_view.overlay import Outline, Overlay
from annotator.ui.words import in_short, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from annotator.model.codebook import Label, RelationType
    from annotator.model.fragment import Fragment
    from annotator.ui.moving import Moving
    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView


REACH = 100_000
"""How far a target may be from what is linked and from what is seen, in code points."""


class Linking(QObject):
    """Commands that make relations."""

    def __init__(self, session: Session, page: TextView, moving: Moving) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._moving = moving
        self.speakers = Speakers(session)
        self._offers: list[Offer] = []
        self._index = 0

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {
            "relation.speaker": self.propose_speaker,
            "relation.link": self.start_link,
            "relation.link_here": self.start_link_here,
            "suggestion.accept": self._nothing_proposed,
            "suggestion.reject": self._nothing_proposed,
        }

    # ------------------------------------------------------------ S

    def propose_speaker(self) -> None:
        """Propose who says the focused quote; again: the next proposal."""
        quote = self._session.focus or self._quote_at_caret()
        kind = self._relation_to(quote, Extent.SOURCE) if quote is not None else None
        if quote is None or kind is None:
            words = self.tr("Focus a quote or a claim first, then press the key again.")
            self._session.announced.emit(words)
            return
        if not self._session.others.may_change(quote):
            return
        if self._session.focus is None:
            self._session.set_focus(quote.id)
        self._offers = self.speakers.offers_for(quote, kind)
        self._index = 0
        if not self._offers:
            self._session.announced.emit(self.tr("No speaker found: link one by hand."))
            return
        self._show_offer()

    def _relation_to(self, span: Span, extent: Extent) -> RelationType | None:
        return relation_to(self._session.codebook, span, extent)

    def _quote_at_caret(self) -> Span | None:
        annotations = self._session.annotations
        spans = annotations.at(self._session.caret) if annotations is not None else []
        spans = self._session.others.own_first(spans)
        return next((span for span in spans if self._relation_to(span, Extent.SOURCE)), None)

    def _show_offer(self) -> None:
        offer = self._offers[self._index]
        focus = self._session.focus
        if focus is None:
            return
        source = self._label_for(focus, Extent.SOURCE)
        cue = self._label_for(focus, Extent.CUE)
        outlines = [Outline((offer.source,), source.id, self.tr("speaker?"))] if source else []
        if offer.cue is not None and cue is not None:
            outlines.append(Outline((offer.cue,), cue.id))
        commands = {
            "suggestion.accept": self._accept,
            "relation.speaker": self._next_offer,
            "suggestion.reject": self._page.leave_mode,
        }
        held = {
            action_id: mode_keys(self._page, action_id) for action_id in (*commands, "relation.link")
        }
        keys = {key: commands[action_id] for action_id in commands for key in held[action_id]}
        self._page.enter_mode(
            KeyMode(self._prompt(focus, held), keys, self._page.leave_mode, passes_on=True)
        )
        visible = self._page.visible()
        if not visible.start <= offer.source.start < visible.end:
            self._page.go_to(offer.source.start)
        self._page.set_overlay(Overlay(outlines=tuple(outlines)))
        words = self._page.text[slice(*offer.source)]
        self._session.announced.emit(self.tr("Speaker? {words}").format(words=words))

    def _prompt(self, focus: Span, held: Mapping[str, Sequence[str]]) -> str:
        """What is proposed, and the keys that now hold."""
        what = self.tr("Further speaker") if self._is_linked(focus) else self.tr("Speaker")
        said = self.tr("{what} {number} of {count}").format(
            what=what, number=self._index + 1, count=len(self._offers)
        )
        words = (
            ("suggestion.accept", self.tr("accepts")),
            ("relation.speaker", self.tr("next")),
            ("suggestion.reject", self.tr("none")),
            ("relation.link", self.tr("another")),
        )
        parts = [f"{held[one][0].replace('Return', 'Enter')} {word}" for one, word in words if held[one]]
        return f"{said}: {' · '.join(parts)}"

    def _is_linked(self, quote: Span) -> bool:
        annotations, kind = self._session.annotations, self._relation_to(quote, Extent.SOURCE)
        relations = annotations.relations(quote.id) if annotations is not None else []
        relations = self._session.others.own(relations)
        return any(one.label == kind.id and one.from_id == quote.id for one in relations if kind)

    def _next_offer(self) -> None:
        self._index = (self._index + 1) % len(self._offers)
        self._show_offer()

    def _label_for(self, quote: Span, extent: Extent) -> Label | None:
        kind = self._relation_to(quote, extent)
        return self._session.codebook.labels.get(kind.to_labels[0]) if kind is not None else None

    def _accept(self) -> None:
        quote, offer = self._session.focus, self._offers[self._index]
        if quote is None:
            return
        try:
            edit = self._attribution(quote, offer)
        except UserError as error:
            self._session.failed.emit(error.message, error.hint)
            return
        if self._session.do(edit):
            self._session.announced.emit(self._page.text[slice(*offer.source)])

    def _attribution(self, quote: Span, offer: Offer) -> Edit:
        """Source, cue and both links as one edit; spans that stand already are used."""
        annotations = self._session.annotations
        assert annotations is not None
        existing = self._session.others.own(annotations.relations(quote.id))
        speaker = self._relation_to(quote, Extent.SOURCE)
        assert speaker is not None
        changes = self._link_to(quote, speaker, offer.source, offer.span, existing, offer.basis)
        cue = self._relation_to(quote, Extent.CUE)
        has_cue = cue is not None and any(relation.label == cue.id for relation in existing)
        if cue is not None and offer.cue is not None and not has_cue:
            span = self.speakers.existing(offer.cue, cue)
            changes += self._link_to(quote, cue, offer.cue, span, existing, "")
        return Edit(f"link {speaker.name}", tuple(changes), self._session.annotator.id, now())

    def _link_to(
        self,
        quote: Span,
        kind: RelationType,
        fragment: Fragment,
        target: Span | None,
        existing: list[Relation],
        basis: str,
    ) -> list[Change]:
        session = self._session
        changes: list[Change] = []
        if target is None:
            label = session.codebook.label(kind.to_labels[0])
            target = edits.new_span(
                quote.document_id,
                self._page.text,
                label,
                (fragment,),
                by=session.annotator.id,
                codebook=session.codebook,
                attributes=self.speakers.attributes(fragment, label.id),
            )
            changes.append(Change(None, target))
        link = edits.add_relation(kind, quote, target, existing, by=session.annotator.id)
        relation = link.changes[0].after
        assert isinstance(relation, Relation)
        allowed = next((a for a in kind.attributes if a.id == "basis"), None)
        if basis and allowed is not None and basis != allowed.default and not allowed.refusal(basis):
            relation = replace(relation, attributes={"basis": basis})
        return [*changes, Change(None, relation)]

    def _nothing_proposed(self) -> None:
        self._session.announced.emit(self.tr("Nothing is proposed here: S proposes a speaker."))

    # ------------------------------------------------------------ L

    def start_link(self) -> None:
        """Wait for a relation's key, then for its target."""
        span = self._focused()
        kinds = self._session.codebook.relation_types_from(span.label) if span is not None else ()
        if span is None or not kinds:
            text = self.tr("Focus a span first that the codebook lets you link from.")
            self._session.announced.emit(text)
            return
        self._ask_kind(self.tr("Link"), kinds, lambda kind: self._choose(kind, span, is_start=True))

    def start_link_here(self) -> None:
        """Wait for a relation's key, then for the span that is to be linked to this one."""
        span = self._focused()
        every = self._session.codebook.relation_types.values()
        label = span.label if span is not None else ""
        kinds = [kind for kind in every if not kind.to_labels or label in kind.to_labels]
        if span is None or not kinds:
            text = self.tr("Focus a span first that the codebook lets you link to.")
            self._session.announced.emit(text)
            return
        self._ask_kind(
            self.tr("Link to here"), kinds, lambda kind: self._choose(kind, span, is_start=False)
        )

    def _focused(self) -> Span | None:
        session = self._session
        if session.focus is None and session.annotations is not None:
            spans = session.others.own_first(session.annotations.at(session.caret))
            session.set_focus(spans[0].id if spans else None)
        return session.focus

    def _ask_kind(
        self, title: str, kinds: Sequence[RelationType], chosen: Callable[[RelationType], object]
    ) -> None:
        named = link_keys(kinds)
        keys = {key: partial(chosen, kind) for key, kind in named.items()}
        names = " · ".join(f"{key} {kind.name}" for key, kind in named.items())
        prompt = self.tr("{title}: {names} · Esc leaves").format(title=title, names=names)
        mode = KeyMode(prompt, keys, self._page.leave_mode)
        mode.refuse = lambda key: self._session.announced.emit(refusal(key))
        self._page.enter_mode(mode)

    def _choose(self, kind: RelationType, span: Span, *, is_start: bool) -> None:
        """Let the other end be chosen among all that the codebook allows."""
        annotations, visible = self._session.annotations, self._page.visible()
        others = self._session.others
        assert annotations is not None
        first, last = min(span.start, visible.start), max(span.end, visible.end)
        around = annotations.touching(max(0, first - REACH), last + REACH)
        ends = [(span, one) if is_start else (one, span) for one in around]
        ends = [pair for pair in ends if kind.allows(pair[0].label, pair[1].label)]
        ends = [pair for pair in ends if any(map(others.can_change, pair))]
        if not ends and not others.may_change(span):
            return
        fitting = {
            (end if is_start else start).id: (start, end)
            for start, end in ends
            if not edits.refusal_of_relation(kind, start, end, own_relations(self._session, start))
        }
        prompt = self.tr("{name}: letters, arrows and Enter, or a click choose the other end")
        self._moving.choosing.choose(
            [one for one in around if one.id in fitting],
            prompt.format(name=kind.name),
            lambda place: self._link(kind, *fitting[place.id]) if isinstance(place, Span) else None,
            near=span.start,
        )

    def _link(self, kind: RelationType, start: Span, end: Span) -> None:
        session = self._session
        try:
            existing = own_relations(self._session, start)
            edit = edits.add_relation(kind, start, end, existing, by=session.annotator.id)
        except UserError as error:
            session.failed.emit(error.message, error.hint)
            return
        if session.do(edit):
            other = start if session.focus is not None and session.focus.id == end.id else end
            session.announced.emit(f"{kind.name}: {in_short(other.text)}")


def own_relations(session: Session, span: Span) -> list[Relation]:
    """The annotator's own relations of a span: those of others are no obstacle to hers."""
    found = session.annotations.relations(span.id) if session.annotations is not None else []
    return session.others.own(found)
