"""Another's annotations as one's own: one of them, or all of one person in the article."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model.taking_over import taken_over
from annotator.model.values import Relation, Span
from annotator.ui.panels.texts import key_text
from annotator.ui.text_view.modes import KeyMode
from annotator.ui.words import counted, in_short, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.model.change import Edit
    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView

_MOST_PEOPLE = 9


class TakingOver(QObject):
    """The commands that copy others' annotations to one's own; `write` writes the edit."""

    def __init__(self, session: Session, page: TextView, write: Callable[[Edit], bool]) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._write = write
        session.focus_changed.connect(self._tell_key)

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {"others.take_over": self.take, "others.take_over_all": self.ask_for_all}

    def _tell_key(self) -> None:
        actions = [one for one in self._page.actions() if one.objectName() == "others.take_over"]
        self._session.others.take_over_key = key_text(actions[0].shortcut()) if actions else ""

    # ------------------------------------------------------------ one

    def take(self) -> None:
        """Take over the focused span, or the innermost one of others at the caret."""
        session = self._session
        span = session.focus or self._at_caret()
        if span is None:
            session.announced.emit(self.tr("There is no annotation of anybody else here."))
        elif session.others.is_own(span):
            session.announced.emit(self.tr("This annotation is your own already."))
        else:
            self._take([span], span.annotator)

    def _at_caret(self) -> Span | None:
        annotations, is_own = self._session.annotations, self._session.others.is_own
        here = annotations.at(self._session.caret) if annotations is not None else []
        return next((one for one in here if not is_own(one)), None)

    # ------------------------------------------------------------ all

    def ask_for_all(self) -> None:
        """Take over all of whoever made the focused span; without one it is asked whose."""
        session, annotations = self._session, self._session.annotations
        if annotations is None:
            return
        focus = session.focus
        if focus is not None and not session.others.is_own(focus):
            self._take_all(focus.annotator)
            return
        people = sorted({one.annotator for one in annotations} - {session.annotator.id})
        people.sort(key=session.others.name)
        if not people:
            session.announced.emit(self.tr("Nobody else has labelled anything here that you see."))
        elif len(people) == 1:
            self._take_all(people[0])
        else:
            self._ask(people[:_MOST_PEOPLE])

    def _ask(self, people: Sequence[str]) -> None:
        keys = {str(place): partial(self._take_all, id_) for place, id_ in enumerate(people, 1)}
        name = self._session.others.name
        names = " · ".join(f"{place} {name(id_)}" for place, id_ in enumerate(people, 1))
        prompt = self.tr("Take over all of: {names} · Esc leaves").format(names=names)
        mode = KeyMode(prompt, keys, self._page.leave_mode)
        mode.refuse = lambda key: self._session.announced.emit(refusal(key))
        self._page.enter_mode(mode)

    def _take_all(self, annotator: str) -> None:
        annotations = self._session.annotations
        assert annotations is not None
        self._take([one for one in annotations if one.annotator == annotator], annotator)

    # ------------------------------------------------------------ writing

    def _take(self, spans: Sequence[Span], annotator: str) -> None:
        session = self._session
        edit = self._edit(spans, annotator)
        name = session.others.name(annotator)
        if not edit.changes:
            session.announced.emit(self.tr("You have all of this already."))
            return
        made = [one.value for one in edit.changes if isinstance(one.value, Span)]
        if not self._write(edit):
            return
        if len(spans) == 1 and made:
            session.set_focus(made[0].id)
            label = session.codebook.label(made[0].label).name
            what = f"{label}: {in_short(made[0].text)}"
        else:
            parts = [counted(len(made), "%n span", "%n spans")] if made else []
            links = sum(isinstance(one.value, Relation) for one in edit.changes)
            parts += [counted(links, "%n relation", "%n relations")] if links else []
            what = " · ".join(parts)
        words = self.tr("Taken over from {name}: {what}")
        session.announced.emit(words.format(name=name, what=what))

    def _edit(self, spans: Sequence[Span], annotator: str) -> Edit:
        """The copies; what lies around is read as far as it is needed."""
        session = self._session
        annotations, project, document = session.annotations, session.project, session.document
        assert annotations is not None
        assert project is not None
        assert document is not None
        if len(spans) == 1:
            around = annotations.touching(spans[0].start, spans[0].end)
            relations = annotations.relations(spans[0].id)
            ids = {id_ for one in relations for id_ in (one.from_id, one.to_id)}
            ends = [one for id_ in sorted(ids) if (one := annotations.span(id_)) is not None]
            around += [
                own
                for end in ends
                for own in (end, *annotations.touching(end.start, end.end))
                if own not in around
            ]
            relations += annotations.relations_of(session.others.own(around))
        else:
            around = list(annotations)
            relations = project.relations(document.id)
        name = session.others.name(annotator)
        count = counted(len(spans), "%n annotation", "%n annotations")
        title = self.tr("take over {count} of {name}").format(count=count, name=name)
        by = session.annotator.id
        return taken_over(
            spans, list({one.id: one for one in relations}.values()), around, by=by, title=title
        )
