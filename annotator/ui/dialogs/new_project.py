"""A new project: its title, its file, its codebook and who annotates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from annotator.errors import UserError
from annotator.formats import codebook_file
from annotator.ui import theme
from annotator.ui.dialogs.fields import explanation, form, lay_out_form, written_path
from annotator.ui.settings import Settings, system_user

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QWheelEvent

SUFFIX = ".annodb"
_NOT_IN_NAMES = re.compile(r"[^\w\- ]+")


@dataclass(frozen=True, slots=True)
class NewProject:
    """What was chosen; `codebook` is the id of a preset or a codebook file."""

    path: Path
    title: str
    codebook: str | Path
    annotator_name: str


class NewProjectDialog(QDialog):
    """Asks for a title and a name; everything else is proposed."""

    chosen = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("new_project")
        self.setWindowTitle(self.tr("New project"))
        self.setMinimumWidth(560)
        self._folder = Path(settings.last_folder or documents_folder())
        self._follows_title = True
        self._codebooks: list[tuple[str | Path, str]] = []
        self._title = QLineEdit()
        self._title.setObjectName("project_title")
        self._title.setPlaceholderText(self.tr("For example: Local elections"))
        self._title.textChanged.connect(self._follow_title)
        self._file = QLineEdit()
        self._file.setObjectName("project_file")
        self._file.textEdited.connect(self._stop_following)
        self._file.textChanged.connect(self._check)
        self._make_codebook()
        self._name = QLineEdit(settings.annotator_name or system_user())
        self._name.setObjectName("project_annotator")
        self._name.textChanged.connect(self._check)
        self._problem = QLabel()
        self._problem.setObjectName("project_problem")
        self._problem.setProperty("role", "error")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._lay_out()
        self._follow_title()
        self._describe()

    def _make_codebook(self) -> None:
        self._codebook = _CodebookBox()
        self._codebook.setObjectName("project_codebook")
        self._description = explanation("")
        self._description.setObjectName("codebook_description")
        self._description.setTextFormat(Qt.TextFormat.PlainText)
        self._description.setMinimumHeight(4 * self.fontMetrics().lineSpacing())
        self._description.setAlignment(Qt.AlignmentFlag.AlignTop)
        for preset in codebook_file.presets():
            self._codebook.addItem(preset.name)
            self._codebooks.append((preset.id, preset.description))
        self._codebook.addItem(self.tr("From a file…"))
        self._codebook.currentIndexChanged.connect(self._describe)
        self._codebook.taken.connect(self._ask_for_codebook)
        self._known = 0

    def _lay_out(self) -> None:
        browse = QPushButton(self.tr("Choose…"))
        browse.setObjectName("choose_file")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        place = QHBoxLayout()
        place.setSpacing(theme.STEP)
        place.addWidget(self._file, 1)
        place.addWidget(browse)
        rows = form()
        rows.addRow(self.tr("&Title"), self._title)
        label = QLabel(self.tr("&File"))
        label.setBuddy(self._file)
        self._file.setAccessibleName(self.tr("File"))
        rows.addRow(label, place)
        rows.addRow(self.tr("&Codebook"), self._codebook)
        rows.addRow("", self._description)
        rows.addRow(self.tr("Your &name"), self._name)
        words = self.tr("Create the project")
        self._create = lay_out_form(self, rows, self._problem, words, self._accept)
        self._create.setObjectName("create_project")

    @property
    def choice(self) -> NewProject:
        """What the fields now say."""
        path = self._path
        title = self._title.text().strip() or path.stem
        codebook, _description = self._codebooks[self._codebook.currentIndex()]
        return NewProject(path, title, codebook, self._name.text().strip())

    @property
    def _path(self) -> Path:
        path = written_path(self._file.text())
        return path if path.suffix or not path.name else path.with_name(path.name + SUFFIX)

    def _follow_title(self) -> None:
        if self._follows_title:
            self._file.setText(str(free_path(self._folder, self._title.text())))
        self._check()

    def _stop_following(self) -> None:
        self._follows_title = False

    def _describe(self) -> None:
        index = self._codebook.currentIndex()
        self._known = index if index < len(self._codebooks) else self._known
        self._description.setText(self._codebooks[index][1] if index < len(self._codebooks) else "")
        self._check()

    def _ask_for_codebook(self, index: int) -> None:
        if index < len(self._codebooks):
            return
        dialog = QFileDialog(self, self.tr("Choose a codebook"), str(self._folder))
        dialog.setObjectName("choose_codebook")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Codebooks (*.json)"))
        dialog.fileSelected.connect(self.take_codebook)
        dialog.rejected.connect(lambda: self._codebook.setCurrentIndex(self._known))
        dialog.open()

    def take_codebook(self, chosen: str) -> None:
        """Offer the codebook of this file, if it is one."""
        try:
            content = codebook_file.read(Path(chosen))
        except UserError as error:
            self._codebook.setCurrentIndex(self._known)
            self._problem.setText(str(error))
            return
        self._codebooks.append((Path(chosen), str(content.get("description") or chosen)))
        last = self._codebook.count() - 1
        self._codebook.insertItem(last, str(content.get("name") or Path(chosen).stem))
        self._codebook.setCurrentIndex(last)

    def _check(self) -> None:
        written, name = self._file.text().strip(), self._name.text().strip()
        problem = ""
        if not written:
            problem = self.tr("The project needs a file.")
        elif self._path.exists():
            problem = self.tr("There is a file of this name already; choose another name.")
        elif self._codebook.currentIndex() >= len(self._codebooks):
            problem = self.tr("Press Enter to choose the file of the codebook.")
        elif not name:
            problem = self.tr("Say under which name you annotate.")
        self._problem.setText(problem)
        self._create.setEnabled(not problem)

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("File of the project"), self._file.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Annotator projects (*{suffix})").format(suffix=SUFFIX))
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(self._take_file)
        dialog.open()

    def _take_file(self, path: str) -> None:
        self._stop_following()
        self._file.setText(path)

    def _accept(self) -> None:
        self.accept()
        self.chosen.emit(self.choice)


class _CodebookBox(QComboBox):
    """A choice that can be walked past: `taken` says that a click or Enter means this one."""

    taken = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._is_walking = False
        self.activated.connect(self._take)

    def _take(self, index: int) -> None:
        if not self._is_walking:
            self.taken.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys and letters only walk; Enter takes the last one, which wants a file."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._is_last:
            self.taken.emit(self.currentIndex())
            return
        self._is_walking = True
        super().keyPressEvent(event)
        self._is_walking = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel only walks."""
        self._is_walking = True
        super().wheelEvent(event)
        self._is_walking = False

    @property
    def _is_last(self) -> bool:
        return self.currentIndex() == self.count() - 1


def documents_folder() -> Path:
    """Where people keep their documents; their home where these are synced, or there are none."""
    from annotator.store.places import place_of

    place = QStandardPaths.StandardLocation.DocumentsLocation
    folder = Path(QStandardPaths.writableLocation(place))
    return folder if folder.is_dir() and place_of(folder / "project") is None else Path.home()


def free_path(folder: Path, title: str) -> Path:
    """A project file in the folder, named after the title, that does not exist yet."""
    stem = " ".join(_NOT_IN_NAMES.sub(" ", title).split()) or "Project"
    path = folder / f"{stem}{SUFFIX}"
    number = 2
    while path.exists():
        path = folder / f"{stem} {number}{SUFFIX}"
        number += 1
    return path
