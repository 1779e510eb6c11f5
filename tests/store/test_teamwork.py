from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.errors import UserError
from annotator.model.change import Change, Edit
from annotator.model.teamwork import Assignment, Message, SavedQuery
from annotator.model.values import Field, new_id, now
from annotator.store.project import Project
from tests.store.making import ADA, id_of

if TYPE_CHECKING:
    from pathlib import Path


def write(project: Project, *values: Message | SavedQuery | Assignment) -> None:
    """Write these in one edit of Mia's."""
    project.apply(Edit("share", tuple(Change(None, one.as_field()) for one in values), "mia", now()))


def test_what_is_shared_comes_back_after_closing(path: Path, project: Project) -> None:
    document = id_of()
    first = new_id()
    doubt = Message(first, first, document, "document", document, "mia", "Satire?", created=now())
    query = SavedQuery(new_id(), "No speaker", "without:speaker", "mia", True, now())
    task = Assignment(new_id(), document, "mia", "mia", now())
    write(project, doubt, query, task)
    project.close()
    with Project.open(path) as again:
        assert again.messages(document) == [doubt]
        assert again.saved_queries() == [query]
        assert again.assignments() == [task]
        assert list(again.problems()) == []


def test_each_of_them_can_be_undone(project: Project) -> None:
    document = id_of()
    write(project, Assignment(new_id(), document, "mia", "mia", now()))
    project.undo("mia")
    assert project.assignments() == []


def test_an_article_is_not_taken_back_from_under_a_doubt(project: Project) -> None:
    document, id_ = id_of(), new_id()
    message = Message(id_, id_, document, "document", document, "noor", "Twice?", created=now())
    project.apply(Edit("doubt", (Change(None, message.as_field()),), "noor", now()))
    assert "worked on since" in " ".join(project.undo(ADA).left)
    assert project.messages(document) == [message]


@pytest.mark.parametrize("kind", ["message", "query", "assignment"])
def test_a_value_that_is_none_of_them_is_refused(project: Project, kind: str) -> None:
    wrong = Field(kind, new_id(), "value", {"name": 3})
    with pytest.raises(UserError, match="cannot be"):
        project.apply(Edit("break", (Change(None, wrong),), "mia", now()))
