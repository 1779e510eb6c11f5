"""Who S proposes as the speaker of a quote or claim: spans that stand already, and rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.model.extent import Extent
from annotator.model.names import name_at
from annotator.model.source_attributes import source_attributes
from annotator.suggest.attribution import propose

if TYPE_CHECKING:
    from annotator.model.codebook import Codebook, RelationType
    from annotator.model.fragment import Fragment
    from annotator.model.values import AttributeValue, Span
    from annotator.ui.session import Session

_BEHIND, _AHEAD, _MOST_NEARBY = 600, 300, 6


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposed speaker: its stretch or its span, and the cue likewise."""

    source: Fragment
    cue: Fragment | None
    basis: str
    span: Span | None = None


def relation_to(codebook: Codebook, span: Span, extent: Extent) -> RelationType | None:
    """The relation type that leads from this span to a label of this extent.

    A quotation whose codebook has no label for sources is said by a name: a person, an actor.
    """
    is_said = extent is Extent.SOURCE and codebook.label(span.label).extent is Extent.QUOTATION
    for wanted in (extent, Extent.NAME) if is_said else (extent,):
        for kind in codebook.relation_types_from(span.label):
            ends = [codebook.labels[label] for label in kind.to_labels if label in codebook.labels]
            if kind.from_labels and ends and ends[0].extent is wanted:
                return kind
    return None


def _is_within(text: str, run: Fragment, source: Fragment) -> bool:
    is_name = any(word[:1].isupper() for word in text[run.start : run.end].split())
    return is_name and source.start <= run.start and run.end <= source.end


class Speakers:
    """Proposals for the open document of a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def offers_for(self, quote: Span, kind: RelationType) -> list[Offer]:
        """The speakers that S proposes for a quote, one after the other, with the cue that is known."""
        annotations, own = self._session.annotations, self._session.others.own
        assert annotations is not None
        linked = {r.to_id for r in own(annotations.relations(quote.id)) if r.label == kind.id}
        offers = self._speakers_around(quote, kind)
        for proposal in propose(self._session.text, quote.fragments):
            span = self.existing(proposal.source, kind)
            source = self._wanted(proposal.source, kind, span)
            offers.append(Offer(source, proposal.cue, proposal.basis, span))
        offers += self._nearby(quote, kind)
        distinct: dict[object, Offer] = {}
        for offer in offers:
            if offer.span is None or offer.span.id not in linked:
                key = offer.span.id if offer.span else offer.source
                known = distinct.setdefault(key, offer)
                if known.cue is None and offer.cue is not None:
                    distinct[key] = replace(known, cue=offer.cue, basis=offer.basis)
        return list(distinct.values())

    def attributes(self, place: Fragment, label: str) -> dict[str, AttributeValue]:
        """The required attributes of a new source at this place, as far as its words tell."""
        session = self._session
        around = session.annotations.touching(*place) if session.annotations is not None else []
        around = session.others.own(around)
        return source_attributes(session.text, place, label, session.codebook, around)

    def _wanted(self, source: Fragment, kind: RelationType, span: Span | None) -> Fragment:
        """The source; of “union leader Oda Kestrel” the name alone where the label is one of names."""
        text = self._session.text
        if self._session.codebook.label(kind.to_labels[0]).extent is not Extent.NAME:
            return source
        if span is not None:
            return span.fragments[0]
        runs = (name_at(text, place) for place in range(source.start, source.end))
        return next((run for run in runs if run is not None and _is_within(text, run, source)), source)

    def existing(self, source: Fragment, kind: RelationType) -> Span | None:
        """The span that stands for a proposed stretch already: best the very same stretch."""
        annotations = self._session.annotations
        assert annotations is not None
        around = self._session.others.own(annotations.touching(*source))
        spans = [s for s in around if s.label in kind.to_labels]
        spans.sort(key=lambda span: span.fragments != (source,))
        return spans[0] if spans else None

    def _speakers_around(self, claim: Span, kind: RelationType) -> list[Offer]:
        """For a claim inside a quote: the speakers of that quote."""
        annotations = self._session.annotations
        assert annotations is not None
        offers = []
        for other in self._session.others.own(annotations.touching(claim.start, claim.end)):
            around = other.start <= claim.start and other.end >= claim.end
            speaker = relation_to(self._session.codebook, other, Extent.SOURCE)
            if not around or other.id == claim.id or speaker is None or other.label == claim.label:
                continue
            for relation in self._session.others.own(annotations.relations(other.id)):
                end = annotations.span(relation.to_id)
                if relation.label == speaker.id and end and kind.allows(claim.label, end.label):
                    offers.append(Offer(end.fragments[0], None, "explicit", end))
        return offers

    def _nearby(self, quote: Span, kind: RelationType) -> list[Offer]:
        annotations = self._session.annotations
        assert annotations is not None
        around = annotations.touching(max(0, quote.start - _BEHIND), quote.end + _AHEAD)
        spans = [one for one in self._session.others.own(around) if one.label in kind.to_labels]
        spans.sort(key=lambda span: min(abs(span.start - quote.end), abs(quote.start - span.end)))
        return [Offer(span.fragments[0], None, "implicit", span) for span in spans[:_MOST_NEARBY]]
