"""The bar above the agreement: which measure, of what, of whom; counting, table, export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QPushButton, QToolButton, QWidget

from annotator.analysis.agreement import MEASURES
from annotator.analysis.agreement_counts import ALL_LABELS, EVERYBODY, Facet
from annotator.jobs.agreement_extra import DEFINITIONS, NAMES, UNDEFINED
from annotator.jobs.agreement_report import measures_for
from annotator.ui import icons
from annotator.ui.panels.colours import plain_label

if TYPE_CHECKING:
    from annotator.analysis.agreement_counts import Members
    from annotator.jobs.agreement import Compared
    from annotator.ui.panels.agreement_counting import AgreementCounting

_PROGRESS = 120
_NARROW = 110


class AgreementBar(QWidget):
    """Choices, and how far the counting is. `chosen` says that a choice has changed."""

    chosen = Signal()
    table_toggled = Signal()

    def __init__(self, export: QWidget, counting: AgreementCounting) -> None:
        super().__init__()
        self._counting = counting
        self._facets: list[Facet] = []
        self._measure = self._combo("agreement_measure", self.tr("Measure"))
        self._facet = self._combo("agreement_facet", self.tr("Of what"))
        self._who = self._combo("agreement_who", self.tr("Of whom"))
        self._facet.activated.connect(lambda _index: self._offer_measures())
        for box in (self._measure, self._facet, self._who):
            box.activated.connect(lambda _index: self.chosen.emit())
        self._make_progress()
        self._make_table()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self._measure, self._facet, self._who):
            row.addWidget(part)
        row.addStretch(1)
        for shown in (self._notice, self._progress, self._button, self._table, export):
            row.addWidget(shown)
        counting.changed.connect(self._follow)
        counting.progressed.connect(self._show_progress)
        self._offer_measures()
        self._follow()

    def _combo(self, name: str, spoken: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(spoken)
        box.setToolTip(spoken)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMinimumWidth(_NARROW)
        return box

    def _make_progress(self) -> None:
        self._notice = plain_label(role="muted")
        self._notice.setObjectName("agreement_notice")
        self._notice.setText(self.tr("Edits have come since."))
        self._progress = QProgressBar()
        self._progress.setObjectName("agreement_progress")
        self._progress.setAccessibleName(self.tr("How far it is"))
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(_PROGRESS)
        self._button = QPushButton()
        self._button.setObjectName("agreement_count")
        self._button.setAutoDefault(False)
        self._button.setProperty("role", "small")
        self._button.clicked.connect(self._press)

    def _make_table(self) -> None:
        self._table = QToolButton()
        self._table.setObjectName("agreement_show_table")
        self._table.setText(self.tr("Table"))
        self._table.setIcon(icons.icon("queue"))
        self._table.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._table.setCheckable(True)
        self._table.setChecked(True)
        self._table.setAccessibleName(self.tr("Show the table"))
        self._table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._table.toggled.connect(lambda _is_on: self.table_toggled.emit())

    # ------------------------------------------------------------ what is chosen

    @property
    def measure(self) -> str:
        """The id of the chosen measure."""
        return str(self._measure.currentData())

    @property
    def measure_name(self) -> str:
        """What it is called."""
        return self._measure.currentText()

    @property
    def definition(self) -> str:
        """What it is, in words."""
        found = MEASURES.get(self.measure)
        return found.definition if found else DEFINITIONS[self.measure]

    @property
    def undefined(self) -> str:
        """When it does not exist, in words."""
        found = MEASURES.get(self.measure)
        return found.undefined if found else UNDEFINED

    @property
    def facet(self) -> Facet:
        """What is looked at."""
        at = self._facet.currentIndex()
        return self._facets[at] if 0 <= at < len(self._facets) else ALL_LABELS

    @property
    def members(self) -> Members:
        """The chosen pair, or everybody."""
        found = self._who.currentData()
        return tuple(found) if found else EVERYBODY

    @property
    def is_table_shown(self) -> bool:
        """Whether the table is wanted."""
        return self._table.isChecked()

    def want_table(self, is_wanted: bool) -> None:
        """Show the table, or not."""
        self._table.setChecked(is_wanted)

    def choose(self, measure: str | None = None, facet: Facet | None = None) -> None:
        """Choose by program, as a hand would."""
        if facet is not None and facet in self._facets:
            self._facet.setCurrentIndex(self._facets.index(facet))
            self._offer_measures()
        if measure is not None:
            self._measure.setCurrentIndex(max(0, self._measure.findData(measure)))
        self.chosen.emit()

    def offer(self, compared: Compared) -> None:
        """Offer what was counted; choices are kept where they can be."""
        facet, members = self.facet, self.members
        self._facets = compared.facets() or [ALL_LABELS]
        self._facet.clear()
        for one in self._facets:
            self._facet.addItem(facet_text(compared, one))
        self._facet.setCurrentIndex(self._facets.index(facet) if facet in self._facets else 0)
        self._who.clear()
        self._who.addItem(self.tr("All annotators"), None)
        for pair in compared.agreement.members():
            self._who.addItem(" – ".join(compared.people(pair)), list(pair))
        known = [self._who.itemData(index) for index in range(self._who.count())]
        self._who.setCurrentIndex(known.index(list(members)) if list(members) in known else 0)
        self._offer_measures()

    def _offer_measures(self) -> None:
        """Offer the measures that can be asked of what is looked at."""
        chosen = self._measure.currentData()
        facet = self.facet
        self._measure.clear()
        for one in measures_for(facet):
            self._measure.addItem(one.name, one.id)
        if facet.kind in ("spans", "layer", "label"):
            for id_, name in NAMES.items():
                self._measure.addItem(name, id_)
        self._measure.setCurrentIndex(max(0, self._measure.findData(chosen)))
        self._measure.setToolTip(self.definition)

    # ------------------------------------------------------------ counting

    def _follow(self) -> None:
        """Show what can be done about the counting: stop it, or count again."""
        counting = self._counting
        is_old = counting.is_stale and counting.compared is not None
        self._progress.setVisible(counting.is_busy)
        self._button.setVisible(counting.is_busy or counting.is_stale)
        self._notice.setVisible(is_old and not counting.is_busy)
        text = self.tr("Stop") if counting.is_busy else self.tr("Count again")
        self._button.setText(text)
        self._button.setAccessibleName(text)
        if not counting.is_busy:
            self._progress.setValue(0)

    def _show_progress(self, done: int, total: int) -> None:
        self._progress.setMaximum(max(1, total))
        self._progress.setValue(done)

    def _press(self) -> None:
        if self._counting.is_busy:
            self._counting.stop()
        else:
            self._counting.count()


def facet_text(compared: Compared, facet: Facet) -> str:
    """What a facet is called, with the kind where that is not clear."""
    kinds = {"layer": "Layer: ", "label": "", "relation": "Relation: ", "attribute": "Attribute: "}
    name = compared.name_of(facet)
    return f"{kinds.get(facet.kind, '')}{name}" if facet.id else name.capitalize()
