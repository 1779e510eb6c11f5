"""Mending what the checks found: one finding, many, or all of a check."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from annotator.errors import CodebookError
from annotator.model import edits
from annotator.model.change import Change, Edit
from annotator.model.check_fixes import FIXES, Bench, Fix
from annotator.model.checking import findings
from annotator.model.checks import BY_ID
from annotator.model.extent import Extent
from annotator.model.source_attributes import source_attributes, tells_speaker
from annotator.model.values import Relation, Span, now
from annotator.suggest.attribution import propose

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from annotator.jobs.checking import CheckReport
    from annotator.model.checks import Finding
    from annotator.model.codebook import RelationType
    from annotator.model.fragment import Fragment
    from annotator.store.project import Project
    from annotator.suggest.attribution import Proposal


def link_speaker(finding: Finding, bench: Bench) -> Edit | None:
    """Link the likeliest source of a quote or claim, and its cue where the words have one.

    A claim that nobody is said to make is the article's own: it gets no source, nor do words that
    name nobody (“the figure shows”) become one.
    """
    span = bench.spans.get(finding.span_id)
    kind = bench.rules.speaker_kinds.get(span.label) if span is not None else None
    proposals = propose(bench.text, span.fragments) if span is not None else []
    if span is not None and span.label in bench.rules.claims:
        proposals = [one for one in proposals if _is_certain(one, bench)]
    if span is None or kind is None or not proposals:
        return None
    best = proposals[0]
    if bench.codebook.label(kind.to_labels[0]).extent is not Extent.SOURCE:
        return _link_name(span, kind, best.source, bench)
    changes = _linked(span, kind, best.source, best.basis, bench)
    cue = bench.rules.cue_kinds.get(span.label)
    has_cue = cue is not None and any(one.label == cue.id for one in bench.relations_of(span.id))
    if cue is not None and best.cue is not None and not has_cue:
        changes += _linked(span, cue, best.cue, "", bench)
    return Edit(f"link {kind.name}", tuple(changes), bench.by, now())


def _link_name(quote: Span, kind: RelationType, source: Fragment, bench: Bench) -> Edit | None:
    """The link to the one name that is labelled within these words; none is made up."""
    names = [
        one
        for one in bench.spans.values()
        if one.label in kind.to_labels and source.start <= one.start and one.end <= source.end
    ]
    if len(names) != 1:
        return None
    relation = edits.new_relation(kind, quote, names[0], by=bench.by, origin="rule")
    return Edit(f"link {kind.name}", (Change(None, relation),), bench.by, now())


def _is_certain(proposal: Proposal, bench: Bench) -> bool:
    """Whether the words say that this is the source, and it is one already or looks like one."""
    stands = any(
        one.label in bench.rules.sources and proposal.source in one.fragments
        for one in bench.spans.values()
    )
    return proposal.basis == "explicit" and (stands or tells_speaker(bench.text, proposal.source))


def _linked(span: Span, kind: RelationType, place: Fragment, basis: str, bench: Bench) -> list[Change]:
    """The link to a span at this place, which is made if there is none yet."""
    changes: list[Change] = []
    label = bench.codebook.label(kind.to_labels[0])
    ends = (one for one in bench.spans.values() if one.label == label.id and place in one.fragments)
    end = next(ends, None)
    if end is None:
        around = bench.spans.values()
        said = source_attributes(bench.text, place, label.id, bench.codebook, around)
        end = edits.new_span(
            bench.document_id, bench.text, label, [place], by=bench.by, codebook=bench.codebook,
            origin="rule", attributes=said,
        )  # fmt: skip
        changes.append(Change(None, end))
    relation = edits.new_relation(kind, span, end, by=bench.by, origin="rule")
    allowed = next((one for one in kind.attributes if one.id == "basis"), None)
    if basis and allowed is not None and basis != allowed.default and not allowed.refusal(basis):
        relation = replace(relation, attributes={"basis": basis})
    return [*changes, Change(None, relation)]


ALL_FIXES: Mapping[str, Fix] = {
    **FIXES,
    "quote-needs-speaker": link_speaker,
    "claim-needs-source": link_speaker,
}
"""The fix of each check that has one."""


Answer: TypeAlias = Literal["fix", "none", "other"]
"""Whether a finding can be mended, has no answer here, or is about what another annotator made."""


@dataclass
class Outcome:
    """What became of the findings that were to be mended, by key."""

    answers: dict[str, Answer] = field(default_factory=dict)

    def add(self, finding: Finding, *, has_fix: bool, is_own: bool) -> None:
        """Take in whether the finding has a fix, and whether it is about one's own work."""
        self.answers[finding.key] = "other" if not is_own else "fix" if has_fix else "none"

    def keys(self, answer: Answer) -> list[str]:
        """The findings with this answer."""
        return [key for key, one in self.answers.items() if one == answer]


