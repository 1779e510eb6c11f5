"""The colours of a label's mark in both themes, with what can be said about them as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QColorDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.model import colour_checks
from annotator.model.codebook_rules import is_fit
from annotator.ui import theme
from annotator.ui.dialogs.codebook_fields import InlineLine, push_button, say
from annotator.ui.dialogs.codebook_samples import EyesView, MarkSample

if TYPE_CHECKING:
    from annotator.model.codebook import Codebook, Label
    from annotator.model.values import Json
    from annotator.ui.dialogs.codebook_desk import CodebookDesk


class ColourColumn(QWidget):
    """One theme: a sample, the main colour, its contrasts, and who else looks like it."""

    picked = Signal(str)

    def __init__(self, theme_name: str, title: str) -> None:
        super().__init__()
        self._theme = theme_name
        self._style = "fill"
        self._colour = ""
        self._stored: dict[str, str] = {}
        self._others: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self.sample = MarkSample(f"sample_{theme_name}", theme_name)
        self.sample.setAccessibleName(title)
        self._button = push_button(f"pick_{theme_name}", self.tr("Choose…"), self._pick)
        self._line = InlineLine(f"colour_{theme_name}", self.tr("Colour, as #RRGGBB"), "#RRGGBB")
        self._line.setMaximumWidth(110)
        self._line.written.connect(self._take_text)
        self._find = push_button(
            f"find_{theme_name}",
            self.tr("Find me a colour"),
            self._propose,
            hint=self.tr("One that can be read and that all eyes can tell from the other labels"),
        )
        self._figures = [QLabel() for _ in range(2)]
        for number, figure in enumerate(self._figures):
            figure.setObjectName(f"figure_{theme_name}_{number}")
        self._eyes = EyesView(f"eyes_{theme_name}")
        self._eyes.setAccessibleName(self.tr("Most like it"))
        self._lay_out(title)

    def _lay_out(self, title: str) -> None:
        heading = QLabel(title)
        heading.setStyleSheet("font-weight: 600")
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        for widget in (self._line, self._button, self._find):
            row.addWidget(widget)
        row.addStretch(1)
        likeness = QLabel(self.tr("Most like it among the labels with this mark"))
        likeness.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addWidget(heading)
        column.addWidget(self.sample)
        column.addLayout(row)
        for figure in self._figures:
            column.addWidget(figure)
        column.addSpacing(theme.STEP)
        column.addWidget(likeness)
        column.addWidget(self._eyes)
        column.addStretch(1)

    def show_label(self, label: Label, codebook: Codebook, *, is_writable: bool) -> None:
        """Show this label's colours in the theme of the column."""
        roles = {name: str(one) for name, one in label.colour.get(self._theme, {}).items()}
        self._style = label.style
        self._names = {one.id: one.name for one in codebook.labels.values()}
        self._others = {}
        for one in codebook.labels.values():
            colour = colour_checks.main_colour(one.style, one.colour.get(self._theme, {}))
            if one.id != label.id and one.style == label.style and colour:
                self._others[one.id] = colour
        self._line.setReadOnly(not is_writable)
        self._button.setEnabled(is_writable)
        self._find.setEnabled(is_writable)
        self._stored = roles
        self._show_roles(roles)

    def _show_roles(self, roles: dict[str, str]) -> None:
        self._colour = colour_checks.main_colour(self._style, roles)
        self._line.show_text(self._colour)
        swatch = QPixmap(16, 16)
        swatch.fill(QColor(self._colour or "#8A8A8A"))
        self._button.setIcon(QIcon(swatch))
        self.sample.show_mark(self._style, roles)
        found = colour_checks.figures(self._style, roles, self._theme)
        names = {
            "text on fill": self.tr("Text on fill"),
            "edge on page": self.tr("Edge on page"),
            "line on page": self.tr("Line on page"),
        }
        for number, figure in enumerate(self._figures):
            if number >= len(found):
                say(figure, "")
                continue
            one = found[number]
            sign = "✓" if one.is_enough else "✗"
            text = f"{sign}  {names[one.name]}  {one.ratio:.1f} : 1"
            if not one.is_enough:
                text += "  " + self.tr("needs {least:.1f}").format(least=one.needed)
            say(figure, text, "ok" if one.is_enough else "error")
        self._eyes.show_likenesses(self._colour, self._others, self._names)

    def _preview(self, colour: QColor) -> None:
        roles = colour_checks.roles_for(self._style, colour.name().upper(), self._theme)
        self._show_roles({name: str(one) for name, one in roles.items()})

    # ------------------------------------------------------------ choosing

    def _take_text(self, text: str) -> None:
        colour = text.strip().upper()
        colour = colour if colour.startswith("#") else f"#{colour}"
        if is_fit("label", "colour", {self._theme: {"fill": colour}}):
            self.picked.emit(colour)
        else:
            self._line.show_text(self._colour)

    def _propose(self) -> None:
        self.picked.emit(colour_checks.proposed(self._style, self._theme, self._others.values()))

    def _pick(self) -> None:
        dialog = QColorDialog(QColor(self._colour or "#8A8A8A"), self)
        dialog.setObjectName("colour_dialog")
        dialog.setWindowTitle(self.tr("Colour"))
        dialog.currentColorChanged.connect(self._preview)
        dialog.colorSelected.connect(lambda colour: self.picked.emit(colour.name().upper()))
        dialog.rejected.connect(lambda: self._show_roles(self._stored))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class ColourPage(QWidget):
    """Both themes side by side; what is picked is written at once."""

    def __init__(self, desk: CodebookDesk) -> None:
        super().__init__()
        self._desk = desk
        self._label_id = ""
        self._columns = {
            "light": ColourColumn("light", self.tr("Light theme")),
            "dark": ColourColumn("dark", self.tr("Dark theme")),
        }
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2 * theme.STEP, 0, 0)
        grid.setHorizontalSpacing(4 * theme.STEP)
        for number, (name, column) in enumerate(self._columns.items()):
            grid.addWidget(column, 0, number)
            grid.setColumnStretch(number, 1)
            column.picked.connect(lambda colour, name=name: self._write(name, colour))

    def show_label(self, label: Label) -> None:
        """Show this label's colours."""
        self._label_id = label.id
        for column in self._columns.values():
            column.show_label(label, self._desk.codebook, is_writable=self._desk.is_writable)

    def _write(self, theme_name: str, colour: str) -> None:
        label = self._desk.codebook.label(self._label_id)
        everything: dict[str, Json] = {name: dict(roles) for name, roles in label.colour.items()}
        everything[theme_name] = colour_checks.roles_for(label.style, colour, theme_name)
        self._desk.set_value("label", self._label_id, "colour", everything)
