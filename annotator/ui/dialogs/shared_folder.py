"""The shared folder: where it is, who publishes there, what is bad and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from annotator.ui import theme
from annotator.ui.dialogs.fields import explanation, written_path
from annotator.ui.dialogs.fitting import fit
from annotator.ui.dialogs.plain_button import PlainButton
from annotator.ui.words import counted

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QPushButton, QWidget

    from annotator.jobs.shared_folder import Publisher
    from annotator.ui.sharing_state import SharingState

_SIZE = (680, 460)
_WHO, _WHEN, _ARTICLES, _ANNOTATIONS, _FILE = range(5)
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MOST_PROBLEMS = 6


class SharedFolderDialog(QDialog):
    """Chooses the folder, and shows at every moment how it stands there."""

    chosen = Signal(object)
    asked = Signal()
    stopped = Signal()

    def __init__(self, folder: Path | None, state: SharingState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shared_folder")
        self.setWindowTitle(self.tr("Shared folder"))
        self._folder: Path | None = None
        self._field = QLineEdit()
        self._field.setObjectName("shared_path")
        self._field.setAccessibleName(self.tr("Folder"))
        self._field.setPlaceholderText(self.tr("A folder that all of you can reach"))
        self._field.textChanged.connect(self._follow_field)
        self._make_table()
        self._state = QLabel()
        self._state.setObjectName("shared_state")
        self._problems = QLabel()
        self._problems.setObjectName("shared_problems")
        for label in (self._state, self._problems):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._share = self._button("share_now", "", self._accept_folder)
        self._share.setDefault(True)
        self._stop = self._button("stop_sharing", self.tr("S&top sharing"), self.stopped.emit)
        self._close = self._button("close_sharing", self.tr("&Close"), self.reject)
        self._lay_out()
        if folder is not None:
            self._field.setText(str(folder))
        self.show_state(folder, state)
        fit(self, *_SIZE)
        (self._field if folder is None else self._share).setFocus()

    def _button(self, name: str, words: str, action: object) -> QPushButton:
        button = PlainButton(words)
        button.setObjectName(name)
        button.clicked.connect(action)
        return button

    def _make_table(self) -> None:
        self._table = QTreeWidget()
        self._table.setObjectName("shared_files")
        self._table.setAccessibleName(self.tr("Who publishes here"))
        self._table.setRootIsDecorated(False)
        self._table.setUniformRowHeights(True)
        titles = (self.tr("Who"), self.tr("Published"), self.tr("Articles"), self.tr("Annotations"))
        self._table.setHeaderLabels([*titles, self.tr("File")])
        header = self._table.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in (_ARTICLES, _ANNOTATIONS):
            self._table.headerItem().setTextAlignment(column, _NUMBER)

    def _lay_out(self) -> None:
        browse = self._button("choose_shared", self.tr("C&hoose…"), self._browse)
        label = QLabel(self.tr("&Folder"))
        label.setBuddy(self._field)
        place = QHBoxLayout()
        place.setSpacing(theme.STEP)
        for part, stretch in ((label, 0), (self._field, 1), (browse, 0)):
            place.addWidget(part, stretch)
        below = QHBoxLayout()
        below.setSpacing(theme.STEP)
        below.addWidget(self._stop)
        below.addStretch(1)
        below.addWidget(self._close)
        below.addWidget(self._share)
        words = self.tr(
            "Everybody works in a project of their own. Copies of it come into this folder by"
            " themselves, and what the others publish there comes in. Dropbox, OneDrive, Syncthing,"
            " Nextcloud or a network disk carry it; nothing is sent anywhere else."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * [2 * theme.STEP]))
        column.setSpacing(theme.STEP + theme.HALF_STEP)
        column.addWidget(explanation(words))
        column.addLayout(place)
        column.addWidget(self._table, 1)
        column.addWidget(self._state)
        column.addWidget(self._problems)
        column.addLayout(below)

    # ------------------------------------------------------------ showing

    def show_state(self, folder: Path | None, state: SharingState) -> None:
        """Show who is there and how the last round went."""
        self._folder = folder
        self._stop.setEnabled(folder is not None)
        self._table.clear()
        for publisher in state.publishers if folder is not None else ():
            self._add_row(publisher)
        self._state.setText(self._words(state) if folder is not None else "")
        self._show_problems(state)
        self._follow_field()

    def _add_row(self, publisher: Publisher) -> None:
        who = self.tr("You") if publisher.is_own else publisher.who or "–"
        moment = QDateTime.fromSecsSinceEpoch(int(publisher.published))
        when = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
        counts = (publisher.documents, publisher.annotations)
        item = QTreeWidgetItem([who, when, *map(QLocale().toString, counts), publisher.name])
        for column in (_ARTICLES, _ANNOTATIONS):
            item.setTextAlignment(column, _NUMBER)
        self._table.addTopLevelItem(item)

    def _words(self, state: SharingState) -> str:
        if state.is_busy:
            return self.tr("Sharing…")
        if state.error is not None:
            return f"{state.error.message} {state.error.hint}"
        moment = QDateTime.fromSecsSinceEpoch(int(state.shared_at)).time()
        clock = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
        words = [self.tr("Shared at {time}.").format(time=clock)]
        if state.waiting:
            waiting = counted(state.waiting, "%n edit is published", "%n edits are published")
            words.append(self.tr("{0} as soon as you pause.").format(waiting))
        if state.conflicts:
            conflicts = state.conflicts
            words.append(counted(conflicts, "%n difference to look at.", "%n differences to look at."))
        return " ".join(words)

    def _show_problems(self, state: SharingState) -> None:
        lines = [f"{one.reason} {one.hint}" for one in state.problems]
        left = len(lines) - _MOST_PROBLEMS
        if left > 0:
            lines[_MOST_PROBLEMS:] = [counted(left, "And %n further file.", "And %n further files.")]
        self._problems.setText("\n".join(lines))
        self._problems.setVisible(bool(lines))
        is_bad = any(one.kind == "unreadable" for one in state.problems)
        self._problems.setProperty("role", "warning" if is_bad else "muted")
        self._problems.style().polish(self._problems)

    # ------------------------------------------------------------ choosing

    def _follow_field(self) -> None:
        written = self._field.text().strip()
        is_same = self._folder is not None and written_path(written) == self._folder
        self._share.setText(self.tr("&Share now") if is_same else self.tr("&Share through this folder"))
        self._share.setEnabled(bool(written))

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Shared folder"), self._field.text())
        dialog.setObjectName("choose_shared_folder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._field.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _accept_folder(self) -> None:
        folder = written_path(self._field.text())
        if folder == self._folder:
            self.asked.emit()
        else:
            self.chosen.emit(folder)
