"""Checks of quotes and claims: their sources, cues and quotation marks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from annotator.model.fragment import Fragment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotator.model.check_document import Checked
    from annotator.model.checks import Finding
    from annotator.model.values import Span

_OPENING = "\"'“‘„‚«»‹›”’「『—–"
_CLOSING = "\"'”’“‘«»‹›」』"
_PAIRS = (("“", "”"), ("«", "»"), ("「", "」"))
_OPENS, _CLOSES = frozenset('“„«「"'), frozenset('”»」"')


# ---------------------------------------------------------------- who says it


def missing_speakers(checked: Checked) -> Iterator[Finding]:
    """Quotes without a source that do not go on from another quote."""
    kinds, chains = checked.rules.speaker_kinds, checked.rules.chain_kinds
    for span in checked.spans.values():
        if span.label in checked.rules.quotations and span.label in kinds:
            links = {relation.label for relation in checked.outgoing.get(span.id, ())}
            if kinds[span.label].id not in links and not links & chains:
                name = kinds[span.label].name
                yield checked.finding(span, "quote-needs-speaker", f"it has no {name}")


def missing_sources(checked: Checked) -> Iterator[Finding]:
    """Claims without a source that do not lie within a quote."""
    kinds, quotations = checked.rules.speaker_kinds, checked.rules.quotations
    reach = 0
    around: list[Span] = []
    for span in checked.spans.values():
        if span.label in quotations:
            around = [one for one in around if one.end > span.start] + [span]
            reach = max(reach, span.end)
        elif span.label in checked.rules.claims and span.label in kinds:
            kind = kinds[span.label]
            if any(one.label == kind.id for one in checked.outgoing.get(span.id, ())):
                continue
            if span.end > reach or not any(one.end >= span.end for one in around):
                yield checked.finding(span, "claim-needs-source", f"it has no {kind.name}")


# ---------------------------------------------------------------- cues, sources


def cue_used_once(checked: Checked) -> Iterator[Finding]:
    """Cues of no quote or of several; quotes that go on from one another count as one."""
    kinds = {kind.id for kind in checked.rules.cue_kinds.values()}
    before = _before(checked)
    for span in checked.spans.values():
        if span.label in checked.rules.cues:
            links = checked.incoming.get(span.id, ())
            quotes = {_chain_start(one.from_id, before) for one in links if one.label in kinds}
            if len(quotes) != 1:
                reason = f"it is the cue of {len(quotes)} quotes, not of one"
                yield checked.finding(span, "cue-used-once", reason)


def content_needs_cue(checked: Checked) -> Iterator[Finding]:
    """Quotes that have, with all that goes on from them, no cue or several."""
    kinds, before = checked.rules.cue_kinds, _before(checked)
    found: Counter[str] = Counter()
    for relation in checked.relations:
        start = checked.spans.get(relation.from_id)
        if start is not None and start.label in kinds and kinds[start.label].id == relation.label:
            found[_chain_start(start.id, before)] += 1
    for span in checked.spans.values():
        is_asked = span.label in checked.rules.quotations and span.label in kinds
        if is_asked and span.id not in before and found[span.id] != 1:
            reason = f"it has {found[span.id]} cues, not one"
            yield checked.finding(span, "content-needs-cue", reason)


def source_unused(checked: Checked) -> Iterator[Finding]:
    """Sources that nothing leads to."""
    for span in checked.spans.values():
        if span.label in checked.rules.sources and not checked.incoming.get(span.id):
            yield checked.finding(span, "source-unused", "nothing leads to it")


def _before(checked: Checked) -> Mapping[str, str]:
    chains = checked.rules.chain_kinds
    return {one.from_id: one.to_id for one in checked.relations if one.label in chains}


def _chain_start(span_id: str, before: Mapping[str, str]) -> str:
    seen: set[str] = set()
    while span_id in before and span_id not in seen:
        seen.add(span_id)
        span_id = before[span_id]
    return span_id


# ---------------------------------------------------------------- quotation marks


def direct_marks(checked: Checked) -> Iterator[Finding]:
    """Direct quotes that are not all in marks; the last may be missing where a paragraph ends."""
    for span in checked.spans.values():
        if span.label not in checked.rules.quotations:
            continue
        form = checked.rules.form(span.label)
        if form is None or span.attributes.get(form.id) != "direct":
            continue
        parts = checked.parts(span)
        goes_on = checked.text[span.end : span.end + 1] in ("\n", "")
        if parts[0][:1] not in _OPENING or (parts[-1][-1:] not in _CLOSING and not goes_on):
            reason = "it is said to be direct, but is not all in quotation marks"
            yield checked.finding(span, "direct-marks", reason)


def marks_in_quotes(checked: Checked) -> Iterator[Finding]:
    """Quotes that hold one of two quotation marks without the other."""
    text = checked.text
    for span in checked.spans.values():
        if span.label not in checked.rules.quotations:
            continue
        for start, end in span.fragments:
            odd = _unpaired(text, start, end)
            if odd and not (odd > 0 and _is_paragraph_end(text, end)):
                what = "opens with a mark that it does not close"
                reason = f"it {what}" if odd > 0 else "it holds a closing mark without the opening one"
                wider = _with_mark(text, start, end, odd)
                proposal = f"{wider.start}-{wider.end}" if wider != (start, end) else ""
                yield checked.finding(span, "marks", reason, proposal=proposal)
                break


def _unpaired(text: str, start: int, end: int) -> int:
    """How many marks are open at the end of the stretch; negative: one closes that none opened."""
    odd = 0
    is_german = "„" in text
    for line in text[start:end].split("\n"):
        if line.count('"') % 2:
            odd = 1 if line.startswith('"') else -1
        elif is_german:
            odd = line.count("„") - line.count("“") - line.count("”")
        else:
            odd = sum(line.count(left) - line.count(right) for left, right in _PAIRS)
        if odd < 0:
            return odd
    return odd


def _is_paragraph_end(text: str, end: int) -> bool:
    return text[end : end + 1] in ("\n", "")


def _with_mark(text: str, start: int, end: int, odd: int) -> Fragment:
    """The stretch with the mark beside it, if the one that is missing stands there."""
    if odd > 0 and text[end : end + 1] in _CLOSES | {"“"}:
        return Fragment(start, end + 1)
    if odd < 0 and start > 0 and text[start - 1] in _OPENS:
        return Fragment(start - 1, end)
    return Fragment(start, end)


def marks_in_text(checked: Checked) -> Iterator[Finding]:
    """Paragraphs with an unpaired double mark, unless the next one takes the quotation up."""
    text = checked.text
    if not checked.is_worked_on or _is_even(text):
        return
    opened: tuple[int, int] | None = None
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        odd = _unpaired(text, at, end) if line.strip() else 0
        if opened is not None and line.strip():
            if odd >= 0 and line.lstrip()[:1] not in _OPENS | {"»"}:
                yield checked.place(*opened, "text-marks", "a quotation is not closed")
            odd, opened = max(odd, 0), None
        if odd < 0:
            yield checked.place(at, end, "text-marks", "a quotation is closed that was not opened")
        opened = (at, end) if odd > 0 else opened
        at = end + 1
    if opened is not None:
        yield checked.place(*opened, "text-marks", "a quotation is not closed")


def _is_even(text: str) -> bool:
    """Whether as many double marks open as close: quickly told, and nearly always so."""
    if text.count('"') % 2 or text.count("«") != text.count("»"):
        return False
    if "„" in text:
        return text.count("„") == text.count("“") + text.count("”")
    return text.count("“") == text.count("”")
