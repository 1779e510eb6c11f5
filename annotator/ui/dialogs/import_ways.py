"""How the files of an import are read: as which format, in which encoding, with which choices."""

from __future__ import annotations

import codecs
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator import formats
from annotator.ui import theme
from annotator.ui.dialogs.format_options import FormatOptions
from annotator.ui.dialogs.plain_button import PlainButton
from annotator.ui.import_terms import ImportTerms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.formats.format import Format
    from annotator.formats.kit.options import Option
    from annotator.ui.import_looking import Found

ENCODINGS = str.split(
    "utf-8 utf-16 windows-1252 iso-8859-1 iso-8859-15 windows-1250 iso-8859-2 windows-1251"
    " windows-1253 windows-1254 windows-1255 windows-1256 koi8-r mac-roman"
    " shift_jis euc-jp gb18030 big5 euc-kr"
)
_OPTIONS_HEIGHT = 180


class ImportWays(QWidget):
    """A row of lists and buttons; the options of the formats that were found fold out below.

    `changed` brings other terms, `columns_requested` asks for the columns of a table.
    """

    changed = Signal(object)
    columns_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._terms = ImportTerms()
        self._asked: tuple[Option, ...] = ()
        self._format = self._box("import_format", self.tr("Read as"), self._formats())
        encodings = [(self.tr("as detected"), ""), *((one, one) for one in ENCODINGS)]
        self._encoding = self._box("import_encoding", self.tr("Encoding"), encodings)
        self._encoding.setToolTip(
            self.tr("Of several files, those are read so whose encoding is not certain.")
        )
        self._columns = PlainButton(self.tr("Colu&mns…"))
        self._columns.setObjectName("import_columns")
        self._columns.clicked.connect(self.columns_requested)
        self._fold = QToolButton()
        self._fold.setObjectName("import_options")
        self._fold.setText(self.tr("Options"))
        self._fold.setCheckable(True)
        self._fold.setAutoRaise(True)
        self._fold.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._options = FormatOptions()
        self._options.changed.connect(self._choose_options)
        self._area = self._new_area()
        self._fold.toggled.connect(self._unfold)
        self._lay_out()
        self._unfold(is_open=False)

    def _formats(self) -> list[tuple[str, str]]:
        readable = [(one.title, one.name) for one in formats.formats() if one.reads]
        return [(self.tr("what was found"), ""), *sorted(readable, key=lambda row: row[0].casefold())]

    def _box(self, name: str, purpose: str, rows: Iterable[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(purpose)
        box.setMaxVisibleItems(20)
        for words, value in rows:
            box.addItem(words, value)
        box.currentIndexChanged.connect(self._choose)
        return box

    def _new_area(self) -> QScrollArea:
        area = QScrollArea()
        area.setObjectName("import_options_area")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setFixedHeight(_OPTIONS_HEIGHT)
        area.setWidget(self._options)
        return area

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        for words, box in ((self.tr("&Read as"), self._format), (self.tr("&Encoding"), self._encoding)):
            label = QLabel(words)
            label.setBuddy(box)
            row.addWidget(label)
            row.addWidget(box)
        row.addWidget(self._columns)
        row.addWidget(self._fold)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addLayout(row)
        column.addWidget(self._area)

    # ------------------------------------------------------------ showing

    @property
    def terms(self) -> ImportTerms:
        """What was chosen."""
        return self._terms

    def show_found(self, found: Found) -> None:
        """Offer what concerns these files."""
        self._terms = found.terms
        self._columns.setVisible(bool(found.tables))
        self._offer([name for preview in found.previews for name in preview.encodings])
        asked = options_of(found.formats)
        if asked != self._asked:
            self._asked = asked
            self._options.show_options(asked, found.terms.options)
        self._fold.setVisible(bool(asked))
        self._unfold(is_open=self._fold.isChecked() and bool(asked))

    def _offer(self, likely: Iterable[str]) -> None:
        """Have the likely encodings in the list, too, where they are rare ones."""
        offered = {codecs.lookup(str(self._encoding.itemData(row))).name for row in self._rows()}
        for name in likely:
            if (usual := codecs.lookup(name).name) not in offered:
                offered.add(usual)
                self._encoding.addItem(name, name)

    def _rows(self) -> range:
        """The rows of the list that hold an encoding."""
        return range(1, self._encoding.count())

    def _unfold(self, is_open: bool) -> None:
        self._fold.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self._area.setVisible(is_open)

    # ------------------------------------------------------------ choosing

    def _choose(self) -> None:
        """Another format or encoding; options of the former mean nothing to it."""
        name, encoding = str(self._format.currentData()), str(self._encoding.currentData())
        options = self._terms.options if name == self._terms.format else {}
        self._take(replace(self._terms, format=name, encoding=encoding, options=options))

    def _choose_options(self) -> None:
        self._take(replace(self._terms, options=self._options.values))

    def _take(self, terms: ImportTerms) -> None:
        self._terms = terms
        self.changed.emit(terms)


def options_of(found: Iterable[Format]) -> tuple[Option, ...]:
    """The options of all these formats; those that two of them understand differently are left out."""
    by_name: dict[str, Option] = {}
    differing: set[str] = set()
    for option in (option for one in found for option in one.read_options):
        if by_name.setdefault(option.name, option) != option:
            differing.add(option.name)
    return tuple(one for name, one in by_name.items() if name not in differing)
