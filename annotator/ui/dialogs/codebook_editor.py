"""The codebook editor: a tree of everything, a form for what is chosen, a page for what touches
annotations. Simple changes are written when a field is left; each can be undone here, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.ui import theme
from annotator.ui.dialogs.codebook_attribute_form import ArticlesForm, AttributeForm
from annotator.ui.dialogs.codebook_desk import CodebookDesk
from annotator.ui.dialogs.codebook_fields import (
    InlineLine,
    InlineText,
    push_button,
    say,
    scrolling,
)
from annotator.ui.dialogs.codebook_files import CodebookFiles
from annotator.ui.dialogs.codebook_label_form import LabelForm
from annotator.ui.dialogs.codebook_migration_page import MigrationPage
from annotator.ui.dialogs.codebook_other_forms import GeneralForm, LayerForm
from annotator.ui.dialogs.codebook_question import Question
from annotator.ui.dialogs.codebook_relation_form import RelationForm
from annotator.ui.dialogs.codebook_tree import CodebookTree
from annotator.ui.dialogs.codebook_tree_buttons import TreeButtons
from annotator.ui.dialogs.fitting import fit
from annotator.ui.keymap import Keymap

if TYPE_CHECKING:
    from annotator.ui.session import Session

_SIZE = (1120, 760)


class CodebookEditor(QDialog):
    """One window for the codebook of the open project; it can stay open while one labels."""

    def __init__(
        self, session: Session, keymap: Keymap | None = None, parent: QWidget | None = None
    ) -> None:
        """Without a `keymap` the usual keys hold."""
        super().__init__(parent)
        self.setObjectName("codebook_editor")
        self.setWindowTitle(self.tr("Codebook"))
        fit(self, *_SIZE)
        self.desk = CodebookDesk(session, keymap or Keymap(self), self)
        self.files = CodebookFiles(self.desk, self)
        self.tree = CodebookTree(self.desk)
        self._heading = QLabel()
        self._heading.setObjectName("codebook_heading")
        self._heading.setProperty("role", "heading")
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._form_title = QLabel()
        self._form_title.setObjectName("form_title")
        self._form_title.setProperty("role", "heading")
        self._form_title.setTextFormat(Qt.TextFormat.PlainText)
        self._said = QLabel()
        self._said.setObjectName("codebook_said")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        policy = self._said.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._said.setSizePolicy(policy)
        self._make_forms()
        self.buttons = TreeButtons(self.desk, self.tree, self._focus_name)
        self._page: QWidget | None = None
        self._lay_out()
        self._connect()
        self._refresh()
        self.tree.setFocus()
        self.desk.count()

    def _make_forms(self) -> None:
        desk = self.desk
        self._forms = {
            "codebook": GeneralForm(desk),
            "layer": LayerForm(desk),
            "label": LabelForm(desk),
            "attribute": AttributeForm(desk),
            "relation_type": RelationForm(desk),
            "document": ArticlesForm(desk),
        }
        self._empty = QLabel(self.tr("Choose one on the left, or add one."))
        self._empty.setProperty("role", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget()
        self._stack.setObjectName("codebook_forms")
        self._holders: dict[str, QWidget] = {}
        for kind, form in self._forms.items():
            self._holders[kind] = form if kind == "label" else scrolling(form)
            self._stack.addWidget(self._holders[kind])
        self._stack.addWidget(self._empty)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.STEP)
        top.addWidget(self._heading, 1)
        top.addWidget(self.files.other_button)
        top.addWidget(self.files.export_button)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addWidget(self.tree, 1)
        column.addWidget(self.buttons)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(2 * theme.STEP, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addWidget(self._form_title)
        column.addWidget(self._stack, 1)
        splitter = QSplitter()
        splitter.setObjectName("codebook_splitter")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([330, _SIZE[0] - 330])
        foot = QHBoxLayout()
        foot.setSpacing(theme.STEP)
        foot.addWidget(self._said, 1)
        foot.addWidget(push_button("codebook_close", self.tr("Close"), self.close))
        column = QVBoxLayout(self)
        margin = 2 * theme.STEP
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(theme.STEP + theme.HALF_STEP)
        column.addLayout(top)
        column.addWidget(splitter, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        desk = self.desk
        desk.changed.connect(self._refresh)
        desk.about_to_act.connect(self._finish_writing)
        desk.said.connect(lambda text, role: say(self._said, text, role))
        desk.question_requested.connect(self._show_question)
        desk.answered.connect(self._leave_page)
        desk.shown_requested.connect(self.tree.show_thing)
        self.tree.chosen.connect(self._show_form)
        session = desk.session
        self._shortcuts = {"edit.undo": QShortcut(self), "edit.redo": QShortcut(self)}
        for command, function in (("edit.undo", session.undo), ("edit.redo", session.redo)):
            self._shortcuts[command].setObjectName(f"codebook_{command.removeprefix('edit.')}")
            self._shortcuts[command].activated.connect(function)
        desk.keymap.changed.connect(self._take_keys)
        self._take_keys()

    def _take_keys(self) -> None:
        for command, shortcut in self._shortcuts.items():
            shortcut.setKeys(self.desk.keymap.keys(command))

    # ------------------------------------------------------------ showing

    def show_thing(self, kind: str, id_: str) -> None:
        """Choose this thing in the tree."""
        self._finish_writing()
        self._leave_page()
        self.tree.show_thing(kind, id_)

    def _finish_writing(self) -> None:
        """Write what stands in the field that has the focus."""
        field = self.focusWidget()
        if isinstance(field, InlineLine | InlineText):
            field.finish()

    def _refresh(self) -> None:
        if self.desk.session.project is None:
            self.setEnabled(False)
            return
        self.setEnabled(True)
        book = self.desk.codebook
        self._heading.setText(f"{book.name}  {book.version}".strip())
        if self.desk.refusal:
            say(self._said, self.tr("Read-only. {reason}").format(reason=self.desk.refusal), "warning")
        self.files.other_button.setEnabled(self.desk.is_writable)
        self.tree.refresh()
        self._show_form(*self.tree.current())

    def _show_form(self, kind: str, id_: str) -> None:
        if self._page is not None and self.sender() is self.tree:
            self._leave_page()
        form = self._forms[kind]
        is_group = not id_ and kind not in ("codebook", "document")
        item = self.tree.currentItem()
        title = item.text(0) if item is not None else ""
        if self._page is None:
            self._form_title.setText(title)
            self._stack.setCurrentWidget(self._empty if is_group else self._holders[kind])
        if not is_group:
            form.show_thing(id_)  # type: ignore[attr-defined]
        self.buttons.follow(kind, id_)

    def _focus_name(self) -> None:
        kind, _ = self.tree.current()
        self._forms[kind].focus_name()  # type: ignore[attr-defined]

    # ------------------------------------------------------------ pages

    def _show_question(self, question: QWidget) -> None:
        self._leave_page()
        page = MigrationPage(self.desk, question) if isinstance(question, Question) else question
        page.finished.connect(self._leave_page)  # type: ignore[attr-defined]
        self._page = page
        self._form_title.hide()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.enter()  # type: ignore[attr-defined]

    def _leave_page(self) -> None:
        page, self._page = self._page, None
        if page is None:
            return
        self._stack.removeWidget(page)
        page.deleteLater()
        self._form_title.show()
        self._show_form(*self.tree.current())
        self.tree.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves a page first, then the window; Enter presses nothing."""
        if event.key() == Qt.Key.Key_Escape and self._page is not None:
            self._leave_page()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Coming back from the page, show how many spans there are now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.desk.catch_up()

    def done(self, result: int) -> None:
        """Write what is being written, then close."""
        self._finish_writing()
        super().done(result)
