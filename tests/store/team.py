"""Several copies of one project, random work in each, and what must hold when they are merged."""

from __future__ import annotations

import json
import random
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from annotator.errors import UserError
from annotator.model.change import Change, Edit
from annotator.model.values import Field, now, work_id
from annotator.store import backup
from annotator.store.changes import read_heads
from annotator.store.project import Project
from tests.store.making import TEXT, fast_folder, id_of, importing, new_project, relation, span

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType


TEXTS = (TEXT, "A second article about the quay, with Lena Vogt in it.\n", "A third one: rain.\n")
_LOCAL = {"identity", "signature", "sqlite_stat1", "sqlite_sequence"}


def everything(project: Project) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the file but what is the replica's own: its name and the order things came in."""
    connection = project._connection
    found = {}
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        if name in _LOCAL or name.startswith("document_search"):
            continue
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        kept = ", ".join(column for column in columns if column != "number")
        rows = connection.execute(f"SELECT {kept} FROM {name}").fetchall()
        found[name] = sorted(rows, key=repr)
    return found


def merge(into: Project, *others: Project) -> None:
    """Take what the other projects have."""
    merge_file(into, *(other.path for other in others))


def merge_file(into: Project, *others: Path) -> None:
    """Take what the other files have."""
    with into.incoming() as incoming:
        for other in others:
            incoming.add_file(other)
        into.take(incoming)


class Team:
    """Copies of one project in which random things are done; the last is a blind copy of a copy."""

    def __init__(self, count: int = 3) -> None:
        self._stack = ExitStack()
        self.folder = Path(self._stack.enter_context(fast_folder()))
        first = self._stack.enter_context(new_project(self.folder / "0.annodb"))
        first.apply(Edit("another", tuple(importing(TEXTS[1], title="Quay")), "ada", now()))
        self.projects = [first]
        for number in range(1, count):
            self.copy(number)

    def copy(self, number: int) -> None:
        """Make one more copy, of the copy made last."""
        path = self.folder / f"{number}.annodb"
        backup.copy_project(self.projects[-1], path)
        self.projects.append(self._stack.enter_context(Project.open(path)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()

    # ------------------------------------------------------------ random work

    def work(self, number: int, seed: int) -> None:
        """Do something in this copy; what the project refuses is not done."""
        chance = random.Random(seed)
        project = self.projects[number]
        act = chance.choice(_ACTS)
        try:
            act(self, project, chance, f"person{number}")
        except UserError:
            return

    def add(self, project: Project, chance: random.Random, by: str) -> None:
        text = chance.choice(TEXTS[:2])
        if project.document(id_of(text)) is None:
            return
        start = chance.randrange(len(text) - 8)
        new = span((start, start + chance.randrange(1, 8)), text=text, by=by)
        _do(project, by, Change(None, new))

    def change(self, project: Project, chance: random.Random, by: str) -> None:
        if one := _any(project.iterate_spans(), chance):
            label = chance.choice(["PER", "QUOTE", "SOURCE"])
            _do(project, by, Change(one, replace(one, label=label, modified=now())))

    def remove(self, project: Project, chance: random.Random, by: str) -> None:
        if one := _any(project.iterate_spans(), chance):
            ends = [r for r in project.iterate_relations() if one.id in (r.from_id, r.to_id)]
            _do(project, by, *(Change(r, None) for r in ends), Change(one, None))

    def link(self, project: Project, chance: random.Random, by: str) -> None:
        spans = [s for s in project.iterate_spans() if s.document_id == id_of(TEXTS[0])]
        if len(spans) > 1:
            start, end = chance.sample(sorted(spans, key=lambda s: s.id), 2)
            _do(project, by, Change(None, relation(start, end, by=by)))

    def unlink(self, project: Project, chance: random.Random, by: str) -> None:
        if one := _any(project.iterate_relations(), chance):
            _do(project, by, Change(one, None))

    def write(self, project: Project, chance: random.Random, by: str) -> None:
        """A title, a name of a label, somebody's progress or an entity."""
        document = chance.choice(project.documents() or [None])
        fields = [
            Field("label", chance.choice(["PER", "QUOTE"]), "name", f"Name {chance.random()}"),
            Field("entity", chance.choice(["e1", "e2"]), "name", f"Entity {chance.random()}"),
            Field("annotator", by, "name", by),
        ]
        if document is not None:
            fields.append(Field("document", document.id, "title", f"Title {chance.random()}"))
            fields.append(
                Field("work", work_id(document.id, by), "state", chance.choice(["done", "new"]))
            )
        field = chance.choice(fields)
        _do(project, by, Change(_stored(project, field), field))

    def import_article(self, project: Project, chance: random.Random, by: str) -> None:
        text = chance.choice(TEXTS)
        if project.document(id_of(text)) is None:
            _do(project, by, *importing(text, title=f"By {by}"))

    def undo(self, project: Project, chance: random.Random, by: str) -> None:
        """Also the import of an article by Ada, whatever others have done in it meanwhile."""
        who = chance.choice([by, "ada"])
        (project.undo if chance.random() < 0.7 else project.redo)(who)

    def decide(self, project: Project, chance: random.Random, by: str) -> None:
        if one := _any(iter(project.conflicts()), chance):
            version = chance.choice(one.versions).value
            there = one.versions[one.shown].value
            if there is not None or version is not None:
                _do(project, by, Change(there, version))

    def merge(self, project: Project, chance: random.Random, by: str) -> None:
        merge(project, chance.choice([one for one in self.projects if one is not project]))

    def merge_and_back(self, project: Project, chance: random.Random, by: str) -> None:
        """A merge that is taken back leaves the file as it was."""
        before = everything(project)
        self.merge(project, chance, by)
        if everything(project) != before and project.can_take_merge_back:
            project.take_merge_back()
            assert everything(project) == before
            assert list(project.problems()) == []


_ACTS: tuple[Callable[[Team, Project, random.Random, str], None], ...] = (
    *[Team.add] * 4,
    *[Team.change] * 3,
    *[Team.remove] * 2,
    *[Team.link] * 2,
    Team.unlink,
    *[Team.write] * 2,
    Team.import_article,
    *[Team.undo] * 2,
    *[Team.decide] * 2,
    *[Team.merge] * 2,
    Team.merge_and_back,
)


def _do(project: Project, by: str, *changes: Change) -> None:
    project.apply(Edit("work", changes, by, now()))


def _any(found: Any, chance: random.Random) -> Any:
    values = sorted(found, key=repr)
    return chance.choice(values) if values else None


def _stored(project: Project, field: Field) -> Field | None:
    register = (field.kind, field.id, field.name)
    head = read_heads(project._connection, [register]).get(register)
    return None if head is None or head.body is None else replace(field, value=json.loads(head.body))
