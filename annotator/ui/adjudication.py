"""The adjudication that is going on: the article's differences, the present one, and what is decided.

It is reached through `adjudication_of(session)`: the page draws it, the panel lists it, both
ask it to decide. It writes by `Session.do` alone, so that every decision is one step back.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.adjudication_docket import docket_of, next_group, progress_of
from annotator.model.adjudication_verdicts import mark_edited, settle
from annotator.model.decisions import GOLD
from annotator.model.values import CODEBOOK_KINDS, Relation, Span
from annotator.ui.adjudication_deciding import Deciding, write
from annotator.ui.adjudication_queue import AdjudicationQueue
from annotator.ui.words import counted, in_short

if TYPE_CHECKING:
    from annotator.jobs.adjudicating import Ground
    from annotator.model.adjudication import Candidate, Group
    from annotator.model.adjudication_docket import Docket
    from annotator.model.change import Edit
    from annotator.model.decisions import Decision
    from annotator.ui.session import Session


class Adjudication(QObject):
    """`changed` says that another difference is shown (its group is `shown`, by id), or that it stands
    differently.

    `began` and `ended` say when one adjudicates. `editing_begun` names the gold span that is to
    be edited by hand. `reason` is the one that the next decision gets; `reason_requested` asks to
    choose it, `own_reason_requested` to write it. `expected` is an edit that is being written, and
    the article as it is then.
    """

    changed = Signal()
    began = Signal()
    ended = Signal()
    editing_begun = Signal(str)
    reason_requested = Signal()
    own_reason_requested = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.is_active = False
        self.is_blind = True
        self.reason = ""
        self.docket: Docket | None = None
        self.queue = AdjudicationQueue(session, self)
        self.queue.is_read.connect(self._begin_with_queue)
        self.deciding = Deciding(self)
        self._ground: Ground | None = None
        self.shown = ""
        self.expected: tuple[Edit, Docket] | None = None
        self._is_waiting = False
        session.document_opened.connect(self._open)
        session.edited.connect(self._follow)
        session.closing.connect(self.end)

    # ------------------------------------------------------------ beginning and ending

    def begin(self) -> None:
        """Adjudicate: the open article if it has differences, else the first of the queue."""
        if self.session.project is None or self.is_active:
            return
        self.is_active, self._ground = True, None
        self.session.set_focus(None)
        self.session.sights.adjudicate(True)
        self._open()
        self._is_waiting = self.docket is None or not progress_of(self.docket).left
        self.began.emit()
        self.queue.read()

    def _begin_with_queue(self) -> None:
        if self._is_waiting and self.is_active:
            self._is_waiting = False
            self.next_article()

    def end(self) -> None:
        """Adjudicate no longer."""
        if not self.is_active:
            return
        self.is_active, self.docket, self.shown, self.reason = False, None, "", ""
        self.queue.stop()
        if self.session.project is not None:
            self.session.sights.adjudicate(False)
        self.ended.emit()
        self.changed.emit()

    def next_article(self) -> None:
        """Open the article that agrees least of those where something is to be decided."""
        here = self.session.document.id if self.session.document is not None else ""
        following = self.queue.first(besides=here)
        if following is not None:
            self.session.open_document(following.document_id)
        else:
            self.say(self.tr("Nothing is left to be decided in any article."))
            self.queue.take_over_agreement(self.session.annotator)

    # ------------------------------------------------------------ the article

    @property
    def group(self) -> Group | None:
        """The difference that is shown."""
        return self.docket.group(self.shown) if self.docket is not None else None

    def differences(self) -> list[Group]:
        """The groups about which people differ, in order."""
        return self.docket.differing() if self.docket is not None else []

    def show(self, group_id: str) -> None:
        """Show this difference."""
        if group_id != self.shown:
            self.reason = ""
        self.shown = group_id
        self.changed.emit()

    def show_gold(self, gold_id: str) -> None:
        """Show how this gold annotation was decided."""
        for group in self.docket.groups if self.docket is not None else ():
            if group.decision is not None and gold_id in group.decision.gold:
                self.show(group.id)

    def name(self, person: str) -> str:
        """What a person is called: a letter, while names are hidden."""
        if self.is_blind and self.docket is not None:
            return self.docket.case.letter(person)
        return self._ground.names.get(person, person) if self._ground is not None else person

    def set_blind(self, is_blind: bool) -> None:
        """Hide the names of people, or show them."""
        self.is_blind = is_blind
        self.changed.emit()

    def _open(self) -> None:
        """Another article: take over what all agree on, and go to the first difference."""
        if not self.is_active or self.session.project is None:
            return
        self._read()
        docket = self.docket
        if docket is not None and self.session.is_writable:
            title = self.tr("take over what all agree on")
            edit, after = settle(docket, by=self.session.annotator.id, title=title)
            number = sum(field.kind == "decision" for field in edit.fields("decision"))
            if write(self, edit, after):
                self.say(counted(number, "%n agreed, taken over", "%n agreed, taken over"))
        self.deciding.forget()
        self.go_on(None)

    def _read(self) -> None:
        from annotator.jobs.adjudicating import case_of, ground_of

        session = self.session
        assert session.project is not None
        if session.document is None:
            self.docket = None
            return
        if self._ground is None:
            self._ground = ground_of(session.project)
        case = case_of(session.project, session.document.id, self._ground)
        if not case.has_gold and any(one.id == GOLD.id for one in session.project.annotators()):
            case = replace(case, has_gold=True)
        self.docket = docket_of(case)

    def _follow(self, edit: Edit) -> None:
        if not self.is_active or self.session.project is None:
            return
        document = self.session.document
        if self.docket is None or document is None or document.id != self.docket.case.document_id:
            return
        if self.expected is not None and self.expected[0].changes == edit.changes:
            self.docket = self.expected[1]
        elif _is_ours(edit):
            self.docket = docket_of(self.docket.case.after(edit), self.docket)
        else:
            if not edit.changes or edit.writes("annotator", "work", "entity", *CODEBOOK_KINDS):
                self._ground = None
            self._read()
        if self.docket is not None:
            self.queue.note(document.id, progress_of(self.docket))
        if edit.undoes is not None:
            self._go_where(edit)
        elif not edit.writes("decision"):
            self._note_changed_gold(edit)
        if self.group is None:
            self.go_on(None)
        self.changed.emit()

    def _note_changed_gold(self, edit: Edit) -> None:
        """Gold that was changed otherwise (its edge by the mouse) is edited by hand from now on."""
        changed = {
            after.id for before, after in edit.spans() if before is not None and after is not None
        }
        for group in self.docket.groups if self.docket is not None else ():
            decision = group.decision
            is_new = decision is not None and decision.outcome == "taken"
            if is_new and decision is not None and not changed.isdisjoint(decision.gold):
                QTimer.singleShot(0, self, partial(self._mark_edited, decision))

    def _mark_edited(self, decision: Decision) -> None:
        if self.docket is not None and self.docket.case.decisions.get(decision.id) == decision:
            by = self.session.annotator.id
            self.session.do(mark_edited(self.docket.case, decision, by=by))

    def _go_where(self, edit: Edit) -> None:
        """Show the difference that a step back concerns."""
        ids = {field.id for field in edit.fields("decision")}
        self.shown = next((one.id for one in self.differences() if one.id in ids), self.shown)

    def go_on(self, after: Group | None) -> None:
        """Show what is to be decided next."""
        found = next_group(self.docket, after) if self.docket is not None else None
        self.show(found.id if found is not None else "")

    def in_words(self, candidate: Candidate) -> str:
        """A candidate in short: its label and its text."""
        value, session = candidate.value, self.session
        if isinstance(value, Relation):
            kind = session.codebook.relation_types.get(value.label)
            end = self.docket.case.gold_spans.get(value.to_id) if self.docket is not None else None
            return f"{kind.name if kind else value.label} → {in_short(end.text if end else '', 40)}"
        return f"{session.codebook.label(value.label).name} {in_short(value.text, 40)}"

    def say(self, text: str) -> None:
        """Announce this."""
        self.session.announced.emit(text)


def adjudication_of(session: Session) -> Adjudication:
    """The adjudication of a session; it is made when it is first asked for."""
    found = session.findChild(Adjudication)
    return found if isinstance(found, Adjudication) else Adjudication(session)


def _is_ours(edit: Edit) -> bool:
    """Whether an edit writes gold, decisions and settings alone."""
    values = [change.value for change in edit.changes]
    return bool(values) and all(
        one.annotator == GOLD.id
        if isinstance(one, Span | Relation)
        else getattr(one, "kind", "") in ("decision", "setting")
        or (getattr(one, "kind", ""), one.id) == ("annotator", GOLD.id)
        for one in values
    )
