"""What to do with labels that go: merge them, or delete them with or without their spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.model import codebook_plans
from annotator.ui.dialogs.codebook_fields import TickList, tick_box
from annotator.ui.dialogs.codebook_question import Question

if TYPE_CHECKING:
    from annotator.model.migration import Migration
    from annotator.ui.dialogs.codebook_desk import CodebookDesk

_SPANS_TOO = "\0"


class MergeLabels(Question):
    """Which labels become which one."""

    def __init__(self, desk: CodebookDesk, label_id: str) -> None:
        text = QCoreApplication.translate(
            "MergeLabels",
            "The spans of the ticked labels get the label that stays, with everything they carry. "
            "Relation rules that name a ticked label then name that one.",
        )
        super().__init__(desk, text)
        name = desk.codebook.label(label_id).name
        self.title = self.tr("Merge {name} with other labels").format(name=name)
        self._target = self.chooser("merge_target", self.tr("The label that stays"), self.labels())
        layer = desk.codebook.label(label_id).layer
        others = [one for one, _ in self.labels(without=label_id)]
        near = [one for one in others if desk.codebook.label(one).layer == layer]
        self._target.setCurrentIndex(max(0, self._target.findData((near or others or [""])[0])))
        self._target.chosen.connect(self._show_sources)
        self._sources = TickList("merge_sources", self.tr("Labels that become it"), rows=4)
        self._sources.ticked.connect(lambda _ids: self.changed.emit())
        self.rows.add(self.tr("Labels that become it"), self._sources)
        self._drops = tick_box(
            "merge_drops",
            self.tr("Delete the values of attributes that the label that stays does not have"),
            lambda _on: self.changed.emit(),
        )
        self.rows.add("", self._drops)
        self._wanted = [label_id]
        self._show_sources()

    def _show_sources(self) -> None:
        ticked = self._sources.ticked_ids() or self._wanted
        things = self.labels(without=self._target.chosen_id())
        self._sources.show_things(sorted(things, key=lambda one: one[0] not in self._wanted), ticked)

    def enter(self) -> None:
        """Take the focus."""
        self._target.setFocus()

    def migration(self) -> Migration:
        """The labels merged."""
        return codebook_plans.merge_labels(
            self.desk.codebook,
            self._sources.ticked_ids(),
            self._target.chosen_id(),
            drops_attributes=self._drops.isChecked(),
        )


class DeleteLabel(Question):
    """What becomes of the spans of a label that goes."""

    def __init__(self, desk: CodebookDesk, label_id: str) -> None:
        super().__init__(desk)
        self._label_id = label_id
        name = desk.codebook.label(label_id).name
        self.title = self.tr("Delete {name}").format(name=name)
        choices = self.labels(without=label_id)
        choices.append((_SPANS_TOO, self.tr("none: delete them, too")))
        self._replacement = self.chooser("delete_replacement", self.tr("Its spans become"), choices)
        layer = desk.codebook.label(label_id).layer
        near = [one for one, _ in choices[:-1] if desk.codebook.label(one).layer == layer]
        self._replacement.setCurrentIndex(max(0, self._replacement.findData((near or [""])[0])))
        if not desk.counts.get(label_id):
            self._replacement.setCurrentIndex(len(choices) - 1)

    @property
    def is_dangerous(self) -> bool:  # type: ignore[override]
        """Whether the spans are to be deleted."""
        return self._replacement.chosen_id() == _SPANS_TOO

    def enter(self) -> None:
        """Take the focus."""
        self._replacement.setFocus()

    def migration(self) -> Migration:
        """The label deleted."""
        replacement = self._replacement.chosen_id()
        return codebook_plans.delete_label(
            self.desk.codebook, self._label_id, "" if replacement == _SPANS_TOO else replacement
        )
