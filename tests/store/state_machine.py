"""Random work on a real project: what memory, a plain dictionary and the file say of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import assume
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from annotator.errors import CodebookError
from annotator.model import edits
from annotator.model.annotations import Annotations
from annotator.model.fragment import Fragment
from annotator.model.values import Field, Relation, Span, Work, work_id
from annotator.store.project import Project
from tests.store.making import ADA, fast_folder, id_of, new_project

if TYPE_CHECKING:
    from annotator.model.change import Edit

TEXT = "Lena Vogt, 👩‍🚀, said: “The ferry will sail.” Ça suffit!\n" * 700
LENGTH = len(TEXT)
DOCUMENT = id_of(TEXT)

Registers = dict[Any, Any]
offset = some.integers(0, LENGTH - 1)
length = some.integers(1, 60) | some.integers(1, LENGTH)
pick = some.integers(0, 10**6)


def fragment(start: int, size: int) -> Fragment:
    return Fragment(start, min(start + size, LENGTH))


class Annotating(RuleBasedStateMachine):
    """One annotator works; `model` is a plain dictionary of what must be there."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = fast_folder()
        self.path = Path(self.folder.name) / "machine.annodb"
        self.project = new_project(self.path, TEXT)
        self.model: Registers = {}
        self.by = ADA
        self.open_memory()

    def open_memory(self) -> None:
        self.memory = Annotations(DOCUMENT, LENGTH, self.project)

    def teardown(self) -> None:
        self.project.close()
        self.folder.cleanup()

    # ------------------------------------------------------------ one step

    def do(self, edit: Edit) -> None:
        applied = self.project.apply(edit)
        self.follow(applied)

    def follow(self, edit: Edit) -> None:
        for change in edit.changes:
            assert self.model.get(change.register) == change.before
            if change.after is None:
                del self.model[change.register]
            else:
                self.model[change.register] = change.after
        self.memory.follow(edit)

    def spans(self) -> list[Span]:
        return [value for value in self.model.values() if isinstance(value, Span)]

    def relations(self) -> list[Relation]:
        return [value for value in self.model.values() if isinstance(value, Relation)]

    def one(self, number: int) -> Span:
        spans = self.spans()
        assume(spans)
        return spans[number % len(spans)]

    # ------------------------------------------------------------ spans

    @rule(start=offset, size=length, label=some.sampled_from(["PER", "QUOTE", "SOURCE"]))
    def label(self, start: int, size: int, label: str) -> None:
        book = self.project.codebook()
        piece = [fragment(start, size)]
        self.do(edits.label_text(DOCUMENT, TEXT, book.label(label), piece, by=self.by, codebook=book))

    @rule(starts=some.lists(offset, min_size=2, max_size=4), size=some.integers(1, 40))
    def label_in_pieces(self, starts: list[int], size: int) -> None:
        book = self.project.codebook()
        pieces = [fragment(start, size) for start in starts]
        quote = book.label("QUOTE")
        self.do(edits.label_text(DOCUMENT, TEXT, quote, pieces, by=self.by, codebook=book))

    @rule(number=pick, label=some.sampled_from(["PER", "QUOTE", "SOURCE"]))
    def relabel(self, number: int, label: str) -> None:
        span, book = self.one(number), self.project.codebook()
        ends = {one.id: one for one in self.spans()}
        linked = self.memory.relations(span.id)
        self.do(edits.relabel([span], book.label(label), linked, ends, TEXT, by=self.by, codebook=book))

    @rule(number=pick, start=offset, size=length)
    def move(self, number: int, start: int, size: int) -> None:
        book = self.project.codebook()
        piece = [fragment(start, size)]
        self.do(edits.set_fragments(self.one(number), TEXT, piece, by=self.by, codebook=book))

    @rule(number=pick, start=offset, size=length)
    def add_a_fragment(self, number: int, start: int, size: int) -> None:
        book = self.project.codebook()
        piece = fragment(start, size)
        self.do(edits.add_fragment(self.one(number), TEXT, piece, by=self.by, codebook=book))

    @rule(number=pick)
    def remove(self, number: int) -> None:
        span = self.one(number)
        linked = [one for one in self.relations() if span.id in (one.from_id, one.to_id)]
        self.do(edits.remove_spans([span], linked, by=self.by))

    @rule(number=pick, value=some.sampled_from(["direct", None]))
    def set_an_attribute(self, number: int, value: str | None) -> None:
        form = self.project.codebook().attributes["form"]
        self.do(edits.set_attribute(self.one(number), form, value, by=self.by))

    @rule(number=pick, note=some.text(max_size=20))
    def write_a_note(self, number: int, note: str) -> None:
        self.do(edits.set_note(self.one(number), note, by=self.by))

    # ------------------------------------------------------------ relations, entities, work

    @rule(number=pick, other=pick)
    def link(self, number: int, other: int) -> None:
        start, end = self.one(number), self.one(other)
        kind = self.project.codebook().relation_types["speaker"]
        existing = self.memory.relations(start.id)
        try:
            self.do(edits.add_relation(kind, start, end, existing, by=self.by))
        except CodebookError:
            assume(False)

    @rule(number=pick)
    def unlink(self, number: int) -> None:
        relations = self.relations()
        assume(relations)
        self.do(edits.remove_relations([relations[number % len(relations)]], by=self.by))

    @rule(number=pick, name=some.text(min_size=1, max_size=8))
    def name_an_entity(self, number: int, name: str) -> None:
        self.do(edits.link_new_entity(self.one(number), name, by=self.by))

    @rule(state=some.sampled_from(["in progress", "done"]), is_flagged=some.booleans())
    def say_how_far(self, state: str, is_flagged: bool) -> None:
        work = self.project.work(self.by).get(DOCUMENT, Work(DOCUMENT, self.by))
        both = [
            edits.set_state(work, state, by=self.by),
            edits.set_flagged(work, is_flagged, by=self.by),
        ]
        self.do(edits.combine("both", both))

    # ------------------------------------------------------------ everything agrees

    @rule()
    def reopen(self) -> None:
        self.project.close()
        self.project = Project.open(self.path)
        self.open_memory()

    @rule(start=offset, size=length)
    def look(self, start: int, size: int) -> None:
        end = start + size
        assert self.memory.touching(start, end) == self.project.spans_between(DOCUMENT, start, end)

    @invariant()
    def file_and_dictionary_agree(self) -> None:
        spans = {one.id: one for one in self.spans()}
        assert {one.id: one for one in self.project.spans(DOCUMENT)} == spans
        links = {one.id: one for one in self.relations()}
        assert {one.id: one for one in self.project.relations(DOCUMENT)} == links
        names = {one.id: one.name for one in self.project.entities()}
        fields = [value for value in self.model.values() if isinstance(value, Field)]
        assert names == {f.id: f.value for f in fields if (f.kind, f.name) == ("entity", "name")}
        for work in self.project.all_work():
            id_ = work_id(DOCUMENT, work.annotator)
            said = {f.name: f.value for f in fields if f.id == id_}
            assert (work.stored_state, work.stored_flag) == (said.get("state"), said.get("flagged"))

    @invariant()
    def memory_and_file_agree(self) -> None:
        for span in self.project.spans(DOCUMENT):
            assert self.memory.span(span.id) == span
            assert self.memory.relations(span.id) == self.project.relations_of([span.id])
