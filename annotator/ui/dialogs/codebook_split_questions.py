"""How to split a label: by rules about its spans, or by who made them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from annotator.errors import CodebookError
from annotator.model import codebook_plans
from annotator.model.codebook_plans import Branch, Target
from annotator.model.conditions import Condition
from annotator.ui import theme
from annotator.ui.dialogs.codebook_fields import Chooser, push_button
from annotator.ui.dialogs.codebook_question import Question

if TYPE_CHECKING:
    from annotator.model.migration import Migration
    from annotator.ui.dialogs.codebook_desk import CodebookDesk

_NO_VALUE = ("is empty", "is not empty")


class TargetField(QComboBox):
    """Where spans go: an existing label, or the name of a new one, written here."""

    def __init__(self, name: str, purpose: str, labels: list[tuple[str, str]]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(purpose)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for id_, words in labels:
            self.addItem(words, id_)
        self.setCurrentIndex(-1)
        line = self.lineEdit()
        assert line is not None
        line.setPlaceholderText(self.tr("a label, or the name of a new one"))
        line.setAccessibleName(purpose)

    def target(self) -> Target:
        """What was chosen or written; empty if nothing was."""
        words = self.currentText().strip()
        row = self.findText(words, Qt.MatchFlag.MatchFixedString)
        return Target(id=str(self.itemData(row))) if row >= 0 and words else Target(name=words)


class _RuleRow:
    """The fields of one rule: what is asked, how, which value, and where the spans go."""

    def __init__(self, question: SplitByRule, number: int) -> None:
        self.part = Chooser(f"rule_part_{number}", question.tr("What is asked"))
        self.part.show_choices(question.parts(), "text")
        self.test = Chooser(f"rule_test_{number}", question.tr("Test"))
        self.test.show_choices(question.tests(), "contains")
        self.value = QLineEdit()
        self.value.setObjectName(f"rule_value_{number}")
        self.value.setAccessibleName(question.tr("Value"))
        self.value.setPlaceholderText(question.tr("one or several, with commas"))
        labels = question.labels(without=question.label_id)
        self.target = TargetField(f"rule_target_{number}", question.tr("Becomes"), labels)
        self.part.chosen.connect(lambda _id: question.changed.emit())
        self.test.chosen.connect(lambda _id: question.changed.emit())
        self.value.textEdited.connect(lambda _text: question.changed.emit())
        self.target.currentTextChanged.connect(lambda _text: question.changed.emit())

    def fields(self) -> tuple[QWidget, ...]:
        """The fields, from left to right."""
        return self.part, self.test, self.value, self.target

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written here."""
        return not self.value.text().strip() and self.target.target() == Target()

    def branch(self) -> Branch:
        """The rule as a part of the split."""
        test, value = self.test.chosen_id(), self.value.text()
        if test in _NO_VALUE:
            test, value = ("is" if test == "is empty" else "is not"), ""
        elif not value.strip():
            raise CodebookError("Say what the rule is to look for.")
        target = self.target.target()
        if target == Target():
            raise CodebookError("Say which label these spans get.")
        return Branch((Condition(self.part.chosen_id(), test, value),), target)


class SplitByRule(Question):
    """Rules from top to bottom; the first that holds for a span takes it."""

    def __init__(self, desk: CodebookDesk, label_id: str) -> None:
        super().__init__(desk)
        self.label_id = label_id
        name = desk.codebook.label(label_id).name
        self.title = self.tr("Split {name} by rule").format(name=name)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.STEP)
        self._grid.setVerticalSpacing(theme.STEP)
        heads = (self.tr("Where"), "", "", self.tr("it becomes"))
        for column, words in enumerate(heads):
            head = QLabel(words)
            head.setProperty("role", "muted")
            self._grid.addWidget(head, 0, column)
            self._grid.setColumnStretch(column, 2 if column > 1 else 1)
        self.column.addLayout(self._grid)
        self._rules: list[_RuleRow] = []
        self._more = push_button("rule_more", self.tr("Another rule"), self._add_row)
        self.column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_row()

    def parts(self) -> list[tuple[str, str]]:
        """What can be asked of a span of this label."""
        attributes = self.desk.codebook.attributes_of(self.label_id)
        return [
            ("text", self.tr("its words")),
            ("before", self.tr("the words before it")),
            ("after", self.tr("the words after it")),
            *((f"attribute.{one.id}", one.name) for one in attributes),
            ("origin", self.tr("its origin")),
            ("note", self.tr("its note")),
        ]

    def tests(self) -> list[tuple[str, str]]:
        """How it can be asked."""
        return [
            ("contains", self.tr("contain")),
            ("is", self.tr("are exactly")),
            ("is not", self.tr("are not")),
            ("starts with", self.tr("start with")),
            ("ends with", self.tr("end with")),
            ("is empty", self.tr("are missing")),
            ("is not empty", self.tr("are there")),
        ]

    def _add_row(self) -> None:
        row = _RuleRow(self, len(self._rules))
        for column, field in enumerate(row.fields()):
            self._grid.addWidget(field, len(self._rules) + 1, column)
        self._rules.append(row)

    def enter(self) -> None:
        """Take the focus."""
        self._rules[0].value.setFocus()

    def migration(self) -> Migration:
        """The label split by the rules that were written."""
        written = [row for row in self._rules if not row.is_empty] or self._rules[:1]
        branches = [row.branch() for row in written]
        return codebook_plans.split_label(self.desk.codebook, self.label_id, branches)


class SplitByAnnotator(Question):
    """A label for each annotator's spans; empty: they stay."""

    def __init__(self, desk: CodebookDesk, label_id: str) -> None:
        super().__init__(desk)
        self._label_id = label_id
        name = desk.codebook.label(label_id).name
        self.title = self.tr("Split {name} by annotator").format(name=name)
        self._targets: dict[str, TargetField] = {}
        names = desk.annotator_names()
        counts = {by: n for (label, by), n in desk.counts_by_annotator.items() if label == label_id}
        labels = self.labels(without=label_id)
        for annotator in sorted(counts, key=lambda one: -counts[one]):
            purpose = self.tr("Spans of {name} become").format(name=names.get(annotator, annotator))
            field = TargetField(f"annotator_target_{len(self._targets)}", purpose, labels)
            field.currentTextChanged.connect(lambda _text: self.changed.emit())
            self._targets[annotator] = field
            words = f"{names.get(annotator, annotator)} ({counts[annotator]:,})"
            self.rows.add(words, field)

    def enter(self) -> None:
        """Take the focus."""
        for field in list(self._targets.values())[:1]:
            field.setFocus()

    def migration(self) -> Migration:
        """The label split by annotator."""
        targets = {by: field.target() for by, field in self._targets.items()}
        chosen = {by: target for by, target in targets.items() if target != Target()}
        if not chosen:
            raise CodebookError("Say which label somebody’s spans get; those left empty stay.")
        return codebook_plans.split_by_annotator(self.desk.codebook, self._label_id, chosen)
