"""Deciding by a rule: what it would do is counted and listed before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.jobs.adjudicating import foresee
from annotator.model import adjudication_rules as rules
from annotator.model.adjudication_verdicts import agreed
from annotator.model.values import Relation, Span
from annotator.ui import theme
from annotator.ui.adjudication_distinctions import distinct_words
from annotator.ui.adjudication_words import kind_name
from annotator.ui.dialogs.fields import explanation, form
from annotator.ui.dialogs.fitting import fit
from annotator.ui.reader import Reader
from annotator.ui.words import counted, in_short

if TYPE_CHECKING:
    from annotator.jobs.adjudicating import Outlook
    from annotator.model.adjudication_verdicts import Plan, Verdict
    from annotator.store.project import Project
    from annotator.ui.adjudication import Adjudication
    from annotator.ui.tasks import Task

_SIZE = (680, 560)
_MOST_ROWS = 2_000
"""So many are listed; all are counted."""


class RuleDialog(QDialog):
    """Take the majority, all of one annotator, or edges by a rule; `decided` says how many were."""

    decided = Signal(int)

    def __init__(self, adjudication: Adjudication, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("adjudication_rule")
        self.setWindowTitle(self.tr("Decide by a rule"))
        self._adjudication = adjudication
        self._session = adjudication.session
        self._reader = Reader(self._session, self)
        self._outlook: Outlook | None = None
        docket = adjudication.docket
        self._same = docket.case.entities if docket is not None else {}
        self._make_fields()
        self._make_list()
        self._lay_out()
        self.finished.connect(lambda _result: self._reader.close())
        fit(self, *_SIZE)
        self._look()

    # ------------------------------------------------------------ making

    def _make_fields(self) -> None:
        self._scope = self._box("rule_scope", self.tr("Which articles"))
        if self._session.document is not None:
            self._scope.addItem(self.tr("The open article"), True)
        self._scope.addItem(self.tr("All articles"), False)
        self._rule = self._box("rule_rule", self.tr("Rule"))
        for words, name in (
            (self.tr("Take the majority"), "majority"),
            (self.tr("Take over what all agree on"), "agreed"),
            (self.tr("Take all of one annotator"), "annotator"),
            (self.tr("Edges alone: take the longest"), "longest"),
            (self.tr("Edges alone: take the shortest"), "shortest"),
            (self.tr("Edges alone: take both together"), "union"),
            (self.tr("Edges alone: take the majority"), "edges_majority"),
            (self.tr("Edges alone: take those of one annotator"), "edges_annotator"),
        ):
            self._rule.addItem(words, name)
        self._person = self._box("rule_person", self.tr("Annotator"))
        project = self._session.project
        people = [one for one in project.annotators() if one.role == "person"] if project else []
        for one in people:
            self._person.addItem(one.name, one.id)
        self._least = QSpinBox()
        self._least.setObjectName("rule_least")
        self._least.setAccessibleName(self.tr("At least so many"))
        self._least.setRange(2, max(2, len(people)))
        self._least.valueChanged.connect(lambda _number: self._look())

    def _box(self, name: str, purpose: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(purpose)
        box.currentIndexChanged.connect(lambda _index: self._look())
        return box

    def _make_list(self) -> None:
        self._summary = explanation("")
        self._summary.setObjectName("rule_summary")
        self._list = QTreeWidget()
        self._list.setObjectName("rule_list")
        self._list.setAccessibleName(self.tr("What would be decided"))
        self._list.setUniformRowHeights(True)
        self._list.setRootIsDecorated(False)
        self._list.setHeaderLabels(
            [self.tr("Words"), self.tr("Differs in"), self.tr("Would be"), self.tr("Support")]
        )
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        rows = form()
        self._labels: dict[QWidget, QLabel] = {}
        for words, part in (
            (self.tr("&Articles"), self._scope),
            (self.tr("&Rule"), self._rule),
            (self.tr("Annotat&or"), self._person),
            (self.tr("At &least"), self._least),
        ):
            label = self._labels[part] = QLabel(words)
            label.setBuddy(part)
            rows.addRow(label, part)
        role, standard = QDialogButtonBox.ButtonRole, QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Cancel)
        self._decide = buttons.addButton(self.tr("Decide"), role.AcceptRole)
        self._decide.setObjectName("rule_decide")
        self._decide.setDefault(True)
        buttons.accepted.connect(self._write)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(theme.STEP + theme.HALF_STEP)
        column.addLayout(rows)
        column.addWidget(self._summary)
        column.addWidget(self._list, 1)
        column.addWidget(buttons)

    # ------------------------------------------------------------ looking ahead

    def _plan(self) -> Plan:
        rule, person = self._rule.currentData(), str(self._person.currentData() or "")
        if rule == "majority":
            return rules.majorities(self._least.value())
        if rule == "agreed":
            return agreed
        if rule == "annotator":
            return rules.all_of(person)
        return rules.edges(str(rule).removeprefix("edges_"), person)

    def _look(self) -> None:
        """Find out what the rule would do now."""
        if not hasattr(self, "_labels"):
            return
        rule = str(self._rule.currentData())
        for part, is_needed in (
            (self._person, rule in ("annotator", "edges_annotator")),
            (self._least, rule == "majority"),
        ):
            part.setVisible(is_needed)
            self._labels[part].setVisible(is_needed)
        self._outlook = None
        self._decide.setEnabled(False)
        self._list.clear()
        self._summary.setText(self.tr("Looking ahead…"))
        plan, title, by = self._plan(), self._title(), self._session.annotator
        document = self._session.document
        here = {document.id} if document is not None and self._scope.currentData() else None

        def work(project: Project, task: Task) -> Outlook:
            return foresee(project, plan, by=by, title=title, documents=here, progress=task.progress)

        self._reader.ask("outlook", work, self._show)

    def _title(self) -> str:
        return self.tr("decide by rule: {rule}").format(rule=self._rule.currentText().lower())

    def _show(self, outlook: Outlook) -> None:
        """Say what would be done, and list it."""
        self._outlook = outlook
        number = len(outlook.verdicts)
        articles = len({document for document, _ in outlook.verdicts})
        gone = sum(verdict.outcome == "none" for _, verdict in outlook.verdicts)
        parts = [
            counted(number, "%n difference would be decided", "%n differences would be decided"),
            counted(articles, "in %n article", "in %n articles"),
        ]
        said = " ".join(parts) + "."
        if gone:
            words = "In %n of them nothing would be gold.", "In %n of them nothing would be gold."
            said = f"{said} {counted(gone, *words)}"
        self._summary.setText(said if number else self.tr("This rule decides nothing here."))
        self._decide.setEnabled(number > 0 and self._session.is_writable)
        items = [self._item(document, verdict) for document, verdict in outlook.verdicts[:_MOST_ROWS]]
        self._list.addTopLevelItems(items)

    def _item(self, document: str, verdict: Verdict) -> QTreeWidgetItem:
        group, book = verdict.group, self._session.codebook
        value = group.candidates[0].value
        if isinstance(value, Relation):
            kind = book.relation_types.get(value.label)
            words = kind.name if kind is not None else value.label
        else:
            words = value.text
        outcome, support = self.tr("nothing"), len(group.absent)
        if verdict.chosen:
            taken, support = verdict.chosen[0].value, verdict.chosen[0].support
            outcome = book.label(taken.label).name if isinstance(taken, Span) else self.tr("taken")
            if isinstance(taken, Span) and group.kind == "edge":
                text = taken.text
                outcome = in_short(text, 48)
            if group.kind == "attribute":
                outcome = distinct_words(self._session, group, taken, self._same, 48) or outcome
            if verdict.fragments:
                outcome = self.tr("both together")
        item = QTreeWidgetItem(
            [in_short(words, 60), kind_name(group.kind), outcome, f"{support}/{group.people}"]
        )
        title = self._outlook.titles.get(document, "") if self._outlook is not None else ""
        item.setToolTip(0, f"{in_short(words, 400)}\n{title}".strip())
        return item

    # ------------------------------------------------------------ writing

    def _write(self) -> None:
        outlook = self._outlook
        if outlook is None:
            return
        number = len(outlook.verdicts)
        self.accept()
        self._session.large.do(
            outlook.edit.title,
            lambda _project: outlook.edit.changes,
            expected=len(outlook.edit.changes),
            said=counted(number, "%n decided by rule", "%n decided by rule"),
        )
        self.decided.emit(number)
