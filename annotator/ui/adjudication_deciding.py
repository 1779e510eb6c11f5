"""Deciding the present difference: every key and button of adjudication ends in one of these."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model import adjudication_rules as rules
from annotator.model import adjudication_verdicts as verdicts
from annotator.model.adjudication_docket import progress_of
from annotator.model.adjudication_verdicts import Verdict
from annotator.model.values import Span
from annotator.ui.words import counted, in_short

if TYPE_CHECKING:
    from annotator.model.adjudication_docket import Docket
    from annotator.model.change import Edit
    from annotator.ui.adjudication import Adjudication

MOST_CANDIDATES = 9
"""So many have a key."""


class Deciding(QObject):
    """Decides about the difference that an adjudication shows, and goes on to the next."""

    def __init__(self, adjudication: Adjudication) -> None:
        super().__init__(adjudication)
        self._adjudication = adjudication
        self._latest: Verdict | None = None

    def forget(self) -> None:
        """Another article: nothing has been decided in it just now."""
        self._latest = None

    def take(self, number: int) -> None:
        """Take the candidate of this number, from 1."""
        group = self._adjudication.group
        if group is None or number > len(group.candidates):
            self._adjudication.say(self.tr("There is no candidate {number} here.").format(number=number))
        else:
            self._decide(Verdict(group, "taken", group.candidates[number - 1 : number]))

    def take_all(self) -> None:
        """Take both candidates, or all; not where one is the other with other attributes."""
        group = self._adjudication.group
        if group is None:
            return
        if group.can_be_all:
            self._decide(Verdict(group, "taken", group.candidates))
        else:
            self._adjudication.say(self.tr("These cannot both hold: take one, or edit it with E."))

    def take_none(self) -> None:
        """Decide that nothing is here."""
        if self._adjudication.group is not None:
            self._decide(Verdict(self._adjudication.group, "none"))

    def defer(self) -> None:
        """Put the decision off."""
        if self._adjudication.group is not None:
            self._decide(Verdict(self._adjudication.group, "deferred"))

    def take_majority(self) -> None:
        """Take what two thirds have; where all is decided, go to the next article."""
        group = self._adjudication.group
        if group is None:
            self._adjudication.next_article()
            return
        verdict = rules.majority(group)
        if verdict is None:
            self._adjudication.say(self.tr("There is no majority of two thirds here."))
        else:
            self._decide(verdict)

    def alike(self) -> list[Verdict]:
        """What the latest verdict would decide elsewhere in the article about the same words."""
        if self._latest is None or self._adjudication.docket is None:
            return []
        return rules.alike(self._adjudication.docket, self._latest)

    def decide_alike(self) -> None:
        """Decide the same words elsewhere in the article as those just decided."""
        found = self.alike()
        if not found:
            self._adjudication.say(self.tr("Nothing else here has the same words and labels."))
            return
        words = in_short(found[0].group.members[0].text, 30)  # type: ignore[union-attr]
        title = self.tr("decide all “{words}” alike").format(words=words)
        if self._write(found, title):
            self._adjudication.say(counted(len(found), "%n more decided alike", "%n more decided alike"))
            self._adjudication.go_on(self._adjudication.group)

    def step(self, by: int) -> None:
        """Show the next difference, or the one before, whether decided or not."""
        groups = self._adjudication.differences()
        places = [index for index, one in enumerate(groups) if one.id == self._adjudication.shown]
        if groups:
            at = places[0] + by if places else (0 if by > 0 else len(groups) - 1)
            self._adjudication.show(groups[at % len(groups)].id)

    def edit(self) -> None:
        """Edit the gold by hand: as it was decided, or else beginning with the first candidate."""
        group, docket = self._adjudication.group, self._adjudication.docket
        if group is None or docket is None:
            return
        decision = group.decision
        if decision is not None and decision.gold:
            is_done = decision.outcome == "edited" or self._adjudication.session.do(
                verdicts.mark_edited(docket.case, decision, by=self._adjudication.session.annotator.id)
            )
        else:
            verdict = Verdict(group, "edited", group.candidates[:1], reason=self._adjudication.reason)
            is_done = self._write([verdict], self.tr("edit the gold"))
        now = self._adjudication.group
        if is_done and now is not None and now.decision is not None and now.decision.gold:
            self._adjudication.editing_begun.emit(now.decision.gold[0])

    def end_editing(self) -> None:
        """The gold is as it should be: go on."""
        self._adjudication.session.set_focus(None)
        self._adjudication.go_on(self._adjudication.group)

    def give_reason(self, reason: str) -> None:
        """Say why: of what is decided here, or else of what will be."""
        group, docket = self._adjudication.group, self._adjudication.docket
        if group is None or docket is None:
            return
        if group.decision is not None:
            by = self._adjudication.session.annotator.id
            self._adjudication.session.do(
                verdicts.give_reason(docket.case, group.decision, reason, by=by)
            )
        else:
            self._adjudication.reason = reason
        self._adjudication.changed.emit()

    def add_reason(self, reason: str) -> None:
        """Give a reason in one's own words, and offer it from now on."""
        from annotator.jobs.adjudicating import reason_added

        project = self._adjudication.session.project
        if project is not None and reason and reason not in self.reasons():
            self._adjudication.session.do(
                reason_added(project, reason, by=self._adjudication.session.annotator.id)
            )
        self.give_reason(reason)

    def reasons(self) -> list[str]:
        """The reasons that can be given."""
        from annotator.jobs.adjudicating import reasons_of

        return (
            reasons_of(self._adjudication.session.project)
            if self._adjudication.session.project is not None
            else []
        )

    def _decide(self, verdict: Verdict) -> None:
        group = verdict.group
        verdict = replace(verdict, reason=self._adjudication.reason)
        if self._write([verdict], self._title(verdict)):
            self._latest = verdict
            self._say_decided(verdict)
            self._adjudication.go_on(group)

    def _write(self, found: list[Verdict], title: str) -> bool:
        one = self._adjudication
        assert one.docket is not None
        edit, after = verdicts.decide(one.docket, found, by=one.session.annotator.id, title=title)
        return write(one, edit, after)

    def _title(self, verdict: Verdict) -> str:
        value = verdict.group.candidates[0].value
        words = in_short(value.text, 40) if isinstance(value, Span) else value.label
        return self.tr("decide “{words}”").format(words=words)

    def _say_decided(self, verdict: Verdict) -> None:
        docket = self._adjudication.docket
        left = progress_of(docket).opened if docket is not None else 0
        what = ", ".join(self._adjudication.in_words(one) for one in verdict.chosen)
        said = what if what and verdict.outcome == "taken" else _OUTCOMES.get(verdict.outcome, "")
        parts = [said, counted(left, "%n left", "%n left")]
        if number := len(self.alike()):
            parts.append(counted(number, "A decides %n more alike", "A decides %n more alike"))
        self._adjudication.say(" · ".join(parts))


def write(adjudication: Adjudication, edit: Edit, after: Docket) -> bool:
    """Write what was decided; `after` is the article as it is then, so that nobody finds it out anew."""
    adjudication.expected = edit, after
    is_done = adjudication.session.do(edit)
    adjudication.expected = None
    return is_done


_OUTCOMES = {"none": "Nothing here", "deferred": "Put off", "edited": "Edited"}
