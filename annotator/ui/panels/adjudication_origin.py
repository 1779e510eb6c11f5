"""Where a gold span comes from: who decided it, by which rule, from how many, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.decisions import GOLD
from annotator.ui.panels.texts import SEPARATOR, said, time_text

if TYPE_CHECKING:
    from annotator.model.decisions import Decision
    from annotator.model.values import Span
    from annotator.ui.session import Session

_RULES = {
    "unanimous": "all agreed",
    "majority": "by majority",
    "annotator": "all of one annotator",
    "edges": "by a rule for edges",
}


def decision_text(session: Session, span: Span) -> str:
    """How a gold span was decided, in one line; empty for any other span."""
    if span.annotator != GOLD.id or session.project is None:
        return ""
    decisions = session.project.decisions(span.document_id)
    decision = next((one for one in reversed(decisions) if span.id in one.gold), None)
    return _in_words(session, decision) if decision is not None else ""


def _in_words(session: Session, decision: Decision) -> str:
    by = said("decided by %1").replace("%1", session.others.name(decision.annotator))
    rule = said(_RULES[decision.rule]) if decision.rule in _RULES else ""
    support = said("from %1 of %2").replace("%1", str(len(decision.chosen)))
    support = support.replace("%2", str(decision.people))
    edited = said("edited by hand") if decision.outcome == "edited" else ""
    reason = said("reason: %1").replace("%1", decision.reason) if decision.reason else ""
    is_counted = decision.people and len(decision.gold) < 2
    parts = (
        by if decision.annotator else "",
        time_text(decision.created),
        rule,
        support if is_counted else "",
        edited,
        reason,
        decision.comment,
    )
    return SEPARATOR.join(part for part in parts if part)
