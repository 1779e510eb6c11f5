"""Checks that look at sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from annotator.model.tokens import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.model.check_document import Checked
    from annotator.model.checks import Finding

_PERHAPS_AN_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s")


def claim_single_sentence(checked: Checked) -> Iterator[Finding]:
    """Claims that contain the end of a sentence."""
    for span in checked.spans.values():
        if span.label not in checked.rules.claims:
            continue
        for start, end in span.fragments:
            if _PERHAPS_AN_END.search(checked.text, start, end):
                number = len(sentences(checked.text, start, end))
                if number > 1:
                    reason = f"it runs over {number} sentences"
                    yield checked.finding(span, "claim-single-sentence", reason)
                    break


def every_sentence(checked: Checked) -> Iterator[Finding]:
    """Sentences of the body, in an article that is done, without a label or with several.

    Lines that end like no sentence, as headlines do, are not of the body. An annotator who
    is done has labelled each sentence in which one of her spans starts.
    """
    if not checked.done_by:
        return
    body = [
        one
        for one in sentences(checked.text, 0, len(checked.text))
        if not checked.text[one.end - 1].isalnum()
    ]
    for annotator in sorted(checked.done_by):
        starts = sorted(one.start for one in checked.spans.values() if one.annotator == annotator)
        for start, end in body:
            number = bisect_left(starts, end) - bisect_left(starts, start)
            if number != 1:
                reason = f"it has {number} labels, not one" if number else "it has no label"
                yield checked.place(start, end, "every-sentence", reason)
