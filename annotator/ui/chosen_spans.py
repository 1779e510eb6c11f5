"""Commands on a whole choice of places, from whatever list: each is one step that can be undone.

Spans of other annotators are never changed; what is said afterwards names how many were
left alone.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject

from annotator.model import bulk_edits
from annotator.model.change import Change, Edit
from annotator.model.values import Relation, Span, now
from annotator.ui.large_steps import LARGE
from annotator.ui.words import counted, in_short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from annotator.model.bulk_edits import SpanSource
    from annotator.model.hit import Hit
    from annotator.ui.session import Session

Making: TypeAlias = "Callable[[SpanSource], Iterator[Change]]"


class ChosenSpans(QObject):
    """Labels, relabels, deletes, links and accepts what was chosen in a list."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    def relabel(self, hits: Sequence[Hit], label_id: str) -> None:
        """Give the annotator's own spans among these another label."""
        self.label([hit for hit in hits if hit.span_id], label_id)

    def label(self, hits: Sequence[Hit], label_id: str, *, origin: str = "manual") -> None:
        """Label the words among these and relabel the annotator's own spans."""
        session = self._session
        label, codebook, by = session.codebook.label(label_id), session.codebook, session.annotator.id
        words = [hit for hit in hits if not hit.span_id]
        ids = self._own(hits)

        def making(source: SpanSource) -> Iterator[Change]:
            changes = chain(
                bulk_edits.relabelled(source, ids, label, by=by, codebook=codebook),
                bulk_edits.labelled(source, words, label, by=by, codebook=codebook, origin=origin),
            )
            yield from bulk_edits.begun(source, changes, by=by)

        session.last_label = label_id
        title = self.tr("label") if not ids else self.tr("relabel")
        self._do(f"{title} {_places(len(ids) + len(words))}: {label.name}", label.name, hits, making)

    def copy_to(self, hits: Sequence[Hit], source: Span) -> None:
        """Label words as `source` is, with its attributes and entity; the copies say so."""
        session = self._session
        label, codebook, by = (
            session.codebook.label(source.label),
            session.codebook,
            session.annotator.id,
        )

        def making(project: SpanSource) -> Iterator[Change]:
            changes = bulk_edits.labelled(
                project,
                hits,
                label,
                by=by,
                codebook=codebook,
                origin="propagated",
                attributes=source.attributes,
                entity=source.entity,
            )
            yield from bulk_edits.begun(project, changes, by=by)

        title = self.tr("label “{words}” in the project").format(words=in_short(source.text, 40))
        self._do(title, label.name, hits, making)

    def delete(self, hits: Sequence[Hit]) -> None:
        """Delete the annotator's own spans among these, with their relations."""
        ids, by = self._own(hits), self._session.annotator.id
        self._do(
            self.tr("delete {spans}").format(spans=_spans(len(ids))),
            self.tr("Deleted"),
            hits,
            lambda source: bulk_edits.removed(source, ids, by=by),
            removals=len(ids),
        )

    def unlink(self, hits: Sequence[Hit]) -> None:
        """Take the entity away from the annotator's own spans among these."""
        ids, by = self._own(hits), self._session.annotator.id
        self._do(
            self.tr("unlink the entity of {spans}").format(spans=_spans(len(ids))),
            self.tr("Unlinked"),
            hits,
            lambda source: bulk_edits.linked(source, ids, None, by=by),
        )

    def link(self, hits: Sequence[Hit], entity_id: str, *, created: tuple[Change, ...] = ()) -> None:
        """Point the annotator's own spans among these to an entity, which `created` makes first."""
        ids, by = self._own(hits), self._session.annotator.id

        def making(source: SpanSource) -> Iterator[Change]:
            if ids:
                yield from created
            yield from bulk_edits.linked(source, ids, entity_id, by=by)

        title = self.tr("link {spans}").format(spans=_spans(len(ids)))
        self._do(title, self.tr("Linked"), hits, making)

    def accept(self, hits: Sequence[Hit]) -> None:
        """Say of the annotator's own spans among these that they are right: by hand from now on."""
        ids, by = self._own(hits), self._session.annotator.id
        self._do(
            self.tr("accept {spans}").format(spans=_spans(len(ids))),
            self.tr("Accepted"),
            hits,
            lambda source: bulk_edits.accepted(source, ids, by=by),
        )

    # ------------------------------------------------------------ writing

    def _own(self, hits: Sequence[Hit]) -> list[str]:
        by = self._session.annotator.id
        return list(dict.fromkeys(hit.span_id for hit in hits if hit.span_id and hit.annotator == by))

    def _do(
        self, title: str, done: str, hits: Sequence[Hit], making: Making, *, removals: int = 0
    ) -> None:
        session, project = self._session, self._session.project
        if project is None:
            return
        if len(hits) > LARGE and session.is_writable:
            expected = len(hits)
            said = self._said(done, _places(expected), hits)
            session.large.do(title, making, expected=expected, said=said, removals=removals)
            return
        changes = tuple(making(project))
        if not changes:
            session.announced.emit(self._said(self.tr("Nothing to change"), "", hits))
            return
        edit = Edit(title, changes, session.annotator.id, now())
        said = self._said(done, _changed(edit), hits)
        if len(changes) > LARGE:
            session.large.do(title, lambda _project: changes, expected=len(changes), said=said)
        elif session.do(edit):
            session.announced.emit(said)

    def _said(self, done: str, what: str, hits: Sequence[Hit]) -> str:
        by = self._session.annotator.id
        others = len({hit.span_id for hit in hits if hit.span_id and hit.annotator != by})
        words = f"{done}: {what}" if what else done
        if others:
            one = self.tr("%n span of another annotator left as it is")
            many = self.tr("%n spans of other annotators left as they are")
            words += " · " + counted(others, one, many)
        return words


def _changed(edit: Edit) -> str:
    relations = sum(isinstance(change.value, Relation) for change in edit.changes)
    words = _spans(sum(isinstance(change.value, Span) for change in edit.changes))
    if relations:
        words += " · " + counted(relations, "%n relation removed", "%n relations removed")
    return words


def _spans(number: int) -> str:
    return counted(number, "%n span", "%n spans")


def _places(number: int) -> str:
    return counted(number, "%n place", "%n places")
