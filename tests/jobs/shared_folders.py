"""A team over one folder: replicas with projects of their own, and what a sync program may do to it."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

from annotator.errors import UserError
from annotator.jobs.shared_folder import Shared, SharedFolder
from annotator.model.change import Change, Edit
from annotator.model.values import Field, now
from annotator.store.project import Project
from tests.store.making import TEXT, adding, contents, edit, new_project, span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pytest


class Team:
    """Projects of several installations that share a folder; each copy is known by its name."""

    def __init__(self, place: Path, monkeypatch: pytest.MonkeyPatch, names: Sequence[str]) -> None:
        self.folder = place / "team"
        self.folder.mkdir()
        self._place = place
        self._patch = monkeypatch
        self.projects: dict[str, Project] = {}
        first = place / names[0] / "ferry.annodb"
        for name in names:
            path = place / name / "ferry.annodb"
            path.parent.mkdir()
            with self.being(name):
                if path == first:
                    new_project(path).close()
                else:
                    shutil.copyfile(first, path)
        for name in names:
            self.open(name)

    def being(self, name: str) -> pytest.MonkeyPatch:
        """Let the rest of a block be done by the installation of this name."""
        self._patch.setenv("ANNOTATOR_REPLICA", name.partition("-")[0])
        return _Nothing()  # type: ignore[return-value]

    def open(self, name: str) -> Project:
        """Open the project of this name, as its installation."""
        with self.being(name):
            self.projects[name] = Project.open(self._place / name / "ferry.annodb")
        return self.projects[name]

    def folder_of(self, name: str) -> SharedFolder:
        """The folder as this project sees it."""
        return SharedFolder.of(self.projects[name], self.folder)

    def share(self, name: str) -> Shared:
        """One round of this project."""
        return self.folder_of(name).share(self.projects[name])

    def settle(self) -> None:
        """Let everybody share until nothing new comes."""
        for _ in range(2):
            for name in self.projects:
                self.share(name)

    def label(self, name: str, *, label: str = "PER", start: int = 0) -> str:
        """Add one span; its id."""
        made = span((start, start + 5), label=label, by=name)
        self.projects[name].apply(edit(*adding(made), by=name))
        return made.id

    def published(self, name: str) -> Path:
        """The file that this project publishes."""
        return self.folder_of(name).target

    def close(self) -> None:
        """Close all projects."""
        for project in self.projects.values():
            project.close()


class _Nothing:
    def __enter__(self) -> None: ...
    def __exit__(self, *_rest: object) -> None: ...


def random_edit(project: Project, by: str, chance: random.Random) -> str:
    """Some edit of this person: a new span, a change or a deletion of one, an article's note."""
    spans = list(project.iterate_spans())
    way = chance.choice(("add", "add", "change", "delete", "note"))
    if way == "note" or (way != "add" and not spans):
        document = project.documents()[0].id
        before = project.document(document)
        assert before is not None
        old = Field("document", document, "note", before.note) if before.note else None
        change = Change(old, Field("document", document, "note", f"{by} {chance.random()}"))
    elif way == "add":
        start = chance.randrange(len(TEXT) - 10)
        change = Change(None, span((start, start + chance.randrange(1, 9)), by=by))
    else:
        old_span = chance.choice(sorted(spans, key=lambda one: one.id))
        from dataclasses import replace

        new = replace(old_span, note=f"{by} {chance.random()}", modified=now())
        change = Change(old_span, new if way == "change" else None)
    done = project.apply(Edit(way, (change,), by, now()))
    return done.id.hex() if done.id is not None else ""


def disturb(folder: Path, chance: random.Random) -> None:
    """What sync programs and people do: copies that are late, cut short, renamed or named twice."""
    files = sorted(folder.glob("*.annodb"))
    if not files:
        return
    file, other = chance.choice(files), chance.choice(files)
    way = chance.choice(("conflict", "twice", "cut", "late", "temporary", "rubbish", "nothing"))
    if way == "conflict":
        shutil.copyfile(file, folder / f"{file.stem} (Anna's conflicted copy 2026-11-22).annodb")
    elif way == "twice":
        shutil.copyfile(file, folder / f"{file.stem} (1).annodb")
    elif way == "cut":
        content = file.read_bytes()
        (folder / f"{file.stem} cut.annodb").write_bytes(content[: chance.randrange(len(content))])
    elif way == "late":
        late = folder.parent / f"late {other.name}"
        if late.exists():
            shutil.move(late, other)
        else:
            shutil.copyfile(other, late)
    elif way == "temporary":
        (folder / f".syncthing.{file.name}.tmp").write_bytes(file.read_bytes()[:999])
    elif way == "rubbish":
        content = bytearray(file.read_bytes())
        for _ in range(40):
            content[chance.randrange(100, len(content))] ^= 1 << chance.randrange(8)
        (folder / "rubbish.annodb").write_bytes(content)


def edits_of(project: Project) -> set[str]:
    """The ids of all edits."""
    return {one.hex() for one in project.edit_ids()}


__all__ = ["Team", "UserError", "contents", "disturb", "edits_of", "random_edit"]
