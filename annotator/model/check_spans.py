"""Checks of single spans: place, label, attributes, entity, edges, doubles, overlaps."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from annotator.model.check_rules import choice_name
from annotator.model.checks import short
from annotator.model.extent import Extent
from annotator.model.fragment import Fragment, exact_text
from annotator.model.lexicon import ABBREVIATED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotator.model.check_document import Checked
    from annotator.model.checks import Finding
    from annotator.model.codebook import AttributeType
    from annotator.model.values import AttributeValue, Span

_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_SPACES = " \t\n\r\u00a0\u2029\u2028"
_LEADING, _TRAILING = ",;:.!?)]", ",;:([–—"
_STOPS = ".!?"
_WHOLE_SENTENCES = frozenset((Extent.CLAUSE, Extent.SENTENCE, Extent.QUOTATION))
_LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.$")


def wrong_offsets(checked: Checked) -> Iterator[Finding]:
    """Spans outside the text, and spans whose stored words are not those at their place."""
    for span in checked.spans.values():
        if span.start < 0 or span.end > len(checked.text):
            reason = f"it lies outside the text, which has {len(checked.text):,} characters"
            yield checked.finding(span, "offsets", reason)
        elif (there := exact_text(checked.text, span.fragments)) != span.text:
            yield checked.finding(
                span, "text", f"the text there is “{short(there)}”, stored is “{short(span.text)}”"
            )


def unknown_labels(checked: Checked) -> Iterator[Finding]:
    """Spans with a label that the codebook lacks."""
    labels = checked.rules.codebook.labels
    for span in checked.spans.values():
        if span.label not in labels:
            yield checked.finding(span, "label", "the codebook has no such label")


# ---------------------------------------------------------------- attributes, entities


def attributes(checked: Checked) -> Iterator[Finding]:
    """Attributes that the codebook does not know, and required ones that are not said."""
    rules = checked.rules
    for span in checked.spans.values():
        if span.attributes:
            allowed = rules.attributes(span.label)
            for name, problem in attribute_problems(span.attributes, allowed):
                yield checked.finding(span, "attribute", problem, detail=name, proposal=name)
        for attribute in rules.required(span.label):
            if attribute.id not in span.attributes:
                default = attribute.default
                said = (
                    f" (default: {choice_name(rules, attribute, default)})"
                    if default not in (None, "")
                    else ""
                )
                reason = f"{attribute.name} is not said{said}"
                proposal = attribute.id if said and not attribute.refusal(default or "") else ""
                yield checked.finding(span, "required", reason, detail=attribute.id, proposal=proposal)


def attribute_problems(
    said: Mapping[str, AttributeValue], allowed: Mapping[str, AttributeType]
) -> Iterator[tuple[str, str]]:
    """Each attribute that may not be said, or not so, with the reason."""
    for name, value in said.items():
        if name not in allowed:
            yield name, f"the attribute “{name}” does not belong here"
        elif refusal := allowed[name].refusal(value):
            yield name, refusal.rstrip(".")


def entities(checked: Checked) -> Iterator[Finding]:
    """Spans that point to an entity that is not there."""
    known = checked.background.entities
    if known is None:
        return
    for span in checked.spans.values():
        if span.entity is not None and span.entity not in known:
            yield checked.finding(span, "entity", "its entity is not in the project")


# ---------------------------------------------------------------- edges


def edges(checked: Checked) -> Iterator[Finding]:
    """Fragments that begin or end with white space or with a mark that rarely belongs there."""
    text, label_of = checked.text, checked.rules.codebook.label
    for span in checked.spans.values():
        for start, end in span.fragments:
            first, last = text[start : start + 1], text[end - 1 : end]
            if (first.isalnum() and last.isalnum()) or start < 0 or end > len(text):
                continue
            part = trimmed(text, start, end, label_of(span.label).extent)
            if part != (start, end):
                what = "white space" if _is_space(first, last) else "a mark that rarely belongs to it"
                yield checked.finding(span, "edges", f"it begins or ends with {what}")
                break


def trimmed(text: str, start: int, end: int, extent: Extent) -> Fragment:
    """The stretch without white space and stray marks at its edges; itself if nothing were left.

    Labels for lines keep all marks, those for sentences and quotes their full stops, and
    abbreviations theirs.
    """
    low, high = start, end
    leading = "" if extent is Extent.LINE else _LEADING
    trailing = "" if extent is Extent.LINE else _TRAILING
    while low < high and text[low] in _SPACES + leading:
        low += 1
    while low < high and (text[high - 1] in _SPACES + trailing or _is_stop(text, low, high, extent)):
        high -= 1
    return Fragment(low, high) if low < high else Fragment(start, end)


def _is_stop(text: str, low: int, high: int, extent: Extent) -> bool:
    """Whether the stretch ends with a full stop that is not a part of it."""
    if extent is Extent.LINE or extent in _WHOLE_SENTENCES or text[high - 1] not in _STOPS:
        return False
    if text[high - 1] != ".":
        return extent is not Extent.NAME
    word = _LAST_WORD.search(text, max(low, high - 40), high)
    if word is None:
        return text[high - 2 : high - 1].isdigit() and high - low > 4
    last = word.group(1)
    return "." not in last and len(last) > 1 and last.lower() not in ABBREVIATED


def _is_space(first: str, last: str) -> bool:
    return (first != "" and first in _SPACES) or (last != "" and last in _SPACES)


def paragraph_breaks(checked: Checked) -> Iterator[Finding]:
    """Spans over the end of a paragraph; where blank lines part them, single line ends are none."""
    text, quotations = checked.text, checked.rules.quotations
    has_blank_lines: bool | None = None
    for span in checked.spans.values():
        if span.label in quotations or text.find("\n", span.start, span.end) < 0:
            continue
        if has_blank_lines is None:
            has_blank_lines = _BLANK_LINE.search(text) is not None
        parts = checked.parts(span)
        if any(_BLANK_LINE.search(part) if has_blank_lines else "\n" in part for part in parts):
            yield checked.finding(span, "paragraph", "it runs over the end of a paragraph")


# ---------------------------------------------------------------- several spans


def duplicates(checked: Checked) -> Iterator[Finding]:
    """Spans with the label, the stretch and the annotator of an earlier one."""
    seen: dict[object, str] = {}
    for span in checked.spans.values():
        key = (span.label, span.fragments, span.annotator)
        if key in seen:
            reason = "the same stretch has this label twice"
            yield checked.finding(span, "duplicate", reason, proposal=seen[key])
        else:
            seen[key] = span.id


def overlaps(checked: Checked) -> Iterator[Finding]:
    """Spans of one annotator that overlap although their layer forbids it."""
    layers: dict[tuple[str, str, str], list[tuple[int, int, Span]]] = defaultdict(list)
    rules = checked.rules.overlaps
    for span in checked.spans.values():
        if span.label in rules:
            for start, end in span.fragments:
                layers[*rules[span.label], span.annotator].append((start, end, span))
    for (layer, rule, _annotator), stretches in layers.items():
        if len(stretches) > 1:
            name = checked.rules.codebook.layers[layer].name
            yield from _overlapping(checked, stretches, name, is_nesting=rule != "none")


def _overlapping(
    checked: Checked, stretches: list[tuple[int, int, Span]], layer: str, *, is_nesting: bool
) -> Iterator[Finding]:
    """Each span that crosses, or without nesting meets, one that starts before it."""
    stretches.sort(key=lambda one: (one[0], -one[1]))
    open_: list[tuple[int, int, Span]] = []
    told: set[str] = set()
    for stretch in stretches:
        start, end, span = stretch
        while open_ and open_[-1][1] <= start:
            open_.pop()
        other = next((one for one in reversed(open_) if one[2] is not span and one[1] > start), None)
        if (
            other is not None
            and _is_forbidden(span, end, *other[1:], is_nesting)
            and span.id not in told
        ):
            told.add(span.id)
            allowed = "only spans one within the other" if is_nesting else "no overlaps"
            met = f"{checked.rules.called(other[2].label)} “{short(other[2].text)}”"
            reason = f"it overlaps {met}; the layer {layer} allows {allowed}"
            yield checked.finding(span, "overlap", reason)
        open_.append(stretch)
        open_.sort(key=lambda one: -one[1])


def _is_forbidden(span: Span, end: int, other_end: int, other: Span, is_nesting: bool) -> bool:
    """Whether a span that meets one that starts before it may not; the same twice is no overlap."""
    is_double = (span.label, span.fragments) == (other.label, other.fragments)
    return not is_double and (not is_nesting or end > other_end)
