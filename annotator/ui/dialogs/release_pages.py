"""The pages of the release dialog: terms and people, files and split, data statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.formats import extras
from annotator.formats.data_statement import QUESTIONS
from annotator.jobs.release_plan import LICENSES, NATIVE, TIMES, USUAL_FORMATS
from annotator.jobs.splitting import USUAL_SHARES, WAYS
from annotator.ui import theme
from annotator.ui.dialogs.export_only import OnlySection
from annotator.ui.dialogs.fields import explanation, form
from annotator.ui.export_choices import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotator.model.codebook import Codebook
    from annotator.model.values import Annotator
    from annotator.ui.release_choices import ReleaseMemory

_NAME = Qt.ItemDataRole.UserRole
_LINES = 3


def _line(name: str, purpose: str, text: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setObjectName(name)
    line.setAccessibleName(purpose)
    return line


def _tick(name: str, words: str, *, is_on: bool) -> QCheckBox:
    tick = QCheckBox(words)
    tick.setObjectName(name)
    tick.setChecked(is_on)
    return tick


def _box(name: str, purpose: str, rows: Iterable[tuple[str, str]], value: str) -> QComboBox:
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(purpose)
    for id_, words in rows:
        box.addItem(QCoreApplication.translate("Release", words), id_)
    box.setCurrentIndex(max(0, box.findData(value)))
    return box


def _license(name: str, purpose: str, value: str) -> QComboBox:
    """A licence: one of the usual ones, or any other name of the Hub."""
    box = _box(name, purpose, [(one, one) for one in LICENSES], value)
    box.setEditable(True)
    box.setCurrentIndex(-1)
    box.setEditText(value)
    edit = box.lineEdit()
    assert edit is not None
    edit.setPlaceholderText(QCoreApplication.translate("Release", "not chosen yet"))
    edit.setAccessibleName(purpose)
    return box


class _Page(QWidget):
    """Rows with room around them."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows = form()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*(4 * [2 * theme.STEP]))
        self.column.setSpacing(2 * theme.STEP)
        self.column.addLayout(self.rows)

    def add(self, words: str, field: QWidget, *remarks: str) -> None:
        """A row with its label, and quiet sentences below."""
        label = QLabel(words)
        label.setBuddy(field)
        self.rows.addRow(label, field)
        self.remark(*remarks)

    def remark(self, *remarks: str) -> None:
        """Quiet sentences below the last row."""
        for text in remarks:
            self.rows.addRow("", explanation(text))


class TermsPage(_Page):
    """Title, rights, whose annotations, and what of them is told."""

    def __init__(
        self,
        title: str,
        people: tuple[Sequence[Annotator], str],
        codebook: Codebook,
        memory: ReleaseMemory,
    ) -> None:
        super().__init__()
        self.title = _line("release_title", self.tr("Title"), title)
        words = self.tr("Licence of the annotations")
        self.license = _license("release_license", words, memory.said("license", ""))
        self.with_texts = _tick("release_texts", self.tr("With the texts of the articles"), is_on=True)
        words = self.tr("Licence of the articles")
        self.articles_license = _license(
            "release_articles_license", words, memory.said("articles_license", "")
        )
        self.times = _box("release_times", self.tr("Times"), TIMES.items(), memory.said("times", "none"))
        self.free_texts = _tick(
            "release_free_texts", self.tr("With notes and attributes of any wording"), is_on=False
        )
        self.only = OnlySection(*people, codebook)
        self._lay_out()
        self.with_texts.toggled.connect(self._follow_texts)

    def _lay_out(self) -> None:
        self.add(self.tr("T&itle"), self.title)
        self.add(
            self.tr("Licence of the a&nnotations"),
            self.license,
            self.tr("As the Hugging Face Hub calls it: cc-by-4.0, cc0-1.0, other …"),
        )
        self.rows.addRow("", self.with_texts)
        self.remark(
            self.tr(
                "Without them each article is named by title, address, length and SHA-256. Who has"
                " the articles puts the texts back with “annotator restore”."
            )
        )
        self.add(self.tr("Licence of the a&rticles"), self.articles_license)
        self.add(
            self.tr("Ti&mes of annotation"),
            self.times,
            self.tr("Names become pseudonyms: A1, A2 …; addresses and identifiers are left out."),
        )
        self.rows.addRow("", self.free_texts)
        self.remark(self.tr("They may tell who wrote them, or hold parts of the articles."))
        self.column.addWidget(self.only)
        self.column.addStretch(1)

    def _follow_texts(self, is_on: bool) -> None:
        self.articles_license.setEnabled(is_on)
        self.changed.emit()


