"""Relations by keys: S proposes the speaker, L links to a target that is chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.errors import UserError
from annotator.model import edits
from annotator.model.attribute_values import link_keys
from annotator.model.change import Change, Edit
from annotator.model.extent import Extent
from annotator.model.values import Relation, Span, now
from annotator.suggest.attribution import propose
from annotator.ui.text_view.modes import KeyMode
from annotator.ui.text_view.overlay import Outline, Overlay
from annotator.ui.words import in_short, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model.codebook import Label, RelationType
    from annotator.model.fragment import Fragment
    from annotator.ui.choosing import Place
    from annotator.ui.moving import Moving
    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView


REACH = 100_000
"""How far a target may be from what is linked and from what is seen, in code points."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposed speaker: its stretch or its span, and the cue likewise."""

    source: Fragment
    cue: Fragment | None
    basis: str
    span: Span | None = None


class Linking(QObject):
    """Commands that make relations."""

    def __init__(self, session: Session, page: TextView, moving: Moving) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._moving = moving
        self._offers: list[Offer] = []
        self._index = 0

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {
            "relation.speaker": self.propose_speaker,
            "relation.link": self.start_link,
            "suggestion.accept": self._nothing_proposed,
            "suggestion.reject": self._nothing_proposed,
        }

    # ------------------------------------------------------------ S

    def propose_speaker(self) -> None:
        """Propose who says the focused quote; again: the next proposal."""
        quote = self._session.focus or self._quote_at_caret()
        kind = self._relation_to(quote, Extent.SOURCE) if quote is not None else None
        if quote is None or kind is None:
            self._session.announced.emit(self.tr("Focus a quote or a claim first, then press S."))
            return
        if self._session.focus is None:
            self._session.set_focus(quote.id)
        self._offers = self.offers_for(quote, kind)
        self._index = 0
        if not self._offers:
            self._session.announced.emit(self.tr("No speaker found: press L to link one."))
            return
        self._show_offer()

    def _quote_at_caret(self) -> Span | None:
        annotations = self._session.annotations
        spans = annotations.at(self._session.caret) if annotations is not None else []
        return next((span for span in spans if self._relation_to(span, Extent.SOURCE)), None)

    def _relation_to(self, span: Span, extent: Extent) -> RelationType | None:
        """The relation type that leads from this span to a label of this extent."""
        codebook = self._session.codebook
        for kind in codebook.relation_types_from(span.label):
            ends = [codebook.labels[label] for label in kind.to_labels if label in codebook.labels]
            if kind.from_labels and ends and ends[0].extent is extent:
                return kind
        return None

    def offers_for(self, quote: Span, kind: RelationType) -> list[Offer]:
        """The speakers that S proposes for a quote, one after the other."""
        annotations = self._session.annotations
        assert annotations is not None
        linked = {r.to_id for r in annotations.relations(quote.id) if r.label == kind.id}
        offers = self._speakers_around(quote, kind)
        for proposal in propose(self._page.text, quote.fragments):
            span = self._existing(proposal.source, kind)
            offers.append(Offer(proposal.source, proposal.cue, proposal.basis, span))
        offers += self._nearby(quote, kind)
        distinct: dict[object, Offer] = {}
        for offer in offers:
            if offer.span is None or offer.span.id not in linked:
                distinct.setdefault(offer.span.id if offer.span else offer.source, offer)
        return list(distinct.values())

    def _speakers_around(self, claim: Span, kind: RelationType) -> list[Offer]:
        """For a claim inside a quote: the speakers of that quote."""
        annotations = self._session.annotations
        assert annotations is not None
        offers = []
        for other in annotations.touching(claim.start, claim.end):
            around = other.start <= claim.start and other.end >= claim.end
            speaker = self._relation_to(other, Extent.SOURCE)
            if not around or other.id == claim.id or speaker is None or other.label == claim.label:
                continue
            for relation in annotations.relations(other.id):
                end = annotations.span(relation.to_id)
                if relation.label == speaker.id and end and kind.allows(claim.label, end.label):
                    offers.append(Offer(end.fragments[0], None, "explicit", end))
        return offers

    def _existing(self, source: Fragment, kind: RelationType) -> Span | None:
        annotations = self._session.annotations
        assert annotations is not None
        spans = [s for s in annotations.touching(*source) if s.label in kind.to_labels]
        spans.sort(key=lambda span: span.label != kind.to_labels[0])
        return spans[0] if spans and spans[0].label == kind.to_labels[0] else None

    def _nearby(self, quote: Span, kind: RelationType) -> list[Offer]:
        annotations = self._session.annotations
        assert annotations is not None
        around = annotations.touching(max(0, quote.start - 600), quote.end + 300)
        spans = [span for span in around if span.label == kind.to_labels[0]]
        spans.sort(key=lambda span: min(abs(span.start - quote.end), abs(quote.start - span.end)))
        return [Offer(span.fragments[0], None, "implicit", span) for span in spans[:6]]

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
        keys: dict[str, Callable[[], object]] = {
            "Return": self._accept,
            "Tab": self._accept,
            "S": self._next_offer,
            "X": self._page.leave_mode,
        }
        prompt = self.tr("{what} {number} of {count}: Enter accepts · S next · X none · L another")
        what = self.tr("Further speaker") if self._is_linked(focus) else self.tr("Speaker")
        text = prompt.format(what=what, number=self._index + 1, count=len(self._offers))
        self._page.enter_mode(KeyMode(text, keys, self._page.leave_mode, passes_on=True))
        visible = self._page.visible()
        if not visible.start <= offer.source.start < visible.end:
            self._page.go_to(offer.source.start)
        self._page.set_overlay(Overlay(outlines=tuple(outlines)))
        words = self._page.text[slice(*offer.source)]
        self._session.announced.emit(self.tr("Speaker? {words}").format(words=words))

    def _is_linked(self, quote: Span) -> bool:
        annotations, kind = self._session.annotations, self._relation_to(quote, Extent.SOURCE)
        relations = annotations.relations(quote.id) if annotations is not None else []
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
        existing = annotations.relations(quote.id)
        speaker = self._relation_to(quote, Extent.SOURCE)
        assert speaker is not None
        changes = self._link_to(quote, speaker, offer.source, offer.span, existing, offer.basis)
        cue = self._relation_to(quote, Extent.CUE)
        has_cue = cue is not None and any(relation.label == cue.id for relation in existing)
        if cue is not None and offer.cue is not None and not has_cue:
            span = self._existing(offer.cue, cue)
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
        session = self._session
        focus = session.focus
        if focus is None and session.annotations is not None:
            spans = session.annotations.at(session.caret)
            focus = spans[0] if spans else None
            session.set_focus(focus.id if focus else None)
        kinds = session.codebook.relation_types_from(focus.label) if focus is not None else ()
        if focus is None or not kinds:
            session.announced.emit(self.tr("Focus a span first that the codebook lets you link from."))
            return
        chosen = link_keys(kinds)
        keys = {key: self._chooser(focus, kind) for key, kind in chosen.items()}
        names = " · ".join(f"{key} {kind.name}" for key, kind in chosen.items())
        prompt = self.tr("Link: {names} · Esc leaves").format(names=names)
        mode = KeyMode(prompt, keys, self._page.leave_mode)
        mode.refuse = lambda key: session.announced.emit(refusal(key))
        self._page.enter_mode(mode)

    def _chooser(self, start: Span, kind: RelationType) -> Callable[[], None]:
        def choose() -> None:
            visible = self._page.visible()
            annotations = self._session.annotations
            assert annotations is not None
            first, last = min(start.start, visible.start), max(start.end, visible.end)
            around = annotations.touching(max(0, first - REACH), last + REACH)
            existing = annotations.relations(start.id)
            targets = [s for s in around if not edits.refusal_of_relation(kind, start, s, existing)]
            prompt = self.tr("{name}: letters, arrows and Enter, or a click choose the target")
            self._moving.choosing.choose(
                targets,
                prompt.format(name=kind.name),
                lambda span: self._link(kind, start, span),
                near=start.start,
            )

        return choose

    def _link(self, kind: RelationType, start: Span, target: Place) -> None:
        session = self._session
        annotations = session.annotations
        if annotations is None or not isinstance(target, Span):
            return
        try:
            edit = edits.add_relation(
                kind, start, target, annotations.relations(start.id), by=session.annotator.id
            )
        except UserError as error:
            session.failed.emit(error.message, error.hint)
            return
        if session.do(edit):
            session.announced.emit(f"{kind.name}: {in_short(target.text)}")
