"""What is wrong, or worth a second look, in the annotations of a document.

An *error* is something that the codebook or the text forbids, a *warning* something that
is rarely meant. The checks of a codebook's own `constraints` run where it names them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from annotator.model.extent import Extent
from annotator.model.fragment import exact_text

if TYPE_CHECKING:
    from annotator.model.codebook import AttributeType, Codebook
    from annotator.model.values import Document, Relation, Span

Level: TypeAlias = Literal["error", "warning"]

_OPENING = "\"'“‘„‚«»‹›”’「『—–"
_CLOSING = "\"'”’“‘«»‹›」』"
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found; `kind` is what the check is called."""

    document_id: str
    span_id: str
    kind: str
    message: str
    level: Level = "warning"


@dataclass(slots=True)
class _Checked:
    """One document with everything that its checks look at."""

    document: Document
    text: str
    spans: Mapping[str, Span]
    relations: Sequence[Relation]
    codebook: Codebook
    outgoing: Mapping[str, list[Relation]] = field(init=False)
    incoming: Mapping[str, list[Relation]] = field(init=False)

    def __post_init__(self) -> None:
        outgoing, incoming = defaultdict(list), defaultdict(list)
        for relation in self.relations:
            outgoing[relation.from_id].append(relation)
            incoming[relation.to_id].append(relation)
        self.outgoing, self.incoming = outgoing, incoming

    def finding(self, span_id: str, kind: str, message: str, level: Level = "warning") -> Finding:
        """A finding about a span of this document; the message begins with its name."""
        span = self.spans.get(span_id)
        name = f"{span.label} “{_short(span.text)}” at {span.start:,}" if span else "a relation"
        return Finding(self.document.id, span_id, kind, f"{name}: {message}", level)


def findings(
    document: Document,
    text: str,
    spans: Iterable[Span],
    relations: Iterable[Relation],
    codebook: Codebook,
) -> list[Finding]:
    """All findings in one document, errors and warnings, in reading order."""
    ordered = sorted(spans, key=lambda span: (span.start, -span.end, span.id))
    checked = _Checked(document, text, {span.id: span for span in ordered}, list(relations), codebook)
    found = [one for check in _CHECKS for one in check(checked)]
    found += [one for name in _constraints(codebook) for one in _CONSTRAINTS[name](checked)]
    order = {id_: number for number, id_ in enumerate(checked.spans)}
    return sorted(found, key=lambda one: order.get(one.span_id, len(order)))


def _constraints(codebook: Codebook) -> Iterator[str]:
    for constraint in _rules(codebook):
        name = constraint.get("id")
        if isinstance(name, str) and name in _CONSTRAINTS:
            yield name


def _rules(codebook: Codebook) -> Iterator[dict[str, object]]:
    said = codebook.guidelines.get("constraints")
    for one in said if isinstance(said, list) else ():
        if isinstance(one, dict):
            yield dict(one)


# ---------------------------------------------------------------- the text


def _wrong_offsets(checked: _Checked) -> Iterator[Finding]:
    for span in checked.spans.values():
        if span.start < 0 or span.end > len(checked.text):
            message = f"it lies outside the text, which has {len(checked.text):,} characters"
            yield checked.finding(span.id, "offsets", message, "error")
        elif (there := exact_text(checked.text, span.fragments)) != span.text:
            yield checked.finding(span.id, "text", f"the text there is “{_short(there)}”", "error")


def _edges_on_spaces(checked: _Checked) -> Iterator[Finding]:
    for span in checked.spans.values():
        if any(part != part.strip() for part in _parts(checked, span)):
            yield checked.finding(span.id, "edges", "it begins or ends with white space")


def _paragraph_breaks(checked: _Checked) -> Iterator[Finding]:
    """Where paragraphs are parted by blank lines, single line ends are no breaks."""
    has_blank_lines = _BLANK_LINE.search(checked.text) is not None
    for span in checked.spans.values():
        if checked.codebook.label(span.label).extent is Extent.QUOTATION:
            continue
        parts = _parts(checked, span)
        if any(_BLANK_LINE.search(part) if has_blank_lines else "\n" in part for part in parts):
            yield checked.finding(span.id, "paragraph", "it runs over the end of a paragraph")


def _parts(checked: _Checked, span: Span) -> list[str]:
    return [checked.text[start:end] for start, end in span.fragments]


# ---------------------------------------------------------------- the codebook


def _unknown_labels(checked: _Checked) -> Iterator[Finding]:
    for span in checked.spans.values():
        if span.label not in checked.codebook.labels:
            yield checked.finding(span.id, "label", "the codebook has no such label", "error")


def _attributes(checked: _Checked) -> Iterator[Finding]:
    for span in checked.spans.values():
        allowed = {one.id: one for one in checked.codebook.attributes_of(span.label)}
        for message in _attribute_problems(span.attributes, allowed):
            yield checked.finding(span.id, "attribute", message, "error")
        for attribute in checked.codebook.missing_attributes(span):
            yield checked.finding(span.id, "required", f"{attribute.name} is not said")


