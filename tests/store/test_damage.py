"""Damaged files: refused, or opened with identical content; never changed."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import ProjectError
from annotator.model.change import Change
from annotator.model.values import Field
from annotator.store.project import Project
from tests.store.making import (
    BEN,
    TEXT,
    adding,
    bytes_of,
    contents,
    edit,
    fast_folder,
    many_spans,
    naming,
    new_project,
    relation,
    span,
)

PAGE = 4096


@pytest.fixture
def sound(path: Path) -> tuple[bytes, Any]:
    """The bytes of a project in which a little of everything has happened, and its content."""
    text = TEXT * 10
    with new_project(path, text) as project:
        quote, source = span((26, 48), (49, 56), label="QUOTE", text=text), span(text=text, by=BEN)
        project.apply(edit(*adding(*many_spans(60, text), quote, source)))
        project.apply(edit(*adding(relation(quote, source)), naming(BEN, "Ben"), by=BEN))
        project.apply(edit(Change(quote, replace(quote, note="Größe")), by=BEN))
        project.apply(edit(*adding(Field("entity", "e", "name", "Lena"))))
        project.undo(BEN)
        content = everything(project)
    return path.read_bytes(), content


def everything(project: Project) -> Any:
    entries = project.history()
    return contents(project), entries, [project.edit(entry.id) for entry in entries]


def mutated(raw: bytes, seed: int) -> bytes:
    """The file with one thing wrong, as disks, networks and bugs do it."""
    chance = random.Random(seed)
    new = bytearray(raw)
    at = chance.randrange(len(raw))
    kind = seed % 8
    if kind in (0, 1, 2):
        new[at] ^= 1 << chance.randrange(8)
    elif kind == 3:
        new[chance.randrange(100)] = chance.randrange(256)
    elif kind == 4:
        length = chance.choice([1, 4, 64, 700])
        new[at : at + length] = chance.randbytes(length)
    elif kind == 5:
        page = at // PAGE * PAGE
        new[page : page + PAGE] = bytes(PAGE)
    elif kind == 6:
        here, there = (chance.randrange(len(raw) // PAGE) * PAGE for _ in range(2))
        new[here : here + PAGE], new[there : there + PAGE] = (
            raw[there : there + PAGE],
            raw[here : here + PAGE],
        )
    else:
        del new[at : at + chance.choice([1, PAGE, len(raw)])]
    return bytes(new)


def check_many(path: Path, sound: tuple[bytes, Any], seeds: range) -> tuple[int, int]:
    """How many were refused and how many opened; fails if one did any harm."""
    raw, content = sound
    refused = opened = 0
    for seed in seeds:
        path.write_bytes(mutated(raw, seed))
        before = bytes_of(path)
        try:
            with Project.open(path, read_only=True) as project:
                assert everything(project) == content, f"seed {seed} opened with other content"
                opened += 1
        except ProjectError as error:
            refused += str(path) in error.message
        assert bytes_of(path) == before, f"seed {seed} was changed"
    return refused, opened


def test_damaged_files_are_refused_or_harmless(path: Path, sound: tuple[bytes, Any]) -> None:
    with fast_folder() as folder:
        refused, opened = check_many(Path(folder) / path.name, sound, range(1_000))
    assert refused > 400
    assert opened > 100


@pytest.mark.slow
def test_thousands_of_damaged_files(path: Path, sound: tuple[bytes, Any]) -> None:
    with fast_folder() as folder:
        refused, opened = check_many(Path(folder) / path.name, sound, range(1_000, 21_000))
    print(f"{refused} refused, {opened} opened with identical content")


def test_a_page_that_breaks_while_the_file_is_open_is_named(path: Path) -> None:
    text = TEXT * 10
    with new_project(path, text) as project:
        project.apply(edit(*adding(*many_spans(500, text))))
        project.close()
        raw = bytearray(path.read_bytes())
    with Project.open(path) as project:
        raw[PAGE:] = b"\xff" * (len(raw) - PAGE)
        path.write_bytes(raw)
        with pytest.raises(ProjectError, match="is damaged") as caught:
            project.label_totals()
        assert "snapshots" in caught.value.hint
        with pytest.raises(ProjectError, match="is damaged"):
            list(project.iterate_spans())
