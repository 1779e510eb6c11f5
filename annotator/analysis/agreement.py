"""The measures of agreement: what each means, and its value from counts.

Everything is counted article by article (`agreement_counts`) and pooled before it is divided.
A value that does not exist is None, never 0 or 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annotator.analysis.agreement_coefficients import met_f1, shared_f1
from annotator.analysis.agreement_keys import ATTRIBUTES, RELATIONS, SPANS, TOKENS, UNITS
from annotator.analysis.agreement_ratings import (
    attribute_alpha,
    attribute_share,
    continuum,
    fleiss,
    kappa,
    kappa_labelled,
    ratings,
    token_alpha,
)
from annotator.analysis.agreement_unitised import (
    Continuum,
    bar_u_alpha,
    cu_alpha,
    ku_alpha,
    u_alpha,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from annotator.analysis.agreement_keys import Counts


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. `family` says which counts it needs.

    With `is_of_pairs` it is defined for two annotators, and for more as the mean over their
    pairs; otherwise for any number. `undefined` says in words when it does not exist. `value`
    takes what `prepared` makes of the counts.
    """

    id: str
    name: str
    family: str
    definition: str
    undefined: str
    value: Callable[[Any, str], float | None]
    is_of_pairs: bool = True

    def of(self, counts: Counts, label: str = "") -> float | None:
        """The value from the counts of one family; `label` is the one that is looked at."""
        return self.value(prepared(self.family, counts), label)


def _shared(family: str, common: str, one: str = "one", other: str = "other") -> Any:
    def value(counts: Counts, _label: str) -> float | None:
        ends = counts.get((family, one), 0), counts.get((family, other), 0)
        return shared_f1(counts.get((family, common), 0), *ends)

    return value


def _met(family: str, met: str) -> Any:
    def value(counts: Counts, _label: str) -> float | None:
        one, other = counts.get((family, "one"), 0), counts.get((family, "other"), 0)
        met_one = counts.get((family, f"{met}_one"), 0)
        return met_f1(met_one, one, counts.get((family, f"{met}_other"), 0), other)

    return value


def prepared(family: str, counts: Counts) -> Any:
    """What the measures of a family take: made once for all of them."""
    if family in (TOKENS, ATTRIBUTES):
        return ratings({key: number for key, number in counts.items() if key[0] == family})
    return continuum(counts) if family == UNITS else counts


def _unitised(function: Callable[[Continuum], float | None]) -> Any:
    return lambda found, _label: function(found)


_NEITHER = "Neither has marked anything here."
_CHANCE = "All have given every token the same value here, so chance alone explains everything."
_NO_LINK = "Neither has linked anything with this type."
_UNITS = "Nobody has marked anything here, or all have marked everything alike."

