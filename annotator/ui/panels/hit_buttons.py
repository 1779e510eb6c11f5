"""The row of buttons below a list of hits: the commands for the mouse, and how many are chosen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from annotator.ui.panels.buttons import NO_MENU_SIGN
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.hit_commands import COMMANDS, HitCommands
from annotator.ui.panels.texts import unfolding, with_key
from annotator.ui.words import counted

NARROWEST = 36
"""How narrow a button becomes where there is no room, in logical pixels."""
_SHOWN = ("go", "accept", "choose", "unlink", "delete", "reject")
_SHORT = {"accept": "Accept"}
"""What stands on a button instead of the whole text of its command."""


class HitButtons(QWidget):
    """Buttons that hold while something is chosen; the owner of a list may put others before them."""

    def __init__(self, commands: HitCommands) -> None:
        super().__init__()
        self._commands = commands
        self._buttons: list[QPushButton] = []
        self._count = plain_label(role="muted")
        self._count.setObjectName("hits_chosen")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(6)
        for command in commands.commands():
            if command.id in _SHOWN:
                text = QCoreApplication.translate("Panels", command.text)
                button = self._add(command.id, text)
                button.setText(
                    QCoreApplication.translate("Panels", _SHORT.get(command.id, command.text))
                )
                button.clicked.connect(lambda _checked=False, one=command.id: commands.run(one))
            if command.id == COMMANDS[0].id:
                self._add_labels()
        self.row.addStretch(1)
        self.row.addWidget(self._count)
        commands.keymap.changed.connect(self._show_keys)
        self._show_keys()

    def show_number(self, chosen: int) -> None:
        """So many are chosen."""
        for button in self._buttons:
            button.setEnabled(chosen > 0)
        one, many = self.tr("%n chosen"), self.tr("%n chosen")
        self._count.setText(counted(chosen, one, many) if chosen > 1 else "")

    def _show_keys(self) -> None:
        """Say in the hover texts which keys do the same."""
        actions = {f"hits_{one.id}": one.action for one in self._commands.commands()}
        for button in self._buttons:
            action = actions.get(button.objectName())
            key = self._commands.keymap.first(action) if action is not None else ""
            button.setToolTip(with_key(button.accessibleName(), key))

    def _add(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"hits_{name}")
        button.setAccessibleName(text.rstrip("…"))
        button.setProperty("role", "small")
        button.setAutoDefault(False)
        button.setMinimumWidth(NARROWEST)
        self.row.addWidget(button)
        self._buttons.append(button)
        return button

    def _add_labels(self) -> None:
        labels = self._add("label", self.tr("Label as"))
        labels.setText(unfolding(self.tr("Label as")))
        labels.setStyleSheet(NO_MENU_SIGN.replace("QToolButton", "QPushButton"))
        menu = QMenu(labels)
        menu.aboutToShow.connect(lambda: self._commands.fill_labels(menu))
        labels.setMenu(menu)