def _attribute_problems(
    said: Mapping[str, str | bool | int | float], allowed: Mapping[str, AttributeType]
) -> Iterator[str]:
    for name, value in said.items():
        if name not in allowed:
            yield f"the attribute “{name}” does not belong here"
        elif refusal := allowed[name].refusal(value):
            yield refusal.rstrip(".")


def _relation_rules(checked: _Checked) -> Iterator[Finding]:
    for relation in checked.relations:
        kind = checked.codebook.relation_types.get(relation.label)
        start, end = checked.spans.get(relation.from_id), checked.spans.get(relation.to_id)
        if start is None or end is None:
            message = f"{relation.label} leads to a span that is not in the article"
            yield checked.finding(relation.from_id, "relation", message, "error")
        elif kind is None:
            message = f"the codebook has no relation “{relation.label}”"
            yield checked.finding(start.id, "relation", message, "error")
        else:
            if not kind.allows(start.label, end.label):
                message = f"{kind.name} must not lead from {start.label} to {end.label}"
                yield checked.finding(start.id, "relation", message, "error")
            allowed = {attribute.id: attribute for attribute in kind.attributes}
            for message in _attribute_problems(relation.attributes, allowed):
                yield checked.finding(start.id, "attribute", f"{kind.name}: {message}", "error")


def _relation_numbers(checked: _Checked) -> Iterator[Finding]:
    for span_id, relations in checked.outgoing.items():
        for label, number in Counter(relation.label for relation in relations).items():
            kind = checked.codebook.relation_types.get(label)
            if kind is not None and kind.maximum is not None and number > kind.maximum:
                message = f"{number} relations {kind.name}, at most {kind.maximum} are allowed"
                yield checked.finding(span_id, "relation", message)
    for span in checked.spans.values():
        has = Counter(relation.label for relation in checked.outgoing.get(span.id, ()))
        for kind in checked.codebook.relation_types.values():
            if span.label in kind.from_labels and has[kind.id] < kind.minimum:
                message = f"{has[kind.id]} relations {kind.name}, at least {kind.minimum} are needed"
                yield checked.finding(span.id, "relation", message)


def _duplicates(checked: _Checked) -> Iterator[Finding]:
    seen: set[object] = set()
    for span in checked.spans.values():
        key = (span.label, span.fragments, span.annotator)
        if key in seen:
            yield checked.finding(span.id, "duplicate", "the same stretch has this label twice")
        seen.add(key)


# ---------------------------------------------------------------- constraints of the codebook


def _direct_marks(checked: _Checked) -> Iterator[Finding]:
    """The end mark may be missing where the next paragraph goes on with the quote."""
    for span in checked.spans.values():
        if span.label != "QUOTE" or span.attributes.get("form") != "direct":
            continue
        first, last = _parts(checked, span)[0], _parts(checked, span)[-1]
        goes_on = checked.text[span.end : span.end + 1] in ("\n", "")
        if first[:1] not in _OPENING or (last[-1:] not in _CLOSING and not goes_on):
            message = "it is said to be direct, but is not all in quotation marks"
            yield checked.finding(span.id, "direct-marks", message)


def _quote_needs_speaker(checked: _Checked) -> Iterator[Finding]:
    for span in checked.spans.values():
        if span.label == "QUOTE":
            links = {relation.label for relation in checked.outgoing.get(span.id, ())}
            if not links & {"speaker", "continues"}:
                yield checked.finding(span.id, "quote-needs-speaker", "it has no speaker")


def _cue_used_once(checked: _Checked) -> Iterator[Finding]:
    """Quotes that continue one another count as one."""
    before = {one.from_id: one.to_id for one in checked.relations if one.label == "continues"}
    for span in checked.spans.values():
        if span.label == "CUE":
            links = checked.incoming.get(span.id, ())
            quotes = {_chain_start(one.from_id, before) for one in links if one.label == "cue"}
            if len(quotes) != 1:
                message = f"it is the cue of {len(quotes)} quotes, not of one"
                yield checked.finding(span.id, "cue-used-once", message)


def _chain_start(span_id: str, before: Mapping[str, str]) -> str:
    seen: set[str] = set()
    while span_id in before and span_id not in seen:
        seen.add(span_id)
        span_id = before[span_id]
    return span_id


def _source_unused(checked: _Checked) -> Iterator[Finding]:
    for span in checked.spans.values():
        if span.label == "SOURCE":
            links = {relation.label for relation in checked.incoming.get(span.id, ())}
            if not links & {"speaker", "claimant", "addressee"}:
                yield checked.finding(span.id, "source-unused", "nothing leads to it")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


_Check: TypeAlias = Callable[[_Checked], Iterator[Finding]]
_CHECKS: tuple[_Check, ...] = (
    _wrong_offsets,
    _unknown_labels,
    _attributes,
    _relation_rules,
    _relation_numbers,
    _edges_on_spaces,
    _paragraph_breaks,
    _duplicates,
)
_CONSTRAINTS: Mapping[str, _Check] = {
    "direct-marks": _direct_marks,
    "quote-needs-speaker": _quote_needs_speaker,
    "cue-used-once": _cue_used_once,
    "source-unused": _source_unused,
}
