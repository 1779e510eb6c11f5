"""ClaimReview (schema.org) as JSON-LD: what a fact-check says of each claim that was labelled.

A `ClaimReview` for each claim: `claimReviewed`, `itemReviewed` (a `Claim` with its author, from the
relation that leads to who makes it, its date and where it appeared), `url`, `datePublished`, `author`
(who reviews) and, where the codebook has an attribute for it, `reviewRating`.
"""

from __future__ import annotations

from annotator.formats.claim_review_writing import OPTIONS, write
from annotator.formats.format import Format

FORMAT = Format(
    name="claim-review",
    title="ClaimReview (JSON-LD)",
    extensions=(".jsonld",),
    description="A schema.org ClaimReview for each claim, with who makes it and where it appeared.",
    loss="Texts, codebook, states, doubts, history and annotators are not in it; it cannot be imported.",
    write=write,
    write_options=OPTIONS,
)
