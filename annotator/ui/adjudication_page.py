"""Adjudication on the page: its keys, the difference in the text, the gold edited by hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator.model.adjudication_rules import majority
from annotator.model.values import Span
from annotator.ui.adjudication import adjudication_of
from annotator.ui.adjudication_deciding import MOST_CANDIDATES
from annotator.ui.adjudication_distinctions import distinct_words
from annotator.ui.adjudication_modes import AdjudicationMode, EditingMode
from annotator.ui.adjudication_words import commands_of, differing_words, is_chosen, kind_name
from annotator.ui.text_view.difference import Difference, Mark
from annotator.ui.text_view.modes import KeyMode
from annotator.ui.words import in_short

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction

    from annotator.model.adjudication import Candidate, Group
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView

_EDITING = ("edge.", "start.", "span.attribute", "entity.", "page.undo", "page.keys", "relation.choose")
"""Commands that may act on the gold while it is edited, by the beginning of their ids."""
_REASONS = 9
_LINE = 70
"""So many characters a line has at least."""
_SHORT = 22
"""So many characters of a candidate the key bar shows."""


class AdjudicationOnPage(QObject):
    """Gives the page its keys while one adjudicates, and draws what is to be decided."""

    def __init__(self, session: Session, page: TextView, actions: Actions) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._actions = actions
        self._adjudication = adjudication_of(session)
        self._edited = ""
        self._adjudication.began.connect(page.setFocus)
        self._adjudication.reason_requested.connect(self._ask_reason)
        self._adjudication.changed.connect(self._show)
        self._adjudication.ended.connect(self._end)
        self._adjudication.editing_begun.connect(self._begin_editing)
        session.focus_changed.connect(self._watch_focus)
        page.prompt_changed.connect(self._resume_later)

    # ------------------------------------------------------------ modes

    def _show(self) -> None:
        """Draw the present difference and let its keys hold."""
        adjudication, page = self._adjudication, self._page
        if not adjudication.is_active:
            return
        group = adjudication.group
        page.set_difference(self._difference(group) if group is not None and not self._edited else None)
        if group is not None and not self._edited:
            page.go_to(group.start)
            self._show_whole(group)
        self._resume()

    def _show_whole(self, group: Group) -> None:
        """Bring all candidates into sight, with a line of text around, where they find room."""
        page, case = self._page, self._adjudication.docket.case  # type: ignore[union-attr]
        places = [(group.start, group.end)]
        if group.is_relation:
            ends = [case.gold_spans[one.value.to_id] for one in group.candidates]  # type: ignore[union-attr]
            places += [(one.start, one.end) for one in ends]
        first, last = min(start for start, _ in places), max(end for _, end in places)
        if page.sees(max(0, first - _LINE)) and page.sees(min(last + _LINE, len(page.text))):
            return
        page.scroll_to(first)
        if not page.sees(group.start):  # the other end is too far away
            page.scroll_to(group.start)

    def _resume_later(self, prompt: str) -> None:
        """A mode in between has ended: the keys of adjudication hold again."""
        if not prompt and self._adjudication.is_active:
            QTimer.singleShot(0, self, self._resume)

    def _resume(self) -> None:
        page, adjudication = self._page, self._adjudication
        if not adjudication.is_active or isinstance(page.mode, KeyMode):
            return
        mode = self._editing_mode() if self._edited else self._mode(adjudication.group)
        if page.mode is None or page.mode.prompt != mode.prompt:
            page.enter_mode(mode)

    def _mode(self, group: Group | None) -> AdjudicationMode:
        return AdjudicationMode(
            self._prompt(group),
            commands_of(self._adjudication),
            self._actions.keymap,
            self._adjudication.end,
            lambda key: self._session.announced.emit(
                self.tr("{key} decides nothing: Esc leaves the adjudication.").format(key=key.upper())
            ),
        )

    def _prompt(self, group: Group | None) -> str:
        if group is None:
            return self.tr("All decided here: Enter next article · Esc leaves")
        words = [self._short(one, group) for one in group.candidates[:MOST_CANDIDATES]]
        parts = [f"{number} {text}" for number, text in enumerate(words, start=1)]
        if group.can_be_all:
            parts.append(self.tr("B both") if len(words) == 2 else self.tr("B all"))
        parts += [self.tr("0 none"), self.tr("E edit"), self.tr("M reason"), self.tr("U later")]
        parts += [self.tr("Enter majority")] if majority(group) is not None else []
        parts += [self.tr("Z undo"), self.tr("Esc leaves")]
        return f"{kind_name(group.kind)}: " + " · ".join(parts)

    def _short(self, candidate: Candidate, group: Group) -> str:
        """A candidate in the key bar: what tells it from the others."""
        value = candidate.value
        texts = [one.value.text for one in group.candidates if isinstance(one.value, Span)]
        if not isinstance(value, Span):
            name = self._adjudication.in_words(candidate)
        elif distinct := self._distinct(group, value):
            name = distinct
        elif group.kind == "edge":
            name = differing_words(value.text, texts, _SHORT)
        else:
            name = self._page.inks[value.label].name
        return in_short(name.replace(": ", " ").replace(" · ", " "), _SHORT + 2)

    def _distinct(self, group: Group, value: Span) -> str:
        """The attributes or the entity in which it differs, where another has the same words."""
        docket, place = self._adjudication.docket, (value.label, value.fragments)
        spans = [one.value for one in group.candidates if isinstance(one.value, Span)]
        if docket is None or sum((one.label, one.fragments) == place for one in spans) < 2:
            return ""
        return distinct_words(self._session, group, value, docket.case.entities)

    def _end(self) -> None:
        self._edited = ""
        self._page.set_difference(None)
        if isinstance(self._page.mode, AdjudicationMode | EditingMode):
            self._page.leave_mode()

    # ------------------------------------------------------------ reasons

    def _ask_reason(self) -> None:
        """Let a key choose one of the reasons, or write another."""
        reasons = self._adjudication.deciding.reasons()[:_REASONS]
        give = self._adjudication.deciding.give_reason
        keys: dict[str, Callable[[], object]] = {
            str(number): partial(give, one) for number, one in enumerate(reasons, start=1)
        }
        keys |= {"0": partial(give, ""), "w": self._adjudication.own_reason_requested.emit}
        shown = [f"{key} {one.replace(': ', ' – ')}" for key, one in zip(keys, reasons, strict=False)]
        parts = [*shown, self.tr("W another one"), self.tr("0 no reason"), self.tr("Esc leaves")]
        prompt = self.tr("Reason: {keys}").format(keys=" · ".join(parts))
        self._page.setFocus()
        self._page.enter_mode(KeyMode(prompt, keys, self._page.leave_mode))

    # ------------------------------------------------------------ editing the gold

    def _begin_editing(self, gold_id: str) -> None:
        case = self._adjudication.docket.case if self._adjudication.docket is not None else None
        relation = case.gold_relations.get(gold_id) if case is not None else None
        self._edited = relation.from_id if relation is not None else gold_id
        self._page.set_difference(None)
        self._page.setFocus()
        self._session.set_focus(self._edited)
        focus = self._session.focus
        if focus is None:
            self._edited = ""
            return
        self._page.go_to(focus.start)
        self._page.enter_mode(self._editing_mode())

    def _editing_mode(self) -> EditingMode:
        prompt = self.tr(
            "Edit the gold: Shift+→ end · Alt+Shift+→ start · T attributes · Z undo · Enter next"
        )
        return EditingMode(
            prompt,
            self._may_edit,
            self._page.actions,
            self._end_editing,
            lambda key: self._session.announced.emit(
                self.tr("Not while the gold is edited: Enter goes on.")
            ),
        )

    def _may_edit(self, action: QAction) -> bool:
        """Whether a command can only act on the gold: a label of another layer would add a span."""
        name, focus = action.objectName(), self._session.focus
        if name.startswith("label:") and focus is not None:
            label = self._session.codebook.label
            wanted = label(name.removeprefix("label:"))
            return wanted.id != focus.label and wanted.layer == label(focus.label).layer
        return name.startswith(_EDITING)

    def _end_editing(self) -> None:
        self._edited = ""
        self._adjudication.deciding.end_editing()

    def _watch_focus(self) -> None:
        """Who goes elsewhere edits the gold no longer; a click on gold shows how it was decided."""
        focus = self._session.focus
        if not self._adjudication.is_active:
            return
        if self._edited and (focus is None or focus.id != self._edited):
            self._edited = ""
            QTimer.singleShot(0, self, self._show)
        elif focus is not None and not self._edited:
            self._adjudication.show_gold(focus.id)

    # ------------------------------------------------------------ drawing

    def _difference(self, group: Group) -> Difference:
        case = self._adjudication.docket.case if self._adjudication.docket is not None else None
        marks: list[Mark] = []
        origin: Span | None = None
        for number, one in enumerate(group.candidates[:MOST_CANDIDATES], start=1):
            value = one.value
            if isinstance(value, Span):
                span = value
                name = self._distinct(group, value) or self._page.inks[value.label].name
            else:
                assert case is not None
                span, origin = case.gold_spans[value.to_id], case.gold_spans[value.from_id]
                kind = self._session.codebook.relation_types.get(value.label)
                name = kind.name if kind is not None else value.label
            tag = f"{number} {name} {one.support}/{group.people}"
            marks.append(Mark(tag, span.label, span.fragments, is_chosen(group, one)))
        if origin is None:
            return Difference(tuple(marks))
        return Difference(tuple(marks), origin.fragments, origin.label)
