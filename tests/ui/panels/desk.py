"""A desk to test panels on: a real project, a session and the actions, without the page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow, QPlainTextEdit

from annotator import assets
from annotator.model import edits
from annotator.model.change import Change, Edit
from annotator.model.fragment import Fragment
from annotator.model.values import Field, NewDocument, Span, document_id, now, sha256
from annotator.store.project import Project
from annotator.ui import keys
from annotator.ui.actions import Actions
from annotator.ui.session import Session

if TYPE_CHECKING:
    from pathlib import Path

FERRY = (
    "Harbour master Ilka Brandt said the ferry was late. “We waited two hours,” "
    "she told Karrow Radio, “and nobody called.” Brandt blamed the fog."
)
VOTE = "The council of Tessen voted on Monday. Mayor Odo Lind was absent."
SNOW = "Snow closed the pass above Grishold. A plough is on its way."


def new_project(path: Path) -> Project:
    """A project with the default codebook and three articles."""
    book = assets.resources() / "codebooks" / "news-attribution.json"
    codebook = json.loads(book.read_text(encoding="utf-8"))
    project = Project.create(path, title="Harbour desk", codebook=codebook)
    add_article(project, "Ferry late again", FERRY, outlet="Karrow Ledger", published="2026-03-14")
    add_article(project, "Tessen votes", VOTE, outlet="Tessen Post", published="2026-03-15")
    add_article(project, "Pass closed", SNOW, outlet="Karrow Ledger")
    return project


def add_article(project: Project, title: str, text: str, **metadata: str) -> str:
    """Add one article in an edit of its own; returns its id."""
    edit = article_edit(title, text, **metadata)
    project.apply(edit)
    return document_id(sha256(text))


def article_edit(title: str, text: str, **metadata: str) -> Edit:
    """The edit that adds an article."""
    id_ = document_id(sha256(text))
    changes = [
        Change(None, NewDocument(id_, text, sha256(text))),
        Change(None, Field("document", id_, "title", title)),
    ]
    for key, value in metadata.items():
        changes.append(Change(None, Field("document", id_, f"metadata.{key}", value)))
    return Edit(f"add {title}", tuple(changes), "importer", now())


class Desk:
    """Session, actions and a stand-in for the page, in one window."""

    def __init__(self, project: Project) -> None:
        self.window = QMainWindow()
        self.page = QPlainTextEdit()
        self.window.setCentralWidget(self.page)
        self.session = Session("Lena Ostrow")
        self.actions = Actions(self.session, self.window, self.page)
        self.failures: list[str] = []
        self.session.failed.connect(lambda message, _hint: self.failures.append(message))
        self.session.open_project(project)
        self.actions.set_labels(keys.label_keys(self.session.codebook, {}), self.label_here)
        self.actions.connect_to({"edit.undo": self.session.undo, "edit.redo": self.session.redo})

    def id_of(self, title: str) -> str:
        """The id of the article with this title."""
        assert self.session.project is not None
        return next(one.id for one in self.session.project.documents() if one.title == title)

    def open(self, title: str) -> None:
        """Open the article with this title."""
        self.session.open_document(self.id_of(title))

    def label(self, label: str, *parts: str, **attributes: str) -> Span:
        """Label these parts of the open article as one span, and return it."""
        session = self.session
        assert session.document is not None
        fragments = [
            Fragment(session.text.index(part), session.text.index(part) + len(part)) for part in parts
        ]
        span = edits.new_span(
            session.document.id,
            session.text,
            session.codebook.label(label),
            fragments,
            by=session.annotator.id,
            codebook=session.codebook,
            attributes=attributes,
        )
        assert session.do(edits.add_spans([span], by=session.annotator.id, title=f"label {label}"))
        return span

    def focus(self, label: str, *parts: str, **attributes: str) -> Span:
        """Label and focus, as a label key on the page does."""
        span = self.label(label, *parts, **attributes)
        self.session.set_focus(span.id)
        return span

    def link(self, kind: str, start: Span, end: Span) -> None:
        """Link two spans."""
        session = self.session
        edit = edits.add_relation(
            session.codebook.relation_types[kind], start, end, (), by=session.annotator.id
        )
        assert session.do(edit)

    def label_here(self, label: str) -> None:
        """What a label key does: relabel the focused span."""
        session = self.session
        if session.focus is not None:
            edit = edits.relabel(
                [session.focus],
                session.codebook.labels[label],
                (),
                {},
                session.text,
                by=session.annotator.id,
                codebook=session.codebook,
            )
            session.do(edit)

    def set_state(self, title: str, state: str) -> None:
        """Mark an article."""
        work = self.session.work(self.id_of(title))
        assert self.session.do(edits.set_state(work, state, by=self.session.annotator.id))