def can_fix(finding: Finding) -> bool:
    """Whether there is a fix; it may still turn out that it has no answer here."""
    if finding.kind not in ALL_FIXES:
        return False
    needs_proposal = ("attribute", "required", "marks", "same-string")
    return finding.kind not in needs_proposal or bool(finding.proposal)


def mend(
    project: Project,
    report: CheckReport,
    by: str,
    *,
    kind: str = "",
    keys: Collection[str] = (),
    documents: Iterable[str] = (),
    outcome: Outcome | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Iterator[Change]:
    """The changes that mend findings: of one check, or those with these keys.

    The documents are checked anew, so that what was mended meanwhile is left alone; muted
    and accepted findings are, too, and so is what other annotators made. `outcome` is told.
    """
    listed, told = list(documents), outcome if outcome is not None else Outcome()
    choices = report.tally.choices
    for number, document in enumerate(listed):
        if progress is not None:
            progress(number, len(listed), "")
        for contents in project.contents([document]):
            bench = Bench(contents, report.background.rules, by=by)
            for finding in findings(contents, report.background, report.strings):
                wanted = finding.key in keys if keys else finding.kind == kind
                is_hidden = choices.mutes(finding.kind, finding.label) or finding.key in choices.accepted
                if wanted and (keys or not is_hidden):
                    changes = _changes(finding, bench)
                    is_own = not _touches_others(changes, by)
                    bench.take(changes if is_own else ())
                    told.add(finding, has_fix=bool(changes), is_own=is_own)
            yield from bench.changes()


def fixable(
    project: Project, report: CheckReport, by: str, kind: str, document: str
) -> Mapping[str, Answer]:
    """What would become of each finding of a check in a document, by key; nothing is changed."""
    outcome = Outcome()
    for contents in project.contents([document]):
        bench = Bench(contents, report.background.rules, by=by)
        for finding in findings(contents, report.background, report.strings):
            if finding.kind == kind:
                changes = _changes(finding, bench)
                is_own = not _touches_others(changes, by)
                outcome.add(finding, has_fix=bool(changes), is_own=is_own)
    return outcome.answers


def _touches_others(changes: Iterable[Change], by: str) -> bool:
    """Whether these changes alter or remove what another annotator made; to link to it is no change."""
    befores = (change.before for change in changes)
    return any(isinstance(one, Span | Relation) and one.annotator != by for one in befores)


def _changes(finding: Finding, bench: Bench) -> tuple[Change, ...]:
    """The changes of one fix; none where the codebook forbids it."""
    fix = ALL_FIXES.get(finding.kind)
    try:
        edit = fix(finding, bench) if fix is not None and can_fix(finding) else None
    except CodebookError:
        return ()
    return edit.changes if edit is not None else ()


def title(kind: str, number: int) -> str:
    """What the step is called."""
    what = BY_ID[kind].fix if kind in BY_ID else "mend"
    return what if number == 1 else f"{what} ({number:,})"
