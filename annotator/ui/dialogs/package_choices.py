"""What is asked of work packages: which articles, how many each, how many of them with others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QSpinBox, QWidget

from annotator.jobs.packaging_plan import GIVEN, NEW, PackageWish
from annotator.ui import theme
from annotator.ui.dialogs.fields import form
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.jobs.packaging_plan import Stock

_MOST = 100_000


class PackageChoices(QWidget):
    """Fields in three rows; `changed` says that one of them was changed."""

    changed = Signal()

    def __init__(self, stock: Stock, chosen: Sequence[str], shown: Sequence[str]) -> None:
        """`chosen` and `shown` are articles of the list."""
        super().__init__()
        self._make_scope(stock, chosen, shown)
        self._make_numbers()
        self._blind = QCheckBox(self.tr("&Blind: nobody sees the work of others"))
        self._blind.setObjectName("package_blind")
        self._blind.setChecked(True)
        self._blind.setToolTip(
            self.tr("Without it a package also holds what others have done in its articles")
        )
        self._lay_out()
        self._scope.currentIndexChanged.connect(self._follow)
        for spin in (self._each, self._overlap, self._readers):
            spin.valueChanged.connect(self._follow)
        self._partner.currentIndexChanged.connect(self._follow)
        self._blind.toggled.connect(self._follow)
        self._follow()

    def _make_scope(self, stock: Stock, chosen: Sequence[str], shown: Sequence[str]) -> None:
        free = stock.free
        open_ones = set(free)
        listed = [id_ for id_ in shown if id_ in open_ones]
        self._scope = QComboBox()
        self._scope.setObjectName("package_scope")
        self._scope.setAccessibleName(self.tr("Which articles"))
        one, several = "The one that nobody has", "The %n that nobody has"
        self._scope.addItem(counted(len(free), one, several), free)
        if 0 < len(listed) < len(free):
            one, several = "%n of them in the list", "The %n of them in the list"
            self._scope.addItem(counted(len(listed), one, several), listed)
        if len(chosen) > 1:
            self._scope.addItem(
                counted(len(chosen), "The chosen article", "The %n chosen articles"), list(chosen)
            )
        one, several = "The %n article in the list", "All %n articles in the list"
        self._scope.addItem(counted(len(shown), one, several), list(shown))
        if stock.assigned:
            self._scope.addItem(self.tr("What each was assigned before"), GIVEN)
        if not free:
            self._scope.setCurrentIndex(self._scope.count() - 1)

    def _make_numbers(self) -> None:
        self._each = QSpinBox()
        self._each.setObjectName("package_each")
        self._each.setAccessibleName(self.tr("Articles for each"))
        self._each.setRange(1, _MOST)
        self._each.setValue(30)
        self._overlap = QSpinBox()
        self._overlap.setObjectName("package_overlap")
        self._overlap.setAccessibleName(self.tr("Share that others read, too, in percent"))
        self._overlap.setRange(0, 100)
        self._overlap.setSingleStep(5)
        self._overlap.setSuffix(self.tr(" %"))
        self._overlap.setValue(20)
        self._readers = QSpinBox()
        self._readers.setObjectName("package_readers")
        self._readers.setAccessibleName(self.tr("People for each shared article"))
        self._readers.setRange(2, 2)
        self._partner = QComboBox()
        self._partner.setObjectName("package_partner")
        self._partner.setAccessibleName(self.tr("Shared with"))
        self._partner.addItem(self.tr("everybody in turn"), "")

    def _lay_out(self) -> None:
        rows = form()
        label = QLabel(self.tr("&Articles"))
        label.setBuddy(self._scope)
        rows.addRow(label, self._scope)
        each = QLabel(self.tr("&Each gets"))
        each.setBuddy(self._each)
        rows.addRow(each, _row(self._each, self.tr("articles"), self._blind))
        shared = QLabel(self.tr("&Shared"))
        shared.setBuddy(self._overlap)
        with_whom = _row(
            self._overlap,
            self.tr("of them, with"),
            self._partner,
            self.tr("people for each:"),
            self._readers,
        )
        rows.addRow(shared, with_whom)
        self.setLayout(rows)

    # ------------------------------------------------------------ what is asked

    def wish(self, people: Mapping[str, str], *, seed: int) -> PackageWish:
        """What the fields ask for these people."""
        documents = self._scope.currentData()
        is_given = documents == GIVEN
        return PackageWish(
            people,
            self._each.value(),
            self._overlap.value() / 100,
            self._readers.value(),
            str(self._partner.currentData() or ""),
            seed,
            documents=None if is_given else documents or [],
            way=GIVEN if is_given else NEW,
            is_blind=self._blind.isChecked(),
        )

    def offer_partners(self, people: Mapping[str, str]) -> None:
        """Let one of these people be the one with whom all share."""
        before = self._partner.currentData()
        with QSignalBlocker(self._partner), QSignalBlocker(self._readers):
            while self._partner.count() > 1:
                self._partner.removeItem(1)
            for id_, name in people.items():
                self._partner.addItem(name, id_)
            self._partner.setCurrentIndex(max(0, self._partner.findData(before)))
            self._readers.setMaximum(max(2, len(people)))
        self._enable()

    def _follow(self) -> None:
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        is_new = self._scope.currentData() != GIVEN
        is_shared = is_new and self._overlap.value() > 0
        self._each.setEnabled(is_new)
        self._overlap.setEnabled(is_new)
        self._partner.setEnabled(is_shared and self._partner.count() > 2)
        has_several = self._readers.maximum() > 2
        self._readers.setEnabled(is_shared and has_several and not self._partner.currentData())


def _row(*parts: QWidget | str) -> QHBoxLayout:
    """Fields and words side by side."""
    row = QHBoxLayout()
    row.setSpacing(theme.STEP)
    for part in parts:
        row.addWidget(QLabel(part) if isinstance(part, str) else part)
    row.addStretch(1)
    return row
