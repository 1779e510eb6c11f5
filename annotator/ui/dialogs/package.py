"""Work packages: for whom, how many articles, which of them with others; shown before it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.jobs.packaging import file_paths
from annotator.jobs.packaging_plan import PackageWish, propose, remarks, table
from annotator.ui import theme
from annotator.ui.dialogs.fields import explanation, written_path
from annotator.ui.dialogs.fitting import fit
from annotator.ui.dialogs.package_choices import PackageChoices
from annotator.ui.dialogs.package_people import PackagePeople
from annotator.ui.dialogs.plain_button import PlainButton
from annotator.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from annotator.jobs.packaging_plan import Stock
    from annotator.model.planning import TeamPlan

_SIZE = (820, 620)
_PAUSE = 120
"""Milliseconds without another choice before a plan of many articles is made anew."""
_MANY = 3_000


@dataclass(frozen=True, slots=True)
class PackageChoice:
    """Packages that were asked for: the plan as it was shown, and where they go."""

    wish: PackageWish
    plan: TeamPlan
    folder: Path


class PackageDialog(QDialog):
    """Every choice shows at once what each would get; `chosen` brings a plan to carry out."""

    chosen = Signal(object)

    def __init__(
        self,
        stock: Stock,
        own_id: str,
        lists: tuple[Sequence[str], Sequence[str]],
        project_path: Path,
        parent: QWidget | None = None,
    ) -> None:
        """`lists` are the chosen and the shown articles; `own_id` is who gives them out."""
        super().__init__(parent)
        self.setObjectName("packages")
        self.setWindowTitle(self.tr("Make work packages"))
        self._stock = stock
        self._path = project_path
        self._plan: TeamPlan | None = None
        self._seed = 0
        people = {one.id: one.name for one in stock.people if one.role == "person"}
        self.people = PackagePeople(people, frozenset(people) - {own_id})
        self.choices = PackageChoices(stock, *lists)
        self._make_parts(project_path.with_name(f"{project_path.stem} packages"))
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._show_plan)
        self.people.changed.connect(self._follow_people)
        self.choices.changed.connect(self._plan_soon)
        self._follow_people()
        self.people.name.setFocus()
        fit(self, *_SIZE)

    def _make_parts(self, folder: Path) -> None:
        self._summary = QLabel()
        self._summary.setObjectName("package_summary")
        self._summary.setWordWrap(True)
        self._remarks = explanation("")
        self._remarks.setObjectName("package_remarks")
        self._remarks.setTextFormat(Qt.TextFormat.PlainText)
        self._folder = QLineEdit(str(folder))
        self._folder.setObjectName("package_folder")
        self._folder.setAccessibleName(self.tr("Folder"))
        self._folder.textChanged.connect(lambda _text: self._allow())
        self._browse = PlainButton(self.tr("&Choose…"))
        self._browse.setObjectName("choose_package_folder")
        self._browse.clicked.connect(self._choose_folder)
        self._warning = QLabel()
        self._warning.setObjectName("package_warning")
        self._warning.setProperty("role", "warning")
        self._warning.setTextFormat(Qt.TextFormat.PlainText)
        self._warning.setWordWrap(True)
        self._warning.hide()

    def _lay_out(self) -> None:
        label = QLabel(self.tr("F&older"))
        label.setBuddy(self._folder)
        place = QHBoxLayout()
        place.setSpacing(theme.STEP)
        for part, stretch in ((label, 0), (self._folder, 1), (self._browse, 0)):
            place.addWidget(part, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * [2 * theme.STEP]))
        column.setSpacing(theme.STEP + theme.HALF_STEP)
        column.addWidget(self.choices)
        column.addWidget(self.people, 1)
        for part in (self._summary, self._remarks):
            column.addWidget(part)
        column.addLayout(place)
        column.addWidget(self._warning)
        column.addWidget(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        role, standard = QDialogButtonBox.ButtonRole, QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Cancel)
        self._again = PlainButton(self.tr("Draw a&gain"))
        self._again.setObjectName("package_again")
        self._again.setToolTip(self.tr("Choose other articles by chance, as evenly as these"))
        self._again.clicked.connect(self._draw_again)
        buttons.addButton(self._again, role.ResetRole)
        self._make = buttons.addButton(self.tr("Make packages"), role.AcceptRole)
        self._make.setObjectName("package_make")
        self._make.setDefault(True)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        return buttons

    # ------------------------------------------------------------ planning

    @property
    def wish(self) -> PackageWish:
        """What the fields now ask for."""
        return self.choices.wish(self.people.chosen, seed=self._seed)

    def _follow_people(self) -> None:
        self.choices.offer_partners(self.people.chosen)
        self._plan_soon()

    def _plan_soon(self) -> None:
        """Plan anew: at once, or after a pause where that takes a while."""
        if len(self._stock.articles) > _MANY:
            self._timer.start()
        else:
            self._show_plan()

    def _draw_again(self) -> None:
        self._seed += 1
        self._show_plan()

    def _show_plan(self) -> None:
        """Plan anew and show it."""
        self._timer.stop()
        wish = self.wish
        self._plan = propose(self._stock, wish)
        rows = table(self._plan, self._stock, wish)
        self.people.show_rows(dict(zip(self._plan.portions, rows, strict=True)))
        self._summary.setText(self._summary_text(self._plan, wish))
        said = " ".join(remarks(self._plan, rows))
        self._remarks.setText(said)
        self._remarks.setVisible(bool(said))
        self._allow()

    def _summary_text(self, plan: TeamPlan, wish: PackageWish) -> str:
        if not wish.people:
            return self.tr("Set a check mark at everybody who is to get a package, or add people.")
        if not plan.assignments:
            return self.tr("None of these articles can be given to them.")
        articles = counted(plan.articles, "%n article", "%n articles")
        given = counted(plan.assignments, "%n assignment", "%n assignments")
        if not plan.left:
            return self.tr("{articles} in {given}.").format(articles=articles, given=given)
        left = counted(plan.left, "%n is left", "%n are left")
        return self.tr("{articles} in {given}; {left} for later.").format(
            articles=articles, given=given, left=left
        )

    def _allow(self) -> None:
        has_any = self._plan is not None and self._plan.assignments > 0
        self._make.setEnabled(has_any and bool(self._folder.text().strip()))
        self._warn("")

    # ------------------------------------------------------------ where, and go

    def _warn(self, text: str) -> None:
        self._warning.setText(text)
        self._warning.setVisible(bool(text))

    def _choose_folder(self) -> None:
        path = written_path(self._folder.text())
        dialog = QFileDialog(self, self.tr("Put the packages into"), str(path.parent))
        dialog.setObjectName("choose_package_folder_dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._folder.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _accept(self) -> None:
        if self._timer.isActive():
            self._show_plan()
        folder, wish, plan = written_path(self._folder.text()), self.wish, self._plan
        if plan is None or not plan.assignments:
            return
        names = {id_: wish.people[id_] for id_, one in plan.portions.items() if one.documents}
        taken = [path.name for path in file_paths(self._path, folder, names).values() if path.exists()]
        if taken:
            text = self.tr("{name} exists already in this folder: choose another one.")
            self._warn(text.format(name=taken[0]))
            self._folder.setFocus()
            return
        self.accept()
        self.chosen.emit(PackageChoice(wish, plan, folder))
