"""A window with the page and all its commands on a real project, for tests."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from annotator.assets import resources
from annotator.model.change import Change, Edit
from annotator.model.values import Field, NewDocument, Relation, Span, document_id, now, sha256
from annotator.store.project import Project
from annotator.ui.actions import Actions
from annotator.ui.annotating import Annotating
from annotator.ui.session import Session
from annotator.ui.text_view.appearance import Appearance
from annotator.ui.text_view.view import TextView

ARTICLE = """Harbour strike enters third week

Minister of Finance Jana Roth rejected the offer on Tuesday. “We will not pay twice,” she said, \
“and we will not pay late.” About 400 dockers in Port Ellery stayed away, the union said.

Mr Tomas Okafor, a spokesman for Delta Rail, said that unemployment in Santa Rueda fell by \
4 percent last year. Roth’s deputy told the Port Herald that it was “a mess”. 👍🏽 Nobody else replied.

قال الرئيس Al-Watan سيكون خطوة كبيرة نحو إنهاء الحرب في حلب وفقا لصحيفة.
"""
SECOND = "A second article about Mira Holt.\n"


def make_project(path: Path, *texts: str) -> Project:
    """A project with the default codebook and these articles."""
    codebook = json.loads((resources() / "codebooks/news-attribution.json").read_text("utf-8"))
    project = Project.create(path, title="Test", codebook=codebook)
    for text in texts or (ARTICLE, SECOND):
        digest = sha256(text)
        document = document_id(digest)
        title = Field("document", document, "title", text.split("\n")[0])
        changes = (Change(None, NewDocument(document, text, digest)), Change(None, title))
        project.apply(Edit("import", changes, "importer", now()))
    return project


class PageRig:
    """The page in a window; texts name places by what stands there."""

    def __init__(self, qtbot: QtBot, project: Project, *, size: tuple[int, int] = (1000, 700)) -> None:
        self.session = Session("Anna")
        self.window = QMainWindow()
        self.page = TextView(self.session, Appearance(font_family="DejaVu Serif"))
        self.window.setCentralWidget(self.page)
        self.actions = Actions(self.session, self.window, self.page)
        self.annotating = Annotating(self.session, self.page)
        self.actions.connect_to(self.annotating.functions())
        self.said: list[str] = []
        self.failures: list[str] = []
        self.prompts: list[str] = []
        self.session.announced.connect(self.said.append)
        self.session.failed.connect(lambda message, hint: self.failures.append(f"{message} {hint}"))
        self.page.prompt_changed.connect(self.prompts.append)
        qtbot.addWidget(self.window)
        self.window.resize(*size)
        self.window.show()
        self.qtbot = qtbot
        self.open(project)

    def open(self, project: Project) -> None:
        """Open the project at its first article."""
        self.project = project
        self.session.open_project(project)
        labels = self.session.codebook.labels.values()
        self.actions.set_labels(
            {one.id: (one.name, one.hotkey) for one in labels}, self.annotating.label
        )
        self.session.open_document(project.documents()[0].id)
        self.page.setFocus()

    # ------------------------------------------------------------ doing

    def keys(self, typed: str) -> None:
        """Press keys: letters as they are, others by name in brackets, as in `q[Shift+Right]`."""
        import re

        for name, letter in re.findall(r"\[([^\]]+)\]|(.)", typed):
            if letter:
                QTest.keyClick(self.page, letter)
                continue
            *modifiers, key = name.split("+")
            modifier = Qt.KeyboardModifier.NoModifier
            for one in modifiers:
                modifier |= getattr(Qt.KeyboardModifier, f"{one.replace('Ctrl', 'Control')}Modifier")
            code = getattr(Qt.Key, f"Key_{key}")
            QTest.keyClick(self.page, code, modifier)

    def caret(self, words: str, inside: int = 0) -> None:
        """Put the caret into these words by a click."""
        self.session.set_focus(None)
        self.page.place(self.offset(words) + inside)

    def offset(self, words: str) -> int:
        """The code point at which these words begin."""
        return self.page.text.index(words)

    def point(self, words: str, inside: int = 0) -> QPoint:
        """The middle of a character of these words in the viewport."""
        start = self.offset(words) + inside
        return self.page.visible().boxes(start, start + 1)[0][0].center().toPoint()

    def click(self, words: str, inside: int = 0) -> None:
        """Click into these words."""
        QTest.mouseClick(self.page.viewport(), Qt.MouseButton.LeftButton, pos=self.point(words, inside))

    def double_click(self, words: str, inside: int = 0) -> None:
        """Double-click these words."""
        QTest.mouseDClick(self.page.viewport(), Qt.MouseButton.LeftButton, pos=self.point(words, inside))

    def drag(self, start: QPoint, end: QPoint, *, with_ctrl: bool = False) -> None:
        """Press, move and release."""
        left, viewport = Qt.MouseButton.LeftButton, self.page.viewport()
        modifier = Qt.KeyboardModifier.ControlModifier if with_ctrl else Qt.KeyboardModifier.NoModifier
        QTest.mousePress(viewport, left, modifier, start)
        for point in ((start + end) / 2, end):
            event = QMouseEvent(
                QEvent.Type.MouseMove,
                QPointF(point),
                viewport.mapToGlobal(QPointF(point)),
                Qt.MouseButton.NoButton,
                left,
                modifier,
            )
            QApplication.sendEvent(viewport, event)
        QTest.mouseRelease(viewport, left, modifier, end)

    # ------------------------------------------------------------ looking

    def spans(self, label: str = "") -> list[Span]:
        """The stored spans of the open article, in reading order."""
        assert self.session.document is not None
        spans = self.project.spans(self.session.document.id)
        return [span for span in spans if label in ("", span.label)]

    def texts(self, label: str = "") -> list[str]:
        """Their texts."""
        return [span.text for span in self.spans(label)]

    def relations(self) -> list[tuple[str, str, str]]:
        """The stored relations: type, text from, text to."""
        assert self.session.document is not None
        found: list[Relation] = self.project.relations(self.session.document.id)
        named = {span.id: span.text for span in self.spans()}
        return sorted((r.label, named[r.from_id], named[r.to_id]) for r in found)

    @property
    def focus(self) -> Span:
        """The focused span."""
        assert self.session.focus is not None
        return self.session.focus

    @property
    def selected(self) -> str:
        """The selected text."""
        selection = self.session.selection
        return "" if selection is None else self.page.text[selection.start : selection.end]
