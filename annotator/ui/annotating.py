"""What keys and clicks on the page do to the annotations.

Each command looks at caret, selection and focus, asks `model.edits` for an edit and
hands it to the session. After labelling the new span stays focused, so that the next
key can correct it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from annotator.model import edits
from annotator.model.extents import extent_at
from annotator.model.fragment import Fragment, covers
from annotator.model.taking import taken
from annotator.model.values import Span
from annotator.ui.attribute_keys import AttributeKeys
from annotator.ui.document_steps import DocumentSteps
from annotator.ui.edges import Edges
from annotator.ui.entity_linking import EntityLinking
from annotator.ui.linking import Linking
from annotator.ui.moving import Moving
from annotator.ui.pen import Pen
from annotator.ui.propagating import Propagating
from annotator.ui.relation_keys import RelationKeys
from annotator.ui.steps_back import StepsBack
from annotator.ui.taking_over import TakingOver
from annotator.ui.words import counted, in_short

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.model.change import Edit
    from annotator.model.codebook import Label
    from annotator.ui.session import Session
    from annotator.ui.text_view.view import TextView


class Annotating(QObject):
    """Commands that label, correct and delete on the page.

    `note_requested` names the relation whose note is meant, empty for that of the focused span;
    `attribute_requested` names the attribute and the relation likewise.
    """

    note_requested = Signal(str)
    attribute_requested = Signal(str, str)
    keys_requested = Signal()

    def __init__(self, session: Session, page: TextView) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self.moving = Moving(session, page)
        self.linking = Linking(session, page, self.moving)
        self.entities = EntityLinking(session, page)
        self.relations = RelationKeys(session, page, self.moving)
        self.relations.note_requested.connect(self.note_requested)
        ask = self.entities.choosing.asking(self.attribute_requested.emit)
        self.attribute_keys = AttributeKeys(session, page, ask)
        self.relations.attribute_requested.connect(self.attribute_keys.start_for)
        self.edges = Edges(session, page)
        self.documents = DocumentSteps(session, page)
        self.propagating = Propagating(session, page)
        self.steps_back = StepsBack(session, page, self.moving)
        self.taking_over = TakingOver(session, page, self._do)
        self.pen = Pen(session, page, self.label)
        self._last_focus: str | None = None
        session.focus_changed.connect(self._remember_focus)
        page.edge_moved.connect(self._move_edge)

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {
            **self.moving.functions(),
            **self.edges.functions(),
            **self.linking.functions(),
            **self.relations.functions(),
            **self.entities.functions(),
            **self.documents.functions(),
            **self.propagating.functions(),
            **self.steps_back.functions(),
            **self.taking_over.functions(),
            "page.copy": self.copy,
            "page.escape": self.escape,
            "page.keys": self.keys_requested.emit,
            "label.repeat": self.repeat,
            "fragment.add": self.add_fragment,
            "span.attribute": self.attribute_keys.start,
            "span.note": self.write_note,
            "span.delete": self.delete,
            "pen.start": self.pen.start,
            "info.show": self.moving.explain,
        }

    # ------------------------------------------------------------ labelling

    def label(self, label_id: str) -> None:
        """Label the selection, relabel the focused span, or label what the caret is in.

        A focused span is relabelled when the label is of its layer; labels of another
        layer lie over it (a claim over its quote), so they make a span of their own.
        """
        session = self._session
        label = session.codebook.label(label_id)
        session.last_label = label_id
        focus = session.focus
        if session.selection is not None:
            self._label_fragments(label, (session.selection,))
        elif focus is not None and session.codebook.label(focus.label).layer == label.layer:
            if focus.label == label.id and not session.others.can_change(focus):
                self._label_fragments(label, focus.fragments)
            elif session.others.may_change(focus):
                self._relabel(focus, label)
        else:
            self._label_fragments(label, self._extent(label))

    def _extent(self, label: Label) -> tuple[Fragment, ...]:
        return taken(self._page.text, self._session.caret, label.extent, self.moving.candidate)

    def _label_fragments(self, label: Label, fragments: tuple[Fragment, ...]) -> None:
        session = self._session
        if session.document is None or session.annotations is None:
            return
        if not fragments:
            session.announced.emit(self.tr("There is no text here to label."))
            return
        same = self._same_span(label.id, fragments)
        if same is not None:
            self.moving.focus(same)
            session.announced.emit(self.tr("This is labelled {name} already.").format(name=label.name))
            return
        edit = edits.label_text(
            session.document.id,
            self._page.text,
            label,
            fragments,
            by=session.annotator.id,
            codebook=session.codebook,
        )
        if self._do(edit):
            span = edit.changes[0].after
            assert isinstance(span, Span)
            self._page.place(span.start)
            session.set_focus(span.id)
            session.announced.emit(f"{label.name}: {in_short(span.text)}")

    def _same_span(self, label_id: str, fragments: tuple[Fragment, ...]) -> Span | None:
        session = self._session
        assert session.annotations is not None
        for span in session.annotations.touching(fragments[0].start, fragments[0].end):
            is_own = span.annotator == session.annotator.id
            if is_own and span.label == label_id and span.fragments == tuple(fragments):
                return span
        return None

    def _relabel(self, focus: Span, label: Label) -> None:
        session = self._session
        assert session.project is not None
        relations = session.project.relations_of([focus.id])  # also those that are not seen
        ids = {end for relation in relations for end in (relation.from_id, relation.to_id)}
        ends = session.project.spans_by_id(sorted(ids))
        edit = edits.relabel(
            [focus],
            label,
            relations,
            ends,
            self._page.text,
            by=session.annotator.id,
            codebook=session.codebook,
        )
        if self._do(edit):
            gone = sum(change.after is None for change in edit.changes)
            text = f"{label.name}: {in_short(focus.text)}"
            if gone:
                text += " · " + counted(gone, "%n relation removed", "%n relations removed")
            session.announced.emit(text)

    def _do(self, edit: Edit) -> bool:
        """Write the edit; the first label in a new article also says that work has begun."""
        session = self._session
        if session.document is not None and edit.changes:
            work = session.work(session.document.id)
            if work.state == "new":
                begun = edits.set_state(work, "in progress", by=edit.annotator)
                edit = edits.combine(edit.title, [edit, begun])
        return session.do(edit)

    def repeat(self) -> None:
        """Label here as last time."""
        if self._session.last_label:
            self.label(self._session.last_label)
        else:
            self._session.announced.emit(self.tr("Label something first, then R repeats it."))

    def add_fragment(self) -> None:
        """Add the selection, or the words at the caret, to the span focused last."""
        session = self._session
        annotations = session.annotations
        if annotations is None:
            return
        span = session.focus or annotations.span(self._last_focus)
        if span is None:
            session.announced.emit(self.tr("Focus the span first that is to get a further fragment."))
            return
        if not session.others.may_change(span):
            return
        selection = session.selection
        if selection is None:
            label = session.codebook.label(span.label)
            found = extent_at(self._page.text, session.caret, label.extent)
            if not found or covers(span.fragments, found[0].start):
                words = self.tr("Select the further stretch first, then press the key again.")
                session.announced.emit(words)
                return
            selection = found[0]
        edit = edits.add_fragment(
            span, self._page.text, selection, by=session.annotator.id, codebook=session.codebook
        )
        if session.do(edit):
            self._page.place(span.start, scrolls=False)
            session.set_focus(span.id)

    def _remember_focus(self) -> None:
        if self._session.focus is not None:
            self._last_focus = self._session.focus.id

    # ------------------------------------------------------------ correcting

    def delete(self) -> None:
        """Delete the focused span, or the innermost one at the caret, with its relations."""
        session = self._session
        if session.annotations is None:
            return
        at_caret = session.others.own_first(session.annotations.at(session.caret))
        span = session.focus or (at_caret[0] if at_caret else None)
        if span is None:
            session.announced.emit(self.tr("There is no span here."))
            return
        if not session.others.may_change(span):
            return
        assert session.project is not None
        relations = session.project.relations_of([span.id])  # also those that are not seen
        name = session.codebook.label(span.label).name
        if session.do(edits.remove_spans([span], relations, by=session.annotator.id, name=name)):
            session.announced.emit(self.tr("Deleted {name}.").format(name=name))

    def write_note(self) -> None:
        """Ask for the note of the focused span; without one, of the span at the caret."""
        session = self._session
        if session.focus is None and session.annotations is not None:
            spans = session.others.own_first(session.annotations.at(session.caret))
            if spans:
                session.set_focus(spans[0].id)
        if session.focus is None or session.others.may_change(session.focus):
            self.note_requested.emit("")

    def _move_edge(self, span: Span, fragments: tuple[Fragment, ...]) -> None:
        session = self._session
        if fragments != span.fragments and session.others.may_change(span):
            edit = edits.set_fragments(
                span, self._page.text, fragments, by=session.annotator.id, codebook=session.codebook
            )
            session.do(edit)

    # ------------------------------------------------------------ the rest

    def escape(self) -> None:
        """Leave what is going on: selection first, then focus."""
        if self._session.selection is not None:
            self._page.place(self._session.selection.start)
        else:
            self._session.set_focus(None)
            self._page.place(self._session.caret)

    def copy(self) -> None:
        """Copy the exact text of the selection or of the focused span."""
        session = self._session
        fragments: Sequence[Fragment] = ()
        if session.selection is not None:
            fragments = (session.selection,)
        elif session.focus is not None:
            fragments = session.focus.fragments
        if fragments:
            QGuiApplication.clipboard().setText(" […] ".join(self._page.text[a:b] for a, b in fragments))
