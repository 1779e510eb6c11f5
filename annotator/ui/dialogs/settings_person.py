"""Who annotates here: name, e-mail and colour, as fields of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit

from annotator.ui.dialogs.fields import explanation
from annotator.ui.people import COLOURS, People

if TYPE_CHECKING:
    from annotator.ui.settings import Settings

_SIDE = 16
_EMAIL = 240


class PersonFields(QObject):
    """What is written holds at once; each person at this installation has details of her own."""

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._people = People(settings)
        self._name = QLineEdit(settings.annotator_name)
        self._name.setObjectName("annotator_name")
        self._name.editingFinished.connect(self._choose_name)
        self._email = QLineEdit()
        self._email.setObjectName("annotator_email")
        self._email.setMaxLength(_EMAIL)
        self._email.setPlaceholderText(self.tr("Optional"))
        self._email.editingFinished.connect(self._keep)
        self._colour = QComboBox()
        self._colour.setObjectName("annotator_colour")
        self._colour.addItem(self.tr("None"), "")
        for colour, name in COLOURS.items():
            shown = QCoreApplication.translate("Colours", name)
            self._colour.addItem(_sample(colour), shown[:1].upper() + shown[1:], colour)
        self._colour.activated.connect(self._keep)
        self._show_details()

    def add_to(self, rows: QFormLayout) -> None:
        """Put the fields into this form."""
        rows.addRow(self.tr("Your name"), self._name)
        rows.addRow(self.tr("E-mail"), self._email)
        rows.addRow(self.tr("Your colour"), self._colour)
        text = self.tr(
            "What you label carries this name. Labels made under another name keep theirs."
            " E-mail and colour are written to the projects that you label in."
        )
        rows.addRow("", explanation(text))

    def _choose_name(self) -> None:
        name = self._name.text().strip()
        if name:
            self._settings.annotator_name = name
            self._show_details()
        else:
            self._name.setText(self._settings.annotator_name)

    def _show_details(self) -> None:
        person = self._people.person(self._settings.annotator_name)
        self._email.setText(person.email)
        place = self._colour.findData(person.colour)
        if place < 0:
            self._colour.addItem(_sample(person.colour), person.colour, person.colour)
            place = self._colour.count() - 1
        self._colour.setCurrentIndex(place)

    def _keep(self) -> None:
        name, colour = self._settings.annotator_name, str(self._colour.currentData())
        former = self._people.person(name)
        if name and (former.email, former.colour) != (self._email.text().strip(), colour):
            self._people.keep(name, email=self._email.text(), colour=colour)


def _sample(colour: str) -> QIcon:
    square = QPixmap(_SIDE, _SIDE)
    square.fill(QColor(colour))
    return QIcon(square)
