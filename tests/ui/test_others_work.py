from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model import edits
from annotator.ui.session import Session
from tests.ui.page_rig import make_project

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication


def test_to_change_anothers_annotation_is_allowed_and_said_once(
    qapp: QApplication, tmp_path: Path
) -> None:
    project = make_project(tmp_path / "two.annodb")
    said: list[str] = []
    session = Session("Anna")
    session.advised.connect(lambda message, _hint: said.append(message))
    session.open_project(project)
    document = project.documents()[0].id
    session.open_document(document)
    text, book = session.text, session.codebook
    ben = edits.set_field("annotator", "ben", "name", None, "Ben", by="ben", title="come in")
    project.apply(ben)
    spans = [
        edits.new_span(document, text, book.label("PER"), [at], by="ben", codebook=book)
        for at in ((0, 3), (4, 8))
    ]
    project.apply(edits.add_spans(spans, by="ben"))
    for span in spans:
        assert session.do(edits.set_note(span, "why?", by=session.annotator.id))
    assert said == ["You are changing annotations of Ben."]
    session.close_project()
