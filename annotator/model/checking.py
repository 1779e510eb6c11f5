"""All checks of one document, in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from annotator.model import check_quotes, check_relations, check_sentences, check_spans
from annotator.model.check_document import Background, Checked, Contents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from annotator.model.check_rules import Rules
    from annotator.model.check_strings import Strings
    from annotator.model.checks import Finding

_Check: TypeAlias = "Callable[[Checked], Iterator[Finding]]"
_ALWAYS: tuple[_Check, ...] = (
    check_spans.wrong_offsets,
    check_spans.unknown_labels,
    check_spans.attributes,
    check_spans.entities,
    check_spans.edges,
    check_spans.paragraph_breaks,
    check_spans.duplicates,
    check_spans.overlaps,
    check_relations.ends,
    check_relations.numbers,
    check_quotes.missing_speakers,
    check_quotes.missing_sources,
    check_quotes.marks_in_quotes,
    check_quotes.marks_in_text,
)
_CONSTRAINTS: Mapping[str, _Check] = {
    "direct-marks": check_quotes.direct_marks,
    "cue-used-once": check_quotes.cue_used_once,
    "source-unused": check_quotes.source_unused,
    "content-needs-cue": check_quotes.content_needs_cue,
    "claim-single-sentence": check_sentences.claim_single_sentence,
    "every-sentence": check_sentences.every_sentence,
}
"""Checks that run where the codebook has the constraint of this id."""


def is_asked_for(check_id: str, rules: Rules) -> bool:
    """Whether a check runs under this codebook: some do only where it asks for them."""
    return check_id not in _CONSTRAINTS or check_id in rules.constraints


def findings(
    contents: Contents, background: Background, strings: Strings | None = None
) -> list[Finding]:
    """All findings in one document, in reading order.

    `strings` knows the words of the whole project; without it nothing is compared with them.
    """
    checked = Checked(contents, background)
    found = [one for check in _ALWAYS for one in check(checked)]
    for name in checked.rules.constraints:
        if name in _CONSTRAINTS:
            found += _CONSTRAINTS[name](checked)
    if strings is not None:
        found += strings.findings(checked)
    found.sort(key=lambda one: (one.start, -one.end))
    return found
