"""Opening the codebook editor; it stays while the project does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator.model.codebook_examples import add_examples, example_of
from annotator.model.hit import hit

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.dialogs.codebook_editor import CodebookEditor
    from annotator.ui.main_window import MainWindow


class CodebookCommands(QObject):
    """One editor for one window; it closes with the project."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._editor: CodebookEditor | None = None
        window.session.closed.connect(lambda: QTimer.singleShot(0, self, self._close))

    def functions(self) -> dict[str, Callable[[], object]]:
        """The commands by action id."""
        return {
            "codebook.edit": self.open_editor,
            "example.good": lambda: self.use_as_example(is_good=True),
            "example.bad": lambda: self.use_as_example(is_good=False),
        }

    def use_as_example(self, *, is_good: bool) -> None:
        """Add the focused span to the guideline of its label."""
        session = self._window.session
        span = session.focus
        if span is None:
            return
        found = hit(span.document_id, "", session.text, span.start, span.end)
        example = [example_of(found)]
        good, bad = (example, []) if is_good else ([], example)
        by = session.annotator.id
        edit = add_examples(session.codebook, span.label, good=good, bad=bad, by=by)
        if session.do(edit):
            name = session.codebook.label(span.label).name
            session.announced.emit(
                self.tr("Example of {name}: {words}").format(name=name, words=example[0])
            )

    def open_editor(self, kind: str = "", id_: str = "") -> CodebookEditor:
        """Show the editor, at this thing if one is named."""
        from annotator.ui.dialogs.codebook_editor import CodebookEditor

        if self._editor is None:
            self._editor = CodebookEditor(
                self._window.session, self._window.commands.keymap, self._window
            )
            self._editor.finished.connect(self._forget)
            if self._window.session.focus is not None and not id_:
                kind, id_ = "label", self._window.session.focus.label
        editor = self._editor
        if id_:
            editor.show_thing(kind, id_)
        editor.show()
        editor.raise_()
        editor.activateWindow()
        return editor

    def _close(self) -> None:
        """The project was closed; while a worker has it, menus are off, and it comes back."""
        is_over = self._window.session.project is None and self._window.menuBar().isEnabled()
        if self._editor is not None and is_over:
            self._editor.close()

    def _forget(self) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            editor.desk.reader.close()
            editor.deleteLater()
