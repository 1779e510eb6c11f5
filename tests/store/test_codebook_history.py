"""Under which codebook a label was made."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.model.change import Change
from annotator.model.values import Field
from annotator.store.project import Project
from tests.store.making import ADA, adding, edit, new_project, span


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path / "p.annodb")


def versioned(project: Project, old: str, new: str) -> None:
    fields = (Field("guideline", "version", "value", one) for one in (old, new))
    project.apply(edit(Change(*fields)))


def test_a_label_knows_the_codebook_it_was_made_under(project: Project) -> None:
    with project:
        one, other = span((0, 4)), span((5, 9))
        project.apply(edit(*adding(one)))
        versioned(project, "1", "2")
        project.apply(edit(*adding(other)))
        assert project.codebook_of_span(one.id) == (1, "Small codebook@1")
        assert project.codebook_of_span(other.id) == (2, "Small codebook@2")


def test_a_later_note_does_not_change_that(project: Project) -> None:
    from dataclasses import replace

    with project:
        one = span((0, 4))
        project.apply(edit(*adding(one)))
        versioned(project, "1", "2")
        noted = replace(one, note="sure?")
        project.apply(edit(Change(one, noted)))
        assert project.codebook_of_span(one.id) == (1, "Small codebook@1")
        project.apply(edit(Change(noted, replace(noted, label="CUE"))))
        assert project.codebook_of_span(one.id) == (2, "Small codebook@2")
        assert project.codebook_at(project.history(annotator=ADA)[-1].id)[0] == 1
