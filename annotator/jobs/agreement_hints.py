"""What stands beside the numbers: when they are lower than people reach, and what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.analysis.agreement import MEASURES
from annotator.analysis.agreement_counts import EVERYBODY, Facet
from annotator.analysis.agreement_intervals import FEWEST
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.analysis.agreement_counts import Members
    from annotator.analysis.agreement_intervals import Scores
    from annotator.jobs.agreement import Compared

EXPECTED = {"direct": (0.9, 0.94), "indirect": (0.6, 0.63)}
"""Exact span F1 by the form of a quote: below the first we warn, the second trained people reach."""


def hints(compared: Compared, scores: Scores, members: Members = EVERYBODY) -> Iterator[str]:
    """Sentences about the agreement of these annotators, or of all."""
    for form, (least, reached) in EXPECTED.items():
        value = scores.value(MEASURES["exact"], Facet("form", form), members)
        if value is not None and value < least:
            yield (
                f"Quotes that are {form}: exact F1 is {value:.2f}. Trained annotators reach about"
                f" {reached:.2f} (PolNeAR), so below {least:.1f} it is worth going through the"
                " disagreements."
            )
    for one, share in compared.assisted(members).items():
        name = compared.names.get(one, one)
        yield (
            f"{name} took over proposals: {share:.0%} of the spans are from a model, a rule or a"
            " propagation. Two who see the same proposals agree more than they would alone."
        )
    articles = compared.agreement.articles
    shared = [one for one in articles if not members or set(members) <= set(one.people)]
    if 0 < len(shared) < FEWEST:
        yield f"Only {counted(len(shared), 'article')}: too few for an interval."