class FilesPage(_Page):
    """Which formats, and how the articles are split."""

    def __init__(self, memory: ReleaseMemory) -> None:
        super().__init__()
        self.formats = QListWidget()
        self.formats.setObjectName("release_formats")
        self.formats.setAccessibleName(self.tr("Formats"))
        self._fill(memory.formats(USUAL_FORMATS))
        self.way = _box("release_split", self.tr("Split"), WAYS.items(), memory.said("split", "cluster"))
        shares = ",".join(map(str, USUAL_SHARES))
        self.shares = _line("release_shares", self.tr("Shares"), memory.said("shares", shares))
        self.seed = _line("release_seed", self.tr("Seed"), memory.said("seed", "0"))
        self.add(
            self.tr("&Formats"),
            self.formats,
            self.tr("Annotator’s own JSON Lines are always there, with all that is released."),
        )
        self.add(self.tr("S&plit"), self.way)
        self.remark(self.tr("Near-duplicates always come to the same part."))
        self.add(self.tr("Sh&ares"), self.shares, self.tr("Train, validation and test."))
        self.add(
            self.tr("See&d"),
            self.seed,
            self.tr("The same seed gives the same parts and pseudonyms; another one others."),
        )

    def _fill(self, chosen: frozenset[str]) -> None:
        for _title, found in grouped():
            for one in found:
                if one.name == NATIVE:
                    continue
                item = QListWidgetItem(one.title)
                item.setData(_NAME, one.name)
                item.setToolTip(one.description)
                is_on = one.name in chosen and not extras.is_missing(one)
                item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
                if extras.is_missing(one):
                    item.setText(self.tr("{title} (a package is missing)").format(title=one.title))
                    item.setFlags(Qt.ItemFlag.NoItemFlags)
                self.formats.addItem(item)

    @property
    def chosen(self) -> list[str]:
        """The names of the formats with a check mark."""
        items = [self.formats.item(row) for row in range(self.formats.count())]
        return [str(one.data(_NAME)) for one in items if one.checkState() == Qt.CheckState.Checked]


class StatementPage(_Page):
    """What only people know about a dataset."""

    def __init__(self, memory: ReleaseMemory) -> None:
        super().__init__()
        self._fields: dict[str, QPlainTextEdit] = {}
        self.rows.addRow(
            explanation(
                self.tr(
                    "Counts, languages, dates and outlets are filled in by themselves. What you"
                    " leave open is said to be open."
                )
            )
        )
        answers = memory.answers()
        for name, (heading, question) in QUESTIONS.items():
            words = QCoreApplication.translate("Release", heading)
            field = QPlainTextEdit(answers.get(name, ""))
            field.setObjectName(f"release_{name}")
            field.setAccessibleName(words)
            field.setTabChangesFocus(True)
            field.setPlaceholderText(QCoreApplication.translate("Release", question))
            field.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 2 * theme.STEP)
            self._fields[name] = field
            self.add(words, field)

    @property
    def answers(self) -> dict[str, str]:
        """What was answered."""
        said = {name: field.toPlainText().strip() for name, field in self._fields.items()}
        return {name: text for name, text in said.items() if text}
