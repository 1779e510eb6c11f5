"""Small documents to check, in the news codebook."""

from __future__ import annotations

from typing import Any

from annotator.formats.codebook_file import read
from annotator.model.check_document import Background, Contents
from annotator.model.check_rules import Rules
from annotator.model.check_strings import Strings
from annotator.model.checking import findings
from annotator.model.checks import Finding
from annotator.model.codebook import Codebook, from_fields, to_fields
from annotator.model.fragment import exact_text, normalise
from annotator.model.values import Relation, Span

TEXT = "“No,” said Ada.\n\n“Not now.\n\n“Not ever.” Bo left for Port Ada. "
NEWS = from_fields(to_fields(read("news-attribution")))
REQUIRED = {
    "SOURCE": {"naming": "named", "kind": "person"},
    "QUOTE": {"form": "direct"},
    "CLAIM": {"claim_kind": "event", "worth": "low"},
}
WORKED_ON = {"d": ["mia"]}


def span(id_: str, label: str, *fragments: tuple[int, int], within: str = TEXT, **others: Any) -> Span:
    """A span of document `d` with all attributes that its label needs."""
    normal = normalise(fragments)
    attributes = {**REQUIRED.get(label, {}), **others.pop("attributes", {})}
    text = others.pop("text", exact_text(within, normal))
    annotator = others.pop("annotator", "mia")
    return Span(id_, "d", label, normal, text, annotator, attributes, **others)


def on(text: str, label: str, words: str, id_: str = "", **others: Any) -> Span:
    """A span on the first place of these words."""
    start = text.index(words)
    return span(id_ or words, label, (start, start + len(words)), within=text, **others)


def relation(label: str, start: str, end: str, **others: Any) -> Relation:
    return Relation(f"{start}-{label}-{end}", "d", label, start, end, "mia", **others)


def contents(text: str, *values: Span | Relation) -> Contents:
    spans = [value for value in values if isinstance(value, Span)]
    relations = [value for value in values if isinstance(value, Relation)]
    return Contents("d", text, spans, relations)


def background(codebook: Codebook = NEWS, **others: Any) -> Background:
    return Background(Rules(codebook), **others)


def found(*values: Span | Relation, text: str = TEXT, **others: Any) -> list[Finding]:
    """What the checks find in document `d`."""
    return findings(contents(text, *values), background(**others))


def kinds(*values: Span | Relation, **others: Any) -> list[tuple[str, str]]:
    return [(finding.kind, finding.level) for finding in found(*values, **others)]


def strings(*spans: Span, codebook: Codebook = NEWS) -> Strings:
    """The words of these spans, as if they were all of a project."""
    made = Strings(Rules(codebook))
    made.add([(one.label, one.annotator, one.text, one.entity) for one in spans])
    made.close()
    return made


def codebook(**parts: Any) -> Codebook:
    """A codebook of these parts."""
    return from_fields(to_fields({"format": "codebook/1", "name": "Own", **parts}))
