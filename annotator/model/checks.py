"""The checks: what each of them looks for, and what a finding is.

An *error* is something that the codebook or the text forbids, a *warning* something that
is rarely meant, an *info* something worth a second look. What is checked in one document
stands in `check_spans`, `check_relations`, `check_quotes` and `check_sentences`; what needs
the whole project, in `check_strings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.model.values import Json

Level: TypeAlias = Literal["error", "warning", "info"]
LEVELS: tuple[Level, ...] = ("error", "warning", "info")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Check:
    """One check: `fix` says what its one-key fix does, empty where there is none.

    `level` is that of its findings, unless the codebook's constraint of this id says
    another one. `is_of_project` tells that it compares the whole project.
    """

    id: str
    name: str
    explanation: str
    level: Level = "warning"
    fix: str = ""
    is_of_project: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check (`kind`) found at `[start, end)` of a document, in code points.

    `reason` says what is wrong. `left`, `words` and `right` are the place in its context.
    `span_id` and `annotator` are empty where words without a label are meant; `label` is
    what the check can be muted by. `detail` tells findings at one place apart, `proposal`
    is what a fix would put there (a label, an attribute, a stretch `start-end`), and
    `entity` what it would link.
    """

    document_id: str
    span_id: str
    kind: str
    reason: str
    level: Level = "warning"
    label: str = ""
    start: int = 0
    end: int = 0
    left: str = ""
    words: str = ""
    right: str = ""
    annotator: str = ""
    relation_id: str = ""
    detail: str = ""
    proposal: str = ""
    entity: str = ""

    @property
    def message(self) -> str:
        """The finding as a sentence part that begins with the name of what it is about."""
        name = f"{self.label} " if self.label and self.span_id else ""
        return f"{name}“{short(self.words)}” at {self.start:,}: {self.reason}"

    @property
    def key(self) -> str:
        """What the finding is remembered by when it is accepted."""
        target = self.relation_id or self.span_id or f"{self.start}-{self.end}"
        parts = (self.kind, self.document_id, target, self.detail)
        return "/".join(part for part in parts if part)

    def as_json(self) -> Mapping[str, Json]:
        """The finding for programs: without the parts that say nothing."""
        said: dict[str, Json] = {
            "kind": self.kind,
            "level": self.level,
            "document_id": self.document_id,
            "start": self.start,
            "end": self.end,
            "text": self.words,
            "message": self.message,
        }
        optional = {"span_id": self.span_id, "label": self.label, "annotator": self.annotator}
        optional |= {"relation_id": self.relation_id, "proposal": self.proposal}
        return said | {name: value for name, value in optional.items() if value}


def short(text: str) -> str:
    """The text on one line, cut where it is long."""
    line = " ".join(text[: 3 * _SHOWN].split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


CHECKS: tuple[Check, ...] = (
    Check(
        "offsets",
        "Outside the text",
        "The place of the span lies outside its article.",
        "error",
    ),
    Check(
        "text",
        "Other words than stored",
        "The words at the place of the span are not those that were stored with it.",
        "error",
        fix="move it to the nearest place with its words",
    ),
    Check("label", "Unknown label", "The codebook has no such label.", "error"),
    Check(
        "attribute",
        "Unknown attribute or value",
        "The codebook does not know the attribute here, or not this value.",
        "error",
        fix="take the value away",
    ),
    Check(
        "relation",
        "Forbidden relation",
        "The codebook does not let this relation join these two labels, or does not know it.",
        "error",
        fix="unlink the two",
    ),
    Check(
        "overlap",
        "Forbidden overlap",
        "Two spans of one annotator overlap in a layer that does not allow it.",
        "error",
    ),
    Check(
        "entity",
        "Entity that is gone",
        "The span points to an entity that the project does not have.",
        "error",
        fix="take the link away",
    ),
    Check(
        "required",
        "Required attribute missing",
        "The codebook wants this attribute to be said.",
        fix="put in the codebook's default",
    ),
    Check(
        "relation-number",
        "Too many or too few relations",
        "The codebook says how many relations of a kind may start here.",
    ),
    Check(
        "quote-needs-speaker",
        "Quote without speaker",
        "No source is linked to the quote, and it does not go on from another quote. A source that the"
        " fix makes gets those required attributes that its words tell.",
        fix="link the likeliest speaker",
    ),
    Check(
        "claim-needs-source",
        "Claim without source",
        "No source is linked to the claim, and it is not within a quote that has one. A source that the"
        " fix makes gets those required attributes that its words tell.",
        "info",
        fix="link the source that the words name",
    ),
    Check(
        "content-needs-cue",
        "Quote without cue",
        "A quote, with all that goes on from it, has exactly one cue.",
    ),
    Check("cue-used-once", "Loose or shared cue", "A cue belongs to exactly one quote."),
    Check("source-unused", "Loose source", "No quote and no claim leads to this source."),
    Check(
        "marks",
        "Quote with one quotation mark",
        "The quote holds one of two quotation marks without the other.",
        fix="take in the mark beside it",
    ),
    Check(
        "direct-marks",
        "Direct quote without marks",
        "The quote is said to be direct, but is not all in quotation marks.",
    ),
    Check(
        "text-marks",
        "Quotation mark without its other",
        "The paragraph opens a quotation that nothing closes, or closes one that nothing opens.",
        "info",
    ),
    Check(
        "edges",
        "Space or punctuation at the edge",
        "The span begins or ends with a space, a comma or another mark that rarely belongs to it.",
        fix="trim the edges",
    ),
    Check("paragraph", "Over the end of a paragraph", "The span runs on into another paragraph."),
    Check(
        "duplicate",
        "Labelled twice",
        "The same stretch has the same label twice by the same annotator.",
        fix="delete one of the two, and keep their relations",
    ),
    Check(
        "claim-single-sentence",
        "Claim of several sentences",
        "A claim should not contain the end of a sentence.",
        "info",
    ),
    Check(
        "every-sentence",
        "Sentence not labelled once",
        "In an article that is done, each sentence of the body has exactly one label.",
    ),
    Check(
        "same-string",
        "Same words, other label",
        "The same annotator gave the same words another label of this layer elsewhere.",
        fix="give it the label that most of them have",
        is_of_project=True,
    ),
    Check(
        "unlabelled",
        "Labelled elsewhere, not here",
        "These words are labelled in other places, but not here, in an article that was worked on.",
        "info",
        fix="label it, too",
        is_of_project=True,
    ),
    Check(
        "entity-missing",
        "Linked elsewhere, not here",
        "Wherever else these words point to an entity, it is one and the same; here they do not.",
        "info",
        fix="link the entity",
        is_of_project=True,
    ),
)
"""All checks, the gravest first."""
BY_ID: Mapping[str, Check] = {check.id: check for check in CHECKS}
