"""Before annotations change: what would be done, counted, with examples; then it is done."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QSplitter,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import CodebookError
from annotator.jobs.codebook_preview import Preview, preview
from annotator.model.codebook_plans import next_version, with_version
from annotator.ui import theme
from annotator.ui.dialogs.codebook_fields import LeftElided, push_button, say, scrolling, tick_box
from annotator.ui.dialogs.codebook_preview_text import preview_lines

if TYPE_CHECKING:
    from annotator.model.migration import Migration
    from annotator.store.project import Project
    from annotator.ui.dialogs.codebook_desk import CodebookDesk
    from annotator.ui.dialogs.codebook_question import Question
    from annotator.ui.tasks import Task

_PAUSE = 250
"""After the last change of the question, in milliseconds."""
_AROUND = 34
_TALLEST = 300
"""A question scrolls from this height on, in logical pixels."""
_HIT = Qt.ItemDataRole.UserRole


class MigrationPage(QWidget):
    """A question, what its answer would do, and the button that does it."""

    finished = Signal()

    def __init__(self, desk: CodebookDesk, question: Question) -> None:
        super().__init__()
        self.setObjectName("migration_page")
        self._desk, self._question = desk, question
        self._plan: Migration | None = None
        self._found: Preview | None = None
        title = QLabel(question.title)
        title.setObjectName("migration_title")
        title.setProperty("role", "heading")
        title.setTextFormat(Qt.TextFormat.PlainText)
        self._problem = QLabel()
        self._problem.setObjectName("migration_problem")
        self._problem.setWordWrap(True)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.hide()
        self._summary = QTextBrowser()
        self._summary.setObjectName("migration_summary")
        self._summary.setAccessibleName(self.tr("What would be done"))
        self._summary.setStyleSheet("QTextBrowser { background: transparent; border: 0; }")
        self._summary.document().setDocumentMargin(0)
        self._examples = _ExampleList()
        self._examples.go_requested.connect(self._go)
        version = next_version(desk.codebook.version)
        self._version = tick_box(
            "bump_version",
            self.tr("Call the codebook version {version} from now on").format(version=version),
            lambda _on: self._ask(),
        )
        self._do = push_button("do_migration", self.tr("&Do it"), self._carry_out)
        self._do.setDefault(True)  # in looks: the editor lets Enter press nothing
        self._lay_out(title)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._ask)
        question.changed.connect(self._wait)
        self._ask()

    def _lay_out(self, title: QLabel) -> None:
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.STEP)
        splitter.addWidget(self._summary)
        splitter.addWidget(self._examples)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 4)
        foot = QHBoxLayout()
        foot.setSpacing(theme.STEP)
        foot.addWidget(self._version)
        foot.addStretch(1)
        foot.addWidget(push_button("leave_migration", self.tr("Cancel"), self.finished.emit))
        foot.addWidget(self._do)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP + theme.HALF_STEP)
        question = scrolling(self._question)
        wanted = self._question.sizeHint().height() + theme.STEP
        question.setMinimumHeight(min(wanted, _TALLEST))
        question.setMaximumHeight(wanted)
        column.addWidget(title)
        column.addWidget(question, 1)
        column.addWidget(self._problem)
        column.addWidget(self._progress)
        column.addWidget(splitter, 2)
        column.addLayout(foot)

    def enter(self) -> None:
        """Take the focus: the question's first field, or the button."""
        self._question.enter()

    # ------------------------------------------------------------ counting

    def _wait(self) -> None:
        self._plan = None
        self._do.setEnabled(False)
        self._timer.start()

    def _ask(self) -> None:
        """Count what the answer would do, beside the window."""
        self._timer.stop()
        self._found = None
        self._do.setEnabled(False)
        self._desk.reader.forget("preview")
        try:
            plan = self._question.migration()
        except CodebookError as error:
            self._plan = None
            say(self._problem, error.message, "muted")
            self._summary.clear()
            self._examples.hide()
            return
        if self._version.isChecked():
            plan = with_version(plan, next_version(self._desk.codebook.version))
        self._plan = plan
        say(self._problem, "")
        self._progress.setRange(0, 0)
        self._progress.show()
        self._desk.reader.ask("preview", lambda project, task: _preview(project, task, plan), self._show)

    def _show(self, found: Preview) -> None:
        plan = self._plan
        if plan is None:
            return
        self._found = found
        self._progress.hide()
        lines = preview_lines(found, plan, self._desk.annotator_names())
        self._summary.setHtml("".join(_paragraph(role, text) for role, text in lines))
        self._examples.show_examples(found)
        self._do.setEnabled(self._desk.is_writable and found.changes > 0)
        danger = found.removed_spans or found.removed_relations or found.lost
        self._do.setText(self.tr("&Do it, and delete them") if danger else self.tr("&Do it"))

    def _carry_out(self) -> None:
        if self._plan is not None and self._found is not None:
            self._do.setEnabled(False)
            self._desk.migrate(self._plan, self._found)

    def _go(self, item: QTreeWidgetItem) -> None:
        found = item.data(0, _HIT)
        if found is not None:
            session = self._desk.session
            session.go_to(found.document_id, found.start, found.end, span_id=found.span_id)


class _ExampleList(QTreeWidget):
    """Spans in their surroundings, and what would become of each; Enter shows one on the page."""

    go_requested = Signal(QTreeWidgetItem)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("migration_examples")
        self.setAccessibleName(self.tr("Examples"))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setHeaderLabels(["", self.tr("Example"), "", self.tr("What becomes of it")])
        header = self.header()
        header.setStretchLastSection(False)
        for column, mode in enumerate(
            (
                QHeaderView.ResizeMode.Stretch,
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.Stretch,
                QHeaderView.ResizeMode.ResizeToContents,
            )
        ):
            header.setSectionResizeMode(column, mode)
        header.setMaximumSectionSize(330)
        self.setItemDelegateForColumn(0, LeftElided(self))
        self.itemActivated.connect(lambda item, _column: self.go_requested.emit(item))

    def show_examples(self, found: Preview) -> None:
        """Show the examples of a preview."""
        self.clear()
        for example in found.examples:
            hit = example.hit
            item = QTreeWidgetItem(self)
            around = hit.left[-_AROUND:], hit.text, hit.right[:_AROUND]
            for column, text in enumerate((*around, example.what)):
                item.setText(column, " ".join(text.split()))
            item.setTextAlignment(0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            font = item.font(1)
            font.setBold(True)
            item.setFont(1, font)
            item.setToolTip(1, hit.title)
            item.setData(0, _HIT, hit)
        self.setVisible(bool(found.examples))


def _paragraph(role: str, text: str) -> str:
    colours = theme.current()
    colour = {"warning": colours.warning, "error": colours.error, "muted": colours.muted}.get(role, "")
    style = f"color:{colour};" if colour else ""
    weight = "font-weight:600;" if role == "strong" else ""
    return f"<p style='margin:0 0 5px 0;{style}{weight}'>{escape(text)}</p>"


def _preview(project: Project, task: Task, plan: Migration) -> Preview:
    return preview(project, plan, progress=lambda done, total: task.progress(done, total, ""))