MEASURES: Mapping[str, Measure] = {
    one.id: one
    for one in (
        Measure(
            "exact",
            "span F1, exact",
            SPANS,
            "Span F1, exact: 2 · common / (spans of one + spans of the other). Two spans are common if"
            " label and all fragments are the same; each span counts once.",
            _NEITHER,
            _shared(SPANS, "same"),
        ),
        Measure(
            "overlap",
            "span F1, overlap",
            SPANS,
            "Span F1, overlap: the harmonic mean of two shares, of the spans of either annotator that"
            " share at least one character with some span of the other that has the same label. Spans"
            " that only touch do not overlap; one span may answer for several.",
            _NEITHER,
            _met(SPANS, "met"),
        ),
        Measure(
            "label",
            "span F1, label only",
            SPANS,
            "Span F1, label only: as exact, but two spans of an article are common if their label is"
            " the same, wherever they stand.",
            _NEITHER,
            _shared(SPANS, "label"),
        ),
        Measure(
            "edges",
            "span F1, edges only",
            SPANS,
            "Span F1, edges only: as exact, but the labels may differ.",
            _NEITHER,
            _shared(SPANS, "place"),
        ),
        Measure(
            "overlap_any",
            "span F1, overlap, any label",
            SPANS,
            "Span F1, overlap with any label: as overlap, but the labels may differ.",
            _NEITHER,
            _met(SPANS, "any"),
        ),
        Measure(
            "characters",
            "character F1",
            SPANS,
            "Character F1: 2 · common / (characters of one + characters of the other); a character"
            " counts once for each label that lies over it.",
            _NEITHER,
            _shared(SPANS, "chars_same", "chars_one", "chars_other"),
        ),
        Measure(
            "kappa",
            "Cohen’s κ, all tokens",
            TOKENS,
            "Cohen’s κ over all tokens: (Po − Pe) / (1 − Pe). The category of a token is the set of"
            " labels that the annotator gave it in this layer, so spans may overlap and have gaps; no"
            " label is a category too. Pe comes from each annotator’s own shares.",
            _CHANCE,
            kappa,
        ),
        Measure(
            "kappa_labelled",
            "Cohen’s κ, labelled tokens",
            TOKENS,
            "Cohen’s κ over labelled tokens: the same, over the tokens that at least one of the two"
            " has labelled. It is the stricter figure where most of the text is unlabelled; in a layer"
            " with one label only it is 0 at most and says nothing.",
            "Neither has labelled a token here, or both gave all of them the same label.",
            kappa_labelled,
        ),
        Measure(
            "fleiss",
            "Fleiss’ κ, all tokens",
            TOKENS,
            "Fleiss’ κ over all tokens: as Cohen’s, but Pe comes from the shares of all annotators"
            " together. It needs the same number of annotators for each article; where the number"
            " varies, the articles with the most common number count.",
            _CHANCE,
            fleiss,
            is_of_pairs=False,
        ),
        Measure(
            "alpha",
            "Krippendorff’s α, all tokens",
            TOKENS,
            "Krippendorff’s α, nominal, over all tokens: 1 − Do / De on the matrix of coincidences."
            " The number of annotators may vary from article to article.",
            _CHANCE,
            token_alpha,
            is_of_pairs=False,
        ),
        Measure(
            "u_alpha",
            "uα, unitised (2016)",
            UNITS,
            "uα of 2016, unitised: Krippendorff’s α over the continuum of characters, units with"
            " their labels and the gaps between them. Spans of one annotator that overlap are cut at"
            " every edge, and a piece is labelled with all labels that lie over it.",
            _UNITS,
            _unitised(u_alpha),
            is_of_pairs=False,
        ),
        Measure(
            "bar_u_alpha",
            "|uα, marked or not (2016)",
            UNITS,
            "|uα of 2016: the same, but units of any label against gaps.",
            _UNITS,
            _unitised(bar_u_alpha),
            is_of_pairs=False,
        ),
        Measure(
            "cu_alpha",
            "cuα, labels of what is shared (2016)",
            UNITS,
            "cuα of 2016: the labels alone, where units of several annotators meet.",
            "Units of two annotators meet nowhere, or all that meet have the same label.",
            _unitised(cu_alpha),
            is_of_pairs=False,
        ),
        Measure(
            "ku_alpha",
            "(k)uα, one label (2016)",
            UNITS,
            "(k)uα of 2016: one label against the others of its layer, where units of several"
            " annotators meet.",
            "It is for a single label, and that meets units of other annotators nowhere, or no other"
            " label does.",
            lambda found, label: ku_alpha(found, (label,)) if label else None,
            is_of_pairs=False,
        ),
        Measure(
            "strict",
            "relation F1, strict",
            RELATIONS,
            "Relation F1, strict: two relations are common if type, fragments of the span that it"
            " comes from and fragments of the one that it leads to are the same.",
            _NO_LINK,
            _shared(RELATIONS, "same"),
        ),
        Measure(
            "ends_overlap",
            "relation F1, overlap",
            RELATIONS,
            "Relation F1, overlap: type the same, and each end shares a character with that of the"
            " other.",
            _NO_LINK,
            _met(RELATIONS, "met"),
        ),
        Measure(
            "conditional",
            "relation F1, both ends shared",
            RELATIONS,
            "Relation F1 where both ends are shared: as strict, over those relations alone both of"
            " whose ends the other has marked with the same fragments. It tells what was linked apart"
            " from what was marked.",
            "No relation has two ends that both have marked.",
            _shared(RELATIONS, "both_same", "both_one", "both_other"),
        ),
        Measure(
            "any_type",
            "relation F1, any type",
            RELATIONS,
            "Relation F1, any type: as strict, but the types may differ.",
            _NO_LINK,
            _shared(RELATIONS, "ends"),
        ),
        Measure(
            "attribute",
            "attribute α",
            ATTRIBUTES,
            "Attribute α: Krippendorff’s α, nominal, of the values on the spans that two or more have"
            " marked with the same label and fragments. No value is a value too.",
            "No span with this attribute was marked by two, or all have given it the same value.",
            attribute_alpha,
            is_of_pairs=False,
        ),
        Measure(
            "attribute_share",
            "attribute, equal values",
            ATTRIBUTES,
            "Equal values: the share of the pairs of values that are the same, on the same spans.",
            "No span with this attribute was marked by two.",
            attribute_share,
            is_of_pairs=False,
        ),
    )
}
"""All measures that are counted; α_U of 1995 and γ are computed by themselves."""


def definitions(ids: tuple[str, ...]) -> dict[str, str]:
    """What these measures are, in words."""
    return {id_: MEASURES[id_].definition for id_ in ids}
